"""Items: what the websites of a kind of agency are inspected for in a fiscal year, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

from ita_excel.catalogue import kinds, oit
from ita_excel.catalogue.certainty import Certainty
from ita_excel.catalogue.instruments import OPEN_DATA
from ita_excel.catalogue.oit import Item
from ita_excel.core.errors import UsageError
from ita_excel.core.language import Text
from ita_excel.jobs.new import read_fiscal_year, read_kind
from ita_excel.thai.calendar import FiscalYear
from ita_excel.thai.normal import compare_form


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemList:
    """The items of a year that a search found, in order, and how sure it is that there are no more.

    `kind` is '' where OIT is meant; `known_years` are those of which a list is known.
    """

    kind: str
    scheme: str
    year: FiscalYear
    items: tuple[Item, ...]
    certainty: Certainty
    known_years: tuple[FiscalYear, ...]


def items(*, fiscal_year: int | str, kind: str = "", search: str = "") -> ItemList:
    """Return the items of a kind and year whose code or title `search` names.

    UsageError for a kind or year that can't be meant, and where no list of them is known: another
    year's or kind's is never given instead.
    """
    year, meant = read_fiscal_year(fiscal_year), read_kind(kind)
    scheme = meant.scheme if meant else kinds.GENERAL
    general = scheme == kinds.GENERAL
    years = oit.known_years() if general else oit.scheme_years(scheme)
    name = meant.name if meant else ""
    if year not in years:
        known = ", ".join(str(known.year) for known in years)
        message = _NO_YEAR if years else _NO_SCHEME
        raise UsageError(message, kind=name or OPEN_DATA, year=year.year, known=known)
    listed = oit.items(year) if general else oit.scheme_items(scheme, year)
    certainty = oit.list_certainty(year) if general else Certainty.LIKELY
    wanted = compare_form(search)
    found = tuple(
        item
        for item in listed
        if wanted == compare_form(item.code) or wanted in compare_form(item.title)
    )
    return ItemList(
        kind=name, scheme=scheme, year=year, items=found, certainty=certainty, known_years=years
    )


_NO_YEAR = Text(
    "ไม่มีรายการข้อประเมินของ {kind} ปี {year} ปีที่มี: {known} โปรดใช้คู่มือของปีนั้น แล้วระบุรายการของหน่วยงานเองด้วย --oit",
    "no list of items of {kind} for {year} is known, only for {known}: take that year's manual, and give "
    "validate your own list with --oit",
)
_NO_SCHEME = Text(
    "ไม่มีรายการข้อประเมินของ {kind} โปรดใช้คู่มือ แล้วระบุรายการของหน่วยงานเองด้วย --oit",
    "no list of items of {kind} is known: take the manual, and give validate your own list with --oit",
)
