"""References in formulas when a column comes, one kind after the other."""

from __future__ import annotations

import pytest

from ita_excel.core.errors import RefusedEdit
from ita_excel.ooxml.structure.references import Insertion

HERE = Insertion("ผล", 3, ("ก", "ผล", "Z x"))


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("A1+C1+$D$4:E5", "A1+D1+$E$4:F5"),
        ("'ผล'!C:D+ผล!$D1", "'ผล'!D:E+ผล!$E1"),
        ("SUM(C1:A9)", "SUM(D1:A9)"),
        ("Results[[#This Row],[C1]]&D2", "Results[[#This Row],[C1]]&E2"),
        ("T['#C]]&D1", "T['#C]]&E1"),
        ('"C1"&C1&"""D1"', '"C1"&D1&"""D1"'),
        ("LOG10(C1)+1E5", "LOG10(D1)+1E5"),
        ("TAX2024+TAXES2024+XFE1", "TAY2024+TAXES2024+XFE1"),
        ("'[1]ผล'!C1+[1]ผล!C3+[0]!D5", "'[1]ผล'!C1+[1]ผล!C3+[0]!D5"),
        ("INDEX(A1:B2,1):D5", "INDEX(A1:B2,1):E5"),
        ("D4#+@D4-D4%", "E4#+@E4-E4%"),
        ("C1.b+ไทยC1+ก!C1", "C1.b+ไทยC1+ก!C1"),
        ("1:3+$1:$3", "1:3+$1:$3"),
        ("XFD1+B1:XFD9+XFD:XFD", "#REF!+B1:XFD9+#REF!"),
        ("'ผล'!Name1+'ผล'!#REF!", "'ผล'!Name1+'ผล'!#REF!"),
        ("'ก:Z x'!B1", "'ก:Z x'!B1"),
        ("{1,2;3}*C1", "{1,2;3}*D1"),
    ],
)
def test_what_moves_and_what_only_looks_like_it(formula: str, moved: str) -> None:
    assert HERE.formula(formula, "ผล") == moved


def test_in_another_sheet_only_what_names_the_sheet_moves() -> None:
    assert HERE.formula("C1+'ผล'!C1+ผล!D:D+'Z x'!D1", "ก") == "C1+'ผล'!D1+ผล!E:E+'Z x'!D1"


def test_the_name_of_a_sheet_is_found_in_any_letter_case_and_with_quotes() -> None:
    here = Insertion("It's", 2, ("It's",))
    assert here.formula("'it''s'!B1+'It''s'!A1:C1", "x") == "'it''s'!C1+'It''s'!A1:D1"


def test_relative_columns_of_a_name_count_from_the_cell_that_uses_it() -> None:
    assert HERE.formula("'ผล'!D1+'ผล'!$D1", "", of_name=True) == "'ผล'!D1+'ผล'!$E1"


def test_a_reference_through_several_sheets_is_refused_where_it_would_have_to_move() -> None:
    with pytest.raises(RefusedEdit):
        HERE.formula("SUM('ก:Z x'!C1)", "ก")
