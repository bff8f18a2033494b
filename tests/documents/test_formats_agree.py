"""Word, PDF, web page, CSV and JSON say the same in the same order, whatever was typed."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from hypothesis import HealthCheck, given, settings

from ita_excel.documents.content.elements import PrintedTable, Report
from ita_excel.rules.printable import printable
from ita_excel.schema.model import Workbook
from ita_excel.thai.digits import to_arabic
from tests.documents.books import any_workbook, full_workbook, sample_workbook
from tests.documents.formats import (
    csv_files,
    json_file,
    memo_content,
    memo_docx,
    memo_pdf,
    report_content,
    report_docx,
    report_html,
    report_pdf,
)
from tests.documents.readers import docx_text, first_missing, html_text, pdf_text, told


def headings(report: Report) -> list[str]:
    """The heading rows that pages repeat, as one text each."""
    sections = (report.plan, report.summary, report.results)
    return [printable("".join(c.heading for c in s.table.columns)) for s in sections]


def fits_a_page(report: Report) -> bool:
    """Whether no row is so tall that it is cut: then its halves are read one after the other."""
    rows = (*report.plan.table.rows, *report.results.table.rows)
    return all(sum(1 + len(p.whole) // 15 for p in cell) < 18 for row in rows for cell in row.cells)


def facts(table: PrintedTable) -> list[str]:
    """The texts of a table, paragraph by paragraph, without their numbers, in Arabic digits."""
    return [
        to_arabic(p.text)
        for group in table.groups
        for row in group.rows
        for cell in (group.measure, *row.cells)
        for p in cell
    ]


def open_data_agrees(report: Report, book: Workbook) -> None:
    """Whatever the report says stands in the open data, and CSV and JSON say the same."""
    tables = {"plan": report.plan.table, "results": report.results.table}
    files, package = csv_files(report, book), json.loads(json_file(report, book))
    for resource in package["resources"]:
        text = files[resource["name"]].decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        cells = [value.removeprefix("'") for row in rows for value in row.values()]
        said = ["" if v is None else str(v) for row in resource["data"] for v in row.values()]
        assert cells == [s.removeprefix("'") for s in said]
        everything = told(to_arabic("".join(said)))
        for fact in facts(tables[resource["name"]]):
            plain = re.sub(r"^(ปัญหา/อุปสรรค|หลักฐาน):|\(ภาคผนวก\)$|^ภาพที่.*", "", fact)
            assert told(plain) in everything, fact


def agree(book: Workbook, *, browser: bool) -> None:
    report, memo = report_content(book), memo_content(book)
    texts = list(report.texts())
    if fits_a_page(report):  # a row that fits none is cut, column by column
        assert first_missing(texts, docx_text(report_docx(report))) is None
    assert first_missing(memo.texts(), docx_text(memo_docx(memo))) is None
    assert first_missing(map(printable, memo.texts()), pdf_text(memo_pdf(memo))) is None
    read = pdf_text(report_pdf(report), headings(report))
    if fits_a_page(report):
        assert first_missing(map(printable, texts), read) is None
    if browser:
        assert first_missing(texts, html_text(report_html(report))) is None
    open_data_agrees(report, book)


@pytest.mark.parametrize("book", [sample_workbook(), full_workbook()], ids=["sample", "full"])
def test_the_sample_says_the_same_in_five_formats(book: Workbook) -> None:
    agree(book, browser=True)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(any_workbook())
def test_any_workbook_says_the_same_in_every_format(book: Workbook) -> None:
    agree(book, browser=False)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(any_workbook())
def test_any_workbook_says_the_same_in_a_browser(book: Workbook) -> None:
    agree(book, browser=True)
