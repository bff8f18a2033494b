"""Out to the units and back, through the programs that officers have."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from ita_excel import schema
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.dispatch.collect import CollectedMerge, State, collect
from ita_excel.dispatch.inbox import find
from ita_excel.merging.merge import Moment
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from tests import libreoffice
from tests.dispatch.files import make_master, split, type_into, typed

NOW = dt.datetime(2022, 4, 1, 9, 0)
from ita_excel.store.saving import save_package


def collected(master: Path, *paths: Path) -> CollectedMerge:
    """Collect into the master's file."""
    grid = FileGrid(master)
    result = collect(read(grid), find(paths), Moment("collect", NOW, "ผู้รวบรวม"))
    grid.apply(result.merged.edits)
    grid.save()
    return result


def codes(result: CollectedMerge) -> list[tuple[str, str]]:
    return [(f.code, f.variant) for report in result.files for f in report.findings]


@pytest.fixture
def sent(tmp_path):
    """A master, and กองคลัง's workbook with an answer typed in."""
    master = make_master(tmp_path / "master.xlsx")
    path = split(master, tmp_path / "out")["กองคลัง"]
    type_into(
        path,
        "KCCC",
        status="ดำเนินการแล้ว",
        outcome="เผยแพร่ ๖ เดือน\nบรรทัดสอง  เว้นสองช่อง",
        reported_on=dt.date(2022, 3, 9),
    )
    return master, path


def assert_merged(master: Path, result: CollectedMerge) -> None:
    assert [r.state for r in result.files] == [State.MERGED], result.files
    assert typed(master, "KCCC", "status") == "ดำเนินการแล้ว"
    assert str(typed(master, "KCCC", "outcome")).startswith("เผยแพร่ ๖ เดือน\nบรรทัดสอง")
    assert typed(master, "KCCC", "reported_on") == dt.date(2022, 3, 9)
    assert len(result.merged.written) == 3
    assert codes(result) == []


def test_as_it_was_saved(sent):
    master, path = sent
    assert_merged(master, collected(master, path))


@pytest.mark.parametrize("kind", ["ods", "xls", "xlsx"])
def test_saved_again_by_libreoffice(sent, tmp_path, kind):
    master, path = sent
    again = libreoffice.convert(path, kind, tmp_path / "libreoffice")
    assert_merged(master, collected(master, again))


def test_saved_again_by_openpyxl(sent, tmp_path):
    master, path = sent
    book = openpyxl.load_workbook(path)
    book.save(tmp_path / "openpyxl.xlsx")
    assert_merged(master, collected(master, tmp_path / "openpyxl.xlsx"))


def test_without_the_hidden_sheet_the_copy_does(sent, tmp_path):
    master, path = sent
    assert_merged(master, collected(master, without_hidden_sheet(path, tmp_path, keep_copy=True)))


def test_without_both_it_is_known_by_its_keys(sent, tmp_path):
    master, path = sent
    result = collected(master, without_hidden_sheet(path, tmp_path, keep_copy=False))
    assert [r.state for r in result.files] == [State.MERGED]
    assert codes(result) == [("M808", "keys")]
    assert typed(master, "KCCC", "status") == "ดำเนินการแล้ว"


def without_hidden_sheet(path: Path, tmp_path: Path, *, keep_copy: bool) -> Path:
    import zipfile

    target = tmp_path / "no-hidden-sheet.xlsx"
    book = openpyxl.load_workbook(path)  # which drops the custom XML part, too
    del book["_ita"]
    book.save(target)
    if keep_copy:
        from ita_excel.merging.base import NAMESPACE

        content = FileGrid(path).package.custom_xml(NAMESPACE)
        package = FileGrid(target).package
        package.add_custom_xml(NAMESPACE, content)
        save_package(package, target)
    assert zipfile.is_zipfile(target)
    return target


def test_the_same_file_again_under_another_name_does_nothing(sent, tmp_path):
    master, path = sent
    collected(master, path)
    before = master.read_bytes()
    copy = tmp_path / "สำเนา.xlsx"
    copy.write_bytes(path.read_bytes())
    assert [r.state for r in collected(master, copy).files] == [State.KNOWN]
    assert master.read_bytes() == before


def test_a_row_typed_below_the_units_table_is_a_proposal(sent):
    """The unit's program let no table grow, or its officer didn't."""
    master, path = sent
    grid = FileGrid(path)
    last = grid.tables()["Results"].last_row
    row = {"text": "จัดอบรมเรื่องผลประโยชน์ทับซ้อน", "status": "ดำเนินการแล้ว", "outcome": "อบรม ๓๐ คน"}
    columns = schema.RESULTS
    grid.apply(
        SetCell(CellRef(columns.sheet, last + 1, columns.number(f)), v) for f, v in row.items()
    )
    grid.save()
    assert grid.tables()["Results"].last_row == last
    result = collected(master, path)
    assert [r.state for r in result.files] == [State.MERGED]
    proposals = [r.value for r in read(FileGrid(master)).results if r.value.text == row["text"]]
    assert [(p.status, p.outcome) for p in proposals] == [("ดำเนินการแล้ว", "อบรม ๓๐ คน")]
    table = FileGrid(master).tables()["Results"]
    assert len(read(FileGrid(master)).results) == table.last_row - table.header_row
