"""The promise through the commands: a decorated ITA workbook, and a copy that LibreOffice saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from ita_excel.core.errors import ExitCode
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.store.file import FileGrid
from tests import decorated, libreoffice, validator
from tests.command import run
from tests.workbooks import sample_workbook

COMMANDS = {"validate": ["validate"], "fill": ["fill"], "fix": ["validate", "--fix"]}
# All that these commands may touch: cells of sheets, table ranges, sheets shown, dates' styles.
MAY_CHANGE = ("xl/worksheets/sheet", "xl/tables/table", "xl/workbook.xml", "xl/styles.xml")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The sample without its results, something to mend in it, decorated."""
    path = sample_workbook(tmp_path / "สมุดงาน.xlsx", results=False)
    grid = FileGrid(path)
    plan = grid.tables()["Plan"]
    action = CellRef(plan.sheet, plan.header_row + 1, plan.first_column + 3)
    text = grid.rows(plan.sheet)[action.row - 1][action.column - 1]
    grid.apply([SetCell(action, f"  {text} ")])
    grid.save()
    path.write_bytes(decorated.decorate(path.read_bytes(), plan.sheet))
    return path


def frame(xml: bytes) -> bytes:
    """Return a worksheet without rows and links, and without what growing tables stretch."""
    root = etree.fromstring(xml)
    for name in ("sheetData", "hyperlinks", "dimension"):
        for element in root.findall(f"{{{decorated.MAIN}}}{name}"):
            root.remove(element)
    for element in root.iter("{*}*"):
        element.attrib.pop("sqref", None)
        if etree.QName(element).localname == "sqref":
            element.text = ""
    return bytes(etree.tostring(root, method="c14n"))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_changes_nothing_but_what_it_says(
    command: str, book: Path, tmp_path: Path
) -> None:
    before = decorated.parts_of(book)
    original = tmp_path / "ก่อน" / "b.xlsx"
    original.parent.mkdir()
    original.write_bytes(book.read_bytes())
    receipt = tmp_path / "receipt.json"
    ran = run(*COMMANDS[command], book, "--receipt", receipt)
    assert ran.code in (ExitCode.OK, ExitCode.DATA), ran.err
    after = decorated.parts_of(book)
    assert list(before) == list(after)
    changed = [name for name in before if before[name] != after[name]]
    assert changed
    assert not [name for name in changed if not name.startswith(MAY_CHANGE)]
    for name in changed:
        if "worksheets" in name:
            assert frame(before[name]) == frame(after[name]), name
    assert receipt.exists()
    assert validator.new_errors(original, book) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_a_second_run_leaves_every_byte(command: str, book: Path) -> None:
    run(*COMMANDS[command], book)
    first = book.read_bytes()
    run(*COMMANDS[command], book)
    assert book.read_bytes() == first


def test_a_copy_that_libreoffice_saved_is_read_and_filled(book: Path, tmp_path: Path) -> None:
    resaved = libreoffice.convert(book, "xlsx", tmp_path / "1")
    ran = run("fill", resaved)
    assert ran.code in (ExitCode.OK, ExitCode.DATA), ran.err
    table = FileGrid(resaved).tables()["Results"]
    ours = [list(row) for row in FileGrid(resaved).rows(table.sheet)[table.header_row :]]
    shown = FileGrid(libreoffice.convert(resaved, "xlsx", tmp_path / "2"))
    theirs = [list(row) for row in shown.rows(table.sheet)[table.header_row :]]
    assert len(ours) > 1
    assert [row[:6] for row in ours] == [row[:6] for row in theirs][: len(ours)]
