"""One button at a time, also across processes, and the wish to stop what runs.

A lock of the operating system, which ends with the process that holds it: nothing is ever left
locked by a program that died.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

from ita_excel.core.errors import ItaExcelError
from ita_excel.core.language import Text

_ESCAPE = 0x1B  # Windows' virtual key code
_LOCKED_BYTE = 1 << 20  # far behind the text, which others must be able to read


NEVER_MIND = Text("ยกเลิกแล้ว ไม่มีสิ่งใดเปลี่ยนแปลง", "cancelled; nothing was changed")


class Cancelled(ItaExcelError):
    """The person asked to stop; nothing was changed."""


class Running:
    """The press that runs on this computer, this process's or another's."""

    def __init__(self, state: Path) -> None:
        self._path, self._stop = state / "running", state / "stop"
        self._file: IO[str] | None = None

    def start(self, button: str) -> bool:
        """Return whether this press may run; False while another does."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a+", encoding="utf-8")
        if not _lock(file):
            file.close()
            return False
        self._file = file
        file.truncate(0)
        file.write(button)
        file.flush()
        self._stop.unlink(missing_ok=True)
        return True

    def stop(self) -> None:
        """Let the next press run."""
        if self._file:
            self._file.close()  # which gives the lock back
            self._file = None
        self._stop.unlink(missing_ok=True)

    def button(self) -> str:
        """Return which button runs, '' if that can't be told."""
        try:
            return self._path.read_text("utf-8")
        except OSError:
            return ""

    def ask_to_stop(self) -> None:
        self._stop.touch()

    def check(self) -> None:
        """Raise Cancelled where somebody asked to stop, or holds Esc down in Excel (Windows)."""
        if self._stop.exists() or _escape_pressed():
            raise Cancelled(_STOPPED)


def _lock(file: IO[str]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(_LOCKED_BYTE)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _escape_pressed() -> bool:
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.user32.GetAsyncKeyState(_ESCAPE) & 0x8000)
    return False


_STOPPED = Text("หยุดตามที่ขอแล้ว สมุดงานไม่เปลี่ยนแปลง", "stopped as you asked; the workbook is unchanged")
