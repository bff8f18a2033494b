"""Rows typed below a table are taken into it, with all that belongs to a row of that table."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from ita_excel import schema
from ita_excel.cli import main
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.core.values import Uncalculated
from ita_excel.ooxml.areas import Area
from ita_excel.ooxml.package import Package
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from ita_excel.store.saving import save_package
from tests.engine.office import Office, properties, url
from tests.workbooks import sample_workbook

PLAN = schema.PLAN
TYPED: list[dict[str, Any]] = [
    {"measure": "มาตรการใหม่", "number": 1, "text": "จัดอบรมจริยธรรม", "responsible": "กองคลัง",
     "start": "ต.ค. ๖๔", "end": "ก.ย. ๖๕", "times": 1},
    {"number": 2, "text": "ติดตามผลการอบรม", "responsible": "กองช่าง", "start": "ต.ค. ๖๔",
     "end": "ก.ย. ๖๕", "times": 1},
]  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return sample_workbook(tmp_path / "b.xlsx")


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(str(ended.value.code))


def type_below(path: Path, rows: list[dict[str, Any]] = TYPED, gap: int = 0) -> int:
    """Type rows below the plan's table, which doesn't grow; return its last row."""
    grid = FileGrid(path)
    last = grid.tables()["Plan"].last_row
    grid.apply(
        SetCell(CellRef(PLAN.sheet, number, PLAN.number(field)), value)
        for number, row in enumerate(rows, start=last + gap + 1)
        for field, value in row.items()
    )
    grid.save()
    return last


def ranges(path: Path, kind: str) -> set[str]:
    frame = Package.open(path).sheet(PLAN.sheet).frame
    return {str(e.get("sqref")) for e in frame.iter() if str(e.tag).endswith("}" + kind)}


def check_taken_in(path: Path, last: int, count: int) -> None:
    """The table has the rows, and they are rows like those above in every respect."""
    grid = FileGrid(path)
    bottom = last + count
    table = grid.tables()["Plan"]
    assert table.last_row == bottom
    texts = [r[PLAN.number("text") - 1] for r in grid.rows(PLAN.sheet)[last:bottom]]
    assert [t for t in texts if t] == [row["text"] for row in TYPED]
    for kind in ("dataValidation", "conditionalFormatting"):
        ends = [Area.parse(ref).bottom for ref in ranges(path, kind)]
        assert ends and min(ends) >= bottom, kind
    for row in range(last + 1, bottom + 1):
        for column in (PLAN.number("check"), table.last_column):  # and the helpers beside
            assert grid.calculated(CellRef(PLAN.sheet, row, column))
    reading = read(grid)
    assert not [f for f in reading.findings if f.code in ("S103", "S109")]
    keys = {a.value.text: a.value.key for a in reading.plan}
    reported = {r.value.text: r.value.key for r in reading.results}
    for typed in TYPED:
        assert keys[typed["text"]] and keys[typed["text"]] == reported[typed["text"]]


def history(path: Path) -> list[list[object]]:
    rows = FileGrid(path).rows(schema.HISTORY.sheet)[schema.HISTORY.header_row :]
    column = schema.HISTORY.number("column") - 1
    return [list(row) for row in rows if row[column] == "(รวมแถวเข้าตาราง)"]


@pytest.mark.parametrize("gap", [0, 2])
def test_fill_takes_rows_in(path: Path, gap: int) -> None:
    last = type_below(path, gap=gap)
    assert run("fill", str(path)) == 0
    check_taken_in(path, last, gap + len(TYPED))
    told = history(path)
    assert len(told) == 1
    assert f"A{last + 1}" in told[0]
    before = path.read_bytes()
    assert run("fill", str(path)) == 0
    assert path.read_bytes() == before


def test_validate_fix_takes_rows_in(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    last = type_below(path)
    assert run("validate", "--fix", str(path)) == 1  # the new actions have no results yet
    assert "S109" not in capsys.readouterr().out
    assert FileGrid(path).tables()["Plan"].last_row == last + len(TYPED)
    assert len(history(path)) == 1


def test_no_report_leaves_rows_out(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for sheet, row in ((schema.UNITS, {"name": "กองสาธารณสุข", "email": "health@example.go.th"}),
                       (schema.RESULTS, {"text": "จัดอบรม", "status": "ดำเนินการแล้ว"})):  # fmt: skip
        grid = FileGrid(path)
        at = grid.tables()[sheet.name].last_row + 1
        grid.apply(SetCell(CellRef(sheet.sheet, at, sheet.number(f)), v) for f, v in row.items())
        grid.save()
        assert run("export", str(path), "-o", str(path.parent / "out"), "--format", "csv") == 1
        assert "S109" in capsys.readouterr().out
        assert not list((path.parent / "out").glob("*")) if (path.parent / "out").exists() else True


def test_what_was_typed_keeps_its_look_and_its_formulas(path: Path) -> None:
    grid = FileGrid(path)
    last = grid.tables()["Plan"].last_row
    start = CellRef(PLAN.sheet, last + 1, PLAN.number("start"))
    own = CellRef(PLAN.sheet, last + 1, PLAN.number("times"))
    grid.apply(
        [
            SetCell(CellRef(PLAN.sheet, last + 1, PLAN.number("text")), "จัดอบรม"),
            SetCell(start, dt.date(2021, 10, 1)),
            SetCell(own, Uncalculated("=1+1")),
        ]
    )
    grid.save()
    assert run("validate", "--fix", str(path)) == 1
    after = FileGrid(path)
    assert after.tables()["Plan"].last_row == last + 1
    assert after.rows(PLAN.sheet)[last][start.column - 1] == dt.date(2021, 10, 1)
    assert after.calculated(own)


def test_print_areas_and_names_go_along(path: Path) -> None:
    package = Package.open(path)
    last = package.table_ranges()["Plan"].last_row
    root = package.workbook.root
    names = next(e for e in root if str(e.tag).endswith("}definedNames"))
    for name, text in (
        ("_xlnm.Print_Area", f"'{PLAN.sheet}'!$A$1:$K${last}"),
        ("own_actions", f"'{PLAN.sheet}'!$D$4:$D${last}"),
        ("other_sheet", f"'{schema.RESULTS.sheet}'!$D$4:$D${last}"),
        ("higher_up", f"'{PLAN.sheet}'!$D$4:$D${last - 1}"),
    ):
        new = names.makeelement(names.tag.replace("definedNames", "definedName"), name=name)
        new.text = text
        names.append(new)
    package.parts.write_xml(package.workbook.part, root)
    package.declared.mark(package.workbook.part, "+definedName")
    save_package(package, path)
    type_below(path)
    assert run("fill", str(path)) == 0
    told = {e.get("name"): e.text for e in Package.open(path).workbook.root.iter() if e.get("name")}
    assert told["_xlnm.Print_Area"] == f"'{PLAN.sheet}'!$A$1:$K${last + 2}"
    assert told["own_actions"] == f"'{PLAN.sheet}'!$D$4:$D${last + 2}"
    assert told["other_sheet"] == f"'{schema.RESULTS.sheet}'!$D$4:$D${last}"
    assert told["higher_up"] == f"'{PLAN.sheet}'!$D$4:$D${last - 1}"


def test_choices_are_there_below_the_table_too(path: Path) -> None:
    """Where nothing lets the table grow, the officer types into these rows."""
    last = FileGrid(path).tables()["Plan"].last_row
    assert {Area.parse(ref).bottom for ref in ranges(path, "dataValidation")} == {last + 200}


def test_a_table_may_outgrow_them(path: Path) -> None:
    rows = [{**TYPED[0], "text": f"วิธีการที่ {n}"} for n in range(230)]
    last = type_below(path, rows)
    assert run("fill", str(path)) == 0
    assert {Area.parse(ref).bottom for ref in ranges(path, "dataValidation")} == {last + 230}


def test_rows_that_libreoffice_added_are_taken_in(path: Path, office: Office) -> None:
    """LibreOffice lets no table grow: what is typed below it stays outside when it saves."""
    last = FileGrid(path).tables()["Plan"].last_row
    document = office.load(path, Hidden=True)
    sheet = document.Sheets.getByName(PLAN.sheet)
    for number, row in enumerate(TYPED, start=last):
        for field, value in row.items():
            cell = sheet.getCellByPosition(PLAN.number(field) - 1, number)
            cell.setValue(value) if isinstance(value, int) else cell.setString(value)
    saved = path.with_name("from-libreoffice.xlsx")
    document.storeToURL(url(saved), properties(FilterName="Calc MS Excel 2007 XML"))
    document.close(True)
    assert FileGrid(saved).tables()["Plan"].last_row == last
    assert run("export", str(saved), "-o", str(path.parent / "out"), "--round", "6") == 1
    assert run("fill", str(saved)) == 0
    check_taken_in(saved, last, len(TYPED))
    again = office.load(saved, Hidden=True)
    area = again.DatabaseRanges.getByName("Plan").DataArea
    assert area.EndRow + 1 == last + len(TYPED), "LibreOffice sees the grown table"
    again.close(True)
