"""Make every paper of every case, read it back and say what is wrong: `python -m tests.papers`.

`--pairwise` takes the cases of CI, `--office` has LibreOffice lay out the Word files too, `--keep
FOLDER` leaves the files there. Exit code 1 where a fault was found.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.papers.agreement import PAPERS, faults, file_of
from tests.papers.cases import Case, every_case, pairwise
from tests.papers.making import exported, laid_out


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m tests.papers", description=__doc__)
    words.add_argument("--pairwise", action="store_true")
    words.add_argument("--office", action="store_true")
    words.add_argument("--keep", type=Path)
    asked = words.parse_args()
    cases = pairwise() if asked.pairwise else every_case()
    wrong = 0
    for number, case in enumerate(cases, 1):
        with tempfile.TemporaryDirectory(prefix="ita-papers-") as name:
            folder = asked.keep / str(number) if asked.keep else Path(name)
            folder.mkdir(parents=True, exist_ok=True)
            found = _faults(case, folder, office=asked.office)
        print(f"{number} of {len(cases)}: {case}: {len(found)} faults", flush=True)
        for fault in found:
            print(f"  {fault}", flush=True)
        wrong += len(found)
    print(f"{len(cases)} cases of {len(PAPERS)} papers, {wrong} faults")
    return int(wrong > 0)


def _faults(case: Case, folder: Path, *, office: bool) -> list[str]:
    out = exported(case, folder)
    found = list(faults(case, out))
    if office:
        words = [file_of(case, out, paper, "docx") for paper in PAPERS]
        found += laid_out(case, words, folder / "office")
    return found


if __name__ == "__main__":
    sys.exit(main())
