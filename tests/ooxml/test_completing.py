"""What calamine leaves out of a sheet: found in one pass where it is plain, else cell by cell."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from ita_excel.ooxml import sheetrows
from ita_excel.store.file import FileGrid
from tests.ooxml import raw

# Cells as programs write them; {r} is the address.
CELLS = (
    '<c r="{r}"><f>ita_check</f></c>',
    '<c r="{r}" s="2"><f>1&lt;2</f><v></v></c>',
    '<c r="{r}"><f>"x"</f><v/></c>',
    '<c r="{r}"><f>_x0041_</f></c>',
    '<c r="{r}" t="str"><f>A1</f></c>',
    '<c r="{r}" t="str"><f>A1</f><v></v></c>',
    '<c r="{r}"><f></f></c>',
    '<c r="{r}"><f t="shared" si="0" ref="A1:B2">A9</f></c>',
    '<c r="{r}"><f t="shared" si="0"/></c>',
    '<c r="{r}"><f>1</f><v>1</v></c>',
    '<c r="{r}" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    '<c r="{r}" t="e"><v>#REF!</v></c>',
    '<c r="{r}"><v>5</v></c>',
    '<c r="{r}" t="inlineStr"><is><t>ก_x000D_</t></is></c>',
    '<c s="3" r="{r}"><f>B1</f></c>',
    '<c r="{r}"><f>B1</f >\n</c>',
    '<c r="{r}"/>',
)


@settings(max_examples=300)
@given(st.lists(st.lists(st.sampled_from(CELLS), min_size=1, max_size=3), min_size=1, max_size=4))
def test_one_pass_finds_what_looking_at_every_cell_finds(rows: list[list[str]]) -> None:
    written = "".join(
        f'<row r="{y}">' + "".join(c.replace("{r}", f"{'ABC'[x]}{y}") for x, c in enumerate(row)) + "</row>"
        for y, row in enumerate(rows, start=1)
    )  # fmt: skip
    data = raw.zipped(raw.book(raw.worksheet(written)))
    quickly = FileGrid.from_bytes(data).rows("S")
    with patch.object(sheetrows, "_complete_plain", return_value=False):
        assert FileGrid.from_bytes(data).rows("S") == quickly


def test_the_one_pass_is_taken_where_formulas_are_plain() -> None:
    rows = '<row r="1"><c r="A1"><f>B1</f></c><c r="B1"><f>C1</f><v/></c></row>'
    grid = FileGrid.from_bytes(raw.zipped(raw.book(raw.worksheet(rows))))
    with patch("ita_excel.ooxml.rowscan.RowIndex.cells", side_effect=AssertionError):
        assert [v.formula for v in grid.rows("S")[0]] == ["=B1", "=C1"]
