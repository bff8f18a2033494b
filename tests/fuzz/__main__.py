"""`python -m tests.fuzz --seconds N [--seed S] [--keep DIR]`: try, count, name what broke a law."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from ita_excel import cli
from ita_excel.jobs.wishes import COMMANDS
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from tests.fuzz import laws, seeds

KINDS = (laws.answers, laws.command, laws.command, laws.others)


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    words.add_argument("--seconds", type=float, default=60)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--from", type=int, default=0, dest="first", help="the first try's number")
    words.add_argument("--tries", type=int, default=10**9)
    words.add_argument("--keep", type=Path, help="where the files that break a law are kept")
    asked = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="ita-fuzz-") as name:
        count = run(Path(name), asked)
    print(f"tries   {sum(count.tries.values())}: {dict(count.tries.most_common())}")
    print(f"ends    {dict(count.ends.most_common())}")
    for kind, (seconds, what) in sorted(count.slowest.items()):
        megabytes, large = count.largest[kind]
        print(f"  {kind:15} slowest {seconds:.2f} s ({what}), largest {megabytes} MB ({large})")
    print(f"broken  {len(count.broken)}")
    for line in count.broken:
        print(f"  {line}")
    sys.exit(1 if count.broken else 0)


def run(folder: Path, asked: argparse.Namespace) -> laws.Count:
    """Try until the time is over; the time that the honest files take to make isn't counted."""
    made = seeds.make(folder)
    for command in COMMANDS:  # all are loaded before the forks
        cli.cli.get_command(None, command)  # type: ignore[arg-type, union-attr]
    grid = FileGrid(folder / "master.xlsx")
    office = laws.Office(made, folder, read(grid), laws.Count(), asked.keep)
    until = time.monotonic() + asked.seconds
    for number in range(asked.first, asked.first + asked.tries):
        if time.monotonic() > until:
            break
        # Each try has a chance of its own, so that one can be tried again by its number.
        chance = random.Random(f"{asked.seed}-{number}")
        try:
            KINDS[number % len(KINDS)](office, number, chance)
        except KeyboardInterrupt:  # what was counted until now is told
            break
    return office.count


if __name__ == "__main__":
    main()
