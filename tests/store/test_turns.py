"""Many runs at once on one workbook: each waits for its turn, none fails, no update is lost."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ita_excel.core.errors import OutputError
from ita_excel.core.grid import SetCell
from ita_excel.jobs import book
from ita_excel.sheets import filling, read
from ita_excel.store import saving
from ita_excel.store.file import FileGrid
from ita_excel.store.turns import turn
from tests.command import run
from tests.dispatch.files import make_master, split, type_into, typed

UNITS = tuple(f"กองที่{n}" for n in range(1, 13))
ROWS = tuple(
    {"key": f"K{n}", "text": f"วิธีการ {n}", "responsible": unit}
    for n, unit in enumerate(UNITS, start=1)
)


def test_answers_collected_by_many_at_once_are_all_there(tmp_path: Path) -> None:
    master = make_master(tmp_path / "m.xlsx", ROWS, UNITS)
    sent = split(master, tmp_path / "out")
    for n, unit in enumerate(UNITS, start=1):
        type_into(sent[unit], f"K{n}", outcome=f"คำตอบที่ {n}")
    words = [["collect", str(master), str(sent[unit])] for unit in UNITS]
    words += [["validate", str(master)], ["fill", str(master)]] * 3
    command = [sys.executable, "-m", "ita_excel", "--lang", "th"]
    started = [
        subprocess.Popen([*command, *w], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for w in words
    ]
    ended = [(p.communicate(), p.returncode) for p in started]
    assert all(code in (0, 1) for _, code in ended), [e for (_, e), c in ended if c > 1]
    for n in range(1, len(UNITS) + 1):
        assert typed(master, f"K{n}", "outcome") == f"คำตอบที่ {n}"


def other_saves(path: Path, text: str) -> None:
    """Somebody on another PC, whose turns we can't see, saves the workbook."""
    grid = FileGrid(path)
    row = read(grid).plan[0]
    grid.apply([SetCell(row.at("details"), text)])
    grid.save()


@pytest.fixture
def master(tmp_path: Path) -> Path:
    return make_master(tmp_path / "m.xlsx", ROWS[:3], UNITS[:3])


def between_reading_and_saving(
    monkeypatch: pytest.MonkeyPatch, happens: Callable[[], None], times: int
) -> list[int]:
    """Let something happen each time after the workbook was read, as often as said."""
    count = [0]
    real = filling.fill

    def fill(*args: object, **kwargs: object) -> filling.Filling:
        result = real(*args, **kwargs)  # type: ignore[arg-type]
        count[0] += 1
        if count[0] <= times:
            happens()
        return result

    monkeypatch.setattr(filling, "fill", fill)
    monkeypatch.setattr(book, "_PAUSES", (0.01,) * 5)
    return count


def test_a_workbook_saved_meanwhile_is_read_again(
    master: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = iter(["หนึ่ง", "สอง", "สาม"])
    count = between_reading_and_saving(monkeypatch, lambda: other_saves(master, next(texts)), 2)
    ran = run("fill", master, "--round", "12")
    assert ran.code == 0, ran
    assert count == [3]
    after = read(FileGrid(master))
    assert after.plan[0].value.details == "สอง"
    assert sum(r.value.round == "๑๒ เดือน" for r in after.results) == 3
    assert ran.out.count("เพิ่ม 3 แถว") == 1


def test_it_ends_where_somebody_never_stops(master: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter(range(100))
    count = between_reading_and_saving(
        monkeypatch, lambda: other_saves(master, f"ครั้งที่ {next(numbers)}"), 100
    )
    ran = run("fill", master, "--round", "12")
    assert (ran.code, count) == (4, [6])
    assert saving.CHANGED.th.split("—")[1].strip() in ran.err
    assert read(FileGrid(master)).plan[0].value.details == "ครั้งที่ 5"


def test_turns_follow_one_another_though_each_replaces_the_file(master: Path) -> None:
    done: list[int] = []

    def one(number: int) -> None:
        with turn(master):
            saving.replace_bytes(master, master.read_bytes() + b" ")
            time.sleep(0.01)
        done.append(number)

    size = master.stat().st_size
    threads = [threading.Thread(target=one, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 16
    assert master.stat().st_size == size + 16


def test_waiting_is_told_and_bounded(master: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ita_excel.store import turns

    monkeypatch.setattr(turns, "_TOLD", 0.05)
    told: list[bool] = []
    with (
        turn(master),
        pytest.raises(OutputError, match=r"m\.xlsx"),
        turn(master, lambda: told.append(True), patience=0.3),
    ):
        pass
    assert told == [True]
    with turn(master):  # it was let go of
        pass


def test_a_missing_workbook_has_no_turns(tmp_path: Path) -> None:
    with turn(tmp_path / "none.xlsx"):
        pass
    assert list(tmp_path.iterdir()) == []
