"""Thai lines: no word torn, nothing outside its cell, nothing invisible in the text."""

from __future__ import annotations

import io
import random
import re
from dataclasses import replace
from functools import cache
from importlib import resources
from itertools import accumulate, zip_longest

import pdfplumber
import pytest

from ita_excel.core.values import INVISIBLE
from ita_excel.documents.layout.linebreaks import em, pieces, set_width
from ita_excel.rules.printable import printable
from ita_excel.schema.model import Result, Workbook
from ita_excel.sheets.meaning import understood
from tests.documents.books import full_workbook, sample_workbook
from tests.documents.formats import report_content, report_docx, report_html, report_pdf
from tests.documents.readers import (
    Box,
    Word,
    docx_text,
    html_text,
    pdf_text,
    pdf_words,
    ruled_pages,
    told,
)

WORDS = [
    "เปิดเผย",
    "ข้อมูล",
    "ประชาสัมพันธ์",
    "ผู้รับผิดชอบ",
    "เจ้าหน้าที่",
    "งบประมาณ",
    "หน่วยงาน",
    "คุณธรรม",
    "โปร่งใส",
    "ดำเนินการ",
    "มาตรการ",
    "ทุจริต",
    "ประเมิน",
    "เว็บไซต์",
    "ประกาศ",
    "อบต.",
    "เทศบาล",
    "สำรวจ",
    "พึงพอใจ",
    "บริการ",
    "รายงาน",
    "จัดซื้อจัดจ้าง",
    "ร้องเรียน",
    "ประชาชน",
    "ฝึกอบรม",
    "ผู้บริหาร",
    "ตรวจสอบ",
    "เผยแพร่",
    "อินเทอร์เน็ต",
    "ติดตาม",
    "กิจกรรม",
    "วิเคราะห์",
]


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_a_thai_word_is_as_wide_as_harfbuzz_sets_it(style: str) -> None:
    """typst shapes as HarfBuzz does: a box of another width would tear the word, or leave a gap."""
    import uharfbuzz
    from pythainlp.corpus import thai_words

    file = resources.files("ita_excel.documents.fonts").joinpath(f"ITALaksaman-{style}.ttf")
    font = uharfbuzz.Font(uharfbuzz.Face(file.read_bytes()))
    known = {word: set_width(word, bold=style == "Bold") for word in thai_words()}
    words = {word: width for word, width in known.items() if width is not None}
    assert len(words) > 60_000
    wrong = {}
    for word, width in words.items():
        buffer = uharfbuzz.Buffer()
        buffer.add_str(word)
        buffer.guess_segment_properties()
        uharfbuzz.shape(font, buffer)
        shaped = sum(glyph.x_advance for glyph in buffer.glyph_positions) / font.face.upem
        if abs(shaped - width) > 1e-9:
            wrong[word] = (shaped, width)
    assert wrong == {}


def test_a_word_with_latin_letters_is_measured_by_typst() -> None:
    assert set_width("O15", bold=False) is None  # kerning
    assert set_width("ข้อ1", bold=False) is None


@cache
def corpus() -> tuple[tuple[str, ...], ...]:
    """500 cells of the dictionary's words in any order, the same on every run."""
    chance = random.Random(2565)
    return tuple(tuple(word for _ in range(12) for word in _next(chance)) for _ in range(500))


def _next(chance: random.Random) -> tuple[str, ...]:
    return (chance.choice(WORDS), *chance.choice([(), (), (), (" ",)]))


@cache
def corpus_pdf() -> bytes:
    """The corpus in the narrow columns of the results."""
    texts = ["".join(words) for words in corpus()]
    book = sample_workbook()
    results = tuple(
        Result(
            f"K{i}", "๖ เดือน", "มาตรการ", number=i, text=a, responsible="สำนักปลัด",
            start="ต.ค. ๖๔", end="ก.ย. ๖๕", status="ดำเนินการแล้ว", outcome=b, suggestions=c,
        )
        for i, (a, b, c) in enumerate(
            zip_longest(texts[::3], texts[1::3], texts[2::3], fillvalue=""), 1
        )
    )  # fmt: skip
    report = report_content(understood(replace(book, results=results)))
    return report_pdf(report)


def cells_of(data: bytes) -> list[list[str]]:
    """The lines of every cell, as they stand between the lines of the grid."""
    cells = []
    for page, words in zip(ruled_pages(data), pdf_words(data), strict=True):
        by_cell: dict[Box, dict[int, list[Word]]] = {}
        for word in words:
            cell = page.cell((word.x0 + word.x1) / 2, (word.top + word.bottom) / 2)
            if cell:
                by_cell.setdefault(cell, {}).setdefault(round(word.top), []).append(word)
        for lines in by_cell.values():
            placed = [sorted(lines[y], key=lambda w: w.x0) for y in sorted(lines)]
            cells.append([told("".join(w.text for w in line)) for line in placed])
    return cells


def ends_of_words(words: tuple[str, ...]) -> set[int]:
    return set(accumulate(len(w) for w in words if w != " "))


def test_no_word_is_broken_in_narrow_columns() -> None:
    by_text = {told("".join(words)): words for words in corpus()}
    seen, torn = 0, []
    for lines in cells_of(corpus_pdf()):
        if not lines:
            continue
        lines[0] = re.sub(r"^[๐-๙]+\.", "", lines[0])
        words = by_text.get("".join(line for line in lines if not line.startswith("สถานะ")))
        if words is None:
            continue
        seen += 1
        allowed = ends_of_words(words)
        for end in accumulate(len(line) for line in lines if not line.startswith("สถานะ")):
            if end not in allowed:
                torn.append(lines)
    assert seen >= 495  # else the test looks at nothing
    assert torn == []


def test_no_glyph_leaves_its_cell() -> None:
    looked = 0
    for page in ruled_pages(corpus_pdf()):
        for letter, (left, top, right, bottom) in page.letters:
            cell = page.cell((left + right) / 2, (top + bottom) / 2)
            if cell is None or letter.isspace():
                continue
            looked += 1
            assert left >= cell[0] - 0.5 and right <= cell[2] + 0.5, letter
            assert top >= cell[1] - 0.5 and bottom <= cell[3] + 0.5, letter
    assert looked > 50_000


@pytest.mark.parametrize("word", ["ก" * 200, "W" * 150, "https://example.go.th/" + "a" * 150])
def test_a_word_longer_than_its_column_is_broken_not_cut(word: str) -> None:
    book = sample_workbook()
    results = (replace(book.results[0], outcome=word, suggestions=word, responsible=word),)
    book = replace(book, results=results)
    pdf = pdfplumber.open(io.BytesIO(report_pdf(report_content(book))))
    right = max(c["x1"] for p in pdf.pages for c in p.chars if not c["text"].isspace())
    assert right <= pdf.pages[0].width - 2 * 72 / 2.54
    assert word in pdf_text(report_pdf(report_content(book)))


@pytest.mark.parametrize(
    "text",
    ["ต.ค. ๖๔ - ก.ย. ๖๕", "พ.ศ. ๒๕๖๕", "๒ ครั้ง", "อบต.", "ป.ป.ช.", "ต่าง ๆ", "โทร. ๐ ๗๗๓๐ ๐๐๐๐"],
)
def test_what_belongs_together_is_one_piece(text: str) -> None:
    assert pieces(f"แก่ {text} แล้ว")[2:-2] == (text,)


def test_pieces_joined_are_the_text_however_narrow_the_line() -> None:
    for text in ["".join(corpus()[0]), "ก" * 90, "a/b?c=d&e", "", " ", "ผลการดำเนินงาน ๒ ครั้ง"]:
        for room in (0, 1, 3, 8):
            assert "".join(pieces(text, (), room)) == text
            if room >= 3:
                assert all(em(p) <= room for p in pieces(text, (), room))


def test_characters_without_a_glyph_are_squares_and_marks_on_them_vanish() -> None:
    assert printable("ก🙂漢é") == "ก🙂□é"
    assert printable("👍🏽") == "👍🏽"
    assert printable("ข้อมูล") == "ข้อมูล"


def everything(book: Workbook) -> list[str]:
    report = report_content(book)
    return [
        docx_text(report_docx(report)),
        pdf_text(report_pdf(report)),
        html_text(report_html(report)),
    ]


def test_nothing_invisible_gets_into_the_text() -> None:
    book = full_workbook()
    results = [replace(r, evidence="") for r in book.results]
    results[1] = replace(results[1], outcome="ผล\u200bการ\u200cดำ\u2060เนิน\ufeffการ")
    book = replace(book, results=tuple(results))
    for text in everything(book):
        assert not set(text) & set(INVISIBLE + "\u200e\u200f")
        assert "ผลการดำเนินการ" in text
