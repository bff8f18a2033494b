"""How fast a workbook is filled in place: `python -m tests.benchmarks.bench_fill`.

Prints ratios of one run on one machine, best of several, each in a process of its own:

- against openpyxl (load, edit, save of the same book): times without imports, and peak memory;
- against WolfXL (`modify=True`, the same edit): the whole process, imports and all.

Last, without a rival: what `ita-excel fill` does with a plan of 20,000 actions, step by step, and
the whole command against `validate --no-write` of the workbook that it filled.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks import big_books
from tests.benchmarks.books import large_book, sample_book

ROUNDS = 5
CONTENDERS = {
    "ita_excel": """
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.ooxml.package import Package
from ita_excel.store.saving import save_package
import ita_excel.ooxml.batch, ita_excel.ooxml.receipt, ita_excel.store.saving, ita_excel.ooxml.sheetwriting  # else imported late
def fill():
    package = Package.open(source)
    package.apply(SetCell(CellRef.parse(sheet, a1), value) for a1, value in cells.items())
    save_package(package, target)
""",
    "openpyxl": """
import openpyxl
def fill():
    book = openpyxl.load_workbook(source)
    page = book[sheet]
    for a1, value in cells.items():
        page[a1].value = value
    book.save(target)
""",
    "wolfxl": """
import wolfxl
def fill():
    book = wolfxl.load_workbook(source, modify=True)
    page = book[sheet]
    for a1, value in cells.items():
        page[a1].value = value
    book.save(target)
""",
}
RUN = """
import json, re, sys, time
source, target, sheet, cells = json.load(sys.stdin)
{contender}
start = time.perf_counter()
fill()
seconds = time.perf_counter() - start
# Not getrusage: there a child starts from what its parent had.
peak = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]
print(json.dumps([seconds, int(peak) / 1024]))
"""


COMMAND = """
import datetime as dt, json, re, sys, time
from ita_excel.sheets import filling, history
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
source = json.load(sys.stdin)
steps, start = {}, time.perf_counter()
def done(step):
    steps[step] = time.perf_counter() - start - sum(steps.values())
grid = FileGrid(source)
reading = read(grid)
done("read")
filled = filling.fill(reading)
moment = dt.datetime(2022, 4, 1)
log = history.entries(reading, filled.edits, history.Source("fill", moment))
done("work out")
grid.apply([*filled.edits, *log])
done("write")
grid.complete()
done("work out what formulas give")
grid.save()
done("prove and save")
peak = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]
print(json.dumps([filled.added, steps, int(peak) / 1024]))
"""
ACTIONS = 20_000
OWN_ACTIONS = 4_000  # of a workbook made from the template, with 37 formulas an action


class Best(NamedTuple):
    """The best of several runs: seconds in `fill`, seconds of the process, megabytes."""

    inside: float
    process: float
    memory: float


class Task(NamedTuple):
    """A book and what is filled into it."""

    name: str
    path: Path
    sheet: str
    cells: dict[str, str]


def measure(task: Task, folder: Path) -> dict[str, Best]:
    """Fill the book several times by each contender, in turn, each time in a new process."""
    given = json.dumps([str(task.path), str(folder / "out.xlsx"), task.sheet, task.cells])
    best = {}
    for _ in range(ROUNDS):
        for who, contender in CONTENDERS.items():
            code = RUN.format(contender=contender)
            start = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-c", code],
                input=given, capture_output=True, text=True, check=True,
            )  # fmt: skip
            inside, memory = json.loads(done.stdout)
            run = Best(inside, time.perf_counter() - start, memory)
            best[who] = Best(*map(min, run, best.get(who, run)))
    return best


def tasks(folder: Path) -> list[Task]:
    """Return the fillings that are measured."""
    sample, sheet, cells = sample_book(folder)
    large = large_book(folder)
    rows = range(2, 20_002)
    few = {f"{column}{row}": f"ผลที่ {row}" for row in rows[::100] for column in "IJKLM"}
    column = {f"J{row}": f"ผลการดำเนินการ {row % 1000}" for row in rows}
    return [
        Task("sample", sample, sheet, cells),
        Task("20,000 x 16, 1,000 cells filled", large, "Results", few),
        Task("20,000 x 16, 20,000 cells filled", large, "Results", column),
    ]


def command(folder: Path) -> None:
    """Print what filling the rows of a long plan takes, their entries in the history with it:
    of a plain workbook, then of one of ours, whose formulas get their results."""
    tables = big_books.big(2 * ACTIONS)
    plan = big_books.write({**tables, "Results": []}, folder / "plan.xlsx")
    _filled(plan)
    filling, checking = (_process(c, plan) for c in (["fill"], ["validate", "--no-write"]))
    print(f"  the command {filling:.1f} s, {filling / checking:.1f} times validate --no-write")
    _filled(big_books.write_own(OWN_ACTIONS, folder / "own.xlsx"))


def _process(command: list[str], book: Path) -> float:
    start = time.perf_counter()
    name, *options = command
    done = subprocess.run(
        [sys.executable, "-m", "ita_excel", name, str(book), *options],
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr.decode()
    return time.perf_counter() - start


def _filled(book: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", COMMAND],
        input=json.dumps(str(book)), capture_output=True, text=True, check=True,
    )  # fmt: skip
    added, steps, memory = json.loads(ran.stdout)
    told = ", ".join(f"{step} {seconds:.1f}" for step, seconds in steps.items())
    total = sum(steps.values())
    print(
        f"fill, {added:,} rows of results and their history: {total:.1f} s ({told}), {memory:.0f} MB"
    )


def main() -> None:
    """Print a line of ratios for each filling."""
    with tempfile.TemporaryDirectory() as name:
        for task in tasks(Path(name)):
            ours, openpyxl, wolfxl = measure(task, Path(name)).values()
            print(f"{task.name}: {ours.inside:.3f} s, {ours.memory:.0f} MB")
            print(f"  openpyxl / ours: {openpyxl.inside / ours.inside:.1f} (time)", end=", ")
            print(f"{openpyxl.memory / ours.memory:.1f} (memory)")
            print(f"  ours / WolfXL:   {ours.process / wolfxl.process:.2f} (whole process)")
        command(Path(name))


if __name__ == "__main__":
    main()
