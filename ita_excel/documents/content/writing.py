"""How a typed text becomes a printed one: tidied, in the document's digits, cut into paragraphs.

What keeps its Arabic digits (addresses, codes, names of files) is `thai.kept`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ita_excel.core.values import Value, as_text
from ita_excel.documents.content.elements import Paragraph
from ita_excel.schema.model import EvidenceLine
from ita_excel.sheets.evidence_lines import BULLET
from ita_excel.thai.blanks import is_blank
from ita_excel.thai.digits import Digits, in_digits
from ita_excel.thai.kept import printed
from ita_excel.thai.normal import print_form

_NUMBER = re.compile(r"^\(?([0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})*)[.)]\)?\s*(?=\D)")


@dataclass(frozen=True, slots=True)
class TextWriter:
    """Writes in the digits that the agency chose."""

    digits: Digits

    def text(self, value: Value) -> str:
        """Return a value as one line of print."""
        return " ".join(self.lines(value))

    def lines(self, value: Value) -> list[str]:
        """Return a value as lines of print, without the blank ones."""
        lines = (self.line(line) for line in print_form(as_text(value)).split("\n"))
        return [line for line in lines if line]

    def line(self, text: str) -> str:
        """Return one line with its digits written in the document's, but for what is kept."""
        return printed(text, self.digits).strip()

    def number(self, value: Value) -> str:
        """Return the label of a numbered paragraph, `๑.`; '' where there is no number."""
        number = self.text(value)
        return f"{number.rstrip('.')}." if number else ""

    def count(self, number: float) -> str:
        """Return a number, with two decimals where it isn't whole."""
        whole = isinstance(number, int) or number.is_integer()
        return in_digits(f"{int(number)}" if whole else f"{number:.2f}", self.digits)

    def paragraphs(self, value: Value, label: str = "") -> Iterator[Paragraph]:
        """Yield the lines of a cell as paragraphs; the first one carries `label`.

        A line that starts with a dash is a bullet, one that starts with a number is numbered; of
        several such marks before one line the number stays. What was typed before the first line
        gives way to `label`, or both would stand there; but a list keeps its own marks, and
        `label` stands on a line of its own above it.
        """
        lines = [_marked(line) for line in self.lines(value) if not is_blank(line)]
        if label and _is_list(lines):
            yield Paragraph("", "numbered", label)
            label = ""
        for i, (mark, text) in enumerate(lines):
            if i == 0 and label:
                yield Paragraph(text, "numbered", label)
            elif mark:
                yield Paragraph(text, "bullet" if mark == "-" else "numbered", mark)
            else:
                yield Paragraph(text)

    def evidence(
        self,
        lines: Sequence[EvidenceLine],
        figures: Mapping[str, str],
        missing: Collection[str] = (),
    ) -> Iterator[Paragraph]:
        """Yield evidence: web addresses as links, pictures of the annex by their figure's name.

        A line of `missing`, files named that don't exist, is no evidence.
        """
        for line in lines:
            if line.text in missing:
                continue
            if line.text in figures:
                yield Paragraph(figures[line.text])
                continue
            for part in line.parts:
                if part.href:
                    yield Paragraph(part.text, "link", href=part.href)
                elif words := self.line(part.text):
                    yield Paragraph(words)


def _marked(line: str) -> tuple[str, str]:
    """Return the mark that a person typed before a line (`-`, a number, or none) and the rest."""
    mark = ""
    while True:
        bullet, number = BULLET.match(line), _NUMBER.match(line)
        if number and mark in ("", "-"):
            mark, line = line[: number.end()].strip(), line[number.end() :].lstrip()
        elif bullet and not is_blank(line):
            mark, line = mark or "-", line[bullet.end() :]
        else:
            return mark, line


def _is_list(lines: Sequence[tuple[str, str]]) -> bool:
    """Whether a cell is a list of its own: marked from its first line on, in the same way."""
    if len(lines) < 2 or not lines[0][0]:
        return False
    first, second = lines[0][0], lines[1][0]
    return bool(second) and (first == "-") == (second == "-")
