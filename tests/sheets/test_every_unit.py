"""Words for every unit of an agency, of whatever kind it is."""

from __future__ import annotations

import pytest

from ita_excel.schema.model import Agency, Unit
from ita_excel.sheets.responsible import Directory

UNITS = [Unit("กลุ่มงานบริหารทั่วไป"), Unit("กลุ่มงานการพยาบาล"), Unit("ฝ่ายวิชาการ")]


@pytest.mark.parametrize(
    "typed",
    ["ทุกกลุ่มงาน", "ทุก กลุ่มงาน", "ทุกฝ่าย", "ทุกกลุ่มสาระ/ฝ่าย", "ทุกกลุ่มสาระการเรียนรู้", "ทุกกลุ่ม", "ทุกสายงาน",
     "ทุกกลุ่มงาน/ฝ่าย", "ทุกสำนัก/กอง", "ทุกส่วนราชการ", "ทุกหน่วยงานในสังกัด"],
)  # fmt: skip
def test_it_means_every_unit(typed: str) -> None:
    found = Directory(UNITS, Agency(name="โรงพยาบาลตัวอย่าง")).find(typed)
    assert found.every
    assert set(found.units) == {u.name for u in UNITS}


@pytest.mark.parametrize("typed", ["ทุกกลุ่มเป้าหมาย", "ทุกกลุ่มวัย", "กลุ่มงานการพยาบาล"])
def test_it_does_not(typed: str) -> None:
    assert not Directory(UNITS, Agency(name="โรงพยาบาลตัวอย่าง")).find(typed).every
