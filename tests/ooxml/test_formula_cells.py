"""The formulas of a sheet are found alike whether few of its cells hold one or most do."""

from __future__ import annotations

import pytest

from ita_excel.ooxml import formulacells
from ita_excel.ooxml.formulacells import at_a_glance, formula_cells
from ita_excel.store.file import FileGrid
from tests.ooxml.raw import book, worksheet, zipped

WITH = '<c r="{at}"><f>A{row}+{column}</f><v>{row}</v></c>'
TEXT = '<c r="{at}" s="1" t="str"><f>T{row}&amp;"x"</f><v></v></c>'
SHARED = '<c r="{at}"><f t="shared" si="0"/><v>2</v></c>'
PLAIN = '<c r="{at}"><v>{row}</v></c>'


def _sheet(cells: list[str]) -> str:
    rows = []
    for row in range(1, 41):
        line = "".join(
            cells[(row * 7 + column) % len(cells)].format(
                at=f"{'ABCDEFGHIJ'[column - 1]}{row}", row=row, column=column
            )
            for column in range(1, 11)
        )
        rows.append(f'<row r="{row}">{line}</row>')
    return "".join(rows)


def _formulas(cells: list[str]) -> int:
    return _sheet(cells).count("<f")


@pytest.mark.parametrize("plain", [0, 1, 3, 4, 9, 40, 399])
@pytest.mark.parametrize("kinds", [[WITH], [WITH, TEXT], [TEXT, SHARED, WITH]])
def test_few_and_many(plain: int, kinds: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    cells = [*kinds, *[PLAIN] * plain]
    data = zipped(book(worksheet(_sheet(cells))))
    sheet = FileGrid.from_bytes(data).package.sheet("S")
    found = {}
    for few in (0, 1 << 30):  # every sheet has few of them; none has
        monkeypatch.setattr(formulacells, "_FEW", few)
        found[few] = at_a_glance(sheet), list(formula_cells(sheet))
    assert found[0] == found[1 << 30]
    assert len(found[0][1]) == _formulas(cells)
