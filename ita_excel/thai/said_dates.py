"""Days and fiscal years that running text speaks of: `วันที่ ๓ พ.ย. ๖๘`, `ปีงบประมาณ พ.ศ. 2569`.

Texts of files come with spaces inside words and with marks of old fonts. Years without a word that
says what they are of are nobody's: laws, numbers of letters and amounts look the same.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from ita_excel.thai.calendar import ABBREVIATIONS, MONTHS, FiscalYear
from ita_excel.thai.digits import to_arabic
from ita_excel.thai.years import day_of, is_near, read_year

_MOST = 2_000  # days of one text: a list of ten thousand purchases says no more
_GAP = r"[ \t\xa0]{0,3}"


def _spaced(word: str) -> str:
    """Return a pattern of a word between whose letters a space may have come in."""
    return _GAP.join(_LETTER.get(letter, re.escape(letter)) for letter in word)


# Fonts of before 2000 had letters of their own for marks that stand further left (U+F701 …).
_LETTER = {"ี": "[ี\uf702]", "ิ": "[ิ\uf701]", "ำ": "(?:ำ|ํ[ \xa0]?า)", ".": r"\.?"}
_ERA = rf"(?:พ{_GAP}\.?{_GAP}ศ{_GAP}\.?)?"
_YEAR = rf"{_GAP}{_ERA}{_GAP}(?P<year>25[0-9]{{2}}|26[0-4][0-9])(?![0-9])"
_OF_YEAR = "|".join(_spaced(w) for w in ("ปีงบประมาณ", "ปีงบฯ", "ปีงบ", "ประจำปี"))
FISCAL_YEAR = rf"(?:{_OF_YEAR}){_YEAR}"
_NAMES = [*MONTHS, *ABBREVIATIONS]
_MONTH = "|".join(_spaced(name) for name in _NAMES)
_WRITTEN = (
    rf"(?<![0-9])(?P<day>[0-9]{{1,2}}){_GAP}(?:เดือน)?{_GAP}(?P<month>{_MONTH}){_GAP}{_ERA}{_GAP}"
    r"(?P<year>[0-9]{4}|[0-9]{2})(?![0-9])"
)
_NUMERIC = (
    r"(?<![0-9/.-])(?P<day>[0-9]{1,2})/(?P<number>[0-9]{1,2})/(?P<year>[0-9]{4}|[0-9]{2})(?![0-9/])"
)


def fiscal_years(text: str) -> frozenset[int]:
    """Return the พ.ศ. years that a text names as fiscal or yearly: `ประจำปีงบประมาณ พ.ศ. ๒๕๖๙`."""
    return frozenset(int(m["year"]) for m in re.finditer(FISCAL_YEAR, to_arabic(text)))


def days(text: str, near: FiscalYear) -> frozenset[dt.date]:
    """Return the days that a text names in full, those within ten years of `near` only."""
    found = set()
    arabic = to_arabic(text)
    for form in (_WRITTEN, _NUMERIC):
        for number, match in enumerate(re.finditer(form, arabic)):
            if number >= _MOST:
                break
            found |= set(_day(match, near))
    return frozenset(found)


def _day(match: re.Match[str], near: FiscalYear) -> Iterator[dt.date]:
    part = match.groupdict()
    year = read_year(part["year"], "", near)
    month = int(part["number"]) if part.get("number") else _month(part["month"])
    if year is not None and 1 <= month <= 12 and is_near(year, near):
        day = day_of(year, month, int(part["day"]))
        if day:
            yield day


def _month(written: str) -> int:
    bare = re.sub(r"[\s.\xa0]", "", written).replace("\uf702", "ี").replace("\uf701", "ิ")
    for number, names in enumerate(zip(MONTHS, ABBREVIATIONS, strict=True), start=1):
        if bare in (names[0], names[1].replace(".", "")):
            return number
    return 0
