"""A column is declared in two files, and the whole program has it: shown on a copy of the program."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.growing.grown import BUDGET, ROOT, SERVES, command, python, said
from tests.growing.recipes import agree

RELEASED = ROOT / "tests/released"

_MAKE = """
import sys
from pathlib import Path
from tests.dispatch.files import make_master, ROWS
rows = [{"status": "ดำเนินการแล้ว", "outcome": "จัดทำแล้ว 12 ฉบับ เผยแพร่ที่ https://a.go.th/", **r} for r in ROWS]
make_master(Path(sys.argv[1]), rows)
"""
_TYPE = """
import json, sys
from ita_excel.sheets import read, set_field
from ita_excel.store.file import FileGrid
path, table, field, value = sys.argv[1:]
grid = FileGrid(path)
record = getattr(read(grid), table)[0]
assert record.block.columns[field], "the column isn't there"
grid.apply(set_field(record.block, record.row, field, json.loads(value)))
grid.save()
print(json.dumps(True))
"""
_LOSE = """
import json, sys
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.store.file import FileGrid
path, heading = sys.argv[1:]
grid = FileGrid(path)
row = grid.rows("ผลการดำเนินการ")[2]
grid.apply([SetCell(CellRef("ผลการดำเนินการ", 3, row.index(heading) + 1), "อื่น ๆ")])
grid.save()
print(json.dumps(True))
"""
_TELL = """
import json, sys
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
path, table, field = sys.argv[1:]
rows = getattr(read(FileGrid(path)), table)
print(json.dumps([[r.value.key, r.value.round if table == "results" else "", getattr(r.value, field)] for r in rows]))
"""


@pytest.fixture(scope="module")
def master(with_columns: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("office") / "master.xlsx"
    python(with_columns, "-c", _MAKE, path)
    return path


def test_the_template_has_it_with_what_its_kind_accepts(with_columns: Path) -> None:
    book = openpyxl.load_workbook(with_columns / "workbook_template.xlsx")
    for sheet, heading, kind in (("ผลการดำเนินการ", BUDGET, "decimal"), ("มาตรการ", SERVES, "list")):
        cells = {str(c.value): c.column_letter for c in book[sheet][3]}
        there = [
            v.type
            for v in book[sheet].data_validations.dataValidation
            if f"{cells[heading]}4" in v.cells
        ]
        assert there == [kind]


def test_only_a_workbook_of_its_version_must_have_it(
    with_columns: Path, master: Path, tmp_path: Path
) -> None:
    of_before = shutil.copy(RELEASED / "1/master.xlsx", tmp_path / "before.xlsx")
    assert "S101" not in command(with_columns, "validate", of_before, "--no-write", codes=(0, 1))
    lost = shutil.copy(master, tmp_path / "lost.xlsx")
    said(with_columns, _LOSE, lost, BUDGET)
    missing = command(with_columns, "validate", lost, "--no-write", codes=(1,))
    assert "S101" in missing and BUDGET in missing


def test_units_write_it_it_is_merged_published_and_carried_on(
    with_columns: Path, master: Path, tmp_path: Path
) -> None:
    sent = tmp_path / "sent"
    command(with_columns, "split", master, "-o", sent)
    answer = next(p for p in sent.glob("*.xlsx") if "กองคลัง" in p.name)
    said(with_columns, _TYPE, answer, "results", "budget", "1500.5")
    said(with_columns, _TYPE, master, "plan", "instrument_served", '"OIT"')
    command(with_columns, "collect", master, answer, codes=(0, 1))
    merged = said(with_columns, _TELL, master, "results", "budget")
    assert ["KCCC", "๖ เดือน", 1500.5] in merged

    out = tmp_path / "out"
    command(with_columns, "export", master, "-o", out, "--format", "csv", "--draft", codes=(0, 1))
    table = next(p for p in out.rglob("*.csv") if BUDGET in p.read_text("utf-8-sig"))
    rows = list(csv.DictReader(table.read_text("utf-8-sig").splitlines()))
    assert {r["รหัส"]: r[BUDGET] for r in rows}["KCCC"] == "1500.5"

    command(with_columns, "fill", master, "--round", "12")
    later = said(with_columns, _TELL, master, "results", "budget")
    assert ["KCCC", "๑๒ เดือน", 1500.5] in later

    following = tmp_path / "next.xlsx"
    command(with_columns, "new-year", master, following)
    assert "OIT" in [
        row[2] for row in said(with_columns, _TELL, following, "plan", "instrument_served")
    ]


def test_the_page_names_the_files(with_columns: Path) -> None:
    agree(with_columns, "a column", 2)
