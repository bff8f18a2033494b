"""How long a press of the button check takes: against the core's work and one bulk transfer.

`python -m tests.benchmarks.bench_press` prints the figures. The bound: at most twice what the pure
core and one bulk read and write of the same cells in the same Calc take together. Twice the core
and once the transfer, the narrower reading of the same sentence, is printed too.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ita_excel import buttons, schema
from ita_excel.grid import MemoryGrid
from ita_excel.rules.engine import validate
from ita_excel.sheets import findings_edits, read
from ita_excel.store.file import FileGrid
from tests.engine.calc import install
from tests.live.desks import Person, desk
from tests.workbooks import sample_workbook

ROUNDS = 7


def seconds(work: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """Return the shortest time of `work`; `before` runs each time and isn't counted."""
    taken = []
    for _ in range(ROUNDS):
        before()
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


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
            moved = seconds(transfer(book))
            alone = seconds(core(path))
            whole = seconds(press, before=forget)
            allowed = 2 * alone + moved
            print(f"core alone              {alone * 1000:7.0f} ms")
            print(f"bulk read and write     {moved * 1000:7.0f} ms")
            print(f"press of check          {whole * 1000:7.0f} ms")
            print(f"2 core + transfer       {allowed * 1000:7.0f} ms")
            print(f"press / (core + transfer) {whole / (alone + moved):7.2f}")
            return whole, allowed
    finally:
        app.quit()


if __name__ == "__main__":
    main()
