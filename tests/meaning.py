"""What the parts of an Office file say, whatever version of a library wrote them down."""

from __future__ import annotations

import io
import zipfile

from lxml import etree


def said(package: bytes) -> dict[str, bytes]:
    """Return the parts by name: XML in its canonical form (W3C C14N), all else as it is.

    Left out is `docProps/app.xml`, in which libraries write their own version.
    """
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    parts.pop("docProps/app.xml", None)
    return {name: canonical(part) if _is_xml(name) else part for name, part in parts.items()}


def canonical(xml: bytes) -> bytes:
    """Return XML without what means nothing: the order of attributes, quotes, the declaration."""
    return etree.tostring(etree.fromstring(xml), method="c14n")


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels", ".vml"))
