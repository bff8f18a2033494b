"""How the opinions of a memo are arranged, the same in Word and PDF: one below the other or in pairs.

By the rules of official correspondence a memo is one page where it can be. Whoever signs needs
room for a signature: twelve millimetres, which give way to nothing.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import Literal

from ita_excel.documents import style
from ita_excel.documents.content.elements import Memo, Signature
from ita_excel.documents.layout.linebreaks import em
from ita_excel.documents.layout.linecount import line_count

Columns = Literal[1, 2]
_SIZE, _LABEL, _LINE = float(style.TEXT), float(style.LABEL), style.TEXT * style.LINE  # points
_PAGE = (style.MEMO.height - style.MEMO.first_top - style.MEMO.bottom) / style.POINT
_WIDTH = style.MEMO.text_width / style.POINT
_SIGNED = (style.MEMO.text_width - style.SIGNED) / style.POINT
_ABOVE = style.BEFORE_PART
_TITLE, _INDENT = style.EMBLEM / style.POINT, style.INDENT / style.POINT
_RESERVE = 2 * _LINE  # for lines that Word ends earlier


def columns(memo: Memo) -> Columns:
    """Return 2 where the opinions one below the other would need a second page, and pairs help."""
    if len(memo.opinions) < 2:
        return 1
    above = _upper_part(memo)
    single = above + sum(_opinion(s, _WIDTH, _SIGNED, memo) for s in memo.opinions)
    if single + _RESERVE <= _PAGE:
        return 1
    return 2


def rows(memo: Memo) -> list[tuple[Signature, Signature | None]]:
    """Return the opinions in pairs, in their order; of an odd number one has none beside it.

    That is the last one on one page, and the first one where they go on to a second: whoever
    signs last doesn't sign alone on a page that has nothing else.
    """
    opinions = memo.opinions
    if len(opinions) % 2 == 0 or _pairs_fit(memo):
        return list(zip_longest(opinions[::2], opinions[1::2]))
    return [(opinions[0], None), *zip(opinions[1::2], opinions[2::2], strict=True)]


def _pairs_fit(memo: Memo) -> bool:
    opinions, width = memo.opinions, style.PAIR_WIDTH / style.POINT
    heights = [_opinion(s, width, width, memo) for s in opinions]
    pairs = sum(max(heights[i : i + 2]) for i in range(0, len(heights), 2))
    return _upper_part(memo) + pairs + _RESERVE <= _PAGE


def _upper_part(memo: Memo) -> float:
    """Return the height in points of all that stands above the opinions."""
    fields = [("ส่วนราชการ", memo.department), ("เรื่อง", memo.subject)]
    height = _TITLE + _LABEL * style.LINE + _ABOVE  # with the line of ที่ and วันที่
    for label, text in fields:
        room = (_WIDTH - em(label) * _LABEL) / _SIZE - 0.5
        height += _LABEL * style.LINE + (_lines(text, room, memo) - 1) * _LINE
    for label, text in (("เรียน", memo.to), ("สิ่งที่ส่งมาด้วย", memo.enclosures)):
        if text or label == "เรียน":
            room = _WIDTH / _SIZE - em(label) - 0.6
            height += _ABOVE + _lines(text, room, memo) * _LINE
    for text in memo.paragraphs:
        lines = line_count(text, _WIDTH / _SIZE, memo.properties.names, first=_INDENT / _SIZE)
        height += _ABOVE + lines * _LINE
    if memo.proposer:
        height += style.ROOM_TO_SIGN + _name(memo.proposer, _SIGNED, memo)
    return height


def _opinion(signature: Signature, width: float, signed: float, memo: Memo) -> float:
    names = memo.properties.names
    heading = line_count(signature.heading, width / _SIZE, names, bold=True)
    return _ABOVE + (heading + 2) * _LINE + style.ROOM_TO_SIGN + _name(signature, signed, memo)


def _name(signature: Signature, width: float, memo: Memo) -> float:
    texts = (signature.name, signature.position)
    return sum(_lines(text, width / _SIZE, memo) for text in texts) * _LINE


def _lines(text: str, room: float, memo: Memo) -> int:
    return line_count(text, room, memo.properties.names)
