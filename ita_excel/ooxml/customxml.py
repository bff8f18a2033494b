"""Our own XML data inside a package: a part of `customXml`, found again by its namespace."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from lxml import etree

from ita_excel.ooxml.parts import CONTENT_TYPES, REL_TYPE, REL_TYPE_STRICT, children, rels_name

if TYPE_CHECKING:
    from ita_excel.ooxml.package import Package

_PROPS_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_PROPS_NS = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"


def find(package: Package, namespace: str) -> str | None:
    """Return the name of the part whose root is in `namespace`, None where there is none."""
    parts = package.parts
    for part in parts.related(package.workbook.part, "customXml"):
        if etree.QName(parts.xml(part)).namespace == namespace:
            return part
    return None


def add(package: Package, namespace: str, content: bytes) -> None:
    """Add the data, or replace what is there under the same namespace."""
    parts = package.parts
    there = find(package, namespace)
    if there is not None:
        parts.write(there, content)
        package.declared.mark(there, "replaced")
        return
    number = next(n for n in range(1, 10_000) if parts.resolve(f"customXml/item{n}.xml") is None)
    item, props = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    digits = hashlib.sha256(namespace.encode()).hexdigest().upper()
    identity = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))
    properties = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<ds:datastoreItem ds:itemID="{{{identity}}}" xmlns:ds="{_PROPS_NS}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{namespace}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    add_part(package, item, content, None, "customXml")
    add_part(package, props, properties.encode(), _PROPS_TYPE, "customXmlProps", item)


def add_part(
    package: Package,
    part: str,
    content: bytes,
    content_type: str | None,
    kind: str,
    owner: str | None = None,
) -> None:
    """Add a part that `owner` (the workbook where None) relates to, and declare all of it."""
    parts, declared = package.parts, package.declared
    owner = owner or package.workbook.part
    rels = rels_name(owner)
    new_rels = parts.resolve(rels) is None
    if content_type is None:
        parts.added[part] = content  # the package's default for .xml will do
        types = parts.xml(CONTENT_TYPES)
        if not any(e.get("Extension", "").lower() == "xml" for e in children(types, "Default")):
            namespace = etree.QName(types).namespace
            new = etree.Element(f"{{{namespace}}}Default", Extension="xml")
            new.set("ContentType", "application/xml")
            types.insert(0, new)
            parts.write_xml(CONTENT_TYPES, types)
            declared.mark(CONTENT_TYPES, "+Default[xml]")
    else:
        parts.add(part, content, content_type)
        declared.mark(CONTENT_TYPES, f"+Override[/{part}]")
    prefix = REL_TYPE_STRICT if package.workbook.strict else REL_TYPE
    identity = parts.relate(owner, prefix + kind, part)
    declared.mark(part, "added")
    declared.mark(rels, "added" if new_rels else f"+Relationship[{identity}]")
