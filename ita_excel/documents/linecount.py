"""How many lines a text takes in print: what lets documents be laid out before they are made.

Lines are filled as typst fills them, piece by piece. Word and LibreOffice end lines by their own
dictionaries and may need one more: whoever decides by these numbers leaves room for that.
"""

from __future__ import annotations

from ita_excel.documents.linebreaks import em, pieces, set_width
from ita_excel.printable import printable

_ROUNDING = 0.0001  # ems by which typst's boxes are wider than their words


def line_count(
    text: str,
    room: float,
    names: tuple[str, ...] = (),
    *,
    bold: bool = False,
    first: float = 0,
) -> int:
    """Return the lines of `text` in a column of `room` ems; its first line starts `first` ems in.

    A blank text takes one line, as an empty paragraph does.
    """
    lines, used = 1, first
    gap = 0.0  # white space that is set only if something follows on the line
    for piece in pieces(printable(text), names, room):
        if piece.isspace():
            gap += em(piece)
            continue
        exact = set_width(piece, bold=bold)
        width = em(piece) if exact is None else exact + _ROUNDING
        if used + gap + width > room and used > 0:
            lines, used, gap = lines + 1, 0.0, 0.0
        used, gap = used + gap + width, 0.0
    return lines
