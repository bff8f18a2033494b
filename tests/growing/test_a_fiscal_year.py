"""A fiscal year is two files of facts: how many items there are, and the items. Shown on a copy."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.growing.grown import ROOT, command, copied, said
from tests.growing.recipes import agree

YEAR = 2590
_SET = """
import json, sys
from ita_excel import schema
from ita_excel.sheets import read, set_field
from ita_excel.core.grid import SetCell
from ita_excel.store.file import FileGrid
grid = FileGrid(sys.argv[1])
reading = read(grid)
grid.apply([SetCell(reading.agency.at("fiscal_year"), int(sys.argv[2]))])
record = read(grid).plan[0]
grid.apply(set_field(record.block, record.row, "oit", sys.argv[3]))
grid.save()
print(json.dumps(True))
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = copied(tmp_path_factory.mktemp("with-a-year"))
    catalogue = copy / "ita_excel/catalogue"
    with (catalogue / "oit_years.csv").open("a", encoding="utf-8") as years:
        years.write(f"{YEAR},2,A\n")
    with (catalogue / "oit.csv").open("a", encoding="utf-8") as items:
        items.write(f"{YEAR},O1,โครงสร้าง,,A,structure\n{YEAR},O2,แผนใหม่,,A,\n")
    shutil.copy(ROOT / "workbook_template.xlsx", copy)
    return copy


def test_the_page_names_the_files(copy: Path) -> None:
    agree(copy, "a fiscal year", 2)


@pytest.mark.parametrize(("item", "wrong"), [("O2", False), ("O3", True)])
def test_the_items_of_the_year_are_known(
    copy: Path, tmp_path: Path, item: str, wrong: bool
) -> None:
    command(copy, "demo", tmp_path)
    book = next(tmp_path.glob("*.xlsx"))
    said(copy, _SET, book, YEAR, item)
    found = json.loads(command(copy, "validate", book, "--json", "--rule", "P308", codes=(0, 1)))
    assert ("F4" in {f["cell"] for f in found["findings"]}) is wrong, found
