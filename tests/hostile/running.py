"""Run `ita-excel` as a process of its own and see how it ended, how long it took, what it filled."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Ended:
    """How a process ended: `code` below 0 is the signal; memory is its largest, in MB."""

    code: int
    out: str
    err: str
    seconds: float
    megabytes: int

    @property
    def ours(self) -> bool:
        """Whether it ended by a fault of the program: 70, a traceback, an abort, a signal."""
        return (
            self.code not in (0, 1, 2, 3, 4, 5) or "Traceback" in self.err or "panicked" in self.err
        )


def ended(
    *words: object, timeout: float = 60, checkout: Path = CHECKOUT, room: int = 8_000_000_000
) -> Ended:
    """Run a command line; it is killed at `timeout` seconds and gets no more than `room` bytes.

    The memory told is that of the largest process, the started ones included.
    """
    command = [sys.executable, "-m", "ita_excel", "--lang", "en", *map(str, words)]
    started = time.perf_counter()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            cwd=checkout,
            start_new_session=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (room, room)),  # noqa: PLW1509
        )
        status, usage = _wait(process, timeout)
        seconds = time.perf_counter() - started
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read(1_000_000).decode(errors="replace"))
    code = -99 if status is None else os.waitstatus_to_exitcode(status)
    return Ended(code, *texts, seconds, usage * 1024 // MEGABYTE)


def _wait(process: subprocess.Popen[bytes], timeout: float) -> tuple[int | None, int]:
    """Return the status (None where it had to be killed) and the largest memory in KB.

    Looked up while it runs: what the system says at the end has the memory of this process in it,
    from before it became another.
    """
    until = time.monotonic() + timeout
    most = 0
    while True:
        most = max(most, *map(_peak, [process.pid, *_children(process.pid)]))
        pid, status, _ = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return status, most
        if time.monotonic() > until:
            os.killpg(process.pid, 9)
            os.wait4(process.pid, 0)
            process.returncode = -9
            return None, most
        time.sleep(0.02)


def _peak(pid: int) -> int:
    """Return the most memory that a process ever had, in KB; 0 where there is none."""
    try:
        said = Path(f"/proc/{pid}/status").read_text()
        own = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return 0
    if b"ita_excel" not in own and b"ita_excel.core.apart.worker" not in own:
        return 0  # not yet what it is to become
    return next((int(x.split()[1]) for x in said.splitlines() if x.startswith("VmHWM")), 0)


def _children(pid: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_the_name = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if after_the_name[1] == str(pid):
            found.append(int(status.parent.name))
    return found
