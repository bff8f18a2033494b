"""A job's workbook: opened in turn, changed with history, saved; a grid is left to its caller."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ita_excel import schema
from ita_excel.core.errors import InputError, ItaExcelError, OutputError
from ita_excel.core.grid import SetCell
from ita_excel.core.language import Text
from ita_excel.jobs import book
from ita_excel.jobs.book import OpenBook, Written, folder_of, in_turn
from ita_excel.jobs.occasion import Occasion, Watcher
from ita_excel.store.file import FileGrid
from ita_excel.store.turns import turn
from tests import books
from tests.live.desks import NOW
from tests.workbooks import sample_workbook

OCCASION = Occasion(NOW, "ผู้ทดสอบ")


def details(opened: OpenBook, text: str, receipt: Path | None = None) -> Written:
    reading = opened.read()
    return opened.write(
        reading, [SetCell(reading.plan[0].at("details"), text)], "fix", receipt=receipt
    )


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return sample_workbook(tmp_path / "ส.xlsx")


def test_a_file_is_saved_with_history_backup_and_receipt(sample: Path, tmp_path: Path) -> None:
    receipt = tmp_path / "r.json"
    written = in_turn(sample, OCCASION, lambda o: details(o, "ใหม่", receipt))
    assert written == Written(True)
    rows = FileGrid(sample).rows(schema.HISTORY.sheet)
    assert [rows[-1][1], rows[-1][0], rows[-1][7]] == ["fix", NOW, "ใหม่"]
    assert list((tmp_path / ".ita-backup").iterdir())
    assert json.loads(receipt.read_text("utf-8"))


def test_a_grid_is_changed_and_left_to_its_caller_to_save(sample: Path) -> None:
    before, grid = sample.read_bytes(), FileGrid(sample)
    assert in_turn(grid, OCCASION, lambda o: details(o, "ใหม่")).changed
    assert sample.read_bytes() == before and grid.changed
    assert grid.rows(schema.HISTORY.sheet)[-1][7] == "ใหม่"


def test_a_lost_history_is_reported_and_stops_nothing() -> None:
    tables = books.clean()
    grid = books.grid(tables)
    del grid._sheets[schema.HISTORY.sheet]
    grid._tables.pop(schema.HISTORY.name)
    written = in_turn(grid, OCCASION, lambda o: details(o, "ใหม่"))
    assert [n.kind for n in written.notices] == ["no_history"]
    assert schema.HISTORY.sheet in written.notices[0].text.th


def test_edits_that_are_logged_already_need_the_history_too() -> None:
    grid = books.grid(books.clean())
    del grid._sheets[schema.HISTORY.sheet]
    grid._tables.pop(schema.HISTORY.name)

    def work(opened: OpenBook) -> Written:
        reading = opened.read()
        edit = SetCell(reading.plan[0].at("details"), "ใหม่")
        return opened.write(reading, (), "collect", others=[edit])

    assert [n.kind for n in in_turn(grid, OCCASION, work).notices] == ["no_history"]


def test_nothing_to_change_touches_nothing(sample: Path) -> None:
    before = sample.read_bytes()
    assert in_turn(sample, OCCASION, lambda o: o.write(o.read(), (), "fix")) == Written()
    assert sample.read_bytes() == before


def test_who_waits_for_a_turn_is_told(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ita_excel.store.turns._TOLD", 0.0)
    monkeypatch.setattr("ita_excel.store.turns.PATIENCE", 0.3)
    told: list[Text] = []

    class Told(Watcher):
        def waiting(self, why: Text) -> None:
            told.append(why)

    with turn(sample), pytest.raises(OutputError):
        in_turn(sample, Occasion(NOW, watcher=Told()), lambda o: None)
    assert len(told) == 1 and sample.name in told[0].th


def test_somebody_elses_save_begins_the_work_anew(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "_PAUSES", (0.01,))
    seen: list[object] = []

    def work(opened: OpenBook) -> Written:
        seen.append(opened.read().plan[0].value.details)
        if len(seen) == 1:
            other = FileGrid(sample)
            details(OpenBook(other, OCCASION), "ของคนอื่น")
            other.save()
        return details(opened, f"{seen[-1]} และของเรา")

    in_turn(sample, OCCASION, work)
    assert seen[1] == "ของคนอื่น"
    assert "ของคนอื่น และของเรา" in str(FileGrid(sample).rows(schema.PLAN.sheet))


def test_what_the_system_refuses_is_an_error_with_a_remedy(sample: Path) -> None:
    def denied(opened: OpenBook) -> None:
        raise PermissionError(13, "denied", "ไฟล์.docx")

    with pytest.raises(ItaExcelError) as refused:
        in_turn(sample, OCCASION, denied)
    assert "ไฟล์.docx" in refused.value.say("th") and refused.value.exit_code == 4
    with pytest.raises(InputError):
        in_turn(sample.with_name("ไม่มี.xlsx"), OCCASION, lambda o: None)


def test_where_pictures_lie(sample: Path) -> None:
    assert folder_of(FileGrid(sample)) == sample.parent
    assert folder_of(books.grid(books.clean())) is None
