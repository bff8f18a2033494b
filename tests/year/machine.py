"""The year as a state machine: what officers, units and other programs do, in any order.

Each typed text holds a mark of its own, so that it is found wherever it went. After each step of
the product the workbook is read anew and every cell of plan and results is compared with what
`bookkeeping` says; a report is read as text: what must be printed is there, nothing else.
"""

from __future__ import annotations

from ita_excel import schema
from tests.year.answers import Answers
from tests.year.plan_changes import PlanChanges
from tests.year.reports import Reports
from tests.year.rounds import Rounds


class YearMachine(PlanChanges, Reports, Rounds, Answers):
    """One office's year, by jobs on a grid in memory: a step takes milliseconds."""


class YearOnDisk(YearMachine):
    """The same by commands on files, which other programs save, and which older versions made."""

    on_disk = True
    kinds = (
        schema.BY_UNIT,
        schema.ONE_ROW,
        f"{schema.BY_UNIT} openpyxl",
        f"{schema.BY_UNIT} LibreOffice",
        "1",
        "2",
    )
