"""Workbooks of every released version open, are brought up to date, and lose nothing.

The kept files under tests/released are those that the version itself made. What becomes of them is
read by openpyxl, calamine and LibreOffice, none of which is the program's own reader.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from ita_excel import schema
from ita_excel.catalogue.units import EVERY_UNIT
from tests import libreoffice, references, validator
from tests.command import run
from tests.growing.grown import (
    BUDGET,
    NEW_SETTING,
    NEW_SHEET,
    SERVES,
    SINCE_1,
    command,
    python,
    said,
)
from tests.growing.treated import (
    PLAN,
    RELEASED,
    RESULTS,
    TREATMENTS,
    Typed,
    rewritten,
    shown,
    typed,
    without,
)

KEPT = sorted(RELEASED.glob("*/*.xlsx"))
OF_UNITS = {"answer.xlsx"}
_ERRORS = ("#REF!", "#NAME?", "#VALUE!", "#N/A", "#DIV/0!", "#NUM!", "Err:")


def test_every_version_is_kept() -> None:
    assert {path.parent.name for path in KEPT} >= {str(n) for n in range(1, schema.VERSION)}
    assert len(KEPT) >= 3


def lost(before: Typed, after: Typed) -> dict[tuple[str, str, int], object]:
    """What was typed, and is so no more.

    Since version 5 a formula gives the words for all units, by the kind of agency.
    """
    first = (schema.LISTS_SHEET, "units", 2)
    gone = {k: v for k, v in before.items() if after.get(k) != v}
    if gone.get(first) == EVERY_UNIT:
        del gone[first]
    return gone


@pytest.mark.parametrize("kept", KEPT, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_it_opens_and_an_upgrade_loses_nothing(kept: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(kept, tmp_path / kept.name))
    before = typed(path)
    assert run("validate", path).code in (0, 1)
    assert run("upgrade", path).code == 0
    after = typed(path)
    skipped = ("_ita", "ผลการตรวจ")  # the version; what the check writes
    assert {k: v for k, v in lost(before, after).items() if k[0] not in skipped} == {}
    again = json.loads(run("upgrade", path, "--json").out)
    assert (again["changes"], again["written"]) == ([], False)


@pytest.mark.parametrize("treatment", TREATMENTS)
def test_a_later_version_brings_it_up_to_date(
    treatment: str, with_columns: Path, tmp_path: Path
) -> None:
    kept = RELEASED / "1/master.xlsx"
    path = rewritten(kept, tmp_path / "master.xlsx", TREATMENTS[treatment])
    before, cells = typed(path), shown(path)
    ran = json.loads(command(with_columns, "upgrade", path, "--json"))
    assert ran["version"] == 1 and ran["written"]
    added = {c["name"] for c in ran["changes"] if c["part"] == "column"}
    assert added == {BUDGET, SERVES, *SINCE_1}

    after = typed(path)
    assert {key[0] for key in lost(before, after)} == {"_ita"}  # the version
    new = {(sheet, named) for sheet, named, _ in after.keys() - before.keys()}
    told = ("ประวัติ", "รายการ", "ข้อมูลหน่วยงาน", schema.WORDING.sheet)
    assert {named for sheet, named in new if sheet not in told} == {BUDGET, SERVES, *SINCE_1}
    settings = {v for k, v in after.items() if k[:2] == ("ข้อมูลหน่วยงาน", "รายการ")}
    assert {s.key for s in schema.SETTINGS} <= settings
    for sheet, rows in shown(path).items():  # the other reader: nothing of a row is gone
        if sheet not in cells:
            continue  # ours, and new
        for old, row in zip(cells[sheet], rows, strict=False):
            left = [v for v in old if v not in ("", None) and v not in row]
            assert sheet == "_ita" or left == []

    findings = command(with_columns, "validate", path, "--no-write", codes=(0, 1))
    assert "S101" not in findings and "S106" not in findings
    again = json.loads(command(with_columns, "upgrade", path, "--json"))
    assert again["changes"] == []


def test_what_came_works_as_what_was_there(with_columns: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(RELEASED / "1/master.xlsx", tmp_path / "master.xlsx"))
    command(with_columns, "upgrade", path)
    book = openpyxl.load_workbook(path)
    for sheet, heading, kind in ((RESULTS, BUDGET, "decimal"), (PLAN, SERVES, "list")):
        headings = {str(c.value): c for c in book[sheet][3]}
        assert book[sheet].tables  # the table has the column, too
        table = next(iter(book[sheet].tables.values()))
        assert heading in table.column_names
        kinds = {
            rule.type
            for rule in book[sheet].data_validations.dataValidation
            if f"{headings[heading].column_letter}4" in rule.cells
        }
        assert kinds == {kind}
        native = {
            str(book[sheet].cell(row, headings["ตรวจ"].column).value) for row in range(4, 4 + 5)
        }
        assert native == {"=ita_plan_check" if sheet == PLAN else "=ita_results_check"}

    opened = libreoffice.convert(path, "xlsx", tmp_path / "calculated")
    values = shown(opened)
    wrong = [v for rows in values.values() for r in rows for v in r if str(v).startswith(_ERRORS)]
    assert wrong == []
    check = values[PLAN][2].index("ตรวจ")
    assert [row[check] for row in values[PLAN][3:9]] == [
        row[shown(path)[PLAN][2].index("ตรวจ")] for row in shown(path)[PLAN][3:9]
    ]


def test_a_sheet_and_a_setting_come_with_their_table_and_drop_down(
    version_2: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(RELEASED / "1/master.xlsx", tmp_path / "master.xlsx"))
    before = typed(path)
    command(version_2, "fill", path)
    assert {key[0] for key in lost(before, typed(path))} <= {"_ita"}
    book = openpyxl.load_workbook(path)
    assert book.sheetnames.index(NEW_SHEET) == book.sheetnames.index("ภาพรวม") + 1
    assert list(book[NEW_SHEET].tables) == ["OwnRules"]
    settings = {row[0].value: row[1] for row in book["ข้อมูลหน่วยงาน"].iter_rows(min_row=4)}
    cell = settings[NEW_SETTING]
    rules = [
        r for r in book["ข้อมูลหน่วยงาน"].data_validations.dataValidation if cell.coordinate in r.cells
    ]
    assert [r.formula1 for r in rules] == ["ita_digits"]
    history = [
        row[7].value for row in book["ประวัติ"].iter_rows(min_row=4) if row[1].value == "upgrade"
    ]
    assert any(NEW_SHEET in str(text) for text in history)
    assert any(NEW_SETTING in str(text) for text in history)
    opened = shown(libreoffice.convert(path, "xlsx", tmp_path / "calculated"))
    wrong = [v for rows in opened.values() for r in rows for v in r if str(v).startswith(_ERRORS)]
    assert wrong == []


def test_other_judges_find_nothing_in_upgraded_workbooks(
    with_columns: Path, version_2: Path, tmp_path: Path
) -> None:
    kept = RELEASED / "1/master.xlsx"
    changes = list(TREATMENTS.values())
    wanted = [(with_columns, change) for change in changes]
    # A judge takes seconds for a workbook: of the others those that differ most.
    wanted += [(version_2, changes[-1])]
    wanted += [(version_2, without(sheet)) for sheet in ("ภาพรวม", "ผลการตรวจ", "_ita")]
    made = [
        (copy, rewritten(kept, tmp_path / f"{n}.xlsx", change))
        for n, (copy, change) in enumerate(wanted)
    ]
    kept_too = {path: path.with_suffix(".before.xlsx") for _, path in made}
    for path, before in kept_too.items():
        shutil.copy(path, before)
    for copy in (with_columns, version_2):
        python(copy, "-c", _UPGRADE_EACH, *(path for of, path in made if of == copy))
    for path, before in kept_too.items():
        assert path.read_bytes() != before.read_bytes(), path.name
        assert validator.new_errors(before, path) == [], path.name
        assert references.problems(path) == [], path.name


_UPGRADE_EACH = """
import sys
from ita_excel.cli import main
for path in sys.argv[1:]:
    try:
        main(["upgrade", path])
    except SystemExit as end:
        assert not end.code, (path, end.code)
"""
OWN_SHEETS = ("คำแนะนำ", "ภาพรวม", "ผลการตรวจ", "ข้อขัดแย้ง", "ประวัติ", "รายการ", "_ita")


@pytest.mark.parametrize("sheet", OWN_SHEETS)
def test_a_sheet_of_ours_that_was_deleted_is_put_back(sheet: str, tmp_path: Path) -> None:
    kept = Path(shutil.copy(RELEASED / "1/master.xlsx", tmp_path / "kept.xlsx"))
    assert run("upgrade", kept).code == 0
    path = rewritten(kept, tmp_path / "master.xlsx", without(sheet))
    before = typed(path)
    assert run("upgrade", path).code == 0
    after = typed(path)
    assert {k: v for k, v in before.items() if after.get(k) != v} == {}
    book, whole = openpyxl.load_workbook(path), openpyxl.load_workbook(kept)
    assert book.sheetnames[2:] == whole.sheetnames[2:]
    assert set(book.sheetnames) == set(whole.sheetnames)
    states = [(s.title, s.sheet_state) for s in book.worksheets]
    expected = {s.title: s.sheet_state for s in whole.worksheets}
    assert [(t, state) for t, state in states if t == sheet] == [(sheet, expected[sheet])]
    assert set(book[sheet].tables) == set(whole[sheet].tables)
    names = {n: d.attr_text for n, d in book.defined_names.items() if n.startswith("ita_")}
    expect = {n: d.attr_text for n, d in whole.defined_names.items() if n.startswith("ita_")}
    # A list of lists that is put back has the template's order, one brought up to date its own.
    assert names.keys() == expect.keys()
    assert names == expect or sheet == schema.LISTS_SHEET
    for found in (book, whole):
        formulas = {
            (s.title, c.coordinate): c.value
            for s in found.worksheets
            for row in s.iter_rows()
            for c in row
            if isinstance(c.value, str) and c.value.startswith("=")
        }
        assert not [f for f in formulas.values() if "#REF!" in f]
    again = json.loads(run("upgrade", path, "--json").out)
    assert again["changes"] == []


def test_what_people_filled_in_and_lost_is_left_for_them(tmp_path: Path) -> None:
    path = rewritten(RELEASED / "1/master.xlsx", tmp_path / "master.xlsx", without("ผู้ลงนาม"))
    run("upgrade", path)
    assert "ผู้ลงนาม" not in openpyxl.load_workbook(path).sheetnames
    assert "S101" in run("validate", path, "--no-write").out


_TYPE = """
import json, sys
from ita_excel.sheets import read, set_field
from ita_excel.store.file import FileGrid
path, key, field, value = sys.argv[1:]
grid = FileGrid(path)
record = next(r for r in read(grid).results if r.value.key == key or not key)
grid.apply(set_field(record.block, record.row, field, json.loads(value)))
grid.save()
print(json.dumps(record.value.key))
"""
_TELL = """
import json, sys
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
rows = read(FileGrid(sys.argv[1])).results
print(json.dumps([[r.value.key, r.value.budget, r.value.problems] for r in rows]))
"""


def test_answers_to_forms_of_before_and_of_a_second_dispatch_are_merged(
    with_columns: Path, tmp_path: Path
) -> None:
    master = Path(shutil.copy(RELEASED / "1/master.xlsx", tmp_path / "master.xlsx"))
    answer = Path(shutil.copy(RELEASED / "1/answer.xlsx", tmp_path / "answer.xlsx"))
    command(with_columns, "fill", master)  # which upgrades
    key = said(with_columns, _TELL, answer)[0][0]
    said(with_columns, _TYPE, master, key, "budget", "99")
    command(with_columns, "collect", master, answer, codes=(0,))
    assert [key, 99, "งบประมาณมาล่าช้า"] in said(with_columns, _TELL, master)

    sent = tmp_path / "sent"
    command(with_columns, "split", master, "-o", sent)
    second = next(p for p in sent.glob("*.xlsx") if "กองคลัง" in p.name)
    other = said(with_columns, _TYPE, second, "", "budget", "250")
    command(with_columns, "collect", master, second, codes=(0,))
    budgets = {row[0]: row[1] for row in said(with_columns, _TELL, master) if row[1] is not None}
    assert budgets == {key: 99, other: 250}


def test_an_office_s_own_column_is_carried_by_every_job(with_columns: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(RELEASED / "1/master.xlsx", tmp_path / "master.xlsx"))
    python(with_columns, "-c", _OWN_COLUMN, path)
    own = {k: v for k, v in typed(path).items() if k[1] == "งบของเรา"}
    assert len(own) == 3
    command(with_columns, "upgrade", path)
    command(with_columns, "validate", path, codes=(0, 1))
    command(with_columns, "fill", path, "--round", "12")
    command(with_columns, "collect", path, RELEASED / "1/answer.xlsx", codes=(0, 1))
    assert {k: v for k, v in typed(path).items() if k[1] == "งบของเรา"} == own
    following = tmp_path / "next.xlsx"
    command(with_columns, "new-year", path, following)
    # Rows that somebody suggested stand between.
    assert [v for k, v in typed(following).items() if k[1] == "งบของเรา"] == [*own.values()]
    rules = openpyxl.load_workbook(following)[PLAN].data_validations.dataValidation
    letter = next(
        c.column_letter for c in openpyxl.load_workbook(following)[PLAN][3] if c.value == "งบของเรา"
    )
    assert not [r.type for r in rules if f"{letter}4" in r.cells]
    assert json.loads(command(with_columns, "upgrade", following, "--json"))["changes"] == []


_OWN_COLUMN = """
import sys
from ita_excel.core.grid import AddColumn, CellRef, SetCell
from ita_excel.store.file import FileGrid
grid = FileGrid(sys.argv[1])
grid.apply([AddColumn("มาตรการ", "Plan", "งบของเรา", 5)])
grid.apply([SetCell(CellRef("มาตรการ", row, 5), row * 100) for row in (4, 6)])
grid.save()
"""


def test_a_newer_workbook_is_left_as_it_is(with_columns: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(RELEASED / "1/master.xlsx", tmp_path / "master.xlsx"))
    command(with_columns, "upgrade", path)
    before = path.read_bytes()
    ran = run("upgrade", path, lang="en")
    assert (ran.code, path.read_bytes()) == (0, before)
    assert "update the program" in ran.err
    assert "S106" in run("validate", path, "--no-write").out
    filled = run("fill", path, "--round", "12")
    assert filled.code == 0
    kept = {k: v for k, v in typed(path).items() if k[1] in (BUDGET, SERVES)}
    assert {k[1] for k in kept} == {BUDGET, SERVES}
