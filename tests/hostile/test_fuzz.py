"""The fuzzing command, for some seconds and always with the same seed: no law is broken."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.hostile.running import CHECKOUT


def test_some_seconds():
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.fuzz", "--seconds", "12", "--seed", "2565"],
        capture_output=True,
        text=True,
        cwd=CHECKOUT,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(re.search(r"tries +(\d+)", done.stdout)[1]) > 20, done.stdout


def test_a_broken_law_is_noticed(tmp_path):
    """With calamine's own belief in references, as it was, the command says so."""
    spoilt = (
        "import sys; from ita_excel.ooxml import sheetrows, soundness;"
        "sheetrows.extent = lambda sheet, name: soundness.Extent(26, True);"
        "from ita_excel.ooxml import rowscan; rowscan._check_ends = lambda numbers: None;"
        "from tests.fuzz import laws, mutators; laws.CODES = {0};"
        "sys.argv = ['x', '--tries', '3', '--seed', '5']; from tests.fuzz.__main__ import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", spoilt],
        capture_output=True,
        text=True,
        cwd=CHECKOUT,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.search(r"broken +[1-9]", done.stdout)
