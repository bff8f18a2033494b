"""The receipt of a column: planted defects, each of which must be found."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from ita_excel.core.grid import AddColumn
from ita_excel.ooxml.package import Package
from tests import decorated
from tests.decorated import DATA, TABLE

SHEET, OWN, BOOK = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"
DRAWING, CHART, VML = (
    "xl/drawings/drawing1.xml",
    "xl/charts/chart1.xml",
    "xl/drawings/vmlDrawing1.vml",
)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return decorated.workbook(tmp_path_factory.mktemp("decorated") / "b.xlsx").read_bytes()


def undeclared(source: bytes, part: str = "", old: str = "", new: str = "") -> tuple[str, ...]:
    """Put a column in, spoil a part as a faulty writer would, and return what the receipt says."""
    package = Package(source)
    package.apply([AddColumn(DATA, TABLE, "ใหม่", 3)])
    if part:
        step = package.steps[-1]
        data = bytes(package.parts.read(part)[:])
        assert old.encode() in data, "the defect isn't planted"
        spoilt = data.replace(old.encode(), new.encode(), 1)
        package.parts.changed[part] = step.after[0][part] = spoilt
    out = io.BytesIO()
    package.write_to(out)
    return package.receipt(out.getvalue()).undeclared


def test_without_a_defect_nothing_is_found(source: bytes) -> None:
    assert undeclared(source) == ()


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET, '<c r="D4" s="1" t="s"><v>0</v>', '<c r="D4" s="1" t="s"><v>1</v>'),
        (SHEET, '<c r="F4" s="3">', '<c r="F4" s="2">'),
        (SHEET, '<c r="C5" s="1"/>', '<c r="C5" s="1"><v>7</v></c>'),
        (SHEET, "<t>ใหม่</t>", "<t>อื่น</t>"),
        (SHEET, "[ผล]]=", "[สถานะ]]="),
        (SHEET, '<mergeCell ref="A1:H1"/>', '<mergeCell ref="A1:G1"/>'),
        (SHEET, 'sqref="D4:D8"><formula1>', 'sqref="C4:C8"><formula1>'),
        (SHEET, "<formula1>0</formula1>", "<formula1>1</formula1>"),
        (SHEET, '<conditionalFormatting sqref="G4:G8">', '<conditionalFormatting sqref="F4:F8">'),
        (SHEET, "<xm:sqref>E4:E8</xm:sqref>", "<xm:sqref>D4:D8</xm:sqref>"),
        (SHEET, "!G4:G8</xm:f>", "!F4:F8</xm:f>"),
        (SHEET, '<hyperlink ref="E5"', '<hyperlink ref="E6"'),
        (SHEET, 'xSplit="2"', 'xSplit="3"'),
        (SHEET, 'ht="42"', 'ht="41"'),
        (SHEET, 'width="30.7109375" style="1" customWidth="1"/></cols>', 'width="9"/></cols>'),
        (SHEET, 'orientation="landscape"', 'orientation="portrait"'),
        (OWN, "!G4:G8)", "!F4:F8)"),
        (OWN, "!G4:G8)", "!G4:G9)"),
        (BOOK, "$3:$3", "$3:$4"),
        (BOOK, "$A$1:$A$3", "$B$1:$B$3"),
        (DRAWING, "<xdr:col>9</xdr:col>", "<xdr:col>12</xdr:col>"),
        (DRAWING, "อย่าลืม", "ลืม"),
        (CHART, "$G$4:$G$8", "$F$4:$F$8"),
        (CHART, "$G$4:$G$8", "$G$4:$G$7"),
        (VML, "<x:Row>4</x:Row>", "<x:Row>5</x:Row>"),
        ("xl/tables/table1.xml", 'ref="A3:H8"', 'ref="A3:H9"'),
        ("xl/tables/table1.xml", 'name="สถานะ"', 'name="สถาน"'),
        ("xl/tables/table1.xml", 'id="4"', 'id="9"'),
    ],
)  # fmt: skip
def test_a_planted_defect_is_found(source: bytes, part: str, old: str, new: str) -> None:
    assert undeclared(source, part, old, new)


def test_a_part_that_nobody_named_is_found(source: bytes) -> None:
    package = Package(source)
    package.apply([AddColumn(DATA, TABLE, "ใหม่", 3)])
    theme = next(n for n in package.parts.names() if "theme" in n)
    package.parts.write(theme, bytes(package.parts.read(theme)[:]) + b" ")
    out = io.BytesIO()
    package.write_to(out)
    assert package.receipt(out.getvalue()).undeclared


def test_a_defect_in_an_edit_before_the_column_is_found(source: bytes, tmp_path: Path) -> None:
    package = Package(source)
    part = bytes(package.parts.read(OWN)[:])
    package.parts.write(OWN, part.replace(b"<c r=", b"<c  r=", 1))
    package.apply([AddColumn(DATA, TABLE, "ใหม่", 3)])
    out = io.BytesIO()
    package.write_to(out)
    assert package.receipt(out.getvalue()).undeclared
