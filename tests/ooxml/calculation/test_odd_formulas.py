"""Formulas that no program writes give an error or nothing: none breaks the command that saves."""

from __future__ import annotations

import re

import pytest

from ita_excel import schema
from ita_excel.core.values import CellError
from ita_excel.ooxml.calculation.evaluating import Calculation, formula
from ita_excel.ooxml.calculation.outcomes import Unknown
from tests.command import run
from tests.dispatch.files import make_master
from tests.hostile import sheets


class _Blank:
    def value(self, sheet, row, column):
        return None

    def last_row(self, sheet):
        return 0


def _given(text, names=None):
    """Return what a formula gives in A1; None where it can't be said."""
    at = ("S", 1, 1)
    return Calculation(_Blank(), names or {}, {at: formula(text)}).results([at]).get(at)


# Each name is twice the next: 40 of them would be as many letters as no memory holds.
_DOUBLED = {f"n_{n}": f"n_{n + 1}&n_{n + 1}" for n in range(40)} | {"n_40": '"xx"'}


@pytest.mark.parametrize("text", ["9" * 5000, "1+" + "9" * 5000, "1e400"])
def test_a_number_beyond_any(text):
    with pytest.raises(Unknown):
        formula(text)


def test_an_array_with_a_number_beyond_any():
    assert _given("SUM({1," + "9" * 5000 + "})") is None


@pytest.mark.parametrize(
    ("text", "names", "gives"),
    [
        ("*".join(["999999999999999"] * 300), {}, CellError("#NUM!")),
        ("+".join(["999999999999999"] * 3), {}, 2999999999999997.0),
        ("INT(1e300)*INT(1e300)", {}, CellError("#NUM!")),
        ("1/INT(1e300)", {}, 1e-300),
        ('LEN(REPT("x",20000)&REPT("x",12767))', {}, 32767),
        ('LEN(REPT("x",20000)&REPT("x",12768))', {}, CellError("#VALUE!")),
        ("n_0", _DOUBLED, CellError("#VALUE!")),
        ("(" * 2000 + "1" + ")" * 2000, {}, None),
        ("-" * 5000 + "1", {}, None),
        ("aa", {"aa": "bb+1", "bb": "aa+1"}, None),
    ],
)
def test_what_grows_without_end(text, names, gives):
    assert _given(text, names) == gives


ODD = {
    "a number of 5,000 digits": b"9" * 5000,
    "a number beyond any": b"1e999",
    "2,000 brackets": b"(" * 2000 + b"1" + b")" * 2000,
    "a text with no end": b'"' + b"x" * 40_000,
    "row 0": b"A0+A0:A0",
}


@pytest.mark.parametrize("odd", ODD)
def test_a_workbook_with_an_odd_formula_is_split_all_the_same(tmp_path, odd):
    """In place of a formula that the dashboard holds."""
    path = make_master(tmp_path / "master.xlsx")
    data = path.read_bytes()
    part = sheets.part_of(data, schema.DASHBOARD)
    path.write_bytes(sheets.repacked(data, sheets.in_part(part, _with(ODD[odd]))))
    assert run("split", path, "-o", tmp_path / "out").code == 0


def _with(formula):
    def change(content):
        made, count = re.subn(
            rb"(<f>)[^<]+(</f>)", rb"\g<1>" + formula + rb"\g<2>", content, count=3
        )
        assert count == 3
        return made

    return change
