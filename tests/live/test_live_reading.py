"""Reading a sheet of the open workbook whose used range doesn't begin at A1, as Excel's may."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ita_excel import schema
from ita_excel.buttons.live.live_grid import MAX_ROWS, LiveGrid
from ita_excel.core.errors import InputError
from ita_excel.core.grid import Rows
from ita_excel.core.values import CellError
from ita_excel.rules.engine import validate
from ita_excel.sheets import read as reading
from tests import books


def read(row: int, column: int, values: list[list[Any]], height: int | None = None) -> Rows:
    """Return the rows of a sheet whose used range is `values` from that cell on."""
    used = SimpleNamespace(
        row=row,
        column=column,
        shape=(height or len(values), len(values[0])),
        options=lambda **how: SimpleNamespace(value=values),
    )
    sheet = SimpleNamespace(name="ชีต", used_range=used)
    return LiveGrid(SimpleNamespace(sheets=[sheet])).rows("ชีต")


def test_what_lies_before_the_used_range_is_blank() -> None:
    assert read(3, 2, [["ก", None], [None, None], [None, "ข"]]) == [
        [], [], [None, "ก"], [], [None, None, "ข"]
    ]  # fmt: skip


def test_a_sheet_with_formats_only_has_no_rows() -> None:
    assert read(5, 4, [[None, None]]) == []


def test_a_sheet_used_down_to_its_last_row_is_refused_unread() -> None:
    assert read(1, 1, [["ก"]], MAX_ROWS) == [["ก"]]
    with pytest.raises(InputError, match=f"{MAX_ROWS + 1:,}"):
        read(2, 1, [["ก"]], MAX_ROWS)


# What xlwings hands on for the errors of Excel 365: of the numbers that COM gives it knows seven.
_HRESULT = 0x800A0000 - (1 << 32)
_OF_COM = {
    2000: "#NULL!", 2007: "#DIV/0!", 2015: "#VALUE!", 2023: "#REF!", 2029: "#NAME?",
    2036: "#NUM!", 2042: "#N/A", 2043: "#GETTING_DATA", 2045: "#SPILL!", 2046: "#CONNECT!",
    2047: "#BLOCKED!", 2048: "#UNKNOWN!", 2049: "#FIELD!", 2050: "#CALC!", 2077: "#UNKNOWN!",
}  # fmt: skip


@pytest.mark.parametrize(("number", "name"), _OF_COM.items())
def test_an_error_is_no_number(number: int, name: str) -> None:
    raw = _HRESULT + number
    assert read(1, 1, [[raw]]) == [[CellError(name)]]
    assert read(1, 1, [[float(raw)]]) == [[raw]], "typed: cells give floats"


def test_the_numbers_are_those_of_excel() -> None:
    assert _HRESULT + 2045 == -2146826243  # as VBA shows CVErr(xlErrSpill)
    assert read(1, 1, [[-2146828289, -5, 0, 7, True, False]]) == [
        [-2146828289, -5, 0, 7, True, False]
    ]


@pytest.mark.parametrize("name", ["#SPILL!", "#BUSY!", "#PYTHON!", "#EXTERNAL!", "#FIELD!"])
def test_an_error_that_arrives_as_its_text_is_one(name: str) -> None:
    assert read(1, 1, [[name]]) == [[CellError(name)]]


def test_rule_s104_speaks_of_the_live_error() -> None:
    sheets = {name: [list(r) for r in rows] for name, rows in _clean_rows().items()}
    at = schema.RESULTS.number("outcome")
    sheets[schema.RESULTS.sheet][schema.RESULTS.header_row][at - 1] = _HRESULT + 2045
    found = [f for f in validate(reading(_book(sheets))) if f.code == "S104"]
    assert [(f.at.a1 if f.at else "", f.context["error"]) for f in found] == [("J4", "#SPILL!")]


def _clean_rows() -> dict[str, Rows]:
    grid = books.grid(books.clean())
    return {name: grid.rows(name) for name in grid.sheets()}


def _book(sheets: dict[str, list[list[Any]]]) -> LiveGrid:
    made = []
    for name, rows in sheets.items():
        width = max(map(len, rows), default=1)
        block = [[*row, *[None] * (width - len(row))] for row in rows]
        options = SimpleNamespace(value=block)
        used = SimpleNamespace(
            row=1, column=1, shape=(len(block), width), options=lambda said=options, **how: said
        )
        made.append(SimpleNamespace(name=name, used_range=used, tables=[]))
    return LiveGrid(SimpleNamespace(sheets=made))


def test_a_row_of_totals_is_no_row_of_the_table() -> None:
    area = SimpleNamespace(row=3, column=1, shape=(5, 2))
    for totals in (False, True):
        table = SimpleNamespace(name="Plan", range=area, show_totals=totals)
        sheet = SimpleNamespace(name="มาตรการ", tables=[table])
        found = LiveGrid(SimpleNamespace(sheets=[sheet])).tables()["Plan"]
        assert (found.last_row, found.totals) == (7 - totals, int(totals))
