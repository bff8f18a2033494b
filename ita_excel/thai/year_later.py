"""A text of one year's plan as the next year's: its dates and years move, the rest stays letter by letter.

Moved is what surely belongs to the year: days and months in it or after it, fiscal and school years,
quarters and meetings of the year or of the year before and after. Left as it is, and named, is what
may mean something else: days before the year, laws and orders, plans of several years, addresses and
names of files. Digits stay Thai or Arabic, years as long as they were typed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from ita_excel.thai.calendar import ABBREVIATIONS, MONTHS, FiscalYear, Month
from ita_excel.thai.digits import in_digits, to_arabic, to_thai
from ita_excel.thai.years import day_of, is_near, read_year

_NEAR = 3  # years, within which a year that stays is worth a look
_ERA = r"(?:[พค]\s?\.?\s?ศ\s?\.?\s*)?"
_MONTH = "|".join(
    [*MONTHS, *(r"\s?".join(re.escape(part + ".") for part in a.split(".") if part)
                for a in ABBREVIATIONS), *(a.replace(".", "") for a in ABBREVIATIONS)]
)  # fmt: skip
_LONG = r"(?:25|26|20)[0-9]{2}(?![0-9])"
_SHORT = r"[0-9]{2}(?![0-9./])"
_FORMS = re.compile(
    r"(?P<mask>https?://\S+|www\.\S+|(?<!\S)\S+@\S+"
    r"|(?<![^\s/])[^\s/]+\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png|zip)(?![A-Za-z]))"
    rf"|(?P<span>(?:ปีงบประมาณ\s*)?{_ERA}(?:25|26)[0-9]{{2}}\s*(?:-|–|—|ถึง)\s*{_ERA}(?:25|26)[0-9]{{2}}(?![0-9]))"
    rf"|(?<![0-9])(?:(?P<day>[0-9]{{1,2}})\s*)?(?:เดือน)?(?<![ก-๎])(?P<month>{_MONTH})\s*(?:ปี)?\s*{_ERA}"
    rf"(?P<year>{_LONG}|{_SHORT})"
    rf"|(?<![0-9/.-])(?P<nday>[0-9]{{1,2}})(?P<sep>[/.-])(?P<nmonth>[0-9]{{1,2}})(?P=sep)"
    rf"(?P<nyear>{_LONG}|{_SHORT})(?![/])"
    rf"|(?P<of>ปีงบประมาณ|ปีงบฯ|ปีงบ|ประจำปี|ปีการศึกษา|ปี)\s*{_ERA}(?P<fyear>{_LONG}|{_SHORT})"
    rf"|(?P<part>(?:ภาคเรียนที่|ภาคเรียน|ภาคการศึกษาที่|เทอมที่|เทอม|ไตรมาสที่|ไตรมาส|ครั้งที่|รอบที่)"
    rf"\s*[0-9]{{1,2}}\s*/\s*)(?P<pyear>{_LONG}|{_SHORT})"
    rf"|(?P<letter>(?<![0-9])[0-9]+\s*/\s*(?P<lyear>(?:25|26)[0-9]{{2}})(?![0-9]))"
    rf"|(?P<era>พ\s?\.?\s?ศ\s?\.?\s*|(?:ITA|OIT|IIT|EIT)\s*)(?P<eyear>(?:25|26)[0-9]{{2}}(?![0-9]))"
    rf"|(?<![0-9,.])(?P<bare>(?:25|26)[0-9]{{2}})(?![0-9,.]*[0-9])",
    re.IGNORECASE,
)
_YEARS = ("year", "nyear", "fyear", "pyear", "eyear", "lyear")
_AND = re.compile(r"\s*(?:และ|,|-|–|ถึง)\s*(?:ที่)?\s*")
# Before a day or a year: what it is of doesn't come again.
_ONCE = re.compile(
    r"(?:พระราช\S*|พ\.\s?ร\.\s?\S+|รัฐธรรมนูญ|ระเบียบ|ข้อบังคับ|ข้อบัญญัติ|เทศบัญญัติ|กฎกระทรวง|กฎหมาย|ฉบับที่"
    r"|หนังสือ|คำสั่ง|มติ|ลงวันที่|ณ วันที่|ประกาศใช้|ตั้งแต่)[^\n;]{0,80}$"
)
_ONCE_DAY = re.compile(r"(?:ลงวันที่|ณ วันที่|เมื่อวันที่|ตั้งแต่วันที่|หนังสือ\S*|คำสั่ง\S*|มติ\S*)[^\n;]{0,40}$")


class YearLater(NamedTuple):
    """A text a year later. `left` names a year and stays; `doubtful` moved, but not exactly."""

    text: str
    left: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


def year_later(text: str, year: FiscalYear) -> YearLater:
    """Return a text of `year`'s plan as it reads in the plan of the year after."""
    arabic = to_arabic(text)
    pieces: list[str] = []
    left: list[str] = []
    doubtful: list[str] = []
    done = part_end = 0
    for found in _FORMS.finditer(arabic):
        start, end = found.span()
        said = text[start:end].strip()
        before = arabic[:start]
        goes_on = bool(part_end) and bool(_AND.fullmatch(arabic[part_end:start]))
        moves = found["part"] or (found["letter"] and goes_on)
        part_end = end if moves else 0
        if _stays(found, before, year, goes_on):
            if _worth_a_look(found, year):
                left.append(said)
            continue
        spans = list(_changes(found, year))
        for at, until, digits in spans:
            pieces += [text[done:at], _as_typed(digits, text[at:until])]
            done = until
        if len(spans) > 1:
            doubtful.append(said)
    pieces.append(text[done:])
    return YearLater("".join(pieces), tuple(dict.fromkeys(left)), tuple(dict.fromkeys(doubtful)))


def day_later(day: dt.date) -> dt.date:
    """Return the same day a year later, the last of February for the 29th."""
    last = Month(day.year + 1, day.month).last_day.day
    return day.replace(year=day.year + 1, day=min(day.day, last))


def _stays(found: re.Match[str], before: str, year: FiscalYear, goes_on: bool) -> bool:
    """Whether a match is left; `goes_on`: it continues a list of quarters, terms or meetings."""
    part = found.groupdict()
    if part["letter"] and goes_on:
        return abs(int(part["lyear"] or 0) - year.year) > 1
    if part["mask"] or part["span"] or part["letter"] or part["bare"]:
        return True
    if part["year"] or part["nyear"]:
        day = _day(part, year)
        if day is None or day < year.first_day:
            return True
        return bool(part["day"] and _ONCE_DAY.search(before))
    typed = part["fyear"] or part["pyear"] or part["eyear"]
    named = _number(typed, year)
    if abs(named - year.year) > 1:
        return True
    if part["of"] in (None, "ปี") and not part["part"]:
        return bool(_ONCE.search(before))
    return False


def _day(part: dict[str, str | None], year: FiscalYear) -> dt.date | None:
    """Return the day that a match means, the last of its month where it names none."""
    typed = part["year"] or part["nyear"] or ""
    common = read_year(typed, "", year)
    if common is None or not is_near(common, year):
        return None
    if part["nyear"]:
        month = int(part["nmonth"] or 0)
        return day_of(common, month, int(part["nday"] or 0)) if 1 <= month <= 12 else None
    month = _month(part["month"] or "")
    if part["day"]:
        return day_of(common, month, int(part["day"]))
    return Month(common, month).last_day


def _month(written: str) -> int:
    bare = re.sub(r"[\s.]", "", written)
    names = zip(MONTHS, (a.replace(".", "") for a in ABBREVIATIONS), strict=True)
    return next(n for n, both in enumerate(names, start=1) if bare in both)


def _number(typed: str, year: FiscalYear) -> int:
    """Return the พ.ศ. number of a year of two or four digits."""
    common = read_year(typed, "", year)
    return common + 543 if common is not None else 0


def _changes(found: re.Match[str], year: FiscalYear) -> Iterator[tuple[int, int, str]]:
    """Yield what is typed anew: the year, and the day before it where the new year has none such."""
    part = found.groupdict()
    if part["year"] or part["nyear"]:
        day = _day(part, year)
        group = "day" if part["day"] else "nday"
        if day and part[group] and day_later(day).day != day.day:
            yield (*found.span(group), str(day_later(day).day))
    name = next(n for n in _YEARS if part[n])
    typed = part[name] or ""
    yield (*found.span(name), f"{(int(typed) + 1) % 10 ** len(typed):0{len(typed)}d}")


def _as_typed(digits: str, typed: str) -> str:
    """Return digits in Thai where the ones they replace are."""
    return in_digits(digits, "thai" if typed == to_thai(typed) else "arabic")


def _worth_a_look(found: re.Match[str], year: FiscalYear) -> bool:
    """Whether what stays names a year so near that it may have been meant to move."""
    numbers = [int(n) for n in re.findall(r"(?<![0-9])(?:25|26)[0-9]{2}(?![0-9])", found[0])]
    part = found.groupdict()
    typed = next((part[n] for n in _YEARS if part[n]), None)
    if typed:
        numbers.append(_number(typed, year))
    return any(abs(n - year.year) <= _NEAR for n in numbers)
