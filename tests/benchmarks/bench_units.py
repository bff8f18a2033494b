"""A thousand units: split, sent through a server that fails at random, a thousand answers collected.

The limits: of more units each takes at most `GROWTH` times the processor seconds that it takes of
the fewest, and no command takes more than 300 MB.
Run: python -m tests.benchmarks.bench_units [UNITS …]
"""

from __future__ import annotations

import datetime as dt
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from aiosmtpd.controller import Controller

from tests.dispatch.files import make_master
from tests.oracle.unit_file import Extras, Sent, Stamp, write

UNITS, ROWS = (250, 500, 1000), 3
GROWTH, MEMORY = 1.3, 300_000_000
FATES = ("", "", "451 4.7.1 try later", "550 5.7.1 not now", None)


class Office:
    """A server that takes two messages of five, refuses two and drops the connection at one."""

    def __init__(self) -> None:
        self.chance = random.Random(1)
        self.took: list[str] = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        fate = self.chance.choice(FATES)
        if fate is None:
            server.transport.close()
            return "421 going away"
        if fate:
            return fate
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.took += envelope.rcpt_tos
        return "250 OK"


@dataclass(frozen=True)
class Ran:
    """One command: its seconds by the clock and of the processor (without those of the processes
    that read files for it), the most memory that its process took, its exit code."""

    seconds: float
    worked: float
    memory: int
    code: int


def run(*words: object) -> Ran:
    """Run the program as an officer does."""
    command = [sys.executable, "-m", "ita_excel", *map(str, words)]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert b"Traceback" not in said, said[-2000:]
    assert b"\r" not in said, "a progress bar where nobody looks"
    worked = used.ru_utime + used.ru_stime
    return Ran(time.perf_counter() - started, worked, used.ru_maxrss * 1024, process.returncode)


def measure(units: int, folder: Path) -> Iterator[tuple[str, Ran]]:
    """Yield what each command took with so many units."""
    names = [f"หน่วยงานที่ {n:04}" for n in range(1, units + 1)]
    rows = [
        {"key": f"K{u:04}X{n}", "text": f"วิธีการที่ {n} ของ {name}", "responsible": name}
        for u, name in enumerate(names, 1)
        for n in range(ROWS)
    ]
    out = folder / "out"
    # Apart, for Linux counts what a process took before it became another program.
    with ProcessPoolExecutor(1, get_context("spawn")) as apart:
        master = apart.submit(make_master, folder / "master.xlsx", rows, names).result()
    office = Office()
    controller = Controller(office, hostname="127.0.0.1", port=_free(), server_hostname="localhost")
    controller.start()
    words = (
        *("split", master, "-o", out, "--send", "--from", "me@example.go.th"),
        *("--smtp-host", "127.0.0.1", "--smtp-port", controller.port, "--smtp-security", "none"),
    )
    yield "split and send", run(*words)
    again = 0
    while len(set(office.took)) < units:
        rest = run(*words)
        again += 1
        assert again < 60, "the server takes two of five"
    if again:
        yield "send the rest", rest  # the last time
    controller.stop()
    assert sorted(office.took) == sorted(set(office.took)), "a unit got its workbook twice"
    for path in sorted(out.glob("*.xlsx")):
        _answer(path)
    collected = run("collect", master, out)
    yield "collect", collected
    assert collected.code == 0
    yield "status", run("status", master)


def _answer(path: Path) -> None:
    """Fill in every row, quickly: no program that saves workbooks is measured here."""
    sent = Sent(path.read_bytes())
    assert len(sent.lines) == ROWS
    for number, line in enumerate(sent.lines, 1):
        line.values[sent.columns["สถานะ"]] = "ดำเนินการแล้ว"
        line.values[sent.columns["ผลการดำเนินการ"]] = f"ผลของแถว {number}"
    saved = Stamp(f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%SZ}", "ผู้ตอบ")
    path.write_bytes(write(sent, sent.lines, Extras(), saved, shared=True, small=True))


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main(words: Sequence[str] = ()) -> None:
    """Print what each command takes; end with 1 where it grows faster than the units, or too large."""
    sizes = sorted(map(int, words)) or list(UNITS)
    wrong: list[str] = []
    fewest: dict[str, Ran] = {}
    for units in sizes:
        print(f"{units} units", flush=True)
        with tempfile.TemporaryDirectory() as name:
            for what, ran in measure(units, Path(name)):
                first = fewest.setdefault(what, ran)
                growth = ran.worked / first.worked / (units / sizes[0])
                print(
                    f"{what:15} {ran.seconds:7.2f} s, {ran.worked:7.2f} s of work "
                    f"{ran.memory / 1e6:5.0f} MB   {growth:4.2f} times as long for each unit",
                    flush=True,
                )
                if what != "send the rest" and growth > GROWTH:
                    wrong.append(f"{what} takes {growth:.2f} times as long for each of {units}")
                if ran.memory > MEMORY:
                    wrong.append(f"{what} takes {ran.memory / 1e6:.0f} MB of {units}")
    if wrong:
        sys.exit("; ".join(wrong))


if __name__ == "__main__":
    main(sys.argv[1:])
