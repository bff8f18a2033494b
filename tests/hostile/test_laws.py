"""Each law of the fuzzing command bites: a command or reader with one fault breaks just that law."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ita_excel.core.apart import readers
from ita_excel.core.language import Text
from ita_excel.dispatch.collect import State
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from tests.dispatch.files import make_master, split, type_into
from tests.fuzz import laws
from tests.fuzz.seeds import KEYS, Seeds


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    """An office without LibreOffice: what bad answers are made of is of one kind."""
    folder = tmp_path_factory.mktemp("office")
    path = make_master(folder / "master.xlsx")
    sent = split(path, folder / "out")
    for unit, answer in sent.items():
        type_into(answer, KEYS[unit], outcome=f"ตอบโดย {unit}")
    good = {p.name: p.read_bytes() for p in sent.values()}
    kinds = dict.fromkeys((".xlsx", ".ods", ".xls", ".zip", ".eml"), list(good.values())[:1])
    master = path.read_bytes()
    return Seeds(master, good, kinds, [master], {}, {}, {})


@pytest.fixture
def office(seeds, tmp_path):
    (tmp_path / "master.xlsx").write_bytes(seeds.master)
    reading = read(FileGrid(tmp_path / "master.xlsx"))
    yield laws.Office(seeds, tmp_path, reading, laws.Count(), tmp_path / "kept")
    readers.close()


def _fine(words: list[str]) -> None:
    sys.exit(3)


def _raises(words: list[str]) -> None:
    raise ZeroDivisionError("planted")


def _says_traceback(words: list[str]) -> None:
    print("Traceback (most recent call last):", file=sys.stderr)
    sys.exit(3)


def _our_fault(words: list[str]) -> None:
    sys.exit(70)


def _changes_and_fails(words: list[str]) -> None:
    Path(words[-1]).write_bytes(b"half")
    sys.exit(4)


def _removes_and_fails(words: list[str]) -> None:
    Path(words[-1]).unlink()
    sys.exit(3)


def _computes(words: list[str]) -> None:
    _burn(laws.SECONDS + 0.2)
    sys.exit(0)


def _burn(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def _fills(words: list[str]) -> None:
    taken = bytearray(2 * laws.MEGABYTES * 1_000_000)
    taken[::4096] = b"x" * len(taken[::4096])
    sys.exit(0)


@pytest.mark.parametrize(
    ("planted", "noticed"),
    [
        (_raises, "exit 99 Traceback: ZeroDivisionError('planted')"),
        (_says_traceback, "exit 3 Traceback (most"),
        (_our_fault, "exit 70"),
        (_changes_and_fails, "exit 4 and a file is changed"),
        (_removes_and_fails, "exit 3 and a file is changed"),
        (_computes, " s"),
        (_fills, " MB"),
    ],
)
def test_a_command_with_a_fault(
    office: laws.Office,
    monkeypatch: pytest.MonkeyPatch,
    planted: Callable[[list[str]], None],
    noticed: str,
):
    assert _broken(office, monkeypatch, _fine) == []
    (line,) = _broken(office, monkeypatch, planted)
    assert line.startswith("planted 1: ")
    assert noticed in line
    assert (office.kept / "planted-1.xlsx").read_bytes() == b"as it was"


def _broken(office: laws.Office, monkeypatch: pytest.MonkeyPatch, planted: object) -> list[str]:
    monkeypatch.setattr(laws, "main", planted)
    place = office.fresh()
    (place / "master.xlsx").write_bytes(b"as it was")
    office.count = laws.Count()
    laws.tried(office, "planted 1", place, [place / "master.xlsx"], b"as it was", ".xlsx")
    return office.count.broken


def _is_good(report):
    return report.name[0] not in "!ฮ"


def _without_a_good_one(result):
    first = next(r for r in result.files if _is_good(r))
    return replace(result, files=tuple(r for r in result.files if r is not first))


def _a_good_one_refused(result):
    first = next(r for r in result.files if _is_good(r))
    worse = replace(first, state=State.REFUSED, why=Text("ไม่รวม", "refused"))
    return replace(result, files=tuple(worse if r is first else r for r in result.files))


def _bad_ones_unnamed(result):
    return replace(result, files=tuple(r for r in result.files if _is_good(r)))


def _no_reason(result):
    files = (
        replace(r, why=None, findings=()) if r.state is State.REFUSED else r for r in result.files
    )
    return replace(result, files=tuple(files))


@pytest.mark.parametrize(
    ("spoil", "noticed"),
    [
        (_without_a_good_one, "a good one is not merged"),
        (_a_good_one_refused, "a good one is not merged"),
        (_bad_ones_unnamed, "not named"),
        (_no_reason, "refused without a reason"),
    ],
)
def test_a_collect_with_a_fault(office, monkeypatch, spoil, noticed):
    laws.answers(office, 0, random.Random("laws"))
    assert office.count.broken == []
    plain = laws.collect
    monkeypatch.setattr(laws, "collect", lambda *words: spoil(plain(*words)))
    laws.answers(office, 0, random.Random("laws"))
    assert office.count.broken
    assert all(noticed in line for line in office.count.broken)


# What the process apart runs in place of its own work: `{fault}`, and then the work.
_WORKER = """
import sys, time
from ita_excel.core.apart import worker
plain = worker.load
def load(work):
    def faulty(words, data):
        {fault}
        yield from plain(work)(words, data)
    return faulty
worker.load = load
worker.memory.bound = lambda more: None  # otherwise that limit is met first
worker.main(sys.argv[1:])
"""


@pytest.mark.parametrize(
    ("fault", "noticed"),
    [
        ("end = time.process_time() + 0.7\n        while time.process_time() < end: pass", " s"),
        ("taken = b'x' * 300_000_000", " MB"),
    ],
)
def test_a_reader_with_a_fault(office, monkeypatch, fault, noticed):
    monkeypatch.setattr(laws, "SECONDS", 0.5)
    monkeypatch.setattr(readers, "_COMMAND", ["-P", "-c", _WORKER.format(fault=fault)])
    readers.close()
    laws.answers(office, 0, random.Random("laws"))
    assert any(line.endswith(noticed) for line in office.count.broken)
