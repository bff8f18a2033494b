"""The commands as an officer or a script meets them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from ita_excel import schema
from ita_excel.schema.model import Status
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from tests.command import fingerprint, run, unchanged
from tests.libreoffice import convert
from tests.reference_document import defective
from tests.validator import errors
from tests.workbooks import sample_workbook


def cells(file: Path, sheet: str) -> list[list[object]]:
    return CalamineWorkbook.from_path(str(file)).get_sheet_by_name(sheet).to_python()


@pytest.fixture
def filled_book(sample_book: Path) -> Path:
    """The sample with everything typed in, as it is before it is checked."""
    return sample_workbook(sample_book.with_name("เต็ม.xlsx"))


def test_new_sets_what_follows_from_year_and_agency(tmp_path):
    file = tmp_path / "ใหม่.xlsx"
    ran = run("new", file, "--fiscal-year", "๒๕๗๐", "--agency", "องค์การบริหารส่วนตำบลตัวอย่าง")
    assert ran.code == 0, ran
    settings = {row[0]: row[1] for row in cells(file, "ข้อมูลหน่วยงาน")}
    assert settings["ปีงบประมาณ (พ.ศ.)"] == 2570
    assert settings["ปีที่นำผลประเมินมาวิเคราะห์"] == 2569
    assert settings["เรียน"] == "นายกองค์การบริหารส่วนตำบลตัวอย่าง"
    assert settings["ชื่อย่อ"] == "อบต."
    assert "๒๕๗๐" in settings["เรื่อง"]
    assert errors(file) == []


def test_two_new_workbooks_are_told_apart_by_their_identity(tmp_path):
    for name in ("ก.xlsx", "ข.xlsx"):
        run("new", tmp_path / name, "--fiscal-year", "2570")
    ids = {read(FileGrid(tmp_path / n)).meta[schema.META_WORKBOOK] for n in ("ก.xlsx", "ข.xlsx")}
    assert len(ids) == 2


@pytest.mark.parametrize("words", [("fill",), ("fill", "--round", "12"), ("validate",)])
def test_the_second_run_changes_nothing_byte_for_byte(words, sample_book):
    command, *options = words
    run(command, sample_book, *options)
    before = fingerprint(sample_book.parent)
    run(command, sample_book, *options)
    assert fingerprint(sample_book.parent) == before
    assert errors(sample_book) == []


def test_fill_makes_the_rows_and_logs_them(sample_book):
    ran = run("fill", sample_book)
    assert ran.code == 0
    assert "เพิ่ม 6 แถว" in ran.out
    rows = cells(sample_book, "ผลการดำเนินการ")[3:]
    assert [r[1] for r in rows if r[0]] == ["๖ เดือน"] * 6
    logged = [r for r in cells(sample_book, "ประวัติ") if r[1] == "fill"]
    assert [r[2] for r in logged] == ["มาตรการ"] * 4 + [
        "ผลการดำเนินการ"
    ] * 6  # each names its measure
    assert errors(sample_book) == []


def test_a_dry_run_shows_the_edits_and_touches_nothing(sample_book):
    with unchanged(sample_book.parent):
        ran = run("fill", sample_book, "--dry-run")
    assert "ผลการดำเนินการ!B4 ← “๖ เดือน”" in ran.out


def test_findings_go_to_their_sheet_with_links(filled_book):
    run("validate", filled_book)
    rows = [r for r in cells(filled_book, "ผลการตรวจ") if r[1] == "A203"]
    assert rows[0][2:4] == ["ข้อมูลหน่วยงาน", "B10"]
    import openpyxl  # a second reader for the links

    sheet = openpyxl.load_workbook(filled_book)["ผลการตรวจ"]
    link = next(c.hyperlink for (c,) in sheet["D4:D40"] if c.value == "B10")
    assert link.location == "'ข้อมูลหน่วยงาน'!B10"


def test_findings_that_are_mended_leave_the_sheet(filled_book):
    run("validate", filled_book)
    before = len([r for r in cells(filled_book, "ผลการตรวจ") if r[1]])
    run("validate", filled_book, "--ignore", "R411,R412,A203", "--write")
    rows = [r for r in cells(filled_book, "ผลการตรวจ")[3:] if r[1]]
    assert 0 < len(rows) < before
    assert not {r[1] for r in rows} & {"R411", "R412", "A203"}


def test_no_write_leaves_the_file_alone(filled_book):
    with unchanged(filled_book.parent):
        run("validate", filled_book, "--no-write")


def test_json_is_one_object_or_an_array_of_them(filled_book, sample_book):
    one = json.loads(run("validate", filled_book, "--json", "--no-write").out)
    assert set(one) == {"file", "findings", "summary"}
    finding = one["findings"][0]
    assert set(finding) == {"rule", "severity", "sheet", "cell", "cells", "message", "suggestion"}
    assert sum(one["summary"].values()) == len(one["findings"])
    both = run("validate", filled_book, sample_book, "--json", "--no-write")
    assert [Path(o["file"]).name for o in json.loads(both.out)] == [
        filled_book.name,
        sample_book.name,
    ]
    assert both.code == 0  # the second one has no results yet: fill makes their rows


def test_one_unreadable_file_does_not_stop_the_others(filled_book, tmp_path):
    (tmp_path / "x.xlsx").write_text("x")
    ran = run("validate", tmp_path / "x.xlsx", filled_book, "--no-write")
    assert ran.code == 3
    assert "A203" in ran.out
    assert "x.xlsx" in ran.err


def test_the_reference_documents_own_defects_are_found_at_their_cells(tmp_path):
    file = sample_workbook(tmp_path / "ตามต้นฉบับ.xlsx", defective())
    found = json.loads(run("validate", file, "--json", "--no-write").out)["findings"]
    mended = sample_workbook(tmp_path / "แก้แล้ว.xlsx")
    deserved = json.loads(run("validate", mended, "--json", "--no-write").out)["findings"]

    def places(findings):
        return {(f["rule"], f["sheet"], cell) for f in findings for cell in f["cells"]}

    assert places(found) - places(deserved) == {
        ("P302", "มาตรการ", "C7"),
        ("R409", "ผลการดำเนินการ", "H5"),
        ("X501", "ข้อมูลหน่วยงาน", "B17"),
        ("X501", "ผลการดำเนินการ", "J9"),
        ("R407", "ผลการดำเนินการ", "M9"),  # said by R412 where the result repeats the action
    }
    # With the agency's name in it the result no longer only repeats the action's words.
    assert places(deserved) - places(found) == {("R412", "ผลการดำเนินการ", "J9")}
    assert "error" not in {f["severity"] for f in found}


@pytest.mark.parametrize("words", [("--rule", "Z999"), ("--ignore", "P30")])
def test_a_rule_that_is_not_there(words, filled_book):
    ran = run("validate", filled_book, *words)
    assert ran.code == 2
    assert words[1] in ran.err


def test_only_the_rule_asked_for(filled_book):
    found = json.loads(run("validate", filled_book, "--rule", "a203", "--json", "--no-write").out)
    assert {f["rule"] for f in found["findings"]} == {"A203"}


def test_a_backup_is_brought_back(sample_book):
    before = sample_book.read_bytes()
    run("fill", sample_book)
    after = sample_book.read_bytes()
    assert run("restore", sample_book, "--list").out.split()[0] == "1"
    assert run("restore", sample_book).code == 0
    assert sample_book.read_bytes() == before
    assert run("restore", sample_book).code == 0  # what it replaced is a backup itself
    assert sample_book.read_bytes() == after


def test_there_is_nothing_to_restore(sample_book):
    assert run("restore", sample_book).code == 3
    assert run("restore", sample_book, "--list").code == 0


def test_the_receipt_says_what_changed_and_what_stayed(sample_book, tmp_path):
    receipt = tmp_path / "ใบรับรอง.json"
    run("fill", sample_book, "--receipt", receipt)
    text = receipt.read_text(encoding="utf-8")
    assert json.loads(text)
    assert "ผลการดำเนินการ" in text or "sheet7" in text


def test_rules_are_printed_in_both_languages():
    thai, english = run("rules"), run("rules", lang="en")
    assert thai.out.count("\n") == english.out.count("\n") > 40
    assert run("rules", "--markdown").out.startswith("| รหัส |")


def test_fix_mends_what_is_typed_and_never_a_formula(tmp_path):
    import openpyxl

    file = sample_workbook(tmp_path / "สูตร.xlsx", defective())
    book = openpyxl.load_workbook(file)
    book["ผลการดำเนินการ"]["J9"] = '="ขององค์การบริหารส่วนตำบล"&"พ่วงพรมนคร"'
    book.save(file)
    # LibreOffice calculates, so that the formula's text is stored and can be read.
    file = convert(file, "xlsx", tmp_path / "คำนวณแล้ว")
    ran = run("validate", file, "--fix")
    assert "ข้อมูลหน่วยงาน!B17 ←" in ran.out
    assert "X501" in ran.out  # the formula's, left for a person
    after = openpyxl.load_workbook(file)
    assert str(after["ผลการดำเนินการ"]["J9"].value).startswith("=")
    assert "พ่วงพรมนคร" not in after["ข้อมูลหน่วยงาน"]["B17"].value


def test_fix_is_done_after_once(tmp_path):
    file = sample_workbook(tmp_path / "แก้.xlsx", defective())
    first = run("validate", file, "--fix")
    assert "แก้แล้ว" in first.out
    before = fingerprint(tmp_path)
    assert "แก้แล้ว" not in run("validate", file, "--fix").out
    assert fingerprint(tmp_path) == before
    logged = [r for r in cells(file, "ประวัติ") if r[1] == "fix"]
    assert ("ข้อมูลหน่วยงาน", "B17") in {tuple(r[2:4]) for r in logged}


@pytest.mark.parametrize("command", ["fill", "validate"])
def test_a_receipt_never_takes_the_place_of_another_file(command, sample_book):
    """Least of all of the workbook itself; an earlier receipt is replaced."""
    note = sample_book.with_name("บันทึก.txt")
    note.write_text("ของเจ้าหน้าที่", encoding="utf-8")
    nowhere = sample_book.with_name("ไม่มี") / "ใบรับรอง.json"
    with unchanged(sample_book.parent):
        for place in (sample_book, note, nowhere):
            ran = run(command, sample_book, "--receipt", place)
            assert ran.code == 4, ran
            assert len(ran.err.strip().splitlines()) == 1
    receipt = sample_book.with_name("ใบรับรอง.json")
    run(command, sample_book, "--receipt", receipt)
    assert json.loads(receipt.read_text(encoding="utf-8"))
    run(command, sample_book, "--receipt", receipt)
    assert json.loads(receipt.read_text(encoding="utf-8")) == {}


def test_changes_that_can_not_be_logged_are_told(sample_book):
    workbook = openpyxl.load_workbook(sample_book)
    del workbook["ประวัติ"]
    workbook.save(sample_book)
    ran = run("fill", sample_book)
    assert ran.code == 0
    assert "ประวัติ" in ran.err
    assert run("fill", sample_book).err == ""  # nothing changed, so nothing is missing


def test_documents_are_made_without_the_sheets_that_only_the_program_writes(filled_book):
    """Validation still says that they are gone; a sheet of the data is another matter."""
    workbook = openpyxl.load_workbook(filled_book)
    for name in ("ผลการตรวจ", "ข้อขัดแย้ง", "ประวัติ"):
        del workbook[name]
    workbook.save(filled_book)
    out = filled_book.with_name("เอกสาร")
    words = ("export", filled_book, "-o", out, "--only", "memo", "--format", "docx")
    assert run("validate", filled_book, "--no-write").out.count("S101") == 3
    assert run(*words).code == 0
    del workbook["ผู้ลงนาม"]
    workbook.save(filled_book)
    ran = run(*words, "--force")
    assert ran.code == 1
    assert "ผู้ลงนาม" in ran.out


def type_below(file: Path, sheet: str, cell: str, *, plain: bool = False) -> None:
    """What an officer types in a free place under a table, or under what once was one."""
    workbook = openpyxl.load_workbook(file)
    workbook[sheet][cell] = "หมายเหตุ รอหนังสือจากอำเภอ"
    if plain:
        for name in list(workbook[sheet].tables):
            del workbook[sheet].tables[name]
    workbook.save(file)


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize(
    ("words", "sheet", "cell"),
    [
        (("fill", "--round", "12"), "ผลการดำเนินการ", "E14"),
        (("fill", "--round", "12"), "ประวัติ", "C9"),
        (("validate",), "ผลการตรวจ", "E12"),
    ],
)
def test_what_stands_below_a_table_is_never_written_over(words, sheet, cell, plain, filled_book):
    type_below(filled_book, sheet, cell, plain=plain)
    command, *options = words
    with unchanged(filled_book.parent):
        ran = run(command, filled_book, *options)
    assert ran.code == 4, ran
    assert f"{cell}" in ran.err
    assert sheet in ran.err


def test_next_years_workbook_has_the_plan_a_year_later(tmp_path):
    file = sample_workbook(tmp_path / "2565.xlsx")
    new = tmp_path / "2566.xlsx"
    assert run("new-year", file, new).code == 0
    after = read(FileGrid(new))
    assert after.agency.value.fiscal_year.year == 2566
    before = read(FileGrid(file))
    carried = {r.value.text for r in (*after.plan, *after.drafts)}
    assert {r.value.text for r in before.plan} <= carried  # what wasn't finished waits as a draft
    done = {r.value.action_key for r in before.results if r.value.state is Status.DONE}
    assert [r.value.text for r in after.plan] == [
        r.value.text for r in before.plan if r.value.key in done
    ]
    assert after.plan[0].value.start == "ต.ค. ๖๕"
    assert (after.results, after.agency.value.letter_number) == ((), "")
    assert run("new-year", file, new).code == 4
    assert errors(new) == []


def test_a_workbook_with_buttons(tmp_path):
    file = tmp_path / "ปุ่ม.xlsm"
    assert run("new", file, "--fiscal-year", "2570").code == 0
    assert errors(file) == []
    assert run("validate", file).code == 1
    assert "xl/vbaProject.bin" in zipfile.ZipFile(file).namelist()
