"""One crafted file among three good answers: the three are merged, the fourth is named."""

from __future__ import annotations

import datetime as dt
import os
import socket

import pytest

from ita_excel import limits
from ita_excel.apart import frames, readers
from ita_excel.dispatch import answered
from ita_excel.dispatch.collect import State, collect
from ita_excel.dispatch.inbox import find
from ita_excel.errors import InputError, MachineError
from ita_excel.merging.merge import Moment
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from tests.command import run
from tests.dispatch.files import make_master, split, type_into, typed
from tests.hostile import containers, corpus, packages, sheets
from tests.hostile.running import ended

KEYS = {"สำนักปลัด": "KBBB", "กองคลัง": "KCCC", "กองช่าง": "KDDD"}
NOW = Moment("collect", dt.datetime(2022, 4, 1))


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A master and what its three units sent back."""
    folder = tmp_path_factory.mktemp("office")
    master = make_master(folder / "master.xlsx")
    inbox = folder / "inbox"
    for unit, path in split(master, inbox).items():
        type_into(path, KEYS[unit], outcome=f"ตอบโดย {unit}")
    return master, inbox


@pytest.fixture
def desk(office, tmp_path):
    """The same in a folder of its own: the master, the inbox, one honest answer's bytes."""
    master, inbox = office
    mine = tmp_path / "master.xlsx"
    mine.write_bytes(master.read_bytes())
    there = tmp_path / "inbox"
    there.mkdir()
    for path in inbox.glob("*.xlsx"):
        (there / path.name).write_bytes(path.read_bytes())
    return mine, there, min(inbox.glob("*.xlsx")).read_bytes()


def merged_all(master) -> bool:
    return all(typed(master, KEYS[unit], "outcome") == f"ตอบโดย {unit}" for unit in KEYS)


def put(inbox, bad) -> None:
    for number, one in enumerate(bad):
        (inbox / f"ก{number:03}{one.suffix}").write_bytes(one.data)


def test_light_ones_all_at_once(desk):
    """Everything that is quickly made, some 190 workbooks, in one inbox with the three."""
    master, inbox, good = desk
    bad = list(corpus.workbooks(good, heavy=False))
    put(inbox, bad)
    ran = run("collect", master, inbox, lang="en")
    assert ran.code == 1, ran.err
    assert ran.err.count("\n") < 5
    assert merged_all(master)
    told = {
        line.split("  ", 1)[1].split(" [")[0]
        for line in ran.out.splitlines()
        if ".xlsx" in line[:40]
    }
    assert {f"ก{n:03}.xlsx" for n in range(len(bad))} <= told


@pytest.mark.parametrize("reference", ["ZZZZ99999999999999", "1A", "A99999999999"])
def test_one_cell_is_enough(desk, reference):
    master, inbox, good = desk
    part = sheets.part_of(good, "ผลการดำเนินการ")
    change = dict(sheets.cells())[f"cell at {reference!r}"]
    (inbox / "bad.xlsx").write_bytes(sheets.repacked(good, sheets.in_part(part, change)))
    ran = run("collect", master, inbox, lang="en")
    assert ran.code in (0, 1)
    assert "bad.xlsx" in ran.out
    assert merged_all(master)


@pytest.mark.parametrize(
    ("name", "suffix", "data"),
    [
        ("zips", ".zip", containers.zip_of_zips(2, 10, 48_000_000)),
        ("overlapping", ".zip", containers.overlapping_zip(4000, 20_000_000)),
        ("words", ".eml", containers.mail(b"=?utf-8?b?4LiB?=\r\n " * 50_000 + b".xlsx", b"x")),
        ("parts", ".eml", containers.nested_mail(3000)),
        ("elements", ".ods", dict(packages.ods_bombs())[".ods 290 MB of empty elements"]),
    ],
    ids=lambda v: v if isinstance(v, str) and v[:1].isalpha() else "",
)
def test_what_would_fill_the_memory_is_named(desk, name, suffix, data):
    master, inbox, _ = desk
    (inbox / f"{name}{suffix}").write_bytes(data)
    ran = ended("collect", master, inbox)
    assert ran.code == 1, ran
    assert f"refused  {name}{suffix}" in ran.out
    assert ran.megabytes < 300
    assert merged_all(master)


def test_a_good_answer_beside_a_bomb_in_one_archive(desk):
    master, inbox, _ = desk
    paths = sorted(inbox.glob("*.xlsx"))
    bomb = packages.zipped(("bomb.xlsx", bytes(120_000_000)))
    data = packages.zipped(*((p.name, p.read_bytes()) for p in paths), ("b.zip", bomb))
    for path in paths:
        path.unlink()
    (inbox / "all.zip").write_bytes(data)
    ran = run("collect", master, inbox, lang="en")
    assert ran.code == 1
    assert "refused  all.zip/b.zip/bomb.xlsx" in ran.out
    assert merged_all(master)


def test_what_is_no_ordinary_file_is_named_and_not_waited_for(desk, monkeypatch):
    master, inbox, _ = desk
    os.mkfifo(inbox / "pipe.xlsx")
    (inbox / "link.xlsx").symlink_to("/dev/zero")
    (inbox / "nowhere.xlsx").symlink_to(inbox / "gone")
    with socket.socket(socket.AF_UNIX) as listening:
        monkeypatch.chdir(inbox)  # a socket's whole name must be short
        listening.bind("socket.xlsx")
        ran = run("collect", master, inbox, lang="en")
    assert ran.code == 1
    for name in ("pipe", "link", "nowhere", "socket"):
        assert f"refused  {name}.xlsx" in ran.out
    assert merged_all(master)


def test_a_reader_that_dies_is_replaced(desk, monkeypatch):
    """What is lost with a reader is its file only."""
    master, inbox, _ = desk
    killed = []
    plain = readers.Reader.ask

    def ask(self, *request):
        if not killed:
            killed.append(self)
            self._await_start()
            self._process.kill()
        yield from plain(self, *request)

    monkeypatch.setattr(readers.Reader, "ask", ask)
    result = collect(read(FileGrid(master)), find([inbox]), NOW)
    assert [r.state for r in result.files] == [State.REFUSED, State.MERGED, State.MERGED]
    assert result.files[0].why == limits.BROKE_THE_READER


def test_a_reader_that_takes_too_long_is_ended(desk, monkeypatch):
    _, _, good = desk
    monkeypatch.setattr(limits, "READ_SECONDS", 0.0)
    with pytest.raises(InputError, match="วินาที"):
        answered.read("x", good)
    monkeypatch.setattr(limits, "READ_SECONDS", 20.0)
    assert answered.read("x", good).base is not None  # by another process


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\n",
        b"Traceback (most recent call last)",
        b"ITA1" + b"\xff" * 12,
        frames.packed({"said": 5}),
        frames.packed({"said": {}}) + frames.packed({"end": True}),
        frames.packed({"said": {"base": [1], "saved": "x"}}) + frames.packed({"end": True}),
        frames.packed({"refused": [1, 2]}),
        frames.packed({"end": True}),
        frames.packed(["no", "object"]),
    ],
)
def test_whatever_a_reader_says_is_looked_at(monkeypatch, said):
    """A reader whose memory a file has overwritten may say anything."""
    script = (
        "import sys, os; from ita_excel.apart import frames;"
        "frames.write(sys.stdout.buffer, {'ready': 1}); frames.read(sys.stdin.buffer, 10**9);"
        f"os.write(1, {said!r})"
    )
    readers.close()
    monkeypatch.setattr(readers, "_COMMAND", ["-c", script])
    with pytest.raises(InputError):
        answered.read("x", b"PK")
    readers.close()


def test_without_a_process_the_machine_is_blamed(monkeypatch):
    readers.close()
    monkeypatch.setattr(readers, "_COMMAND", ["-c", "raise SystemExit(9)"])
    with pytest.raises(MachineError, match="doctor"):
        answered.read("x", b"PK")
    readers.close()
