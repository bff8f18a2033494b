"""What a Word file was made from, kept in the file: custom XML, which Word and LibreOffice save again.

It holds the document as it was made, and where in it each text of the workbook stands. So whoever
gets an edited file knows what a person changed. Nothing of it says more than what is printed, and
the same document gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Self
from uuid import UUID

from lxml import etree

from ita_excel.core.packing import pack, unpack
from ita_excel.documents.content.elements import Content, Section, sections
from ita_excel.documents.word.packaging import Relations, declare_part, parse, w
from ita_excel.ooxml.relationships import OFFICE as REL

NAMESPACE = "urn:ita-excel:made-from"
_VERSION = 1
_CELL = 3  # dots in the place of a cell's paragraph: section, row, column, field
_ITEM = re.compile(r"customXml/item(\d+)\.xml")
_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_PART = "docProps/custom.xml"
_DATA = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006"
_NAMED = "ITA made from"  # the property that names the memory, should a program drop the memory
_HEADERS = re.compile(r"word/(?:header|footer)\d*\.xml")


class PrintedPlace(NamedTuple):
    """Where a text of the content stands: in which paragraph, from which letter on.

    A cell's paragraph stands by itself: its text is left out.
    """

    paragraph: int
    name: str  # `subject`, `paragraphs.1`, `plan.lead`; of a cell `plan.3.method.text`
    text: str = ""
    offset: int = 0

    @property
    def in_table(self) -> bool:
        """Whether it is a cell's paragraph."""
        return in_table(self.name)


@dataclass(frozen=True, slots=True)
class About:
    """Of what a document was made: the workbook's identity, kind of document, round, unit and year."""

    workbook: str = ""
    kind: str = ""
    round: str = ""
    unit: str = ""
    agency: str = ""
    year: str = ""
    shared: str = ""
    draft: bool = False
    last: str = ""  # the identity of last year's workbook, where the results are its


@dataclass(frozen=True, slots=True)
class Memory:
    """A document as it was made.

    `places` are the texts that came from the workbook, in the order of the document's paragraphs;
    `rows` say which row of the workbook each row of a section prints: รหัส, round, unit. `parts`
    are the package's parts that were made, as far as they say or show something.
    """

    about: About = About()
    places: tuple[PrintedPlace, ...] = ()
    rows: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)

    def packed(self) -> str:
        """Return the memory as one line of letters; equal ones give equal lines."""
        said = {name: getattr(self.about, name) for name in _ABOUT}
        content = {
            "v": _VERSION, "about": said, "places": self.places, "rows": self.rows,
            "parts": self.parts,
        }  # fmt: skip
        return "".join(pack(content))


_ABOUT = tuple(About.__dataclass_fields__)


class PlacedText(str):
    """A text of the workbook that knows where it goes, and says so where a template prints it whole."""

    __slots__ = ("place",)
    place: str

    def __new__(cls, text: str, place: str) -> Self:
        made = super().__new__(cls, text)
        made.place = place
        return made

    def __html__(self) -> str:
        """The text for Jinja, with a mark before it that `finishing` takes out again."""
        from markupsafe import escape

        end = "" if in_table(self.place) else f"{OPEN}e{MIDDLE}{CLOSE}"
        return f"{OPEN}o{MIDDLE}{self.place}{CLOSE}{escape(str(self))}{end}"


OPEN, MIDDLE, CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
_MARK = re.compile(f"{OPEN}[oe]{MIDDLE}[^{OPEN}{CLOSE}]*{CLOSE}")


def in_table(place: str) -> bool:
    """Whether a place is a cell's paragraph, which says what it says by itself."""
    return place.count(".") == _CELL


def without_places(parts: dict[str, bytes]) -> None:
    """Take the marks of places out of headers and footers, which are made anew on every page."""
    mark = OPEN.encode()
    for name, data in parts.items():
        if mark in data and _HEADERS.fullmatch(name):
            parts[name] = _MARK.sub("", data.decode()).encode()


def plain(value: Any) -> Any:
    """Return a template's context as JSON keeps it, for a process apart; `placed` brings it back."""
    if isinstance(value, PlacedText):
        return {OPEN: [value.place, str(value)]}
    if isinstance(value, Mapping):
        return {name: plain(inner) for name, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def placed(value: Any) -> Any:
    """Return the context that `plain` wrote."""
    if isinstance(value, Mapping):
        if OPEN in value:
            place, text = value[OPEN]
            return PlacedText(str(text), str(place))
        return {name: placed(inner) for name, inner in value.items()}
    return [placed(inner) for inner in value] if isinstance(value, list) else value


def rows_of(content: Content) -> dict[str, list[list[str]]]:
    """Return which row of the workbook each printed row is of, by section; [] for a row of none."""
    return {
        name: [_row(row.source) for row in section.table.rows]
        for name, section in sections(content).items()
    }


def numbered(section: Section) -> Iterator[int]:
    """Yield for each printed row of a section the number of its row in `rows_of`.

    A row cut at the end of a page goes on with the same number.
    """
    number, last = -1, object()
    for row in section.table.rows:
        if row.source is None or row.source is not last:
            number += 1
        last = row.source
        yield number


def _row(source: Any) -> list[str]:
    if source is None:
        return []
    return [source.key, getattr(source, "round_name", ""), getattr(source, "unit", "")]


def remember(parts: dict[str, bytes], memory: Memory) -> None:
    """Put a memory into a package; `memory.parts` are taken from it."""
    kept = {"word/document.xml", "word/styles.xml", "word/numbering.xml"}
    kept |= {name for name in parts if _HEADERS.fullmatch(name)}
    said = {name: parts[name].decode() for name in sorted(kept & parts.keys())}
    packed = replace(memory, parts=said).packed()
    numbers = [int(found[1]) for name in parts if (found := _ITEM.fullmatch(name))]
    number = max(numbers, default=0) + 1
    item, about = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    parts[item] = f'{_HEAD}<made xmlns="{NAMESPACE}">{packed}</made>'.encode()
    identity = str(UUID(hashlib.md5(packed.encode(), usedforsecurity=False).hexdigest())).upper()
    parts[about] = (
        f'{_HEAD}<ds:datastoreItem xmlns:ds="{_DATA}" ds:itemID="{{{identity}}}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()
    declare_part(parts, about, _PROPERTIES)
    of_item = Relations(parts, item)
    of_item.add(f"{REL}/customXmlProps", f"itemProps{number}.xml")
    of_item.store()
    of_document = Relations(parts, "word/document.xml")
    of_document.add(f"{REL}/customXml", f"../{item}")
    of_document.store()
    _name(parts, name_of(packed))


def _name(parts: dict[str, bytes], named: str) -> None:
    """Note the memory's name among the properties, which more programs keep."""
    if _CUSTOM_PART in parts:  # an office's own template has some, which stay as they are
        return
    parts[_CUSTOM_PART] = (
        f'{_HEAD}<Properties xmlns="{_VALUES}/custom-properties" xmlns:vt="{_VALUES}/docPropsVTypes">'
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{_NAMED}">'
        f"<vt:lpwstr>{named}</vt:lpwstr></property></Properties>"
    ).encode()
    declare_part(parts, _CUSTOM_PART, _CUSTOM)
    package = Relations(parts, "")
    package.add(f"{REL}/custom-properties", _CUSTOM_PART)
    package.store()


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def name_of(packed: str) -> str:
    """Return by what a packed memory is known."""
    return hashlib.sha256(packed.encode()).hexdigest()[:24]


def packed_in(parts: Mapping[str, bytes]) -> str:
    """Return the packed memory that a package carries; '' where there is none."""
    for name, data in sorted(parts.items()):
        if _ITEM.fullmatch(name) and NAMESPACE.encode() in data:
            root = parse(data)
            if root.tag == f"{{{NAMESPACE}}}made":
                return (root.text or "").strip()
    return ""


def carried_in(data: bytes) -> str:
    """Return the packed memory of a whole Word file of our own making; '' where it has none."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [n for n in package.namelist() if _ITEM.fullmatch(n)]
        return packed_in({name: package.read(name) for name in names})


def named_in(parts: Mapping[str, bytes]) -> str:
    """Return the name of the memory that a package once had; '' where it says none."""
    data = parts.get(_CUSTOM_PART, b"")
    if _NAMED.encode() not in data:
        return ""
    for one in parse(data):
        if one.get("name") == _NAMED:
            return "".join(str(text) for text in one.itertext()).strip()
    return ""


def unpacked(packed: str) -> Memory | None:
    """Return the memory of a line of letters; None where it is damaged or of a later version."""
    if not packed:
        return None
    try:
        content = unpack([packed])
        if content["v"] != _VERSION:
            return None
        about = content["about"]
        known = {name: about[name] for name in _ABOUT if isinstance(about.get(name), (str, bool))}
        return Memory(
            About(**known),
            tuple(
                PrintedPlace(int(i), str(p), str(t), int(at)) for i, p, t, at in content["places"]
            ),
            {str(k): [[str(t) for t in row] for row in v] for k, v in content["rows"].items()},
            {str(name): str(text) for name, text in content["parts"].items()},
        )
    except (ValueError, TypeError, LookupError, AttributeError, zlib.error):
        return None


FoundPlace = tuple[etree._Element, str, str, int]  # as a PrintedPlace, with the paragraph itself


def places_of(document: etree._Element, found: Iterable[FoundPlace]) -> tuple[PrintedPlace, ...]:
    """Return the places found in a document with their paragraphs' numbers."""
    paragraphs = list(document.iter(w("p")))  # a list, for they are known as objects
    numbers = {id(p): i for i, p in enumerate(paragraphs)}
    return tuple(
        PrintedPlace(numbers[id(p)], name, text.replace("\u00a0", " "), offset)
        for p, name, text, offset in found
    )


def offset_of(paragraph: etree._Element, text: etree._Element, before: str) -> int:
    """Return from which letter of a paragraph on stands what follows `before` in one of its texts."""
    length = len(before)
    for run in paragraph.iter(w("r")):
        for child in run:
            if child is text:
                return length
            if child.tag == w("t"):
                length += len(child.text or "")
            elif child.tag in _ONE_LETTER:
                length += 1
    return length


_ONE_LETTER = frozenset(w(n) for n in ("tab", "br", "cr", "noBreakHyphen"))
