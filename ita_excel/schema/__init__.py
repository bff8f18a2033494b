"""THE authority for the workbook: its sheets, tables, columns, settings, allowed values, hints,
and who may write a column. The template, the reader, the rules and the merge all read this.

Names are a contract with workbooks in the field (shared by all versions): adding is free,
renaming needs an entry in `former` so that the old form is still read.
"""

from __future__ import annotations

from collections.abc import Iterator

from ita_excel.schema.declarations import HEADER_ROW, Column, Kind, Setting, Table, Writer
from ita_excel.schema.model import UNIT_ROW
from ita_excel.schema.settings import (
    ARABIC_DIGITS,
    BY_UNIT,
    CONFIRMED,
    DRAFT,
    FORMER_CHOICES,
    LISTS,
    ONE_ROW,
    SETTINGS,
    SHORT_NAMES,
    STATUS_SYNONYMS,
    THAI_DIGITS,
)
from ita_excel.schema.tables import (
    AGENCY,
    FIRST_MONTH,
    GUARD,
    GUARD_BEFORE,
    LAST_MONTH,
    PLAN,
    RESULTS,
    SCORES,
    SIGNATORIES,
    UNITS,
    WORDING,
)
from ita_excel.schema.tool_tables import CONFLICTS, FINDINGS, HISTORY, META, SETASIDE

__all__ = [
    "AGENCY",
    "ARABIC_DIGITS",
    "BY_UNIT",
    "CONFIRMED",
    "CONFLICTS",
    "DASHBOARD",
    "DRAFT",
    "FILLED_IN_BY",
    "FINDINGS",
    "FIRST_MONTH",
    "FORMER_CHOICES",
    "GUARD",
    "GUARD_BEFORE",
    "GUIDE",
    "HEADER_ROW",
    "HISTORY",
    "LAST_MONTH",
    "LISTS",
    "LISTS_SHEET",
    "META",
    "META_CARRIED",
    "META_RECEIVED",
    "META_SENT",
    "META_VERSION",
    "META_WORKBOOK",
    "NOTE_ROW",
    "ONE_ROW",
    "PLAN",
    "PROPOSED_KEY",
    "RESULTS",
    "SCORES",
    "SETASIDE",
    "SETTINGS",
    "SHEETS",
    "SHORT_NAMES",
    "SIGNATORIES",
    "STATUS_SYNONYMS",
    "TABLES",
    "THAI_DIGITS",
    "TITLE_ROW",
    "UNITS",
    "UNIT_ROW",
    "VERSION",
    "WORDING",
    "Column",
    "Kind",
    "Setting",
    "Table",
    "Writer",
    "officers_tables",
    "table_on",
]

TITLE_ROW, NOTE_ROW = 1, 2  # as the template lays each sheet out

# Sheets in the workbook's order. Those of TABLES hold a table; the others are named here.
GUIDE, DASHBOARD = "คำแนะนำ", "ภาพรวม"
LISTS_SHEET = "รายการ"  # one column a list, the list's name in row 1; a hidden sheet

TABLES = (
    *(AGENCY, UNITS, SIGNATORIES, SCORES, PLAN, RESULTS, WORDING),
    *(FINDINGS, CONFLICTS, SETASIDE, HISTORY, META),
)
# What brings the version up is what says that it came with it.
VERSION = max(
    *(table.since for table in TABLES),
    *(column.since for table in TABLES for column in table.columns),
    *(setting.since for setting in SETTINGS),
)
# The sheets in the order the template has them.
SHEETS = (
    GUIDE,
    *(t.sheet for t in (AGENCY, UNITS, SIGNATORIES, SCORES, PLAN, RESULTS)),
    DASHBOARD,
    WORDING.sheet,
    *(t.sheet for t in (FINDINGS, CONFLICTS, SETASIDE, HISTORY)),
    LISTS_SHEET,
    META.sheet,
)
META_VERSION, META_WORKBOOK = "schema_version", "workbook_id"
META_RECEIVED = "received:"  # begins those by which a master knows what it was sent from above
META_SENT = "sent:"  # begins the rows of `_ita` by which a workbook knows it is a unit's
META_CARRIED = "carried:"  # before a รหัส: the answers that a unit's row of 12 months was sent with
META_LOOKED_UP = (META_SENT, META_CARRIED)  # what begins the rows of `_ita` that formulas look for
FILLED_IN_BY = "ผู้กรอกไฟล์นี้"  # asks, over a unit's results, for the name of who filled them in
PROPOSED_KEY = "P-"  # begins the รหัส of a row that a unit added; fill's keys have no hyphen


def table_on(sheet: str) -> Table | None:
    """Return the table of a sheet's name, None for a sheet that is not of the schema."""
    return next((t for t in TABLES if t.sheet == sheet), None)


def officers_tables() -> Iterator[Table]:
    """Yield the tables that people type into; the tool's own sheets are left out."""
    yield from (AGENCY, UNITS, SIGNATORIES, SCORES, PLAN, RESULTS, WORDING)
