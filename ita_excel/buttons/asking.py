"""Asking the person: yes or no, for a folder, for files. None or False means "never mind"."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from ita_excel.errors import MachineError
from ita_excel.language import Text

TITLE = "ITA"
_FOLDER_PICKER, _FILE_PICKER = 4, 3  # Office's MsoFileDialogType
_CHOSEN = -1  # what FileDialog.Show returns for its main button


class Asking(Protocol):
    """How a person is told and asked."""

    def tell(self, text: str, *, wrong: bool = False) -> None: ...

    def agree(self, question: str) -> bool: ...

    def folder(self, title: str) -> Path | None: ...

    def files(self, title: str) -> Sequence[Path]: ...


class _Messages:
    """Messages and questions, which xlwings has for every system."""

    def __init__(self, app: Any) -> None:
        self._app = app

    def tell(self, text: str, *, wrong: bool = False) -> None:
        self._app.alert(text, TITLE, "ok", "critical" if wrong else "info")

    def agree(self, question: str) -> bool:
        return bool(self._app.alert(question, TITLE, "yes_no") == "yes")


class WindowsAsking(_Messages):
    """Excel's own file dialogs."""

    def folder(self, title: str) -> Path | None:
        chosen = self._dialog(_FOLDER_PICKER, title, several=False)
        return chosen[0] if chosen else None

    def files(self, title: str) -> Sequence[Path]:
        return self._dialog(_FILE_PICKER, title, several=True)

    def _dialog(self, kind: int, title: str, *, several: bool) -> list[Path]:
        dialog = self._app.api.FileDialog(kind)
        dialog.Title = title
        dialog.AllowMultiSelect = several
        if dialog.Show() != _CHOSEN:
            return []
        items = dialog.SelectedItems
        return [Path(str(items(number))) for number in range(1, items.Count + 1)]


class MacAsking(_Messages):
    """macOS's file dialogs, asked for by AppleScript."""

    def folder(self, title: str) -> Path | None:
        chosen = self._choose(f"POSIX path of (choose folder with prompt {_quoted(title)})")
        return chosen[0] if chosen else None

    def files(self, title: str) -> Sequence[Path]:
        return self._choose(
            f"set chosen to choose file with prompt {_quoted(title)} "
            "with multiple selections allowed",
            'set found to ""',
            "repeat with one in chosen",
            "set found to found & POSIX path of one & linefeed",
            "end repeat",
            "found",
        )

    @staticmethod
    def _choose(*lines: str) -> list[Path]:
        words = [word for line in lines for word in ("-e", line)]
        done = subprocess.run(["osascript", *words], capture_output=True, text=True, check=False)
        # A cancelled dialog ends osascript with an error.
        return [Path(line) for line in done.stdout.splitlines() if line and not done.returncode]


class NoAsking(_Messages):
    """Where there are no file dialogs: the command line does the same."""

    def folder(self, title: str) -> Path | None:
        raise MachineError(_NO_DIALOGS)

    def files(self, title: str) -> Sequence[Path]:
        raise MachineError(_NO_DIALOGS)


def asking_for(app: Any) -> Asking:
    """Return the way of asking that this system has."""
    if sys.platform == "win32":
        return WindowsAsking(app)
    return MacAsking(app) if sys.platform == "darwin" else NoAsking(app)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_NO_DIALOGS = Text(
    "เครื่องนี้ไม่มีหน้าต่างเลือกไฟล์ของ Excel โปรดใช้คำสั่ง ita-excel ในเทอร์มินัลแทน",
    "there are no file dialogs of Excel here: use the command ita-excel in a terminal",
)
