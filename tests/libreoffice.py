"""LibreOffice as the second reader of what we write: one office, one profile a test process.

The profile is told to recalculate every formula when it loads a file, so that a test sees what
the formulas give and not what the file says they gave.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.engine.office import Office, load_uno, properties, url

_ONE_AT_A_TIME = threading.Lock()
_OPTIONS = {
    "Office.Calc/Formula/Load": {"OOXMLRecalcMode": "0"},
    "Office.Common/Misc": {"FirstRun": "false"},
}
# The filters that `soffice --convert-to` takes for an extension.
_WORKBOOKS = {
    "xlsx": "Calc Office Open XML",
    "ods": "calc8",
    "xls": "MS Excel 97",
    "pdf": "calc_pdf_Export",
}
_TEXTS = {"docx": "Office Open XML Text", "pdf": "writer_pdf_Export"}
_running: list[Office] = []  # one: to start it takes longer than most conversions


def convert(path: Path, to: str, outdir: Path, timeout: float = 120) -> Path:
    """Convert `path` to the kind of an extension and return the new file `outdir/STEM.EXTENSION`."""
    return convert_all([path], to, outdir, timeout)[0]


def convert_in(environ: dict[str, str], path: Path, to: str, outdir: Path) -> Path:
    """Convert a file by an office of its own, for fonts that the shared one doesn't have."""
    outdir.mkdir(parents=True, exist_ok=True)
    office = Office(environ, options=_OPTIONS)
    try:
        _convert(office, path, target := outdir / f"{path.stem}.{to}", timeout=120)
    finally:
        office.stop()
    return target


def convert_all(paths: Sequence[Path], to: str, outdir: Path, timeout: float = 120) -> list[Path]:
    """Convert files; AssertionError for one that can't be, or takes more than `timeout` seconds."""
    paths, outdir = [path.resolve() for path in paths], outdir.resolve()
    targets = [outdir / f"{path.stem}.{to}" for path in paths]
    assert not set(targets) & set(paths), "LibreOffice would write over the file it reads"
    assert len(set(targets)) == len(targets), "two files would become the same"
    with _ONE_AT_A_TIME:
        outdir.mkdir(parents=True, exist_ok=True)
        for path, target in zip(paths, targets, strict=True):
            target.unlink(missing_ok=True)
            _convert(_office(), path, target, timeout)
            assert target.exists(), f"LibreOffice made no {target.name}"
    return targets


def _office() -> Office:
    """Return the running office; another where it died."""
    if _running and _running[0].process.poll() is not None:
        _running.pop().stop()
    if not _running:
        _running.append(Office(options=_OPTIONS))
    return _running[0]


def _convert(office: Office, path: Path, target: Path, timeout: float) -> None:
    fault = load_uno().getClass("com.sun.star.uno.Exception")
    watch = threading.Timer(timeout, office.process.kill)
    watch.start()
    try:
        document = office.load(path, Hidden=True, ReadOnly=True, Silent=True)
        try:
            kind = target.suffix.removeprefix(".")
            document.storeToURL(url(target), properties(FilterName=_filter(document, kind)))
        finally:
            document.close(True)
    except (fault, OSError, AttributeError) as error:  # AttributeError: it died meanwhile
        raise AssertionError(f"LibreOffice can't convert {path.name}: {error}") from error
    finally:
        watch.cancel()


def _filter(document: Any, kind: str) -> str:
    workbook = document.supportsService("com.sun.star.sheet.SpreadsheetDocument")
    return (_WORKBOOKS if workbook else _TEXTS)[kind]
