"""Whom a text in `ผู้รับผิดชอบ` names, and how it reads with each unit by its one name."""

from __future__ import annotations

import pytest

from ita_excel.schema.model import Agency, Unit
from ita_excel.sheets.responsible import Directory

UNITS = (
    Unit("สำนักปลัด", "สป."), Unit("กองคลัง"), Unit("กองช่าง"), Unit("กองการศึกษา ศาสนาและวัฒนธรรม"),
    Unit("กองสาธารณสุขและสิ่งแวดล้อม", "สธ."), Unit("โรงพยาบาลส่งเสริมสุขภาพตำบลบ้านนา", "รพ.สต."),
)  # fmt: skip
DIRECTORY = Directory(UNITS, Agency(name="องค์การบริหารส่วนตำบลบ้านนา", short_name="อบต."))


@pytest.mark.parametrize(
    ("typed", "worded"),
    [
        ("สำนักปลัด อบต.", "<สำนักปลัด>"),
        ("สป.", "<สำนักปลัด>"),
        ("นิติกร สำนักปลัด อบต.", "นิติกร <สำนักปลัด>"),
        ("หัวหน้าสำนักปลัด", "หัวหน้า<สำนักปลัด>"),
        ("หัวหน้าสำนักงานปลัด อบต.บ้านนา", "หัวหน้า<สำนักปลัด>"),
        ("ผอ.กองคลัง", "ผอ.<กองคลัง>"),
        ("ผอ.กองคลัง ผอ.กองช่าง", "ผอ.<กองคลัง> ผอ.<กองช่าง>"),
        ("ผู้อำนวยการกองสาธารณสุขฯ", "ผู้อำนวยการ<กองสาธารณสุขและสิ่งแวดล้อม>"),
        ("ผู้อำนวยการโรงพยาบาลส่งเสริมสุขภาพตำบลบ้านนา", "ผู้อำนวยการ<โรงพยาบาลส่งเสริมสุขภาพตำบลบ้านนา>"),
        ("กองการศึกษาฯ", "<กองการศึกษา ศาสนาและวัฒนธรรม>"),
        ("กองสธ.", "<กองสาธารณสุขและสิ่งแวดล้อม>"),
        ("กองการศึกษา ศาสนา และวัฒนธรรม/สำนักปลัด อบต.", "<กองการศึกษา ศาสนาและวัฒนธรรม>/<สำนักปลัด>"),
        ("กองคลัง กองช่าง", "<กองคลัง> <กองช่าง>"),
        ("กองคลังและกองช่าง", "<กองคลัง>และ<กองช่าง>"),
        ("๑. สำนักปลัด อบต.\n๒. กองคลัง", "๑. <สำนักปลัด>\n๒. <กองคลัง>"),
        ("- สำนักปลัด\n- กองคลัง", "- <สำนักปลัด>\n- <กองคลัง>"),
        ("กองคลัง (งานพัสดุ)", "<กองคลัง> (งานพัสดุ)"),
        ("งานพัสดุ กองคลัง", "งานพัสดุ <กองคลัง>"),
        ("กองคลัง ฝ่ายพัสดุ", "<กองคลัง> ฝ่ายพัสดุ"),
        ("นายก อบต., กองคลัง", "นายก อบต., <กองคลัง>"),
    ],
)  # fmt: skip
def test_each_unit_has_its_one_name_and_the_post_stays(typed: str, worded: str) -> None:
    found = DIRECTORY.find(typed)
    assert "".join(f"<{p.text}>" if p.is_unit else p.text for p in found.wording) == worded
    assert found.unknown == ()
    assert found.units == tuple(dict.fromkeys(p.text for p in found.wording if p.is_unit))


@pytest.mark.parametrize(
    "typed", ["กองคลงั", "ผอ.กองแผนงาน", "ผู้อำนวยการกองคลงั", "ทุกกองทุน", "กองการศึกษา", "อบจ.สุราษฎร์ธานี"]
)
def test_what_names_no_unit_stays_as_typed_and_is_told(typed: str) -> None:
    found = DIRECTORY.find(typed)
    assert found.unknown == (typed,)
    assert "".join(part.text for part in found.wording) == typed


@pytest.mark.parametrize("typed", ["นิติกร", "ปลัด อบต.", "นักวิชาการคลัง", "หัวหน้าส่วนราชการ", "หัวหน้ากอง"])
def test_a_post_alone_names_no_unit(typed: str) -> None:
    found = DIRECTORY.find(typed)
    assert (found.units, found.unknown) == ((), ())
    assert found.posts == (typed,)


def test_every_unit_but_one() -> None:
    found = DIRECTORY.find("ทุกส่วนราชการ (ยกเว้น กองช่าง)")
    assert not found.every
    assert found.units == tuple(u.name for u in UNITS if u.name != "กองช่าง")
    assert "".join(p.text for p in found.wording) == "ทุกส่วนราชการ (ยกเว้น กองช่าง)"
