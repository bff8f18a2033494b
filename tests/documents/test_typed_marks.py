"""What officers type: bullets and numbers of their own, dashes for nothing, files not there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ita_excel import schema
from ita_excel.core.grid import SetCell
from ita_excel.documents.content.elements import Paragraph
from ita_excel.documents.content.writing import TextWriter
from ita_excel.documents.making import begin
from ita_excel.documents.order import Order
from ita_excel.schema.model import Workbook
from ita_excel.sheets import read
from ita_excel.sheets.evidence_lines import evidence_lines
from ita_excel.store.file import FileGrid
from ita_excel.thai.blanks import is_blank, says_none
from tests.command import run
from tests.documents.books import png, sample_workbook
from tests.documents.formats import report_content, report_docx, report_pdf
from tests.documents.readers import docx_text, pdf_text
from tests.workbooks import sample_workbook as sample_file

THAI = TextWriter("thai")


def wholes(text: str, label: str = "") -> list[str]:
    return [p.whole for p in THAI.paragraphs(text, label)]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("- ทำแล้ว", ["๓. ทำแล้ว"]),
        ("-ทำแล้ว", ["๓. ทำแล้ว"]),
        ("• ทำแล้ว\nต่อ", ["๓. ทำแล้ว", "ต่อ"]),
        ("3. ทำแล้ว", ["๓. ทำแล้ว"]),
        ("1. ทำแล้ว", ["๓. ทำแล้ว"]),
        ("1) - ทำแล้ว", ["๓. ทำแล้ว"]),
        ("- 1. ทำแล้ว", ["๓. ทำแล้ว"]),
        ("(๑) ทำแล้ว", ["๓. ทำแล้ว"]),
        ("-", []),
        ("–\n-", []),
        ("- ก\n- ข", ["๓.", "- ก", "- ข"]),
        ("1. ก\n2. ข", ["๓.", "๑. ก", "๒. ข"]),
        ("๓. หัวข้อ\n- ก\n- ข", ["๓. หัวข้อ", "- ก", "- ข"]),
        ("ทำแล้ว\n-\n- ก", ["๓. ทำแล้ว", "- ก"]),
    ],
)
def test_one_mark_before_each_line(typed: str, printed: list[str]) -> None:
    assert wholes(typed, "๓.") == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("- - ก", ["- ก"]),
        ("-- ก", ["- ก"]),
        ("• - ก", ["- ก"]),
        ("- ๑) ก", ["๑) ก"]),
        ("1. - ก", ["๑. ก"]),
        ("1. 2. ก", ["๑. ๒. ก"]),  # two numbers are a person's own
        ("...", []),
        ("ไม่มี", ["ไม่มี"]),
        ("08.30 - 16.30 น.", ["๐๘.๓๐ - ๑๖.๓๐ น."]),
        ("งบ 12.5 ล้านบาท", ["งบ ๑๒.๕ ล้านบาท"]),
    ],
)
def test_marks_of_a_line_without_a_label(typed: str, printed: list[str]) -> None:
    assert wholes(typed) == printed


def with_result(**more: object) -> Workbook:
    book = sample_workbook()
    return replace(book, results=(replace(book.results[0], **more),))


def outcome(**more: object) -> list[str]:
    (row,) = report_content(with_result(**more)).results.table.rows
    return [p.whole for p in row.cells[3]]


@pytest.mark.parametrize(
    "nothing", ["-", "–", "—", "ไม่มี", "- ไม่มี", "ไม่มีหลักฐาน", "N/A", "n/a", "…", "(ไม่มี)"]
)
def test_what_says_that_there_is_none_is_no_evidence(nothing: str) -> None:
    assert not any("หลักฐาน" in line for line in outcome(evidence=nothing))
    told = outcome(evidence=f"{nothing}\nhttps://www.example.go.th/a")
    assert told[-2:] == ["หลักฐาน:", "https://www.example.go.th/a"]


@pytest.mark.parametrize("text", ["ไม่มีผู้ร้องเรียน", "ประกาศ ไม่มี", "nan", "-1", "ฯลฯ"])
def test_what_says_more_than_nothing_stays(text: str) -> None:
    assert not says_none(text) and not is_blank(text)


def test_dashes_are_no_problem_and_no_suggestion() -> None:
    assert not any("ปัญหา" in line for line in outcome(problems="-"))
    (row,) = report_content(with_result(suggestions="-")).results.table.rows
    assert row.cells[4] == ()
    assert any("ปัญหา/อุปสรรค: ไม่มี" in line for line in outcome(problems="ไม่มี"))


def test_an_outcome_of_dashes_leaves_the_status_its_number() -> None:
    told = outcome(outcome="-", status="ยังไม่มีการดำเนินการ", number=4, evidence="")
    assert told == ["๔. ยังไม่มีการดำเนินการ"]


def test_a_plan_without_details_has_no_double_dash() -> None:
    book = sample_workbook()
    plan = tuple(replace(a, details="-") for a in book.plan)
    for row in report_content(replace(book, plan=plan)).plan.table.rows:
        assert [p.kind for p in row.cells[0]] == ["numbered"]


def test_a_list_of_ones_own_is_printed_in_word_and_pdf() -> None:
    report = report_content(with_result(text="- ก่อนหน้า\n- ภายหลัง", number=7))
    for text in (docx_text(report_docx(report)), pdf_text(report_pdf(report))):
        assert "๗.-ก่อนหน้า-ภายหลัง" in text


def test_a_link_is_evidence_and_a_missing_file_is_not(tmp_path: Path) -> None:
    (tmp_path / "มี.png").write_bytes(png(4, 4))
    (tmp_path / "คำสั่ง.pdf").write_bytes(b"%PDF")
    (tmp_path / "เสีย.jpg").write_bytes(b"no picture")
    evidence = "มี.png\nหาย.jpg\nเสีย.jpg\nคำสั่ง.pdf\nหาย.pdf\nรายงานตามไฟล์ หาย.docx\nhttps://a.go.th/หาย.pdf\n../../etc/x.pdf"
    making = begin(with_result(evidence=evidence), tmp_path, Order(("report",), ("docx",)))
    (data,) = making.finish().values()
    text = docx_text(data)
    printed = "หลักฐาน:ภาพที่๑(ภาคผนวกข)คำสั่ง.pdfรายงานตามไฟล์หาย.docxhttps://a.go.th/หาย.pdf"
    assert printed in text
    (note,) = making.notes
    assert "หาย.jpg, เสีย.jpg, หาย.pdf" in note.say("th") and "คำสั่ง.pdf" not in note.say("en")


def test_the_command_tells_of_missing_files_and_goes_on(tmp_path: Path) -> None:
    book = sample_file(tmp_path / "b.xlsx")
    out = tmp_path / "out"
    assert run("export", book, "-o", out, "--format", "docx").problems == []
    grid = FileGrid(book)
    block = read(grid).blocks[schema.RESULTS.name]
    grid.apply([SetCell(block.at(block.header_row + 1, "evidence"), "ภาพกิจกรรม.jpg")])
    grid.save()
    ran = run("export", book, "-o", out, "--format", "docx,html", "--force")
    assert ran.code == 0 and ran.err.count("ภาพกิจกรรม.jpg") == 1 and len(ran.problems) == 1


def test_names_of_files() -> None:
    lines = evidence_lines("- ก ข.JPG\nx.pdf\nดู x.pdf\nhttps://a.b/c.pdf\na/b.png\n-")
    assert [line.text for line in lines if line.is_file] == ["ก ข.JPG", "x.pdf", "a/b.png"]
    assert [line.text for line in lines if line.is_picture] == ["ก ข.JPG", "a/b.png"]


def test_a_round_without_results_says_so() -> None:
    report = report_content(replace(sample_workbook(), results=()))
    assert "๐ มาตรการ" not in report.summary.lead and "ยังไม่มี" in report.summary.lead
    assert isinstance(report.summary.table.rows[0].cells[0][0], Paragraph)
