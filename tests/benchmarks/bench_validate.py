"""How fast a workbook is validated: `python -m tests.benchmarks.bench_validate`.

Prints ratios of one run on one machine:

- the whole process of `ita-excel validate` on the sample, with and without writing the findings
  into it, against a Python that does nothing, and against a bare script that only opens the same
  file with pandas and openpyxl;
- reading and validating 25,000, 50,000 and 100,000 rows of results against the time that
  python-calamine needs to read the same file: at most 8 times, growing with the rows.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.big_books import big, write
from tests.workbooks import sample_workbook

ROUNDS = 7
SIZES = (25_000, 50_000, 100_000)
BARE = """
import sys
import pandas
pandas.read_excel(sys.argv[1], sheet_name=None, engine="openpyxl")
"""
READ = """
import sys, time
import python_calamine
start = time.process_time()
book = python_calamine.CalamineWorkbook.from_path(sys.argv[1])
for name in book.sheet_names:
    book.get_sheet_by_name(name).to_python(skip_empty_area=False)
print(time.process_time() - start)
"""
VALIDATE = """
import sys, time
from pathlib import Path
from ita_excel.rules.every import CHECKS
from ita_excel.rules.engine import validate
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
assert CHECKS
start = time.process_time()
findings = validate(read(FileGrid(Path(sys.argv[1]))))
print(time.process_time() - start)
assert not findings
"""


def whole_process(arguments: list[str]) -> float:
    """Return the seconds of the fastest of several runs, start of Python and all."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        done = subprocess.run([sys.executable, *arguments], capture_output=True, check=False)
        best = min(best, time.perf_counter() - start)
        assert done.returncode in (0, 1), done.stderr.decode()
    return best


def inner(script: str, file: Path, rounds: int = 3) -> float:
    """Return the seconds that a script measures itself, the fastest of several runs."""
    command = [sys.executable, "-c", script, str(file)]
    return min(
        float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
        for _ in range(rounds)
    )


def small(folder: Path) -> None:
    file = sample_workbook(folder / "sample.xlsx")
    nothing = whole_process(["-c", "pass"])
    bare = whole_process(["-c", BARE, str(file)])
    print(f"nothing: {nothing:.3f} s, bare script with pandas and openpyxl: {bare:.3f} s")
    for name, option in (("validate --no-write", ["--no-write"]), ("validate", [])):
        ours = whole_process(["-m", "ita_excel", "validate", str(file), *option])
        times = f"{ours / nothing:.1f} times nothing"
        print(f"ita-excel {name}: {ours:.3f} s, {ours / bare:.2f} of the bare script, {times}")


def large(folder: Path) -> None:
    for size in SIZES:
        file = write(big(size), folder / f"{size}.xlsx")
        reading, ours = inner(READ, file), inner(VALIDATE, file)
        each = ours / size * 1e6
        print(
            f"{size:,} rows: python-calamine {reading:.2f} s, read and validate {ours:.2f} s "
            f"({each:.0f} µs a row), {ours / reading:.1f} times"
        )


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        small(Path(name))
        large(Path(name))


if __name__ == "__main__":
    main()
