"""Reading a sheet of the open workbook whose used range doesn't begin at A1, as Excel's may."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ita_excel.errors import InputError
from ita_excel.grid import Rows
from ita_excel.store.live import MAX_ROWS, LiveGrid


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
