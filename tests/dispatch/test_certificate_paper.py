"""The certificate as a paper that an auditor reads: workbook and PDF say the same, by two readers."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from tests import references, validator, verapdf
from tests.command import run
from tests.dispatch.files import make_master, type_into

UNIT_FILE = "ITA 2565 6 เดือน {}.xlsx"
WORDS = (
    "ใบรับรองการรวบรวมผลการดำเนินการ",
    "องค์การบริหารส่วนตำบลตัวอย่าง",
    "ปีงบประมาณ พ.ศ. ๒๕๖๕ รอบ ๖ เดือน",
    "ผู้ตรวจสอบหนึ่ง",  # who collected
    "พิมพ์ไว้ก่อนในไฟล์หลัก",  # the value replaced …
    "คลังรายงานแล้ว",  # … by this one …
    "ตัดสินให้ใช้ค่าของหน่วยงาน",  # … and why
    "ฝากไว้ใต้ตาราง",  # what stood beside the answers
    "ไฟล์เสีย.xlsx",  # what could not be used
    "ของช่าง",
    "ของสำนัก",
)


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The certificates of one collecting in which everything happens that can be listed."""
    folder = tmp_path_factory.mktemp("certificates")
    master = make_master(folder / "ไฟล์หลัก.xlsx")
    out = folder / "out"
    assert run("split", master, "-o", out, "--due", "31/3/2565").code == 0
    type_into(master, "KCCC", outcome="พิมพ์ไว้ก่อนในไฟล์หลัก")
    type_into(out / UNIT_FILE.format("กองช่าง"), "KDDD", outcome="ของช่าง")
    type_into(out / UNIT_FILE.format("สำนักปลัด"), "KDDD", outcome="ของสำนัก")
    path = type_into(out / UNIT_FILE.format("กองคลัง"), "KCCC", outcome="คลังรายงานแล้ว")
    book = openpyxl.load_workbook(path)
    book["ผลการดำเนินการ"]["G20"] = "ฝากไว้ใต้ตาราง"
    book.save(path)
    (out / "ไฟล์เสีย.xlsx").write_bytes(b"PK")
    made = {}
    run("collect", master, out, "--by", "ผู้ตรวจสอบหนึ่ง")  # what stood there first is a conflict
    resolved(master)
    for kind in ("xlsx", "pdf", "json", "csv"):
        made[kind] = folder / f"ใบรับรอง.{kind}"
        ran = run("collect", master, out, "--certificate", made[kind], "--by", "ผู้ตรวจสอบหนึ่ง")
        assert ran.code == 1, ran
        assert made[kind].name in ran.out
    return made


def resolved(master: Path) -> None:
    """Decide for the unit where the master had a value of its own."""
    from ita_excel import schema
    from ita_excel.core.grid import SetCell
    from ita_excel.merging.conflicts import THEIRS
    from ita_excel.sheets import read
    from ita_excel.store.file import FileGrid

    grid = FileGrid(master)
    block = read(grid).blocks[schema.CONFLICTS.name]
    rows = [r for r in block.filled_rows() if block.cell(r, "key") == "KCCC"]
    grid.apply([SetCell(block.at(r, "decision"), THEIRS) for r in rows])
    grid.save()
    assert run("resolve", master).code == 1  # the other conflict waits on


def without_spaces(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_the_pdf_says_it_all_to_two_readers_and_keeps_the_standards(
    papers: dict[str, Path],
) -> None:
    by_poppler = subprocess.run(
        ["pdftotext", "-raw", papers["pdf"], "-"], capture_output=True, check=True
    ).stdout.decode()
    document = pypdfium2.PdfDocument(papers["pdf"])
    by_pdfium = "\n".join(page.get_textpage().get_text_range() for page in document)
    first = document[0].get_textpage().get_text_range()
    for said in (by_poppler, by_pdfium):
        for words in WORDS:
            assert without_spaces(words) in without_spaces(said), words
    for words in ("ผู้รวบรวม", "ผู้ตรวจสอบหนึ่ง", "ตรงกัน", "ไฟล์ที่ใช้ไม่ได้", "ไฟล์เสีย.xlsx"):
        assert without_spaces(words) in without_spaces(first)  # the first page is whole
    (found,) = verapdf.failures(papers["pdf"].read_bytes())
    assert not any(found.values())


def test_the_workbook_says_it_all_and_is_ready_to_print(papers: dict[str, Path]) -> None:
    assert validator.errors(papers["xlsx"]) == []
    assert references.problems(papers["xlsx"]) == []
    book = openpyxl.load_workbook(papers["xlsx"])
    assert book.sheetnames == [
        "ใบรับรอง", "ไฟล์ตอบกลับ", "ค่าที่ถูกแทนที่", "ข้อขัดแย้ง", "เก็บไว้ต่างหาก",
        "สิ่งอื่นในไฟล์ตอบกลับ", "ที่มาของค่า", "กระทบยอด",
    ]  # fmt: skip
    said = "\n".join(str(c.value or "") for s in book for row in s.iter_rows() for c in row)
    for words in WORDS:
        assert words in said
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    for sheet in book.worksheets[1:6]:
        assert sheet.auto_filter.ref.startswith("A3:")
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("A4", "$1:$3")
        assert all(sheet.column_dimensions[c.column_letter].width >= 9 for c in sheet[3])


def test_what_was_replaced_is_named_with_both_values_and_hands(papers: dict[str, Path]) -> None:
    made = json.loads(papers["json"].read_text(encoding="utf-8"))
    (one,) = [r for r in made["replaced"] if r["old"] == "พิมพ์ไว้ก่อนในไฟล์หลัก"]
    assert (one["new"], one["key"], one["column"]) == ("คลังรายงานแล้ว", "KCCC", "ผลการดำเนินการ")
    assert one["old_from"].startswith("ไฟล์หลัก")
    assert made["head"]["person"] == "ผู้ตรวจสอบหนึ่ง"
    assert {f["unit"] for f in made["files"]} >= {"กองคลัง", "กองช่าง", "สำนักปลัด"}
    assert all(f["kept"] for f in made["files"])
    assert [o["value"] for o in made["overlooked"]] == ["ฝากไว้ใต้ตาราง"]
    assert {c["value"] for c in made["conflicts"]} == {"ของช่าง", "ของสำนัก"}
    rows = list(csv.reader(io.StringIO(papers["csv"].read_text(encoding="utf-8-sig"))))
    assert any("ฝากไว้ใต้ตาราง" in row for row in rows)


def test_a_certificate_replaces_an_earlier_one_and_no_other_file(papers: dict[str, Path]) -> None:
    folder = papers["pdf"].parent
    master, out = folder / "ไฟล์หลัก.xlsx", folder / "out"
    for path in papers.values():
        assert run("collect", master, out, "--dry-run", "--certificate", path).code == 1
    said = openpyxl.load_workbook(papers["xlsx"])["ใบรับรอง"]
    assert any("ทดลองรวม" in str(c.value) for row in said.iter_rows() for c in row)
    other = folder / "หนังสือ.pdf"
    other.write_bytes(b"%PDF-1.7 a letter")
    assert run("collect", master, out, "--dry-run", "--certificate", other).code == 4
    assert other.read_bytes() == b"%PDF-1.7 a letter"
