"""The command as the oracle runs it: in this process without what is judged elsewhere, or apart."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from ita_excel.core.apart import readers, worker
from ita_excel.core.errors import InputError
from ita_excel.store.file import FileGrid
from tests import command


@contextlib.contextmanager
def quickly() -> Iterator[None]:
    """Leave out what costs most and is judged elsewhere: reading in processes apart, what
    formulas give.
    """
    apart, warm, calculate = readers.ask, readers.warm, FileGrid.calculate

    def ask(work, said, data, *_, **__):
        try:
            yield from worker.load(work)(said, data)
        except (InputError, KeyboardInterrupt):
            raise
        except Exception as error:
            raise BrokenReader(f"{type(error).__name__}: {error}") from error

    readers.ask, readers.warm = ask, lambda *_: None  # type: ignore[assignment]
    FileGrid.calculate = lambda *_: None  # type: ignore[method-assign]
    try:
        yield
    finally:
        readers.ask, readers.warm = apart, warm
        FileGrid.calculate = calculate  # type: ignore[method-assign]


class BrokenReader(Exception):
    """A file broke its reader: there it would be refused, here it is a fault."""


def command_apart(*said: object) -> command.Ran:
    """Run the true command, which reads each file in a process apart."""
    done = subprocess.run(
        [sys.executable, "-m", "ita_excel", "--lang", "th", *map(str, said)],
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    return command.Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
