"""Relationships and content types of an OOXML package: how a part is made known to Excel."""

from __future__ import annotations

from lxml import etree

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def with_relationship(rels: bytes | None, kind: str, target: str) -> bytes:
    """Return a .rels part with one more relationship; None stands for a part not there yet."""
    return related(rels, kind, target)[0]


def related(rels: bytes | None, kind: str, target: str) -> tuple[bytes, str]:
    """Return a .rels part with one more relationship, and the id that the new one got."""
    root = etree.fromstring(rels) if rels else etree.Element(
        f"{{{_RELATIONSHIPS}}}Relationships", nsmap={None: _RELATIONSHIPS},  # type: ignore[dict-item]
    )  # fmt: skip
    taken = {str(one.get("Id")) for one in root}
    fresh = next(f"rIdIta{n}" for n in range(1, len(taken) + 2) if f"rIdIta{n}" not in taken)
    etree.SubElement(
        root, f"{{{_RELATIONSHIPS}}}Relationship", Id=fresh, Type=kind, Target=target
    )  # fmt: skip
    return written(root), fresh


def with_types(
    types: bytes, defaults: dict[str, str] | None = None, overrides: dict[str, str] | None = None
) -> bytes:
    """Return `[Content_Types].xml` with types by extension and by part; a part's is replaced."""
    root = etree.fromstring(types)
    known = {str(e.get("Extension")).lower() for e in root if e.get("Extension")}
    for extension, kind in (defaults or {}).items():
        if extension not in known:
            element = etree.Element(f"{{{_TYPES}}}Default", Extension=extension, ContentType=kind)
            root.insert(0, element)
    for part, kind in (overrides or {}).items():
        for old in root.findall(f"{{{_TYPES}}}Override"):
            if old.get("PartName") == part:
                root.remove(old)
        etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=part, ContentType=kind)
    return written(root)


def written(root: etree._Element) -> bytes:
    """Return an element as the bytes of a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
