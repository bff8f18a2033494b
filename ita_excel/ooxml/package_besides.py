"""What lies on a worksheet of a package beside the values of its cells.

Only looked at, never opened: a picture's bytes and an object's file are not unpacked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from ita_excel.core.besides import Beside, BesideKind
from ita_excel.core.cell_addresses import CellRef
from ita_excel.core.errors import InputError
from ita_excel.ooxml.formulacells import formula_cells
from ita_excel.ooxml.package import Package
from ita_excel.ooxml.partnames import rels_name
from ita_excel.ooxml.partxml import children, local
from ita_excel.ooxml.relationships import Relationship
from ita_excel.ooxml.sheetxml import Sheet, plain_text

# A picture that lies in a cell (Excel 365): the cell shows #VALUE! to programs that don't know it.
_RICH_CELL = re.compile(
    rb"""<(?:[\w.-]+:)?c\s(?=[^<>]*\svm=)[^<>]*?r=["']([A-Z]{1,3}\d{1,7})["']"""
)
_RICH_PICTURES = "xl/richData/richValueRel.xml"
_LINK_FORMULA = re.compile(r"""\bHYPERLINK\(\s*"((?:[^"]|"")+)"\s*[,;)]""", re.IGNORECASE)
_MOST = 1000  # cells of one link
_THREAD = "[Threaded comment]"  # in what programs show that don't know threads
_SHAPES = {"pic": BesideKind.PICTURE, "graphicFrame": BesideKind.CHART}


def besides(package: Package, name: str) -> list[Beside]:
    """Return what lies on a sheet, by its place; what can't be read is one UNREADABLE."""
    if not package.is_worksheet(name):
        return [Beside(0, 0, BesideKind.CHART)]
    part = package.sheet_part(name)
    try:
        related = package.parts.relationships(part)

        def look() -> list[Beside]:
            return list(_all(package, package.sheet(name), related))

        if all(r.external or r.kind.lower() == "table" for r in related):
            # Nothing lies in a part of its own: the sheet and its links say all.
            links = package.parts.resolve(rels_name(part))
            parts = [package.parts.read(p) for p in (part, links) if p]
            rich = package.parts.resolve(_RICH_PICTURES) is not None
            found = package.parts.recall(("besides", part, rich), parts, look)
        else:
            found = look()
    except (InputError, ValueError, etree.LxmlError):
        return [Beside(0, 0, BesideKind.UNREADABLE)]
    return sorted(set(found), key=lambda b: (b.row, b.column, b.kind.value, b.text))


def _all(package: Package, sheet: Sheet, related: list[Relationship]) -> Iterator[Beside]:
    if sheet.data.find(b"hyperlink", sheet.rows_end) >= 0:
        yield from _links(sheet, {r.id: r.target for r in related})
    if sheet.data.find(b"HYPERLINK(", sheet.head_end, sheet.rows_end) >= 0:
        for cell in formula_cells(sheet):
            address = formula_link(cell.text)
            if address:
                yield Beside(cell.row, cell.column, BesideKind.LINK, address)
    if package.parts.resolve(_RICH_PICTURES) is not None:
        for found in _RICH_CELL.finditer(sheet.data, sheet.head_end, sheet.rows_end):
            yield _at(found[1].decode(), BesideKind.PICTURE)
    if not related:
        return
    if sheet.data.find(b"oleObject", sheet.rows_end) >= 0:
        yield from _objects(sheet)
    if any(r.kind.lower() == "image" for r in related):  # behind the cells
        yield Beside(0, 0, BesideKind.PICTURE)
    parts = package.parts
    threads = dict(_threads(package, sheet))
    for (row, column), text in threads.items():
        yield Beside(row, column, BesideKind.COMMENT, text)
    for part in parts.related(sheet.part, "comments"):
        for note in _notes(parts.xml(part)):
            if (note.row, note.column) not in threads or _THREAD not in note.text:
                yield note
    for part in parts.related(sheet.part, "drawing"):
        yield from _drawing(parts.xml(part), {r.id: r.target for r in parts.relationships(part)})


def formula_link(formula: str) -> str:
    """Return the address that a formula makes a link to, '' where it is none or worked out."""
    found = _LINK_FORMULA.search(formula)
    return found[1].replace('""', '"') if found else ""


def _at(a1: str, kind: BesideKind, text: str = "") -> Beside:
    at = CellRef.parse("", a1)
    return Beside(at.row, at.column, kind, text)


def _links(sheet: Sheet, targets: dict[str, str]) -> Iterator[Beside]:
    """Yield the addresses outside the workbook, for each cell of a link that lies on several."""
    group = sheet.child("hyperlinks")
    for link in children(group, "hyperlink") if group is not None else []:
        identity = next((v for k, v in link.attrib.items() if str(k).endswith("}id")), "")
        target = targets.get(str(identity), "")
        if not target:
            continue  # it jumps within the workbook
        place = link.get("location")
        address = f"{target}#{place}" if place and "#" not in target else target
        for cell in _cells(link.get("ref", "")):
            yield _at(cell, BesideKind.LINK, address)


def _cells(ref: str) -> Iterator[str]:
    first, _, last = ref.partition(":")
    start = CellRef.parse("", first)
    end = CellRef.parse("", last) if last else start
    number = 0
    for row in range(start.row, end.row + 1):
        for column in range(start.column, end.column + 1):
            number += 1
            if number > _MOST:
                return
            yield CellRef("", row, column).a1


def _notes(root: etree._Element) -> Iterator[Beside]:
    authors = [e.text or "" for e in root.iter() if local(e) == "author"]
    for comment in (e for e in root.iter() if local(e) == "comment"):
        said = plain_text(comment).strip()
        number = comment.get("authorId", "")
        author = authors[int(number)] if number.isdigit() and int(number) < len(authors) else ""
        yield _at(comment.get("ref", ""), BesideKind.COMMENT, signed(author, said))


def signed(author: str, said: str) -> str:
    """Return what a person wrote with the person's name before it, once."""
    name, text = author.strip(), said.strip()
    return text if not name or text.startswith(name) else f"{name}: {text}"


def _threads(package: Package, sheet: Sheet) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield each cell's thread of comments, a line each, with who wrote it."""
    parts = package.parts
    threads: dict[tuple[int, int], list[str]] = {}
    for part in parts.related(sheet.part, "threadedComment"):
        people = _people(package)
        for comment in (e for e in parts.xml(part).iter() if local(e) == "threadedComment"):
            at = CellRef.parse("", comment.get("ref", ""))
            said = "".join(e.text or "" for e in children(comment, "text"))
            author = people.get(comment.get("personId", ""), "")
            threads.setdefault((at.row, at.column), []).append(signed(author, said))
    for key, lines in threads.items():
        yield key, "\n".join(lines)


def _people(package: Package) -> dict[str, str]:
    people = {}
    for part in package.parts.related(package.workbook.part, "person"):
        for person in (e for e in package.parts.xml(part).iter() if local(e) == "person"):
            people[person.get("id", "")] = person.get("displayName", "")
    return people


def _objects(sheet: Sheet) -> Iterator[Beside]:
    for element in (e for e in sheet.frame.iter() if local(e) == "oleObject"):
        if any(local(a) == "Fallback" for a in element.iterancestors()):
            continue  # the same again, for older programs
        yield Beside(*_anchor(element), BesideKind.OBJECT, element.get("progId", ""))


def _drawing(root: etree._Element, targets: dict[str, str]) -> Iterator[Beside]:
    for anchor in root:
        if not local(anchor).endswith("Anchor"):
            continue
        place = _anchor(anchor)
        shapes = [
            e
            for e in anchor.iter()
            if local(e) in ("pic", "sp", "cxnSp", "graphicFrame", "contentPart")
            and not any(local(a) == "Fallback" for a in e.iterancestors())
        ]
        for shape in shapes:
            kind = _SHAPES.get(local(shape), BesideKind.SHAPE)
            yield Beside(*place, kind, _said(shape, targets))


def _said(shape: etree._Element, targets: dict[str, str]) -> str:
    """Return a shape's own words, else those that describe it, and where a click on it leads."""
    paragraphs = [
        "".join(t.text or "" for t in p.iter() if local(t) == "t")
        for p in shape.iter()
        if local(p) == "p"
    ]
    said = "\n".join(p for p in paragraphs if p.strip())
    if not said:
        names = [e for e in shape.iter() if local(e) == "cNvPr"][:1]
        said = next((e.get("descr") or e.get("title") or "" for e in names), "")
    links = [
        targets.get(str(value), "")
        for e in shape.iter()
        if local(e) == "hlinkClick"
        for key, value in e.attrib.items()
        if str(key).endswith("}id")
    ]
    return "\n".join(dict.fromkeys(filter(None, (said.strip(), *links))))


def _anchor(element: etree._Element) -> tuple[int, int]:
    """Return row and column of the cell at the upper left corner, (0, 0) where none is said."""
    start = next((e for e in element.iter() if local(e) == "from"), None)
    if start is None:
        return 0, 0
    said = {local(e): (e.text or "").strip() for e in start}
    row, column = said.get("row", ""), said.get("col", "")
    if not (row.isdigit() and column.isdigit() and len(row) < 8 and len(column) < 6):
        return 0, 0
    return int(row) + 1, int(column) + 1
