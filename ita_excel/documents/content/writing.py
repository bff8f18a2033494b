"""How a typed text becomes a printed one: tidied, in the document's digits, cut into paragraphs.

What keeps its Arabic digits (addresses, codes, names of files) is `thai.kept`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from ita_excel.core.values import Value, as_text
from ita_excel.documents.content.elements import Paragraph
from ita_excel.rules.printable import clean
from ita_excel.thai.digits import Digits, in_digits
from ita_excel.thai.kept import printed

PICTURES = (".jpg", ".jpeg", ".png")

_WEB = r"(?:https?://|www\.)[^\s<>\"“”]+"
_ONE_FILE = re.compile(r"[^\s/\\]+\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|zip|mp4)", re.IGNORECASE)
_URL = re.compile(_WEB)
_SENTENCE_END = ".,;:!?)]}»”'"
_BULLET = re.compile(r"^[-–—•*·▪●]\s*(?=\S)")
# What people type into a cell that they leave empty.
_DASHES = re.compile(r"[-–—_.…·*/\s]*")
_PUNCTUATION = re.compile(r"[-–—_.…·*/()\s]+")
_NOTHING = frozenset(
    ("ไม่มี", "ไม่มีหลักฐาน", "ไม่มีเอกสาร", "ไม่มีข้อมูล", "ยังไม่มี", "ไม่ปรากฏ", "ไม่ระบุ", "na", "none", "nil")
)
_NUMBER = re.compile(r"^\(?([0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})*)[.)]\)?\s*(?=\D)")


def is_blank(text: str) -> bool:
    """Whether a text holds nothing but dashes and dots: a person's way to leave a cell empty."""
    return bool(_DASHES.fullmatch(text))


def says_none(text: str) -> bool:
    """Whether a text says that there is nothing: `-`, `ไม่มี`, `N/A`."""
    return is_blank(text) or _PUNCTUATION.sub("", text).lower() in _NOTHING


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes in the digits that the agency chose."""

    digits: Digits

    def text(self, value: Value) -> str:
        """Return a value as one line of print."""
        return " ".join(self.lines(value))

    def lines(self, value: Value) -> list[str]:
        """Return a value as lines of print, without the blank ones."""
        lines = (self.line(line) for line in clean(as_text(value)).split("\n"))
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
        self, value: Value, figures: Mapping[str, str], missing: Collection[str] = ()
    ) -> Iterator[Paragraph]:
        """Yield evidence: web addresses as links, pictures of the annex by their figure's name.

        A line that says that there is none isn't evidence, nor is one of `missing`: files named
        that don't exist.
        """
        for line in clean(as_text(value)).split("\n"):
            rest = _BULLET.sub("", line)
            if says_none(rest) or rest in missing:
                continue
            if rest in figures:
                yield Paragraph(figures[rest])
                continue
            done = 0
            for found in _URL.finditer(rest):
                address = found[0].rstrip(_SENTENCE_END)
                href = web_address(address)
                if not href:
                    continue
                if before := self.line(rest[done : found.start()]):
                    yield Paragraph(before)
                yield Paragraph(address, "link", href=href)
                done = found.start() + len(address)
            if after := self.line(rest[done:]):
                yield Paragraph(after)


def _marked(line: str) -> tuple[str, str]:
    """Return the mark that a person typed before a line (`-`, a number, or none) and the rest."""
    mark = ""
    while True:
        bullet, number = _BULLET.match(line), _NUMBER.match(line)
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


def web_address(text: str) -> str:
    """Return the address that a link may lead to, '' where `text` is no plain web address."""
    address = text if "://" in text else f"http://{text}"
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and "." in parts.netloc else ""


def is_picture(line: str) -> bool:
    """Whether a line of evidence names a picture file, and not one on the web."""
    return line.lower().endswith(PICTURES) and not _URL.search(line)


def picture_names(evidence: str) -> list[str]:
    """Return the picture files named in a cell of evidence, one a line, as typed."""
    return [line for line in _named(evidence) if is_picture(line)]


def file_names(evidence: str) -> list[str]:
    """Return the files named in a cell of evidence: pictures, and lines of one word with an ending.

    A sentence that ends in a file's name is a sentence.
    """
    return [line for line in _named(evidence) if is_picture(line) or _ONE_FILE.fullmatch(line)]


def _named(evidence: str) -> list[str]:
    return [_BULLET.sub("", line) for line in clean(evidence).split("\n")]
