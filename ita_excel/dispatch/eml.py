"""What is attached to an e-mail message (.eml), by the standard library's parser.

The parser nests a call for each part in a part and takes seconds for a head of megabytes, so the
message is looked through before it is parsed. Heads are read by the old policy: the new one makes
an object of each of a name's encoded words.
"""

from __future__ import annotations

import datetime as dt
import email
import email.header
import email.policy
import email.utils
import re
from collections.abc import Iterator
from email.message import Message

from ita_excel.core import limits
from ita_excel.dispatch.attachment import Attachment, UnreadableMessage
from ita_excel.thai.encodings import decoded

_NAMES = (("content-disposition", "filename"), ("content-type", "name"))
_RAW = re.compile("[\udc80-\udcff]")
_COUNT = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:\d{1,10}[ \t]*\r?\n)?"
)  # Apple's .emlx begins with one
_LONG_LINES = re.compile(rb"(?:^|\n)[!-9;-~]{1,200}:[^\n]*(?:\n[ \t][^\n]*)*")


def attachments(data: bytes) -> Iterator[Attachment]:
    """Yield everything but the text of the message, whether it has a name or not.

    UnreadableMessage for a message that would take for ever.
    """
    data = _COUNT.sub(b"", data, count=1)
    _check(data)
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    when = _sent(message)
    for part in _parts(message):
        name = _name(part)
        if not name and _is_text(part):
            continue
        inline = bool(part["Content-ID"]) or part.get_content_disposition() == "inline"
        content = part.get_payload(decode=True)
        part.set_payload("")  # its text is needed no more
        if isinstance(content, bytes) and content.strip():
            yield Attachment(name, content, when, inline)


def _check(data: bytes) -> None:
    """Refuse what is made to be slow: parts in parts without end, heads without end."""
    if data.lower().count(b"boundary") > limits.NEST_PARTS:
        raise UnreadableMessage(limits.TOO_DEEP)
    if data.count(b"\n--") > 20 * limits.NEST_PARTS:
        raise UnreadableMessage(limits.TOO_MANY_INSIDE.fill(limit=limits.NEST_PARTS))
    if data.count(b"\n") > limits.MAIL_LINES:
        raise UnreadableMessage(limits.TOO_MANY_LINES)
    ends = [at for at in (data.find(b"\n\n"), data.find(b"\r\n\r\n")) if at >= 0]
    if min(ends, default=len(data)) > limits.MAIL_HEAD:
        raise UnreadableMessage(limits.TOO_LONG_HEADER)
    for line in _LONG_LINES.finditer(data):
        if line.end() - line.start() > limits.HEADER:
            raise UnreadableMessage(limits.TOO_LONG_HEADER)


def _parts(message: Message) -> Iterator[Message]:
    """Yield the parts that hold no others, in their order, without a call in a call."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        inner = part.get_payload() if part.is_multipart() else None
        if isinstance(inner, list):
            waiting += [p for p in reversed(inner) if isinstance(p, Message)]
        else:
            yield part


def _is_text(part: Message) -> bool:
    """Whether a part without a name is what the message says, in one form or another."""
    if part.get_content_disposition() == "attachment":
        return False
    # A meeting, a receipt, a signature: no program leaves a workbook nameless under these types.
    return part.get_content_maintype() in ("text", "message") or part.get_content_type() in (
        "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
    )  # fmt: skip


def _name(part: Message) -> str:
    """Return the name of a part, '' where it has none or nobody could say which."""
    _legible_heads(part)
    for header, parameter in _NAMES:
        try:
            name = part.get_param(parameter, None, header)
            if isinstance(name, tuple):  # RFC 2231 tells the encoding of its percent signs
                charset, _, text = name
                said = decoded(text.encode("raw-unicode-escape"), charset or "")
            else:
                pieces = email.header.decode_header(name) if name else []
                said = "".join(
                    t if isinstance(t, str) else decoded(t, charset or "") for t, charset in pieces
                )
        except (ValueError, LookupError, TypeError):  # no number in RFC 2231's words
            continue
        if said:
            return said
    return ""


def _legible_heads(part: Message) -> None:
    """Make texts of the bytes that old programs write into heads as they are."""
    for header, value in list(part.raw_items()):
        if header.lower() in ("content-disposition", "content-type") and isinstance(value, str):
            raw = value.encode("ascii", "surrogateescape") if _RAW.search(value) else b""
            if raw:
                part.replace_header(header, decoded(raw))


def _sent(message: Message) -> dt.datetime | None:
    try:
        when = email.utils.parsedate_to_datetime(str(message["Date"])[:200])
        return when.astimezone(dt.UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
