"""Returned files that have lost what was sent with them, their sheets' names or their headings."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from ita_excel import schema
from ita_excel.merging import ledger_sheet
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from tests.command import run
from tests.dispatch.apart import KEYS, ROWS, UNIT, answers, aside, change, lost, merged, sent, wrong
from tests.dispatch.files import SENT, make_master, split

pytestmark = pytest.mark.usefixtures("uncalculated")

HEADINGS = {c.field: c.heading for c in schema.RESULTS.columns}


@pytest.fixture(scope="module")
def originals(tmp_path_factory):
    return sent(tmp_path_factory.mktemp("sent"))


@pytest.fixture
def files(originals, tmp_path):
    return tuple(Path(shutil.copy(path, tmp_path)) for path in originals)


def pasted(returned, target, fields=None, sheet="Sheet1"):
    """Only the results, pasted into a new workbook."""
    rows = openpyxl.load_workbook(returned)[schema.RESULTS.sheet].iter_rows(
        min_row=schema.HEADER_ROW, values_only=True
    )
    header = next(rows)
    kept = [n for n, h in enumerate(header) if fields is None or h in fields]
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in (header, *rows):
        book.active.append([row[n] for n in kept])
    book.save(target)
    return target


def all_there(master):
    assert (wrong(master), lost(master), aside(master)) == ([], [], [])
    assert all(len(found) == 3 for found in merged(master).values())


def test_only_the_results_in_a_new_workbook_are_known_by_their_keys(files, tmp_path):
    master, returned = files
    ran = run("collect", master, pasted(returned, tmp_path / "งาน.xlsx"))
    assert ran.code == 0, ran
    assert "M808" in ran.out and "แน่นอน" in ran.out and UNIT in ran.out
    all_there(master)


def test_only_what_is_seen_in_a_new_workbook_is_known_by_its_words(files, tmp_path):
    master, returned = files
    seen = {h for f, h in HEADINGS.items() if f != "key"}
    ran = run("collect", master, pasted(returned, tmp_path / "งาน.xlsx", seen))
    assert "M808" in ran.out and "น่าจะใช่" in ran.out
    all_there(master)


def test_the_hidden_sheet_and_the_parts_removed(files, tmp_path):
    master, returned = files
    book = openpyxl.load_workbook(returned)  # which drops the custom XML part
    del book["_ita"]
    book.save(returned)
    ran = run("collect", master, returned)
    assert ran.code == 0 and "M808" in ran.out, ran
    all_there(master)


def corrected(tmp_path, forget=False):
    """Master and answer to a second dispatch, pasted; the master may forget what it was sent with."""
    master, returned = sent(tmp_path)
    assert run("collect", master, returned).code == 0
    second = split(master, tmp_path / "again", sent=SENT + dt.timedelta(1))[UNIT]
    change(second, lambda lines, at: lines[0].__setitem__(at["outcome"], f"แก้ไขแล้ว {KEYS[0]}"))
    if forget:  # as a master of the version before
        grid = FileGrid(master)
        reading = read(grid)
        ledger = ledger_sheet.load(reading.meta)
        bare = {i: replace(d, answers={}) for i, d in ledger.dispatches.items()}
        grid.apply(ledger_sheet.keep(reading, replace(ledger, dispatches=bare)))
        grid.save()
    return master, run("collect", master, pasted(second, tmp_path / "วาง.xlsx"))


def test_the_master_remembers_what_was_filled_in_when_it_was_sent(tmp_path):
    master, ran = corrected(tmp_path)
    assert ran.code == 0 and "M808" in ran.out and "๒ มีนาคม" in ran.out, ran
    assert merged(master)[KEYS[0]]["outcome"] == f"แก้ไขแล้ว {KEYS[0]}"


def test_what_nobody_remembers_is_never_replaced_without_a_word(tmp_path):
    master, ran = corrected(tmp_path, forget=True)
    assert "M808" in ran.out
    blocks = read(FileGrid(master)).blocks
    conflicts, history = blocks[schema.CONFLICTS.name], blocks[schema.HISTORY.name]
    told = {conflicts.cell(r, "theirs") for r in conflicts.filled_rows()}
    told |= {history.cell(r, f) for r in history.filled_rows() for f in ("old", "new")}
    typed = {f"แก้ไขแล้ว {KEYS[0]}", answers(ROWS[0], 0)["outcome"]}
    assert typed <= {*told, merged(master)[KEYS[0]]["outcome"]}


def test_rows_that_were_never_sent_are_refused_with_the_reason(files, tmp_path):
    master, _ = files
    strange = tuple({**row, "key": f"X{n}", "text": f"อื่น ๆ {n}"} for n, row in enumerate(ROWS))
    other = tmp_path / "other"
    other.mkdir()
    _, returned = sent(other, strange)
    ran = run("collect", master, pasted(returned, tmp_path / "งาน.xlsx"))
    assert ran.code == 1 and "M801" in ran.out and "ไม่ตรงกับที่ไฟล์หลักนี้ส่งออก" in ran.out
    assert all(found == {} for found in merged(master).values())


def test_rows_of_several_units_need_the_units_name(tmp_path):
    rows = [{**row, "responsible": "ทุกส่วน/กอง"} for row in ROWS]
    master = make_master(tmp_path / "master.xlsx", rows, ["กองคลัง", "สำนักปลัด"])
    returned = split(master, tmp_path / "out")["สำนักปลัด"]
    change(returned, lambda lines, at: lines[0].__setitem__(at["outcome"], f"ผล {KEYS[0]}"))
    unnamed = pasted(returned, tmp_path / "งาน.xlsx")
    ran = run("collect", master, unnamed)
    assert ran.code == 1 and "กองคลัง, สำนักปลัด" in ran.out
    named = Path(shutil.copy(unnamed, tmp_path / "ผลของสำนักปลัด.xlsx"))
    ran = run("collect", master, named)
    assert ran.code == 0 and "สำนักปลัด" in ran.out, ran
    assert merged(master)[KEYS[0]] == {"outcome": f"ผล {KEYS[0]}"}


def rename(path, **headings):
    """Other headings, by field."""
    book = openpyxl.load_workbook(path)
    sheet = book[schema.RESULTS.sheet]
    for cell in sheet[schema.HEADER_ROW]:
        for field, new in headings.items():
            if cell.value == HEADINGS[field]:
                cell.value = new
    sheet.tables.clear()
    book.save(path)
    return path


def test_a_heading_gone_costs_its_column_and_not_the_file(files):
    master, returned = files
    ran = run("collect", master, rename(returned, problems="ข้อความอื่นทั้งหมด"))
    assert ran.code == 1 and "M804" in ran.out and HEADINGS["problems"] in ran.out
    assert all(found.keys() == {"outcome", "evidence"} for found in merged(master).values())


def test_a_heading_nearly_right_is_read_and_told(files):
    master, returned = files
    ran = run("collect", master, rename(returned, problems="ปัญหาอุปสรรค์"))
    assert ran.code == 0 and "ปัญหาอุปสรรค์" in ran.out, ran
    all_there(master)


@pytest.mark.parametrize("heading", [None, "คอลัมน์11", "Column1"])
def test_a_column_whose_heading_was_cleared_is_known_by_its_place(files, heading):
    master, returned = files
    ran = run("collect", master, rename(returned, problems=heading))
    assert ran.code == 0 and "M802" in ran.out, ran
    all_there(master)


def test_a_sheet_of_another_name_is_known_by_its_headings_and_told(files):
    master, returned = files
    book = openpyxl.load_workbook(returned)
    book[schema.RESULTS.sheet].title = "งานของกองคลัง ๒๕๖๕"
    book.save(returned)
    ran = run("collect", master, returned)
    assert ran.code == 0 and "งานของกองคลัง ๒๕๖๕" in ran.out, ran
    all_there(master)


def test_neither_keys_nor_words_is_refused_with_the_reason(files, tmp_path):
    master, returned = files
    seen = {h for f, h in HEADINGS.items() if f not in ("key", "text")}
    ran = run("collect", master, pasted(returned, tmp_path / "งาน.xlsx", seen))
    assert ran.code == 1 and "ไม่มีทั้งรหัสและคอลัมน์" in ran.out
    assert all(found == {} for found in merged(master).values())


def test_a_workbook_of_something_else_has_no_sheet_of_results(files, tmp_path):
    master, _ = files
    book = openpyxl.Workbook()
    book.active.append(["ลำดับ", "ชื่อ", "จำนวนเงิน"])
    book.save(tmp_path / "งบประมาณ.xlsx")
    ran = run("collect", master, tmp_path / "งบประมาณ.xlsx")
    assert ran.code == 1 and "M804" in ran.out and schema.RESULTS.sheet in ran.out
