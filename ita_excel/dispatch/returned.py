"""A returned file opened: its sheets as a grid, what was sent with it, when it was last saved.

Told by its content and not by its name. Never runs, follows or opens what is embedded: macros,
links and objects are only noticed. LibreOffice is not used. Called in a process apart, see
`answer_reader`.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from lxml import etree

from ita_excel import schema
from ita_excel.core import limits
from ita_excel.core.besides import Beside
from ita_excel.core.grid import CellRef, Grid, MemoryGrid
from ita_excel.core.language import Text
from ita_excel.core.values import Value, as_text
from ita_excel.dispatch.active_content import LINKS, MACROS, OBJECTS
from ita_excel.merging import base as bases
from ita_excel.merging import levels, sent_cells
from ita_excel.merging.base import Base
from ita_excel.merging.sent_cells import SentCells
from ita_excel.ooxml.formulacells import with_formulas
from ita_excel.ooxml.package_besides import besides
from ita_excel.ooxml.seen_parts import SeenParts
from ita_excel.sheets.blocks import find_blocks
from ita_excel.store.file import FileGrid

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK"

_ACTIVE = (  # by what stands in the name of a part, in .xlsx and .ods
    (MACROS, ("vbaproject", "macrosheets/", "dialogsheets/", "basic/", "scripts/")),
    (LINKS, ("externallinks/", "xl/connections", "xl/querytables/", "webextensions/")),
    (OBJECTS, ("embeddings/", "activex/", "objectreplacements/", "object ")),
)


_SEEN = SeenParts()  # of the answers that this process reads, one after the other


@dataclass(frozen=True, slots=True)
class Opened:
    """A returned workbook. `base` is None where nothing that was sent is left in it."""

    grid: Grid
    base: Base | None
    damaged: bool  # the base can't be read, or its copies differ
    saved: dt.datetime | None
    active: tuple[Text, ...] = ()  # what it contains that is never opened
    formulas: Callable[[str], frozenset[CellRef]] = field(default=lambda sheet: frozenset())
    author: str = ""  # who saved it last, as the program says
    sent: SentCells | None = None  # the texts that it was sent with
    besides: Callable[[str], Sequence[Beside]] = field(default=lambda sheet: ())


def open_returned(data: bytes) -> Opened:
    """Return the workbook; InputError says why it can't be read."""
    if data.startswith(_ZIP) and b"opendocument.spreadsheet" in data[:200]:
        return _ods(data)
    if data.startswith(_ZIP) and b"xl/workbook.bin" in data:
        return _xlsb(data)
    if not data.startswith((_ZIP, _OLE)):
        from ita_excel.dispatch.plain_table import read_plain  # few files are texts

        rows = read_plain(data)
        if rows is not None:
            return Opened(MemoryGrid({schema.RESULTS.sheet: rows}), None, False, None)
    if data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") not in data:
        return _xls(data)
    return _xlsx(data)


def _xlsx(data: bytes) -> Opened:
    grid = FileGrid.from_bytes(data, limits.STRANGERS, _SEEN)
    custom: list[str] | None = None
    content = grid.package.custom_xml(bases.NAMESPACE)
    if content is not None:
        custom = _custom_texts(content)
    base, damaged = _base(grid, custom)
    names = grid.package.parts.names()
    saved, author = _properties(grid)
    formulas, beside = partial(_formulas, grid), partial(besides, grid.package)
    active = _active(names)
    return Opened(grid, base, damaged, saved, active, formulas, author, _sent(grid), beside)


def _custom_texts(content: bytes) -> list[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return [""]
    return [element.text or "" for element in root.iter(f"{{{bases.NAMESPACE}}}base")]


def _properties(grid: FileGrid) -> tuple[dt.datetime | None, str]:
    """Return when the file was saved last and by whom, as far as its program says."""
    parts = grid.package.parts
    part = parts.resolve("docProps/core.xml")
    return _said(bytes(parts.read(part)[:])) if part is not None else (None, "")


def _said(content: bytes) -> tuple[dt.datetime | None, str]:
    saved = re.search(rb"<dcterms:modified[^<>]*>([^<]+)<", content)
    author = re.search(rb"<cp:lastModifiedBy[^<>]*>([^<]{1,400})<", content)
    return (
        _moment(saved[1].decode("ascii", "replace")) if saved else None,
        html.unescape(author[1].decode("utf-8", "replace")).strip() if author else "",
    )


def _moment(text: str) -> dt.datetime | None:
    """Return an ISO moment; one without a zone is in this machine's."""
    try:
        return dt.datetime.fromisoformat(text.strip()[:32]).astimezone(dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _formulas(grid: FileGrid, name: str) -> frozenset[CellRef]:
    """Return the cells of a sheet that have a formula, of whatever value."""
    package = grid.package

    def find() -> frozenset[CellRef]:
        return frozenset(CellRef.parse(name, a1) for a1 in with_formulas(package.sheet(name)))

    if not package.is_worksheet(name):
        return find()
    return package.parts.recall(("formulas", name), (package.sheet_bytes(name),), find)


def _ods(data: bytes) -> Opened:
    from ita_excel.store.ods import read_ods  # most files are of Excel's kind

    sheets = read_ods(data)
    ordered = {name: sheets.rows.get(name, []) for name in sheets.names}
    grid = MemoryGrid(ordered)
    base, damaged = _base(grid, None)
    saved = _moment(sheets.saved)
    formulas, beside = partial(_of, sheets.formulas), partial(_beside, sheets.besides)
    active = _active(sheets.parts)
    author = sheets.author
    return Opened(grid, base, damaged, saved, active, formulas, author, _sent(grid), beside)


def _xlsb(data: bytes) -> Opened:
    from ita_excel.store.xlsb import read_xlsb

    sheets = read_xlsb(data)
    grid = MemoryGrid(sheets.rows)
    base, damaged = _base(grid, None)
    saved, author = _said(sheets.core)
    formulas, active = partial(_of, sheets.formulas), _active(sheets.parts)
    return Opened(grid, base, damaged, saved, active, formulas, author, _sent(grid))


def _xls(data: bytes) -> Opened:
    from ita_excel.store.xls import read_xls

    sheets = read_xls(data)
    grid = MemoryGrid(sheets.rows)
    base, damaged = _base(grid, None)
    active = (MACROS,) if sheets.macros else ()
    formulas, beside = partial(_of, sheets.formulas), partial(_beside, sheets.besides)
    return Opened(grid, base, damaged, None, active, formulas, "", _sent(grid), beside)


def _of(formulas: set[CellRef], name: str) -> frozenset[CellRef]:
    return frozenset(at for at in formulas if at.sheet == name)


def _beside(found: dict[str, list[Beside]], name: str) -> list[Beside]:
    return found.get(name, [])


def _sent(grid: Grid) -> SentCells | None:
    block = find_blocks(grid, (schema.META,), []).get(schema.META.name)
    if block is None:
        return None
    rows = block.filled_rows()
    return sent_cells.from_meta(
        {as_text(block.cell(r, "key")): block.cell(r, "value") for r in rows}
    )


def _base(grid: Grid, custom: list[str] | None) -> tuple[Base | None, bool]:
    """Return what was sent, from either copy, and whether something is wrong with it."""
    blocks = find_blocks(grid, (schema.META,), [])
    block = blocks.get(schema.META.name)
    copies: list[Base] = []
    try:
        meta: dict[str, Value] = {}
        if block is not None:
            meta = {
                as_text(block.cell(r, "key")): block.cell(r, "value") for r in block.filled_rows()
            }
            copies += levels.received(meta)[:1]
        same = bool(copies) and not levels.is_own_master(meta) and custom == bases.texts_in(meta)
        if custom is not None and not same:
            copies.append(bases.read(custom))
    except ValueError:
        return None, True
    if len(copies) > 1 and len({c.fingerprint for c in copies}) > 1:
        return None, True
    return (copies[0] if copies else None), False


def _active(names: list[str] | tuple[str, ...]) -> tuple[Text, ...]:
    lowered = [n.lower() for n in names]
    return tuple(what for what, marks in _ACTIVE if any(m in n for n in lowered for m in marks))
