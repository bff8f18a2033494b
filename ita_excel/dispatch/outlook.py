"""What is attached to a message that Outlook saved (.msg): MS-OXMSG, a compound file.

Each attachment is a storage whose streams are its properties, named by property and type: 3701 is
the content, 3707 the name. A message within the message is a storage in the place of a content.
"""

from __future__ import annotations

import datetime as dt
import io
import struct
from collections.abc import Iterator

import olefile

from ita_excel.core import limits
from ita_excel.dispatch.attachment import Attachment, UnreadableMessage
from ita_excel.dispatch.file_kinds import UNOPENED, FileKind
from ita_excel.dispatch.nest import DAMAGED
from ita_excel.thai.encodings import decoded

_PROPERTIES = "__properties_version1.0"
_ATTACHED = "__attach_version1.0_#"
# Bytes before the first property: of a message on top, of one within, of an attachment.
_TOP, _WITHIN, _OF_ATTACHMENT = 32, 24, 8
_ENTRY = 16
_TEXTS = ("001F", "001E")  # in UTF-16, in the message's own code page
_NAMES = ("3707", "3704", "3001")  # long, of eight and three letters, as it is shown
_SUBMITTED, _DELIVERED = 0x0039, 0x0E06
_CODE_PAGES = (0x3FFD, 0x3FDE)  # of the message's properties, of its text
_METHOD, _HIDDEN = 0x3705, 0x7FFE
_REFERENCES = (2, 3, 4, 7)  # attach methods of which only a path or a link is kept
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)

_BROKEN = (OSError, ValueError, IndexError, TypeError, AttributeError, struct.error)
_Place = tuple[str, ...]


def attachments(data: bytes) -> Iterator[Attachment]:
    """Yield everything attached, also to messages within; UnreadableMessage where it is damaged."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            yield from _of_message(file, (), 0)
    except _BROKEN as error:
        raise UnreadableMessage(DAMAGED) from error


def _of_message(file: olefile.OleFileIO, at: _Place, depth: int) -> Iterator[Attachment]:
    if depth > limits.NEST_DEPTH:
        raise UnreadableMessage(limits.TOO_DEEP)
    numbers = _numbers(file, at, _WITHIN if at else _TOP)
    page = next((numbers[p] for p in _CODE_PAGES if p in numbers), 0) & 0xFFFFFFFF
    when = _moment(numbers.get(_SUBMITTED) or numbers.get(_DELIVERED) or 0)
    here = len(at)
    entries = {tuple(e[: here + 1]) for e in file.listdir() if tuple(e[:here]) == at}
    for place in sorted(e for e in entries if len(e) > here and e[here].startswith(_ATTACHED)):
        yield from _attached(file, place, when, page, depth)


def _attached(
    file: olefile.OleFileIO, at: _Place, when: dt.datetime | None, page: int, depth: int
) -> Iterator[Attachment]:
    inner = (*at, "__substg1.0_3701000D")
    if file.exists([*inner, _PROPERTIES]):
        yield from _of_message(file, inner, depth + 1)
        return
    numbers = _numbers(file, at, _OF_ATTACHMENT)
    name = _text(file, at, _NAMES, page)
    content = [*at, "__substg1.0_37010102"]
    if file.exists(content):
        data = file.openstream(content).read()
        inline = bool(numbers.get(_HIDDEN, 0) & 1 or _text(file, at, ("3712",), page))
        yield Attachment(name, data, when, inline)
    elif numbers.get(_METHOD, 0) & 0xFFFFFFFF in _REFERENCES:
        yield Attachment(name, b"", when, why=UNOPENED[FileKind.LINK])


def _numbers(file: olefile.OleFileIO, at: _Place, head: int) -> dict[int, int]:
    """Return the properties that are numbers or moments: their eight bytes as one number."""
    path = [*at, _PROPERTIES]
    if not file.exists(path):
        return {}
    stream = file.openstream(path).read()
    found = {}
    for start in range(head, len(stream) - _ENTRY + 1, _ENTRY):
        tag, _, value = struct.unpack_from("<IIQ", stream, start)
        found[tag >> 16] = value
    return found


def _text(file: olefile.OleFileIO, at: _Place, names: tuple[str, ...], page: int) -> str:
    for name in names:
        for kind in _TEXTS:
            path = [*at, f"__substg1.0_{name}{kind}"]
            if file.exists(path):
                raw = file.openstream(path).read()
                text = (
                    raw.decode("utf-16-le", "replace")
                    if kind == "001F"
                    else decoded(raw, "utf-8" if page == 65001 else f"cp{page}" if page else "")
                )
                if text.strip("\0 "):
                    return text.strip("\0 ")
    return ""


def _moment(ticks: int) -> dt.datetime | None:
    """Return the moment of a FILETIME, tenths of microseconds since 1601; None for none."""
    try:
        return _EPOCH + dt.timedelta(microseconds=ticks // 10) if ticks else None
    except OverflowError:
        return None
