"""What is kept of one workbook for the next: nobody's file is ever read as somebody else's."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from ita_excel.core import limits
from ita_excel.ooxml import seen_parts
from ita_excel.ooxml.package_besides import besides
from ita_excel.ooxml.parts import Parts
from ita_excel.ooxml.seen_parts import SeenParts
from ita_excel.store.file import FileGrid
from tests.ooxml.raw import REL, book, worksheet, zipped
from tests.ooxml.test_odd_packages import odd_books
from tests.workbooks import sample_workbook

SHEET = "xl/worksheets/sheet1.xml"
# The polynomial of CRC-32, lowest bit first: two texts that differ by it have the same checksum.
POLYNOMIAL = int(f"{0x104C11DB7:033b}"[::-1], 2).to_bytes(5, "little")


def forged(text: bytes, at: int) -> bytes:
    """Return another text with the same length and checksum, changed in five bytes from `at`."""
    changed = bytearray(text)
    for place, bits in enumerate(POLYNOMIAL):
        changed[at + place] ^= bits
    return bytes(changed)


def stored(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, content in parts.items():
            z.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def rows(data: bytes, seen: SeenParts | None = None) -> object:
    """Return all that is read of a workbook's sheets."""
    grid = FileGrid.from_bytes(data, limits.STRANGERS, seen)
    return {
        name: (grid.rows(name), grid.tables(), besides(grid.package, name))
        for name in grid.sheets()
    }


def cells(*texts: str) -> str:
    inner = "".join(
        f'<c r="{c}1" t="inlineStr"><is><t>{t}</t></is></c>'
        for c, t in zip("ABC", texts, strict=False)
    )
    return worksheet(f'<row r="1">{inner}</row>')


@pytest.mark.parametrize("write", [zipped, stored])
def test_a_forged_checksum_makes_no_two_parts_one(
    write: Callable[[dict[str, str | bytes]], bytes],
) -> None:
    ours = b"<x>" + bytes(range(32, 60)) + b"</x>"
    theirs = forged(ours, 10)
    assert ours != theirs
    assert (len(ours), zlib.crc32(ours)) == (len(theirs), zlib.crc32(theirs))
    seen = SeenParts()
    for content in (ours, theirs, ours, theirs, theirs):
        assert Parts(write({"a.xml": content}), seen=seen).read("a.xml") == content


def test_what_a_part_says_is_recalled_only_for_its_very_bytes() -> None:
    ours = b"<x>" + bytes(range(32, 60)) + b"</x>"
    theirs = forged(ours, 10)
    seen = SeenParts()
    asked = 0

    def said(content: bytes) -> bytes:
        nonlocal asked
        parts = Parts(zipped({"a.xml": content}), seen=seen)
        data = parts.read("a.xml")

        def work() -> bytes:
            nonlocal asked
            asked += 1
            return bytes(data[:])

        return parts.recall("what", (data,), work)

    assert [said(c) for c in (ours, ours, ours, ours)] == [ours] * 4
    assert asked == 2  # understood again when it is seen again, and kept from then on
    assert [said(c) for c in (theirs, ours, theirs, theirs, ours, ours)] == [
        theirs, ours, theirs, theirs, ours, ours,
    ]  # fmt: skip
    assert Parts(zipped({"a.xml": ours}), seen=seen).recall("other", (ours,), lambda: 7) == 7


def test_a_sheet_is_read_anew_where_only_its_texts_or_styles_differ() -> None:
    table = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{}</t></si></sst>'
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>'
        '<xf numFmtId="{}"/></cellXfs></styleSheet>'
    )
    sheet = worksheet(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="0"><v>46000</v></c></row>'
    )
    related = (("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml"))

    def one(text: str, number_format: int) -> bytes:
        parts: dict[str, str | bytes] = {
            "xl/sharedStrings.xml": table.format(text),
            "xl/styles.xml": styles.format(number_format),
        }
        return zipped(book(sheet, parts, related=related))

    books = [one("ก", 0), one("ข", 0), one("ก", 14), one("ข", 14)]
    assert len({repr(rows(b)) for b in books}) == 4
    seen = SeenParts()
    for data in books * 3 + books[::-1]:
        assert rows(data, seen) == rows(data)


def test_every_kind_of_workbook_is_read_the_same_after_others(tmp_path: Path) -> None:
    """Odd packages share names of parts, and many a part; the sample has tables, links, notes."""
    books = [zipped(parts) for parts in odd_books().values()]
    books += [stored(book(cells("ก", "ข"))), zipped(book(cells("ก", "ค")))]
    books.append(sample_workbook(tmp_path / "a.xlsx").read_bytes())
    books.append(sample_workbook(tmp_path / "b.xlsx", results=False).read_bytes())
    plain = [rows(data) for data in books]
    seen = SeenParts()
    for _ in range(3):
        assert [rows(data, seen) for data in books] == plain
    for data, said in zip(reversed(books), reversed(plain), strict=True):
        assert rows(data, seen) == said


def test_links_of_the_same_sheet_lead_where_each_workbook_says() -> None:
    sheet = worksheet(
        '<row r="1"><c r="A1"><v>1</v></c></row>',
        '<hyperlinks><hyperlink ref="A1" r:id="rId1"/></hyperlinks>',
    )

    def one(address: str) -> bytes:
        links = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{REL}/hyperlink" Target="{address}" '
            'TargetMode="External"/></Relationships>'
        )
        return zipped(book(sheet, {"xl/worksheets/_rels/sheet1.xml.rels": links}))

    seen = SeenParts()
    for address in ("https://a.go.th", "https://b.go.th", "https://a.go.th") * 3:
        grid = FileGrid.from_bytes(one(address), limits.STRANGERS, seen)
        assert [b.text for b in besides(grid.package, "S")] == [address]


def test_nothing_is_kept_of_a_package_that_two_readers_read_differently() -> None:
    """A part twice, a second directory, bytes before the zip: programs differ in what they take."""
    good = zipped(book(cells("ของเรา")))
    with zipfile.ZipFile(io.BytesIO(good)) as z:
        content = z.read(SHEET)
    twice = io.BytesIO(good)
    with zipfile.ZipFile(twice, "a") as z, pytest.warns(UserWarning, match="Duplicate"):
        z.writestr(SHEET, content)
    other_case = io.BytesIO(good)
    with zipfile.ZipFile(other_case, "a") as z:
        z.writestr(SHEET.upper(), content)
    commented = good[:-2] + struct.pack("<H", len(good)) + zipped(book(cells("ของเขา")))
    for data in (twice.getvalue(), other_case.getvalue(), b"\0" * 64 + good, commented):
        assert not Parts(data, seen=SeenParts()).shared
    assert Parts(good, seen=SeenParts()).shared


def test_a_long_run_keeps_little_and_mixes_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was forgotten leaves its place in memory to others: nothing said of it is left."""
    monkeypatch.setattr(seen_parts, "_MOST", 1_400)
    seen = SeenParts()
    contents = [f"<x>{number:0300}</x>".encode() for number in range(12)]
    for turn in range(120):
        for number in range(turn // 3 % 5 + 1):
            content = contents[(turn // 3 + number) % 12]
            parts = Parts(zipped({f"{number}.xml": content}), seen=seen)
            data = parts.read(f"{number}.xml")
            assert parts.recall("text", (data,), lambda: bytes(data[:])) == content  # noqa: B023
            assert seen._size <= 1_400
            assert seen._size == sum(len(p) + len(c) for p, c in seen._kept.values())
            there = {id(c) for _, c in seen._kept.values()}
            assert seen._again <= there
            assert all(there.issuperset(key[1:]) for key in seen._said)
