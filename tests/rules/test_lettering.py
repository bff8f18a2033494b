"""What A210 lets pass is printed, glyph by glyph; what it refuses isn't in the fonts, or is lost."""

from __future__ import annotations

import io
import random
import sys
import unicodedata
from dataclasses import replace
from functools import cache
from importlib import resources

import pypdf
import pytest
from fontTools.ttLib import TTFont

from ita_excel.catalogue import data_files
from ita_excel.rules import published
from ita_excel.rules.lettering import named
from ita_excel.rules.printable import SQUARE, in_order, printable, unprintable
from ita_excel.thai.normal import print_form
from tests.documents.books import sample_workbook
from tests.documents.formats import memo_content, memo_pdf, report_content, report_pdf
from tests.documents.readers import pdf_text, told

SEED = 2570
FONTS = resources.files("ita_excel.documents.fonts")
MARKS = "\u0e31\u0e34\u0e35\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4c\u0e33\u0301\u0323\u20e3\ufe0f\u200d🏽"


@cache
def in_fonts() -> frozenset[str]:
    """The characters that regular and bold, or Noto Emoji, have a glyph for."""
    maps = {
        name: {chr(code) for code in TTFont(str(FONTS.joinpath(f"{name}.ttf"))).getBestCmap()}
        for name in ("ITALaksamanPDF-Regular", "ITALaksamanPDF-Bold", "NotoEmoji-Regular")
    }
    thai = maps["ITALaksamanPDF-Regular"] & maps["ITALaksamanPDF-Bold"]
    return frozenset(thai | maps["NotoEmoji-Regular"])


def any_text(chance: random.Random) -> str:
    """Letters of all of Unicode, many of them of what the fonts have, and marks in odd places."""
    known = data_files.text("printable.json")
    kinds = [
        lambda: chance.choice(known),
        lambda: chance.choice(MARKS),
        lambda: chance.choice("กขญฐปฬ"),
        lambda: chr(chance.randrange(0x20, 0x3000)),
        lambda: chr(chance.randrange(0x1F000, 0x1FB00)),
        lambda: chr(chance.randrange(0x3000, 0x20000)),
    ]
    letters = (chance.choices(kinds, weights=(10, 3, 6, 1, 1, 0.2))[0]() for _ in range(8))
    text = "".join(c for c in letters if not 0xD800 <= ord(c) < 0xE000)
    return print_form(text)


def lines(texts: list[str]) -> bytes:
    book = sample_workbook()
    row = book.results[0]
    results = [replace(row, number=None, outcome=text) for text in texts]
    return report_pdf(report_content(replace(book, results=tuple(results))))


def missing_glyphs(data: bytes) -> int:
    """How often a page shows the glyph that stands for none (.notdef), number 0."""
    shown = 0
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        for operands, operator in page.get_contents().operations:
            if operator in (b"Tj", b"TJ"):
                parts = operands[0] if operator == b"TJ" else operands
                codes = b"".join(p.original_bytes for p in parts if hasattr(p, "original_bytes"))
                shown += sum(codes[i : i + 2] == b"\0\0" for i in range(0, len(codes), 2))
    return shown


def test_what_passes_is_printed() -> None:
    chance = random.Random(SEED)
    texts = [any_text(chance) for _ in range(900)]
    passed = [t for t in texts if t and not unprintable(in_order(t)) and "\n" not in t]
    assert len(passed) > 200
    assert all(SQUARE not in printable(t) or SQUARE in t for t in passed)
    data = lines(passed)
    assert missing_glyphs(data) == 0
    read = pdf_text(data)
    typed = [
        told(p.text)
        for t in passed
        for p in report_content(_with(t)).results.table.rows[0].cells[3]
    ]
    assert [t for t in typed if told(printable(t)) not in read] == []


def _with(text: str) -> object:
    book = sample_workbook()
    return replace(book, results=(replace(book.results[0], number=None, outcome=text),))


def test_what_is_refused_has_no_glyph_or_is_left_out() -> None:
    """Alone, after a space, a letter is refused exactly if no font has it."""
    chance = random.Random(SEED)
    every = [
        *range(0x20, 0x3100),
        *range(0x1F000, 0x1FB00),
        *chance.sample(range(0x3100, 0xE0100), 3000),
    ]
    letters = [
        c for c in map(chr, every) if not 0xD800 <= ord(c) < 0xE000 and print_form(f"ก {c}") != "ก"
    ]
    for letter in letters:
        cleaned = print_form(f"ก {letter}")[2:]
        refused = bool(unprintable(cleaned)) if len(cleaned) == 1 else None
        if (
            refused is None
            or unicodedata.category(letter) in ("Co", "Me")
            or letter in "🏻🏼🏽🏾🏿\u0e00"
        ):
            continue
        assert refused == (cleaned not in in_fonts() and cleaned != "\n"), f"U+{ord(letter):04X}"
    assert len(letters) > 10_000


@pytest.mark.parametrize("text", ["👍่", "⚠ำ", "ก🏽", "กิ่ำ", "น้̱", "🇦🇦"])
def test_what_would_be_torn_or_heaped_is_refused(text: str) -> None:
    assert unprintable(text)
    assert not unprintable(printable(text))


def test_private_letters_and_unassigned_ones_are_refused_though_a_font_has_them() -> None:
    assert unprintable("\uf70a") and unprintable("\U000fe4e5") and unprintable("\u0e00")
    assert "\uf70a" in in_fonts()


def test_a_letter_is_told_by_its_code_and_name() -> None:
    assert named("न") == "“न” U+0928 DEVANAGARI LETTER NA"
    assert named("ि") == "“◌ि” U+093F DEVANAGARI VOWEL SIGN I"
    assert named("\uf70a") == "U+F70A"
    assert named("王女子王女").count("U+") == 3


def test_the_cells_it_looks_at_are_those_that_memo_and_report_print() -> None:
    """A letter of no font in each cell of text in turn: printed as a square, or not at all."""
    book, letter = sample_workbook(), "王"
    tables = {"PLAN": (book.plan, "plan"), "RESULTS": (book.results, "results")}
    for name, (rows, attribute) in tables.items():
        table = getattr(published.schema, name)
        for field in sorted(
            published._SET[table.name] - {"number", "start", "end", "times", "status"}
        ):
            if field == "responsible":
                continue  # a unit nobody knows
            changed = (replace(rows[0], **{field: f"ผล {letter}"}), *rows[1:])
            report = report_content(replace(book, **{attribute: changed}))
            assert any(letter in text for text in report.texts()), (name, field)
    for field in sorted(published._SETTINGS_SET):
        agency = replace(book.agency, **{field: f"{getattr(book.agency, field)}{letter}"})
        changed_book = replace(book, agency=agency)
        memo, report = memo_content(changed_book), report_content(changed_book)
        assert any(letter in text for text in (*memo.texts(), *report.texts())), field
    for field in sorted(published._SET[published.schema.SIGNATORIES.name]):
        signer = replace(book.signatories[-1], **{field: f"นาย {letter}"})
        memo = memo_content(replace(book, signatories=(*book.signatories[:-1], signer)))
        assert any(letter in text for text in memo.texts()), field
        assert SQUARE in pdf_text(memo_pdf(memo))


def test_fonts_are_looked_up_without_fonttools() -> None:
    """Run time knows the letters by a table that the builder wrote from the fonts."""
    import json
    import subprocess

    told_ = json.loads(data_files.text("printable.json"))
    assert set(told_["letters"] + told_["emoji"]) <= in_fonts()
    code = (
        "import sys; from ita_excel.rules.printable import unprintable; unprintable('王');"
        "assert not [m for m in sys.modules if m.startswith('fontTools')]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
