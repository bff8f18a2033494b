"""What style.py says is what Word, PDF and web page show: each measured by another reader."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import pypdfium2
import pytest
from docx.oxml.ns import qn

from ita_excel.documents import style
from ita_excel.documents.content.elements import Report
from ita_excel.documents.pdf.rendering import job
from ita_excel.documents.style import Page
from ita_excel.documents.web.rendering import web_page
from ita_excel.documents.word.building.shipping import build
from tests.documents.books import sample_workbook
from tests.documents.formats import (
    memo_content,
    memo_docx,
    memo_pdf,
    report_content,
    report_docx,
    report_html,
    report_pdf,
)
from tests.documents.readers import in_browser, printed, ruled_pages
from tests.growing import grown

Measures = dict[str, Any]  # centimetres, points, colours as #rrggbb
_MOST = {"centimetres": 0.06, "points": 0.11}
_POINT = 2.54 / 72

# Measuring.


def of_style(page: Page = style.REPORT, columns: tuple[float, ...] = ()) -> Measures:
    """What a report should show."""
    return {
        "size": (page.width, page.height),
        "margins": (page.top, page.right, page.bottom, page.left),
        "plan": columns or tuple(style.PLAN.values()),
        "text": style.TEXT,
        "cell": style.CELL,
        "shade": style.SHADE,
    }


def of_word(data: bytes) -> Measures:
    """What python-docx reads of a Word file."""
    document = docx.Document(io.BytesIO(data))
    section, table = document.sections[0], document.tables[0]
    widths = [int(c.get(qn("w:w"))) for c in table._tbl.tblGrid.findall(qn("w:gridCol"))]
    shaded = table.cell(0, 0)._tc.find(f".//{qn('w:shd')}")
    sides = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    return {
        "size": (section.page_width.cm, section.page_height.cm),
        "margins": tuple(side.cm for side in sides),
        "plan": tuple(width / 1440 * 2.54 for width in widths),
        "text": _complex_size(document.styles["Normal"]),
        "cell": _complex_size(document.styles["ITA Cell"]),
        "shade": f"#{shaded.get(qn('w:fill')).lower()}",
    }


def _complex_size(named: Any) -> float:
    return int(named.element.rPr.find(qn("w:szCs")).get(qn("w:val"))) / 2


def of_pdf_by_pdfplumber(data: bytes) -> Measures:
    """What pdfplumber (pdfminer) reads of a PDF's first page."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        uprights = sorted({round(line["x0"], 1) for line in page.lines if line["height"] > 2})
        sizes = {round(c["size"], 1) for c in page.chars}
        fill = next(r["non_stroking_color"] for r in page.rects if r["fill"])
        width, height = page.width * _POINT, page.height * _POINT
    return {
        "size": (width, height),
        "left": uprights[0] * _POINT,
        "right": width - uprights[-1] * _POINT,
        "plan": _gaps(uprights),
        "text": max(sizes),
        "cell": min(sizes),
        "shade": "#" + "".join(f"{round(255 * part):02x}" for part in fill),
    }


def of_pdf_by_pdfium(data: bytes) -> Measures:
    """What PDFium reads of a PDF's first page, and of a printed web page's: paper, table, colour."""
    page = pypdfium2.PdfDocument(data)[0]
    ruled = ruled_pages(data)[0]
    top = min(box[1] for box in ruled.levels)
    first = [box for box in ruled.uprights if box[1] < top + 20]
    uprights = _apart(sorted((box[0] + box[2]) / 2 for box in first))
    picture = page.render(scale=3).to_pil().convert("RGB")
    width, height = page.get_width() * _POINT, page.get_height() * _POINT
    corner = picture.getpixel((round(3 * uprights[0] + 6), round(3 * top + 8)))
    return {
        "size": (width, height),
        "left": uprights[0] * _POINT,
        "right": width - uprights[-1] * _POINT,
        "plan": _gaps(uprights),
        "shade": "#" + "".join(f"{part:02x}" for part in corner),
    }


_CSS = """(() => {
  const rules = [...document.styleSheets].flatMap(s => [...s.cssRules]);
  const print = rules.filter(r => r.media && r.media.mediaText === 'print').flatMap(r => [...r.cssRules]);
  const page = print.find(r => r.type === CSSRule.PAGE_RULE && !r.selectorText).style;
  const root = print.find(r => r.selectorText === ':root').style;
  const sides = ['top', 'right', 'bottom', 'left'].map(side => page.getPropertyValue('margin-' + side));
  const table = document.getElementById('plan-table');
  const columns = [...table.querySelectorAll('col')].map(c => parseFloat(c.style.width));
  const link = document.createElement('a'); document.body.append(link);
  return JSON.stringify({size: page.getPropertyValue('size'), sides, columns,
    shade: root.getPropertyValue('--soft').trim(), link: getComputedStyle(link).color}); })()"""


def of_web_page(data: bytes) -> Measures:
    """What a browser computes of the page's style."""
    told = json.loads(in_browser(data, _CSS))
    size = tuple(_millimetres(side) for side in told["size"].split())
    margins = tuple(_millimetres(side) for side in told["sides"])
    whole = size[0] - margins[1] - margins[3]
    return {
        "size": size,
        "margins": margins,
        "plan": tuple(whole * share / 100 for share in told["columns"]),
        "shade": told["shade"],
        "link": told["link"],
    }


def _millimetres(text: str) -> float:
    assert text.endswith("mm"), text
    return float(text[:-2]) / 10


def _gaps(places: list[float]) -> tuple[float, ...]:
    return tuple((b - a) * _POINT for a, b in pairwise(places))


def _apart(places: list[float]) -> list[float]:
    """Leave out what lies beside another: a line is drawn for the cell on either side."""
    return [p for i, p in enumerate(places) if not i or p - places[i - 1] > 2]


def differences(found: Measures, wanted: Measures) -> list[str]:
    """Return what of `found` is otherwise than wanted; what wasn't measured is no difference."""
    margins = dict(zip(("top", "right", "bottom", "left"), wanted["margins"], strict=True))
    wanted = {**wanted, **margins}
    return [name for name, value in found.items() if not _alike(name, value, wanted.get(name))]


def _alike(name: str, found: Any, wanted: Any) -> bool:
    if isinstance(wanted, str) or wanted is None:
        return wanted is None or found == wanted
    most = _MOST["points" if name in ("text", "cell") else "centimetres"]
    if isinstance(wanted, tuple):
        return len(found) == len(wanted) and all(
            abs(a - b) <= most for a, b in zip(found, wanted, strict=True)
        )
    return abs(found - wanted) <= most


# What they show.


@pytest.fixture(scope="module")
def report() -> Report:
    return report_content(sample_workbook())


def test_the_report_in_word_is_as_said(report: Report) -> None:
    assert differences(of_word(report_docx(report)), of_style()) == []


@pytest.mark.parametrize("reader", [of_pdf_by_pdfplumber, of_pdf_by_pdfium])
def test_the_report_as_pdf_is_as_said(report: Report, reader: Callable[..., Measures]) -> None:
    assert differences(reader(report_pdf(report)), of_style()) == []


def test_the_web_page_is_as_said(report: Report) -> None:
    found = of_web_page(report_html(report))
    assert differences(found, of_style()) == []
    red, green, blue = (int(style.LINK[i : i + 2], 16) for i in (1, 3, 5))
    assert found["link"] == f"rgb({red}, {green}, {blue})"


def test_the_web_page_prints_as_said(report: Report) -> None:
    paper = of_pdf_by_pdfium(printed(report_html(report)))
    assert differences(paper, of_style()) == []


def test_the_memo_is_as_said_in_word_and_pdf() -> None:
    memo = memo_content(sample_workbook())
    section = docx.Document(io.BytesIO(memo_docx(memo))).sections[0]
    page = style.MEMO
    with pdfplumber.open(io.BytesIO(memo_pdf(memo))) as pdf:
        sizes = {round(c["size"], 1) for c in pdf.pages[0].chars}
        left = min(c["x0"] for c in pdf.pages[0].chars) * _POINT
        size = pdf.pages[0].width * _POINT, pdf.pages[0].height * _POINT
    assert sizes == {style.TEXT, style.LABEL, style.TITLE}
    assert left == pytest.approx(page.left, abs=0.1)
    assert size == pytest.approx((page.width, page.height), abs=0.05)
    word = (section.left_margin.cm, section.right_margin.cm, section.top_margin.cm)
    assert word == pytest.approx((page.left, page.right, page.first_top), abs=0.01)


# A difference is seen.


def test_a_difference_would_be_seen(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(style.REPORT, left=2.7, right=1.8)
    assert "left" in differences(of_pdf_by_pdfium(job(report, "report", other, {})()), of_style())
    html = web_page(report, "report", other, {})
    assert differences(of_web_page(html), of_style()) == ["margins"]
    assert "left" in differences(of_pdf_by_pdfium(printed(html)), of_style())
    monkeypatch.setattr(style, "REPORT", other)
    template = build("report")
    monkeypatch.undo()
    assert differences(of_word(report_docx(report, template)), of_style()) == ["margins"]


_MAKE = """
import sys
from pathlib import Path
from tests.documents.formats import render
from ita_excel.documents.order import Order
from tests.documents.books import sample_workbook
order = Order(("report",), ("docx", "pdf", "html"))
for name, data in render(sample_workbook(), Path(), order).items():
    Path(sys.argv[1], "made" + Path(name).suffix).write_bytes(data)
"""


def test_one_line_changes_all_three(tmp_path: Path) -> None:
    """In a copy of the program other margins, widths and a colour are said: in one file."""
    copy, out = grown.copied(tmp_path / "copy"), tmp_path / "out"
    out.mkdir()
    for old, new in (
        (
            "REPORT = Page(29.7, 21.0, 2.0, 2.0, 2.0, 2.5,",
            "REPORT = Page(29.7, 21.0, 2.0, 1.5, 2.0, 3.0,",
        ),
        ('"method": 8.6, "responsible": 3.4', '"method": 7.6, "responsible": 4.4'),
        ('SHADE = "#ebebeb"', 'SHADE = "#d0e0c0"'),
    ):
        grown.edit(copy, "documents/style.py", old, new)
    grown.python(copy, "-m", "ita_excel.documents.word.building")
    grown.python(copy, "-c", _MAKE, out)
    page = replace(style.REPORT, left=3.0, right=1.5)
    wanted = of_style(page, (4.2, 7.6, 4.4, 3.6, 5.4)) | {"shade": "#d0e0c0"}
    made = {path.suffix: path.read_bytes() for path in out.iterdir()}
    assert differences(of_word(made[".docx"]), wanted) == []
    assert differences(of_pdf_by_pdfplumber(made[".pdf"]), wanted) == []
    assert differences(of_pdf_by_pdfium(made[".pdf"]), wanted) == []
    assert differences(of_web_page(made[".html"]), wanted) == []
    assert differences(of_pdf_by_pdfium(printed(made[".html"])), wanted) == []
