"""Files named as evidence, on disk and through the command: made by several programs, right and wrong."""

from __future__ import annotations

import datetime as dt
import io
import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pymupdf
from PIL import Image
from pypdf import PdfReader, PdfWriter

from ita_excel import documents
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.jobs.check import check
from ita_excel.jobs.occasion import Occasion
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from tests.command import run, unchanged
from tests.workbooks import sample_workbook

FONT = Path(documents.__file__).parent / "fonts/ITALaksaman-Regular.ttf"


def checked(folder: Path, evidence: str, *words: object, **more: str) -> list[dict[str, Any]]:
    """Return what is found of a cell of evidence in a workbook of FY2565 in `folder`."""
    path = folder / "ITA.xlsx"
    if not path.exists():
        sample_workbook(path)
    grid = FileGrid(path)
    record = read(grid).results[0]
    block = record.block
    cells = {"evidence": evidence, **more}
    grid.apply(
        [SetCell(CellRef(block.sheet, record.row, block.columns[f]), v) for f, v in cells.items()]
    )
    grid.save()
    with unchanged(folder):
        ran = run("validate", path, "--json", "--no-write", *words)
    assert ran.code in (0, 1), ran.err
    found = json.loads(ran.out)["findings"]
    wanted = str(CellRef(block.sheet, record.row, block.columns["evidence"])).split("!")[1]
    mine = [f for f in found if f["rule"].startswith("E")]
    assert all(f["cell"] == wanted for f in mine), mine
    return mine


def codes(found: list[dict[str, Any]]) -> list[str]:
    return [f["rule"] for f in found]


def pdf(text: str = "", *, picture: bool = False, made: str = "D:20220301090000+07'00'") -> bytes:
    """A PDF by MuPDF: words in Thai, or a picture of a page."""
    document = pymupdf.open()
    page = document.new_page()
    if text:
        page.insert_font("thai", str(FONT))
        page.insert_text((72, 72), text, fontname="thai")
    if picture:
        page.insert_image(page.rect, stream=png())
    document.set_metadata({"creationDate": made} if made else {})
    return bytes(document.tobytes())


def png() -> bytes:
    out = io.BytesIO()
    Image.new("L", (60, 80), 200).save(out, "PNG")
    return out.getvalue()


def photo(taken: str) -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = taken
    exif[0x0132] = taken
    out = io.BytesIO()
    Image.new("RGB", (60, 80), "grey").save(out, "JPEG", exif=exif)
    return out.getvalue()


def word(text: str, made: dt.datetime) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    document.core_properties.created = document.core_properties.modified = made
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def sheet(text: str) -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = text
    book.properties.modified = book.properties.created = dt.datetime(2022, 3, 1)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def locked(data: bytes) -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(data)))
    writer.encrypt("ita")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


THIS = "รายงานผลการดำเนินการ ประจำปีงบประมาณ พ.ศ. ๒๕๖๕ ของหน่วยงาน"
LAST = "แผนการฝึกอบรม ประจำปีงบประมาณ พ.ศ. ๒๕๖๓ ขององค์การบริหารส่วนตำบล"
IN_YEAR = dt.datetime(2022, 3, 1)
GOOD = {
    "รายงาน.pdf": pdf(THIS),
    "ประกาศ ลงนาม.pdf": pdf("ประกาศ ณ วันที่ ๓ พฤศจิกายน ๒๕๖๔ เรื่อง นโยบายไม่รับของขวัญ", made=""),
    "แผน2565.docx": word(THIS, IN_YEAR),
    "แผนปี2563.docx": word("ปรับปรุงเมื่อ 15 ธ.ค. 64 จากแผนเดิมของปีงบประมาณ พ.ศ. 2563", IN_YEAR),
    "ทะเบียน.xlsx": sheet("ทะเบียนผู้เข้าอบรม จำนวน ๔๒ คน วันที่ ๑ มีนาคม ๒๕๖๕"),
    "ว่าง.xlsx": sheet(""),
    "ภาพ 1.jpg": photo("2022:02:01 10:00:00"),
    "นาฬิกาไม่ได้ตั้ง.jpg": photo("2010:01:01 00:00:00"),
    "ภาพ.png": png(),
}
BAD: dict[str, tuple[str, str, bytes]] = {
    "empty": ("E802", "ว่าง.pdf", b""),
    "torn": ("E802", "ขาด.pdf", b"%PDF-1.7\n" + bytes(300)),
    "locked": ("E802", "ล็อก.pdf", locked(pdf(THIS))),
    "page as pdf": ("E802", "หน้าเว็บ.pdf", b"<!DOCTYPE html><html><body>404</body></html>"),
    "page as xls": ("E802", "ส่งออก.xls", "<html><table><tr><td>ก</td></tr></table>".encode()),
    "torn docx": ("E802", "เสีย.docx", word(THIS, IN_YEAR)[:900]),
    "torn picture": ("E802", "ภาพเสีย.jpg", photo("2022:02:01 10:00:00")[:400]),
    "scan": ("E803", "สแกน.pdf", pdf(picture=True)),
    "last year": ("E804", "แผน.pdf", pdf(LAST, made="")),
    "last year's name": ("E804", "แผนปีงบประมาณ2563.docx", word("แผนการฝึกอบรม", dt.datetime(2020, 2, 1))),
    "old photo": ("E804", "กิจกรรม.jpg", photo("2021:02:01 10:00:00")),
    "made before": ("E804", "คู่มือ.docx", word("คู่มือการปฏิบัติงานของเจ้าหน้าที่", dt.datetime(2019, 5, 1))),
    "made after": ("E804", "คำสั่ง.docx", word("คำสั่งแต่งตั้งคณะทำงานของหน่วยงาน", dt.datetime(2024, 5, 1))),
}  # fmt: skip


def test_honest_files_are_quiet(tmp_path: Path) -> None:
    for name, data in GOOD.items():
        (tmp_path / name).write_bytes(data)
    assert checked(tmp_path, "\n".join(GOOD)) == []


def test_each_defect_is_one_finding_that_names_the_file(tmp_path: Path) -> None:
    for _, name, data in BAD.values():
        (tmp_path / name).write_bytes(data)
    names = [name for _, name, _ in BAD.values()]
    assert {f["rule"] for f in checked(tmp_path, "\n".join(names))} == {"E802", "E803", "E804"}
    found = check(tmp_path / "ITA.xlsx", Occasion(), write=False).findings
    mine = sorted((f.code, str(f.context["name"])) for f in found if f.code.startswith("E8"))
    assert mine == sorted((code, name) for code, name, _ in BAD.values())


def test_a_file_that_is_missing_is_named_with_the_one_that_may_be_meant(tmp_path: Path) -> None:
    (tmp_path / "รายงานการประชุม ๑.pdf").write_bytes(pdf(THIS))
    (tmp_path / "หลักฐาน").mkdir()
    (tmp_path / "หลักฐาน" / "ประกาศ.pdf").write_bytes(pdf(THIS))
    (far,) = checked(tmp_path, "ลายเซ็น.pdf")
    assert (far["rule"], far["suggestion"]) == ("E801", None)
    (near,) = checked(tmp_path, "รายงานประชุม ๑.pdf")
    assert (near["rule"], near["suggestion"]) == ("E801", "รายงานการประชุม ๑.pdf")
    (deeper,) = checked(tmp_path, "ประกาศ.pdf")
    assert deeper["suggestion"] == "หลักฐาน/ประกาศ.pdf"
    assert checked(tmp_path, "ดูเอกสารแนบท้าย รายงานประจำเดือน.pdf") == []  # a sentence


def test_nothing_outside_the_folder_is_opened(tmp_path: Path) -> None:
    home = tmp_path / "งาน"
    home.mkdir()
    (tmp_path / "ลับ.jpg").write_bytes(photo("2001:02:01 10:00:00"))
    (home / "ทางลัด.jpg").symlink_to(tmp_path / "ลับ.jpg")
    for name in ("../ลับ.jpg", "ทางลัด.jpg", "..\\ลับ.jpg"):
        (found,) = checked(home, name)
        assert found["rule"] == "E801" and "โฟลเดอร์" in found["message"]


def test_a_row_that_means_an_earlier_year_is_believed(tmp_path: Path) -> None:
    (tmp_path / "แผน.pdf").write_bytes(pdf(LAST, made=""))
    assert codes(checked(tmp_path, "แผน.pdf")) == ["E804"]
    assert checked(tmp_path, "แผน.pdf", outcome="ทบทวนแผนของปี ๒๕๖๓ แล้ว ใช้ต่อเนื่องในปีนี้") == []


def test_a_bomb_ends_with_its_reader_and_says_nothing_wrong(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"<w:t>" + bytes(80_000_000))
    (tmp_path / "ระเบิด.docx").write_bytes(out.getvalue())
    assert set(codes(checked(tmp_path, "ระเบิด.docx"))) <= {"E802"}


def test_an_encrypted_office_file_asks_for_its_password(tmp_path: Path) -> None:
    (tmp_path / "ล็อก.xlsx").write_bytes(ole("EncryptedPackage"))
    (found,) = checked(tmp_path, "ล็อก.xlsx")
    assert found["rule"] == "E802" and "รหัสผ่าน" in found["message"]


def ole(stream: str) -> bytes:
    """A compound file with one stream ([MS-CFB]): a header, a table of sectors, a directory."""
    end, free, fat = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 0, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    table = struct.pack("<128I", fat, end, end, *[free] * 125)

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        letters = (name + "\0").encode("utf-16-le")
        return (
            letters.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(letters), kind, 1, free, free, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    root = entry("Root Entry", 5, 1, end, 0)
    directory = (root + entry(stream, 2, free, 2, 4096)).ljust(512, b"\0")
    return header + table + directory + bytes(512)
