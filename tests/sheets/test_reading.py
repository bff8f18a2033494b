"""Whatever officers do to a sheet's form, the same records are read; what is odd is a finding.

Each test takes the clean workbook of tests/books.py, treats it as offices do, and reads it.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ita_excel import schema
from ita_excel.core.errors import InputError
from ita_excel.core.grid import CellRef, MemoryGrid, TableRange
from ita_excel.core.values import CellError, Uncalculated
from ita_excel.rules.engine import validate
from ita_excel.schema.model import Round, Status
from ita_excel.sheets import Reading, read
from ita_excel.sheets.meaning import read_round, read_status, read_year
from tests import books

Sheets = dict[str, list[list[object]]]
PLAN, RESULTS, AGENCY = schema.PLAN.sheet, schema.RESULTS.sheet, schema.AGENCY.sheet


def parts() -> tuple[Sheets, list[TableRange]]:
    grid = books.grid(books.clean())
    sheets = {name: [list(row) for row in grid.rows(name)] for name in grid.sheets()}
    return sheets, list(grid.tables().values())


def found(reading: Reading) -> list[tuple[str, str]]:
    return [(f.code, str(f.at)) for f in validate(reading)]


CLEAN = read(books.grid(books.clean()))


def move_columns(sheets: Sheets) -> None:
    for row in sheets[PLAN][2:]:
        row.reverse()


def add_columns(sheets: Sheets) -> None:
    for number, row in enumerate(sheets[PLAN][2:]):
        row.insert(3, "งบประมาณ (บาท)" if number == 0 else 5000)
        row.append("หมายเหตุเพิ่มเติม" if number == 0 else None)


def retype_headings(sheets: Sheets) -> None:
    heads = sheets[PLAN][2]
    sheets[PLAN][2] = [str(h).replace("/", " /\n ") for h in heads]
    sheets[RESULTS][2] = [
        {"ผลการดำเนินการ": "ผลการ\nดำเนินงาน", "ปัญหา/อุปสรรค": "ปัญหา อุปสรรค"}.get(str(h), h)
        for h in sheets[RESULTS][2]
    ]


def blank_rows_between(sheets: Sheets) -> None:
    for at in (9, 7, 5):
        sheets[PLAN].insert(at, [None] * 11)


def rows_above(sheets: Sheets) -> None:
    sheets[PLAN][0:0] = [["องค์การบริหารส่วนตำบลพ่วงพรมคร"], [], ["แผน ปีงบประมาณ พ.ศ. ๒๕๖๕"]]


def notes_below(sheets: Sheets) -> None:
    sheets[PLAN] += [
        [],
        [None, "หมายเหตุ แผนนี้ผ่านความเห็นชอบแล้ว"],
        [None, None, None, None, "ลงชื่อ ........................ ผู้รายงาน"],
        [None, None, None, None, "(นาย ก. ตัวอย่าง)"],
    ]


def names_of_sheets_respaced(sheets: Sheets) -> None:
    sheets["ข้อมูล หน่วยงาน "] = sheets.pop(AGENCY)


@pytest.mark.parametrize("as_tables", [True, False], ids=["tables", "plain ranges"])
@pytest.mark.parametrize(
    "treat",
    [
        move_columns,
        add_columns,
        retype_headings,
        blank_rows_between,
        rows_above,
        notes_below,
        names_of_sheets_respaced,
    ],
)
def test_the_same_is_read(treat: Callable[[Sheets], None], as_tables: bool) -> None:
    sheets, _ = parts()
    treat(sheets)
    tables = _tables(sheets) if as_tables else []
    reading = read(MemoryGrid(sheets, tables))
    assert reading.workbook == CLEAN.workbook
    assert found(reading) == []


def _tables(sheets: Sheets) -> list[TableRange]:
    """Return the tables as Excel moves and grows them with what was done."""
    tables = []
    for table in schema.TABLES:
        name = next(s for s in sheets if s.replace(" ", "") == table.sheet.replace(" ", ""))
        rows = sheets[name]
        header = next(
            i for i, row in enumerate(rows, 1) if sum(isinstance(v, str) for v in row) > 1
        )
        last = header
        for number, row in enumerate(rows[header:], header + 1):
            if sum(v is not None for v in row) > 1:
                last = number
        width = len(rows[header - 1])
        tables.append(TableRange(table.name, name, header, 1, max(last, header + 1), width))
    return tables


def test_a_row_begun_after_a_gap_is_a_row_and_a_note_is_none() -> None:
    sheets, _ = parts()
    sheets[PLAN] += [[], [None, None, None, "จัดทำแผนที่ภาษี"]]
    reading = read(MemoryGrid(sheets))
    assert reading.plan[-1].value.text == "จัดทำแผนที่ภาษี"
    assert reading.plan[-1].row == len(sheets[PLAN])


def test_an_empty_measure_means_the_measure_above_also_after_blank_rows() -> None:
    measures = [r.value.measure for r in CLEAN.plan]
    assert measures == ["มาตรการบริหารทรัพยากรบุคคล"] * 4 + ["มาตรการป้องกันการทุจริต"] * 2
    assert [r.value.measure_given for r in CLEAN.plan] == [True, False, False, False, True, False]


def test_a_sheet_renamed_is_known_by_its_table() -> None:
    sheets, tables = parts()
    sheets["แผน ๒๕๖๕"] = sheets.pop(PLAN)
    moved = [
        TableRange(t.name, "แผน ๒๕๖๕", t.header_row, 1, t.last_row, t.last_column)
        if t.sheet == PLAN
        else t
        for t in tables
    ]
    reading = read(MemoryGrid(sheets, moved))
    assert reading.workbook == CLEAN.workbook
    assert reading.plan[0].at("text").sheet == "แผน ๒๕๖๕"


def test_a_row_of_which_only_the_key_is_left_is_none() -> None:
    reading = read(books.grid(books.spoil(books.clean(), ["Plan 7 key = K7"])))
    assert reading.workbook == CLEAN.workbook


# --- what is odd, and where ------------------------------------------------------------


def drop_sheet(sheets: Sheets) -> None:
    del sheets[PLAN]


def rename_sheet(sheets: Sheets) -> None:
    sheets["มาตการ"] = sheets.pop(PLAN)


def drop_column(sheets: Sheets) -> None:
    for row in sheets[PLAN][2:]:
        del row[6]  # ผู้รับผิดชอบ


def rename_column(sheets: Sheets) -> None:
    sheets[PLAN][2][6] = "ผู้รับผิดชอป"


def drop_setting(sheets: Sheets) -> None:
    sheets[AGENCY] = [row for row in sheets[AGENCY] if row[:1] != ["อำเภอ"]]


def drop_headings(sheets: Sheets) -> None:
    sheets[PLAN][2] = []


def heading_twice(sheets: Sheets) -> None:
    for number, row in enumerate(sheets[PLAN][2:]):
        row.append("วิธีการ ดำเนินงาน" if number == 0 else None)


def heading_blank(sheets: Sheets) -> None:
    for number, row in enumerate(sheets[PLAN][2:]):
        row.insert(3, None if number == 0 else "ข้อความ")


@pytest.mark.parametrize(
    ("treat", "code", "cell", "suggestion"),
    [
        (drop_sheet, "S101", None, None),
        (rename_sheet, "S101", None, "มาตการ"),
        (drop_column, "S101", "A3", None),
        (rename_column, "S101", "A3", "ผู้รับผิดชอป"),
        (drop_headings, "S101", "A1", None),
        (heading_twice, "S102", "N3", None),
        (heading_blank, "S102", "D3", None),
    ],
)
def test_damage_to_the_plans_form_is_found(
    treat: Callable[[Sheets], None], code: str, cell: str | None, suggestion: str | None
) -> None:
    sheets, _ = parts()
    treat(sheets)
    reading = read(MemoryGrid(sheets))
    finding = next(f for f in reading.findings if f.code == code)
    assert finding.at == (CellRef.parse(PLAN, cell) if cell else None)
    assert finding.suggestion == suggestion
    assert finding.say("th") and "{" not in finding.say("th") + finding.say("en")
    assert [f.code for f in reading.findings] == [code]


def test_a_missing_setting_is_found() -> None:
    sheets, tables = parts()
    drop_setting(sheets)
    reading = read(MemoryGrid(sheets, [t for t in tables if t.name != "Agency"]))
    assert found(reading) == [("S101", f"{AGENCY}!A3")]


@pytest.mark.parametrize("table", list(schema.officers_tables()), ids=lambda t: t.name)
def test_any_missing_column_is_found_and_stops_nothing(table: schema.Table) -> None:
    for column in table.columns:
        sheets, _ = parts()
        sheets[table.sheet][table.header_row - 1][table.number(column.field) - 1] = "อื่น ๆ"
        reading = read(MemoryGrid(sheets))
        assert "S101" in {f.code for f in reading.findings}
        validate(reading)


@pytest.mark.parametrize("table", schema.TABLES, ids=lambda t: t.name)
def test_any_missing_sheet_is_found_and_stops_nothing(table: schema.Table) -> None:
    sheets, tables = parts()
    del sheets[table.sheet]
    reading = read(MemoryGrid(sheets, [t for t in tables if t.name != table.name]))
    assert [f.code for f in reading.findings] == ([] if table.optional else ["S101"])
    validate(reading)


def test_rows_typed_below_a_table_are_found_once() -> None:
    sheets, tables = parts()
    last = len(sheets[PLAN])
    sheets[PLAN] += [[None, None, 7, "จัดอบรม"], [None, None, 8, "จัดประชุม"]]
    reading = read(MemoryGrid(sheets, tables))
    assert [one for one in found(reading) if one[0] in ("S103", "S109")] == [
        ("S109", f"{PLAN}!A{last + 1}")
    ]
    assert [a.text for a in reading.workbook.plan[-2:]] == ["จัดอบรม", "จัดประชุม"]


def test_a_note_below_a_table_is_not_taken_for_rows() -> None:
    sheets, tables = parts()
    sheets[PLAN] += [[None, "หมายเหตุ ผ่านความเห็นชอบแล้ว"]]
    assert found(read(MemoryGrid(sheets, tables))) == []


@pytest.mark.parametrize("table", list(schema.officers_tables()), ids=lambda t: t.name)
def test_an_error_value_or_uncalculated_formula_has_one_finding_at_its_cell(
    table: schema.Table,
) -> None:
    """S104 or S107, and no other rule speaks of the cell's missing value."""
    for column in table.columns:
        for value, code in ((CellError("#REF!"), "S104"), (Uncalculated("=A1"), "S107")):
            sheets, tables = parts()
            at = CellRef(table.sheet, table.header_row + 1, table.number(column.field))
            row = sheets[table.sheet][at.row - 1]
            row.extend([None] * (at.column - len(row)))
            row[at.column - 1] = value
            findings = validate(read(MemoryGrid(sheets, tables)))
            here = [f.code for f in findings if f.at == at]
            # The program never needs what the column ตรวจ shows.
            unneeded = column.field == "check" and code == "S107"
            assert here == ([] if unneeded else [code]), column.field


def test_what_is_no_ita_workbook_is_refused() -> None:
    with pytest.raises(InputError, match="ไม่ใช่สมุดงาน ITA"):
        read(MemoryGrid({"Sheet1": [["a", "b"], [1, 2]]}))
    with pytest.raises(InputError):
        read(MemoryGrid({}))


# --- what single cells mean ------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("ดำเนินการแล้ว", Status.DONE),
        ("ดำเนินการ แล้ว", Status.DONE),
        ("แล้วเสร็จ", Status.DONE),
        ("อยู่ในระหว่างดำเนินการ", Status.UNDER_WAY),
        ("ยังไม่ได้ดำเนินการ", Status.NOT_DONE),
        ("ยกเลิก", Status.CANCELLED),
        ("ดี", None),
        ("", None),
    ],
)
def test_status(text: str, status: Status | None) -> None:
    assert read_status(text) is status


@pytest.mark.parametrize(
    ("text", "round_"),
    [
        ("๖ เดือน", Round.SIX),
        ("รอบ 6 เดือน", Round.SIX),
        ("6เดือน", Round.SIX),
        ("๑๒ เดือน", Round.TWELVE),
        ("รอบ 12 เดือน (ปีงบประมาณ 2565)", Round.TWELVE),
        ("12", Round.TWELVE),
        ("๑๖ เดือน", None),
        ("", None),
    ],
)
def test_round(text: str, round_: Round | None) -> None:
    assert read_round(text) is round_


@pytest.mark.parametrize(
    ("value", "year"),
    [(2565, 2565), ("๒๕๖๕", 2565), ("พ.ศ. 2565", 2565), (2022, None), (65, None), ("", None)],
)
def test_year(value: int | str, year: int | None) -> None:
    read_as = read_year(value)
    assert (read_as.year if read_as else None) == year
