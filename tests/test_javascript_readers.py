"""ExcelJS and SheetJS open every workbook that we write and read the same cells as we do."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ita_excel import schema
from ita_excel.core.grid import column_letters
from ita_excel.core.values import CellError, clean
from ita_excel.ooxml import cellxml
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from tests import written_books
from tests.command import run
from tests.dispatch import files
from tests.javascript_readers import Cells, exceljs, sheetjs

READERS = {"ExcelJS": exceljs, "SheetJS": sheetjs}


def ours(path: Path) -> Cells:
    grid = FileGrid(path)
    return {
        sheet: {
            f"{column_letters(column)}{row}": seen
            for row, cells in enumerate(grid.rows(sheet), 1)
            for column, value in enumerate(cells, 1)
            if (seen := _seen(value)) is not None
        }
        for sheet in grid.sheets()
    }


def _seen(value: object) -> object:
    """Return a value as every reader can say it."""
    if isinstance(value, (dt.date, dt.time, dt.timedelta)):
        value = cellxml.serial(value, False)
    value = clean(value)
    if isinstance(value, CellError):
        return value.name
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(format(value, ".10g"))
    return value


def theirs(cells: Cells) -> Cells:
    return {
        sheet: {a1: seen for a1, value in found.items() if (seen := _seen(value)) is not None}
        for sheet, found in cells.items()
    }


@pytest.mark.parametrize("kind", written_books.KINDS)
def test_other_readers_see_the_same_cells(tmp_path: Path, kind: str) -> None:
    paths = list(written_books.KINDS[kind](tmp_path))
    by_us = [ours(path) for path in paths]
    for name, reader in READERS.items():
        for path, wanted, cells in zip(paths, by_us, reader(paths), strict=True):
            found = theirs(cells)
            assert list(found) == list(wanted), (name, path.name)
            for sheet, expected in wanted.items():
                assert found[sheet] == expected, (name, path.name, sheet)


def test_what_exceljs_saves_still_goes_through_validate_and_collect(tmp_path: Path) -> None:
    master, outbox = files.make_master(tmp_path / "master.xlsx"), tmp_path / "outbox"
    parcels = files.split(master, outbox)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for unit, path in parcels.items():
        for record in read(FileGrid(path)).results:
            files.type_into(path, record.value.key, status="ดำเนินการแล้ว", outcome=f"ผลของ{unit}")
        exceljs([path], inbox / path.name)
        checked = run("validate", inbox / path.name)
        assert checked.code in (0, 1), checked.err
    merged = run("collect", master, inbox)
    assert merged.code in (0, 1), merged.err
    assert files.typed(master, "KBBB", "outcome") == "ผลของสำนักปลัด"
    assert files.typed(master, "KCCC", "outcome") == "ผลของกองคลัง"
    exceljs([master], tmp_path / "master-again.xlsx")
    assert run("validate", tmp_path / "master-again.xlsx").code in (0, 1)
    assert schema.FINDINGS.sheet in FileGrid(tmp_path / "master-again.xlsx").sheets()
