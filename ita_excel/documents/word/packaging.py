"""The parts of a Word package that code must keep in step: relations, content types, properties."""

from __future__ import annotations

import posixpath
from html import escape

from lxml import etree

from ita_excel.documents.content.elements import Properties

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = f"{_PACKAGE}/content-types"
_RELATIONS = f"{_PACKAGE}/relationships"
_PICTURE_TYPES = {".png": "image/png", ".jpg": "image/jpeg"}
# A file of someone else's making: no entities, no network.
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def w(name: str) -> str:
    """Return a name of WordprocessingML in lxml's form."""
    return f"{{{_W}}}{name}"


def parse(data: bytes) -> etree._Element:
    return etree.fromstring(data, _PARSER)


def serialise(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


class Relations:
    """The relations of one part, to which some are added."""

    def __init__(self, parts: dict[str, bytes], part: str) -> None:
        folder, name = posixpath.split(part)
        self._parts, self._path = parts, f"{folder}/_rels/{name}.rels"
        empty = f'<Relationships xmlns="{_RELATIONS}"/>'.encode()
        self._root = parse(parts.get(self._path, empty))
        self._known = {(e.get("Type"), e.get("Target")): e.get("Id", "") for e in self._root}
        self._taken = {e.get("Id") for e in self._root}
        self._number = 0  # of the last id that was given out

    def add(self, kind: str, target: str, *, external: bool = False) -> str:
        """Return the id of a new relation, or of the same one made before."""
        if (kind, target) in self._known:
            return self._known[kind, target]
        identity = ""
        while not identity or identity in self._taken:
            self._number += 1
            identity = f"rIta{self._number}"
        self._taken.add(identity)
        self._known[kind, target] = identity
        mode = {"TargetMode": "External"} if external else {}
        etree.SubElement(
            self._root,
            f"{{{_RELATIONS}}}Relationship",
            {"Id": identity, "Type": kind, "Target": target, **mode},
        )
        return identity

    def target(self, identity: str) -> str:
        """Return what a relation leads to, '' where there is none of that id."""
        for known in self._root:
            if known.get("Id") == identity:
                return known.get("Target", "")
        return ""

    def store(self) -> None:
        """Write the relations back among the parts."""
        self._parts[self._path] = serialise(self._root)


def picture_types(parts: dict[str, bytes]) -> None:
    """Declare the kinds of pictures that the package holds."""
    for suffix, kind in _PICTURE_TYPES.items():
        if any(name.startswith("word/media/") and name.endswith(suffix) for name in parts):
            declare_kind(parts, suffix[1:], kind)


def declare_kind(parts: dict[str, bytes], extension: str, kind: str) -> None:
    """Declare what the parts with an extension are."""
    root = parse(parts["[Content_Types].xml"])
    if any(e.get("Extension", "").lower() == extension for e in root):
        return
    attributes = {"Extension": extension, "ContentType": kind}
    root.insert(0, root.makeelement(f"{{{_TYPES}}}Default", attributes))
    parts["[Content_Types].xml"] = serialise(root)


def declare_header(parts: dict[str, bytes], part: str) -> None:
    """Declare a header part that was added."""
    root = parse(parts["[Content_Types].xml"])
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
    attributes = {"PartName": f"/{part}", "ContentType": kind}
    etree.SubElement(root, f"{{{_TYPES}}}Override", attributes)
    parts["[Content_Types].xml"] = serialise(root)


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
