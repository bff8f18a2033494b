"""How long a press of the button check takes: against the core's work and one bulk transfer.

`python -m tests.benchmarks.bench_press` prints the figures. The bound: at most twice the pure core
and once a bulk read and write of the same cells in the same Calc. It holds: a press takes about as
long as the transfer alone. What it asks besides (sheets, tables, protection, merged cells, links,
the formulas for a way back) is made up for: it reads each used range as it is, not a range made
anew, and a code like P305 is entered as the text it is, where the transfer has it recognised.

All of it is short calls to another process. On two processors, waking each other takes longer than
most calls do, and now and then half as long again. So both processes share one, and the three are
measured in turn, each by its shortest time.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ita_excel import buttons, schema
from ita_excel.core.grid import MemoryGrid
from ita_excel.rules.engine import validate
from ita_excel.sheets import findings_edits, read
from ita_excel.store.file import FileGrid
from tests.engine.calc import install
from tests.live.desks import Person, desk
from tests.workbooks import sample_workbook

ROUNDS = 15


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def on_one_processor() -> None:
    """Run this process, and the office that it starts, on one processor (Linux)."""
    if sys.platform == "linux":
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def core(path: Path) -> Callable[[], object]:
    """Return the pure core's part of a press: reading, rules, edits, in memory."""
    file = FileGrid(path)
    sheets = {name: file.rows(name) for name in file.sheets()}
    tables = list(file.tables().values())

    def work() -> None:
        grid = MemoryGrid(sheets, tables)
        reading = read(grid)
        grid.apply(findings_edits(reading, validate(reading)))

    return work


def transfer(book: Any) -> Callable[[], object]:
    """Return one bulk read of every table's sheet and one bulk write of the findings' block."""
    sheets = [book.sheets[table.sheet] for table in schema.TABLES]
    findings = book.sheets[schema.FINDINGS.sheet]
    rows = findings.used_range.last_cell.row
    block = findings.range((schema.FINDINGS.header_row + 1, 1), (max(rows, 5), 6))
    values = [list(row) for row in block.formula]  # what a press writes, links and all

    def work() -> None:
        for sheet in sheets:
            last = sheet.used_range.last_cell
            _ = sheet.range((1, 1), (last.row, last.column)).options(ndim=2).value
        block.value = values

    return work


def main() -> tuple[float, float]:
    """Return what a press takes and what it may take, in seconds."""
    on_one_processor()
    install()
    import xlwings

    app = xlwings.App(add_book=False)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = sample_workbook(Path(folder) / "b.xlsx")
            book = app.books.open(str(path))

            def press() -> None:
                buttons.check(desk(book, Person(), Path(folder) / "state"))

            def forget() -> None:
                findings = book.sheets[schema.FINDINGS.sheet]
                first = schema.FINDINGS.header_row + 1
                findings.range((first, 1), (first + 60, 6)).clear_contents()

            press()  # what is imported at the first press is not counted
            moving, thinking = transfer(book), core(path)
            rounds = []
            for _ in range(ROUNDS):
                forget()  # or the press would find that it has nothing to write
                rounds.append((seconds(press), seconds(moving), seconds(thinking)))
            whole, moved, alone = (min(times) for times in zip(*rounds, strict=True))
            allowed = 2 * alone + moved
            print(f"core alone              {alone * 1000:7.0f} ms")
            print(f"bulk read and write     {moved * 1000:7.0f} ms")
            print(f"press of check          {whole * 1000:7.0f} ms")
            print(f"2 core + transfer       {allowed * 1000:7.0f} ms")
            print(f"press / bound           {whole / allowed:7.2f}")
            return whole, allowed
    finally:
        app.quit()


if __name__ == "__main__":
    main()
