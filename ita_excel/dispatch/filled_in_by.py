"""The cell at the head of a unit's sheet of results that asks who filled in this file.

Several people of a unit answer in copies of one workbook; the name says whose copy it is. It stands
over the columns that a unit writes, which the sheet's lock leaves open.
"""

from __future__ import annotations

from lxml import etree

from ita_excel import schema
from ita_excel.core.grid import column_letters, column_number

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LABEL = next(n for n, c in enumerate(schema.RESULTS.columns, start=1) if c.field == "status")
_CELL = next(n for n, c in enumerate(schema.RESULTS.columns, start=1) if c.field == "outcome")


def ask(root: etree._Element) -> None:
    """Put the question and its open cell over the table of a sheet of results."""
    styles = {str(c.get("r")): str(c.get("s", "0")) for c in root.iter(f"{_MAIN}c")}
    row = next(r for r in root.iter(f"{_MAIN}row") if r.get("r") == str(schema.TITLE_ROW))
    note = next(s for at, s in styles.items() if at in _NOTES)
    first = f"{column_letters(_CELL)}{schema.RESULTS.header_row + 1}"
    label = _cell(row, _LABEL, note)
    label.set("t", "inlineStr")
    text = etree.SubElement(etree.SubElement(label, f"{_MAIN}is"), f"{_MAIN}t")
    text.text = schema.FILLED_IN_BY
    _cell(row, _CELL, styles[first])


_NOTES = {f"{column_letters(n)}{schema.NOTE_ROW}" for n in range(1, _LABEL)}


def _cell(row: etree._Element, column: int, style: str) -> etree._Element:
    """Return an empty cell of the row, in its place, of a style."""
    at = f"{column_letters(column)}{schema.TITLE_ROW}"
    for old in row.findall(f"{_MAIN}c"):
        if old.get("r") == at:
            row.remove(old)
    place = sum(_number(str(c.get("r"))) < column for c in row)
    made = etree.Element(f"{_MAIN}c", {"r": at, "s": style})
    row.insert(place, made)
    return made


def _number(at: str) -> int:
    return column_number("".join(c for c in at if c.isalpha()))
