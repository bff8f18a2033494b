"""Collecting 100 returned workbooks into a master of 2,000 rows, against merely reading them.

Processor seconds, those of the processes that read the files included, so that other work on the
machine doesn't count. The limits: at most one and a half times what pandas needs to read the 100
files, every sheet; at most a tenth more than if the files were read in the same process instead of
in others; four times as many files and rows at most `GROWTH` times four times as long. Against
pandas over calamine one and a half times is wanted and not reached: `CALAMINE_LIMIT` keeps what is.
Run: python -m tests.benchmarks.bench_collect
"""

from __future__ import annotations

import datetime as dt
import gc
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

from ita_excel.cli import ALLOCATIONS
from ita_excel.core.apart import readers
from ita_excel.dispatch import answer_worker
from ita_excel.dispatch.collect import State, collect
from ita_excel.dispatch.inbox import find
from ita_excel.merging.merge import Moment
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from tests.dispatch.files import make_master, split

UNITS, FEWER, ROWS, LIMIT = 100, 4, 20, 1.5
APART_LIMIT = 1.1
CALAMINE_WANTED, CALAMINE_LIMIT = 1.5, 4.0
GROWTH = 1.3
OUTCOME = (
    "จัดทำสถิติการให้บริการและเผยแพร่บนเว็บไซต์ของหน่วยงานเมื่อวันที่ {day} มีนาคม ๒๕๖๕ จำนวน {n} ครั้ง "
    "พร้อมประชาสัมพันธ์ผ่านสื่อสังคมออนไลน์และป้ายประกาศของหน่วยงาน"
)


def prepare(folder: Path, number: int = UNITS) -> tuple[Path, Path]:
    """Make a master, and an answered workbook of 20 rows from each of so many units."""
    units = [f"กองที่ {n}" for n in range(1, number + 1)]
    rows = [
        {
            "key": f"K{u:03}X{n:02}",
            "text": f"วิธีการดำเนินงานที่ {n} ของหน่วยงานที่ {u}",
            "responsible": unit,
        }
        for u, unit in enumerate(units)
        for n in range(ROWS)
    ]
    master = make_master(folder / "master.xlsx", rows, units)
    inbox = folder / "inbox"
    for path in split(master, inbox).values():
        _answer(path)
    return master, inbox


def _answer(path: Path) -> None:
    grid = FileGrid(path)
    reading = read(grid)
    from ita_excel.sheets import set_field

    edits = []
    for number, record in enumerate(reading.results):
        values = {
            "status": "ดำเนินการแล้ว",
            "outcome": OUTCOME.format(day=number + 1, n=number * 3),
            "problems": "ไม่มี",
            "evidence": f"https://www.example.go.th/{record.value.key}",
            "reported_on": dt.date(2022, 3, 1 + number),
            "reported_by": "ผู้รายงาน",
        }
        for field, value in values.items():
            edits += set_field(record.block, record.row, field, value)
    grid.apply(edits)
    grid.save()


def spent() -> float:
    """Return the processor seconds of this process and of those that it has ended."""
    readers.close()
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def run_collect(master: Path, inbox: Path, out: Path, number: int = UNITS) -> float:
    started = spent()
    readers.warm()
    grid = FileGrid(master)
    result = collect(read(grid), find([inbox]), Moment("collect", dt.datetime(2022, 4, 1)))
    grid.apply(result.merged.edits)
    grid.save(out)
    elapsed = spent() - started
    assert sum(r.state is State.MERGED for r in result.files) == number
    assert len(result.merged.written) == number * ROWS * 6
    out.unlink()
    return elapsed


def run_here(master: Path, inbox: Path, out: Path) -> float:
    """Collect with the files read in this process, as no command does."""
    apart = readers.ask
    readers.ask = lambda _, words, data, **more: answer_worker.work(words, data)  # type: ignore[assignment]
    try:
        return run_collect(master, inbox, out)
    finally:
        readers.ask = apart


def run_pandas(inbox: Path, engine: str | None) -> float:
    import warnings

    import pandas

    warnings.simplefilter("ignore")  # that its default reader will change one day

    started = spent()
    for path in sorted(inbox.glob("*.xlsx")):
        pandas.read_excel(path, sheet_name=None, engine=engine)
    return spent() - started


def measure(rounds: int = 3) -> dict[str, float]:
    """Return the seconds of each, the median of a few rounds taken in turn."""
    with tempfile.TemporaryDirectory() as name:
        folder, fewer = Path(name), Path(name, "fewer")
        fewer.mkdir()
        master, inbox = prepare(folder)
        small, answers = prepare(fewer, UNITS // FEWER)
        times: dict[str, list[float]] = {
            "collect": [],
            "collect, read here": [],
            "collect a quarter": [],
            "pandas": [],
            "pandas with calamine": [],
        }
        for _ in range(rounds):
            times["collect"].append(run_collect(master, inbox, folder / "merged.xlsx"))
            times["collect, read here"].append(run_here(master, inbox, folder / "here.xlsx"))
            few = run_collect(small, answers, fewer / "merged.xlsx", UNITS // FEWER)
            times["collect a quarter"].append(few)
            times["pandas"].append(run_pandas(inbox, None))
            times["pandas with calamine"].append(run_pandas(inbox, "calamine"))
        return {what: statistics.median(taken) for what, taken in times.items()}


def main() -> None:
    gc.set_threshold(ALLOCATIONS)  # as the commands do
    seconds = measure()
    for what, taken in seconds.items():
        print(f"{what:22} {taken:6.2f} s   {seconds['collect'] / taken:5.2f} ×")
    apart = seconds["collect"] / seconds["collect, read here"]
    if apart > APART_LIMIT:
        sys.exit(f"to read the files apart takes {apart:.2f} times as long as to read them here")
    growth = seconds["collect"] / seconds["collect a quarter"] / FEWER
    print(f"for each file and row {growth:.2f} times as long as with a quarter of them")
    if growth > GROWTH:
        sys.exit(f"collecting takes {growth:.2f} times as long for each row of a larger workbook")
    ratio = seconds["collect"] / seconds["pandas"]
    if ratio > LIMIT:
        sys.exit(f"collecting takes {ratio:.2f} times as long as reading with pandas")
    ratio = seconds["collect"] / seconds["pandas with calamine"]
    print(f"{ratio:.2f} times as long as pandas over calamine reads; wanted: {CALAMINE_WANTED}")
    if ratio > CALAMINE_LIMIT:
        sys.exit(f"collecting takes {ratio:.2f} times as long as reading with pandas over calamine")


if __name__ == "__main__":
    main()
