"""Printing turned round: what is to be typed into a cell so that it prints what somebody wrote in Word.

What printing added (numbers, bullets, headings, the document's digits) is taken off again. Each
answer is printed once more and compared: None where a cell can't say it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from ita_excel.core.values import Value, as_text
from ita_excel.documents.content.elements import Paragraph
from ita_excel.documents.content.writing import TextWriter
from ita_excel.thai.blanks import is_blank
from ita_excel.thai.digits import to_arabic
from ita_excel.thai.normal import print_form

PROBLEMS = "ปัญหา/อุปสรรค:"
STATUS = "สถานะ:"
_TIMES = re.compile("[0-9๐-๙]{1,3}")

Pairs = Callable[[Sequence[str], Sequence[str]], Sequence[tuple[int | None, int | None]]]


class Retyping:
    """Retypes the cells of one row; `label` is the number that printing puts before its text.

    `pairs` says which line of a cell became which.
    """

    def __init__(self, writer: TextWriter, label: str, pairs: Pairs) -> None:
        self._writer, self._label, self._pairs = writer, label, pairs

    def lines(
        self, field: str, typed: Value, printed: Sequence[str] | None, edited: Sequence[str]
    ) -> str | None:
        """Return what to type for the lines `edited`, where `typed` printed the lines `printed`.

        `printed` None: the cell says something else by now, and the edited lines are all there is.
        """
        lines = [t for t in as_text(typed).split("\n") if not is_blank(self._writer.line(t))]
        whole = printed is not None and len(lines) == len(printed)
        found: list[str] = []
        if printed is not None and whole:
            for i, j in self._pairs(
                [_squeezed(p) for p in printed], [_squeezed(e) for e in edited]
            ):
                if j is None:
                    continue
                if i is None:
                    found.append(self._plain(field, edited[j], first=j == 0))
                elif _squeezed(printed[i]) == _squeezed(edited[j]):
                    found.append(lines[i])
                else:
                    found.append(
                        self._changed(field, lines[i], printed[i], edited[j], first=i == 0)
                    )
        else:
            found = [self._plain(field, line, first=i == 0) for i, line in enumerate(edited)]
        value = "\n".join(found)
        wished = [self._bare(field, e, first=i == 0) for i, e in enumerate(edited)]
        again = [
            self._bare(field, e, first=i == 0) for i, e in enumerate(self._print(field, value))
        ]
        return value if list(map(_compared, wished)) == list(map(_compared, again)) else None

    def line(self, typed: Value, printed: str, edited: str) -> str:
        """Return what to type for one line that stands by itself: a subject, a name, a position."""
        return self._changed("", as_text(typed), printed, edited, first=False)

    def _print(self, field: str, value: str) -> list[str]:
        labelled = field in ("text", "outcome")
        found = list(self._writer.paragraphs(value, self._label if labelled else ""))
        if field == "details":
            found = [p if p.kind == "numbered" else Paragraph(p.text, "bullet", "-") for p in found]
        return [p.whole for p in found if p.text or field != "outcome"]

    def _changed(self, field: str, typed: str, printed: str, edited: str, *, first: bool) -> str:
        """Return the typed line with what was changed in its printed form; its digits stay its own."""
        shown, before = _squeezed(self._writer.line(typed)), _squeezed(printed)
        after = _squeezed(edited)
        if not before.endswith(shown):
            return self._plain(field, edited, first=first)
        added = before[: len(before) - len(shown)].strip()
        if added and not after.startswith(added):
            return after
        after = after.removeprefix(added).strip()
        mine = _squeezed(typed)
        if len(mine) != len(shown):
            return after
        made = []
        matcher = SequenceMatcher(None, shown, after, autojunk=False)
        for kind, i, i_end, j, j_end in matcher.get_opcodes():
            made.append(mine[i:i_end] if kind == "equal" else after[j:j_end])
        return "".join(made)

    def _plain(self, field: str, edited: str, *, first: bool) -> str:
        """Return an edited line without what printing would add to it."""
        line = self._bare(field, _squeezed(edited), first=first)
        return line.removeprefix("- ") if field == "details" else line

    def _bare(self, field: str, line: str, *, first: bool) -> str:
        line = _squeezed(line)
        if first and field in ("text", "outcome") and self._label:
            return line.removeprefix(self._label).strip()
        if first and field == "problems":
            return line.removeprefix(PROBLEMS).strip().removeprefix("- ")
        return line


def retyped_times(printed: str, edited: str) -> int | None:
    """Return how often is to be reported where just that number of the sentence was changed."""
    before, after = _TIMES.findall(printed), _TIMES.findall(edited)
    if len(before) != 1 or len(after) != 1:
        return None
    if _squeezed(_TIMES.sub("#", printed)) != _squeezed(_TIMES.sub("#", edited)):
        return None
    return int(to_arabic(after[0]))


def retyped_period(printed: str, edited: str) -> tuple[str | None, str | None] | None:
    """Return the beginning and the end that were changed, each None where it wasn't.

    None where the period isn't printed as two months, or isn't any more.
    """
    before, after = (
        [_squeezed(s) for s in p.split(" - ")] for p in (_squeezed(printed), _squeezed(edited))
    )
    if len(before) == 1:
        before *= 2
    if len(after) == 1:
        after *= 2
    if len(before) != 2 or len(after) != 2 or not all(after):
        return None
    start, end = (new if new != old else None for old, new in zip(before, after, strict=True))
    return start, end


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _compared(text: str) -> str:
    """Return a line as two are compared: however its digits and letters were typed."""
    return _squeezed(to_arabic(print_form(text)))
