"""Each button pressed in the open workbook: cells, tables, one message, and nothing else changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ita_excel import buttons, schema
from ita_excel.buttons.live.live_grid import LiveGrid
from ita_excel.buttons.press import LOG_NAME
from ita_excel.core.findings import together
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.rules.engine import validate
from ita_excel.sheets import append_rows, read, require_block
from ita_excel.store.file import FileGrid
from tests.documents import word_edits
from tests.live.conftest import Press
from tests.live.desks import Person, changed, contents, desk
from tests.workbooks import sample_workbook

pytestmark = pytest.mark.xdist_group("office")


def test_check_writes_the_findings_and_touches_no_other_sheet(book: Any, press: Press) -> None:
    before = contents(book)
    person = press("check")
    expected = validate(read(LiveGrid(book)))
    assert changed(before, contents(book)) == {schema.FINDINGS.sheet}
    rows = LiveGrid(book).rows(schema.FINDINGS.sheet)[schema.FINDINGS.header_row :]
    assert sorted(row[1] for row in rows) == sorted(f.code for f in together(expected))
    assert LiveGrid(book).tables()["Findings"].last_row == schema.FINDINGS.header_row + len(rows)
    assert "ผลการตรวจ" in person.message


def test_a_findings_cell_jumps_to_its_place(book: Any, press: Press) -> None:
    press("check")
    sheet = book.sheets[schema.FINDINGS.sheet]
    row = schema.FINDINGS.header_row + 1
    number = schema.FINDINGS.number("cell")
    where = sheet.range((row, schema.FINDINGS.number("sheet"))).value
    cell = sheet.range((row, number)).value
    assert sheet.range((row, number)).formula == f'=HYPERLINK("#\'{where}\'!{cell}","{cell}")'


def test_pressing_check_again_changes_nothing(book: Any, press: Press) -> None:
    press("check")
    before = contents(book)
    press("check")
    assert contents(book) == before


def test_each_block_is_asked_for_once(book: Any, press: Press) -> None:
    """Every call crosses to another process: reading twice would cost the officer seconds."""
    press("check")
    first = schema.FINDINGS.header_row + 1
    book.sheets[schema.FINDINGS.sheet].range((first, 1), (first, 6)).clear_contents()
    calls = book.app.impl.calls
    press("check")
    # Beyond the tables' sheets: the formulas for the way back, and what is written.
    assert book.app.impl.calls - calls == len(schema.TABLES) + 2


def test_findings_that_are_there_already_are_only_compared(
    book: Any, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    press("check")
    before, calls = contents(book), book.app.impl.calls
    switched: list[str] = []
    calc = type(book.app.impl)
    watched = property(lambda app: "automatic", lambda app, mode: switched.append(mode))
    monkeypatch.setattr(calc, "calculation", watched)
    person = press("check")
    assert "ผลการตรวจ" in person.message
    assert book.app.impl.calls - calls == len(schema.TABLES)
    assert switched == []  # back to automatic makes Excel calculate the whole workbook
    assert contents(book) == before


def test_fix_mends_and_logs_and_says_how_to_go_back(book: Any, press: Press) -> None:
    at = CellRef(schema.PLAN.sheet, schema.PLAN.header_row + 1, schema.PLAN.number("text"))
    whole = LiveGrid(book).rows(at.sheet)[at.row - 1][at.column - 1]
    LiveGrid(book).apply([SetCell(at, f"  {whole}\u200b  ")])
    person = press("fix")
    grid = LiveGrid(book)
    assert grid.rows(at.sheet)[at.row - 1][at.column - 1] == whole
    logged = grid.rows(schema.HISTORY.sheet)[-1]
    assert whole in logged
    assert "Ctrl+Z" in person.message


def test_fill_makes_the_rows_that_are_missing(open_book, tmp_path: Path) -> None:
    book = open_book(sample_workbook(tmp_path / "b.xlsx", results=False))
    before = contents(book)
    person = Person()
    buttons.fill(desk(book, person, tmp_path / "state"))
    reading = read(LiveGrid(book))
    assert len(reading.results) == len(reading.plan)
    assert changed(before, contents(book)) <= {
        schema.PLAN.sheet, schema.RESULTS.sheet, schema.HISTORY.sheet, schema.DASHBOARD,
        schema.META.sheet,
    }  # fmt: skip
    buttons.fill(desk(book, again := Person(), tmp_path / "state"))
    assert "ครบแล้ว" in again.message


def test_units_get_workbooks_answer_and_are_merged(book: Any, press: Press, tmp_path: Path) -> None:
    out = tmp_path / "ส่งออก"
    out.mkdir()
    person = press("split", Person(texts=[""], folders=[out]))
    sent = sorted(out.glob("*.xlsx"))
    assert len(sent) >= 2
    assert person.shown == [out]
    assert "Ctrl+S" in person.message
    assert "ส่งกลับแล้ว 0 จาก" in press("status").message
    answer(sent[0], "ตอบจากหน่วยงาน ๑๒๓")
    person = press("collect", Person(agrees=[False], file_lists=[[sent[0]]]))
    assert "เขียนลงชีต “ผลการดำเนินการ” 1 เซลล์" in person.message
    outcomes = [r.value.outcome for r in read(LiveGrid(book)).every_result]
    assert "ตอบจากหน่วยงาน ๑๒๓" in outcomes
    assert "ส่งกลับแล้ว 1 จาก" in press("status").message


def answer(path: Path, text: str) -> None:
    """What a unit's officer does: write a result into the first row."""
    grid = FileGrid(path)
    block = require_block(read(grid).blocks, schema.RESULTS)
    grid.apply([SetCell(block.at(block.header_row + 1, "outcome"), text)])
    grid.save()


def test_a_conflict_waits_and_is_resolved(book: Any, press: Press, tmp_path: Path) -> None:
    out = tmp_path / "ส่งออก"
    out.mkdir()
    press("split", Person(texts=[""], folders=[out]))
    first = min(out.glob("*.xlsx"))
    answer(first, "ค่าของหน่วยงาน ก")
    key = read(FileGrid(first)).every_result[0].value.key
    mine = next(r for r in read(LiveGrid(book)).every_result if r.value.key == key)
    LiveGrid(book).apply([SetCell(mine.at("outcome"), "ค่าในไฟล์หลัก ข")])
    person = press("collect", Person(agrees=[True], folders=[out]))
    assert "ค่าขัดแย้ง 2 รายการ" in person.message  # the unit's row, and the joint row above it
    assert book.sheets[schema.CONFLICTS.sheet].visible
    assert "ยังไม่ได้เลือก" in press("resolve").message
    sheet, column = schema.CONFLICTS.sheet, schema.CONFLICTS.number("decision")
    rows = [schema.CONFLICTS.header_row + n for n in (1, 2)]
    theirs = schema.LISTS["decisions"][1]
    LiveGrid(book).apply([SetCell(CellRef(sheet, row, column), theirs) for row in rows])
    assert "ทำตามคำตัดสินแล้ว 2 รายการ" in press("resolve").message
    assert "ค่าของหน่วยงาน ก" in [r.value.outcome for r in read(LiveGrid(book)).every_result]


def test_export_makes_documents_shows_the_folder_and_changes_nothing(
    book: Any, press: Press, tmp_path: Path
) -> None:
    before, out = contents(book), tmp_path / "เอกสาร"
    person = press("export", Person(agrees=[True], folders=[out]))
    assert sorted(p.suffix for p in out.iterdir()) == [".docx", ".docx", ".pdf", ".pdf"]
    assert person.shown == [out]
    assert contents(book) == before
    person = press("export", Person(folders=[out], agrees=[True, False]))
    assert "เขียนทับ" in person.questions[-1]
    assert "ยกเลิกแล้ว" in person.message


def test_an_edited_word_file_is_asked_about_once_and_kept_beside(
    book: Any, press: Press, tmp_path: Path
) -> None:
    out = tmp_path / "เอกสาร"
    press("export", Person(agrees=[True], folders=[out]))
    memo = next(out.glob("บันทึก*.docx"))
    word_edits.edit(memo, lambda d: word_edits.replaced(d, "จึงเรียนมา", "จึงเสนอมา"))
    edited = memo.read_bytes()
    person = press("export", Person(folders=[out], agrees=[True, True]))
    asked = [q for q in person.questions if memo.name in q]
    assert len(asked) == 1 and "แก้ไขไฟล์เหล่านี้ใน Word" in asked[0]
    (kept,) = out.glob("*(แก้ใน Word).docx")
    assert kept.read_bytes() == edited and kept.name in person.message


def test_export_with_errors_offers_a_draft(book: Any, press: Press, tmp_path: Path) -> None:
    grid = LiveGrid(book)
    place = read(grid).results[0].at("status")
    grid.apply([SetCell(place, None)])
    person = press("export", Person(agrees=[True, False]))
    assert "ร่าง" in person.questions[1]
    assert "ไม่มีสิ่งใดเปลี่ยนแปลง" in person.message


def test_export_asks_nothing_for_errors_of_what_it_does_not_print(
    book: Any, press: Press, tmp_path: Path
) -> None:
    """An ID number is for publication to refuse; the other round's row is in no document."""
    grid = LiveGrid(book)
    reading = read(grid)
    place = reading.results[0].at("outcome")
    text = f"{reading.results[0].value.outcome} 1-1017-00230-70-8"
    row = {"key": reading.results[1].value.key, "round": "๑๒ เดือน", "text": "ยังไม่มีสถานะ"}
    block = reading.results[0].block
    grid.apply([SetCell(place, text), *append_rows(block, [row])])
    press("export", Person(folders=[tmp_path / "เอกสาร"], agrees=[True]))
    assert sorted(p.suffix for p in (tmp_path / "เอกสาร").iterdir()) == [
        *(".docx", ".docx", ".pdf", ".pdf")
    ]


def test_new_year_writes_another_workbook(book: Any, press: Press, tmp_path: Path) -> None:
    before = contents(book)
    press("new_year", Person(folders=[tmp_path]))
    assert contents(book) == before
    now = read(LiveGrid(book))
    [made] = tmp_path.glob("ITA 25*.xlsx")
    new = read(FileGrid(made))
    assert new.agency.value.fiscal_year.year == now.agency.value.fiscal_year.year + 1
    carried = {a.value.text for a in (*new.plan, *new.drafts)}
    assert {a.value.text for a in now.plan} <= carried  # what isn't finished waits as a draft
    assert new.results == ()


def test_about_tells_the_version_and_the_log(press: Press) -> None:
    assert LOG_NAME in press("about").message


@pytest.mark.parametrize("button", ["fill", "fix"])
def test_rows_typed_below_the_plan_are_taken_into_its_table(
    book: Any, press: Press, button: str
) -> None:
    table = LiveGrid(book).tables()["Plan"]
    sheet, row = book.sheets[schema.PLAN.sheet], table.last_row + 1
    typed = {"measure": "มาตรการใหม่", "number": 7, "text": "จัดอบรมจริยธรรม",
             "responsible": "กองคลัง", "start": "ต.ค. ๖๔"}  # fmt: skip
    for field, value in typed.items():
        sheet.range((row, schema.PLAN.number(field))).value = value
    press(button)
    after = LiveGrid(book)
    assert after.tables()["Plan"].last_row == row
    cells = after.rows(schema.PLAN.sheet)[row - 1]
    assert {f: cells[schema.PLAN.number(f) - 1] for f in typed} == typed
    assert cells[schema.PLAN.number("end") - 1] is None
    check = sheet.range((row, schema.PLAN.number("check")))
    assert check.formula == sheet.range((row - 1, schema.PLAN.number("check"))).formula
    assert any("(รวมแถวเข้าตาราง)" in line for line in after.rows(schema.HISTORY.sheet))
