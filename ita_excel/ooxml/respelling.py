"""Parts spelled as Excel spells them: the same XML to the standard, not to every reader.

openpyxl writes drawings and charts without prefixes and the targets of relationships as absolute
addresses. ExcelJS, and the web previewers built on it, know drawings by the name `xdr:wsDr` and
targets as relative ones, and can't open a workbook that has them otherwise. Ours were written so
up to version 0.1, so workbooks in the field are respelled when they are written next.
"""

from __future__ import annotations

import posixpath

from lxml import etree

from ita_excel.ooxml.contents import Contents
from ita_excel.ooxml.partxml import parse, serialize
from ita_excel.ooxml.relationships import NAMESPACE
from ita_excel.ooxml.zipcopy import Buffer

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_PREFIXES = {
    "xdr": _DRAWING,
    "c": _CHART,
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_ROOTS = {f"{{{_DRAWING}}}wsDr": "xdr", f"{{{_CHART}}}chartSpace": "c"}
RESPELLED = "respelled"
# What of an older workbook is respelled: no more than keeps a reader from opening it.
_RESPELLED_RELS = ("xl/worksheets/_rels/", "xl/drawings/_rels/")
_RESPELLED_KINDS = ("table", "drawing", "chart")


def as_excel(name: str, data: Buffer) -> bytes | None:
    """Return a part as Excel spells it; None where it is so already, or none of these parts."""
    if name.endswith(".rels"):
        return _relative(name, data, ()) if data.find(b'="/') >= 0 else None
    return _drawn(name, data)


def _drawn(name: str, data: Buffer) -> bytes | None:
    folder = posixpath.dirname(name)
    if folder.endswith(("/drawings", "/charts")) and name.endswith(".xml"):
        start = data[:400]
        return _prefixed(name, data) if b"<wsDr" in start or b"<chartSpace" in start else None
    return None


def respell(package: Contents) -> None:
    """Respell a workbook whose drawings are written as ours once were; others are left alone.

    The receipt proves that the parts say the same as before.
    """
    spelled: dict[str, bytes | None] = {
        name: _drawn(name, package.parts.read(name))
        for name in package.parts.names()
        if name.startswith("xl/drawings/") and name.endswith(".xml")
    }
    if not any(spelled.values()):
        return
    for name in package.parts.names():
        if name.startswith(_RESPELLED_RELS):
            spelled[name] = _relative(name, package.parts.read(name), _RESPELLED_KINDS)
    for name, new in spelled.items():
        if new is not None:
            package.declared.mark(name, RESPELLED)
            package.parts.write(name, new)


def said_alike(name: str, old: etree._Element, new: etree._Element) -> bool:
    """Bring two trees of a part to one spelling; return whether they say the same."""
    for root in (old, new):
        for relation in root.iter(f"{{{NAMESPACE}}}Relationship"):
            if relation.get("TargetMode") != "External":
                target = posixpath.join(_base(name), str(relation.get("Target")))
                relation.set("Target", posixpath.normpath(target))
    return _said(old) == _said(new)


def _said(root: etree._Element) -> list[tuple[object, ...]]:
    """Return all that a tree says, names whatever their prefixes."""
    found: list[tuple[object, ...]] = []
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        attributes = sorted((str(k), str(v)) for k, v in element.attrib.items())
        found.append((event, element.tag, *attributes, element.text, element.tail))
    return found


def _base(name: str) -> str:
    """Return the folder that the relationships of a `.rels` part are counted from."""
    return "/" + posixpath.dirname(posixpath.dirname(name))


def _relative(name: str, data: Buffer, kinds: tuple[str, ...]) -> bytes | None:
    """Return relationships with relative targets, of some kinds only where any are named."""
    root = parse(data, name)
    changed = False
    for relation in root.iter(f"{{{NAMESPACE}}}Relationship"):
        target = str(relation.get("Target"))
        kind = str(relation.get("Type")).rpartition("/")[2]
        if (
            target.startswith("/")
            and (not kinds or kind in kinds)
            and relation.get("TargetMode") != "External"
        ):
            relation.set("Target", posixpath.relpath(target, _base(name)))
            changed = True
    return serialize(root, data) if changed else None


def _prefixed(name: str, data: Buffer) -> bytes | None:
    root = parse(data, name)
    prefix = _ROOTS.get(str(root.tag))
    if prefix is None or root.prefix is not None:
        return None
    names = {prefix: _PREFIXES[prefix], **{k: _PREFIXES[k] for k in ("a", "r")}}
    names |= {k: v for k, v in root.nsmap.items() if k and v not in names.values()}
    new = etree.Element(root.tag, dict(root.attrib), nsmap=names)
    new.text = root.text
    new.extend(list(root))
    etree.cleanup_namespaces(new, top_nsmap=names, keep_ns_prefixes=list(names))
    return serialize(new, data)
