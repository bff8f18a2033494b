"""What formulas gave is stored beside them by whoever writes, as a calculation would give it.

More workbooks by hand: `python -m tests.ooxml.calculation.test_stored_results 400`.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import pytest

from ita_excel.store.shipped import template_bytes
from tests.ooxml.calculation.judging import differences
from tests.ooxml.calculation.random_files import STAGES, without_results

SEEDS = range(2565, 2568)


@pytest.mark.parametrize("stage", STAGES)
def test_stored_results_are_what_libreoffice_calculates(tmp_path: Path, stage: str) -> None:
    paths = [path for seed in SEEDS for path in STAGES[stage](tmp_path, seed)]
    compared, found = differences(paths, tmp_path / "calculated")
    assert compared > 2000 * len(SEEDS)
    assert found == []


def test_the_judge_sees_results_that_are_missing_or_old(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(template_bytes())
    compared, found = differences([path], tmp_path / "calculated")
    assert compared > 2000 and found == []
    bare = without_results(path, tmp_path / "bare.xlsx")
    assert len(differences([bare], tmp_path / "calculated")[1]) == compared


def main(workbooks: int) -> None:
    """Compare about so many workbooks, in batches, and print what was found."""
    total, files, seed, begin = 0, 0, 10_000, time.monotonic()
    while files < workbooks:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            paths = [
                p
                for s in range(seed, seed + 5)
                for make in STAGES.values()
                for p in make(folder, s)
            ]
            compared, found = differences(paths, folder / "calculated")
        total, files, seed = total + compared, files + len(paths), seed + 5
        for difference in found[:20]:
            print(difference)
        print(
            f"{files} workbooks, {total:,} formulas, {time.monotonic() - begin:.0f} s", flush=True
        )


if __name__ == "__main__":
    main(int(sys.argv[1]))
