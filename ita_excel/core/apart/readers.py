"""The processes that read strangers' files: started, asked, given up and replaced.

A process is kept and asked again. One that dies, hangs or says what it shouldn't is ended, and
only the file that it was reading is lost. Started by the interpreter's name and not forked or by
multiprocessing: inside Excel there is no main module that could be imported again.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from ita_excel.core import limits
from ita_excel.core.apart import WORKER, pipes
from ita_excel.core.errors import InputError, MachineError
from ita_excel.core.language import Text

# -P: a module that lies beside the strangers' files must not be taken for ours.
# -S: where packages lie is told below, and need not be found out again.
_COMMAND = ["-P", "-S", "-m", "ita_excel.core.apart.worker"]
_STARTED_WITH = "answer"
_NO_WINDOW = 0x08000000  # Windows' CREATE_NO_WINDOW

Said = tuple[dict[str, Any], bytes]


class GivenUp(InputError):
    """Nobody can say what is wrong with the file: it broke its reader, or took too much."""


class Broken(Exception):
    """What a reader said can't be: it is ended."""


class Reader:
    """One process."""

    def __init__(self, work: str) -> None:
        """Start it, without waiting until it is there."""
        frozen = getattr(sys, "frozen", False)
        called = [WORKER] if frozen else _COMMAND
        # Where this package and the others were found may be known to this process only.
        place = str(Path(__file__).resolve().parents[3])
        paths = dict.fromkeys([place, *(p for p in sys.path if p and os.path.isabs(p))])
        try:
            self._process = subprocess.Popen(
                [sys.executable, *called, work],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
                creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
            )
        except OSError as error:
            raise MachineError(limits.NO_READER, why=error) from error
        self._ready = False
        self._late = False

    def ask(self, words: dict[str, Any], data: bytes, most: int, seconds: float) -> Iterator[Said]:
        """Yield what it says; InputError for why the file can't be read."""
        self._await_start()
        assert self._process.stdin and self._process.stdout
        left = seconds
        started = time.monotonic()
        with self._watched(left):
            try:
                pipes.write(self._process.stdin, words, data)
            except OSError as error:
                raise Broken from error
        while True:
            left -= time.monotonic() - started
            with self._watched(left):
                said, content = self._frame(most)
            if "said" in said and isinstance(said["said"], dict):
                most -= len(content)
                yield said["said"], content
                started = time.monotonic()
            else:
                self._ended(said)
                return

    def _ended(self, said: dict[str, Any]) -> None:
        if said.get("end") is True:
            return
        why = said.get("refused")
        if isinstance(why, list) and len(why) == 2 and all(isinstance(t, str) for t in why):
            raise InputError(Text(*why))
        if said.get("memory"):
            self.stop()
            raise GivenUp(limits.TOO_MUCH_MEMORY)
        raise GivenUp(limits.BROKE_THE_READER)

    def _frame(self, most: int) -> Said:
        assert self._process.stdout
        try:
            return pipes.read(self._process.stdout, most)
        except (EOFError, OSError, ValueError, RecursionError, MemoryError) as error:
            raise Broken from error

    def _await_start(self) -> None:
        if self._ready:
            return
        with self._watched(limits.START_SECONDS):
            try:
                said, _ = self._frame(1000)
            except Broken as error:
                self.stop()
                code = self._process.returncode
                raise MachineError(limits.NO_READER, why=f"exit {code}") from error
        if "ready" not in said:
            raise Broken
        self._ready = True

    def _watched(self, seconds: float) -> _Watch:
        return _Watch(self, seconds)

    def out_of_time(self) -> None:
        """End it because it takes too long."""
        self._late = True
        self._process.kill()

    @property
    def late(self) -> bool:
        """Whether it was ended because it took too long."""
        return self._late

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        """End it and close its pipes."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with suppress(OSError):
                    stream.close()
        self._process.wait()


class _Watch:
    """Ends a reader when a stretch of waiting for it takes too long."""

    def __init__(self, reader: Reader, seconds: float) -> None:
        self._timer = threading.Timer(max(0.0, seconds), reader.out_of_time)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *exc: object) -> None:
        self._timer.cancel()


_idle: list[Reader] = []
_lock = threading.Lock()


def warm(work: str = _STARTED_WITH) -> None:
    """Start a reader that will be needed, so that it is there when it is."""
    with _lock:
        if not _idle:
            _idle.append(Reader(work))


def ask(
    work: str,
    words: dict[str, Any],
    data: bytes,
    most: int = limits.REPLY,
    seconds: float | None = None,
) -> Iterator[Said]:
    """Have a piece of work (`worker.WORKS`) done apart and yield what it says, as it says it.

    InputError: why the file can't be read, also where it broke the process that read it or took
    more than `seconds`. MachineError: no process can be started.
    """
    reader = _lent(work)
    allowed = limits.READ_SECONDS if seconds is None else seconds
    whole = False
    try:
        yield from reader.ask({"work": work, **words}, data, most, allowed)
        whole = True
    except InputError:
        whole = reader.alive  # it has said all that it had to say
        raise
    except Broken:
        why = limits.TOO_LONG if reader.late else limits.BROKE_THE_READER
        raise GivenUp(why.fill(seconds=f"{allowed:g}")) from None
    finally:
        _back(reader, whole)


def _lent(work: str) -> Reader:
    with _lock:
        while _idle:
            reader = _idle.pop()
            if reader.alive:
                return reader
            reader.stop()
    return Reader(work)


def _back(reader: Reader, whole: bool) -> None:
    if whole and reader.alive and not reader.late:
        with _lock:
            _idle.append(reader)
    else:
        reader.stop()


def close() -> None:
    """End all readers; those that are asked for later are started anew."""
    with _lock:
        readers = _idle[:]
        _idle.clear()
    for reader in readers:
        reader.stop()


atexit.register(close)
