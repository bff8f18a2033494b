"""A paragraph edited in Word comes back as the office's own words, its placeholders with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx.document import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from ita_excel import schema
from ita_excel.catalogue.wording import filled
from ita_excel.documents.content.material import SaidSentence
from ita_excel.documents.word.edited import TextEdit
from ita_excel.jobs.word_wordings import own_words
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from tests.command import Ran, run
from tests.documents import word_edits
from tests.documents.readers import docx_text
from tests.workbooks import sample_workbook as sample_file


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return sample_file(tmp_path / "ITA-2565.xlsx")


@pytest.fixture
def out(book: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "ส่ง"
    assert export(book, folder).code == 0
    return folder


def export(book: Path, out: Path, *words: object) -> Ran:
    return run("export", book, "-o", out, "--only", "memo", "--format", "docx", *words)


def memo(out: Path) -> Path:
    return next(p for p in out.glob("*.docx") if "แก้ใน" not in p.name)


def own(book: Path) -> list[str]:
    return [r.value.text for r in read(FileGrid(book)).wording]


def proposals(book: Path) -> list[str]:
    block = read(FileGrid(book)).blocks[schema.CONFLICTS.name]
    return [str(block.cell(row, "theirs")) for row in block.filled_rows()]


def words(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_a_changed_sentence_keeps_its_placeholders_and_is_printed(book: Path, out: Path) -> None:
    path = memo(out)
    word_edits.edit(path, lambda d: word_edits.replaced(d, "ได้ดำเนินการรายงาน", "ได้รายงานผล"))
    text = docx_text(path.read_bytes())
    assert export(book, out, "--keep-edits").code == 1
    (theirs,) = proposals(book)
    assert "ได้รายงานผล" in theirs and "{ชื่อหน่วยงาน}" in theirs and "พ่วงพรมคร" not in theirs
    assert run("resolve", book, "--accept", "1").code == 0
    assert own(book) == [theirs]
    assert export(book, out, "--keep-edits").code == 0
    assert docx_text(memo(out).read_bytes()) == text


def test_a_value_changed_in_a_sentence_is_told_and_not_guessed(book: Path, out: Path) -> None:
    name = "องค์การบริหารส่วนตำบลพ่วงพรมคร"

    def change(d: Document) -> None:
        paragraph = next(
            p for p in word_edits.paragraphs(d) if word_edits.shown(p).startswith("ตามที่")
        )
        word_edits.typed_over(paragraph, f"ตามที่{name}", "ตามที่เทศบาลเมืองอื่น")

    word_edits.edit(memo(out), change)
    done = export(book, out, "--keep-edits")
    assert done.code == 0 and "เทศบาลเมืองอื่น" in done.out and proposals(book) == []


def test_a_paragraph_put_in_behind_a_sentence_belongs_to_it(book: Path, out: Path) -> None:
    def change(d: Document) -> None:
        first = next(p for p in d.paragraphs if p.text.startswith("ตามที่"))
        following = d.paragraphs[d.paragraphs.index(first) + 1] if first in d.paragraphs else None
        texts = [p.text for p in d.paragraphs]
        following = d.paragraphs[texts.index(first.text) + 1]
        following.insert_paragraph_before("ทั้งนี้ ได้ประชุมร่วมกันแล้ว", style=first.style)

    word_edits.edit(memo(out), change)
    done = export(book, out, "--keep-edits")
    assert done.code == 1, done.out
    (theirs,) = proposals(book)
    assert theirs.endswith("\nทั้งนี้ ได้ประชุมร่วมกันแล้ว") and "{ชื่อหน่วยงาน}" in theirs
    assert run("resolve", book, "--accept", "all").code == 0
    assert export(book, out, "--keep-edits").code == 0
    assert words("ทั้งนี้ ได้ประชุมร่วมกันแล้ว") in words(docx_text(memo(out).read_bytes()))


def test_a_sentence_taken_out_is_left_out(book: Path, out: Path) -> None:
    def change(d: Document) -> None:
        gone = next(p for p in d.paragraphs if p.text.startswith("ตามที่"))._p
        gone.getparent().remove(gone)

    word_edits.edit(memo(out), change)
    assert export(book, out, "--keep-edits").code == 1
    assert proposals(book) == ["-"]
    assert run("resolve", book, "--accept", "all").code == 0
    assert export(book, out, "--keep-edits").code == 0
    assert "ตามที่" not in docx_text(memo(out).read_bytes())


def test_refused_words_are_not_proposed_again(book: Path, out: Path) -> None:
    word_edits.edit(memo(out), lambda d: word_edits.replaced(d, "จึงเรียนมา", "จึงเสนอมา"))
    assert export(book, out, "--keep-edits").code == 1
    assert run("resolve", book, "--refuse", "1").code == 0
    assert own(book) == []
    edited = memo(out).read_bytes()
    assert export(book, out, "--keep-edits").code == 0
    memo(out).write_bytes(edited)
    assert export(book, out, "--keep-edits").code == 0 and proposals(book) == []


VALUES = {"ชื่อหน่วยงาน": "เทศบาลตำบลบ้านนา", "ปีงบประมาณ": "๒๕๗๐", "รอบ": "รอบ ๖ เดือน"}
FIXED = (
    # No letter of VALUES: what is like a part of a value may be told instead of taken.
    st.text("กขคงจฉชซฐฝฟภยวสหฮ ", min_size=2, max_size=14)
    .map(str.strip)
    .filter(lambda t: len(t) > 1)
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(FIXED, min_size=4, max_size=4), st.permutations(list(VALUES)), FIXED, st.integers(0, 3)
)
def test_any_words_changed_around_values_print_the_same(
    pieces: list[str], names: list[str], new: str, which: int
) -> None:
    parts = [
        p for pair in zip(pieces, [*(f"{{{n}}}" for n in names), ""], strict=True) for p in pair
    ]
    template = "".join(parts)
    text = filled(template, VALUES, "thai")
    sentence = SaidSentence("memo", "because", frozenset(), template, text, VALUES, VALUES)
    edited = [*parts]
    edited[2 * which] = f"{pieces[which]}{new}"
    theirs = filled("".join(edited), VALUES, "thai")
    found = own_words(TextEdit("paragraphs.0", text, text, theirs), [sentence], "thai")
    assert found is not None
    assert filled(found.text, VALUES, "thai").split() == theirs.split()
    assert {n for n in names if f"{{{n}}}" in found.text} == set(names)
