"""The items that an agency's website is inspected for (OIT), by fiscal year.

Knows the published lists of FY2564-2569 and how sure each item is, and which item of one year is
which in another: items of the same `subject` are the same matter, and an item with several
subjects is several items of other years in one. An agency's own list (`read_items`) takes the
place of ours for the years that it has. Opens no file of the user's.

A year outside the known ones gets the list of the nearest known year, all of it unverified.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from ita_excel.catalogue import data_files
from ita_excel.catalogue.certainty import Certainty
from ita_excel.catalogue.codes import read_codes
from ita_excel.catalogue.indicators import indicators, weights_certainty
from ita_excel.core.errors import InputError
from ita_excel.core.language import Text
from ita_excel.thai.calendar import FiscalYear
from ita_excel.thai.digits import to_arabic

COLUMNS = ("fiscal_year", "item", "title", "group", "certainty", "subject")


class Item(NamedTuple):
    """One OIT item of one fiscal year. `title` is '' where no public source names it."""

    fiscal_year: FiscalYear
    code: str  # O1, MOIT1
    title: str
    group: str  # 9.1 to 10.2, '' where unknown
    certainty: Certainty
    subjects: tuple[str, ...]  # what it is about, the same in every year; () where unknown

    @property
    def label(self) -> str:
        """Code and title as documents show them: `O15 ข้อมูลเชิงสถิติการให้บริการ`."""
        return f"{self.code} {self.title}".strip()


class Moved(NamedTuple):
    """An item that a year doesn't have under this code: what it was, and what it is called now."""

    former: Item
    now: tuple[Item, ...]  # empty where the matter is no longer an item, or nobody knows


def items(fiscal_year: FiscalYear, own: Iterable[Item] = ()) -> tuple[Item, ...]:
    """Return the items of a year in order; those of `own` where it has any of that year."""
    mine = tuple(item for item in own if item.fiscal_year == fiscal_year)
    return mine or _published(fiscal_year)


def scheme_items(scheme: str, fiscal_year: FiscalYear) -> tuple[Item, ...]:
    """Return the items of a scheme of its own (MOIT of the health ministry, colleges, schools).

    () for a year, or a scheme, of which no list is known: nothing is taken over from other years.
    """
    return _of_schemes().get((scheme, fiscal_year), ())


def scheme_years(scheme: str) -> tuple[FiscalYear, ...]:
    """Return the years of a scheme's known lists, first to last."""
    return tuple(sorted(year for known, year in _of_schemes() if known == scheme))


def list_certainty(fiscal_year: FiscalYear, own: Iterable[Item] = ()) -> Certainty:
    """Return how sure it is that a code missing from `items()` doesn't exist in that year.

    FY2567 is known to have 35 items though their titles are unverified, so this isn't the
    certainty of any one item.
    """
    if any(item.fiscal_year == fiscal_year for item in own):
        return Certainty.SURE
    return _list_certainties().get(fiscal_year, Certainty.UNVERIFIED)


def find(code: str, fiscal_year: FiscalYear, own: Iterable[Item] = ()) -> Item | None:
    """Return the item of a code as officers type it (`o ๑๕`); None where the year has none."""
    wanted = read_codes(code)
    return next((i for i in items(fiscal_year, own) if [i.code] == wanted), None)


def equivalents(
    code: str, from_year: FiscalYear, to_year: FiscalYear, own: Sequence[Item] = ()
) -> tuple[Item, ...]:
    """Return what an item of one year is in another: none, one, or several where it was split."""
    former = find(code, from_year, own)
    if former is None:
        return ()
    about = set(former.subjects)
    return tuple(item for item in items(to_year, own) if about & set(item.subjects))


def moved(code: str, to_year: FiscalYear, own: Sequence[Item] = ()) -> Moved | None:
    """Return what became of a code that `to_year` doesn't have.

    The code is taken from the last earlier year that has it, else from the first later one. None
    where the year has the code itself, or no year does.
    """
    if find(code, to_year, own) is not None:
        return None
    years = known_years(own)
    earlier = [year for year in reversed(years) if year < to_year]
    for year in (*earlier, *(year for year in years if year > to_year)):
        former = find(code, year, own)
        if former is not None:
            return Moved(former, equivalents(code, year, to_year, own))
    return None


def costs(fiscal_year: FiscalYear, own: Sequence[Item] = ()) -> dict[str, float]:
    """Return what missing an item costs, in points of the total 100, by code.

    An indicator of OIT is the mean of its sub-indicators, each the share of its items. Empty for a
    year whose weights or grouping nobody knows.
    """
    if weights_certainty(fiscal_year) is None:
        return {}
    listed = items(fiscal_year, own)
    groups = Counter(item.group for item in listed)
    if not all(groups):
        return {}
    parts = Counter(indicator_of(group) for group in groups)
    weights = {i.number: i.weight for i in indicators()}
    return {
        item.code: weights[number] / parts[number] / groups[item.group]
        for item in listed
        if (number := indicator_of(item.group)) in weights
    }


def indicator_of(group: str) -> int:
    """Return the indicator of a sub-indicator: 9 for `9.5`; 0 where none is known."""
    number = group.partition(".")[0]
    return int(number) if number.isdecimal() else 0


def known_years(own: Iterable[Item] = ()) -> tuple[FiscalYear, ...]:
    """Return the years with a list of their own, ours and those of `own`, first to last."""
    return tuple(sorted({*_years(), *(item.fiscal_year for item in own)}))


def read_items(text: str) -> tuple[Item, ...]:
    """Return an agency's own list from the text of a CSV file with the columns `COLUMNS`.

    Only fiscal_year and item are needed; a row without certainty is sure, for it is the agency's
    word. InputError names the line that can't be read.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), restval="")
    try:
        return _read(reader)
    except csv.Error as error:
        raise InputError(_NO_CSV, line=reader.line_num, why=error) from error


def _read(reader: csv.DictReader[str]) -> tuple[Item, ...]:
    missing = [name for name in COLUMNS[:2] if name not in (reader.fieldnames or ())]
    if missing:
        raise InputError(_NO_COLUMN, columns=", ".join(missing), all=", ".join(COLUMNS))
    found: dict[tuple[FiscalYear, str], Item] = {}
    for row in reader:
        if not any(isinstance(value, str) and value.strip() for value in row.values()):
            continue
        item = _item(row, reader.line_num)
        if (item.fiscal_year, item.code) in found:
            raise InputError(
                _TWICE, line=reader.line_num, code=item.code, year=item.fiscal_year.year
            )
        found[item.fiscal_year, item.code] = item
    return tuple(found.values())


def _item(row: dict[str, str], line: int) -> Item:
    cells = {name: to_arabic(row.get(name) or "").strip() for name in COLUMNS}
    year, codes, certainty = cells["fiscal_year"], read_codes(cells["item"]), cells["certainty"]
    if not (len(year) == 4 and year.isdecimal() and FiscalYear(int(year)).plausible):
        raise InputError(_BAD_YEAR, line=line, value=year[:40])
    if len(codes) != 1:
        raise InputError(_BAD_CODE, line=line, value=cells["item"][:40])
    if certainty.upper() not in ("", *(c.value for c in Certainty)):
        raise InputError(_BAD_CERTAINTY, line=line, value=certainty[:40])
    return Item(
        FiscalYear(int(year)),
        codes[0],
        (row.get("title") or "").strip(),  # with the digits that it was typed with
        cells["group"],
        Certainty(certainty.upper() or "A"),
        tuple(cells["subject"].split()),
    )


def _published(fiscal_year: FiscalYear) -> tuple[Item, ...]:
    years = _years()
    nearest = min(max(fiscal_year, min(years)), max(years))
    found = _of_year(nearest)
    if fiscal_year == nearest:
        return found
    return tuple(
        item._replace(fiscal_year=fiscal_year, certainty=Certainty.UNVERIFIED) for item in found
    )


@cache
def _of_year(fiscal_year: FiscalYear) -> tuple[Item, ...]:
    """Return the list of a known year; the others' are left unread."""
    heading, *_ = data_files.text("oit.csv").split("\n", 1)
    return read_items("\n".join([heading, *_years()[fiscal_year]]))


@cache
def _years() -> dict[FiscalYear, list[str]]:
    """Return the known years, each with the lines of its list."""
    by_year: dict[FiscalYear, list[str]] = {}
    for line in data_files.text("oit.csv").splitlines()[1:]:
        by_year.setdefault(FiscalYear(int(line.partition(",")[0])), []).append(line)
    return by_year


@cache
def _of_schemes() -> dict[tuple[str, FiscalYear], tuple[Item, ...]]:
    """Return the lists of other schemes, each by scheme and year."""
    heading, *lines = data_files.text("other_items.csv").splitlines()
    by_scheme: dict[str, list[str]] = {}
    for line in lines:
        scheme, _, rest = line.partition(",")
        by_scheme.setdefault(scheme, []).append(rest)
    found: dict[tuple[str, FiscalYear], tuple[Item, ...]] = {}
    for scheme, rows in by_scheme.items():
        for item in read_items("\n".join([heading.partition(",")[2], *rows])):
            of_year = (scheme, item.fiscal_year)
            found[of_year] = (*found.get(of_year, ()), item)
    return found


@cache
def _list_certainties() -> dict[FiscalYear, Certainty]:
    return {
        FiscalYear(int(row["fiscal_year"])): Certainty(row["certainty"])
        for row in data_files.rows("oit_years.csv")
    }


_NO_COLUMN = Text(
    "ไฟล์รายการ OIT ไม่มีคอลัมน์ {columns} แถวแรกต้องมีชื่อคอลัมน์ {all}",
    "the list of OIT items has no column {columns}: its first line must name {all}",
)
_NO_CSV = Text(
    "ไฟล์รายการ OIT บรรทัดที่ {line} ไม่ใช่ CSV ที่อ่านได้ ({why}) โปรดบันทึกจาก Excel เป็น CSV UTF-8 ใหม่",
    "list of OIT items, line {line}: no CSV that can be read ({why}): save it from Excel as CSV UTF-8",
)
_TWICE = Text(
    "ไฟล์รายการ OIT บรรทัดที่ {line}: มี {code} ของปี {year} ซ้ำ ลบออกหนึ่งบรรทัด",
    "list of OIT items, line {line}: {code} of {year} stands there twice, remove one",
)
_BAD_YEAR = Text(
    "ไฟล์รายการ OIT บรรทัดที่ {line}: ปีงบประมาณ “{value}” ใช้ไม่ได้ ใส่ปี พ.ศ. สี่หลัก เช่น 2570",
    "list of OIT items, line {line}: “{value}” is no fiscal year, write a พ.ศ. year such as 2570",
)
_BAD_CODE = Text(
    "ไฟล์รายการ OIT บรรทัดที่ {line}: รหัสข้อ “{value}” ใช้ไม่ได้ ใส่หนึ่งข้อ เช่น O15",
    "list of OIT items, line {line}: “{value}” is no item, write one such as O15",
)
_BAD_CERTAINTY = Text(
    "ไฟล์รายการ OIT บรรทัดที่ {line}: ความแน่นอน “{value}” ใช้ไม่ได้ ใส่ A B หรือ C หรือเว้นว่าง",
    "list of OIT items, line {line}: certainty “{value}” must be A, B, C or empty",
)
