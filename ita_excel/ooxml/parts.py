"""The parts of an OOXML package: names, content types, relationships, and what has changed.

Knows the packaging rules (ECMA-376 part 2) and forgives what is found in the field: absolute and
relative targets, backslashes, other letter case, percent codes, transitional and strict relation
types. Refuses to know what a worksheet is.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote
from zipfile import ZipInfo

from lxml import etree

from ita_excel.core import limits
from ita_excel.core.errors import InputError
from ita_excel.core.language import Text
from ita_excel.ooxml import zipcopy
from ita_excel.ooxml.buffers import collected, same
from ita_excel.ooxml.zipcopy import DAMAGED, Buffer, Entry, entries

CONTENT_TYPES = "[Content_Types].xml"
TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
RELS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
REL_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
REL_TYPE_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/"

DOCTYPE = Text(
    "ไฟล์มีคำสั่ง DOCTYPE ในส่วน {part} ซึ่งสมุดงานปกติไม่มี จึงไม่เปิดเพื่อความปลอดภัย — "
    "โปรดเปิดด้วย Excel แล้วบันทึกใหม่",
    "Part {part} has a DOCTYPE, which no ordinary workbook has; it is not opened, for safety. "
    "Open the file in Excel and save it again.",
)


@dataclass(frozen=True, slots=True)
class Relationship:
    """One arrow from a part: `kind` is the last word of its type, such as `worksheet`."""

    id: str
    kind: str
    target: str  # the part's name; the address itself where external
    external: bool


def parse(data: Buffer | str, part: str, limit: int = limits.OWN.tree) -> etree._Element:
    """Return the root of a part's XML; InputError where it is none, too big, or has a DOCTYPE."""
    if len(data) > limit:
        raise too_big(part, len(data), limit)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    try:
        root = etree.fromstring(data if isinstance(data, (bytes, str)) else data[:], parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(DAMAGED, detail=part) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError(DOCTYPE, part=part)
    return root


def too_big(part: str, size: int, limit: int) -> InputError:
    """Return what is to be raised for a part over a limit (bytes)."""
    megabytes = {"size": size // limits.MB, "limit": limit // limits.MB}
    return InputError(limits.TOO_BIG_PART, part=part, **megabytes)


def serialize(root: etree._Element, like: Buffer) -> bytes:
    """Return the part's bytes in UTF-8, with an XML declaration where `like` had one."""
    tree = root.getroottree()
    body: bytes = etree.tostring(tree, encoding="UTF-8", xml_declaration=False)
    start = bytes(like[:200])
    if not start.removeprefix(b"\xef\xbb\xbf").startswith((b"<?xml", b"\xff\xfe", b"\xfe\xff")):
        return body
    alone = ' standalone="yes"' if tree.docinfo.standalone else ""
    return f'<?xml version="1.0" encoding="UTF-8"{alone}?>\n'.encode() + body


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace; '' for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """Return the children of a local name, whatever their namespace."""
    return [child for child in element if local(child) == name]


class Parts:
    """The parts of one package, as they were read and as they are now."""

    def __init__(self, data: bytes, bounds: limits.Bounds = limits.OWN) -> None:
        self.bounds = bounds
        self._unpacked_size = 0
        self.entries: list[Entry] = [e for e in entries(data) if not e.name.endswith("/")]
        self._by_name = {_key(entry.name): entry for entry in self.entries}
        self.changed: dict[str, Buffer] = {}
        self.added: dict[str, bytes] = {}
        self.removed: frozenset[str] = frozenset()
        self._unpacked: dict[str, Buffer] = {}

    def names(self) -> list[str]:
        """Return the names of all parts that are there now, as they stand in the zip."""
        kept = [e.name for e in self.entries if e.name not in self.removed]
        return kept + list(self.added)

    def resolve(self, name: str) -> str | None:
        """Return the name as the zip has it, None for a part that isn't there."""
        entry = self._by_name.get(_key(name))
        if entry and entry.name not in self.removed:
            return entry.name
        return next((n for n in self.added if _key(n) == _key(name)), None)

    def read(self, name: str) -> Buffer:
        """Return the bytes of a part as it is now; InputError where it is missing."""
        found = self.resolve(name)
        if found is None:
            raise InputError(DAMAGED, detail=name)
        if found in self.added:
            return self.added[found]
        return self.changed[found] if found in self.changed else self.original(found)

    def original(self, name: str) -> Buffer:
        """Return the bytes of a part as they were read."""
        if name not in self._unpacked:
            entry = self._by_name[_key(name)]
            self._allow(entry.info)
            large = entry.info.file_size > zipcopy.IN_FILE_ABOVE and entry.info.compress_type
            self._unpacked[name] = _in_file(entry) if large else entry.unpack()
        return self._unpacked[name]

    def _allow(self, info: ZipInfo) -> None:
        """Refuse a part that is too big by itself or with those that were unpacked before."""
        packed = max(1, info.compress_size)
        if info.file_size > max(limits.PACKED_TIMES_FROM, packed * limits.PACKED_TIMES):
            raise InputError(
                limits.NOT_REAL,
                part=info.filename,
                size=info.file_size // limits.MB,
                packed=f"{packed / limits.MB:.1f}",
            )
        self._unpacked_size += info.file_size
        for size, limit in (
            (info.file_size, self.bounds.part),
            (self._unpacked_size, self.bounds.parts),
        ):
            if size > limit:
                raise too_big(info.filename, size, limit)

    def xml(self, name: str) -> etree._Element:
        """Return the parsed root of a part as it is now (a new tree at each call)."""
        return parse(self.read(name), name, self.bounds.tree)

    def write(self, name: str, data: Buffer) -> None:
        """Replace a part; to write what was read makes the part unchanged."""
        found = self.resolve(name) or name
        if found in self.added:
            self.added[found] = bytes(data[:])
        elif same(data, self.original(found)):
            self.changed.pop(found, None)
        else:
            self.changed[found] = data

    def write_xml(self, name: str, root: etree._Element) -> None:
        """Replace a part by a tree, keeping its XML declaration."""
        self.write(name, serialize(root, self.read(name)))

    def state(self) -> tuple[dict[str, Buffer], dict[str, bytes], frozenset[str]]:
        """Return what has changed, to go back to with `restore`."""
        return dict(self.changed), dict(self.added), self.removed

    def restore(self, state: tuple[dict[str, Buffer], dict[str, bytes], frozenset[str]]) -> None:
        """Go back to an earlier `state`."""
        self.changed, self.added, self.removed = state

    def relationships(self, part: str) -> list[Relationship]:
        """Return the relationships of a part ('' for the package), [] where there are none."""
        rels = self.resolve(rels_name(part))
        if rels is None:
            return []
        found = []
        for element in children(self.xml(rels), "Relationship"):
            target = element.get("Target", "")
            external = element.get("TargetMode") == "External"
            kind = element.get("Type", "").rpartition("/")[2]
            place = target if external else join(part, target)
            if not external:
                place = self.resolve(place) or place
            found.append(Relationship(element.get("Id", ""), kind, place, external))
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """Return the parts that are there and related to `part` by `kind`, letter case aside.

        One that is named several times is there once, and read once.
        """
        found = dict.fromkeys(
            r.target
            for r in self.relationships(part)
            if r.kind.lower() == kind.lower() and not r.external
        )
        return [target for target in found if self.resolve(target)]

    def add(self, name: str, data: bytes, content_type: str) -> None:
        """Add a part at the end of the package, with its content type."""
        self.added[name] = data
        types = self.xml(CONTENT_TYPES)
        etree.SubElement(
            types, f"{{{TYPES_NS}}}Override", PartName=f"/{name}", ContentType=content_type
        )
        self.write_xml(CONTENT_TYPES, types)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relationship of the full type `kind` from `part` to `target`; return its id."""
        name = rels_name(part)
        if self.resolve(name) is None:
            self.added[name] = (
                b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
                b'<Relationships xmlns="' + RELS_NS.encode() + b'"/>'
            )
        root = self.xml(name)
        taken = {element.get("Id") for element in root}
        number = next(n for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        attributes = {"Id": f"rId{number}", "Type": kind, "Target": f"/{target}"}
        etree.SubElement(root, f"{{{RELS_NS}}}Relationship", attributes)
        self.write_xml(name, root)
        return f"rId{number}"

    def remove(self, name: str, owner: str) -> dict[str, str]:
        """Remove a part, the relationship from `owner` to it and its content type.

        Returns, for each other part that this changes, the mark of what is gone from it.
        """
        marks = {}
        found = self.resolve(name)
        assert found is not None
        self.removed |= {found}
        self.changed.pop(found, None)
        rels, types = self.xml(rels_name(owner)), self.xml(CONTENT_TYPES)
        for element in children(rels, "Relationship"):
            if _key(join(owner, element.get("Target", ""))) == _key(found):
                rels.remove(element)
                marks[rels_name(owner)] = f"-Relationship[{element.get('Id')}]"
        for element in children(types, "Override"):
            if _key(element.get("PartName", "")) == _key(found):
                types.remove(element)
                marks[CONTENT_TYPES] = f"-Override[{element.get('PartName')}]"
        self.write_xml(rels_name(owner), rels)
        self.write_xml(CONTENT_TYPES, types)
        return marks

    def content_types(self) -> Mapping[str, str]:
        """Return the content types given to single parts, by the parts' lower-case names."""
        overrides = children(self.xml(CONTENT_TYPES), "Override")
        return {_key(e.get("PartName", "")): e.get("ContentType", "") for e in overrides}


def rels_name(part: str) -> str:
    """Return the name of the part with the relationships of `part` ('' for the package)."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def join(part: str, target: str) -> str:
    """Return the part that `target` means when it stands in the relationships of `part`."""
    target = target.replace("\\", "/").partition("#")[0]
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    folder = part.replace("\\", "/").rpartition("/")[0]
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _key(name: str) -> str:
    """Return what makes two part names the same: case, slashes and percent codes don't count."""
    return unquote(name.replace("\\", "/").lstrip("/")).lower()


def _in_file(entry: Entry) -> Buffer:
    data = collected(entry.chunks(), large=True)
    if len(data) != entry.info.file_size:
        raise InputError(DAMAGED, detail=entry.name)
    return data
