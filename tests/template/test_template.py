"""The shipped template: made by the code, clean for Microsoft's validator, pleasant to fill in."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from ita_excel import schema
from ita_excel.rules import native
from ita_excel.schema import Kind, Table, Writer
from ita_excel.store.shipped import template_bytes
from ita_excel.template import build
from tests import validator
from tests.meaning import said

# What Excel 2007 knew; later functions need a prefix in the file, and WPS lacks some.
KNOWN = re.compile(
    "ABS|ADDRESS|AND|CHAR|COLUMN|COUNT|COUNTIF|COUNTIFS|DATE|DAY|EXACT|FIND|IF|IFERROR|INDEX|INT|ISERROR|"
    "ISLOGICAL|ISNUMBER|ISTEXT|LEFT|LEN|LOOKUP|LOWER|MATCH|MID|MIN|MOD|MONTH|N|NA|NOT|OR|REPT|RIGHT|ROW|"
    "SUBSTITUTE|SUM|SUMIF|SUMPRODUCT|TEXT|TRIM|UPPER|VALUE|YEAR"
)
LONGEST, DEEPEST = 8192, 64  # Excel's limits for a formula
FIRST_SHEETS = [s for s in schema.SHEETS if s not in (schema.LISTS_SHEET, schema.META.sheet)]


@cache
def book() -> Workbook:
    return load_workbook(io.BytesIO(template_bytes()))


@cache
def parts(which: str) -> dict[str, bytes]:
    data = {"shipped": template_bytes, "built": build}[which]()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def formulas() -> dict[str, str]:
    """Return all formulas of the template by where they stand."""
    found = {name: str(d.attr_text) for name, d in book().defined_names.items()}
    for sheet in book().worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    found[f"{sheet.title}!{cell.coordinate}"] = str(cell.value)
        for area in sheet.conditional_formatting:
            for number, rule in enumerate(area.rules):
                for formula in rule.formula:
                    found[f"{sheet.title}!{area.sqref} {number}"] = formula
    return found


def without_texts(formula: str) -> str:
    return re.sub(r'"(?:[^"]|"")*"', '""', formula)


def test_the_committed_file_is_what_the_code_builds() -> None:
    assert parts("shipped").keys() == parts("built").keys()
    shipped, built = said(template_bytes()), said(build())
    different = [name for name, part in built.items() if shipped[name] != part]
    assert not different, "run: python -m ita_excel.template"


def test_building_twice_gives_the_same_bytes() -> None:
    assert build() == build()


def test_microsofts_validator_finds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(template_bytes())
    assert validator.errors(path) == []


def test_fonts_have_their_children_in_order() -> None:
    # The one complaint that validator.errors leaves out doesn't arise here.
    order = "b i strike condense extend outline shadow u vertAlign sz color name family charset"
    for font in etree.fromstring(parts("shipped")["xl/styles.xml"]).iter("{*}font"):
        names = [etree.QName(child).localname for child in font]
        assert names == sorted(names, key=[*order.split(), "scheme"].index)


def test_sheets_stand_in_the_order_of_the_schema() -> None:
    assert tuple(book().sheetnames) == schema.SHEETS


def test_what_is_not_for_officers_is_hidden() -> None:
    states = {sheet.title: sheet.sheet_state for sheet in book().worksheets}
    hidden = {name: state for name, state in states.items() if state != "visible"}
    assert hidden == {
        schema.CONFLICTS.sheet: "hidden",
        schema.SETASIDE.sheet: "hidden",
        schema.LISTS_SHEET: "hidden",
        schema.META.sheet: "veryHidden",
    }


@pytest.mark.parametrize("table", schema.TABLES, ids=lambda t: t.name)
def test_each_table_is_an_excel_table_with_the_headings_of_the_schema(table: Table) -> None:
    sheet = book()[table.sheet]
    area = sheet.tables[table.name].ref
    headings = [str(cell.value) for cell in sheet[area][0]]
    assert sheet[area][0][0].row == table.header_row and len(sheet[area]) >= 2
    assert headings[: len(table.columns)] == [c.heading for c in table.columns]
    assert headings[len(table.columns) :] == list(native.helper_headings(table).values())
    assert [c.name for c in sheet.tables[table.name].tableColumns] == headings


def test_settings_and_indicators_are_filled_in() -> None:
    keys = [row[0].value for row in book()[schema.AGENCY.sheet].iter_rows(min_row=4)]
    assert keys == [s.key for s in schema.SETTINGS]
    scores = [
        [cell.value for cell in row[:3]] for row in book()[schema.SCORES.sheet].iter_rows(min_row=4)
    ]
    assert [row[0] for row in scores] == list(range(1, 11))
    assert [row[2] for row in scores] == ["IIT"] * 5 + ["EIT"] * 3 + ["OIT"] * 2


@pytest.mark.parametrize("table", list(schema.officers_tables()), ids=lambda t: t.name)
def test_only_what_people_write_is_unlocked(table: Table) -> None:
    row = book()[table.sheet][table.header_row + 1]
    for column, cell in zip(table.columns, row, strict=False):
        typed = column.writer in (Writer.INPUT, Writer.COPIED)
        assert cell.protection.locked is not typed, column.heading


def test_locks_are_on_only_where_no_table_grows_and_have_no_password() -> None:
    on = {s.title: s.protection for s in book().worksheets if s.protection.sheet}
    assert set(on) == {schema.GUIDE, schema.AGENCY.sheet, schema.DASHBOARD, schema.LISTS_SHEET}
    assert all(p.password is None and not p.formatCells for p in on.values())


@pytest.mark.parametrize("table", list(schema.officers_tables()), ids=lambda t: t.name)
def test_each_column_has_its_drop_down_limits_and_hint(table: Table) -> None:
    rules = book()[table.sheet].data_validations.dataValidation
    for number, column in enumerate(table.columns, 1):
        here = [v for v in rules if any(a.min_col == number for a in v.sqref.ranges)]
        if table is schema.AGENCY or not (column.choices or column.limits or column.hint):
            continue
        (validation,) = here
        assert validation.prompt == (column.hint.th if column.hint else None)
        assert len(validation.promptTitle or "") <= 32 and len(validation.prompt or "") <= 255
        if column.choices:
            assert validation.formula1 == f"ita_{column.choices}"
            assert validation.showErrorMessage == (column.kind is Kind.CHOICE)
            assert validation.formula1 in book().defined_names
        last = book()[table.sheet].tables[table.name].ref.split(":")[1]
        assert str(validation.sqref).endswith(re.sub("[A-Z]", "", last))  # so that it grows along


@pytest.mark.parametrize("sheet", FIRST_SHEETS)
def test_each_sheet_prints_on_a4_landscape_with_pages_numbered(sheet: str) -> None:
    page = book()[sheet]
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.sheet_properties.pageSetUpPr.fitToPage and page.page_setup.fitToWidth == 1
    assert "&P" in page.oddFooter.right.text and page.freeze_panes
    table = schema.table_on(sheet)
    if table:
        assert page.print_title_rows == f"${table.header_row}:${table.header_row}"


def test_the_guide_leads_to_each_sheet_that_officers_use() -> None:
    links = [c.hyperlink.location for row in book()[schema.GUIDE] for c in row if c.hyperlink]
    wanted = [t.sheet for t in schema.officers_tables()]
    assert {link.split("!")[0].strip("'") for link in links} >= {*wanted, schema.FINDINGS.sheet}


def test_formulas_keep_to_what_every_program_knows() -> None:
    used = {
        name
        for formula in formulas().values()
        for name in re.findall(r"([A-Z][A-Z0-9.]*)\(", without_texts(formula))
    }
    assert {name for name in used if not KNOWN.fullmatch(name)} == set()


def test_formulas_keep_within_the_limits_of_excel() -> None:
    for where, formula in formulas().items():
        depth = deepest = 0
        for sign in without_texts(formula):
            depth += {"(": 1, ")": -1}.get(sign, 0)
            deepest = max(deepest, depth)
        assert len(formula) <= LONGEST and deepest <= DEEPEST and depth == 0, where
        assert all(len(text) <= 255 for text in re.findall(r'"((?:[^"]|"")*)"', formula)), where


def test_names_in_formulas_are_defined() -> None:
    defined = {*book().defined_names}
    used = {
        name
        for formula in formulas().values()
        for name in re.findall(r"\bita_[a-z0-9_]+", without_texts(formula))
    }
    assert used <= defined


def test_every_formula_has_its_result_beside_it() -> None:
    for name, part in parts("shipped").items():
        if name.startswith("xl/worksheets/sheet"):
            cells = [f.getparent() for f in etree.fromstring(part).iter("{*}f")]
            assert not [c.get("r") for c in cells if c.find("{*}v") is None]
