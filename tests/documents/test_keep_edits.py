"""The two-way memo: what was edited in Word comes back as proposals, to be accepted one by one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from docx.document import Document

from ita_excel import schema
from ita_excel.sheets import Reading, read
from ita_excel.store.file import FileGrid
from tests import validator
from tests.command import Ran, run
from tests.documents import word_edits
from tests.documents.readers import docx_text
from tests.libreoffice import convert
from tests.workbooks import sample_workbook as sample_file

KEY = "CXWKRPTDVB"  # of the first action


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return sample_file(tmp_path / "ITA-2565.xlsx")


@pytest.fixture
def out(book: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "ส่ง"
    assert export(book, folder).code == 0
    return folder


def export(book: Path, out: Path, *words: object) -> Ran:
    return run("export", book, "-o", out, "--format", "docx", *words)


def report(out: Path) -> Path:
    return next(p for p in out.glob("รายงานผล*.docx") if "แก้ใน" not in p.name)


def memo(out: Path) -> Path:
    return next(p for p in out.glob("บันทึกข้อความ*.docx") if "แก้ใน" not in p.name)


def replace(path: Path, *pairs: tuple[str, str]) -> Path:
    for old, new in pairs:
        word_edits.edit(path, lambda d, old=old, new=new: word_edits.replaced(d, old, new))
    return path


def reading(book: Path) -> Reading:
    return read(FileGrid(book))


def proposed(book: Path) -> list[tuple[str, str, str]]:
    """What is listed: column, ours, theirs."""
    block = reading(book).blocks[schema.CONFLICTS.name]
    return [
        (
            str(block.cell(r, "column")),
            str(block.cell(r, "ours") or ""),
            str(block.cell(r, "theirs") or ""),
        )
        for r in block.filled_rows()
    ]


def test_untouched_files_propose_nothing_and_are_made_anew(
    book: Path, out: Path, tmp_path: Path
) -> None:
    before = book.read_bytes()
    for path in list(out.glob("*.docx")):
        shutil.copy(convert(path, "docx", tmp_path / "lo"), path)
    done = export(book, out, "--keep-edits")
    assert done.code == 0 and "Word" not in done.err and len(done.out.splitlines()) == 2
    assert book.read_bytes() == before and not list(out.glob("*แก้ใน*"))


# What stands in Word, what is typed there, the cell, what it held, what it is to hold.
CELLS = [
    ("report", "แสดงผลสำรวจความพึงพอใจ", "แสดงผลการสำรวจ", "มาตรการ › รายละเอียด", None,
     "- แสดงผลการสำรวจการให้บริการของหน่วยงาน"),
    ("report", "ปีละ ๒ ครั้ง", "ปีละ ๔ ครั้ง", "มาตรการ › รายงานผลอย่างน้อย (ครั้ง/ปี)", "2", "4"),
    ("report", "ต.ค. ๖๔ - เม.ย. ๖๕", "ต.ค. ๖๔ - มี.ค. ๖๕", "มาตรการ › สิ้นสุด", "เม.ย. ๖๕", "มี.ค. ๖๕"),
    ("report", "ต.ค. ๖๔ - เม.ย. ๖๕", "พ.ย. ๖๔ - เม.ย. ๖๕", "มาตรการ › เริ่ม", "ต.ค. ๖๔", "พ.ย. ๖๔"),
    ("report", "ทุกส่วน/กอง", "กองคลัง", "มาตรการ › ผู้รับผิดชอบ", "ทุกส่วน/กอง", "กองคลัง"),
    ("report", "มาตรการการป้องกันการทุจริต", "มาตรการป้องกันการทุจริต", "มาตรการ › มาตรการ/แนวทาง",
     "มาตรการการป้องกันการทุจริต", "มาตรการป้องกันการทุจริต"),
    ("report", "E-Service", "ระบบ E-Service ใหม่", "มาตรการ › วิธีการดำเนินงาน", "E-Service",
     "ระบบ E-Service ใหม่"),
    ("memo", "สฎ ๗๒๗๐๑/", "สฎ ๗๒๗๐๑/๑๒๓", "ข้อมูลหน่วยงาน › ค่า", "สฎ ๗๒๗๐๑/", "สฎ ๗๒๗๐๑/๑๒๓"),
    ("memo", "๑ เมษายน ๒๕๖๕", "๒ เมษายน ๒๕๖๕", "ข้อมูลหน่วยงาน › ค่า", "๑ เมษายน ๒๕๖๕", "๒ เมษายน ๒๕๖๕"),
    ("memo", "นิติกรชำนาญการ", "นิติกรชำนาญการพิเศษ", "ผู้ลงนาม › ตำแหน่ง", "นิติกรชำนาญการ",
     "นิติกรชำนาญการพิเศษ"),
    ("memo", "(นาย ก. ตัวอย่าง)", "(นาย ข. ตัวอย่าง)", "ผู้ลงนาม › ชื่อ - สกุล", "นาย ก. ตัวอย่าง",
     "นาย ข. ตัวอย่าง"),
]  # fmt: skip


@pytest.mark.parametrize(("which", "old", "new", "column", "held", "wish"), CELLS)
def test_an_edited_cell_comes_back_as_just_that_proposal(
    which: str, old: str, new: str, column: str, held: str | None, wish: str, book: Path, out: Path
) -> None:
    path = replace({"report": report, "memo": memo}[which](out), (old, new))
    edited, text = path.read_bytes(), docx_text(path.read_bytes())
    done = export(book, out, "--keep-edits")
    assert done.code == 1 and "1. " in done.out and "2. " not in done.out, done.out
    ((at, ours, theirs),) = proposed(book)
    assert (at, theirs) == (column, wish) and held in (None, ours)
    assert path.read_bytes() == edited  # nothing is made while a choice waits
    assert run("resolve", book, "--accept", "1").code == 0
    assert proposed(book) == []
    done = export(book, out, "--keep-edits")
    assert done.code == 0, done.err
    again = docx_text(path.read_bytes())
    if column != "มาตรการ › มาตรการ/แนวทาง":  # the measure stands in section 2 and the summary, too
        assert again == text  # the new document says what stood in Word
    kept = next(out.glob("*แก้ใน Word*"))
    assert kept.read_bytes() == edited


def test_on_the_sheet_each_proposal_is_decided_as_other_conflicts_are(
    book: Path, out: Path
) -> None:
    replace(report(out), ("ปีละ ๒ ครั้ง", "ปีละ ๔ ครั้ง"), ("ทุกส่วน/กอง", "กองคลัง"))
    assert export(book, out, "--keep-edits").code == 1
    block = reading(book).blocks[schema.CONFLICTS.name]
    theirs, ours = schema.LISTS["decisions"][1], schema.LISTS["decisions"][0]
    from ita_excel.core.grid import SetCell

    grid = FileGrid(book)
    first, second = block.filled_rows()
    assert "Word" in str(block.cell(first, "unit"))
    grid.apply(
        [SetCell(block.at(first, "decision"), theirs), SetCell(block.at(second, "decision"), ours)]
    )
    grid.save()
    done = run("resolve", book)
    assert done.code == 0 and proposed(book) == [] and "Word" in done.out
    actions = {r.value.key: r.value for r in reading(book).plan}
    assert actions[KEY].least_reports == 4
    assert "ทุกส่วน/กอง" in {a.responsible for a in actions.values()}
    history = reading(book).blocks[schema.HISTORY.name]
    assert any("Word" in str(history.cell(r, "unit")) for r in history.filled_rows())
    # What was refused is proposed no more for the same file; what was accepted is printed.
    done = export(book, out, "--keep-edits")
    assert done.code == 0 and "ปีละ๔ครั้ง" in docx_text(report(out).read_bytes())


def test_refused_edits_of_a_file_given_again_are_not_proposed(
    book: Path, out: Path, tmp_path: Path
) -> None:
    mailed = tmp_path / "ส่งกลับ.docx"
    shutil.copy(replace(report(out), ("ปีละ ๒ ครั้ง", "ปีละ ๔ ครั้ง")), mailed)
    assert export(book, out, "--edited", mailed).code == 1
    assert run("resolve", book, "--refuse", "all").code == 0
    assert export(book, out, "--edited", mailed).code == 0
    assert proposed(book) == []


def test_both_sides_changed_is_a_conflict_with_its_base(book: Path, out: Path) -> None:
    replace(report(out), ("ปีละ ๒ ครั้ง", "ปีละ ๔ ครั้ง"))
    from ita_excel.core.grid import SetCell

    grid = FileGrid(book)
    row = next(r for r in read(grid).plan if r.value.key == KEY)
    grid.apply([SetCell(row.at("times"), 3)])
    grid.save()
    assert export(book, out, "--keep-edits").code == 1
    ((_, ours, theirs),) = proposed(book)
    assert (ours, theirs) == ("3", "4")
    # Both changed it to the same: nothing to decide.
    grid = FileGrid(book)
    grid.apply([SetCell(row.at("times"), 4)])
    grid.save()
    assert export(book, out, "--keep-edits").code == 0


def add_row(d: Document) -> None:
    d.tables[0].add_row().cells[1].text = "วิธีการที่เพิ่มใน Word"


def add_paragraph(d: Document) -> None:
    d.paragraphs[3].insert_paragraph_before("ย่อหน้าใหม่ที่หัวหน้าเพิ่ม")


def add_table(d: Document) -> None:
    d.add_table(1, 2).rows[0].cells[0].text = "ตารางใหม่"


def heading(d: Document) -> None:
    word_edits.replaced(d, "ระยะเวลาดำเนินการ", "ระยะเวลา")


def remove_row(d: Document) -> None:
    row = d.tables[0].rows[2]._tr
    row.getparent().remove(row)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (add_row, "วิธีการที่เพิ่มใน Word"),
        (add_paragraph, "ย่อหน้าใหม่ที่หัวหน้าเพิ่ม"),
        (add_table, "ตารางใหม่"),
        (heading, "ระยะเวลาดำเนินการ"),
        (remove_row, "ลบแถวในตาราง"),
    ],
)
def test_what_has_no_home_is_told_and_the_file_kept(
    change: Callable[[Document], None], told: str, book: Path, out: Path
) -> None:
    before = book.read_bytes()
    path = word_edits.edit(report(out), change)
    edited = path.read_bytes()
    done = export(book, out, "--keep-edits")
    assert done.code == 0 and told in done.out and "Traceback" not in done.err
    assert done.out.count("ไม่มีที่ในสมุดงาน") == 1, done.out
    assert [p.read_bytes() for p in out.glob("*แก้ใน Word*")] == [edited]
    assert book.read_bytes() == before


def test_tracked_changes_are_read_as_accepted_and_told(book: Path, out: Path) -> None:
    def change(d: Document) -> None:
        cell = next(p for p in word_edits.paragraphs(d) if "ปีละ ๒ ครั้ง" in word_edits.shown(p))
        word_edits.tracked(cell, "ปีละ ๒ ครั้ง", "ปีละ ๔ ครั้ง")

    path = word_edits.edit(report(out), change)
    assert validator.errors(path) == []
    done = export(book, out, "--keep-edits")
    assert done.code == 1 and "ติดตาม" in done.out
    assert [(ours, theirs) for _, ours, theirs in proposed(book)] == [("2", "4")]


def test_edits_saved_by_libreoffice_come_back_the_same(
    book: Path, out: Path, tmp_path: Path
) -> None:
    path = replace(report(out), ("ปีละ ๒ ครั้ง", "ปีละ ๔ ครั้ง"), ("ทุกส่วน/กอง", "กองคลัง"))
    shutil.copy(convert(path, "docx", tmp_path / "lo"), path)
    assert export(book, out, "--keep-edits").code == 1
    assert [(o, t) for _, o, t in proposed(book)] == [("2", "4"), ("ทุกส่วน/กอง", "กองคลัง")]


def test_a_memory_that_was_dropped_is_found_beside_the_backups(book: Path, out: Path) -> None:
    word_edits.without_memory(replace(report(out), ("ปีละ ๒ ครั้ง", "ปีละ ๔ ครั้ง")))
    assert export(book, out, "--keep-edits").code == 1
    assert [(o, t) for _, o, t in proposed(book)] == [("2", "4")]


def _bad(kind: str, book: Path, out: Path, tmp_path: Path) -> Path:
    path = tmp_path / "ไฟล์.docx"
    if kind == "renamed":
        path.write_bytes(b"%PDF-1.7 not a word file")
    elif kind == "damaged":
        path.write_bytes(report(out).read_bytes()[:20_000])
    elif kind == "encrypted":
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000)
    elif kind == "stranger":
        from docx import Document as new

        new().save(str(path))
    elif kind == "missing":
        pass
    elif kind in (".odt", ".doc", ".pdf"):
        path = path.with_suffix(kind)
        path.write_bytes(b"x")
    elif kind == "another":
        other = tmp_path / "อื่น.xlsx"
        assert run("new", other, "--agency", "เทศบาลตำบลตัวอย่าง", "--fiscal-year", "2566").code == 0
        assert run("export", other, "-o", tmp_path / "o", "--format", "docx", "--draft").code == 0
        path = next((tmp_path / "o").glob("บันทึก*.docx"))
    return path


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("renamed", "รหัสผ่าน"), ("damaged", "Word"), ("encrypted", "รหัสผ่าน"), ("stranger", "export"),
        ("missing", "ไม่พบไฟล์"), (".odt", ".docx"), (".doc", ".docx"), (".pdf", "PDF"),
        ("another", "สมุดงานอื่น"),
    ],
)  # fmt: skip
def test_bad_input_is_told_with_a_remedy_and_changes_nothing(
    kind: str, word: str, book: Path, out: Path, tmp_path: Path
) -> None:
    path = _bad(kind, book, out, tmp_path)
    before = {p: p.read_bytes() for p in (book, *out.glob("*.docx"))}
    done = export(book, out, "--edited", path)
    assert done.code == 3, (done.code, done.err)
    assert word in done.err and path.name in done.err and len(done.err.splitlines()) == 1
    assert {p: p.read_bytes() for p in before} == before


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--accept", "9"), 2), (("--accept", "x"), 2), (("--accept", "all", "--refuse", "all"), 2),
        (("--accept", "1", "--refuse", "1"), 2),
    ],
)  # fmt: skip
def test_numbers_that_are_not_there_change_nothing(
    words: tuple[str, ...], code: int, book: Path, out: Path
) -> None:
    replace(report(out), ("ปีละ ๒ ครั้ง", "ปีละ ๔ ครั้ง"))
    export(book, out, "--keep-edits")
    before = book.read_bytes()
    assert run("resolve", book, *words).code == code
    assert book.read_bytes() == before


def test_several_workbooks_are_one_too_many(book: Path, out: Path, tmp_path: Path) -> None:
    shutil.copy(book, tmp_path / "อีก.xlsx")
    done = run("export", book, tmp_path / "อีก.xlsx", "-o", out, "--keep-edits")
    assert done.code == 2 and len(done.err.splitlines()) == 1
