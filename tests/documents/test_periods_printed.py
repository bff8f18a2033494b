"""The periods of plan and results in the report: months, and the words that say more than months."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ita_excel.documents.content.report_tables import Pages
from ita_excel.documents.content.writing import TextWriter
from ita_excel.sheets.meaning import understood
from tests.documents.books import sample_workbook


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("ทุกเดือน", "ทุกเดือน (ต.ค. ๖๔ - ก.ย. ๖๕)"),
        ("ภาคเรียนที่ 1/2565", "ภาคเรียนที่ ๑/๒๕๖๕ (พ.ค. ๖๕ - ต.ค. ๖๕)"),
        ("ม.ค. และ ก.ค. 2565", "ม.ค. ๖๕ และ ก.ค. ๖๕"),
        ("ต.ค.–ธ.ค. 2564, เม.ย. 2565", "ต.ค. ๖๔ - ธ.ค. ๖๔ และ เม.ย. ๖๕"),
        ("ไตรมาส 1 และ 3", "ต.ค. ๖๔ - ธ.ค. ๖๔ และ เม.ย. ๖๕ - มิ.ย. ๖๕"),
        ("ครึ่งปีแรก", "ต.ค. ๖๔ - มี.ค. ๖๕"),
        ("ปีละครั้ง", "ปีละครั้ง"),
    ],
)
def test_a_period_in_the_report(typed: str, printed: str) -> None:
    book = sample_workbook()
    book = understood(replace(book, plan=(replace(book.plan[0], start=typed, end=None),)))
    assert Pages(book, TextWriter("thai")).period(book.plan[0]) == printed
