"""The wheel works when installed alone in a fresh environment, far from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.lock import installed

ROOT = Path(__file__).parents[1]


def ran(*words: object, cwd: Path) -> str:
    # Nothing of this environment may lend the new one what the wheel forgot.
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(
        [str(w) for w in words], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    # With this environment's own builder: another could come from an index only.
    ran(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    return next(out.glob("*.whl"))


def test_it_carries_what_the_program_needs_and_nothing_of_the_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "ita_excel/workbook_template.xlsx",
        "ita_excel/documents/word/templates/memo.docx",
        "ita_excel/documents/word/templates/report.docx",
        "ita_excel/documents/fonts/ITALaksaman-Regular.ttf",
        "ita_excel/documents/fonts/LICENSE-Laksaman.txt",
        "ita_excel/catalogue/oit.csv",
        "ita_excel/catalogue/wording.csv",
        "ita_excel/catalogue/sample_2565.json",
        "ita_excel/cli/locale/th/LC_MESSAGES/messages.mo",
        "ita_excel/thai/words.txt",
        "ita_excel/buttons/addin/install.ps1",
        "ita_excel/buttons/addin/install.cmd",
    ):
        assert needed in names
    licences = {Path(n).name for n in names if "/licenses/" in n}
    assert {"LICENSE", "LICENSE-Laksaman.txt", "LICENSE-Dictionary.txt"} <= licences
    assert not [n for n in names if n.startswith(("tests/", "macros/", "."))]


def test_installed_alone_it_runs_the_demo(wheel, tmp_path):
    ran(sys.executable, "-m", "venv", tmp_path / "env", cwd=tmp_path)
    bin_ = tmp_path / "env" / "bin"
    versions = tmp_path / "versions.txt"  # of the environment that runs this
    versions.write_text("".join(f"{n}=={v}\n" for n, v in installed().items()), "ascii")
    install = ("install", "-q", "--only-binary", ":all:", "--constraint", versions)
    ran(bin_ / "python", "-m", "pip", *install, wheel, cwd=tmp_path)
    out = ran(bin_ / "ita-excel", "--lang", "en", "demo", "out", cwd=tmp_path)
    assert "Step 4" in out
    made = sorted(p.suffix for p in (tmp_path / "out").iterdir() if p.is_file())
    assert made == [".docx", ".docx", ".pdf", ".pdf", ".xlsx"]
    assert ran(bin_ / "ita-excel", "--lang", "en", "rules", cwd=tmp_path).startswith("S101")
