"""The nearest of the known names, for "did you mean"."""

from __future__ import annotations

import pytest

from ita_excel.thai.near import nearest, similarity

UNITS = ["สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา ศาสนาและวัฒนธรรม"]


def test_the_same_to_a_reader_is_100() -> None:
    assert similarity("ปี ๒๕๖๕ ", "ปี  2565") == 100
    assert similarity("กองคลัง", "XYZ") == 0


def test_a_misspelled_agency_is_near() -> None:
    assert 80 < similarity("พ่วงพรมนคร", "พ่วงพรมคร") < 100


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("กองครัง", "กองคลัง"),
        ("สํานักปลัด", "สำนักปลัด"),
        ("กองการศึกษา ศาสนา และวัฒนธรรม", "กองการศึกษา ศาสนาและวัฒนธรรม"),
        ("นิติกร", None),
        ("", None),
    ],
)
def test_nearest(text: str, found: str | None) -> None:
    assert nearest(text, UNITS) == found


def test_cutoff() -> None:
    assert nearest("อปต.", ["อบต."]) is None
    assert nearest("อปต.", ["อบต."], cutoff=70) == "อบต."


def test_of_equals_the_first() -> None:
    assert nearest("กก", ["กข", "กค"], cutoff=40) == "กข"


def test_nothing_to_choose_from() -> None:
    assert nearest("กองคลัง", []) is None
