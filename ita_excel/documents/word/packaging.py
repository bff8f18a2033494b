"""The parts of a Word package that code must keep in step: relations, content types, properties."""

from __future__ import annotations

from html import escape

from lxml import etree

from ita_excel.documents.content.elements import Properties
from ita_excel.ooxml import contenttypes
from ita_excel.ooxml.contenttypes import ContentTypes
from ita_excel.ooxml.partnames import rels_name
from ita_excel.ooxml.relationships import Relationships

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PICTURE_TYPES = {".png": "image/png", ".jpg": "image/jpeg"}
# A file of someone else's making: no entities, no network.
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def w(name: str) -> str:
    """Return a name of WordprocessingML in lxml's form."""
    return f"{{{_W}}}{name}"


def parse(data: bytes) -> etree._Element:
    return etree.fromstring(data, _PARSER)


class Relations(Relationships):
    """The relations of one part among the parts of a Word file."""

    def __init__(self, parts: dict[str, bytes], part: str) -> None:
        super().__init__(part, parts.get(rels_name(part)))
        self._parts = parts

    def store(self) -> None:
        """Write the relations back among the parts."""
        self._parts[rels_name(self.part)] = self.data


def picture_types(parts: dict[str, bytes]) -> None:
    """Declare the kinds of pictures that the package holds."""
    for suffix, kind in _PICTURE_TYPES.items():
        if any(name.startswith("word/media/") and name.endswith(suffix) for name in parts):
            declare_kind(parts, suffix[1:], kind)


def declare_kind(parts: dict[str, bytes], extension: str, kind: str) -> None:
    """Declare what the parts with an extension are."""
    types = ContentTypes(parts[contenttypes.NAME])
    types.set_default(extension, kind)
    parts[contenttypes.NAME] = types.data


def declare_header(parts: dict[str, bytes], part: str) -> None:
    """Declare a header part that was added."""
    header = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
    declare_part(parts, part, header)


def declare_part(parts: dict[str, bytes], part: str, kind: str) -> None:
    """Declare what a part that was added is."""
    types = ContentTypes(parts[contenttypes.NAME])
    types.set_part(part, kind)
    parts[contenttypes.NAME] = types.data


def core_properties(properties: Properties) -> bytes:
    """Return docProps/core.xml: the agency as author, the memo's date, no person, no machine."""
    moment = f"{properties.date.isoformat()}T00:00:00Z"
    author = escape(properties.author)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(properties.title)}</dc:title><dc:creator>{author}</dc:creator>"
        f"<cp:lastModifiedBy>{author}</cp:lastModifiedBy><dc:language>th-TH</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
        "</cp:coreProperties>"
    ).encode()
