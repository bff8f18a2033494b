"""What was asked is what the new file says: value, formula and look, read again from its bytes."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from ita_excel.core.errors import OutputError
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.core.values import CellError, Uncalculated, Value
from ita_excel.ooxml.package import Package
from ita_excel.store.file import FileGrid
from tests import decorated
from tests.ooxml import raw
from tests.ooxml.editing import set_cells
from tests.ooxml.raw import MAIN, book, relationships, worksheet

SHEET = "xl/worksheets/sheet1.xml"
DAY = dt.date(2022, 4, 1)


def styled(rows: str, styles: str | None) -> bytes:
    """Return a workbook with these rows and this content of its styles part; None: no such part."""
    parts = book(worksheet(rows))
    if styles is not None:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
        rels = str(parts["xl/_rels/workbook.xml.rels"])
        given = relationships(("styles", "styles.xml")).replace("rId1", "rIdStyles")
        one = re.search(r"<Relationship .*?/>", given)
        assert one
        parts["xl/_rels/workbook.xml.rels"] = rels.replace(
            "</Relationships>", one[0] + "</Relationships>"
        )
        types = str(parts["[Content_Types].xml"])
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
        parts["[Content_Types].xml"] = types.replace(
            "</Types>", f'<Override PartName="/xl/styles.xml" ContentType="{kind}"/></Types>'
        )
    return raw.zipped(parts)


def written(data: bytes, cells: dict[str, Value], path: Path) -> FileGrid:
    """Set cells, save with a clean receipt, and return the file as it is read anew."""
    grid = FileGrid.from_bytes(data)
    sheet = grid.sheets()[0]
    grid.apply(SetCell(CellRef.parse(sheet, a1), value) for a1, value in cells.items())
    grid.save(path)
    assert grid.receipt is not None
    assert grid.receipt.unmet == grid.receipt.undeclared == ()
    return FileGrid(path)


def rows_of(grid: FileGrid) -> list[list[Value]]:
    rows = [list(row) for row in grid.rows(grid.sheets()[0])]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    return rows


BLANKS = {
    "an empty text": '<c r="B1" t="str"><f>IF(A1="","","x")</f><v></v></c>',
    "no stored result": '<c r="B1"><f>C1</f></c>',
    "the first of shared ones": '<c r="B1" t="str"><f t="shared" ref="B1:B2" si="0">C1&amp;""</f><v></v></c>',
    "one below a shared one": '<c r="B1" t="str"><f t="shared" si="0"/><v></v></c>',
    "an array of one cell": '<c r="B1" t="str"><f t="array" ref="B1">C1&amp;""</f><v></v></c>',
}


@pytest.mark.parametrize("kind", BLANKS)
def test_a_formula_that_shows_nothing_is_emptied(kind: str, tmp_path: Path) -> None:
    second = '<c r="B2" t="str"><f t="shared" si="0"/><v></v></c>'
    first = '<c r="D1" t="str"><f t="shared" ref="B1:D2" si="0">C1&amp;""</f><v></v></c>'
    rows = f'<row r="1">{BLANKS[kind]}{first if "below" in kind else ""}</row>'
    rows += f'<row r="2">{second if "shared" in kind else ""}</row>'
    grid = written(styled(rows, None), {"B1": None}, tmp_path / "b.xlsx")
    sheet = grid.package.sheet(grid.sheets()[0])
    cell = sheet.cell(1, 2)
    assert cell is not None
    assert sheet.formula(cell) is None
    if kind == "the first of shared ones":
        assert grid.calculated(CellRef(grid.sheets()[0], 2, 2)), "the other one lives on"


def test_the_receipt_sees_a_formula_that_was_to_be_emptied() -> None:
    package = Package(styled(f'<row r="1">{BLANKS["an empty text"]}</row>', None))
    sheet = package.sheets[0]
    before = raw.zipped({n: package.parts.read(n)[:] for n in package.parts.names()})
    set_cells(package, sheet, {"B1": None})
    receipt = package.receipt(before)
    assert [text for text in receipt.unmet if "B1" in text]


STYLES = {
    "no part": None,
    "nothing in it": "",
    "no cellXfs": "<fonts count='1'><font/></fonts><cellStyles count='0'/><dxfs count='0'/>",
    "empty cellXfs": "<cellXfs count='0'/>",
    "no fonts, fills and borders": "<cellXfs count='1'><xf numFmtId='0'/></cellXfs>",
    "one style": "<cellXfs count='1'><xf numFmtId='2' fontId='0'/></cellXfs><dxfs count='0'/>",
}


@pytest.mark.parametrize("kind", STYLES)
def test_a_date_makes_no_other_number_a_date(kind: str, tmp_path: Path) -> None:
    """Cells without a style, and those that name one that isn't there, stay numbers."""
    rows = '<row r="1"><c r="A1"><v>44652</v></c><c r="B1"><v>7</v></c>'
    rows += '<c r="C1" s="1"><v>8</v></c><c r="D1" s="2"><v>9</v></c></row>'
    grid = written(styled(rows, STYLES[kind]), {"B1": DAY, "A2": DAY}, tmp_path / "b.xlsx")
    assert rows_of(grid) == [[44652, DAY, 8, 9], [DAY]]
    other = openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0]
    assert [c.value for c in other[1]] == [44652, dt.datetime(2022, 4, 1), 8, 9]
    styles = grid.package.parts.xml("xl/styles.xml")
    names = [str(e.tag).partition("}")[2] for e in styles]
    order = ["fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"]
    assert names == [name for name in order if name in names], "in the order of the standard"
    assert {"fonts", "fills", "borders", "cellStyleXfs"} <= set(names)


def test_a_number_in_a_cell_for_dates_is_a_number(tmp_path: Path) -> None:
    styles = (
        "<cellXfs count='2'><xf numFmtId='0'/><xf numFmtId='14' applyNumberFormat='1'/></cellXfs>"
    )
    rows = '<row r="1"><c r="A1" s="1"><v>5</v></c><c r="B1" s="1"><v>6</v></c></row>'
    grid = written(styled(rows, styles), {"A1": 5, "B1": 44652}, tmp_path / "b.xlsx")
    assert rows_of(grid) == [[5, 44652]]


ASKED: dict[str, Value] = {
    "D5": "ข้อความ  ใหม่\nบรรทัดสอง", "E6": 12.5, "E7": DAY, "D7": True, "D8": CellError("#N/A"),
    "D6": Uncalculated("=1+1"),
}  # fmt: skip
TAMPERED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "another text": (lambda s: s.replace("ใหม่\n".encode(), "เก่า\n".encode()), "D5"),
    "spaces lost": (lambda s: s.replace("ข้อความ  ".encode(), "ข้อความ ".encode()), "D5"),
    "another number": (lambda s: s.replace(b"<v>12.5</v>", b"<v>12.6</v>"), "E6"),
    "a number as text": (
        lambda s: re.sub(rb'(<c r="E6"[^>]*)><v>12.5', rb'\1 t="str"><v>12.5', s), "E6"),
    "a date without its look": (lambda s: re.sub(rb'(<c r="E7") s="\d+"', rb"\1", s), "E7"),
    "a truth as a number": (lambda s: s.replace(b' t="b"><v>1<', b"><v>1<"), "D7"),
    "another error": (lambda s: s.replace(b">#N/A<", b">#REF!<"), "D8"),
    "another formula": (lambda s: s.replace(b"<f>1+1</f>", b"<f>1+2</f>"), "D6"),
    "a formula's result only": (lambda s: s.replace(b"<f>1+1</f>", b"<v>2</v>"), "D6"),
}  # fmt: skip


@pytest.mark.parametrize("kind", TAMPERED)
def test_what_reads_back_otherwise_is_found(kind: str, tmp_path: Path) -> None:
    tamper, where = TAMPERED[kind]
    package = Package.open(decorated.workbook(tmp_path / "a.xlsx"))
    package.apply(SetCell(CellRef.parse(decorated.DATA, a1), value) for a1, value in ASKED.items())
    out = io.BytesIO()
    package.write_to(out)
    assert package.receipt(out.getvalue()).unmet == ()
    (tmp_path / "b.xlsx").write_bytes(out.getvalue())
    parts: dict[str, str | bytes] = dict(decorated.parts_of(tmp_path / "b.xlsx"))
    sheet = parts[SHEET]
    assert isinstance(sheet, bytes)
    parts[SHEET] = tamper(sheet)
    assert parts[SHEET] != sheet
    receipt = package.receipt(raw.zipped(parts))
    assert [text for text in receipt.unmet if f"!{where}:" in text], receipt
    with pytest.raises(OutputError, match="อ่านกลับ"):
        receipt.require_clean()


DAMAGE: dict[str, tuple[bytes, bytes]] = {
    "a text": (">ข้อ 1200<".encode(), ">ข้อ 1201<".encode()),
    "a text that is no text": ('<c r="A1200" t="inlineStr"><is><t>ข้อ 1200</t></is></c>'.encode(), b'<c r="A1200"><v>1200</v></c>'),
    "a cell": ('<c r="A1200" t="inlineStr"><is><t>ข้อ 1200</t></is></c>'.encode(), b""),
    "a formula": ('t="inlineStr"><is><t>ข้อ 1200</t></is>'.encode(), ' t="str"><f>"ข้อ "&amp;1200</f><v>ข้อ 1200</v>'.encode()),
    "a cell beside": (b'<c r="A1200"', b'<c r="A1199"><v>1</v></c><c r="A1200"'),
    "a cell that nobody asked for": (b"</row></sheetData>", b'<c r="Z1200"><v>1</v></c></row></sheetData>'),
    "a row that nobody asked for": (b"</sheetData>", b'<row r="1300"><c r="A1300"><v>1</v></c></row></sheetData>'),
}  # fmt: skip


@pytest.mark.parametrize("kind", DAMAGE)
def test_one_damaged_cell_among_very_many_is_found(kind: str) -> None:
    """Where a table grew by many rows, they are read and compared as a whole."""
    package = Package(styled('<row r="1"><c r="A1"><v>1</v></c></row>', None))
    set_cells(package, package.sheets[0], {f"A{n}": f"ข้อ {n}" for n in range(2, 1202)})
    before = {name: bytes(package.parts.read(name)[:]) for name in package.parts.names()}
    assert package.receipt(raw.zipped(before)).undeclared == ()
    assert package.receipt(raw.zipped(before)).unmet == ()
    was, becomes = DAMAGE[kind]
    assert was in before[SHEET]
    damaged = {**before, SHEET: before[SHEET].replace(was, becomes)}
    receipt = package.receipt(raw.zipped(damaged))
    assert receipt.unmet or receipt.undeclared
