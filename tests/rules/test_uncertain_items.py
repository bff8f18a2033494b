"""What rests on one source informs and never blocks; a kind's own items are read and known."""

from __future__ import annotations

import pytest

from ita_excel.core.findings import Finding, Severity
from tests import books


def found(*given: str) -> list[Finding]:
    return [f for f in books.findings(books.spoil(books.clean(), given)) if f.code == "P308"]


@pytest.mark.parametrize("code", ["O40", "O99"])
@pytest.mark.parametrize("year", ["2568", "2569", "2570"])
def test_a_code_that_an_uncertain_list_lacks_is_told_and_blocks_nothing(
    code: str, year: str
) -> None:
    findings = found(f"Agency fiscal_year = {year}", f"Plan 1 oit = {code}")
    assert findings and {f.severity for f in findings} == {Severity.INFO}


def test_a_code_that_a_sure_list_lacks_is_an_error() -> None:
    assert {f.severity for f in found("Plan 1 oit = O77")} == {Severity.ERROR}


def test_a_hospitals_items_are_known() -> None:
    given = ["Agency kind = โรงพยาบาล/สาธารณสุข", "Agency fiscal_year = 2569"]
    plan = [f"Plan {n} oit = MOIT {n}, {n + 1}" for n in range(1, 7)]
    assert found(*given, *plan) == []
    findings = found(*given, *plan[:-1], "Plan 6 oit = MOIT 99")
    assert [f.severity for f in findings] == [Severity.INFO]


def test_where_no_list_is_known_nothing_is_said() -> None:
    assert found("Agency kind = อำเภอ", "Plan 1 oit = O99") == []
