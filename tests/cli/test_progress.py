"""Long work shows how far it is: on a terminal only, after a second, and the line goes away."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from ita_excel.cli import progress
from ita_excel.core.language import Text
from tests.benchmarks import growing_books

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo terminals")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def wait_for(terminal: Terminal, text: str) -> None:
    """Wait until it stands there, however busy the machine is."""
    until = time.monotonic() + 60
    while text not in terminal.getvalue() and time.monotonic() < until:
        time.sleep(0.01)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal on which work is told of at once; so is the language, without a command."""
    stream = Terminal()
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=stream))
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    monkeypatch.setattr(progress, "_EVERY", 0.01)
    monkeypatch.setattr(progress, "language_of", lambda: "en")
    return stream


def test_steps_and_their_parts_add_up(terminal: Terminal) -> None:
    seen = []
    with progress.working(Text("กำลังตรวจ", "checking"), steps=2):
        for _ in progress.watched([1, 2, 3, 4]):
            seen.append(progress.part_done())
        progress.step()
        seen.append(progress.part_done())
        wait_for(terminal, "50%")
    assert seen == [0, 0.125, 0.25, 0.375, 0.5]
    written = terminal.getvalue()
    assert "checking [############------------]  50% 0:00" in written
    assert written.endswith("\r"), "the line is taken away"


def test_the_bar_spans_all_files(terminal: Terminal) -> None:
    seen = []
    for _ in progress.watched([1, 2]):
        with progress.working(Text("ก", "a"), steps=2):
            progress.step()
            seen.append(progress.part_done())
    assert seen == [0.25, 0.75]


def test_nothing_is_drawn_where_nobody_looks(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "isatty", lambda: False)
    with progress.working(Text("ก", "a")):
        time.sleep(0.05)
    assert terminal.getvalue() == ""


def test_an_error_takes_the_line_away_too(terminal: Terminal) -> None:
    with pytest.raises(ValueError), progress.working(Text("ก", "a")):
        wait_for(terminal, "[")
        raise ValueError
    assert terminal.getvalue().endswith("\r")
    assert progress.part_done() == 0


@posix
@pytest.mark.parametrize("command", ["fill", "validate", "export", "split"])
def test_one_file_is_told_of_on_a_terminal(command: str, tmp_path: Path) -> None:
    """A real terminal; that a person waits no second is all that is set otherwise."""
    import pty

    make = growing_books.plan_only if command == "fill" else growing_books.reported
    path = make(300, tmp_path / "b.xlsx")
    more = ["-o", str(tmp_path / "out")] if command in ("export", "split") else []
    script = (
        "import sys; from ita_excel.cli import main, progress; progress._PATIENCE = 0.0; "
        "progress._EVERY = 0.01; main(sys.argv[1:])"
    )
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", script, "--lang", "en", command, str(path), *more],
        stdout=subprocess.DEVNULL, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    told = _all_of(ours)
    assert process.wait() in (0, 1)
    assert "%" in told and "[#" in told, told[-300:]
    assert "\x1b" not in told, "nothing that a plain terminal doesn't know"


def _all_of(handle: int) -> str:

    told = b""
    while True:
        try:
            piece = os.read(handle, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not piece:
            break
        told += piece
    os.close(handle)
    return told.decode(errors="replace")
