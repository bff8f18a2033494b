"""`python -m tests.oracle --histories N [--seed S] [--engines] [--stories K]`: run, count, report.

Every few worlds have two levels (`levels`). Prints how many values came back and how many of them
were lost, stand under another action or left the results without a line; the first histories that
fail as short stories. Ends with 1 if any.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.oracle.collecting import Count
from tests.oracle.levels import LevelsWorld
from tests.oracle.provinces import Province, open_province
from tests.oracle.quick import quickly
from tests.oracle.shrinking import shrink, story_of
from tests.oracle.worlds import UNITS_IN_A_WORLD, Office, World, open_office

WORLDS_IN_AN_OFFICE = 20
LEVELS = 5  # every so many worlds have two levels
KINDS = ("lost", "under another action", "gone without a line")


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    words.add_argument("--histories", type=int, default=300)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--world", type=int, help="only this world, by its number")
    words.add_argument("--first", type=int, default=0, help="the number of the first world")
    words.add_argument("--levels", type=int, default=LEVELS,
                       help="every so many worlds have two levels")  # fmt: skip
    words.add_argument("--stories", type=int, default=5, help="how many failures are told")
    words.add_argument(
        "--engines", type=float, default=0, help="the share of files that other programs save again"
    )
    asked = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="ita-oracle-") as name:
        sys.exit(1 if run(Path(name), asked) else 0)


def run(folder: Path, asked: argparse.Namespace) -> int:
    """Run the worlds, print what they came to, and return how many verdicts there were."""
    whole, kinds, failed, told = Count(), Counter[str](), Counter[str](), 0
    began = time.process_time()
    worlds = -(-asked.histories // UNITS_IN_A_WORLD)
    numbers = range(asked.first, asked.first + worlds) if asked.world is None else [asked.world]
    opened: tuple[int, Office, Province] | None = None
    for number in numbers:
        of = number // WORLDS_IN_AN_OFFICE
        if opened is None or opened[0] != of:
            opened = of, *_opened(folder / f"office{of}", asked.seed * 1000 + of)
        place = f"{asked.seed}-{number}", folder / "world", asked.engines
        levels = number % asked.levels == asked.levels - 1
        world = LevelsWorld(opened[2], *place) if levels else World(opened[1], *place)
        count = world.run()
        count.histories = len(world.stories)
        whole.add(count)
        kinds.update(v.what for v in count.verdicts)
        if (number + 1) % WORLDS_IN_AN_OFFICE == 0:
            # A run that is stopped has said how far it came.
            print(f"to world {number}: {whole.histories} histories, {whole.values} values, "
                  f"{sum(kinds.values())} verdicts", file=sys.stderr, flush=True)  # fmt: skip
        failed.update({(v.what, v.unit) for v in count.verdicts} and {"worlds"})
        for verdict in {v.what: v for v in count.verdicts}.values():
            print(f"world {number}: {verdict}", flush=True)
            if told < asked.stories:
                told += 1
                print(f"--- world {number}: {verdict.what}")
                print(story_of(shrink(world, verdict)[1]), flush=True)
    seconds = time.process_time() - began
    print(f"{whole.histories} histories in {len(numbers)} worlds, {whole.files} files, "
          f"{whole.collects} collectings, {whole.values} values, {seconds:.0f} s of CPU; "
          f"of two levels {whole.levels} histories")  # fmt: skip
    for what in dict.fromkeys((*KINDS, *kinds)):
        print(f"  {what:24} {kinds[what]}")
    print(f"  worlds that failed       {failed['worlds']}")
    print(f"  one column sorted alone  {whole.alone} on other rows, which no file shows")
    print(f"  files refused            {dict(whole.refused)}")
    return sum(kinds.values())


def _opened(folder: Path, seed: int) -> tuple[Office, Province]:
    """Return an office and a province for some worlds, each split."""
    with quickly():
        return open_office(folder / "units", seed), open_province(folder / "levels", seed)


if __name__ == "__main__":
    main()
