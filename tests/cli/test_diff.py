"""`ita-excel diff`: as an officer uses it, through files on disk."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from ita_excel import schema
from tests.command import run

PLAN = schema.PLAN.sheet


@pytest.fixture
def two(sample_book: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A master, and what another program saved of it after somebody had worked in it."""
    old, new = tmp_path / "เดิม.xlsx", tmp_path / "ใหม่.xlsx"
    shutil.copy(sample_book, old)
    book = openpyxl.load_workbook(old)
    for row in book[PLAN].iter_rows(min_row=4, min_col=4, max_col=5):
        for cell in row:
            if cell.value and cell.coordinate == "E4":
                cell.value = f"{cell.value} <b>เพิ่มเติม</b>"
    book.save(new)
    return old, new


def test_terminal_page_and_json_say_the_same(two: tuple[Path, Path], tmp_path: Path) -> None:
    page = tmp_path / "ต่าง.html"
    data = json.loads(run("diff", *two, "--json", "--html", page).out)
    (sheet,) = data["sheets"]
    (row,) = sheet["rows"]
    (cell,) = row["cells"]
    assert (sheet["sheet"], row["change"], cell["cell"]) == (PLAN, "changed", "E4")
    assert cell["new"] == f"{cell['old']} <b>เพิ่มเติม</b>"
    told = run("diff", *two).out
    assert "E4 รายละเอียด" in told and "เพิ่มเติม" in told
    written = page.read_text("utf-8")
    assert "&lt;b&gt;เพิ่มเติม&lt;/b&gt;" in written and "<b>" not in written
    english = run("diff", *two, lang="en").out
    assert "0 rows added, 0 removed, 1 changed" in english


def test_no_file_is_changed_and_none_is_replaced_unasked(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    before = {path: path.read_bytes() for path in two}
    page = tmp_path / "ต่าง.html"
    page.write_text("ของคนอื่น")
    assert run("diff", *two, "--html", page).code == 4
    assert page.read_text() == "ของคนอื่น"
    assert run("diff", *two, "--html", page, "--force").code == 0
    assert run("diff", *two, "--html", two[1], "--force").code == 2
    assert run("diff", *two, "--backup", 1).code == 2
    assert {path: path.read_bytes() for path in two} == before


def test_since_a_backup(two: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = two
    assert run("diff", old).code == 3
    folder = tmp_path / ".ita-backup"
    folder.mkdir()
    for number in (1, 2):
        shutil.copy(old if number == 1 else new, folder / f"เดิม.{number:04}.xlsx")
    assert "แก้ไข 1 แถว" in run("diff", old).out  # the newest is what was worked in
    assert "ไม่มีอะไรเปลี่ยนแปลง" in run("diff", old, "--backup", 1).out
    assert run("diff", old, "--backup", 7).code == 3


def test_what_is_no_workbook_of_ours_is_refused(two: tuple[Path, Path], tmp_path: Path) -> None:
    other = tmp_path / "บัญชี.xlsx"
    openpyxl.Workbook().save(other)
    for words in ((two[0], other), (other, two[0]), (two[0], tmp_path / "ไม่มี.xlsx")):
        ran = run("diff", *words)
        assert ran.code == 3
        assert "ทำไม่ได้" in ran.err
