"""What people find, copy and hear in the PDFs: every letter, in six makes of readers.

Order and line ends differ between readers, letters may not: a text is found whole, without its
white space, and no word has a blank in it that nobody typed.
"""

from __future__ import annotations

import io
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pymupdf
import pypdf
import pytest
from PIL import Image, ImageChops

from ita_excel.core.errors import MachineError
from ita_excel.documents.content.writing import TextWriter
from ita_excel.documents.pdf import rendering as pdf
from ita_excel.documents.pdf.objects import UnknownLayout, read_objects
from ita_excel.documents.pdf.text import correct_letters
from ita_excel.documents.pictures import read_picture
from ita_excel.documents.word.to_pdf import word_to_pdf
from ita_excel.rules.printable import printable
from ita_excel.schema.model import Workbook
from ita_excel.thai.normal import print_form
from tests import verapdf
from tests.documents.books import full_workbook, png, sample_workbook
from tests.documents.formats import memo_content, memo_pdf, report_content, report_docx, report_pdf
from tests.documents.pdf_readers import READERS, Pages, poppler_raw
from tests.documents.readers import told

SEED = 2565
# Two columns side by side on a line are one line to these.
BY_PLACE = ("poppler", "poppler -layout", "pdfminer.six")
MIXED = [
    "โทร. ๐ ๗๗๓๐ ๐๐๐๐ ต่อ 12", "“ด่วนที่สุด” – ที่ สฎ ๗๒๗๐๑/ว ๑๒๓", "ฯลฯ และอื่น ๆ อีก", "Office 365 (fi ffi fl)",
    "https://www.example.go.th/ita?o=15&year=2565", "fifi ffiffi 👍🏽👍🏽 👍🏽", "ร้อยละ ๙๘.๗๕ ± 2 ≥ ๓", "👍🏽 👍 👍🏿 ⚠ 🇹🇭", "ก๊ก ก๋วย ฤๅษี ภาษาฦๅ",
    "café Đà Nẵng ½ ©", "ศักดิ์สิทธิ์ พันธุ์ สัมพันธ์ บริสุทธิ์", "ญวน ฐาน ญู่ ฐุ กฎุ ฏู ปฏิบัติ ฎีกา", "ป่า ป้า ปี่ ปิ๋ว ฝี่ ฟี่ ฟื้น ฬ่",
    "น้ำ ค่ำ ก๊ำ ต๋ำ ปำ ป้ำ ฝ้ำ ฟ้ำ ฬ่ำ", "ผู้ กู้ ปู่ สู้ ครู่ ญู้", "(ก) [ข] {ค} \\ / | ~ ^ _ # % & $ @!;:'",
]  # fmt: skip
# What no word has and people type all the same: T602 tells them, the PDF says what they typed.
SLIPS = ["กิิน", "ที่่", "ท่ีทำการ", "ก็่", "่นำ", "กุู", "ศักดิ์์", "เเผน", "กํา"]


@cache
def words() -> tuple[str, ...]:
    from pythainlp.corpus import thai_words

    return tuple(sorted(thai_words()))


@cache
def clusters() -> tuple[str, ...]:
    """A word for each cluster of letter and marks that is in the dictionary."""
    found: dict[str, str] = {}
    for word in words():
        for cluster in re.findall("[ก-ฮ][ัิ-ฺ็-๎]*[ะาำ]?", word):
            if len(cluster) > 1 and len(word) < len(found.get(cluster, word + " ")):
                found[cluster] = word
    return tuple(found.values())


def sentences(count: int) -> list[str]:
    chance = random.Random(SEED)
    return [
        "".join(w + chance.choice(["", "", " "]) for w in chance.sample(words(), 9)).strip()
        for _ in range(count)
    ]


def book_of(texts: list[str]) -> Workbook:
    """A workbook with these texts in the narrow cells of its report, regular and bold."""
    book = sample_workbook()
    row = book.results[0]
    fields = ("measure", "outcome", "suggestions")
    rows = [
        replace(row, key=f"K{i}", number=i, **dict(zip(fields, texts[i : i + 3], strict=False)))
        for i in range(0, len(texts), 3)
    ]
    return replace(book, results=tuple(rows))


@cache
def long_report() -> tuple[tuple[str, ...], bytes]:
    """A report of many random texts, and what must be found in it."""
    joined = [" ".join(clusters()[i : i + 12]) for i in range(0, len(clusters()), 12)]
    report = report_content(book_of([*sentences(200), *joined, *MIXED * 3]))
    return tuple(map(printable, report.texts())), report_pdf(report)


def lines_of(texts: tuple[str, ...] | list[str]) -> bytes:
    """A memo with these texts one after the other, in one column."""
    book = sample_workbook()
    agency = replace(book.agency, enclosures="\n".join(texts), thai_digits=False)
    return memo_pdf(memo_content(replace(book, agency=agency)))


def missing(texts: Iterable[str], pages: Pages) -> list[str]:
    """The texts that aren't in the pages, wherever a reader has them."""
    read = told("".join(pages))
    return [text for text in texts if told(text) not in read]


def lost_lines(data: bytes, pages: Pages) -> list[str]:
    """What of the lines in the cells is nowhere in the pages of a reader that goes by place."""
    lines = Counter(word for page in poppler_raw(data) for word in page.split())
    found = Counter(word for page in pages for word in page.split())
    read = told("".join(pages))
    # Beside a page's number stands, without a blank, what comes next.
    return [word for word in (lines - found).elements() if word not in read]


def gaps(text: str) -> list[str]:
    """The white space before each letter."""
    return [m[1] for m in re.finditer(r"(\s*)\S", text)]


def blanks(text: str, read: str) -> list[str]:
    """Where `read` has a blank that `text` hasn't, or lacks one, with what stands before it.

    Line ends are neither: a line may end between words that have no blank between them.
    """
    letters = told(text)
    start = told(read).find(letters)
    assert start >= 0, text
    there, typed = gaps(read)[start : start + len(letters)], gaps(text)
    return [
        letters[max(0, place - 8) : place]
        for place in range(1, len(letters))
        if "\n" not in there[place] and bool(there[place]) != bool(typed[place])
    ]


def full_documents(folder: Path) -> Iterator[tuple[bytes, list[str]]]:
    """The memo and the report with all kinds of content, as drafts and not: file, texts."""
    book = full_workbook()
    (folder / "photo.png").write_bytes(png(40, 30))
    photo = read_picture(folder / "photo.png")
    assert photo
    names = {"ภาพ ประกอบ.png": photo}
    for draft in (False, True):
        report, memo = (
            report_content(book, draft=draft, pictures=names),
            memo_content(book, draft=draft),
        )
        yield report_pdf(report, names), [*map(printable, report.texts()), *["ร่าง"] * draft]
        yield memo_pdf(memo), [*map(printable, memo.texts())]


@pytest.mark.parametrize("reader", READERS)
def test_memo_and_report_with_everything_are_read_letter_for_letter(
    reader: str, tmp_path: Path
) -> None:
    for file, texts in full_documents(tmp_path):
        pages = READERS[reader](file)
        if reader in BY_PLACE:
            assert lost_lines(file, pages) == []
            continue
        read = told("".join(pages))
        assert [t for t, n in Counter(map(told, texts)).items() if read.count(t) < n] == []


@pytest.mark.parametrize("reader", READERS)
def test_random_sentences_and_every_kind_of_cluster(reader: str) -> None:
    texts, data = long_report()
    assert len(texts) > 1400
    pages = READERS[reader](data)
    if reader not in BY_PLACE:
        assert missing(texts, pages) == []
        return
    assert lost_lines(data, pages) == []


@pytest.mark.parametrize("reader", READERS)
def test_no_blank_comes_or_goes(reader: str) -> None:
    texts = [*sentences(60), *MIXED]
    pages = READERS[reader](lines_of(texts))
    shown = [printable(TextWriter("arabic").text(text)) for text in texts]
    # A text that goes on over a page's end has the next page's head in it.
    whole = [text for text in shown if any(told(text) in told(page) for page in pages)]
    assert len(shown) - len(whole) < len(pages)
    wrong = {t: b for t in whole if (b := blanks(t, "\n".join(pages)))}
    assert wrong == {}


@pytest.mark.parametrize("reader", READERS)
def test_slips_of_the_keyboard_are_read_as_typed(reader: str) -> None:
    typed = [printable(print_form(slip)) for slip in SLIPS]
    assert missing(typed, READERS[reader](lines_of(SLIPS))) == []


def uncorrected(monkeypatch: pytest.MonkeyPatch, font: str) -> None:
    """Make PDFs as typst writes them, in this font."""
    source = pdf._source
    monkeypatch.setattr(pdf, "_with_right_text", lambda made: made)
    monkeypatch.setattr(
        pdf, "_source", lambda *of: source(*of).replace(b"ITA Laksaman PDF", font.encode())
    )


@pytest.mark.parametrize("reader", READERS)
def test_each_reader_would_tell_a_pdf_as_typst_writes_it(
    reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The judges judge: each has words wrong where nothing is corrected (ศักดิ์ดิ์, น้ํา)."""
    uncorrected(monkeypatch, "ITA Laksaman")
    texts = ["ศักดิ์สิทธิ์ชัย", "รายงานการบริหารน้ำ"]
    assert missing(texts, READERS[reader](lines_of(texts))) != []


@pytest.mark.parametrize("reader", ["pdf.js", "MuPDF", "pdfminer.six", "pypdf"])
def test_the_font_alone_is_not_enough_for_readers_without_actual_text(
    reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    uncorrected(monkeypatch, "ITA Laksaman PDF")
    texts = ["บริหารงานที่ดินและน้ำ", "ผู้รับผิดชอบสิ่งที่ส่งมา", "กำลังติดตามประเมิน"]
    assert missing(texts, READERS[reader](lines_of(texts))) != []


def shown_and_said(data: bytes) -> Iterator[tuple[str, str]]:
    """What /ActualText says of glyphs, and what these say themselves, by pypdf."""
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        fonts = {
            name: dict(re.findall("<(.{4})> <(.+?)>", font["/ToUnicode"].get_data().decode()))
            for name, font in page["/Resources"]["/Font"].items()
        }
        font, said, shown = {}, None, ""
        for operands, operator in page.get_contents().operations:
            if operator == b"BDC":
                said, shown = operands[1].get("/ActualText"), ""
            elif operator == b"Tf":
                font = fonts[operands[0]]
            elif operator in (b"Tj", b"TJ"):
                parts = operands[0] if operator == b"TJ" else operands
                codes = b"".join(
                    p.original_bytes for p in parts if hasattr(p, "original_bytes")
                ).hex()
                told_ = (font[codes[i : i + 4].upper()] for i in range(0, len(codes), 4))
                shown += "".join(bytes.fromhex(t).decode("utf-16-be") for t in told_)
            elif operator == b"EMC" and said is not None:
                yield str(said), shown
                said = None


def test_screen_readers_hear_each_cluster_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The structure leads to the glyphs; where ActualText stands for these, it says the same."""
    texts = ["ศักดิ์สิทธิ์", "ผู้บริหารน้ำ", *MIXED, *SLIPS]
    pairs = [*shown_and_said(lines_of(texts))]
    assert len(pairs) > 100 and [p for p in pairs if p[0] != p[1]] == []
    uncorrected(monkeypatch, "ITA Laksaman")
    assert [p for p in shown_and_said(lines_of(texts)) if p[0] != p[1]]


def test_corrected_pdfs_are_still_pdf_a_and_pdf_ua() -> None:
    for found in verapdf.failures(long_report()[1], lines_of([*MIXED, *SLIPS])):
        assert found == {"PDF/A-2a": [], "PDF/UA-1": []}


def test_same_texts_same_bytes() -> None:
    assert lines_of(MIXED + SLIPS) == lines_of(MIXED + SLIPS)


def typst_writes(monkeypatch: pytest.MonkeyPatch, texts: list[str]) -> bytes:
    """The PDF before its text is corrected."""
    with monkeypatch.context() as patch:
        patch.setattr(pdf, "_with_right_text", lambda made: made)
        return lines_of(texts)


def pictures(data: bytes) -> list[Image.Image]:
    """The pages as MuPDF draws them."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        drawn = [page.get_pixmap(dpi=150, colorspace=pymupdf.csGRAY) for page in document]
    return [Image.frombytes("L", (p.width, p.height), p.samples) for p in drawn]


def far_apart(one: bytes, other: bytes) -> int:
    """How many points are black in one and white in the other."""
    a, b = pictures(one), pictures(other)
    assert len(a) == len(b)
    both = zip(a, b, strict=True)
    return sum(sum(ImageChops.difference(x, y).histogram()[200:]) for x, y in both)


def test_nothing_looks_different(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the correction nor the font of its own moves what is drawn by more than a hair."""
    texts = [*sentences(40), *MIXED]
    made, slipped = lines_of([*texts, "ที่"]), lines_of([*texts, "ทื่"])
    uncorrected(monkeypatch, "ITA Laksaman")
    assert far_apart(made, lines_of([*texts, "ที่"])) == 0
    assert far_apart(slipped, lines_of([*texts, "ที่"])) > 0


def test_a_pdf_of_another_make_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    made = typst_writes(monkeypatch, ["ข้อมูล"])
    places = made.replace(b"xref\n0 ", b"xref\n1 ", 1)
    shown = made.replace(b"/ToUnicode", b"/ToUnicoda")
    for other in (places, shown, b"%PDF-1.7\n%%EOF", made[: len(made) // 2]):
        with pytest.raises(UnknownLayout):
            correct_letters(other)
    assert read_objects(correct_letters(made))


def test_another_typst_is_told_and_no_pdf_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(made: bytes) -> bytes:
        raise UnknownLayout("text shown in another form")

    monkeypatch.setattr(pdf, "correct_letters", refuse)
    with pytest.raises(MachineError, match=r"typst 0\.[0-9.]+|0\.15") as told_:
        lines_of(["ข้อมูล"])
    assert told_.value.exit_code == 5
    assert "--pdf-from word" in told_.value.say("th") and "0.15" in told_.value.say("en")


def test_pdfs_of_libreoffice_are_read_too() -> None:
    """All words but those with a tone before SARA AM, which readers without ActualText double."""
    report = report_content(sample_workbook())
    (data,) = word_to_pdf({"report": report_docx(report)}).values()
    texts = [t for t in report.texts() if not re.search("[่-๋]ำ", t)]
    assert len(texts) > 100
    for reader in ("poppler -raw", "PDFium", "pdf.js", "MuPDF", "pypdf"):
        assert missing(texts, READERS[reader](data)) == [], reader
