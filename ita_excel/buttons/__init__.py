"""The buttons of the tab ITA, one function each: read the open workbook, one core call, apply.

The macros call them by name (`from ita_excel import buttons; buttons.check()`); the tests give
them a desk of their own.
"""

from __future__ import annotations

from ita_excel.buttons import checking, documents, units
from ita_excel.buttons.desk import Desk
from ita_excel.buttons.press import press

__all__ = [
    "about",
    "check",
    "collect",
    "export",
    "fill",
    "fix",
    "new_year",
    "resolve",
    "split",
    "status",
]


def check(desk: Desk | None = None) -> None:
    """Find what is wrong and write it on its sheet."""
    press("check", checking.check, desk)


def fix(desk: Desk | None = None) -> None:
    """Mend what can be mended safely."""
    press("fix", checking.fix, desk)


def fill(desk: Desk | None = None) -> None:
    """Make the rows of results from the plan."""
    press("fill", checking.fill, desk)


def split(desk: Desk | None = None) -> None:
    """Write a workbook for each unit into a folder."""
    press("split", units.split, desk)


def collect(desk: Desk | None = None) -> None:
    """Merge what the units sent back."""
    press("collect", units.collect, desk)


def resolve(desk: Desk | None = None) -> None:
    """Do what was decided about conflicts."""
    press("resolve", units.resolve, desk)


def status(desk: Desk | None = None) -> None:
    """Tell which units have answered."""
    press("status", units.status, desk)


def export(desk: Desk | None = None) -> None:
    """Make memo and report in a folder and show it."""
    press("export", documents.export, desk)


def new_year(desk: Desk | None = None) -> None:
    """Write next year's workbook into a folder."""
    press("new_year", documents.new_year, desk)


def about(desk: Desk | None = None) -> None:
    """Tell the version and where the log is."""
    press("about", documents.about, desk)
