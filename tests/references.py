"""A judge of references: every formula of a workbook resolved into a graph.

Reads the parts of the file by itself (zipfile, lxml) and cuts formulas with openpyxl's tokenizer;
no code of the product takes part. Looked at are cells (shared formulas too), defined names, data
validations, conditional formats (those of the 2010 extension too), calculated columns and totals
of tables, charts, and links inside the workbook. `problems` tells of cycles, and of sheets, names,
tables, columns and functions that aren't there. A block counts as a whole: a formula that stands
inside what OFFSET or INDEX may reach depends on it.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import networkx
from lxml import etree
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.formula.translate import Translator
from openpyxl.utils import FORMULAE, range_boundaries

from tests.template.test_template import KNOWN

_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^!'\[\]]+))!")
_CELLS = re.compile(
    r"\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?\d+:\$?\d+",
    re.IGNORECASE,
)
_TABLE = re.compile(r"([^\[\]!]*)\[(.*)\]", re.DOTALL)
_SPECIAL = {"#all", "#data", "#headers", "#totals", "#this row"}
_ROWS, _COLUMNS = 1_048_576, 16_384
# What a name of ours is relative to: it is written as for A1.
_MOVES = re.compile(r"(?<![\w$])(\$?[A-Z]{1,3})(\d+)(?![\w(])")


class Block(NamedTuple):
    sheet: str
    left: int
    top: int
    right: int
    bottom: int


class Place(NamedTuple):
    """Something with a formula: a cell, or a name, a validation, a column, a chart by its label."""

    sheet: str
    at: str

    def __str__(self) -> str:
        return f"{self.sheet}!{self.at}" if self.sheet else self.at


@dataclass
class Table:
    name: str
    sheet: str
    block: Block
    columns: dict[str, int]
    headers: int
    totals: int


@dataclass
class Book:
    """What a workbook's parts say."""

    sheets: dict[str, etree._Element] = field(default_factory=dict)  # by name
    names: dict[str, str] = field(default_factory=dict)
    local_names: dict[tuple[str, str], str] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    formulas: dict[Place, str] = field(default_factory=dict)
    links: list[tuple[Place, str]] = field(default_factory=list)


_NUMBER = re.compile(r"[0-9]+")
_TELLING = {
    (Token.FUNC, Token.OPEN), (Token.OPERAND, Token.ERROR), (Token.OPERAND, Token.RANGE),
}  # fmt: skip


def problems(path: Path) -> list[str]:
    """Return what is wrong with the references of a workbook, a line each."""
    book = _read(path)
    found: list[str] = []
    graph: networkx.DiGraph[Place] = networkx.DiGraph()
    cells = _CellIndex(place for place in book.formulas if _CELLS.fullmatch(place.at))
    resolver = _Resolver(book, cells)
    for place, formula in book.formulas.items():
        graph.add_node(place)
        wrong, targets = resolver.resolve(place, formula)
        found += [f"{place}: {what}" for what in wrong]
        graph.add_edges_from((place, target) for target in targets)
    for place, target in book.links:
        wrong, _ = resolver.resolve(place, target)
        found += [f"{place}: link: {what}" for what in wrong]
    for group in networkx.strongly_connected_components(graph):
        first = min(group)
        if len(group) > 1 or graph.has_edge(first, first):
            found.append(f"circular: {', '.join(str(p) for p in sorted(group)[:5])}")
    return sorted(set(found))


class _CellIndex:
    """The cells with formulas, found by the block that they lie in."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.columns: dict[str, dict[int, list[tuple[int, Place]]]] = {}
        for place in places:
            left, top, _, _ = range_boundaries(place.at)
            columns = self.columns.setdefault(place.sheet.lower(), {})
            columns.setdefault(left, []).append((top, place))
        for columns in self.columns.values():
            for cells in columns.values():
                cells.sort()

    def inside(self, block: Block) -> Iterator[Place]:
        for column, cells in self.columns.get(block.sheet.lower(), {}).items():
            if block.left <= column <= block.right:
                first = bisect_left(cells, block.top, key=itemgetter(0))
                last = bisect_right(cells, block.bottom, key=itemgetter(0))
                yield from (place for _, place in cells[first:last])


class _Resolver:
    def __init__(self, book: Book, cells: _CellIndex) -> None:
        self.book, self.cells = book, cells
        self.sheets = {name.lower() for name in book.sheets}
        self.names = {name.lower(): text for name, text in book.names.items()}
        self.tables = {name.lower(): table for name, table in book.tables.items()}
        self._of_name: dict[tuple[str, str, int], list[Place]] = {}

    def resolve(self, place: Place, formula: str) -> tuple[list[str], list[Place]]:
        wrong: list[str] = []
        targets: list[Place] = []
        for token in tokens(formula):
            if token.type == Token.OPERAND and token.subtype == Token.ERROR:
                wrong.append(f"error {token.value}")
                continue
            if token.type == Token.FUNC:
                called = token.value[:-1].rpartition(":")[2]
                name = called.upper().removeprefix("_XLFN.").removeprefix("_XLWS.")
                if name not in FORMULAE and not KNOWN.fullmatch(name):
                    wrong.append(f"unknown function {name}")
            for part in _references(token):
                more, to = self._reference(place, part)
                wrong += more
                targets += to
        return wrong, targets

    def _reference(self, place: Place, text: str) -> tuple[list[str], list[Place]]:
        if "#REF!" in text:
            return [f"lost reference {text}"], []
        match = _SHEET.match(text)
        sheet, rest = place.sheet, text
        if match:
            sheet, rest = (match[1] or match[2]).replace("''", "'"), text[match.end() :]
            if "[" in sheet:
                return [f"another workbook {text}"], []
            if sheet.lower() not in self.sheets:
                return [f"no sheet {sheet}"], []
        if _CELLS.fullmatch(rest):
            return [], list(self.cells.inside(_block(sheet, rest)))
        if table := _TABLE.fullmatch(rest):
            return self._of_table(place, table[1], table[2])
        return self._named(place, sheet, rest)

    def _named(self, place: Place, sheet: str, name: str) -> tuple[list[str], list[Place]]:
        lower = name.lower()
        if lower in self.tables:
            return [], list(self.cells.inside(self.tables[lower].block))
        text, of = self.book.local_names.get((sheet.lower(), lower)), f" of {sheet.lower()}"
        if text is None:
            text, of = self.names.get(lower), ""
        if text is None:
            return [f"no name {name}"], []
        row = int(re.sub(r"\D", "", place.at)) if _CELLS.fullmatch(place.at) else 0
        key = (lower, place.sheet, row)
        if key not in self._of_name:
            self._of_name[key] = []  # a name that leads to itself is found as a cycle
            self._of_name[key] = [
                to for part in _moved(text, row) for to in self._reference(place, part)[1]
            ]
        return [], [*self._of_name[key], Place("", f"name {lower}{of}")]

    def _of_table(self, place: Place, name: str, inside: str) -> tuple[list[str], list[Place]]:
        table = self.tables.get(name.lower()) if name else self._around(place)
        if table is None:
            return [f"no table {name}"], []
        parts = re.findall(r"\[([^\[\]]*)\]", f"[{inside}]" if "[" not in inside else inside)
        columns = [
            p.strip().lstrip("@") for p in parts if p.lower().strip() not in _SPECIAL and p.strip()
        ]
        own_row = inside.startswith("@") or "#this row" in inside.lower()
        known = {c.lower(): n for c, n in table.columns.items()}
        missing = [c for c in columns if c.lower() not in known]
        if missing:
            return [f"no column {c} in {table.name}" for c in missing], []
        numbers = [known[c.lower()] for c in columns] or list(known.values())
        block = table.block
        top, bottom = block.top + table.headers, block.bottom - table.totals
        if own_row and _CELLS.fullmatch(place.at):
            top = bottom = range_boundaries(place.at)[1]
        if "#all" in inside.lower():
            top, bottom = block.top, block.bottom
        spanned = Block(
            table.sheet, block.left + min(numbers), top, block.left + max(numbers), bottom
        )
        return [], list(self.cells.inside(spanned))

    def _around(self, place: Place) -> Table | None:
        if not _CELLS.fullmatch(place.at):
            return next(
                (t for t in self.tables.values() if place.at.startswith(f"column {t.name}[")), None
            )
        left, top, _, _ = range_boundaries(place.at)
        for table in self.tables.values():
            b = table.block
            if (
                table.sheet == place.sheet
                and b.left <= left <= b.right
                and b.top <= top <= b.bottom
            ):
                return table
        return None


class Piece(NamedTuple):
    """A token of a formula."""

    type: str
    subtype: str
    value: str


def tokens(formula: str) -> list[Piece]:
    """Return the formula's tokens that refer to something, call a function or are an error.

    Thousands of cells hold one formula with other row numbers: it is cut once for all of them.
    """
    numbers = _NUMBER.findall(formula)
    found = []
    for piece, first, count in _shape(_NUMBER.sub("7", formula)):
        if count:
            own = iter(numbers[first : first + count])
            piece = piece._replace(value=_NUMBER.sub(lambda _, own=own: next(own), piece.value))
        found.append(piece)
    return found


@cache
def _shape(formula: str) -> list[tuple[Piece, int, int]]:
    """Return the tokens, each with the place of its first number among all, and how many it has."""
    found, first = [], 0
    for token in Tokenizer("=" + formula).items:
        count = len(_NUMBER.findall(token.value))
        if (token.type, token.subtype) in _TELLING:
            found.append((Piece(token.type, token.subtype, token.value), first, count))
        first += count
    return found


def _references(token: Piece) -> list[str]:
    if token.type == Token.FUNC:
        return _parts(token.value[:-1].rpartition(":")[0])  # A1:INDEX(
    return _parts(token.value) if token.subtype == Token.RANGE else []


def _parts(reference: str) -> list[str]:
    """Cut `A1:INDEX(…)`, whose first half the tokenizer hands over with its colon, and unions."""
    return [
        p
        for p in re.split(r",(?![^\[]*\])(?![^']*'!)", reference.strip().strip(":"))
        if p.strip("() ")
    ]


def _moved(text: str, row: int) -> list[str]:
    """Return what a name refers to in a row only; all else it refers to wherever it is used."""
    down = max(row, 1) - 1
    return [
        head + (_MOVES.sub(lambda m: f"{m[1]}{int(m[2]) + down}", rest) if moves else rest)
        for head, rest, moves in _moving(text)
    ]


@cache
def _moving(text: str) -> list[tuple[str, str, bool]]:
    """Return the references of a name that aren't the same wherever it is used.

    Each as what stands before it (a sheet), itself, and whether it moves with the row.
    """
    found = []
    for token in tokens(text):
        for part in _references(token):
            sheet = _SHEET.match(part)
            head, rest = (sheet[0], part[sheet.end() :]) if sheet else ("", part)
            cells = bool(_CELLS.fullmatch(rest))
            moves = cells and token.type != Token.FUNC and bool(_MOVES.search(rest))
            if moves or not cells or not head:
                found.append((head, rest, moves))
    return found


@cache
def _block(sheet: str, cells: str) -> Block:
    left, top, right, bottom = range_boundaries(cells.replace("$", "").upper())
    return Block(sheet, left or 1, top or 1, right or _COLUMNS, bottom or _ROWS)


# --- reading the parts


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _read(path: Path) -> Book:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    book = Book()
    root = etree.fromstring(parts["xl/workbook.xml"])
    targets = dict(_related(parts, "xl/workbook.xml"))
    order: list[str] = []
    for sheet in root.iter("{*}sheet"):
        identity = next(str(v) for k, v in sheet.attrib.items() if str(k).endswith("}id"))
        name = str(sheet.get("name"))
        order.append(name)
        part = targets[identity]
        book.sheets[name] = etree.fromstring(parts[part])
        _read_sheet(book, name)
        _read_around(book, parts, part, name)
    for name in root.iter("{*}definedName"):
        text, local = name.text or "", name.get("localSheetId")
        title = str(name.get("name"))
        if local is None:
            book.names[title] = text
            book.formulas[Place("", f"name {title.lower()}")] = text
        else:
            book.local_names[order[int(local)].lower(), title.lower()] = text
            book.formulas[Place("", f"name {title.lower()} of {order[int(local)].lower()}")] = text
    return book


def _related(parts: dict[str, bytes], part: str) -> Iterator[tuple[str, str]]:
    folder, name = posixpath.split(part)
    rels = parts.get(f"{folder}/_rels/{name}.rels")
    for relation in etree.fromstring(rels) if rels else ():
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, str(relation.get("Target"))))
            yield str(relation.get("Id")), target[1:]


def _read_sheet(book: Book, sheet: str) -> None:
    root, shared = book.sheets[sheet], {}
    for cell in root.iter("{*}c"):
        formula = next((f for f in cell if _local(f) == "f"), None)
        if formula is None:
            continue
        at, text = str(cell.get("r")), formula.text or ""
        if formula.get("t") == "shared":
            if text:
                shared[formula.get("si")] = (at, text)
            else:
                first, text = shared[formula.get("si")]
                text = Translator("=" + text, first).translate_formula(at)[1:]
        book.formulas[Place(sheet, at)] = text
    for number, element in enumerate(root.iter("{*}formula1", "{*}formula2", "{*}formula", "{*}f")):
        parent = element.getparent()
        if parent is not None and _local(parent) != "c" and (element.text or len(element)):
            text = element.text if (element.text or "").strip() else "".join(element.itertext())
            book.formulas[Place(sheet, f"rule {number}")] = str(text).strip()
    for link in root.iter("{*}hyperlink"):
        if link.get("location"):
            book.links.append((Place(sheet, str(link.get("ref"))), str(link.get("location"))))


def _read_around(book: Book, parts: dict[str, bytes], part: str, sheet: str) -> None:
    """Read the tables and charts of a sheet."""
    todo = [target for _, target in _related(parts, part)]
    while todo:
        here = todo.pop()
        if not here.endswith(".xml") or here not in parts:
            continue
        root = etree.fromstring(parts[here])
        if _local(root) == "table":
            _read_table(book, root, sheet)
        elif _local(root) == "wsDr":
            todo += [target for _, target in _related(parts, here)]
        elif _local(root) == "chartSpace":
            for number, formula in enumerate(root.iter("{*}f")):
                book.formulas[Place(sheet, f"chart {here} {number}")] = formula.text or ""


def _read_table(book: Book, root: etree._Element, sheet: str) -> None:
    name = str(root.get("displayName"))
    columns = {str(c.get("name")): n for n, c in enumerate(root.iter("{*}tableColumn"))}
    block = _block(sheet, str(root.get("ref")))
    headers, totals = int(root.get("headerRowCount", "1")), int(root.get("totalsRowCount", "0"))
    book.tables[name] = Table(name, sheet, block, columns, headers, totals)
    if len(columns) != block.right - block.left + 1:
        book.formulas[Place(sheet, f"column {name}[]")] = "#REF!"
    for column in root.iter("{*}tableColumn"):
        for kind in ("calculatedColumnFormula", "totalsRowFormula"):
            for formula in column.iter(f"{{*}}{kind}"):
                book.formulas[Place(sheet, f"column {name}[{column.get('name')}]")] = (
                    formula.text or ""
                )
