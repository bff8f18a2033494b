"""What calamine leaves out is noticed alike by the quick look and by the pattern that defines it."""

from __future__ import annotations

import re
from itertools import product

import pytest

from ita_excel.ooxml import sheetrows
from ita_excel.ooxml.sheetxml import Sheet

TAGS = ("", ' t="str"', " t='str'", ' t="e"', " t='d'", ' s="1" t="str"', ' t="b"')
FORMULAS = ("", "<f>A1</f>", "<f/>", '<f t="shared" si="0"/>', "<f>A1</f >", "<x:f>A1</x:f>")
VALUES = (
    "",
    "<v></v>",
    "<v/>",
    "<v />",
    "<v>1</v>",
    " <v>\n</v>",
    "<v>a_x000D_b</v>",
    "<x:v></x:v>",
)
INLINE = (
    '<c r="A1" t="inlineStr"><is><t>ต่อที่:f และ t="str"></t></is></c>',
    '<c r="A1" t="inlineStr"><is><t>ธรรมดา</t></is></c>',
    '<c r="A1"><v>1</v></c>',
)


def _sheet(cells: str) -> Sheet:
    row = f'<row r="1">{cells}</row>'
    xml = f'<worksheet xmlns="m" xmlns:x="m"><sheetData>{row}</sheetData></worksheet>'
    return Sheet(xml.encode(), "xl/worksheets/sheet1.xml", str)


@pytest.mark.parametrize("hollow", [True, False])
@pytest.mark.parametrize("beside", INLINE)
def test_quick_look_agrees_with_the_pattern(beside: str, hollow: bool) -> None:
    pattern = re.compile(sheetrows._ODD_OR_HOLLOW if hollow else sheetrows._ODD)
    found = set()
    for tag, formula, value in product(TAGS, FORMULAS, VALUES):
        empty = '<c r="C1" t="str"><f>B1</f><v></v></c>'
        sheet = _sheet(f'{beside}<c r="B1"{tag}>{formula}{value}</c>{empty}')
        between = (sheet.head_end, sheet.rows_end)
        odd = pattern.search(sheet.data, *between) is not None
        assert sheetrows._is_odd(sheet, between, hollow) == odd, sheet.data
        found.add(odd)
    assert found == {True, False}
