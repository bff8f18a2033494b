"""LibreOffice as the second reader of what we write: one office, one profile a test process.

The profile is told to recalculate every formula when it loads a file, so that a test sees what
the formulas give and not what the file says they gave.
"""

from __future__ import annotations

import atexit
import functools
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

_ONE_AT_A_TIME = threading.Lock()
_FIRST_START = 81  # what a start with a new profile may end with; the next start works
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun"
 oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""


@functools.cache
def profile() -> Path:
    """Return the folder of this process's own office profile, removed when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="ita-office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "user").mkdir()
    (folder / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    return folder


def convert(path: Path, to: str, outdir: Path, timeout: float = 120) -> Path:
    """Convert `path` and return the new file `outdir/STEM.EXTENSION`.

    `to` is an extension (`xlsx`, `pdf`, `csv`) or what LibreOffice calls a filter: an extension,
    a colon and the filter's name and options.
    """
    return convert_all([path], to, outdir, timeout)[0]


def convert_all(paths: Sequence[Path], to: str, outdir: Path, timeout: float = 120) -> list[Path]:
    """Convert files in one run, which is much quicker than a run each."""
    paths, outdir = [path.resolve() for path in paths], outdir.resolve()
    targets = [outdir / f"{path.stem}.{to.partition(':')[0]}" for path in paths]
    assert not set(targets) & set(paths), "LibreOffice would write over the file it reads"
    assert len(set(targets)) == len(targets), "two files would become the same"
    command = [
        "soffice",
        f"-env:UserInstallation={profile().as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        to,
        "--outdir",
        str(outdir),
        *map(str, paths),
    ]
    with _ONE_AT_A_TIME:
        outdir.mkdir(parents=True, exist_ok=True)
        for target in targets:
            target.unlink(missing_ok=True)
        for _ in range(3):
            done = subprocess.run(
                command,
                check=False,
                capture_output=True,
                text=True,
                timeout=timeout + 10 * len(paths),
            )
            if done.returncode != _FIRST_START:
                break
    missing = [target.name for target in targets if not target.exists()]
    assert not missing, f"LibreOffice ({done.returncode}): {missing} {done.stdout} {done.stderr}"
    return targets
