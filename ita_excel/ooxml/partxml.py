"""The XML of a part as a tree, and back as bytes that keep the declaration they had."""

from __future__ import annotations

from lxml import etree

from ita_excel.core import limits
from ita_excel.core.errors import InputError
from ita_excel.core.language import Text
from ita_excel.ooxml.zipcopy import DAMAGED, Buffer

DOCTYPE = Text(
    "ไฟล์มีคำสั่ง DOCTYPE ในส่วน {part} ซึ่งสมุดงานปกติไม่มี จึงไม่เปิดเพื่อความปลอดภัย — "
    "โปรดเปิดด้วย Excel แล้วบันทึกใหม่",
    "Part {part} has a DOCTYPE, which no ordinary workbook has; it is not opened, for safety. "
    "Open the file in Excel and save it again.",
)


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


def as_part(root: etree._Element) -> bytes:
    """Return the bytes of a part that is ours to write, with the declaration that Office writes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace; '' for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """Return the children of a local name, whatever their namespace."""
    return [child for child in element if local(child) == name]
