"""A committee is nobody's unit, also where units are called คณะ or งาน; a unit behind it is looked for."""

from __future__ import annotations

import pytest

from ita_excel.schema.model import Agency, Unit
from ita_excel.sheets.responsible import Directory

UNIVERSITY = Directory(
    [Unit("คณะวิศวกรรมศาสตร์"), Unit("กองคลัง"), Unit("งานพัสดุ")], Agency(name="มหาวิทยาลัยตัวอย่าง")
)


@pytest.mark.parametrize(
    "named", ["คณะทำงานด้านความโปร่งใส", "คณะกรรมการ", "คณะกรรมการตรวจรับพัสดุ", "คณะอนุกรรมการจริยธรรม"]
)
def test_a_committee_is_a_post(named: str) -> None:
    found = UNIVERSITY.find(named)
    assert (found.posts, found.units, found.unknown) == ((named,), (), ())


@pytest.mark.parametrize("named", ["คณะแพทยศาสตร์", "คณะทำงานกองช่าง"])
def test_a_faculty_or_unit_that_there_isnt_is_unknown(named: str) -> None:
    assert UNIVERSITY.find(named).unknown == (named,)
