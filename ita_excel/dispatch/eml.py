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
from dataclasses import dataclass
from email.message import Message

from ita_excel.core import limits
from ita_excel.core.language import Text

_LONG_LINES = re.compile(rb"(?:^|\n)[!-9;-~]{1,200}:[^\n]*(?:\n[ \t][^\n]*)*")


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attachment; `when` is when the message was sent, None where it doesn't say."""

    name: str
    data: bytes
    when: dt.datetime | None


class UnreadableMessage(Exception):
    """No mail program writes such a message."""

    def __init__(self, why: Text) -> None:
        self.why = why
        super().__init__(why.en)


def attachments(data: bytes) -> Iterator[Attachment]:
    """Yield everything that has a name; UnreadableMessage for a message that would take for ever."""
    _check(data)
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    when = _sent(message)
    for part in _parts(message):
        name = _name(part)
        if not name:
            continue
        content = part.get_payload(decode=True)
        part.set_payload("")  # its text is needed no more
        if isinstance(content, bytes):
            yield Attachment(name, content, when)


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


def _name(part: Message) -> str:
    try:
        name = part.get_filename()
        pieces = email.header.decode_header(name) if name else []
        return "".join(_decoded(text, charset) for text, charset in pieces)
    except (ValueError, LookupError, TypeError):  # no such encoding; no number in RFC 2231's words
        return ""


def _decoded(text: str | bytes, charset: str | None) -> str:
    if isinstance(text, str):
        return text
    try:
        return text.decode(charset or "ascii", "replace")
    except LookupError:
        return text.decode("utf-8", "replace")


def _sent(message: Message) -> dt.datetime | None:
    try:
        when = email.utils.parsedate_to_datetime(str(message["Date"])[:200])
        return when.astimezone(dt.UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
