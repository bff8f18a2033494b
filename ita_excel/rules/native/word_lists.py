"""The lists behind the native reading of periods: shapes of texts, words for periods, statuses.

A shape is the token string of a month or a day (ita_excel.thai.date_tokens) with each digit as 0, each
month as A, and what leads to it left out. The finite list of shapes stands in for the patterns of
ita_excel.thai.dates and .periods.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product

from ita_excel import schema
from ita_excel.rules.native.cells import YEAR
from ita_excel.schema.model import Status
from ita_excel.thai.period_words import EVERY

PERIOD = 100_000  # a period is its first month x this + its last
_WHOLE_YEAR = PERIOD + 12  # counted from the September before the fiscal year
# On top of a period: it was said in quarters; it is a list whose months nobody counted.
QUARTER, LIST = 0.5, 0.25

# A code says what a shape is and where its parts stand, counted from the end of the text: kind,
# day (start, 0 for the first digits of the text, and digits), month (start, and digits, 0 for a
# name), year (start is its digits), era (0 not said, 1 พ.ศ., 2 ค.ศ.), as many characters each as
# CODE says.
NAMED, BARE, NAMED_DATE, NUMBERED, NUMBERED_DATE, YEAR_FIRST, DAY_OF_BARE, DAY = range(1, 9)
# First character and width of each part of a code.
CODE = {
    "kind": (1, 1),
    "day_at": (2, 2),
    "day_size": (4, 1),
    "month_at": (5, 2),
    "month_size": (7, 1),
    "year_at": (8, 2),
    "year_size": (10, 1),
    "era": (11, 1),
}
_ERAS = (("", 0), ("P", 0), ("Y", 1), ("Z", 2), ("PY", 1), ("PZ", 2))
_YEARS = tuple((word + "0" * size, size, era) for word, era in _ERAS for size in (2, 4))
# The shapes of a year alone.
YEARS = tuple(shape for shape, _, _ in _YEARS)
_DAYS = ("0", "00")


def _code(**parts: int) -> str:
    return "".join(f"{parts.get(part, 0):0{width}d}" for part, (_, width) in CODE.items())


def _shapes() -> Iterator[tuple[str, str]]:
    yield "A", _code(kind=BARE, month_at=1)
    yield from _with_year_last()
    for sign, month in product("-/", _DAYS):
        size = len(month)
        shape = f"0000{sign}{month}"
        year = {"year_at": size + 5, "year_size": 4}
        yield shape, _code(kind=YEAR_FIRST, month_at=size, month_size=size, **year)
        for day, midnight in product(_DAYS, ("", "Ω")):
            rest = len(sign + day + midnight)
            parts = {"day_at": len(day + midnight), "day_size": len(day)}
            parts |= {"month_at": rest + size, "month_size": size}
            parts |= {"year_at": rest + size + 5, "year_size": 4}
            yield f"{shape}{sign}{day}{midnight}", _code(kind=NUMBERED_DATE, **parts)
    for day in _DAYS:
        yield day, _code(kind=DAY, day_size=len(day))
        yield f"{day}A", _code(kind=DAY_OF_BARE, day_size=len(day), month_at=1)


def _with_year_last() -> Iterator[tuple[str, str]]:
    for year, size, era in _YEARS:
        parts = {"year_at": size, "year_size": size, "era": era}
        for sign in ("", "-", "/", ","):
            named = parts | {"month_at": len(sign + year) + 1}
            yield f"A{sign}{year}", _code(kind=NAMED, **named)
            for day, dash in product(_DAYS, ("", "-")):
                code = _code(kind=NAMED_DATE, day_size=len(day), **named)
                yield f"{day}{dash}A{sign}{year}", code
        for month, sign in product(_DAYS, "-/."):
            numbered = parts | {"month_at": len(month + sign + year), "month_size": len(month)}
            if sign != ".":
                yield f"{month}{sign}{year}", _code(kind=NUMBERED, **numbered)
            for day in _DAYS:
                code = _code(kind=NUMBERED_DATE, day_size=len(day), **numbered)
                yield f"{day}{sign}{month}{sign}{year}", code


def _whole() -> Iterator[tuple[str, int]]:
    """Whole fiscal years before the digits of the year that they must name."""
    eras = ("", "P", "Y", "Z", "PY", "PZ")
    for words, era in product(("TP", "TN", "N", "RN"), eras):
        yield words + era, _WHOLE_YEAR
    for words, era in product(("Π", "RΠ", "TΠ"), eras):  # of school, May to March
        yield words + era, 8 * PERIOD + 18


def _counted() -> Iterator[tuple[str, float]]:
    """Words that may name a year: first month x PERIOD + last month, counted in that year."""
    for first in range(1, 5):
        start = (first * 3 - 2) * PERIOD
        yield f"Q{first}", start + first * 3 + QUARTER
        for last, again in product(range(1, 5), ("", "Q")):
            yield f"Q{first}-{again}{last}", start + last * 3 + QUARTER
    rounds = (("6M", 1, 6), ("6MΔ", 1, 6), ("6MΛ", 7, 12), ("12M", 1, 12))
    for (words, first, last), lead in product(rounds, ("", "O", "S", "OS")):
        yield lead + words, first * PERIOD + last
    for count in (3, 4):
        for numbers in combinations("1234", count):
            for signs in product(("-", "-Q"), repeat=count - 1):
                rest = "".join(sign + n for sign, n in zip(signs, numbers[1:], strict=True))
                yield f"Q{numbers[0]}{rest}", _quarters_of(numbers[0], numbers[-1])
    for words, all_year in product(EVERY, ("", "TP", "TN")):
        yield f"Ξ{words}{all_year}", _WHOLE_YEAR
    for (half, first, last), of in product((("Δ", 1, 6), ("Λ", 7, 12)), ("", "P", "N")):
        yield f"Γ{of}{half}", first * PERIOD + last
        if of:
            yield f"Γ{half}U{of}", first * PERIOD + last
    yield from _terms((8, 13), (14, 18))


def _quarters_of(first: str, last: str) -> float:
    return (int(first) * 3 - 2) * PERIOD + int(last) * 3 + QUARTER


def _terms(first: tuple[int, int], second: tuple[int, int]) -> Iterator[tuple[str, float]]:
    """School terms; what lies in between is no matter here."""
    months = {"1": first, "2": second}
    for one, (start, end) in months.items():
        yield f"Θ{one}", start * PERIOD + end
        for (other, (start2, end2)), again in product(months.items(), ("", "Θ")):
            yield f"Θ{one}-{again}{other}", min(start, start2) * PERIOD + max(end, end2)


# Words for the fiscal year itself.
THIS_YEAR = (("TP", "TN"), _WHOLE_YEAR)


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
        ("shape", [(f"^{shape}", code) for shape, code in _shapes()]),
        ("whole", list(_whole())),
        ("counted", list(_counted())),
        ("terms", list(_terms((8, 13), (2, 6)))),  # of no named year: those in the fiscal year
        ("status", list(_statuses())),
    ):
        yield f"ita_{name}", tuple(pair[0] for pair in pairs)
        yield f"ita_{name}_means", tuple(pair[1] for pair in pairs)
    for era in range(3):
        yield f"ita_short_year_{era}", tuple(_two_digit_years(era))


LISTS: Mapping[str, tuple[object, ...]] = dict(_lists())
