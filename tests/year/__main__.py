"""`python -m tests.year --histories N [--seed S] [--steps K] [--on-disk]`: run long, count, report.

Prints how often each step was made, how many cells and texts were looked at, and the first history
that fails, made short. Ends with 1 if one fails.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.year.desk import TALLY, NewWorkbooks
from tests.year.machine import YearMachine, YearOnDisk


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m tests.year", description=__doc__)
    words.add_argument("--histories", type=int, default=300)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--steps", type=int, default=25, help="the most steps of a history")
    words.add_argument("--quickly", action="store_true", help="don't make a failing history short")
    words.add_argument(
        "--libreoffice", type=int, default=0, help="LibreOffice saves one of so many of the files"
    )
    words.add_argument("--pictures", type=Path, help="print each story's sheets into this folder")
    words.add_argument("--on-disk", action="store_true", help="by commands on files: slower")
    asked = words.parse_args()
    if asked.pictures:
        from tests.year.pictures import take  # starts LibreOffice

        for picture in take(asked.pictures):
            print(picture)
        return
    machine = YearOnDisk if asked.on_disk else YearMachine
    NewWorkbooks.libreoffice = asked.libreoffice
    phases = [Phase.generate] if asked.quickly else [Phase.generate, Phase.shrink]
    made = settings(
        max_examples=asked.histories,
        stateful_step_count=asked.steps,
        deadline=None,
        database=None,
        phases=phases,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    began, failed = time.process_time(), 0
    try:
        run_state_machine_as_test(seed(asked.seed)(machine), settings=made)
    except AssertionError as error:
        failed = 1
        print("\n".join([str(error), *getattr(error, "__notes__", ())]))
    print(f"{TALLY.histories} histories, {sum(TALLY.steps.values())} steps, {TALLY.cells} cells "
          f"compared, {TALLY.marks} texts looked for, {TALLY.reports} reports ({TALLY.finals} of "
          f"them no draft), {time.process_time() - began:.0f} s of CPU, {failed} failures")  # fmt: skip
    for what, times in TALLY.steps.most_common():
        print(f"  {times:6} {what}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
