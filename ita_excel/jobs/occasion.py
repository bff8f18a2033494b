"""When a job is done, by whom, and who watches it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from ita_excel.core.language import Language, Text

T = TypeVar("T")


class Watcher:
    """Who is told how far a job is. This one shows nothing; a shell has one of its own.

    Each call is a moment at which the job may be stopped: an `ItaExcelError` raised here ends it
    before anything is written.
    """

    def step(self) -> None:
        """One of the steps of the job is done."""

    def each(self, items: Collection[T]) -> Iterator[T]:
        """Yield the items, each a part of the present step."""
        return iter(items)

    def waiting(self, why: Text) -> None:
        """Nothing happens for a while, and why."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """The moment of a job (local time) and the person whose wish it is.

    `language` is that of the findings which a job writes into the workbook.
    """

    moment: dt.datetime = field(default_factory=dt.datetime.now)
    person: str = ""
    language: Language = "th"
    watcher: Watcher = field(default_factory=Watcher, compare=False, repr=False)
