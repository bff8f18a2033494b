"""A file that is no workbook: one sentence that says what it is and what to do, exit code 3."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from ita_excel.core import limits
from ita_excel.core.errors import ExitCode, InputError
from ita_excel.store.file import FileGrid
from tests import libreoffice
from tests.ooxml import raw
from tests.ooxml.raw import book, worksheet

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, data in parts.items():
            z.writestr(name, data)
    return out.getvalue()


GOOD = raw.zipped(book(worksheet('<row r="1"><c r="A1"><v>1</v></c></row>')))
BAD = {
    "empty": (b"", "ว่างเปล่า"),
    "plain text": ("ชื่อ,คะแนน\nก,1\n".encode(), "ข้อความธรรมดา"),
    "thai text of a Windows program": ("ชื่อ,คะแนน".encode("cp874"), "ข้อความธรรมดา"),
    "utf-16 text": ("ชื่อ".encode("utf-16"), "ข้อความธรรมดา"),
    "web page": (b"<html><table>", "หน้าเว็บ"),
    "PDF": (b"%PDF-1.7\n", "เอกสาร"),
    "encrypted": (OLE + "EncryptedPackage".encode("utf-16-le"), "รหัสผ่าน"),
    "old Excel": (OLE + "Workbook".encode("utf-16-le"), ".xls"),
    "OpenDocument": (
        zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
        ".ods",
    ),
    "zip of something else": (zipped(readme=b"x"), "ไม่ใช่สมุดงาน"),
    "cut in the middle": (GOOD[: len(GOOD) // 2], "เสียหาย"),
    "cut near the end": (GOOD[:-10], "เสียหาย"),
    "picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "ไม่ใช่สมุดงาน"),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_workbook_is_called_by_its_name(kind: str, tmp_path: Path) -> None:
    data, words = BAD[kind]
    path = tmp_path / "แฟ้ม.xlsx"
    path.write_bytes(data)
    with pytest.raises(InputError, match=words) as caught:
        FileGrid(path)
    assert caught.value.exit_code == ExitCode.INPUT
    assert "แฟ้ม.xlsx" in caught.value.say("th")
    assert caught.value.say("en").isascii() or "แฟ้ม" in caught.value.say("en")
    assert path.read_bytes() == data


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ไม่พบไฟล์"):
        FileGrid(tmp_path / "ไม่มี.xlsx")
    with pytest.raises(InputError, match="โฟลเดอร์"):
        FileGrid(tmp_path)


def test_what_libreoffice_saves_in_other_formats(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(GOOD)
    for extension in ("ods", "xls"):
        with pytest.raises(InputError, match=rf"\.{extension}"):
            FileGrid(libreoffice.convert(path, extension, tmp_path))


@pytest.mark.parametrize("position", range(0, len(GOOD), 97))
def test_a_damaged_byte_is_harmless_or_said(position: int, tmp_path: Path) -> None:
    data = bytearray(GOOD)
    data[position] ^= 0xFF
    path = tmp_path / "b.xlsx"
    path.write_bytes(data)
    try:
        grid = FileGrid(path)
        for sheet in grid.sheets():
            grid.rows(sheet)
    except InputError as error:
        assert error.say("th")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(raw.zipped(book(worksheet("<row/>" * 300_000))))
    monkeypatch.setattr(limits, "WORKBOOK", 1_000_000)
    with pytest.raises(InputError, match="ใหญ่เกินไป"):
        FileGrid(path)


def test_a_zip_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    data = bytearray(raw.zipped(book(worksheet("<row/>" * 1000))))
    central = data.rfind(b"PK\x01\x02")
    while data[central + 46 :][:23] != b"xl/worksheets/sheet1.xml"[:23]:
        central = data.rfind(b"PK\x01\x02", 0, central)
    data[central + 24 : central + 28] = struct.pack("<L", 100)
    path = tmp_path / "lie.xlsx"
    path.write_bytes(data)
    with pytest.raises(InputError, match="เสียหาย"):
        FileGrid(path).rows("S")
