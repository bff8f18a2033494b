"""The PDFs: standards, fonts, and a memo measured against the rules of correspondence."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest
import typst

from ita_excel.documents.order import Order
from ita_excel.documents.pictures import Picture, read_picture
from ita_excel.schema.model import Workbook
from tests import verapdf
from tests.documents.books import full_workbook, png, put_pictures, sample_workbook
from tests.documents.formats import memo_content, memo_pdf, render, report_content, report_pdf
from tests.documents.readers import Word, pdf_pages, pdf_text, pdf_words, told

MM = 72 / 25.4


@pytest.fixture
def emblem(tmp_path: Path) -> Picture:
    (tmp_path / "emblem.png").write_bytes(png(20, 22))
    picture = read_picture(tmp_path / "emblem.png")
    assert picture
    return picture


def memo_words(book: Workbook) -> list[Word]:
    return pdf_words(memo_pdf(memo_content(book)))[0]


def word(words: list[Word], start: str) -> Word:
    """The first placed word that starts with `start`."""
    return next(w for w in words if w.text.startswith(start))


def test_pdf_a_and_pdf_ua_are_claimed_tagged_and_dated_by_the_memo() -> None:
    data = report_pdf(report_content(sample_workbook()))
    done = subprocess.run(["pdfinfo", "-"], input=data, check=True, capture_output=True)
    assert done.stderr == b""  # nor is there anything that poppler takes for an error
    info = done.stdout.decode()
    for line in ("Tagged:          yes", "Encrypted:       no", "JavaScript:      no"):
        assert line in info
    meta = subprocess.run(["pdfinfo", "-meta", "-"], input=data, check=True, capture_output=True)
    xmp = meta.stdout.decode()
    assert "<pdfaid:part>2</pdfaid:part>" in xmp and "<pdfaid:conformance>A<" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "2022-04-01" in xmp and "องค์การบริหารส่วนตำบลพ่วงพรมคร" in xmp
    assert '"th' in xmp or ">th" in xmp


def test_verapdf_finds_nothing(emblem: Picture, tmp_path: Path) -> None:
    put_pictures(tmp_path)
    files = render(full_workbook(), tmp_path, Order(formats=("pdf",)))
    sample = memo_pdf(memo_content(sample_workbook()), emblem)
    draft = report_pdf(report_content(sample_workbook(), draft=True))
    for found in verapdf.failures(*files.values(), sample, draft):
        assert found == {"PDF/A-2a": [], "PDF/UA-1": []}


def test_verapdf_would_find_something() -> None:
    plain = typst.compile(b"#lorem(400)", pdf_tags=False)
    assert isinstance(plain, bytes)
    (found,) = verapdf.failures(plain)
    assert all(found.values())


def test_structure_has_headings_table_headers_and_spans() -> None:
    data = report_pdf(report_content(sample_workbook()))
    done = subprocess.run(["pdfinfo", "-struct", "-"], input=data, check=True, capture_output=True)
    tree = done.stdout.decode(errors="replace")
    for tag in ("H1", "H2", "Table", "THead", "TH <", "/Scope /Column", "TD", "/RowSpan"):
        assert tag in tree, tag


def test_every_font_is_embedded() -> None:
    for data in (
        memo_pdf(memo_content(sample_workbook())),
        report_pdf(report_content(full_workbook())),
    ):
        done = subprocess.run(["pdffonts", "-"], input=data, check=True, capture_output=True)
        fonts = done.stdout.decode().splitlines()[2:]
        assert fonts
        for font in fonts:
            assert re.search("ITALaksaman|NotoEmoji", font) and "CID TrueType" in font
            assert font.split("Identity-H")[1].split()[:3] == ["yes", "yes", "yes"]


def test_memo_is_laid_out_by_the_rules(emblem: Picture) -> None:
    data = memo_pdf(memo_content(full_workbook()), emblem)
    words = pdf_words(data)[0]
    assert word(words, "บันทึกข้อความ").size == pytest.approx(29, abs=0.1)
    for label in ("ส่วนราชการ", "ที่", "วันที่", "เรื่อง"):
        assert word(words, label).size == pytest.approx(20, abs=0.1), label
    for text in ("เรียน", "สิ่งที่ส่งมาด้วย", "ตามที่", "จึงเรียนมา", "รายงานผล"):
        assert word(words, text).size == pytest.approx(16, abs=0.1), text
    page = pdfplumber.open(io.BytesIO(data)).pages[0]
    assert (page.width, page.height) == pytest.approx((210 * MM, 297 * MM), abs=0.5)
    (picture,) = page.images
    assert picture["x0"] / MM == pytest.approx(30, abs=1)
    assert picture["top"] / MM == pytest.approx(15, abs=1)
    assert (picture["bottom"] - picture["top"]) / MM == pytest.approx(15, abs=0.1)


def test_memo_keeps_margins_and_indents() -> None:
    words = memo_words(sample_workbook())
    assert min(w.x0 for w in words) / MM == pytest.approx(30, abs=1)
    assert max(w.x1 for w in words) / MM <= 190 + 0.5
    assert max(w.bottom for w in words) / MM <= 277 + 0.5
    for start in ("ตามที่", "สำนักปลัด", "จึงเรียนมา"):
        indented = [w for w in words if w.text.startswith(start)][-1]
        assert indented.x0 / MM == pytest.approx(30 + 25, abs=1), start
    title = word(words, "บันทึกข้อความ")
    assert (title.x0 + title.x1) / 2 / MM == pytest.approx(30 + 80, abs=1)


def test_parts_of_the_letter_are_6_points_apart() -> None:
    words = memo_words(sample_workbook())
    date, subject = word(words, "วันที่"), word(words, "เรื่อง")
    assert subject.top - date.bottom == pytest.approx(6, abs=0.5)
    to, enclosures = word(words, "เรียน"), word(words, "สิ่งที่ส่งมาด้วย")
    assert enclosures.top - to.bottom == pytest.approx(6, abs=0.5)


def test_date_stands_under_the_second_syllable_of_the_title() -> None:
    words = memo_words(sample_workbook())
    page = pdfplumber.open(io.BytesIO(memo_pdf(memo_content(sample_workbook())))).pages[0]
    letter = next(c for c in page.chars if c["text"].startswith("ข") and c["size"] > 28)
    assert word(words, "วันที่").x0 / MM == pytest.approx(letter["x0"] / MM, abs=1)


def test_name_and_position_are_centred_on_each_other_right_of_the_middle() -> None:
    words = memo_words(sample_workbook())
    name = [w for w in words if w.text in ("(นาย", "ก.", "ตัวอย่าง)")][:3]
    position = word(words, "นิติกรชำนาญการ")
    assert name[0].x0 / MM >= 30 + 75 - 1
    middles = [(name[0].x0 + name[-1].x1) / 2 / MM, (position.x0 + position.x1) / 2 / MM]
    assert middles[0] == pytest.approx(middles[1], abs=1)
    assert word(words, "จึงเรียนมา").bottom + 16 < name[0].top  # room to sign


def test_the_sample_memo_is_one_page_and_a_longer_one_numbers_its_pages() -> None:
    book = sample_workbook()
    assert len(pdf_pages(memo_pdf(memo_content(book)))) == 1
    many = replace(book, signatories=book.signatories + book.signatories[1:] * 2)
    pages = pdf_pages(memo_pdf(memo_content(many)))
    assert len(pages) > 1 and "- ๑ -" not in pages[0]
    for number, page in zip("๒๓๔", pages[1:], strict=False):
        assert page.startswith(f"- {number} -")
        assert page.count("(นาย") == page.count("ความเห็น")  # none is parted from its heading


def test_closing_paragraph_goes_with_the_signature() -> None:
    book = sample_workbook()
    for lines in range(20, 36):
        agency = replace(book.agency, enclosures=" ".join(["รายการเอกสารแนบที่ยาวพอควร"] * lines * 2))
        pages = pdf_pages(memo_pdf(memo_content(replace(book, agency=agency))))
        (closing,) = [i for i, p in enumerate(pages) if "จึงเรียนมา" in p]
        (signed,) = [i for i, p in enumerate(pages) if "(นาย ก. ตัวอย่าง)" in p]
        assert closing == signed


def test_header_row_stands_on_every_page_of_a_table() -> None:
    book = full_workbook()
    book = replace(book, results=book.results * 4)
    report = report_content(book)
    pages = pdf_pages(report_pdf(report))
    heading = [c.heading for c in report.results.table.columns]
    first = next(i for i, p in enumerate(pages) if "ข้อเสนอแนะ" in p)
    annex = next(i for i, p in enumerate(pages) if "ภาคผนวก" in p)
    assert annex - first > 4
    for page in pages[first:annex]:
        assert all(text in page for text in heading)
    assert report.evidence and len(pages) > annex
    for page in pages[annex:]:
        assert all(column.heading in page for column in report.evidence.table.columns)


def test_draft_is_marked_on_every_page() -> None:
    for data in (
        memo_pdf(memo_content(sample_workbook(), draft=True)),
        report_pdf(report_content(sample_workbook(), draft=True)),
    ):
        assert all("ร่าง" in told(page) for page in pdf_pages(data))
    assert "ร่าง" not in pdf_text(memo_pdf(memo_content(sample_workbook())))


def test_same_content_same_bytes() -> None:
    memo, report = memo_content(sample_workbook()), report_content(full_workbook())
    assert memo_pdf(memo) == memo_pdf(memo)
    assert report_pdf(report) == report_pdf(report)


def test_sign_sets_the_date_of_memo_and_file() -> None:
    data = memo_pdf(memo_content(sample_workbook(), sign=dt.date(2022, 5, 3)))
    assert "๓พฤษภาคม๒๕๖๕" in pdf_text(data)
    assert b"20220503" in data


@pytest.mark.parametrize("text", ["ดื่มน้ำ", "ปู่กับปิ๋ว", "ทั้งนี้", "ให้แก่", "ผู้รับผิดชอบ", "กำลังซื้อสิ่งที่ปรึกษาญี่ปุ่น"])
def test_text_comes_back_letter_for_letter(text: str) -> None:
    book = sample_workbook()
    agency = replace(book.agency, subject=text)
    assert text.replace(" ", "") in pdf_text(memo_pdf(memo_content(replace(book, agency=agency))))
