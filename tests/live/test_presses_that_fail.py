"""Buttons when something is in the way: another workbook, damage, faults, stopping, a busy Excel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ita_excel import buttons, schema
from ita_excel.buttons.live.live_grid import LiveGrid
from ita_excel.buttons.press import LOG_NAME
from ita_excel.buttons.running import Cancelled, Running
from ita_excel.jobs.wishes import BUTTONS
from tests.live.conftest import Press
from tests.live.desks import Person, contents, desk

pytestmark = pytest.mark.xdist_group("office")


# --- what none of them does ----------------------------------------------------------------------

ANSWERS: dict[str, Callable[[Path], Person]] = {
    "split": lambda folder: Person(texts=[""], folders=[folder]),
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

    monkeypatch.setattr("ita_excel.rules.engine.validate", broken)
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
