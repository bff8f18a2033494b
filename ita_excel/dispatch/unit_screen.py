"""The unit's sheet of results as one screen: action and answer side by side, nothing to scroll for.

On a screen of 1,366 pixels at 100 % Excel shows some 1,310 pixels of columns beside the row numbers
and the scroll bar. A column of width w takes 8 w pixels: widths count the widest digit of the font of
the style Normal, here TH Sarabun New 16, and that has 8 pixels. Columns that a unit needs not look at are hidden, never removed:
they keep their headings, and who wants them shows them again.
"""

from __future__ import annotations

import datetime as dt

from lxml import etree

from ita_excel import schema
from ita_excel.core.grid import SetValidation, Validation, column_letters
from ita_excel.ooxml.package import Package
from ita_excel.schema.model import Round
from ita_excel.thai.calendar import FiscalYear, format_date

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DIGIT = 8  # pixels
MOST = 1_366 - 36 - 20  # pixels: a screen, row numbers of four digits, the scroll bar
_FIXED = {"round": 7.0, "number": 5.0, "start": 7.0, "end": 7.0, "status": 13.0,
          "reported_on": 9.0, "reported_by": 9.0, "check": 12.0}  # fmt: skip
_WHERE_NEEDED = {"responsible": 13.0, "confirmed": 11.0}
# These share what is left, as much each as its number says.
_SHARING = {"text": 25.0, "outcome": 29.0, "problems": 13.0, "suggestions": 13.0, "evidence": 14.0}
_FIRST_THAT_SCROLLS = "start"  # the action stays beside its answer on a smaller screen, too
_HINTED = 200  # rows below the headings
_GUARD_BEFORE_DAY = 1  # column: the second key's
_ROW_HEIGHT = 53.0  # points: two lines of headings


def widths(*, shared: bool, carried: bool) -> dict[str, float]:
    """Return the width of each column that is shown, by field, in characters as Excel counts.

    `shared`: a row has several units, so the sheet says which; `carried`: one has answers of the
    round before, which the unit confirms.
    """
    shown = dict(_FIXED)
    for field, needed in (("responsible", shared), ("confirmed", carried)):
        if needed:
            shown[field] = _WHERE_NEEDED[field]
    left = MOST // _DIGIT - sum(shown.values())
    whole = sum(_SHARING.values())
    return shown | {field: float(left * part // whole) for field, part in _SHARING.items()}


def lay_out(package: Package, *, shared: bool, carried: bool) -> None:
    """Give the sheet of results in a form its columns' widths, its freeze and 100 %."""
    part = package.workbook.sheets[schema.RESULTS.sheet].part
    root = package.parts.xml(part)
    shown = widths(shared=shared, carried=carried)
    columns = list(schema.RESULTS.columns)
    columns.insert(schema.RESULTS.number(schema.GUARD_BEFORE) - 1, schema.GUARD)
    at = {column.field: n for n, column in enumerate(columns, 1)}
    for col in root.iter(f"{_MAIN}col"):
        first, last = int(str(col.get("min"))), int(str(col.get("max")))
        if first == last <= len(columns):
            width = shown.get(columns[first - 1].field)
            col.set("hidden", "0" if width else "1")
            if width:
                col.set("width", f"{width:g}")
                col.set("customWidth", "1")
    for view in root.iter(f"{_MAIN}sheetView"):
        view.set("zoomScale", "100")
        view.set("zoomScaleNormal", "100")
        _freeze(view, at[_FIRST_THAT_SCROLLS])
    for row in root.iter(f"{_MAIN}row"):
        if row.get("r") == str(schema.RESULTS.header_row):
            row.set("ht", f"{_ROW_HEIGHT:g}")
            row.set("customHeight", "1")
    package.parts.write_xml(part, root)


def name_months(package: Package, year: FiscalYear) -> None:
    """Let the hints of the sheets that a unit sees name months of this fiscal year."""
    october, september = (year.months[i].label() for i in (0, -1))
    for table in (schema.PLAN, schema.RESULTS):
        part = package.workbook.sheets[table.sheet].part
        root = package.parts.xml(part)
        for hint in root.iter(f"{_MAIN}dataValidation"):
            if prompt := hint.get("prompt"):
                prompt = prompt.replace(schema.FIRST_MONTH, october)
                hint.set("prompt", prompt.replace(schema.LAST_MONTH, september))
        package.parts.write_xml(part, root)


def day_hint(year: FiscalYear, round_: Round) -> SetValidation:
    """Return the hint of the column for the day of the report: a day after a round of the year."""
    day = year.round_end(6 if round_ is Round.SIX else 12) + dt.timedelta(days=5)
    column = schema.RESULTS.column("reported_on")
    example = format_date(day, style="short")
    rule = Validation(prompts=True, blank=True, title=column.heading, prompt=f"เช่น {example}")
    first = schema.RESULTS.header_row + 1
    number = schema.RESULTS.number("reported_on") + _GUARD_BEFORE_DAY
    return SetValidation(schema.RESULTS.sheet, number, first, first + _HINTED, rule)


def _freeze(view: etree._Element, column: int) -> None:
    """Keep headings and what stands left of a column in sight."""
    corner = f"{column_letters(column)}{schema.RESULTS.header_row + 1}"
    for pane in view.iter(f"{_MAIN}pane"):
        pane.set("xSplit", str(column - 1))
        pane.set("ySplit", str(schema.RESULTS.header_row))
        pane.set("topLeftCell", corner)
