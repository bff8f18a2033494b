"""The lists behind the native reading of periods: names of months, shapes of texts, words.

A shape is a text with its month's name as M, its digits as 0, พ.ศ. as Y, ค.ศ. as Z and no spaces.
The finite list of shapes stands in for the patterns of ita_excel.thai.dates and .periods.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from ita_excel import schema
from ita_excel.model import Status
from ita_excel.native.cells import YEAR
from ita_excel.thai.calendar import ABBREVIATIONS, MONTHS

_SPOKEN = (
    "มกรา", "กุมภา", "มีนา", "เมษา", "พฤษภา", "มิถุนา",
    "กรกฎา", "สิงหา", "กันยา", "ตุลา", "พฤศจิกา", "ธันวา",
)  # fmt: skip
_ENGLISH = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


def spelled(abbreviation: str) -> tuple[str, ...]:
    """Return the ways to write `ต.ค.`, after spaces beside dots are gone."""
    first, second = abbreviation.rstrip(".").split(".")
    return tuple(f"{first}{middle}{second}{end}" for middle in (".", "", " ") for end in (".", ""))


def _spellings() -> list[tuple[str, int]]:
    """Names of months, the longest last: LOOKUP finds the last that matches."""
    found: dict[str, int] = {}
    for number in range(1, 13):
        english = _ENGLISH[number - 1]
        for name in (
            MONTHS[number - 1],
            _SPOKEN[number - 1],
            *spelled(ABBREVIATIONS[number - 1]),
            *(english, english[:3], english[:3] + "."),
        ):
            found[name] = number
    return sorted(found.items(), key=lambda item: (len(item[0]), item[0]))


# A code says what a shape is and where its parts stand, counted from the end of the text:
# group (which leads may stand before it), kind, digits of the day, start and digits of a
# numbered month, start and digits of the year, era (0 not said, 1 พ.ศ., 2 ค.ศ.).
NAMED, BARE, NAMED_DATE, NUMBERED, NUMBERED_DATE, YEAR_FIRST, ISO, DAY_OF_BARE, DAY = range(1, 10)
_MONTH_GROUP, _DATE_GROUP, _DAY_GROUP = 1, 2, 3


def _code(
    group: int, kind: int, *, day: int = 0, month: tuple[int, int] = (0, 0),
    year: tuple[int, int] = (0, 0), era: int = 0,
) -> str:  # fmt: skip
    return f"{group}{kind}{day}{month[0]:02d}{month[1]}{year[0]:02d}{year[1]}{era}"


_ERAS = (("", 0), ("ปี", 0), ("Y", 1), ("Z", 2), ("ปี Y", 1), ("ปี Z", 2))
_YEARS = tuple(
    (word.replace(" ", "") + "0" * digits, digits, era) for word, era in _ERAS for digits in (2, 4)
)
_DAYS = ("0", "00")


def _shapes() -> Iterator[tuple[str, str]]:
    yield "M", _code(_MONTH_GROUP, BARE)
    for sign, (text, digits, era) in product(("", "-", "/", ","), _YEARS):
        year = {"year": (digits, digits), "era": era}
        yield f"M{sign}{text}", _code(_MONTH_GROUP, NAMED, **year)  # type: ignore[arg-type]
        for day, dash, word in product(_DAYS, ("", "-"), ("", "เดือน")):
            shape = f"{day}{dash}{word}M{sign}{text}"
            yield shape, _code(_DATE_GROUP, NAMED_DATE, day=len(day), **year)  # type: ignore[arg-type]
    for (text, digits, era), month, sign in product(_YEARS, _DAYS, "-/."):
        rest = len(sign + text)
        parts = {"month": (rest + len(month), len(month)), "year": (digits, digits), "era": era}
        if sign != ".":
            yield f"{month}{sign}{text}", _code(_MONTH_GROUP, NUMBERED, **parts)  # type: ignore[arg-type]
        for day in _DAYS:
            shape = f"{day}{sign}{month}{sign}{text}"
            yield shape, _code(_DATE_GROUP, NUMBERED_DATE, day=len(day), **parts)  # type: ignore[arg-type]
    for sign, month in product("-/", _DAYS):
        size = len(month)
        yield f"0000{sign}{month}", _code(3 + 1, YEAR_FIRST, month=(size, size), year=(5 + size, 4))
        for day in _DAYS:
            rest = len(day) + 1
            shape = f"0000{sign}{month}{sign}{day}"
            parts = {"month": (rest + size, size), "year": (rest + size + 5, 4)}
            yield shape, _code(3 + 1, ISO, day=len(day), **parts)  # type: ignore[arg-type]
    for day in _DAYS:
        yield day, _code(_DAY_GROUP, DAY, day=len(day))
        for word in ("", "เดือน"):
            yield f"{day}{word}M", _code(_DAY_GROUP, DAY_OF_BARE, day=len(day))


def _leads() -> Iterator[tuple[str, str]]:
    """What may stand before a shape, and a flag for each group of shapes."""
    months = {
        "".join(p) for p in product(("", "ตั้งแต่", "ระหว่าง", "ภายใน"), ("", "ประจำ"), ("", "เดือน"))
    }
    dates = {"".join(p) for p in product(("", "W"), ("", "วันที่", "ที่"))}
    days = {"".join(p) for p in product(("", "ตั้งแต่"), ("", "วันที่"))}
    for lead in sorted(months | dates | days):
        flags = (lead in months, lead in dates, lead in days, lead == "")
        yield f"x{lead}", "".join(str(int(flag)) for flag in flags)


def _worded() -> Iterator[tuple[str, str]]:
    """Quarters, rounds and whole years: first and last month in the fiscal year, then whether it
    is a quarter and whether a year must be named. ¥ stands for ปีงบประมาณ."""
    quarter = "q"
    for first in range(1, 5):
        yield f"x{quarter}{first}", f"{first * 3 - 2:02d}{first * 3:02d}10"
        for last, again in product(range(1, 5), ("", quarter)):
            yield f"x{quarter}{first}-{again}{last}", f"{first * 3 - 2:02d}{last * 3:02d}10"
    rounds = (("6เดือน", 1, 6), ("6เดือนแรก", 1, 6), ("6เดือนหลัง", 7, 12), ("12เดือน", 1, 12))
    for (text, first, last), lead, span in product(rounds, ("", "รอบ"), ("", "ระยะ")):
        yield f"x{lead}{span}{text}", f"{first:02d}{last:02d}00"
    for lead, year in product(("ตลอด", "ตลอดทั้ง", "ทั้ง"), ("ปี", "¥")):
        yield f"x{lead}{year}", "011200"
        yield f"x{lead}{year}ปี", "011201"
    for lead, year in product(("", "ประจำ"), ("¥", "¥ปี")):
        yield f"x{lead}{year}", "011201"


def _two_digit_years(era: int) -> Iterator[str]:
    """Formulas for the ค.ศ. year that 00 to 99 mean, as `thai.years.read_year` decides it."""
    for digits in range(100):
        buddhist, common = (1957 + digits, 2057 + digits), (2000 + digits, 2100 + digits)
        candidates = (buddhist + common, buddhist, common)[era]
        chosen = str(candidates[0])
        for year in reversed(candidates):
            chosen = f"IF(ABS({year + 543}-{YEAR})<=10,{year},{chosen})"
        yield f"={chosen}"


def _statuses() -> Iterator[tuple[str, int]]:
    for number, status in enumerate(Status, 1):
        yield "x" + status.value, number
        for words, means in schema.STATUS_SYNONYMS.items():
            if means is status:
                yield "x" + "".join(words.split()), number


def _lists() -> Iterator[tuple[str, tuple[object, ...]]]:
    for name, pairs in (
        ("spelling", _spellings()),
        ("shape", list(_shapes())),
        ("lead", list(_leads())),
        ("worded", list(_worded())),
        ("status", list(_statuses())),
    ):
        yield f"ita_{name}", tuple(pair[0] for pair in pairs)
        yield f"ita_{name}_means", tuple(pair[1] for pair in pairs)
    for era in range(3):
        yield f"ita_short_year_{era}", tuple(_two_digit_years(era))


LISTS: Mapping[str, tuple[object, ...]] = dict(_lists())
