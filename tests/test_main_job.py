"""The main job on real content: the demo's documents hold every text of the sample."""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from ita_excel.sheets.sample import sample
from ita_excel.thai.digits import to_thai
from tests.command import run
from tests.validator import errors

FREE = ("measure", "text", "details", "outcome", "suggestions", "start", "end")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ตัวอย่าง") / "ผล"
    done = run("demo", folder)
    assert done.code == 0, done
    return folder


def squeezed(text: str) -> str:
    """Letters only: where a reader breaks lines is its own business."""
    return re.sub(r"[\s\u200b\u2060\u00ad\ufeff]+", "", text)


def pdf_text(path: Path, order: str = "-raw") -> str:
    """The text in the order of the file's content; without `order` as poppler sorts it."""
    command = ["pdftotext", *([order] if order else []), path, "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def texts() -> list[str]:
    data = sample()
    found = []
    for row in [*data.plan, *data.results]:
        for field in FREE:
            for line in str(row.get(field) or "").splitlines():
                found.append(to_thai(line.strip().lstrip("-").strip()))
    return [t for t in dict.fromkeys(found) if t]


def test_the_demo_leaves_a_workbook_two_word_files_and_two_pdfs(out):
    assert sorted(p.suffix for p in out.iterdir() if p.is_file()) == [
        ".docx", ".docx", ".pdf", ".pdf", ".xlsx",
    ]  # fmt: skip


def test_every_text_of_plan_and_results_is_in_the_reports_pdf_in_thai_digits(out):
    whole = squeezed(pdf_text(next(out.glob("รายงานผล*.pdf"))))
    missing = [t for t in texts() if squeezed(t) not in whole]
    assert missing == []


def test_no_arabic_digit_is_left_but_in_codes(out):
    for pdf in out.glob("*.pdf"):
        assert re.findall(r"\d", re.sub(r"[๐-๙]", "", pdf_text(pdf))) == []


def test_the_memo_has_its_parts_in_order(out):
    text = squeezed(pdf_text(next(out.glob("บันทึก*.pdf"))))
    parts = (
        "บันทึกข้อความ", "ส่วนราชการ", "ที่สฎ๗๒๗๐๑/", "วันที่๑เมษายน๒๕๖๕", "เรื่อง", "เรียน", "สิ่งที่ส่งมาด้วย",
        "ตามที่", "นั้น", "ขอรายงาน", "จึงเรียนมาเพื่อโปรดทราบ", "นิติกรชำนาญการ",
        "ความเห็นหัวหน้าสำนักปลัด", "ความเห็นของปลัด", "ความเห็นของนายก",
    )  # fmt: skip
    places = []
    at = 0
    for part in parts:
        at = text.find(part, at)
        places.append(at)
    assert -1 not in places, dict(zip(parts, places, strict=True))


def test_microsofts_validator_finds_no_error(out):
    for path in [*out.glob("*.docx"), *out.glob("*.xlsx")]:
        assert errors(path) == [], path.name


def test_header_rows_repeat_and_measures_are_merged_in_word(out):
    report = zipfile.ZipFile(next(out.glob("รายงานผล*.docx")))
    root = etree.fromstring(report.read("word/document.xml"))
    tables = list(root.iter(f"{W}tbl"))
    columns = {len(t.find(f"{W}tr").findall(f"{W}tc")) for t in tables}
    assert {5, 6} <= columns
    for table in tables:
        assert table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
    assert list(root.iter(f"{W}vMerge"))
    assert any(s.get(f"{W}orient") == "landscape" for s in root.iter(f"{W}pgSz"))


def test_errors_in_the_data_stop_the_documents_but_not_a_draft(out, tmp_path):
    book = tmp_path / "แผน.xlsx"
    assert run("new", book, "--fiscal-year", "2565").code == 0
    refused = run("export", book, "-o", tmp_path / "ส่ง")
    assert refused.code == 1
    assert "--draft" in refused.err
    assert not (tmp_path / "ส่ง").exists()
    assert run("export", book, "-o", tmp_path / "ร่าง", "--draft").code == 0
    for pdf in (tmp_path / "ร่าง").glob("*.pdf"):
        pages = pdf_text(pdf, "").rstrip("\f").split("\f")
        assert all("ร่าง" in page for page in pages), pdf.name


def test_documents_that_exist_need_force(out):
    book = next(out.glob("*.xlsx"))
    before = {p: p.read_bytes() for p in out.glob("*.docx")}
    assert run("export", book, "-o", out).code == 4
    assert {p: p.read_bytes() for p in before} == before
    assert run("export", book, "-o", out, "--force", "--only", "memo").code == 0


def test_the_same_workbook_gives_the_same_bytes(out, tmp_path):
    book = next(out.glob("*.xlsx"))
    assert run("export", book, "-o", tmp_path).code == 0
    for path in out.glob("*.*"):
        if path.suffix in (".docx", ".pdf"):
            assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name
