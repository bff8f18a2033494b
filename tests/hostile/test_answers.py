"""One crafted file among three good answers: the three are merged, the fourth is named."""

from __future__ import annotations

import ctypes
import datetime as dt
import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from ita_excel import schema
from ita_excel.core import limits
from ita_excel.core.apart import memory, pipes, readers
from ita_excel.core.errors import InputError, MachineError
from ita_excel.dispatch import answer_reader, answer_worker
from ita_excel.dispatch.collect import State, collect
from ita_excel.dispatch.inbox import find
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
    ("name", "suffix", "made"),
    [
        ("zips", ".zip", lambda: containers.zip_of_zips(2, 10, 48_000_000)),
        ("overlapping", ".zip", lambda: containers.overlapping_zip(4000, 20_000_000)),
        (
            "words",
            ".eml",
            lambda: containers.mail(b"=?utf-8?b?4LiB?=\r\n " * 50_000 + b".xlsx", b"x"),
        ),
        ("parts", ".eml", lambda: containers.nested_mail(3000)),
        ("headers", ".eml", lambda: b"X-A: b\r\n" * 2_500_000 + b"\r\nx"),
        ("lines", ".eml", lambda: b"Subject: x\r\n\r\n" + b"a\r\n" * 10_000_000),
        ("elements", ".ods", lambda: next(packages.ods_bombs())[1]),
    ],
    ids=lambda v: v if isinstance(v, str) and v[:1].isalpha() else "",
)
def test_what_would_fill_the_memory_is_named(desk, name, suffix, made):
    master, inbox, _ = desk
    (inbox / f"{name}{suffix}").write_bytes(made())
    ran = ended("collect", master, inbox)
    assert ran.code == 1, ran
    assert f"refused  {name}{suffix}" in ran.out
    assert ran.megabytes < 300
    assert merged_all(master)


@pytest.mark.parametrize("name", ["an open quotation mark", "a comment of 20 MB"])
def test_no_tag_is_followed_to_the_end_of_the_sheet(desk, name):
    part = sheets.part_of(desk[2], schema.RESULTS.sheet)
    change = dict(sheets.xml())[name]
    bad = sheets.repacked(desk[2], sheets.in_part(part, change))
    started = time.process_time()
    with suppress(InputError):  # a tag that never ends is damage; a comment is not
        assert list(answer_worker.work({"name": "x"}, bad))
    assert time.process_time() - started < 2


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
    assert [r.state for r in result.files] == [
        State.REFUSED,
        State.MERGED,
        State.MERGED,
    ]
    assert result.files[0].why == limits.BROKE_THE_READER


def test_a_reader_that_takes_too_long_is_ended(desk, monkeypatch):
    _, _, good = desk
    monkeypatch.setattr(limits, "READ_SECONDS", 0.0)
    with pytest.raises(InputError, match="วินาที"):
        answer_reader.read("x", good)
    monkeypatch.setattr(limits, "READ_SECONDS", 20.0)
    assert answer_reader.read("x", good).base is not None  # by another process


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\n",
        b"Traceback (most recent call last)",
        b"ITA1" + b"\xff" * 12,
        pipes.packed({"said": 5}),
        pipes.packed({"said": {}}) + pipes.packed({"end": True}),
        pipes.packed({"said": {"base": [1], "saved": "x"}}) + pipes.packed({"end": True}),
        pipes.packed({"refused": [1, 2]}),
        pipes.packed({"end": True}),
        pipes.packed(["no", "object"]),
    ],
)
def test_whatever_a_reader_says_is_looked_at(monkeypatch, said):
    """A reader whose memory a file has overwritten may say anything."""
    script = (
        "import sys, os; from ita_excel.core.apart import pipes;"
        "pipes.write(sys.stdout.buffer, {'ready': 1}); pipes.read(sys.stdin.buffer, 10**9);"
        f"os.write(1, {said!r})"
    )
    readers.close()
    monkeypatch.setattr(readers, "_COMMAND", ["-c", script])
    with pytest.raises(InputError):
        answer_reader.read("x", b"PK")
    readers.close()


def test_a_frozen_program_is_its_own_reader(desk, monkeypatch):
    """PyInstaller and the like have no `-m`; what they start is the command itself."""
    command = Path(sys.executable).with_name("ita-excel")
    assert command.exists()
    readers.close()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(command))
    assert answer_reader.read("x", desk[2]).base is not None
    readers.close()


def test_inside_excel_there_is_no_main_module(desk):
    """xlwings' RunPython runs `python -c …`: what is started must not import that again."""
    (desk[0].parent / "answer.xlsx").write_bytes(desk[2])
    script = (
        "import sys; from pathlib import Path; from ita_excel.dispatch import answer_reader;"
        "print(answer_reader.read('x', Path(sys.argv[1]).read_bytes()).base.unit)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, desk[0].parent / "answer.xlsx"],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=True,
    )
    assert done.stdout.strip() in KEYS


def test_memory_is_bounded_on_this_system():
    """The child asks for more than it may have, and gets a MemoryError."""
    script = (
        "from ita_excel.core.apart import memory; memory.bound(50_000_000)\n"
        "try:\n    kept = [bytes(10_000_000) for _ in range(10)]\n"
        "except MemoryError:\n    print('bounded')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "bounded"


def test_the_job_object_says_what_windows_reads(monkeypatch):
    """There is no Windows here: a kernel of our own looks at what it is given."""
    if sys.platform == "win32":
        return
    asked = {}

    class Function:
        def __init__(self, name):
            self.name = name

        def __call__(self, *given):
            asked[self.name] = given
            return 7

    class Kernel:
        def __init__(self, *_, **__):
            self.__dict__.update({n: Function(n) for n in (
                "CreateJobObjectW", "SetInformationJobObject", "AssignProcessToJobObject",
                "GetCurrentProcess")})  # fmt: skip

    monkeypatch.setattr(ctypes, "WinDLL", Kernel, raising=False)
    memory._in_job(123_000_000)
    job, kind, limit, size = asked["SetInformationJobObject"]
    assert (job, kind) == (7, 9)
    assert size == (144 if ctypes.sizeof(ctypes.c_void_p) == 8 else 112)
    assert limit._obj.BasicLimitInformation.LimitFlags == 0x100
    assert limit._obj.ProcessMemoryLimit == 223_000_000
    assert asked["AssignProcessToJobObject"] == (7, 7)


def test_without_a_process_the_machine_is_blamed(monkeypatch):
    readers.close()
    monkeypatch.setattr(readers, "_COMMAND", ["-c", "raise SystemExit(9)"])
    with pytest.raises(MachineError, match="doctor"):
        answer_reader.read("x", b"PK")
    readers.close()
