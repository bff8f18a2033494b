"""What refers to a sheet from elsewhere in the workbook, when a column comes into that sheet."""

from __future__ import annotations

import re

from lxml import etree

from ita_excel.core.errors import RefusedEdit
from ita_excel.ooxml import cellxml
from ita_excel.ooxml.contents import Contents
from ita_excel.ooxml.partxml import local
from ita_excel.ooxml.structure import frames, rows
from ita_excel.ooxml.structure.frames import Home
from ita_excel.ooxml.structure.obstacles import UNKNOWN
from ita_excel.ooxml.structure.references import Insertion
from ita_excel.ooxml.zipcopy import Buffer

# Parts without references, whatever texts they hold, by the last word of their content type.
_INERT = (
    "sharedStrings", "styles", "theme", "core-properties", "extended-properties",
    "custom-properties", "comments", "threadedcomments", "person", "relationships",
    "customXmlProperties", "sheetMetadata", "externalLink", "printerSettings", "vbaProject",
    "slicer", "slicerCache", "timeline", "timelineCache", "pivotCacheRecords", "calcChain",
    "connections", "chartstyle", "chartcolorstyle", "xmlMaps", "pivotTable",
)  # fmt: skip
_MOVED = ("chart", "chartex", "drawing", "controlproperties", "pivotCacheDefinition")


def write_if_moved(package: Contents, part: str, root: etree._Element) -> None:
    """Write a part's tree where it says something else than the part does."""
    if etree.tostring(root, method="c14n") != etree.tostring(
        package.parts.xml(part), method="c14n"
    ):
        package.parts.write_xml(part, root)


def move_elsewhere(package: Contents, insertion: Insertion, table: str | None) -> None:
    """Move the references in other sheets, in charts, controls and PivotTables.

    `table` is the part of the table that gets the column, which is written already.
    """
    mentions = _Mentions(insertion)
    done: set[str] = set()
    for info in package.workbook.sheets.values():
        home = Home(insertion, info.name)
        done.add(info.part)
        if info.name != insertion.sheet:
            _move_sheet(package, info.name, info.part, home, mentions)
        for part in package.parts.related(info.part, "table"):
            done.add(part)
            if part != table and (home.mine or mentions(package.parts.read(part))):
                _move_tree(package, part, home)
        for part in package.parts.related(info.part, "vmlDrawing"):
            done.add(part)
            _move_vml(package, part, home)
        for kind in ("ctrlProp", "drawing"):
            for part in package.parts.related(info.part, kind):
                if kind == "drawing" and home.mine:
                    done.add(part)  # moved with the sheet
                elif home.mine or mentions(package.parts.read(part)):
                    done.add(part)
                    _move_tree(package, part, home)
    done.add(package.workbook.part)
    _move_rest(package, insertion, mentions, done)


def _move_rest(
    package: Contents, insertion: Insertion, mentions: _Mentions, done: set[str]
) -> None:
    """Move charts and PivotTables' sources; refuse what mentions the sheet and isn't known."""
    types = {name.lower(): kind for name, kind in package.parts.content_types().items()}
    for part in package.parts.names():
        if part in done or not part.endswith(".xml"):
            continue
        kind = re.sub(r"\+xml$", "", types.get(part.lower(), "")).rpartition(".")[2]
        kind = kind.rpartition("/")[2]
        if kind in _INERT or not kind or part.startswith(("customXml/", "docProps/")):
            continue
        if kind == "pivotCacheDefinition":
            _move_pivot_source(package, part, insertion)
        elif mentions(package.parts.read(part)):
            if kind not in _MOVED:
                raise RefusedEdit(UNKNOWN, sheet=insertion.sheet, what=part)
            _move_tree(package, part, Home(insertion, ""))


class _Mentions:
    """Whether a part's bytes may hold a reference to the sheet that gets the column."""

    def __init__(self, insertion: Insertion) -> None:
        name = insertion.sheet
        spelled = {name, name.replace("'", "''")}
        texts = {cellxml.escape(text) for text in spelled} | {
            cellxml.escape(text).replace("'", "&apos;") for text in spelled
        }
        # A reference through several sheets names only the first and the last.
        ends = {cellxml.escape(n.replace("'", "''")) + ":" for n in insertion.order}
        every = "|".join(re.escape(text) for text in sorted(texts | ends))
        self._pattern = re.compile(every.encode() + rb"|&#", re.IGNORECASE)

    def __call__(self, data: Buffer) -> bool:
        return self._pattern.search(data) is not None


def _move_sheet(package: Contents, name: str, part: str, home: Home, mentions: _Mentions) -> None:
    if not package.is_worksheet(name) or not mentions(package.parts.read(part)):
        return
    sheet = package.sheet(name)
    pieces = rows.unshared(sheet, home.insertion, name)
    if pieces is not None:
        package.parts.write(part, b"".join(bytes(piece) for piece in pieces))
        sheet = package.sheet(name)
    if sheet.has_formulas() and not sheet.index.plain:
        raise RefusedEdit(UNKNOWN, sheet=name, what="sheetData")
    new = rows.with_moved_formulas(sheet, home.insertion, name)
    if new is not None:
        package.parts.write(part, new)
        sheet = package.sheet(name)
    before = etree.tostring(sheet.frame, method="c14n")
    frames.move(sheet.frame, home)
    for reference in sheet.frame.iter():
        if local(reference) == "dataRef" and reference.get("sheet") == home.insertion.sheet:
            reference.set("ref", frames.moved_areas(reference.get("ref", ""), home.insertion.at))
    if etree.tostring(sheet.frame, method="c14n") != before:
        package.parts.write(part, sheet.collect(sheet.with_frame()))


def _move_tree(package: Contents, part: str, home: Home) -> None:
    root = package.parts.xml(part)
    frames.move(root, home)
    write_if_moved(package, part, root)


_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)([^<]*)(</)")
_COLUMN = re.compile(rb"(<(?:\w+:)?Column>)\s*(\d+)\s*(</)")
_VML_FORMULA = re.compile(rb"(<(?:\w+:)?(?:Fmla\w+)>)([^<]*)(</)")


def _move_vml(package: Contents, part: str, home: Home) -> None:
    """Move notes' boxes and form controls, which Office keeps in its old drawing language."""
    old = bytes(package.parts.read(part)[:])
    at = home.insertion.at

    def anchor(match: re.Match[bytes]) -> bytes:
        numbers = [int(float(n)) for n in match[2].split(b",")]
        if len(numbers) != 8:
            raise RefusedEdit(UNKNOWN, sheet=home.sheet, what=part)
        pushed = numbers[0] >= at - 1
        numbers[0] += pushed
        numbers[4] += pushed or numbers[4] >= at - 1
        return match[1] + ", ".join(map(str, numbers)).encode() + match[3]

    def column(match: re.Match[bytes]) -> bytes:
        number = int(match[2])
        return match[1] + str(number + (number >= at - 1)).encode() + match[3]

    def formula(match: re.Match[bytes]) -> bytes:
        text = cellxml.unescape(match[2].decode())
        return (
            match[1]
            + cellxml.escape(home.insertion.formula(text, home.sheet)).encode()
            + (match[3])
        )

    new = _VML_FORMULA.sub(formula, old)
    if home.mine:
        new = _COLUMN.sub(column, _ANCHOR.sub(anchor, new))
    if new != old:
        package.parts.write(part, new)


def _move_pivot_source(package: Contents, part: str, insertion: Insertion) -> None:
    """Let a PivotTable's source be where its cells are; Excel reads it again when it refreshes."""
    root = package.parts.xml(part)
    for source in root.iter():
        mine = str(source.get("sheet", "")).casefold() == insertion.sheet.casefold()
        if mine and local(source) in ("worksheetSource", "rangeSet") and source.get("ref"):
            source.set("ref", frames.moved_areas(source.get("ref", ""), insertion.at))
    write_if_moved(package, part, root)
