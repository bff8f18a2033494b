"""A desk for pressing buttons: the person's answers are given beforehand, what they saw is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ita_excel.buttons.desk import Desk

NOW = dt.datetime(2026, 1, 15, 9, 30)


@dataclass
class Person:
    """Answers questions from a list, and remembers every message."""

    agrees: list[bool] = field(default_factory=list)
    folders: list[Path | None] = field(default_factory=list)
    file_lists: list[Sequence[Path]] = field(default_factory=list)
    choices: list[list[int] | None] = field(default_factory=list)
    texts: list[str | None] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    warned: list[bool] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    shown: list[Path] = field(default_factory=list)

    def tell(self, text: str, *, wrong: bool = False) -> None:
        self.told.append(text)
        self.warned.append(wrong)

    def agree(self, question: str) -> bool:
        self.questions.append(question)
        return self.agrees.pop(0)

    def folder(self, title: str) -> Path | None:
        self.questions.append(title)
        return self.folders.pop(0)

    def files(self, title: str) -> Sequence[Path]:
        self.questions.append(title)
        return self.file_lists.pop(0)

    def choose(
        self, question: str, options: Sequence[str], chosen: Sequence[int]
    ) -> list[int] | None:
        self.questions.append("\n".join([question, *options]))
        return self.choices.pop(0)

    def text(self, question: str, default: str) -> str | None:
        self.questions.append(question)
        return self.texts.pop(0)

    @property
    def message(self) -> str:
        """The one message that the press ended with."""
        [only] = self.told
        return only


def desk(book: Any, person: Person, state: Path) -> Desk:
    return Desk(
        book,
        person,
        state,
        now=lambda: NOW,
        show=person.shown.append,
        person="ผู้ทดสอบ",
        patience=0.5,
    )


def contents(book: Any) -> dict[str, Any]:
    """Return what was typed or entered into every sheet: constants and formulas, not results."""
    found = {}
    for sheet in book.sheets:
        rows = list(sheet.impl.used_range.cells.getFormulaArray())
        while rows and not any(rows[-1]):
            rows.pop()
        found[sheet.name] = rows
    return found


def changed(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}
