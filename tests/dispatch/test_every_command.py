"""Every command on workbooks that hold everything odd: none fails of itself, whatever ran before.

Each runs in a process of its own, as officers run it: what another command happened to import
must not decide whether this one works.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ita_excel.jobs.wishes import COMMANDS
from ita_excel.merging.conflicts import OURS, THEIRS
from tests.command import Ran
from tests.dispatch.odd import decide, ledger_of, odd_master, stray_of_a_later_version

# What is given to each command; M is the master, I the answers, D a new folder.
WORDS: dict[str, list[str]] = {
    "new": ["D/new.xlsx --fiscal-year 2570"],
    "fill": ["M --dry-run", "M", "M --round 12"],
    "confirm": ["M --all --dry-run --json", "M 4-9", "M --all"],
    "validate": ["M", "M --fix", "M --json"],
    "split": ["M -o D --mail", "M -o D --json"],
    "remind": ["M -o D", "M -o D --json"],
    "collect": ["M I", "M I --dry-run --json --certificate D/c.json"],
    "resolve": ["M", "M --dry-run --json"],
    "withdraw": ["M FIRST", "M FIRST --dry-run --json"],
    "status": ["M", "M --json"],
    "papers": ["M", "M --round 12 --json"],
    "score": ["M --set I3=85", "M --propose --json"],
    "due": ["M", "M --days 30 --json --ics D/d.ics"],
    "history": ["M", "M --row มาตรการ!G7 --json"],
    "diff": ["M M --json", "M M --html D/d.html"],
    "export": ["M -o D --draft --format csv,html", "M -o D --format csv"],
    "new-year": ["M D/next.xlsx"],
    "templates": ["copy D"],
    "upgrade": ["M", "M --dry-run --json"],
    "restore": ["M --list", "M"],
    "rules": ["", "--markdown", "M802 P305"],
    "items": ["--year 2565", "--year 2569 --kind hospital --json"],
    "addin": ["status"],
    "doctor": ["", "--json"],
    "completion": ["bash", "powershell"],
    "demo": ["D/demo"],
}
CASES = [(name, words) for name in COMMANDS for words in WORDS[name]]


@pytest.fixture(scope="module")
def _collected(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return odd_master(tmp_path_factory.mktemp("odd"))


@pytest.fixture(scope="module", params=["undecided", "theirs", "ours, of a later version"])
def _odd(
    request: pytest.FixtureRequest,
    _collected: tuple[Path, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, Path, Path]]:
    original, inbox = _collected
    folder = tmp_path_factory.mktemp("state") / "work"
    shutil.copytree(original.parent, folder)
    master = folder / original.name
    if request.param != "undecided":
        decide(master, THEIRS if request.param == "theirs" else OURS)
    if "later" in request.param:
        stray_of_a_later_version(master)
    yield request.param, master, inbox


def alone(*words: object) -> Ran:
    done = subprocess.run(
        [sys.executable, "-m", "ita_excel", "--lang", "th", *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=Path(__file__).parents[2],
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(("name", "words"), CASES, ids=lambda v: str(v).replace("/", "_"))
def test_no_command_fails_of_itself(
    name: str, words: str, _odd: tuple[str, Path, Path], tmp_path: Path
) -> None:
    state, original, inbox = _odd
    if state != "undecided" and "M" not in words.split():
        return  # it looks at no workbook: once is enough
    master = tmp_path / "master.xlsx"
    shutil.copy(original, master)
    backups = original.parent / ".ita-backup"
    shutil.copytree(backups, tmp_path / ".ita-backup")
    first = next(iter(ledger_of(master).answers.values())).file
    places = {"M": master, "I": inbox, "FIRST": first}
    given = [str(places.get(w, w.replace("D", str(tmp_path / "D")) if w[:1] == "D" else w))
             for w in words.split()]  # fmt: skip
    (tmp_path / "D").mkdir()
    ran = alone(name, *given)
    assert ran.code in (0, 1, 5 if name in ("doctor", "addin", "completion") else 0), ran
    assert "Traceback" not in ran.err
