"""Whoever signs a memo has room to, in Word and PDF: one page where it can be, no block torn apart."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from ita_excel.documents.content.elements import Memo
from ita_excel.documents.layout.linecount import line_count
from ita_excel.documents.layout.opinions import columns
from ita_excel.documents.word.to_pdf import word_to_pdf
from ita_excel.schema.model import Signatory
from tests.documents.books import sample_workbook
from tests.documents.formats import memo_content, memo_docx, memo_pdf
from tests.documents.readers import Word, docx_text, pdf_pages, pdf_text, pdf_words, told

LINE = 16 * 1.1333
MILLIMETRE = 72 / 25.4
POSITIONS = ("หัวหน้าสำนักปลัด", "รองปลัดเทศบาล", "ปลัดเทศบาล", "รองนายกเทศมนตรี", "นายกเทศมนตรี")
LONG = " รักษาราชการแทนปลัดองค์การบริหารส่วนตำบลพ่วงพรมคร"
SUBJECT = "รายงานผลการดำเนินการมาตรการส่งเสริมคุณธรรมและความโปร่งใสในการดำเนินงาน " * 3


def memo(opinions: int, *, long: bool = False, subject: bool = False) -> Memo:
    book = sample_workbook()
    signers = [Signatory(1, "ผู้เสนอ", "", "นางสาวสมหญิง ตัวอย่าง", f"นักวิชาการ{LONG * long}")]
    signers += [
        Signatory(
            i + 2,
            "ความเห็น",
            "",
            f"นาย{chr(0xE01 + i)} สกุล{chr(0xE01 + i)}",
            f"{POSITIONS[i]}{LONG * long}",
        )
        for i in range(opinions)
    ]
    agency = replace(book.agency, subject=SUBJECT) if subject else book.agency
    return memo_content(replace(book, agency=agency, signatories=tuple(signers)))


CASES = {
    **{f"{n} opinions": (n, False, False) for n in range(6)},
    **{f"{n} opinions, long positions": (n, True, False) for n in (1, 2, 3, 5)},
    **{f"{n} opinions, long subject": (n, False, True) for n in (1, 2, 4)},
    "everything long": (4, True, True),
}
ONE_PAGE = {*(f"{n} opinions" for n in range(5)), "1 opinions, long positions",
            "2 opinions, long positions", "1 opinions, long subject", "2 opinions, long subject"}  # fmt: skip


def of_case(case: str) -> Memo:
    opinions, long, subject = CASES[case]
    return memo(opinions, long=long, subject=subject)


@cache
def rendered() -> dict[str, dict[str, bytes]]:
    """Every case as our PDF and as LibreOffice prints its Word file."""
    words = word_to_pdf({f"c{i}": memo_docx(of_case(case)) for i, case in enumerate(CASES)})
    return {
        case: {"pdf": memo_pdf(of_case(case)), "word": words[f"c{i}"]}
        for i, case in enumerate(CASES)
    }


def blocks(data: bytes, made: Memo) -> list[tuple[int, float]]:
    """For each opinion its page and the room between its dotted lines and where it is signed."""
    found = []
    pages = pdf_words(data)
    for signature in made.opinions:
        name = told(signature.name)
        (page,) = [i for i, words in enumerate(pages) if _start(words, name)]
        words = pages[page]
        (below,) = _start(words, name)
        heading = [w for w in words if w.text.startswith("ความเห็น") and w.top < below.top]
        mine = [w for w in heading if abs(w.x0 - below.x0) < 240 or columns(made) == 1]
        start = max(mine, key=lambda w: w.top)
        lines = [w for w in words if start.top <= w.top < below.top and abs(w.x0 - start.x0) < 3]
        texts = [w for w in lines if "ลงชื่อ" not in w.text]
        signed = [w for w in lines if "ลงชื่อ" in w.text]
        ends = signed[0].bottom if signed else below.top
        found.append((page, ends - max(w.bottom for w in texts) - 2 * LINE))
    return found


def _start(words: list[Word], name: str) -> list[Word]:
    """The first word of a name in brackets."""
    return [w for w in words if w.text.startswith("(นาย") and name.startswith(told(w.text))]


@pytest.mark.parametrize("kind", ["pdf", "word"])
@pytest.mark.parametrize("case", CASES)
def test_everybody_has_twelve_millimetres_to_sign(case: str, kind: str) -> None:
    made = of_case(case)
    found = blocks(rendered()[case][kind], made)
    assert len(found) == len(made.opinions)
    assert all(room >= 12 * MILLIMETRE - 1.5 for _, room in found), found


@pytest.mark.parametrize("kind", ["pdf", "word"])
@pytest.mark.parametrize("case", CASES)
def test_one_page_where_it_can_be_and_never_three(case: str, kind: str) -> None:
    pages = pdf_pages(rendered()[case][kind])
    assert len(pages) == 1 if case in ONE_PAGE else len(pages) <= 2


@pytest.mark.parametrize("kind", ["pdf", "word"])
@pytest.mark.parametrize("case", sorted(CASES.keys() - ONE_PAGE))
def test_no_block_is_torn_and_the_first_page_is_used(case: str, kind: str) -> None:
    made = of_case(case)
    pages = [told(page) for page in pdf_pages(rendered()[case][kind])]
    for signature in made.opinions:
        assert any(
            told(signature.name) in page and told(signature.position) in page for page in pages
        )
    if len(pages) > 1:
        assert "ความเห็น" in pages[0]


@pytest.mark.parametrize("kind", ["pdf", "word"])
@pytest.mark.parametrize("case", sorted(CASES.keys() - ONE_PAGE))
def test_nobody_signs_alone_on_a_page(case: str, kind: str) -> None:
    made = of_case(case)
    pages = [page for page, _ in blocks(rendered()[case][kind], made)]
    if len(pages) > 1:
        assert pages.count(pages[-1]) > 1, pages


def test_pairs_only_where_space_is_short() -> None:
    assert [columns(memo(n)) for n in range(6)] == [1, 1, 1, 2, 2, 2]
    assert columns(memo(2, subject=True, long=True)) == 2
    for n, brackets in ((2, 0), (3, 3)):
        assert pdf_text(memo_pdf(memo(n))).count("(ลงชื่อ)") == brackets
        assert docx_text(memo_docx(memo(n))).count("(ลงชื่อ)") == brackets


@pytest.mark.parametrize("nothing", ["", "-", " – ", "ไม่มี", "- ไม่มี -", "—"])
def test_without_an_enclosure_the_memo_speaks_of_none(nothing: str) -> None:
    book = sample_workbook()
    made = memo_content(replace(book, agency=replace(book.agency, enclosures=nothing)))
    for text in (pdf_text(memo_pdf(made)), docx_text(memo_docx(made))):
        assert "สิ่งที่ส่งมาด้วย" not in text


def test_with_an_enclosure_it_does() -> None:
    text = pdf_text(memo_pdf(memo_content(sample_workbook())))
    assert text.count("สิ่งที่ส่งมาด้วย") == 2


@pytest.mark.parametrize("blank", ["", "-", "…", " "])
def test_what_is_not_filled_in_leaves_no_empty_words(blank: str) -> None:
    book = sample_workbook()
    agency = replace(book.agency, phone=blank, district=blank, province=blank)
    department = memo_content(replace(book, agency=agency)).department
    assert not re.search(r"โทร|อำเภอ|จังหวัด|-|…|\s$", department)


def test_an_opinion_without_a_position_has_a_whole_heading() -> None:
    book = sample_workbook()
    signers = (Signatory(1, "ความเห็น", "", "นาย ก.", ""),)
    (opinion,) = memo_content(replace(book, signatories=signers)).opinions
    assert opinion.heading == "ความเห็น"


@pytest.mark.parametrize("text", [SUBJECT, "ก", "", "O15 " * 40, "รายงาน" * 30])
@pytest.mark.parametrize("room", [12.0, 28.0])
def test_lines_are_counted_as_typst_sets_them(text: str, room: float) -> None:
    made = memo(0)
    made = made._replace(paragraphs=(text, "จบ"), to="เรียนที่นี่", enclosures="")
    if room == 28.0:
        words = [w for w in pdf_words(memo_pdf(made))[0] if w.size < 17]
        tops = sorted({round(w.top) for w in words})
        first = next(round(w.top) for w in words if "เรียนที่นี่" in w.text)
        last = next(round(w.top) for w in words if w.text.startswith("จบ"))
        between = [t for t in tops if first < t < last]
        assert len(between) == (line_count(text, 28.347, (), first=4.43) if text.strip() else 0)
    else:
        assert line_count(text, room) >= line_count(text, 28.0) >= 1
