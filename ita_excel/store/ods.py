"""An OpenDocument spreadsheet as rows: what LibreOffice saves when a unit returns its workbook.

Read from its XML and not by calamine, which shows errors and formulas without a value as blanks:
a blank would look as if the unit had removed its answer.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from lxml import etree

from ita_excel.core import limits
from ita_excel.core.besides import Beside
from ita_excel.core.errors import InputError
from ita_excel.core.grid import CellRef
from ita_excel.core.language import Text
from ita_excel.core.values import CellError, Uncalculated, Value, clean
from ita_excel.ooxml.opening import ENCRYPTED
from ita_excel.ooxml.zipcopy import BROKEN_ZIP
from ita_excel.store import ods_besides

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _TEXT = (f"{{{_URN}{n}:1.0}}" for n in ("table", "office", "text"))
_DC = "{http://purl.org/dc/elements/1.1/}"
_MANIFEST = f"{{{_URN}manifest:1.0}}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"

BROKEN = Text("ไฟล์ .ods เสียหาย อ่านไม่ได้ โปรดขอไฟล์ใหม่", "the .ods file is damaged: ask for it again")


@dataclass(slots=True)
class OdsSheets:
    """The sheets that were asked for, and which of their cells a formula gave."""

    names: list[str] = field(default_factory=list)
    rows: dict[str, list[list[Value]]] = field(default_factory=dict)
    formulas: set[CellRef] = field(default_factory=set)
    saved: str = ""
    author: str = ""  # who saved it last, as its program says
    parts: list[str] = field(default_factory=list)  # names of the package's entries
    besides: dict[str, list[Beside]] = field(default_factory=dict)  # by sheet
    charts: set[str] = field(default_factory=set)  # names of embedded objects that are charts


def read_ods(data: bytes, wanted: Collection[str] | None = None) -> OdsSheets:
    """Return the sheets (all where `wanted` is None).

    InputError: damaged, too big, or with a password.
    """
    found = OdsSheets()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            found.parts, found.charts = _parts(package)
            with package.open("content.xml") as stream:
                content = stream.read(limits.ANSWER_PART + 1)
            if len(content) > limits.ANSWER_PART:
                raise InputError(limits.TOO_BIG_SHEET)
            found.saved, found.author = _properties(package)
        _sheets(content, wanted, found)
    except (*BROKEN_ZIP, etree.XMLSyntaxError) as error:
        raise InputError(BROKEN) from error
    return found


def _parts(package: zipfile.ZipFile) -> tuple[list[str], set[str]]:
    """Return the entries' names without charts, and the charts: objects of a kind, and harmless.

    InputError where a password closes the file (OpenDocument 1.3, part 2, 3.4.1).
    """
    names = package.namelist()
    try:
        manifest = etree.fromstring(package.read("META-INF/manifest.xml"), _parser())
    except (*BROKEN_ZIP, etree.XMLSyntaxError):
        return names, set()
    if manifest.find(f".//{_MANIFEST}encryption-data") is not None:
        raise InputError(ENCRYPTED)
    charts = tuple(
        str(entry.get(f"{_MANIFEST}full-path"))
        for entry in manifest
        if str(entry.get(f"{_MANIFEST}media-type")).endswith("opendocument.chart")
    )
    pictures = tuple(f"ObjectReplacements/{c.rstrip('/')}" for c in charts)
    others = [n for n in names if not n.startswith((*charts, *pictures))]
    return others, {c.rstrip("/") for c in charts}


def _properties(package: zipfile.ZipFile) -> tuple[str, str]:
    """Return when the file was saved last and by whom, '' where it doesn't say."""
    try:
        root = etree.fromstring(package.read("meta.xml"), _parser())
    except (*BROKEN_ZIP, etree.XMLSyntaxError):
        return "", ""
    date, creator = (str(root.findtext(f".//{_DC}{name}") or "") for name in ("date", "creator"))
    return date, creator.strip()


def _parser() -> etree.XMLParser:
    # Without huge_tree: libxml2's limits on depth and on one text keep hostile files small.
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _sheets(content: bytes, wanted: Collection[str] | None, found: OdsSheets) -> None:
    root = etree.fromstring(content, _parser())
    closer = ods_besides.may_hold(content)
    for table in root.iter(f"{_TABLE}table"):
        name = str(table.get(f"{_TABLE}name"))
        found.names.append(name)
        if wanted is None or name in wanted:
            found.rows[name] = _rows(table, name, found.formulas)
            if closer:
                found.besides[name] = ods_besides.besides(table, found.charts)


def _rows(table: etree._Element, sheet: str, formulas: set[CellRef]) -> list[list[Value]]:
    rows: list[list[Value]] = []
    skipped = cells = 0
    for element in table.iter(f"{_TABLE}table-row"):
        repeated = _repeated(element, "rows")
        number = len(rows) + skipped + 1
        row, with_formula = _cells(element)
        if not row:
            skipped += repeated
            continue
        cells += len(row) * repeated + skipped
        if cells > limits.ANSWER_CELLS:
            raise InputError(limits.TOO_BIG_SHEET)
        rows += [[] for _ in range(skipped)]
        skipped = 0
        for copy in range(repeated):
            rows.append(list(row))
            formulas |= {CellRef(sheet, number + copy, column) for column in with_formula}
    return rows


def _cells(row: etree._Element) -> tuple[list[Value], list[int]]:
    """Return a row's values up to the last filled one, and the columns that have a formula."""
    values: list[Value] = []
    formulas: list[int] = []
    blank = 0
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        repeated = _repeated(cell, "columns")
        value = _value(cell)
        if value is None and cell.get(f"{_TABLE}formula") is None:
            blank += repeated
            continue
        if len(values) + blank + repeated > limits.ANSWER_CELLS:
            raise InputError(limits.TOO_BIG_SHEET)
        values += [None] * blank
        blank = 0
        if cell.get(f"{_TABLE}formula") is not None:
            formulas += range(len(values) + 1, len(values) + repeated + 1)
        values += [value] * repeated
    return values, formulas


def _repeated(element: etree._Element, what: str) -> int:
    written = element.get(f"{_TABLE}number-{what}-repeated", "1")
    if not written.isascii() or not written.isdigit() or len(written) > 9:
        raise InputError(BROKEN)
    return max(1, int(written))


def _value(cell: etree._Element) -> Value:
    if cell.get(f"{_CALC}value-type") == "error":
        return CellError(_text(cell).strip() or "#N/A")
    kind = cell.get(f"{_OFFICE}value-type")
    if kind is None:
        formula = cell.get(f"{_TABLE}formula")
        text = _text(cell)
        if formula is not None and not text:
            return Uncalculated(f"={formula.partition('=')[2]}")
        return clean(text)
    try:
        return clean(_typed(cell, kind))
    except ValueError:
        return clean(_text(cell))


def _typed(cell: etree._Element, kind: str) -> object:
    if kind in ("float", "percentage", "currency"):
        return float(cell.get(f"{_OFFICE}value", ""))
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    if kind == "date":
        return dt.datetime.fromisoformat(cell.get(f"{_OFFICE}date-value", ""))
    return _text(cell)


def _text(cell: etree._Element) -> str:
    """Return a cell's paragraphs, a line each; notes on the cell are no part of it."""
    lines = ["".join(_pieces(paragraph)) for paragraph in cell if paragraph.tag == f"{_TEXT}p"]
    return "\n".join(lines)


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * min(1000, int(child.get(f"{_TEXT}c", "1")))
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif not str(child.tag).endswith("}annotation"):
            yield from _pieces(child)
        yield child.tail or ""
