"""The rules marked ⚡ as formulas of plain Excel, for officers who have installed nothing.

Only functions of Excel 2007 are used, so that Excel 2016, Excel for the web, WPS and LibreOffice
all calculate them: no LET, no LAMBDA. What LET would do is done by hidden
columns at the right end of the plan, one step of reading a period each; the formulas themselves
are defined names that read cells of their own row, so each stands in the workbook once.

The formulas say "wrong" exactly where the Python rules do. They know the declared columns and
lists; the Python reader of periods is the authority that tests compare them with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ita_excel.rules.native.cells import HELPERS, SAID, helper_heading
from ita_excel.schema import PLAN, RESULTS, Table

__all__ = ["formula", "helper_headings", "lists", "names"]


def lists() -> Mapping[str, tuple[object, ...]]:
    """Return the lists that the formulas look things up in, by defined name.

    Text from `=` on is a formula.
    """
    from ita_excel.rules.native import word_lists  # not for who only asks for headings

    return word_lists.LISTS


def formula(table: Table, field: str) -> str:
    """Return the formula that fills a column of `table`, '' for a column that people fill."""
    if table is PLAN and field in HELPERS:
        return f"ita_{field}"
    if field == "check":
        return {PLAN: "ita_plan_check", RESULTS: "ita_results_check"}[table]
    return ""


def helper_headings(table: Table) -> dict[str, str]:
    """Return the hidden columns that the formulas need behind `table`'s own: field -> heading."""
    return {field: helper_heading(field) for field in HELPERS} if table is PLAN else {}


def names() -> Iterator[tuple[str, str]]:
    """Yield each defined name and its formula. They are relative: written as for cell A1."""
    from ita_excel.rules.native import checks, periods

    yield from periods.names()
    yield from checks.plan_names()
    yield from checks.status_names()
    yield from checks.row_names()
    yield f"ita_{SAID}", f"IF({checks.says_something(PLAN)},1,0)"
    yield "ita_plan_check", checks.plan_check()
    yield "ita_results_check", checks.results_check()
