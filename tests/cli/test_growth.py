"""The work of the long commands grows with the rows: ten times the rows, ten times the work.

Work is counted and not timed: lines that Python runs and functions written in C that it calls, so
that a busy machine changes nothing. How long it takes is `tests.benchmarks.bench_growth`'s business.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from ita_excel.cli import main
from tests.benchmarks import growing_books

SMALL, LARGE = 60, 360
AT_MOST = 1.1


class Work:
    """Counts the lines that run below this package, loops of one line each time round too."""

    def __init__(self) -> None:
        self.lines = 0

    def _line(self, frame: FrameType, event: str, argument: Any) -> Callable[..., Any]:
        self.lines += 1
        return self._line

    def of(self, arguments: list[str]) -> int:
        """Return the work of one run of the program in this process."""
        self.lines = 0
        sys.settrace(self._line)
        try:
            main(arguments)
        except SystemExit as done:
            assert done.code in (0, 1), done.code
        finally:
            sys.settrace(None)
        return self.lines


def fill(rows: int, folder: Path) -> list[str]:
    return ["fill", str(growing_books.plan_only(rows, folder / f"plan-{rows}.xlsx"))]


def validate(rows: int, folder: Path) -> list[str]:
    return ["validate", "--write", str(growing_books.faulty(rows, folder / f"faulty-{rows}.xlsx"))]


def again(rows: int, folder: Path) -> list[str]:
    """A workbook that was checked before, of which half of the findings have gone since."""
    path = str(growing_books.faulty(rows, folder / f"again-{rows}.xlsx"))
    with pytest.raises(SystemExit):
        main(["validate", "--write", path])
    return ["validate", "--write", "--fix", "--ignore", "R413", path]


def export(rows: int, folder: Path) -> list[str]:
    path = growing_books.reported(rows, folder / f"reported-{rows}.xlsx")
    formats = "docx,html,csv,json"  # the work of typst isn't Python's
    return ["export", str(path), "-o", str(folder / f"out-{rows}"), "--format", formats]


@pytest.mark.parametrize("command", [fill, validate, again, export])
def test_the_work_grows_with_the_rows(
    command: Callable[[int, Path], list[str]], tmp_path: Path
) -> None:
    work = Work()
    work.of(command(5, tmp_path))  # imports and what is made once
    few, many = work.of(command(SMALL, tmp_path)), work.of(command(LARGE, tmp_path))
    exponent = math.log(many / few) / math.log(LARGE / SMALL)
    assert exponent <= AT_MOST, f"{few} lines for {SMALL} rows, {many} for {LARGE}"


def test_work_that_grows_with_the_square_is_found() -> None:
    counted = []
    for size in (SMALL, LARGE):
        work = Work()
        sys.settrace(work._line)
        _quadratic(size)
        sys.settrace(None)
        counted.append(work.lines)
    assert math.log(counted[1] / counted[0]) / math.log(LARGE / SMALL) > 1.8


def _quadratic(size: int) -> list[list[int]]:
    links = list(range(size))
    return [[i for i in links if i == index] for index in range(size)]
