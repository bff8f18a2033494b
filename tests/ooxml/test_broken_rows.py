"""A row whose start tag never ends is damage, and said as that."""

from __future__ import annotations

import io
import zipfile

import pytest

from ita_excel.core.errors import InputError
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from ita_excel.store.shipped import template_bytes

PART = "xl/worksheets/sheet2.xml"


@pytest.mark.parametrize("tag", [b'<row r="5" s="1', b'<row r="5" ht=">" x=\'>'])
def test_it_is_told_by_the_row(tag: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(template_bytes())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert b'<row r="5"' in parts[PART]
    parts[PART] = parts[PART].replace(b'<row r="5"', tag, 1)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    with pytest.raises(InputError):
        read(FileGrid.from_bytes(made.getvalue()))
