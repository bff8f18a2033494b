"""Asking the person: yes or no, a choice, a text, a folder, files. None, False: "never mind"."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from ita_excel.core.errors import MachineError
from ita_excel.core.language import Text
from ita_excel.thai.digits import to_arabic

TITLE = "ITA"
_FOLDER_PICKER, _FILE_PICKER = 4, 3  # Office's MsoFileDialogType
_TEXT = 2  # the type of answer that Excel's InputBox is to give
LONGEST_QUESTION = 255  # characters, of Excel's InputBox
_LONGEST_OPTION = 120
_CHOSEN = -1  # what FileDialog.Show returns for its main button


class Asking(Protocol):
    """How a person is told and asked."""

    def tell(self, text: str, *, wrong: bool = False) -> None: ...

    def agree(self, question: str) -> bool: ...

    def folder(self, title: str) -> Path | None: ...

    def files(self, title: str) -> Sequence[Path]: ...

    def choose(
        self, question: str, options: Sequence[str], chosen: Sequence[int]
    ) -> list[int] | None: ...

    def text(self, question: str, default: str) -> str | None: ...


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

    def choose(
        self, question: str, options: Sequence[str], chosen: Sequence[int]
    ) -> list[int] | None:
        """Return the places of the options whose numbers were typed: Excel has no list to tick.

        Options that don't fit Excel's box are asked for in several, one after the other.
        """
        numbers: set[int] = set()
        for prompt, places in _boxes(question, options):
            typed = ", ".join(str(place + 1) for place in chosen if place in places)
            picked = self._numbers(prompt, typed, places)
            if picked is None:
                return None
            numbers |= picked
        return sorted(numbers)

    def _numbers(self, prompt: str, typed: str, places: range) -> set[int] | None:
        """Ask until the answer holds nothing but the numbers of options (from 1)."""
        while True:
            answer = self.text(prompt, typed)
            if answer is None:
                return None
            words = re.split(r"[\s,;]+", to_arabic(answer).strip(" ,;"))
            if all(w.isascii() and w.isdigit() and int(w) - 1 in places for w in words if w):
                return {int(w) - 1 for w in words if w}
            typed = answer

    def text(self, question: str, default: str) -> str | None:
        answer = self._app.api.InputBox(question, TITLE, default, Type=_TEXT)
        return None if answer is False else str(answer)

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

    def choose(
        self, question: str, options: Sequence[str], chosen: Sequence[int]
    ) -> list[int] | None:
        listed = [f"{place}. {option}" for place, option in enumerate(options, 1)]
        before = ", ".join(_quoted(listed[place]) for place in chosen)
        lines = self._said(
            f"set chosen to choose from list {{{', '.join(map(_quoted, listed))}}} "
            f"with prompt {_quoted(question)} default items {{{before}}} "
            "with multiple selections allowed and empty selection allowed",
            "if chosen is false then error number -128",
            'set found to ""',
            "repeat with one in chosen",
            "set found to found & one & linefeed",
            "end repeat",
            "found",
        )
        if lines is None:
            return None
        return [int(line.split(".")[0]) - 1 for line in lines if line]

    def text(self, question: str, default: str) -> str | None:
        lines = self._said(
            f"text returned of (display dialog {_quoted(question)} "
            f"default answer {_quoted(default)} with title {_quoted(TITLE)})"
        )
        return None if lines is None else "\n".join(lines)

    def _choose(self, *lines: str) -> list[Path]:
        return [Path(line) for line in self._said(*lines) or () if line]

    @staticmethod
    def _said(*lines: str) -> list[str] | None:
        """Return the lines that a script gives; a cancelled dialog ends osascript with an error."""
        words = [word for line in lines for word in ("-e", line)]
        done = subprocess.run(["osascript", *words], capture_output=True, text=True, check=False)
        return None if done.returncode else done.stdout.splitlines()


class NoAsking(_Messages):
    """Where there are no file dialogs: the command line does the same."""

    def folder(self, title: str) -> Path | None:
        raise MachineError(_NO_DIALOGS)

    def files(self, title: str) -> Sequence[Path]:
        raise MachineError(_NO_DIALOGS)

    def choose(
        self, question: str, options: Sequence[str], chosen: Sequence[int]
    ) -> list[int] | None:
        raise MachineError(_NO_DIALOGS)

    def text(self, question: str, default: str) -> str | None:
        raise MachineError(_NO_DIALOGS)


def asking_for(app: Any) -> Asking:
    """Return the way of asking that this system has."""
    if sys.platform == "win32":
        return WindowsAsking(app)
    return MacAsking(app) if sys.platform == "darwin" else NoAsking(app)


def _boxes(question: str, options: Sequence[str]) -> Iterator[tuple[str, range]]:
    """Yield prompts that fit Excel's box, each with the places of its options."""
    prompt, first = f"{question} (1, 2, …):", 0
    for place, option in enumerate(options):
        line = f"\n{place + 1} {option}"[:_LONGEST_OPTION]
        if place > first and len(prompt) + len(line) > LONGEST_QUESTION:
            yield prompt, range(first, place)
            prompt, first = f"{question} (1, 2, …):", place
        prompt += line
    yield prompt, range(first, len(options))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_NO_DIALOGS = Text(
    "เครื่องนี้ไม่มีหน้าต่างเลือกไฟล์ของ Excel โปรดใช้คำสั่ง ita-excel ในเทอร์มินัลแทน",
    "there are no file dialogs of Excel here: use the command ita-excel in a terminal",
)
