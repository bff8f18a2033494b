"""Each button pressed in the open workbook: cells, tables, one message, and nothing else changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ita_excel import buttons, schema
from ita_excel.addin import BUTTONS
from ita_excel.buttons.press import LOG_NAME
from ita_excel.buttons.running import Cancelled, Running
from ita_excel.grid import CellRef, SetCell
from ita_excel.rules.engine import validate
from ita_excel.sheets import append_rows, read, require_block
from ita_excel.store.file import FileGrid
from ita_excel.store.live import LiveGrid
from tests.live.conftest import OpenBook
from tests.live.desks import Person, desk
from tests.workbooks import sample_workbook

pytestmark = pytest.mark.xdist_group("office")
Press = Callable[..., Person]


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return sample_workbook(tmp_path / "สมุด งาน.xlsx")


@pytest.fixture
def book(open_book: OpenBook, sample: Path) -> Any:
    return open_book(sample)


@pytest.fixture
def press(book: Any, tmp_path: Path) -> Press:
    def press_(button: str, person: Person | None = None) -> Person:
        who = person or Person()
        getattr(buttons, button)(desk(book, who, tmp_path / "state"))
        return who

    return press_


def contents(book: Any) -> dict[str, Any]:
    """Return what was typed or entered into every sheet: constants and formulas, not results."""
    found = {}
    for sheet in book.sheets:
        rows = list(sheet.impl.used_range.cells.getFormulaArray())
        while rows and not any(rows[-1]):
            rows.pop()
        found[sheet.name] = rows
    return found


def changed(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


# --- what each does ------------------------------------------------------------------------------


def test_check_writes_the_findings_and_touches_no_other_sheet(book: Any, press: Press) -> None:
    before = contents(book)
    person = press("check")
    expected = validate(read(LiveGrid(book)))
    assert changed(before, contents(book)) == {schema.FINDINGS.sheet}
    rows = LiveGrid(book).rows(schema.FINDINGS.sheet)[schema.FINDINGS.header_row :]
    assert sorted(row[1] for row in rows) == sorted(f.code for f in expected)
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
        schema.PLAN.sheet, schema.RESULTS.sheet, schema.HISTORY.sheet, schema.DASHBOARD
    }  # fmt: skip
    buttons.fill(desk(book, again := Person(), tmp_path / "state"))
    assert "ครบแล้ว" in again.message


def test_units_get_workbooks_answer_and_are_merged(book: Any, press: Press, tmp_path: Path) -> None:
    out = tmp_path / "ส่งออก"
    out.mkdir()
    person = press("split", Person(folders=[out]))
    sent = sorted(out.glob("*.xlsx"))
    assert len(sent) >= 2
    assert person.shown == [out]
    assert "Ctrl+S" in person.message
    assert "ส่งกลับแล้ว 0 จาก" in press("status").message
    answer(sent[0], "ตอบจากหน่วยงาน ๑๒๓")
    person = press("collect", Person(agrees=[False], file_lists=[[sent[0]]]))
    assert "เขียนลงชีต “ผลการดำเนินการ” 1 เซลล์" in person.message
    outcomes = [r.value.outcome for r in read(LiveGrid(book)).results]
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
    press("split", Person(folders=[out]))
    first = min(out.glob("*.xlsx"))
    answer(first, "ค่าของหน่วยงาน ก")
    key = read(FileGrid(first)).results[0].value.key
    mine = next(r for r in read(LiveGrid(book)).results if r.value.key == key)
    LiveGrid(book).apply([SetCell(mine.at("outcome"), "ค่าในไฟล์หลัก ข")])
    person = press("collect", Person(agrees=[True], folders=[out]))
    assert "ค่าขัดแย้ง 1 รายการ" in person.message
    assert book.sheets[schema.CONFLICTS.sheet].visible
    assert "ยังไม่ได้เลือก" in press("resolve").message
    row, column = schema.CONFLICTS.header_row + 1, schema.CONFLICTS.number("decision")
    theirs = schema.LISTS["decisions"][1]
    LiveGrid(book).apply([SetCell(CellRef(schema.CONFLICTS.sheet, row, column), theirs)])
    assert "ทำตามคำตัดสินแล้ว 1 รายการ" in press("resolve").message
    assert "ค่าของหน่วยงาน ก" in [r.value.outcome for r in read(LiveGrid(book)).results]


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
    assert [a.value.text for a in new.plan] == [a.value.text for a in now.plan]
    assert new.results == ()


def test_about_tells_the_version_and_the_log(press: Press) -> None:
    assert LOG_NAME in press("about").message


# --- what none of them does ----------------------------------------------------------------------

ANSWERS: dict[str, Callable[[Path], Person]] = {
    "split": lambda folder: Person(folders=[folder]),
    "collect": lambda folder: Person(agrees=[True], folders=[folder]),
    "export": lambda folder: Person(agrees=[True], folders=[folder]),
    "new_year": lambda folder: Person(folders=[folder]),
}


def test_the_persons_place_and_excels_settings_stay(
    book: Any, press: Press, tmp_path: Path
) -> None:
    sheet = book.sheets[schema.RESULTS.sheet]
    sheet.activate()
    sheet.range("D5:E6").select()
    controller = book.impl.document.CurrentController
    controller.setFirstVisibleRow(3)
    protected = {s.name: s.api.ProtectContents for s in book.sheets}
    for button in BUTTONS:
        out = tmp_path / button
        out.mkdir()
        press(button, ANSWERS.get(button, lambda folder: Person())(out))
        assert book.sheets.active.name == sheet.name, button
        assert book.app.selection.address == "$D$5:$E$6", button
        assert controller.getFirstVisibleRow() == 3, button
        assert {s.name: s.api.ProtectContents for s in book.sheets} == protected, button
        assert book.app.screen_updating is True, button
        assert book.app.calculation == "automatic", button
        assert book.app.status_bar is False, button
    assert book.app.impl.converted == []
    assert book.app.impl.alerts == []  # every message went the one way


def test_a_workbook_that_is_not_ours_gets_a_plain_message(app: Any, tmp_path: Path) -> None:
    book = app.books.add()
    try:
        for button in BUTTONS:
            out = tmp_path / button
            out.mkdir()
            person = ANSWERS.get(button, lambda folder: Person())(out)
            getattr(buttons, button)(desk(book, person, tmp_path / "state"))
            assert button == "about" or "ไม่ใช่สมุดงาน ITA" in person.message
    finally:
        book.close()


def damages() -> Iterator[tuple[str, Callable[[Any], None]]]:
    def results(book: Any) -> Any:
        return book.sheets[schema.RESULTS.sheet]

    def heading(book: Any) -> None:
        results(book).range((schema.RESULTS.header_row, 3)).value = "หัวคอลัมน์หาย"

    def sheet(book: Any) -> None:
        book.impl.document.Sheets.removeByName(schema.PLAN.sheet)

    def error(book: Any) -> None:
        results(book).range((schema.RESULTS.header_row + 1, 9)).formula = "=1/0"

    def plain(book: Any) -> None:
        book.impl.document.DatabaseRanges.removeByName("Results")

    yield "a heading is gone", heading
    yield "a sheet is gone", sheet
    yield "an error value", error
    yield "a table became a plain range", plain


@pytest.mark.parametrize("damage", [d for _, d in damages()], ids=[what for what, _ in damages()])
def test_on_a_damaged_workbook_each_button_ends_with_one_sentence(
    book: Any, press: Press, tmp_path: Path, damage: Callable[[Any], None]
) -> None:
    damage(book)
    for button in BUTTONS:
        out = tmp_path / button
        out.mkdir()
        person = ANSWERS.get(button, lambda folder: Person())(out)
        person.agrees += [True, True]
        press(button, person)
        log = (tmp_path / "state" / LOG_NAME).read_text("utf-8")
        assert person.message, button
        assert "ผิดพลาดเอง" not in person.message, log


# --- refusals, faults, stopping --------------------------------------------------------------------


def test_a_fault_of_ours_names_the_log_and_leaves_the_workbook(
    book: Any, press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(book)

    def broken(*args: object, **more: object) -> None:
        raise RuntimeError("สมมติว่าพัง")

    monkeypatch.setattr("ita_excel.buttons.checking.validate", broken)
    person = press("check")
    log = tmp_path / "state" / LOG_NAME
    assert str(log) in person.message
    assert "Traceback" not in person.message
    assert "RuntimeError: สมมติว่าพัง" in log.read_text("utf-8")
    assert contents(book) == before


def test_a_second_press_is_refused_and_may_stop_the_first(
    book: Any, press: Press, tmp_path: Path
) -> None:
    first = Running(tmp_path / "state")
    assert first.start("export")
    person = press("check", Person(agrees=[False]))
    assert "สร้างเอกสาร" in person.questions[0]
    assert person.told == []
    first.check()  # nobody asked to stop
    press("check", Person(agrees=[True]))
    with pytest.raises(Cancelled):
        first.check()
    first.stop()
    assert "ตรวจแล้ว" in press("check").message


def test_stopped_while_writing_everything_is_put_back(
    book: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real = contents(book), LiveGrid.apply

    def stop_late(grid: LiveGrid, edits: Any) -> None:
        """Ask to stop when half of the blocks are written."""
        told = grid._progress

        def progress(done: int, total: int) -> None:
            if done == total // 2 > 0:
                Running(tmp_path / "state").ask_to_stop()
            told(done, total)

        grid._progress = progress
        real(grid, edits)

    monkeypatch.setattr(LiveGrid, "apply", stop_late)
    person = Person()
    buttons.check(desk(book, person, tmp_path / "state"))
    assert "หยุดตามที่ขอแล้ว" in person.message
    assert contents(book) == before


def test_a_password_is_asked_for_in_words(book: Any, press: Press) -> None:
    sheet = book.sheets[schema.FINDINGS.sheet]
    sheet.api.Unprotect()
    sheet.api.Protect("ลับ")
    before = contents(book)
    assert "รหัสผ่าน" in press("check").message
    assert contents(book) == before


def test_cells_that_were_merged_are_refused_with_their_address(book: Any, press: Press) -> None:
    row = schema.FINDINGS.header_row + 1
    sheet = book.sheets[schema.FINDINGS.sheet]
    sheet.api.Unprotect()
    sheet.range((row, 1), (row + 1, 2)).impl.cells.merge(True)
    before = contents(book)
    assert f"A{row}:B{row + 1}" in press("check").message
    assert contents(book) == before


class Busy(Exception):
    """What Excel answers by COM while a person types in a cell."""

    hresult = -2147418111


def test_while_somebody_types_it_waits_and_then_says_so(
    book: Any, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([True, True])

    def typing(app: Any) -> bool:
        if next(answers, False):
            raise Busy
        return True

    monkeypatch.setattr(type(book.app.impl), "screen_updating", property(typing), raising=True)
    assert "รุ่น" in press("about").message  # it was free again within the patience
    answers = iter([True] * 10_000)
    assert "Enter หรือ Esc" in press("about").message


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
