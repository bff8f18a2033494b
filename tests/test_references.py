"""No formula that we write goes round in a circle or names what isn't there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import FormulaRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink

from ita_excel import schema
from ita_excel.store.shipped import template_bytes
from tests import written_books
from tests.references import problems

DASHBOARD, FINDINGS, PLAN = schema.DASHBOARD, schema.FINDINGS.sheet, schema.PLAN.sheet


@pytest.mark.parametrize("kind", written_books.KINDS)
def test_all_references_lead_somewhere_and_none_in_a_circle(tmp_path: Path, kind: str) -> None:
    paths = list(written_books.KINDS[kind](tmp_path))
    assert paths
    assert {path.name: problems(path) for path in paths} == {path.name: [] for path in paths}


def _cells(**formulas: str) -> Callable[[Workbook], None]:
    def plant(book: Workbook) -> None:
        for a1, formula in formulas.items():
            book[DASHBOARD][a1] = formula

    return plant


def _named(name: str, text: str, **formulas: str) -> Callable[[Workbook], None]:
    def plant(book: Workbook) -> None:
        book.defined_names[name] = DefinedName(name, attr_text=text)
        _cells(**formulas)(book)

    return plant


def _old_count(book: Workbook) -> None:
    book[FINDINGS]["A2"] = f'="พบ "&COUNTIF(\'{FINDINGS}\'!$A:$A,"ต้องแก้ไข")'


def _in_table(book: Workbook) -> None:
    book[PLAN]["K4"] = "=COUNTA(Plan[ตรวจ])"


def _names_of_each_other(book: Workbook) -> None:
    _named("ita_x", "ita_y+1")(book)
    _named("ita_y", "ita_x+1")(book)


def _moving_names(book: Workbook) -> None:
    _named("ita_x", f"'{DASHBOARD}'!$Y1")(book)
    _named("ita_y", "ita_x+1", Y5="=Z5", Z5="=ita_y")(book)


def _own_name(book: Workbook) -> None:
    names = book[DASHBOARD].defined_names
    names["own"] = DefinedName("own", attr_text=f"'{DASHBOARD}'!$Z$2")
    _cells(Z1="=own", Z2="=Z1")(book)


def _across_sheets(book: Workbook) -> None:
    _cells(Z5=f"=COUNTA('{PLAN}'!D:D)", Z6="=Z5")(book)
    book[PLAN]["D1"] = f"='{DASHBOARD}'!Z6"


def _validation(book: Workbook) -> None:
    rule = DataValidation(type="list", formula1="ita_gone")
    rule.add("Z1")
    book[DASHBOARD].add_data_validation(rule)


def _format(book: Workbook) -> None:
    book[DASHBOARD].conditional_formatting.add("Z1", FormulaRule(formula=["'หาย'!$A$1>0"]))


def _column(book: Workbook) -> None:
    columns = book[PLAN].tables["Plan"].tableColumns
    computed = [c for c in columns if c.calculatedColumnFormula is not None]
    computed[0].calculatedColumnFormula.attr_text = "ita_gone"


def _chart(book: Workbook) -> None:
    chart = BarChart()
    chart.add_data(Reference(book[DASHBOARD], min_col=1, min_row=8, max_row=11))
    chart.series[0].val.numRef.f = "'หาย'!$A$1:$A$3"
    book[DASHBOARD].add_chart(chart, "Z9")


def _link(book: Workbook) -> None:
    book[DASHBOARD]["Z1"] = "ไป"
    book[DASHBOARD]["Z1"].hyperlink = Hyperlink(ref="Z1", location="'หาย'!A1")


# What is planted, and a word of what the judge must say.
DEFECTS: dict[str, tuple[Callable[[Workbook], None], str]] = {
    "the line over the findings as it was": (_old_count, f"circular: {FINDINGS}!A2"),
    "a cell that is its own": (_cells(Z1="=Z1+1"), "circular"),
    "two cells": (_cells(Z1="=Z2", Z2="=Z1"), "circular"),
    "through a name": (_named("ita_x", f"'{DASHBOARD}'!$Z$2", Z1="=ita_x", Z2="=Z1"), "circular"),
    "through a name that moves": (_named("ita_x", f"'{DASHBOARD}'!$Z1", Z5="=ita_x"), "circular"),
    "through a name's name that moves": (_moving_names, "circular"),
    "through a sheet's own name": (_own_name, "circular"),
    "a name of itself": (_named("ita_x", "ita_x+1"), "circular"),
    "a name in a name": (_named("ita_x", "ita_y+1"), "no name ita_y"),
    "names of each other": (_names_of_each_other, "circular"),
    "through a table": (_in_table, "circular"),
    "through OFFSET": (_cells(Z5="=SUM(OFFSET($Z$1:$Z$9,0,0))"), "circular"),
    "through INDEX": (_cells(Z5="=SUM(Z$1:INDEX(Z:Z,3))"), "circular"),
    "through a whole column of another sheet": (_across_sheets, "circular"),
    "a missing name": (_cells(Z1="=ita_gone"), "no name ita_gone"),
    "a missing sheet": (_cells(Z1="='หาย'!A1"), "no sheet หาย"),
    "a lost reference": (_cells(Z1="=#REF!+1"), "#REF!"),
    "an unknown function": (_cells(Z1="=SUMM(A1)"), "unknown function SUMM"),
    "a missing table": (_cells(Z1="=COUNTA(Gone[ตรวจ])"), "no table Gone"),
    "a missing column": (_cells(Z1="=COUNTA(Plan[หาย])"), "no column หาย"),
    "a validation": (_validation, "no name ita_gone"),
    "a conditional format": (_format, "no sheet หาย"),
    "a calculated column": (_column, "no name ita_gone"),
    "a chart": (_chart, "no sheet หาย"),
    "a link": (_link, "no sheet หาย"),
}  # fmt: skip


@pytest.mark.parametrize("defect", DEFECTS)
def test_the_judge_sees_a_planted_defect(tmp_path: Path, defect: str) -> None:
    plain, path = tmp_path / "plain.xlsx", tmp_path / "planted.xlsx"
    plain.write_bytes(template_bytes())
    book = load_workbook(plain)
    plant, said = DEFECTS[defect]
    plant(book)
    book.save(path)
    found = problems(path)
    assert any(said in line for line in found), found
