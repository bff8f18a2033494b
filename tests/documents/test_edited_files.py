"""A Word file that somebody edited is never replaced without a word; one saved again is no edited one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt, RGBColor

from ita_excel.store import backups
from tests.command import run
from tests.documents import word_edits
from tests.documents.readers import docx_text
from tests.libreoffice import convert
from tests.workbooks import sample_workbook as sample_file

ALL = "memo,report,analysis,measures,announcement,order,circular"
OLD, NEW = "จึงเรียนมาเพื่อโปรดทราบ", "จึงเรียนเสนอเพื่อโปรดทราบ"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return sample_file(tmp_path / "ITA-2565.xlsx")


@pytest.fixture
def out(book: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "ส่ง"
    assert export(book, folder).code == 0
    return folder


def export(book: Path, out: Path, *words: str, kinds: str = "memo") -> object:
    return run("export", book, "-o", out, "--document", kinds, "--format", "docx", *words)


def only(folder: Path) -> Path:
    (path,) = folder.glob("*.docx")
    return path


def test_an_edited_memo_is_kept_beside_and_told_in_one_line(book: Path, out: Path) -> None:
    memo = only(out)
    made = memo.read_bytes()
    word_edits.edit(memo, lambda d: word_edits.replaced(d, OLD, NEW))
    edited = memo.read_bytes()
    refused = export(book, out)
    assert refused.code == 4 and "แก้ไขใน Word" in refused.err and "--keep-edits" in refused.err
    assert len(refused.err.splitlines()) == 1 and memo.read_bytes() == edited
    done = export(book, out, "--force")
    told = [line for line in done.err.splitlines() if "แก้ใน Word" in line]
    assert done.code == 0 and len(told) == 1
    kept = memo.with_name(f"{memo.stem} (แก้ใน Word).docx")
    assert kept.name in done.err and kept.read_bytes() == edited
    assert memo.read_bytes() == made and NEW in docx_text(edited)
    assert (
        "แก้ใน Word" not in export(book, out, "--force").err
    )  # what isn't edited is told of no more
    # Edited in the same way once more: kept once. Edited otherwise: under the next number.
    memo.write_bytes(edited)
    export(book, out, "--force")
    assert len(list(out.glob("*.docx"))) == 2
    word_edits.edit(memo, lambda d: word_edits.replaced(d, OLD, "ขอเรียน"))
    assert "(แก้ใน Word 2).docx" in export(book, out, "--force").err


@pytest.mark.parametrize("words", [("--draft",), ("--by-unit",), ("--unit", "กองคลัง")])
def test_drafts_and_reports_by_unit_are_kept_likewise(
    words: tuple[str, ...], book: Path, tmp_path: Path
) -> None:
    out = tmp_path / "อื่น"
    assert export(book, out, *words, kinds="report").code == 0
    report = only(out)
    word_edits.edit(report, lambda d: word_edits.replaced(d, "มาตรการ", "แนวทาง"))
    edited = report.read_bytes()
    done = export(book, out, *words, "--force", kinds="report")
    assert done.code == 0 and "(แก้ใน Word)" in done.err
    assert sorted(p.read_bytes() == edited for p in out.glob("*.docx")) == [False, True]


def test_of_many_workbooks_each_edited_file_is_kept(book: Path, tmp_path: Path) -> None:
    books = tmp_path / "งาน"
    books.mkdir()
    for name in ("ก.xlsx", "ข.xlsx"):
        shutil.copy(book, books / name)
    out = tmp_path / "รวม"
    assert export(books, out).code == 0
    one, other = sorted(out.rglob("*.docx"))
    word_edits.edit(one, lambda d: word_edits.replaced(d, OLD, NEW))
    done = export(books, out, "--force")
    assert done.code == 0 and done.err.count("(แก้ใน Word)") == 1
    assert one.with_name(f"{one.stem} (แก้ใน Word).docx").exists()
    assert len(list(other.parent.glob("*.docx"))) == 1


def bold(d: Document) -> None:
    paragraph = next(p for p in word_edits.paragraphs(d) if OLD in word_edits.shown(p))
    paragraph.runs[0].font.bold = True


def coloured(d: Document) -> None:
    paragraph = next(p for p in word_edits.paragraphs(d) if OLD in word_edits.shown(p))
    paragraph.runs[0].font.color.rgb = RGBColor(255, 0, 0)


def larger(d: Document) -> None:
    paragraph = next(p for p in word_edits.paragraphs(d) if OLD in word_edits.shown(p))
    paragraph.runs[0].font.size = Pt(20)


def centred(d: Document) -> None:
    paragraph = next(p for p in word_edits.paragraphs(d) if OLD in word_edits.shown(p))
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def margin(d: Document) -> None:
    d.sections[0].left_margin = Cm(4)


def header(d: Document) -> None:
    d.sections[0].first_page_header.paragraphs[0].text = "ด่วนที่สุด"


def space(d: Document) -> None:
    word_edits.replaced(d, OLD, f"{OLD}  ")


@pytest.mark.parametrize("change", [bold, coloured, larger, centred, margin, header, space])
def test_formatting_that_people_set_is_an_edit(
    change: Callable[[Document], None], book: Path, out: Path
) -> None:
    word_edits.edit(only(out), change)
    assert "(แก้ใน Word)" in export(book, out, "--force").err


def test_a_file_that_was_only_saved_again_is_no_edited_one(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "ทั้งหมด"
    done = export(book, out, "--draft", kinds=ALL)
    assert done.code == 0, done.err
    for path in sorted(out.glob("*.docx")):
        shutil.copy(convert(path, "docx", tmp_path / "lo"), path)  # by LibreOffice
        word_edits.edit(path, lambda d: None)  # by python-docx
        word_edits.saved_again(path)
    done = export(book, out, "--draft", "--force", kinds=ALL)
    assert done.code == 0 and "แก้ใน Word" not in done.err
    assert not list(out.glob("*(แก้ใน Word)*"))


def test_edited_and_saved_by_libreoffice_is_an_edited_one(
    book: Path, out: Path, tmp_path: Path
) -> None:
    memo = word_edits.edit(only(out), lambda d: word_edits.replaced(d, OLD, NEW))
    shutil.copy(convert(memo, "docx", tmp_path / "lo"), memo)
    assert "(แก้ใน Word)" in export(book, out, "--force").err


@pytest.mark.parametrize("edited", [True, False])
def test_a_program_that_drops_the_memory_leaves_one_beside_the_backups(
    edited: bool, book: Path, out: Path
) -> None:
    memo = word_edits.without_memory(only(out))
    if edited:
        word_edits.edit(memo, lambda d: word_edits.replaced(d, OLD, NEW))
    assert ("(แก้ใน Word)" in export(book, out, "--force").err) is edited


@pytest.mark.parametrize("data", [b"", b"no zip at all", b"PK\x03\x04 torn"])
def test_what_nobody_knows_counts_as_edited(data: bytes, book: Path, out: Path) -> None:
    memo = only(out)
    memo.write_bytes(data)
    done = export(book, out, "--force")
    assert done.code == 0 and "(แก้ใน Word)" in done.err
    assert memo.with_name(f"{memo.stem} (แก้ใน Word).docx").read_bytes() == data


def test_without_any_memory_a_file_counts_as_edited(book: Path, out: Path) -> None:
    word_edits.without_memory(only(out))
    for path in (book.parent / backups.FOLDER).glob("*.json"):
        path.unlink()
    assert "(แก้ใน Word)" in export(book, out, "--force").err


def test_the_machine_that_may_write_nothing_leaves_all_as_it_was(book: Path, out: Path) -> None:
    memo = word_edits.edit(only(out), lambda d: word_edits.replaced(d, OLD, NEW))
    edited = memo.read_bytes()
    (out / f"~${memo.name[2:]}").write_bytes(b"")  # open in Word
    done = export(book, out, "--force")
    assert done.code == 4 and [p.read_bytes() for p in out.glob("บ*.docx")] == [edited]
