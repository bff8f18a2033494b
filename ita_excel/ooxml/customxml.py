"""Our own XML data inside a package: a part of `customXml`, found again by its namespace."""

from __future__ import annotations

from lxml import etree

from ita_excel.ooxml.contents import Contents

_PROPS_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_PROPS_NS = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"


def find(package: Contents, namespace: str) -> str | None:
    """Return the name of the part whose root is in `namespace`, None where there is none."""
    parts = package.parts
    for part in parts.related(package.workbook.part, "customXml"):
        if etree.QName(parts.xml(part)).namespace == namespace:
            return part
    return None


def add(package: Contents, namespace: str, content: bytes) -> None:
    """Add the data, or replace what is there under the same namespace."""
    parts = package.parts
    there = find(package, namespace)
    if there is not None:
        parts.write(there, content)
        package.declared.mark(there, "replaced")
        return
    import hashlib  # not for what only reads

    number = next(n for n in range(1, 10_000) if parts.resolve(f"customXml/item{n}.xml") is None)
    item, props = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    digits = hashlib.sha256(namespace.encode()).hexdigest().upper()
    identity = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))
    properties = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<ds:datastoreItem ds:itemID="{{{identity}}}" xmlns:ds="{_PROPS_NS}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{namespace}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    package.add_part(item, content, None, "customXml")
    package.add_part(props, properties.encode(), _PROPS_TYPE, "customXmlProps", item)
