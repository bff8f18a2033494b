"""A progress bar for work that takes longer than a second, on a terminal only.

The bar is drawn by a thread of its own, because the longest steps are single calls (typst,
calamine) that tell nothing; the seconds beside it show that the program is alive. It is there only
while nothing is printed: `working` surrounds silent work, and takes the line away at its end.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from ita_excel.cli.bilingual import language_of, say
from ita_excel.cli.widths import width
from ita_excel.core.language import Language, Text
from ita_excel.jobs.occasion import Occasion, Watcher

T = TypeVar("T")
_PATIENCE = 1.0  # seconds a person waits without being told
_EVERY = 0.2  # seconds between two drawings
_WIDTH = 24  # of the bar


@dataclass(eq=False, slots=True)
class _Level:
    """Work in parts, one of which may itself be work in parts."""

    total: int
    done: int = 0


_levels: list[_Level] = []
_since = 0.0  # when the outermost work began
_line: _Line | None = None


@contextmanager
def working(what: Text, steps: int = 1) -> Iterator[None]:
    """Show a bar on stderr while the body works and prints nothing; `step` ends each of `steps`."""
    if _line is not None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        with _level(_Level(steps)):
            yield
        return
    with _level(_Level(steps)), _shown(what):
        yield


def step() -> None:
    """Say that one of the steps of the innermost `working` is done."""
    if _levels:
        _levels[-1].done += 1


def watched(items: Collection[T]) -> Iterator[T]:
    """Yield the items, each a part of the work: that shows in the bar around or within it.

    A bar of its own isn't shown: what becomes of an item may be printed.
    """
    level = _Level(len(items))
    with _level(level):
        for item in items:
            yield item
            level.done += 1


class Terminal(Watcher):
    """Shows how far a job is in the bar around it."""

    def step(self) -> None:
        step()

    def each(self, items: Collection[T]) -> Iterator[T]:
        return watched(items)

    def waiting(self, why: Text) -> None:
        quiet()
        say(why, err=True)


def occasion(person: str = "") -> Occasion:
    """Return the occasion of a command: now, and whoever gave it."""
    return Occasion(person=person, language=language_of(), watcher=Terminal())


def quiet() -> None:
    """Take the bar away for good, because something is to be printed."""
    if _line is not None:
        _line.end()


@contextmanager
def _level(level: _Level) -> Iterator[None]:
    global _since
    if not _levels:
        _since = time.monotonic()
    _levels.append(level)
    try:
        yield
    finally:
        _levels.remove(level)


def part_done() -> float:
    """Return how much of the outermost work is done, from 0 to 1."""
    done, scale = 0.0, 1.0
    for level in (*_levels,):  # which the work goes on to change
        scale /= max(level.total, 1)
        done += scale * min(level.done, level.total)
    return min(done, 1.0)


@contextmanager
def _shown(what: Text) -> Iterator[None]:
    global _line
    _line = _Line(what.say(language_of()), language_of())
    _line.start()
    try:
        yield
    finally:
        _line.end()
        _line = None


class _Line(threading.Thread):
    """Draws the bar until it is told to end."""

    def __init__(self, label: str, language: Language) -> None:
        super().__init__(daemon=True)
        self._label, self._language = label, language
        self._over = threading.Event()
        self._drawn = 0  # columns of the terminal

    def run(self) -> None:
        if self._over.wait(max(0.0, _since + _PATIENCE - time.monotonic())):
            return
        while True:
            self._draw()
            if self._over.wait(_EVERY):
                return

    def end(self) -> None:
        """Take the bar away and return when that is done."""
        self._over.set()
        self.join()
        if self._drawn:
            self._write("\r" + " " * self._drawn + "\r")
            self._drawn = 0

    def _draw(self) -> None:
        done = part_done()
        full = int(done * _WIDTH)
        minutes, seconds = divmod(int(time.monotonic() - _since), 60)
        rest = f" [{'#' * full}{'-' * (_WIDTH - full)}] {done:4.0%} {minutes}:{seconds:02}"
        label = self._label
        room = shutil.get_terminal_size().columns - 1 - len(rest)
        while label and width(label) > room:
            label = label[:-1]
        line = f"{label}{rest}"
        columns = width(line)
        self._write("\r" + line + " " * (self._drawn - columns))
        self._drawn = max(self._drawn, columns)

    def _write(self, text: str) -> None:
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except (OSError, ValueError):
            self._over.set()  # nobody looks any more
