"""Colours that come and go: what `Findings` names, statuses, severities, required cells left empty.

The colours of findings are conditional formats that read the table `Findings`, so they vanish when
the findings do, and the officer's own formatting is never touched. They reach the other sheet
through defined names, which every version of Excel allows in a conditional format.
"""

from __future__ import annotations

from ita_excel import schema
from ita_excel.catalogue.kinds import kinds
from ita_excel.core.findings import Severity
from ita_excel.core.grid import column_letters
from ita_excel.rules.native.checks import CARRIED, GONE
from ita_excel.schema import Table
from ita_excel.schema.model import Status
from ita_excel.sheets.carrying import ANSWERS
from ita_excel.template import looks
from ita_excel.template.draft import Draft, quoted
from ita_excel.template.tablesheets import body, whole_body

_SEVERITIES = {
    Severity.ERROR: looks.BAD,
    Severity.WARNING: looks.PENDING,
    Severity.INFO: looks.NOTE,
}
STATUSES = {
    Status.DONE: looks.GOOD,
    Status.UNDER_WAY: looks.PENDING,
    Status.NOT_DONE: looks.BAD,
    Status.CANCELLED: looks.OFF,
}
_NAMES = {"severity": "ita_found_severity", "sheet": "ita_found_sheet", "cell": "ita_found_cell"}


def define_names(draft: Draft) -> None:
    """Name the columns of `Findings` that the highlights read."""
    for field, name in _NAMES.items():
        letters = column_letters(schema.FINDINGS.number(field))
        draft.name(name, f"{quoted(schema.FINDINGS.sheet)}!${letters}:${letters}")


def add_finding_colours(draft: Draft, table: Table) -> None:
    """Colour the cells of `table` that a finding names, by the worst that was found there."""
    here = f'{_NAMES["sheet"]},"{table.sheet}",{_NAMES["cell"]},ADDRESS(ROW(),COLUMN(),4)'
    for severity, colours in _SEVERITIES.items():
        found = f'COUNTIFS({_NAMES["severity"]},"{severity.label.th}",{here})>0'
        _add(draft, table.sheet, whole_body(table), found, colours, outlined=True, final=True)


def add_status_colours(draft: Draft) -> None:
    """Colour the status of each result."""
    cells = body(schema.RESULTS, "status")
    for status, colours in STATUSES.items():
        test = f'TRIM({cells.split(":")[0]})="{status.value}"'
        _add(draft, schema.RESULTS.sheet, cells, test, colours)


def add_row_colours(draft: Draft) -> None:
    """Colour the answers carried over that wait for a word, and strike rows without an action.

    Both go by what ตรวจ says, so that they come and go with what is typed, at once.
    """
    table = schema.RESULTS
    says = f"${column_letters(table.number('check'))}{table.header_row + 1}="
    for field in ANSWERS:
        _add(draft, table.sheet, body(table, field), f'{says}"{CARRIED}"', looks.CARRIED)
    for field in ("carried", "confirmed"):  # come into older workbooks, before ตรวจ has its place
        _add(draft, table.sheet, body(table, field), "ita_carried_waits", looks.CARRIED)
    first, last = body(table, "key"), body(table, table.columns[-2].field)  # ตรวจ stays readable
    row = f"{first.split(':')[0]}:{last.split(':')[1]}"
    _add(draft, table.sheet, row, f'{says}"{GONE}"', looks.OFF, struck=True)


def add_unit_rows(draft: Draft) -> None:
    """Write what a unit's row of a shared action repeats of the joint row grey."""
    table = schema.RESULTS
    test = f"LEN(${column_letters(table.number('unit'))}{table.header_row + 1})>0"
    for column in table.columns:
        if column.writer is schema.Writer.COPIED:
            _add(draft, table.sheet, body(table, column.field), test, ("", looks.REPEATED))


def add_repeated_measures(draft: Draft, table: Table) -> None:
    """Write a measure grey where the row above has it, too: each row names its own."""
    cells = body(table, "measure")
    here, first = cells.split(":")[0], table.header_row + 1
    above = here.replace(str(first), str(first - 1))
    _add(draft, table.sheet, cells, f"AND(LEN({here})>0,{here}={above})", ("", looks.REPEATED))


def add_severity_colours(draft: Draft) -> None:
    """Colour the severity of each finding."""
    cells = body(schema.FINDINGS, "severity")
    for severity, colours in _SEVERITIES.items():
        test = f'{cells.split(":")[0]}="{severity.label.th}"'
        _add(draft, schema.FINDINGS.sheet, cells, test, colours)


def add_check_colours(draft: Draft, table: Table) -> None:
    """Colour the ตรวจ cells that say something."""
    cells = body(table, "check")
    _add(draft, table.sheet, cells, f"LEN({cells.split(':')[0]})>0", looks.BAD)


def add_required_colours(draft: Draft) -> None:
    """Colour the settings that are required of this kind of agency and empty."""
    table = schema.AGENCY
    letters = column_letters(table.number("value"))
    fields = [setting.field for setting in schema.SETTINGS]
    kind = f"${letters}${table.header_row + 1 + fields.index('kind')}"
    for row, setting in enumerate(schema.SETTINGS, table.header_row + 1):
        if setting.required:
            cell = f"{letters}{row}"
            spared = [f'TRIM({kind})="{k.name}"' for k in kinds() if setting.field in k.optional]
            empty = f"LEN(TRIM({cell}))=0"
            test = f"AND({empty},NOT(OR({','.join(spared)})))" if spared else empty
            _add(draft, table.sheet, cell, test, (looks.REQUIRED, looks.INK))


def _add(
    draft: Draft,
    sheet: str,
    cells: str,
    test: str,
    colours: tuple[str, str],
    *,
    outlined: bool = False,
    final: bool = False,
    struck: bool = False,
) -> None:
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import Border, Font, PatternFill, Side

    tint, ink = colours
    side = Side(style="thin", color=ink)
    rule = FormulaRule(
        formula=[test],
        stopIfTrue=final,
        fill=PatternFill(bgColor=tint, fill_type="solid") if tint else None,
        font=Font(color=ink, strike=True if struck else None),
        border=Border(left=side, right=side, top=side, bottom=side) if outlined else None,
    )
    draft.sheet(sheet).conditional_formatting.add(cells, rule)
