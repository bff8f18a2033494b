"""The numbers of items in a cell, in the many ways officers type them.

Knows how a code is written (`O15`, `o ๑๕`, `0 15`, `O15-O17`; `MOIT 12` of the health ministry's
bodies), not which codes a year has: `oit` does.
"""

from __future__ import annotations

import re

from ita_excel.thai.digits import to_arabic

# The letter O is also typed as zero or as the Cyrillic O, or left out. A number that is part of a
# year (2565), a decimal (9.1) or another word (IT15) is none of ours.
_CODE = r"(?:[OoОо][\s.\-]{0,9}+)?0{0,9}+\s{0,9}+([1-9]\d?)(?!\d|\.\d)"
_CODES = re.compile(
    rf"(?<![\d.A-Za-zОо]){_CODE}(?:\s{{0,9}}+(?:-|–|—|ถึง)\s{{0,9}}+{_CODE})?(?![A-Za-z])", re.ASCII
)
MOIT = "MOIT"  # what the codes of the health ministry's bodies begin with
_AROUND = re.compile(r"ข้อที่|ข้อ|ตัวชี้วัดย่อย|\bOIT\b|และ|,|;|/|\s|\n|\(|\)|\.(?!\d)", re.IGNORECASE)


def read_codes(text: str) -> list[str]:
    """Return the codes in `text` as `O15`, each once, in order; a range gives all of its codes."""
    if MOIT in text.upper():
        return list(dict.fromkeys(code for part in _parts(text) for code in _read(*part)))
    return _read("O", text)


def _read(letters: str, text: str) -> list[str]:
    found: dict[str, None] = {}
    for match in _CODES.finditer(_prepared(text)):
        first = int(match[1])
        last = int(match[2] or first)
        for number in range(min(first, last), max(first, last) + 1):
            found[f"{letters}{number}"] = None
    return list(found)


def unread(text: str) -> str:
    """Return what in `text` is no code and not between codes either; '' when all was read."""
    parts = _parts(text) if MOIT in text.upper() else [("O", text)]
    rest = " ".join(_CODES.sub(" ", _prepared(part)) for _, part in parts)
    return " ".join(_AROUND.sub(" ", rest).split())


def _parts(text: str) -> list[tuple[str, str]]:
    """Return the parts of a text that names MOIT, each with the letters of its codes, and without them.

    A number alone goes on as the code before: `MOIT 12, 13`.
    """
    letters, parts = "O", []
    for part in re.split(r"[,;\n]|และ", text):
        if MOIT in part.upper():
            letters = MOIT
        elif re.search(r"[OoОо]\s{0,9}+[0-9๐-๙]", part):
            letters = "O"
        parts.append((letters, re.sub(MOIT, "O", part, flags=re.IGNORECASE)))
    return parts


def _prepared(text: str) -> str:
    # "OIT 15" and "OIT O15" are codes with the instrument's name before them.
    return re.sub(r"\bOIT\b[\s:.\-]*|OIT(?=\s*O?\s*\d)", " ", to_arabic(text), flags=re.IGNORECASE)
