"""A workbook as version 0.1 wrote it: a circle over the findings, no results, openpyxl's spelling."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from ita_excel import schema
from tests.ooxml.calculation.random_files import without_results


def as_written_before(path: Path, to: Path) -> Path:
    """Write `path` as the program wrote it before it stored results and spelled as Excel does."""
    bare = without_results(path, to.with_name(f"bare-{to.name}"))
    first = schema.FINDINGS.header_row + 1
    with zipfile.ZipFile(bare) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename.startswith("xl/worksheets/sheet"):
                data = data.replace(f"$A${first}:$A$1048576".encode(), b"$A:$A")
                data = data.replace(b' t="str"><f', b"><f")
            elif info.filename.startswith("xl/drawings/drawing"):
                # The reference to the chart keeps its prefix, as openpyxl wrote it.
                data = re.sub(rb"(</?)xdr:", rb"\1", data).replace(b"xmlns:xdr=", b"xmlns=")
            elif info.filename.endswith(".rels") and "/worksheets/" in info.filename:
                data = data.replace(b'Target="../', b'Target="/xl/')
            new.writestr(info, data)
    return to
