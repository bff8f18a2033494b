"""A row whose start tag never ends, or holds another tag, is damage, and said as that."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from ita_excel.core.errors import InputError
from ita_excel.core.grid import Rows
from ita_excel.core.values import Value
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from ita_excel.store.shipped import template_bytes
from tests.command import run

PART = "xl/worksheets/sheet2.xml"


TAGS = [
    b'<row r="5" s="1', b'<row r="5" ht=">" x=\'>', b'<row r="5" <c r="XFD5"/>', b'<row r="5" x="<"',
    b'<row r="5" x="<c r=&quot;A5&quot;/>"', b'<row r="5" <', b'<row r="5" a="1"<b', b'<row r="5"<!-- x -->',
]  # fmt: skip


def book(tag: bytes, comment: bytes = b"") -> bytes:
    """Return the template with another beginning of a row's tag, and a comment between two rows."""
    with zipfile.ZipFile(io.BytesIO(template_bytes())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert parts[PART].count(b'<row r="5"') == 1
    parts[PART] = (
        parts[PART].replace(b'<row r="5"', tag).replace(b'<row r="3"', comment + b'<row r="3"')
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize("comment", [b"", b"<!-- > -->"])
@pytest.mark.parametrize("tag", TAGS)
def test_it_is_told_by_the_row(tag: bytes, comment: bytes) -> None:
    with pytest.raises(InputError):
        read(FileGrid.from_bytes(book(tag, comment)))


@pytest.mark.parametrize("tag", TAGS)
def test_the_command_refuses_it_in_words(tag: bytes, tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    data = book(tag)
    path.write_bytes(data)
    ran = run("validate", path, lang="en")
    assert (ran.code, len(ran.err.strip().splitlines())) == (3, 1)
    assert path.read_bytes() == data


@pytest.mark.parametrize("tag", [b'<row r="5" x=">"', b"<row\n r='5' ", b'<row r="5" x="a &lt; b"'])
@pytest.mark.parametrize("comment", [b"", b"<!-- <row r='4' < -->"])
def test_what_may_stand_in_a_tag_is_no_damage(tag: bytes, comment: bytes) -> None:
    right = FileGrid.from_bytes(template_bytes())
    found = FileGrid.from_bytes(book(tag, comment))
    assert [trimmed(found.rows(s)) for s in found.sheets()] == [
        trimmed(right.rows(s)) for s in right.sheets()
    ]


def trimmed(rows: Rows) -> list[list[Value]]:
    """Return rows without the blank ends that only some readers give."""
    return [
        row[: max((i + 1 for i, v in enumerate(row) if v is not None), default=0)] for row in rows
    ]
