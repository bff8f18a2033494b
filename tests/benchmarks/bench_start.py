"""How much processor time small commands take: `python -m tests.benchmarks.bench_start [CHECKOUT]`.

Each command on a workbook of the sample, as many times as a Python takes that does nothing; with
another checkout of this repository (of an older commit) also against the same command there. User
and system time of the process and its children, medians of pairs run in turn: other programs on
the machine lengthen the clock's time more than this.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.workbooks import sample_workbook

PAIRS = 15
HERE = Path(__file__).resolve().parents[2]
COMMANDS = {
    "--version": ["--version"],
    "rules": ["rules"],
    "validate --no-write": ["validate", "BOOK", "--no-write"],
    "validate --write": ["validate", "BOOK", "--write"],
    "status": ["status", "BOOK"],
    "fill": ["fill", "BOOK"],
    "resolve": ["resolve", "BOOK"],
    "export --only memo": ["export", "BOOK", "--only", "memo", "-o", "OUT", "--force"],
    "split": ["split", "BOOK", "-o", "OUT", "--force"],
    "new": ["new", "OUT.xlsx", "--fiscal-year", "2570", "--force"],
    "doctor": ["doctor"],
}


def processor_time(arguments: list[str], checkout: Path, folder: Path) -> float:
    """Return the seconds that a Python takes with these arguments, on a fresh workbook."""
    shutil.copy(folder / "sample.xlsx", folder / "book.xlsx")
    arguments = [{"BOOK": "book.xlsx"}.get(word, word) for word in arguments]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(checkout)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder, env=environment, capture_output=True, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode in (0, 1), done.stderr.decode()
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print a line for each command."""
    checkouts = [HERE, *(Path(word).resolve() for word in sys.argv[1:2])]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sample_workbook(folder / "sample.xlsx")
        bare = statistics.median(processor_time(["-c", "pass"], HERE, folder) for _ in range(PAIRS))
        print(f"a Python that does nothing: {bare * 1000:.0f} ms")
        for name, words in COMMANDS.items():
            taken: list[list[float]] = [[] for _ in checkouts]
            for pair in range(PAIRS + 1):
                for which, checkout in enumerate(checkouts):
                    seconds = processor_time(["-m", "ita_excel", *words], checkout, folder)
                    if pair:  # the first run compiles the modules
                        taken[which].append(seconds)
            here, *there = map(statistics.median, taken)
            line = f"{name}: {here * 1000:.0f} ms, {here / bare:.1f} times a Python"
            print(
                line + "".join(f", {here / other:.2f} times the other checkout" for other in there)
            )


if __name__ == "__main__":
    main()
