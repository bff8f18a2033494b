"""How the work grows with a workbook's rows: `python -m tests.benchmarks.bench_growth`.

Runs `fill`, `validate --write` (on a workbook with findings in nearly every row) and `export` at
100, 1,000 and 10,000 rows, each in a process of its own, and prints processor time, peak memory
and the exponent of growth: 1 where ten times the rows take ten times as long, 2 where a hundred
times. Ends with 1 where any exponent is above 1.1. Other sizes are given as
arguments; formats of `export` with `--format docx,csv`, as the PDF of 10,000 rows (4,600 pages)
takes minutes and some 7 GB: typst keeps the layout of all pages in memory.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import growing_books

AT_MOST = 1.1
SIZES = (100, 1_000, 10_000)
RUN = """
import json, resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "ita_excel", *sys.argv[1:]], capture_output=True)
assert done.returncode in (0, 1), done.stderr.decode()
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


def measured(arguments: list[str]) -> tuple[float, float]:
    """Return the processor's seconds and the peak memory in MB of one run of the program."""
    command = [sys.executable, "-c", RUN, *arguments]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


def commands(rows: int, folder: Path, formats: str) -> dict[str, list[str]]:
    """Write the workbooks of so many rows and return the arguments of each command."""
    plan = growing_books.plan_only(rows, folder / f"plan-{rows}.xlsx")
    faulty = growing_books.faulty(rows, folder / f"faulty-{rows}.xlsx")
    ready = growing_books.reported(rows, folder / f"reported-{rows}.xlsx")
    output = ["-o", str(folder / "documents"), "--force", "--format", formats]
    return {
        "fill": ["fill", str(plan)],
        "validate --write": ["validate", "--write", str(faulty)],
        "export": ["export", str(ready), *output],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--format", default="docx,pdf", help="of export")
    wanted = parser.parse_args()
    before: dict[str, tuple[int, float]] = {}
    worst = 0.0
    with tempfile.TemporaryDirectory() as name:
        for rows in wanted.sizes:
            for command, arguments in commands(rows, Path(name), wanted.format).items():
                seconds, megabytes = measured(arguments)
                line = f"{command:17} {rows:6,} rows: {seconds:7.2f} s, {megabytes:5.0f} MB"
                if command in before:
                    fewer, shorter = before[command]
                    exponent = math.log(seconds / shorter) / math.log(rows / fewer)
                    line += f", grew with the power {exponent:.2f}"
                    worst = max(worst, exponent)
                before[command] = rows, seconds
                print(line, flush=True)
    return int(worst > AT_MOST)


if __name__ == "__main__":
    sys.exit(main())
