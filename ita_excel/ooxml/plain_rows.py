"""Whether rows of a sheet hold nothing but values, so that other values may stand in them.

Whoever writes rows in another order moves values only. A note, a colour, a height that a person set, a link, a
formula that names one of the rows: all of that belongs to what stood there, and would stay behind.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from lxml import etree

from ita_excel.ooxml.areas import Area
from ita_excel.ooxml.contents import Contents
from ita_excel.ooxml.partxml import local
from ita_excel.ooxml.sheetxml import Sheet
from ita_excel.ooxml.structure.references import Reference, replaced, sheet_name
from ita_excel.ooxml.structure.wiring import formulas

# What a person set for a row; a height without customHeight is whatever fits.
_OF_ROW = re.compile(rb"""\s(?:s|customFormat|customHeight|hidden|outlineLevel|collapsed)\s*=""")
_WITHIN = frozenset(["mergeCell", "hyperlink", "protectedRange", "comment", "threadedComment"])
_AREAS = ("ref", "sqref")
_VML_ANCHOR = re.compile(rb"<(?:\w+:)?Anchor>([^<]*)<")
_RICH = re.compile(rb"<(?:\w+:)?r[\s>]")


def hold_only_values(
    package: Contents, name: str, first: int, last: int, computed: Collection[int]
) -> bool:
    """Whether the rows from `first` to `last` hold values alone, cells of a column all in one style.

    Formulas of the columns in `computed` are the same in each row.
    """
    sheet = package.sheet(name)
    return (
        sheet.index.plain
        and _plain_cells(sheet, first, last, computed)
        and not any(_parts(area, first, last, tag) for tag, area in _areas(package, sheet))
        and not any(first - 1 <= row < last for row in _drawn(package, sheet))
        and not _named(package, name, first, last)
        and not _any_rich_text(package)
    )


def _plain_cells(sheet: Sheet, first: int, last: int, computed: Collection[int]) -> bool:
    styles: dict[int, int] | None = None
    index = sheet.index
    for row in range(first, last + 1):
        at = index.find(row)
        if at < 0 or _OF_ROW.search(index.row_tag(at)):
            return False
        mine: dict[int, int] = {}
        for cell in index.cells(at):
            mine[cell.column] = sheet.style(cell)
            inside = sheet.data[cell.tag_end : cell.end]
            formula = cell.column not in computed and sheet.formula(cell) is not None
            if formula or _RICH.search(inside):
                return False
        if styles is not None and mine != styles:
            return False
        styles = mine
    return styles is not None


def _any_rich_text(package: Contents) -> bool:
    """Whether a text of the workbook has letters in several fonts, which a value doesn't bring along."""
    parts = package.parts.related(package.workbook.part, "sharedStrings")
    return any(_RICH.search(package.parts.read(part)) for part in parts)


def _areas(package: Contents, sheet: Sheet) -> Iterator[tuple[str, Area]]:
    roots = [sheet.frame]
    for kind in ("comments", "threadedComment"):
        roots += [package.parts.xml(part) for part in package.parts.related(sheet.part, kind)]
    for root in roots:
        for element in root.iter():
            yield from ((local(element), area) for area in _of(element))


def _of(element: etree._Element) -> Iterator[Area]:
    name = local(element)
    if name in ("dimension", "selection"):
        return
    texts = [element.get(attribute, "") for attribute in _AREAS]
    if name == "sqref":
        texts.append(element.text or "")
    for text in texts:
        yield from Area.parse_all(text)


def _parts(area: Area, first: int, last: int, tag: str) -> bool:
    """Whether an area is about some of the rows and not about others."""
    if area.bottom < first or last < area.top:
        return False
    return tag in _WITHIN or not (area.top <= first and last <= area.bottom)


def _drawn(package: Contents, sheet: Sheet) -> Iterator[int]:
    """Yield the rows, from 0, in which something that is drawn begins or ends."""
    for part in package.parts.related(sheet.part, "drawing"):
        for element in package.parts.xml(part).iter():
            if local(element) == "row" and (element.text or "").strip().isdigit():
                yield int(element.text or 0)
    for part in package.parts.related(sheet.part, "vmlDrawing"):
        for match in _VML_ANCHOR.finditer(bytes(package.parts.read(part)[:])):
            numbers = [float(n) for n in match[1].split(b",") if n.strip()]
            yield from (int(n) for n in numbers[2::4])


def _named(package: Contents, name: str, first: int, last: int) -> bool:
    """Whether a formula of the workbook names one of the rows, or some of them."""
    found: list[Reference] = []
    spelled = name.replace("'", "''")

    def look(reference: Reference) -> None:
        written = sheet_name(reference.sheet) if reference.sheet else home
        if written.casefold() == name.casefold():
            rows = [int(c.row.lstrip("$")) for c in reference.corners if c.row]
            if rows and _parts(Area(min(rows), 1, max(rows), 1), first, last, ""):
                found.append(reference)

    for home in package.sheets:
        if home == name or not package.is_worksheet(home):
            continue
        for text in formulas(package.sheet(home)).values():
            if spelled.casefold() in text.casefold():
                replaced(text, look)
    home = ""
    for text in package.defined_names().values():
        replaced(text, look)
    return bool(found)
