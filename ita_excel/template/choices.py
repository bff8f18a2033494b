"""Drop-downs, hints and limits, and the hidden sheet of the lists behind them.

What a list offers is declared in schema.LISTS; two lists are live: the months of the fiscal year
set in `Agency`, and the units typed into `Units` (by whose names a conflict is decided, too). A choice stops what isn't in its list. A
suggestion only offers: units may be several, a period may be written in many ways, and a box that
interrupts every such entry would teach officers to click boxes away; the ตรวจ column and
`validate` judge instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ita_excel import schema
from ita_excel.catalogue.kinds import kinds
from ita_excel.catalogue.units import EVERY_UNIT
from ita_excel.core.grid import column_letters
from ita_excel.merging.decisions import OF_UNIT
from ita_excel.rules import native
from ita_excel.rules.native.cells import YEAR
from ita_excel.rules.native.text_formulas import plain
from ita_excel.schema import Column, Kind, Table
from ita_excel.sheets import wording_rows
from ita_excel.template import counts, looks
from ita_excel.template.draft import Draft, quoted
from ita_excel.template.tablesheets import reach
from ita_excel.thai.calendar import ABBREVIATIONS

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

MOST_UNITS = 60  # that the drop-down offers
_PROMPT, _PROMPT_TITLE = 255, 32  # Excel's limits


def list_name(choices: str) -> str:
    """Return the defined name of a list."""
    return f"ita_{choices}"


class _Lists:
    """Writes one list a column, the list's name in row 1."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.sheet, self.column = draft, draft.sheet(schema.LISTS_SHEET), 0

    def add(self, name: str, cells: list[object]) -> str:
        """Add a column and return its letters; a text that starts with `=` is a formula."""
        self.column += 1
        letters = column_letters(self.column)
        heading = self.sheet.cell(1, self.column, name)
        heading.font = looks.font(bold=True)
        self.write(self.column, 2, cells)
        self.sheet.column_dimensions[letters].width = 24
        return letters

    def write(self, column: int, first: int, cells: Sequence[object]) -> None:
        """Write cells from row `first` down."""
        for row, value in enumerate(cells, first):
            cell = self.sheet.cell(row, column, value)
            cell.font = looks.font()
            if isinstance(value, str) and value.startswith("="):
                self.draft.put(cell, value[1:])

    def add_named(self, name: str, cells: list[object]) -> None:
        """Add a column and name its cells."""
        letters = self.add(name, cells)
        area = f"{quoted(schema.LISTS_SHEET)}!${letters}$2:${letters}${len(cells) + 1}"
        self.draft.name(name, area)

    def define(self, name: str, letters: str, first: int, last: int) -> None:
        """Name a part of a column."""
        sheet = quoted(schema.LISTS_SHEET)
        self.draft.name(list_name(name), f"{sheet}!${letters}${first}:${letters}${last}")


def add_lists(draft: Draft) -> None:
    """Fill the hidden sheet and define the names of its lists."""
    lists = _Lists(draft)
    for name, values in schema.LISTS.items():
        letters = lists.add(name, list(values))
        if name != "decisions":
            lists.define(name, letters, 2, len(values) + 1)
    for name, words in wording_rows.lists().items():
        lists.define(name, lists.add(name, list(words)), 2, len(words) + 1)
    _add_months(lists)
    _add_decisions(lists, _add_units(lists))
    for name, cells in native.lists().items():
        lists.add_named(name, list(cells))
    _add_rows(lists)
    read = f"VALUE(RIGHT(TRIM({plain(setting_cell('analysed_year'))}),4))"
    lists.add_named(counts.ANALYSED_YEAR, [f"=IFERROR({read},0)"])
    for name, refers_to in native.names():
        draft.name(name, refers_to)
    lists.sheet.sheet_state = "hidden"


def setting_cell(field: str) -> str:
    """Return the reference to the value of a setting."""
    index = next(i for i, s in enumerate(schema.SETTINGS) if s.field == field)
    column = column_letters(schema.AGENCY.number("value"))
    return f"{quoted(schema.AGENCY.sheet)}!${column}${schema.AGENCY.header_row + 1 + index}"


def _add_decisions(lists: _Lists, units: str) -> None:
    """Let a conflict be decided for a unit's value by its name, below the words that stand there."""
    words = schema.LISTS["decisions"]
    number = list(schema.LISTS).index("decisions") + 1
    names = [f'=IF(LEN({units}{k})>0,"{OF_UNIT} "&{units}{k},"")' for k in range(3, MOST_UNITS + 3)]
    lists.write(number, len(words) + 2, names)
    letters = column_letters(number)
    first = f"{quoted(schema.LISTS_SHEET)}!${letters}$2"
    whole = f"{first}:${letters}${len(words) + MOST_UNITS + 1}"
    lists.draft.name(list_name("decisions"), f'{first}:INDEX({whole},COUNTIF({whole},"?*"))')


def _add_months(lists: _Lists) -> None:
    """The twelve months of the fiscal year as `ต.ค. ๖๔`; without a year, without its digits."""
    read = f"VALUE(RIGHT(TRIM({plain(setting_cell('fiscal_year'))}),4))"
    year = lists.add("fiscal_year", [f"=IFERROR(IF(AND({read}>=2540,{read}<=2640),{read},0),0)"])
    draft, sheet = lists.draft, quoted(schema.LISTS_SHEET)
    draft.name(YEAR, f"{sheet}!${year}$2")
    months: list[object] = []
    for number in (10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9):
        of = f"MOD(${year}$2-1,100)" if number >= 10 else f"MOD(${year}$2,100)"
        digits = "&".join(f'MID("๐๑๒๓๔๕๖๗๘๙",{d}+1,1)' for d in (f"INT({of}/10)", f"MOD({of},10)"))
        label = ABBREVIATIONS[number - 1]
        months.append(f'="{label}"&IF(${year}$2=0,""," "&{digits})')
    letters = lists.add("months", months)
    lists.define("months", letters, 2, 13)


def _add_units(lists: _Lists) -> str:
    """`ทุกส่วน/กอง` and the units without the gaps between them, as many as there are; the column.

    INDEX on the whole column never becomes #REF! when an officer deletes a row of `Units`.
    """
    units = schema.UNITS
    column = column_letters(units.number("name"))
    source = f"{quoted(units.sheet)}!${column}:${column}"
    first = units.header_row + 1
    counter = column_letters(lists.column + 1)
    lists.add(
        "units_so_far",
        [
            f"=N({counter}{row - 1})+IF(LEN(TRIM(INDEX({source},{first + row - 2})))>0,1,0)"
            for row in range(2, MOST_UNITS + 2)
        ],
    )
    so_far = f"${counter}$2:${counter}${MOST_UNITS + 1}"
    names: list[object] = [f"={_words_for_all()}"]
    names += [
        f'=IFERROR(TRIM(INDEX({source},{first - 1}+MATCH({k},{so_far},0))),"")'
        for k in range(1, MOST_UNITS + 1)
    ]
    lists.draft.name(counts.SO_FAR, f"{quoted(schema.LISTS_SHEET)}!{so_far}")
    letters = lists.add("units", names)
    sheet = quoted(schema.LISTS_SHEET)
    count = f"{sheet}!${counter}${MOST_UNITS + 1}"
    lists.draft.name(
        list_name("units"),
        f"{sheet}!${letters}$2:INDEX({sheet}!${letters}$2:${letters}${MOST_UNITS + 2},1+{count})",
    )
    return letters


def _words_for_all() -> str:
    """Return the formula of what this kind of agency calls all its units."""
    kind = f"TRIM({setting_cell('kind')})"
    by_words: dict[str, list[str]] = {}
    for one in kinds():
        by_words.setdefault(one.every[0], []).append(f'{kind}="{one.name}"')
    formula = f'"{EVERY_UNIT}"'
    for words, tests in by_words.items():
        if words != EVERY_UNIT:
            formula = f'IF(OR({",".join(tests)}),"{words}",{formula})'
    return formula


def _add_rows(lists: _Lists) -> None:
    """What the dashboard needs to know of each row of the results (see counts)."""
    round_ = setting_cell("round")
    lists.add_named(counts.ROUND, [f'=IF(LEN({round_})=0,"*",{round_})'])
    measure, number = (column_letters(lists.column + i) for i in (1, 3))
    rows = range(2, counts.MOST_ROWS + 2)
    first = schema.RESULTS.header_row - 1  # row 2 here is the first row there
    above = ['""' if r == 2 else f"{measure}{r - 1}" for r in rows]
    lists.add_named(
        counts.MEASURE,
        ["=" + counts.row_measure(r + first, a) for r, a in zip(rows, above, strict=True)],
    )
    lists.add_named(counts.STATUS, ["=" + counts.row_status(r + first) for r in rows])
    lists.add_named(
        counts.NUMBER,
        [
            "="
            + counts.row_number(
                f"{measure}{r}", f"{number}{r - 1}", f"{measure}$1:{measure}{r - 1}"
            )
            for r in rows
        ],
    )


def add_choices(draft: Draft, table: Table) -> None:
    """Give each column of `table` its drop-down, limits and hint."""
    sheet = draft.sheet(table.sheet)
    for column in table.columns:
        if validation := _validation(column):
            _attach(sheet, validation, reach(table, column.field))


def add_setting_choices(draft: Draft) -> None:
    """Give the settings of `Agency` their drop-downs."""
    sheet = draft.sheet(schema.AGENCY.sheet)
    for setting in schema.SETTINGS:
        if setting.choices:
            kind = Kind.SUGGESTION if setting.choices == "units" else Kind.CHOICE
            column = Column("value", setting.key, kind=kind, choices=setting.choices)
            if validation := _validation(column):
                _attach(
                    sheet, validation, setting_cell(setting.field).split("!")[1].replace("$", "")
                )


def _attach(sheet: Worksheet, validation: DataValidation, cells: str) -> None:
    validation.add(cells)
    sheet.add_data_validation(validation)


def _validation(column: Column) -> DataValidation | None:
    from openpyxl.worksheet.datavalidation import DataValidation

    validation = DataValidation(allow_blank=True, showErrorMessage=False)
    if column.choices:
        validation.type, validation.formula1 = "list", list_name(column.choices)
        if column.kind is Kind.CHOICE:
            _refuse(validation, "stop", "กรุณาเลือกค่าจากรายการ")
    elif column.limits:
        low, high = (f"{limit:g}" for limit in column.limits)
        whole = column.limits[1] < 100
        validation.type, validation.operator = "whole" if whole else "decimal", "between"
        validation.formula1, validation.formula2 = low, high
        what = "จำนวนเต็ม" if whole else "ตัวเลข"
        # Only a warning: Excel takes Thai digits for text, and the reader takes them for numbers.
        _refuse(validation, "warning", f"ควรเป็น{what}ตั้งแต่ {low} ถึง {high}")
    elif not column.hint:
        return None
    if column.hint:
        validation.promptTitle = column.heading[:_PROMPT_TITLE]
        validation.prompt = column.hint.th[:_PROMPT]
        validation.showInputMessage = True
    return validation


def _refuse(validation: DataValidation, style: str, message: str) -> None:
    validation.showErrorMessage, validation.errorStyle = True, style
    validation.errorTitle, validation.error = "ค่าไม่อยู่ในขอบเขต", message
