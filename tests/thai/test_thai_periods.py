"""Months and periods in each form that officers use; nothing else is taken for one."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_excel.core.values import CellError, Value
from ita_excel.thai.calendar import FiscalYear, Month, Period
from ita_excel.thai.periods import read_month, read_period, read_period_cell

FY2565 = FiscalYear(2565)
OCTOBER = Month(2021, 10)


@pytest.mark.parametrize(
    "value",
    [
        "ตุลาคม 2564",
        "ตุลาคม พ.ศ. ๒๕๖๔",
        "ตุลาคม พ.ศ.2564",
        "เดือนตุลาคม ๒๕๖๔",
        "ประจำเดือน ตุลาคม 2564",
        "ต.ค. 64",
        "ต.ค.64",
        "ต.ค. ๖๔",
        "ต.ค 64",
        "ตค 64",
        "ตค.64",
        "ต. ค. 64",
        "ต.ค.-64",
        "ต.ค./64",
        "ต.ค. ๒๕๖๔",
        "ต.ค. 2021",
        "ต.ค. ค.ศ. 2021",
        "ต.ค. 21",
        "ต.ค.",
        "ตุลาคม",
        "ตุลา 64",
        "10/2564",
        "10/64",
        "๑๐/๒๕๖๔",
        "10-2564",
        "10/2021",
        "10/21",
        "2564-10",
        "2021/10",
        "๑ ต.ค. ๒๕๖๔",
        "31/10/2564",
        "2021-10-01",
        "Oct-21",
        " ต.ค.\u00a0\n64 ",
        dt.date(2021, 10, 1),
        dt.datetime(2021, 10, 31, 12),
        dt.date(2564, 10, 1),
        dt.date(1964, 10, 1),  # 10/64 or ต.ค. 64 typed into Excel
        44470,
    ],
    ids=repr,
)
def test_october_2564(value: Value) -> None:
    assert read_month(value, FY2565) == OCTOBER


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "-",
        "2564",
        "10",
        2564,
        10,
        10.64,
        True,
        "13/2564",
        "0/2564",
        "10/11",  # a day and a month, perhaps
        "ต.ค. 6",
        "ต.ค. 256",
        "ต.ค. 25644",
        "ต.ค. พ.ศ. 2021",
        "ต.ค. 64 (แล้วเสร็จ)",
        "ประมาณ ต.ค. 64",
        "ต.ต. 64",
        "ต.ค. - ก.ย.",
        "เร็ว ๆ นี้",
        "ตลอดปี",
        CellError("#N/A"),
    ],
    ids=repr,
)
def test_not_a_month(value: Value) -> None:
    assert read_month(value, FY2565) is None


def test_a_month_without_a_year_is_the_fiscal_years() -> None:
    assert read_month("ธ.ค.", FY2565) == Month(2021, 12)
    assert read_month("ม.ค.", FY2565) == Month(2022, 1)


def test_a_named_year_is_kept_though_it_lies_outside_the_fiscal_year() -> None:
    assert read_month("ต.ค. 65", FY2565) == Month(2022, 10)
    assert read_month("ต.ค. 2570", FY2565) == Month(2027, 10)


WHOLE_YEAR, FIRST_HALF = "ต.ค. 64 - ก.ย. 65", "ต.ค. 64 - มี.ค. 65"


@pytest.mark.parametrize(
    ("cell", "label"),
    [
        ("ต.ค. ๖๔ - ก.ย. ๖๕", WHOLE_YEAR),
        ("ต.ค. ๖๔\n-\nก.ย. ๖๕", WHOLE_YEAR),  # as the reference document has it
        ("ต.ค. 64\nก.ย. 65", WHOLE_YEAR),
        ("ต.ค.\n64 -\nก.ย.\n65", WHOLE_YEAR),
        ("ต.ค.64-ก.ย.65", WHOLE_YEAR),
        ("ต.ค. 64 – ก.ย. 65", WHOLE_YEAR),
        ("ต.ค. 64 — ก.ย. 65", WHOLE_YEAR),
        ("ต.ค. 64 ถึง ก.ย. 65", WHOLE_YEAR),
        ("ตั้งแต่เดือน ต.ค. 64 จนถึงเดือน ก.ย. 65", WHOLE_YEAR),
        ("ตุลาคม 2564 - กันยายน 2565", WHOLE_YEAR),
        ("ต.ค.-64 - ก.ย.-65", WHOLE_YEAR),
        ("10/2564 - 9/2565", WHOLE_YEAR),
        ("10-2564-09-2565", WHOLE_YEAR),
        ("2564-10 - 2565-09", WHOLE_YEAR),
        ("๑ ต.ค. ๒๕๖๔ - ๓๐ ก.ย. ๒๕๖๕", WHOLE_YEAR),
        ("1/10/2564 - 30/9/2565", WHOLE_YEAR),
        ("ต.ค. - ก.ย.", WHOLE_YEAR),
        ("ต.ค. - ก.ย. 65", WHOLE_YEAR),
        ("ต.ค. 64 - ก.ย.", WHOLE_YEAR),
        ("ตลอดปีงบประมาณ", WHOLE_YEAR),
        ("ตลอดปีงบประมาณ พ.ศ. ๒๕๖๕", WHOLE_YEAR),
        ("ปีงบประมาณ พ.ศ. 2565", WHOLE_YEAR),
        ("ตลอดปี", WHOLE_YEAR),
        ("ตลอดทั้งปี", WHOLE_YEAR),
        ("ทั้งปี", WHOLE_YEAR),
        ("ไตรมาส ๑ - ๔", WHOLE_YEAR),
        ("ไตรมาสที่ 1 ถึง ไตรมาสที่ 4", WHOLE_YEAR),
        ("Q1-Q4", WHOLE_YEAR),
        ("รอบ ๑๒ เดือน", WHOLE_YEAR),
        ("รอบ ๖ เดือน", FIRST_HALF),
        ("รอบ 6 เดือนแรก", FIRST_HALF),
        ("ไตรมาส 1 และ 2", FIRST_HALF),
        ("รอบ 6 เดือนหลัง", "เม.ย. 65 - ก.ย. 65"),
        ("ไตรมาสที่ 2", "ม.ค. 65 - มี.ค. 65"),
        ("Q1", "ต.ค. 64 - ธ.ค. 64"),
        ("Q4/2565", "ก.ค. 65 - ก.ย. 65"),
        ("ไตรมาส 1 ปีงบประมาณ 2566", "ต.ค. 65 - ธ.ค. 65"),
        ("ตลอดปีงบประมาณ 2566", "ต.ค. 65 - ก.ย. 66"),
        ("ต.ค. - ธ.ค. 65", "ต.ค. 65 - ธ.ค. 65"),
        ("ม.ค. - ธ.ค. 64", "ม.ค. 64 - ธ.ค. 64"),
        ("1 ต.ค. - 30 พ.ย. 64", "ต.ค. 64 - พ.ย. 64"),
        # Spaces say nothing between words, even inside one, as copied text has them.
        ("ตุลา คม 64 - กัน ยายน 65", WHOLE_YEAR),
        ("ตลอด ปี งบ ประมาณ", WHOLE_YEAR),
        ("ตั้งแต่วันที่ 1 ต.ค. 64 ถึงวันที่ 30 ก.ย. 65", WHOLE_YEAR),
        ("ระหว่างเดือน\nต.ค. 64\nถึงเดือน\nก.ย. 65", WHOLE_YEAR),
        # Of several signs, which one divides.
        ("ต.ค.-64-ก.ย.-65", WHOLE_YEAR),
        ("1-ต.ค.-64-30-ก.ย.-65", WHOLE_YEAR),
        ("ต.ค. 64-ก.ย.-65", WHOLE_YEAR),
        ("ต.ค.-64-ก.ย. 65", WHOLE_YEAR),
        ("ต.ค. 64 - 30-9-65", WHOLE_YEAR),
        ("1-10-64 - ก.ย. 65", WHOLE_YEAR),
        ("ต.ค.-64\nก.ย.-65", WHOLE_YEAR),
        ("ต.ค.\n64\nก.ย. 65", WHOLE_YEAR),
    ],
)
def test_the_whole_period_in_one_cell(cell: str, label: str) -> None:
    found = read_period(cell, None, FY2565)
    assert found is not None
    assert found.label("arabic") == label
    assert not found.backwards
    assert read_period_cell(cell, FY2565) == found


def test_days_of_one_month() -> None:
    assert read_period_cell("๑ - ๓๑ ต.ค. ๖๔", FY2565) == Period(OCTOBER, OCTOBER)


@pytest.mark.parametrize(
    "cell",
    [
        "ต.ค. 64 - ",
        "- ก.ย. 65",
        "ต.ค. 64 - ก.ย. 65 - ต.ค. 65",
        "ต.ค. 64 - ก.ย. 65 (ขยายเวลา)",
        "ต.ค. 64 ก.ย. 65",
        "40 - 31 ต.ค. 64",
        "ไตรมาส",
        "ไตรมาส 5",
        "ไตรมาส 1 - 5",
        "Q1 Q2",
        "รอบ 3 เดือน",
        "รอบ 12 เดือนหลัง",
        "6",
        "ปีงบประมาณ",
        "ตลอดปี 256",
        "ตามความเหมาะสม",
        "ปีละ ๑ ครั้ง",
        "ต.ค. 6 4 - ก.ย. 65",  # between digits a space does say something
        "ตุลา\nคม 64 - ก.ย. 65",
        "ต.ค. 64 -- ก.ย. 65",
        "10-64-30-9-65",
        "J64 - I65",  # letters that the reader uses for itself
        "ต.ค. 64 = ก.ย. 65",
        "ต.ค. 64 ¶ ก.ย. 65",
    ],
)
def test_text_with_anything_else_is_not_guessed(cell: str) -> None:
    assert read_period(cell, None, FY2565) is None
    assert read_period_cell(cell, FY2565) is None


@pytest.mark.parametrize(
    ("start", "end", "label"),
    [
        ("ต.ค. ๖๔", "ก.ย. ๖๕", WHOLE_YEAR),
        ("ต.ค.", "ก.ย.", WHOLE_YEAR),
        (dt.date(2021, 10, 1), "30/9/2565", WHOLE_YEAR),
        ("ต.ค. 64", "ต.ค. 64", "ต.ค. 64"),
        (WHOLE_YEAR, "", WHOLE_YEAR),
        (WHOLE_YEAR, "-", WHOLE_YEAR),
        (WHOLE_YEAR, WHOLE_YEAR, WHOLE_YEAR),  # a merged cell, filled again
        (WHOLE_YEAR, "ก.ย. 65", WHOLE_YEAR),
        ("ตลอดปี", "ตลอดปีงบประมาณ", WHOLE_YEAR),
        ("ไตรมาส 1", "ไตรมาส 4", WHOLE_YEAR),
    ],
)
def test_start_and_end_in_two_cells(start: Value, end: Value, label: str) -> None:
    found = read_period(start, end, FY2565)
    assert found is not None
    assert found.label("arabic") == label


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (None, None),
        ("ต.ค. 64", None),  # the end may have been forgotten
        (None, "ก.ย. 65"),
        (None, "ตลอดปี"),
        ("ต.ค. 64", "เร็ว ๆ นี้"),
        ("เร็ว ๆ นี้", "ก.ย. 65"),
        (WHOLE_YEAR, "มี.ค. 65"),  # the two cells contradict each other
        (WHOLE_YEAR, "เร็ว ๆ นี้"),
        ("ต.ค. 64", "ตลอดปี"),
        (CellError("#REF!"), "ก.ย. 65"),
    ],
)
def test_unreadable_in_two_cells(start: Value, end: Value) -> None:
    assert read_period(start, end, FY2565) is None


@pytest.mark.parametrize(
    ("start", "end"),
    [("ก.ย. 65", "ต.ค. 64"), ("เม.ย. 65 - ต.ค. 64", None), ("ไตรมาส 4 - 1", None)],
)
def test_a_period_that_ends_before_it_starts_is_said_to(start: Value, end: Value) -> None:
    found = read_period(start, end, FY2565)
    assert found is not None
    assert found.backwards


def test_labels() -> None:
    assert Period(OCTOBER, Month(2022, 9)).label() == "ต.ค. ๖๔ - ก.ย. ๖๕"
    assert Period(OCTOBER, OCTOBER).label() == "ต.ค. ๖๔"


_years = st.builds(FiscalYear, st.integers(2540, 2640))
_digits = st.sampled_from(["thai", "arabic"])


@given(_years, st.integers(0, 11), _digits)
def test_a_months_label_is_read_back(year: FiscalYear, index: int, digits: str) -> None:
    month = year.months[index]
    assert read_month(month.label(digits), year) == month  # type: ignore[arg-type]


@given(_years, st.integers(0, 11), st.integers(0, 11), _digits)
def test_a_periods_label_is_read_back(year: FiscalYear, i: int, j: int, digits: str) -> None:
    period = Period(year.months[i], year.months[j])
    assert read_period_cell(period.label(digits), year) == period  # type: ignore[arg-type]
    assert period.backwards is (j < i)


@given(st.one_of(st.text(), st.text(st.sampled_from("0126๖๔/-–. \nตค.ถึงไตรมาสปี"), max_size=16)))
def test_no_text_breaks_the_reader(text: str) -> None:
    read_period(text, text, FY2565)


FY2569 = FiscalYear(2569)
OF_2569, HALF_1, HALF_2 = "ต.ค. 68 - ก.ย. 69", "ต.ค. 68 - มี.ค. 69", "เม.ย. 69 - ก.ย. 69"
TERM_1, TERM_2 = "พ.ค. 69 - ต.ค. 69", "พ.ย. 68 - มี.ค. 69"


@pytest.mark.parametrize(
    ("cell", "label"),
    [
        *((text, OF_2569) for text in ("ประจำทุกเดือน", "เดือนละ ๑ ครั้ง", "เดือนละครั้ง", "เดือนละ 2 ครั้ง", "ไตรมาสละ 1 ครั้ง", "ทุกสิ้นเดือน", "ทุกสิ้นไตรมาส", "ครึ่งปีแรกและครึ่งปีหลัง",
                                       "ทุกเดือน", "ทุก ๆ เดือน", "รายเดือน", "เป็นรายเดือน", "ทุกไตรมาส", "รายไตรมาส", "ทุกวัน",
                                       "ทุกสัปดาห์", "รายปี", "ทุก 3 เดือน", "ทุกเดือน ตลอดปีงบประมาณ", "ไตรมาส 1,2,3,4",
                                       "ทุกไตรมาส ปีงบประมาณ พ.ศ. ๒๕๖๙", "ไตรมาส 1, 2, 3 และ 4/2569")),
        *((text, HALF_1) for text in ("ครึ่งปีแรก", "ครึ่งปีงบประมาณแรก", "ครึ่งแรกของปี", "ครึ่งปีแรก 2569",
                                      "ครึ่งปีแรกของปีงบประมาณ พ.ศ. 2569")),
        ("ครึ่งปีหลัง", HALF_2),
        ("ครึ่งปีหลัง 2570", "เม.ย. 70 - ก.ย. 70"),
        ("ม.ค. และ ก.ค. 2569", "ม.ค. 69 และ ก.ค. 69"),
        ("ต.ค.–ธ.ค. 2568, เม.ย. 2569", "ต.ค. 68 - ธ.ค. 68 และ เม.ย. 69"),
        ("ธ.ค., มี.ค. และ มิ.ย. 2569", "ธ.ค. 68, มี.ค. 69 และ มิ.ย. 69"),
        ("ธ.ค. 68 และ มี.ค.", "ธ.ค. 68 และ มี.ค. 69"),
        ("พ.ย. และ ก.พ.", "พ.ย. 68 และ ก.พ. 69"),
        ("มี.ค./ก.ย. 69", "มี.ค. 69 และ ก.ย. 69"),
        ("ต.ค. 68\nม.ค. 69\nเม.ย. 69", "ต.ค. 68, ม.ค. 69 และ เม.ย. 69"),
        ("ก.ค. 69 และ ม.ค. 69", "ม.ค. 69 และ ก.ค. 69"),
        ("ต.ค. - ธ.ค. 68, ม.ค. - มี.ค. 69", HALF_1),
        ("ม.ค. - มี.ค. และ ก.ค. - ก.ย. ๒๕๖๙", "ม.ค. 69 - มี.ค. 69 และ ก.ค. 69 - ก.ย. 69"),
        ("ไตรมาส 1 และ 3", "ต.ค. 68 - ธ.ค. 68 และ เม.ย. 69 - มิ.ย. 69"),
        ("ไตรมาสที่ 3 และ ไตรมาสที่ 4", HALF_2),
        *((text, TERM_1) for text in ("ภาคเรียนที่ 1/2569", "ภาคเรียนที่ ๑", "เทอม 1/69", "ภาคเรียนที่ 1 ปีการศึกษา 2569",
                                      "ภาคการศึกษาที่ 1/2569", "ภาคเรียนที่ 1 ปีงบประมาณ 2569")),
        *((text, TERM_2) for text in ("ภาคเรียนที่ 2/2568", "ภาคเรียนที่ 2", "เทอมที่ 2", "ภาคเรียนที่ 2 ปีงบประมาณ 2569")),
        ("ภาคเรียนที่ 2/2569", "พ.ย. 69 - มี.ค. 70"),
        ("ภาคเรียนที่ 2/2568 และ 1/2569", f"{TERM_2} และ {TERM_1}"),
        ("ภาคเรียนที่ 2/2568 - 1/2569", f"{TERM_2} และ {TERM_1}"),
        ("เทอม 1 และ 2", f"{TERM_2} และ {TERM_1}"),
        ("ปีการศึกษา 2568", "พ.ค. 68 - มี.ค. 69"),
    ],
)  # fmt: skip
def test_words_and_several_periods(cell: str, label: str) -> None:
    found = read_period(cell, None, FY2569)
    assert found is not None and found.label("arabic") == label
    assert not found.backwards
    again = read_period_cell(found.label(), FY2569)  # what is printed can be typed
    assert again == found


@pytest.mark.parametrize(
    "cell",
    ["ทุกครั้ง", "ปีละ 2 ครั้ง", "ครึ่งปี", "ภาคเรียนที่ 3", "เทอม", "ม.ค. และ", "ต.ค. - ธ.ค. - ม.ค. 69", "5, 6", "ม.ค. 6, ก.พ. 69",
     "ไตรมาส 1, 5", "ไตรมาส 3, 2, 1", "รายงาน", "ทุกกอง", "ภาคเรียนที่ 1/2569 และ ก.ย. 69"],
)  # fmt: skip
def test_not_such_a_period(cell: str) -> None:
    assert read_period_cell(cell, FY2569) is None


def test_several_periods_fill_the_cell_of_the_start() -> None:
    both = "ม.ค. และ ก.ค. 2569"
    assert read_period(both, "ก.ค. 69", FY2569) == read_period(both, None, FY2569)
    assert read_period(both, both, FY2569) == read_period(both, None, FY2569)
    assert read_period(both, "ก.ย. 69", FY2569) is None
    assert read_period("ต.ค. 68", both, FY2569) is None


def test_a_part_that_ends_before_it_starts_is_told() -> None:
    found = read_period("ธ.ค. 68 - ต.ค. 68, เม.ย. 69", None, FY2569)
    assert found is not None and found.backwards


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("ทุกเดือน ", "ทุกเดือน"),
        ("ภาคเรียนที่ 1/2569", "ภาคเรียนที่ 1/2569"),
        ("ไตรมาส 1", ""),
        ("ม.ค. และ ก.ค. 69", ""),
    ],
)
def test_words_that_say_more_than_months_are_kept(cell: str, words: str) -> None:
    found = read_period(cell, None, FY2569)
    assert found is not None and found.words == words


def test_a_list_of_very_many_months_takes_no_time() -> None:
    assert read_period_cell(", ".join(["ต.ค. 68"] * 5000), FY2569) is None


@pytest.mark.parametrize(
    ("period", "school"),
    [("ภาคเรียนที่ 1/2569", True), ("ภาคเรียนที่ 2/2568", True), ("ปีการศึกษา 2568", True), ("ทุกเดือน", False),
     ("พ.ค. 68 - ต.ค. 69", False), ("พ.ย. 68 - มี.ค. 70", False),
     ("พ.ค. 68 - มี.ค. 69", False), ("พ.ค. - ต.ค. 68", False), ("ภาคเรียนที่ 1 - 2/2568", True)],
)  # fmt: skip
def test_months_of_school(period: str, school: bool) -> None:
    found = read_period_cell(period, FY2569)
    assert found is not None and found.of_school is school
