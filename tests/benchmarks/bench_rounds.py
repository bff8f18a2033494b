"""Both rounds of a long plan filled: `python -m tests.benchmarks.bench_rounds [ACTIONS …]`.

Fills the results of round 6, fills them in, fills again, carries them into round 12, fills again
without and with changes in the plan. Each `fill` is compared with `validate --no-write` of the
workbook that it left. The limits: at most `LIMIT` times as long, where a row is made for each
action `MADE_LIMIT` times, and for each action at most `GROWTH` times as long as with the fewest.
Processor seconds, so that other work on the machine doesn't count.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ita_excel.core.grid import Edit, SetCell
from ita_excel.core.values import Value
from ita_excel.sheets import Reading, read, set_field
from ita_excel.store.file import FileGrid
from tests.benchmarks import growing_books
from tests.benchmarks.bench_growth import measured
from tests.benchmarks.big_books import WORDS

SIZES = (500, 1000, 2000, 4000)
LIMIT, MADE_LIMIT, GROWTH, BEST_OF = 2.0, 3.0, 1.2, 2
CHANGED = 10  # each tenth action is changed in the plan


class Step(NamedTuple):
    """One `fill`: what it is, its options, and what somebody does to the workbook before."""

    name: str
    options: tuple[str, ...] = ()
    before: Callable[[Reading], list[Edit]] | None = None
    limit: float = LIMIT


def _answered(reading: Reading) -> list[Edit]:
    """Return the edits by which every row of results says something."""
    edits: list[Edit] = []
    for number, record in enumerate(reading.results):
        values: dict[str, Value] = {
            "status": "ดำเนินการแล้ว",
            "outcome": f"{WORDS[number % 10]} จำนวน {number} คน ณ ศาลาประชาคม",
            "problems": f"ผู้เข้าร่วม {number} คน มีเวลาน้อย",
            "evidence": f"https://www.example.go.th/news/{number}",
        }
        for field, value in values.items():
            edits += set_field(record.block, record.row, field, value)
    return edits


def _replanned(reading: Reading) -> list[Edit]:
    """Return the edits by which each tenth action gets other words in the plan."""
    return [
        SetCell(record.at("text"), f"{record.typed('text')} (ปรับแผน)")
        for record in reading.plan[::CHANGED]
    ]


STEPS = (
    Step("first fill", limit=MADE_LIMIT),
    Step("again, answered", before=_answered),
    Step("round 12", ("--round", "12"), limit=MADE_LIMIT),
    Step("again, both rounds", ("--round", "12")),
    Step("plan changed, both", ("--round", "12"), _replanned),
)


def measure(actions: int, folder: Path) -> Iterator[tuple[Step, float, float]]:
    """Yield each step, its seconds, and those of `validate --no-write` after it."""
    book, copy = growing_books.plan_only(actions, folder / "book.xlsx"), folder / "copy.xlsx"
    for step in STEPS:
        if step.before:
            _typed(book, step.before)
        fill = min(_filled(book, copy, step.options) for _ in range(BEST_OF))
        shutil.copy(copy, book)
        check = min(measured(["validate", "--no-write", str(book)])[0] for _ in range(BEST_OF))
        yield step, fill, check


def _filled(book: Path, copy: Path, options: tuple[str, ...]) -> float:
    shutil.copy(book, copy)
    return measured(["fill", str(copy), *options])[0]


def _typed(book: Path, before: Callable[[Reading], list[Edit]]) -> None:
    """Change the workbook as a program does that neither proves nor calculates what it saves."""
    grid = FileGrid(book)
    grid.package.apply(before(read(grid)))
    with book.open("wb") as file:
        grid.package.write_to(file)


def main(words: Sequence[str] = ()) -> None:
    """Print what each step takes; end with 1 where one is beyond a limit."""
    sizes = sorted(map(int, words)) or list(SIZES)
    fewest: dict[str, float] = {}
    wrong: list[str] = []
    for actions in sizes:
        with tempfile.TemporaryDirectory() as name:
            for step, fill, check in measure(actions, Path(name)):
                what, each = step.name, fill / actions
                growth, ratio = each / fewest.setdefault(what, each), fill / check
                print(
                    f"{actions:6,} actions, {what:18} {fill:6.2f} s, validate {check:6.2f} s: "
                    f"{ratio:4.2f} times; {growth:4.2f} times as long for each action",
                    flush=True,
                )
                if ratio > step.limit:
                    wrong.append(f"{what}: {ratio:.2f} times validate with {actions}")
                if growth > GROWTH:
                    wrong.append(f"{what}: {growth:.2f} times as long for each of {actions}")
    if wrong:
        sys.exit("; ".join(wrong))


if __name__ == "__main__":
    main(sys.argv[1:])
