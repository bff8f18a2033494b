"""The web page: accessible, filtered without a network, the same in the dark and on a phone."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from ita_excel.documents.order import Order
from ita_excel.schema.model import Status
from tests.documents.books import full_workbook, put_pictures, sample_workbook
from tests.documents.formats import render, report_content, report_html
from tests.documents.readers import (
    axe,
    html_text,
    in_browser,
    pdf_pages,
    printed,
    ruled_pages,
    told,
)

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("web")
    put_pictures(folder)
    (made,) = render(full_workbook(), folder, Order(("report",), ("html",))).values()
    return made


_SCRIPT = """(async () => {
  const said = {}, rows = () => [...document.querySelectorAll('#results-table tbody tr')]
    .filter(r => r.offsetParent).map(r => r.cells.length);
  const wide = document.documentElement;
  said.sideways = wide.scrollWidth - wide.clientWidth;
  said.torn = [...document.querySelectorAll('.w')].filter(w => w.getClientRects().length > 1)
    .map(w => w.textContent);
  said.words = document.querySelectorAll('.w').length;
  said.loaded = performance.getEntriesByType('resource').map(r => r.name);
  said.text = document.querySelector('main').innerText;
  const result = await axe.run(document, {runOnly: RULES});
  said.violations = result.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 90))]);
  said.passes = result.passes.length;
  const choose = (name, value) => {
    const list = document.getElementById('by-' + name); list.value = value;
    list.dispatchEvent(new Event('change')); };
  said.all = rows();
  choose('status', 'อยู่ระหว่างดำเนินการ'); said.going = rows();
  choose('status', 'ดำเนินการแล้ว'); said.done = document.getElementById('shown').textContent;
  choose('status', ''); choose('unit', 'กองคลัง'); said.finance = rows().length;
  choose('unit', 'สำนักปลัด'); said.office = rows().length;
  return JSON.stringify(said); })()"""


@cache
def probe(page: bytes, width: int) -> dict[str, Any]:
    """What a browser of that width says of the page, all in one visit."""
    script = _SCRIPT.replace("RULES", json.dumps(RULES))
    return dict(json.loads(in_browser(page, script, width, setup=axe())))


def dark(page: bytes) -> bytes:
    """The page as a browser shows it to who prefers the dark."""
    assert page.count(b"(prefers-color-scheme:dark)") == 1
    return page.replace(b"(prefers-color-scheme:dark)", b"all")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_no_violation(page: bytes, width: int, scheme: str) -> None:
    found = probe(dark(page) if scheme == "dark" else page, width)
    assert found["violations"] == []
    assert found["passes"] > 15  # else it looked at nothing


def test_nothing_is_loaded_from_anywhere(page: bytes) -> None:
    text = page.decode()
    assert "default-src 'none'" in text
    sources = re.findall(r'(?:src|href|url)\s*[=(]\s*"?([^"\s>)]+)', text)
    links = re.findall(r'<a href="([^"]+)"', text)
    outside = [s for s in sources if "//" in s and s not in links]
    assert outside == []
    loaded = probe(page, 1280)["loaded"]
    assert [name for name in loaded if not name.startswith("data:")] == []


def test_tables_have_captions_and_scopes(page: bytes) -> None:
    text = page.decode()
    assert text.count("<caption>") == text.count("<table ") == 4  # the annex of evidence among them
    assert '<html lang="th">' in text
    heads = re.findall(r"<th [^>]*>", text)
    assert heads and all("scope=" in head for head in heads)


def test_status_is_text_and_colour(page: bytes) -> None:
    for status, name in zip(Status, ("done", "going", "none", "cancelled"), strict=True):
        assert f'class="status {name}"' in page.decode()
        assert status.value in probe(page, 1280)["text"]


@pytest.mark.parametrize("width", [1280, 375])
def test_filter_shows_the_rows_of_a_status_each_with_its_measure(page: bytes, width: int) -> None:
    said = probe(page, width)
    assert len(said["all"]) == 6
    assert said["going"] == [6]  # the measure's cell went with the row
    assert said["done"] == "แสดง 3 รายการ"


def test_filter_by_unit_keeps_what_concerns_every_unit(page: bytes) -> None:
    assert probe(page, 1280)["finance"] == 1  # ทุกส่วน/กอง
    assert probe(page, 1280)["office"] == 6


@pytest.mark.parametrize("width", [1280, 375])
def test_page_does_not_scroll_sideways_and_words_are_whole(page: bytes, width: int) -> None:
    said = probe(page, width)
    assert said["sideways"] == 0
    assert said["torn"] == [] and said["words"] > 300


def test_typed_markup_is_text() -> None:
    from dataclasses import replace

    book = sample_workbook()
    evil = '<img src=x onerror="document.title=x"></script><b>'
    results = (replace(book.results[0], outcome=evil, suggestions=evil, measure=evil),)
    page = report_html(report_content(replace(book, results=results)))
    assert "".join(evil.split()) in html_text(page)
    assert in_browser(page, "document.querySelectorAll('main img, main b').length") == "0"


def test_draft_says_so() -> None:
    page = report_html(report_content(sample_workbook(), draft=True))
    assert html_text(page).startswith("ร่าง")


def test_same_content_same_bytes(tmp_path: Path) -> None:
    report = report_content(sample_workbook())
    assert report_html(report) == report_html(report)


# Printed.


@pytest.fixture(scope="module")
def paper(page: bytes) -> bytes:
    return printed(page)


def test_it_prints_as_the_pdf_does(paper: bytes, tmp_path: Path) -> None:
    """A4 landscape, no more pages, numbered by the same digits: not the layout of a phone."""
    put_pictures(tmp_path)
    (pdf,) = render(full_workbook(), tmp_path, Order(("report",), ("pdf",))).values()
    ours, theirs = pypdfium2.PdfDocument(paper), pypdfium2.PdfDocument(pdf)
    assert len(ours) <= len(theirs)
    for page in ours:
        assert (round(page.get_width()), round(page.get_height())) == (842, 595)
    numbers = [re.findall(r"- ([๐-๙]+) -", text) for text in pdf_pages(paper)]
    assert numbers == [[], *([number] for number in "๒๓๔๕๖"[: len(ours) - 1])]


def test_each_printed_page_of_a_table_has_its_headings_and_every_row_its_measure(
    paper: bytes,
) -> None:
    rows = 0
    for page in ruled_pages(paper):
        text = told("".join(letter for letter, _ in page.letters))
        firsts = {page.cell(70 + 10, y) for y in range(60, 560, 2)} - {None}
        if not firsts:
            continue
        assert "มาตรการ/แนวทาง" in text
        for left, top, right, bottom in (cell for cell in firsts if cell):
            inside = [
                letter
                for letter, (x0, y0, x1, y1) in page.letters
                if left <= (x0 + x1) / 2 <= right and top <= (y0 + y1) / 2 <= bottom
            ]
            rows += 1
            assert "".join(inside).strip(), "a cell of a measure is blank"
    assert rows > 15  # else it looked at nothing


def test_a_table_on_paper_has_the_widths_of_the_pdf(paper: bytes) -> None:
    report = report_content(full_workbook())
    (page,) = [
        p for p in ruled_pages(paper) if "ข้อเสนอแนะ" in told("".join(c for c, _ in p.letters))
    ][:1]
    whole = 842 - (25 + 20) / 25.4 * 72
    share = report.results.table.columns[0].width / sum(
        c.width for c in report.results.table.columns
    )
    widths = {round(c[2] - c[0]) for y in range(60, 560, 2) if (c := page.cell(80, y))}
    assert widths and all(abs(width - whole * share) < 4 for width in widths)


def test_printing_leaves_the_screen_as_it_was(page: bytes) -> None:
    script = """(() => { const said = () => document.querySelector('main').innerHTML;
      const before = said(); dispatchEvent(new Event('beforeprint'));
      const during = said(); dispatchEvent(new Event('afterprint'));
      return JSON.stringify([before !== during, before === said()]); })()"""
    assert json.loads(in_browser(page, script)) == [True, True]


def test_arabic_digits_number_the_pages_too() -> None:
    from dataclasses import replace

    book = full_workbook()
    book = replace(book, agency=replace(book.agency, thai_digits=False))
    text = pdf_pages(printed(report_html(report_content(book))))[1]
    assert "- 2 -" in text
