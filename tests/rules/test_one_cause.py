"""One cause, one finding: what follows from it is no finding of its own."""

from __future__ import annotations

import pytest

from ita_excel import schema
from ita_excel.core.findings import Finding
from ita_excel.core.grid import MemoryGrid
from ita_excel.rules.engine import validate
from ita_excel.sheets import read
from tests import books

COLUMNS = [
    (table, column)
    for table in (schema.UNITS, schema.SIGNATORIES, schema.SCORES, schema.PLAN, schema.RESULTS)
    for column in table.columns
]


def without_heading(table: schema.Table, column: schema.Column) -> list[Finding]:
    grid = books.grid(books.clean())
    sheets = {name: [list(row) for row in grid.rows(name)] for name in grid.sheets()}
    heads = sheets[table.sheet][table.header_row - 1]
    heads[heads.index(column.heading)] = "หัวอื่น"
    return validate(read(MemoryGrid(sheets, list(grid.tables().values()))))


@pytest.mark.parametrize(
    ("table", "column"), COLUMNS, ids=[f"{t.name} {c.field}" for t, c in COLUMNS]
)
def test_a_renamed_heading_is_one_finding(table: schema.Table, column: schema.Column) -> None:
    (finding,) = without_heading(table, column)
    assert finding.code == "S101"
    assert column.heading in finding.say("th")


@pytest.mark.parametrize("round_", ["๖ เดือน", None])
def test_before_the_first_fill_there_is_one_finding_with_a_count(round_: str | None) -> None:
    tables = books.clean()
    tables["Results"] = []
    next(r for r in tables["Agency"] if r["key"] == "รอบการรายงาน")["value"] = round_
    found = [f for f in books.findings(tables) if f.code == "R401"]
    assert [(str(f.at), "6" in f.say("th")) for f in found] == [(f"{schema.PLAN.sheet}!D4", True)]


def test_after_fill_each_action_that_lacks_a_row_is_named() -> None:
    tables = books.clean()
    tables["Results"] = tables["Results"][:3]
    found = [f for f in books.findings(tables) if f.code == "R401"]
    assert [str(f.at) for f in found] == [f"{schema.PLAN.sheet}!D{row}" for row in (6, 7, 8, 9)]
