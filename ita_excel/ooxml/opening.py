"""What can be wrong with a file before it is a workbook, each with its own sentence."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ita_excel.core import limits
from ita_excel.core.apart import files
from ita_excel.core.errors import InputError
from ita_excel.core.language import Text
from ita_excel.ooxml.zipcopy import DAMAGED

NO_FILE = Text(
    "ไม่พบไฟล์ {path} — โปรดตรวจชื่อและที่อยู่ของไฟล์",
    "There is no file {path}. Check its name and folder.",
)
FOLDER = Text(
    "{path} เป็นโฟลเดอร์ ไม่ใช่ไฟล์ — โปรดระบุไฟล์สมุดงาน .xlsx ในโฟลเดอร์นั้น",
    "{path} is a folder, not a file. Name a .xlsx workbook in it.",
)
NO_ORDINARY_FILE = Text(
    "{path} ไม่ใช่ไฟล์ธรรมดา — โปรดระบุไฟล์สมุดงาน .xlsx",
    "{path} is not an ordinary file. Name a .xlsx workbook.",
)
UNREADABLE = Text(
    "อ่านไฟล์ {path} ไม่ได้ ({reason}) — โปรดตรวจสิทธิ์การเข้าถึง หรือปิดโปรแกรมที่ใช้ไฟล์นี้อยู่",
    "The file {path} can't be read ({reason}). Check your permission, or close what uses it.",
)
IN_FILE = Text("{file}: {what}", "{file}: {what}")
EMPTY = Text(
    "ไฟล์ว่างเปล่า (0 ไบต์) — โปรดขอไฟล์ใหม่จากผู้ส่ง",
    "The file is empty (0 bytes). Ask for it again.",
)
ENCRYPTED = Text(
    "สมุดงานนี้ตั้งรหัสผ่านสำหรับเปิดไว้ — โปรดเปิดด้วย Excel เอารหัสผ่านออก "
    "(ไฟล์ > ข้อมูล > ป้องกันสมุดงาน) แล้วบันทึกใหม่",
    "This workbook is encrypted with a password. Open it in Excel, remove the password "
    "(File > Info > Protect Workbook) and save it again.",
)
OLD_EXCEL = Text(
    "ไฟล์นี้เป็นสมุดงานรุ่นเก่า (.xls) — โปรดเปิดด้วย Excel แล้วบันทึกเป็น .xlsx",
    "This is a workbook of an old Excel (.xls). Open it in Excel and save it as .xlsx.",
)
OPEN_DOCUMENT = Text(
    "ไฟล์นี้เป็นไฟล์ OpenDocument (.ods) — โปรดเปิดด้วย LibreOffice หรือ Excel แล้วบันทึกเป็น .xlsx",
    "This is an OpenDocument file (.ods). Open it in LibreOffice or Excel and save it as .xlsx.",
)
PLAIN_TEXT = Text(
    "ไฟล์นี้เป็นข้อความธรรมดา (เช่น .csv) ไม่ใช่สมุดงาน Excel — โปรดเปิดด้วย Excel แล้วบันทึกเป็น .xlsx",
    "This is a plain text file (such as .csv), not an Excel workbook. "
    "Open it in Excel and save it as .xlsx.",
)
WEB_PAGE = Text(
    "ไฟล์นี้เป็นหน้าเว็บหรือ XML ที่ตั้งชื่อเหมือนสมุดงาน — โปรดเปิดด้วย Excel แล้วบันทึกเป็น .xlsx",
    "This is a web page or XML under the name of a workbook. Open it in Excel and save it as .xlsx.",
)
DOCUMENT = Text(
    "ไฟล์นี้เป็นเอกสาร (PDF, Word, PowerPoint หรือ RTF) ไม่ใช่สมุดงาน — โปรดขอไฟล์สมุดงานจากผู้ส่ง",
    "This is a document (PDF, Word, PowerPoint or RTF), not a workbook. Ask its sender for the "
    "workbook.",
)
UNKNOWN = Text(
    "ไฟล์นี้ไม่ใช่สมุดงาน Excel (.xlsx, .xlsm) หรือเสียหายตั้งแต่ต้นไฟล์ — โปรดเลือกไฟล์สมุดงาน",
    "This is not an Excel workbook (.xlsx, .xlsm), or is damaged from its start. Choose a workbook.",
)

# What reading a package raises where its parts are not as they say.
BROKEN = (ValueError, LookupError, OverflowError, RecursionError, EOFError, struct.error)
_WORDS = files.FileSentences(NO_FILE, FOLDER, NO_ORDINARY_FILE, UNREADABLE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WEB = (b"<html", b"<!doctype html", b"<table", b"<?xml", b"mime-version:")
_DOCUMENTS = (b"%pdf", b"{\\rtf")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


def read_file(path: Path) -> bytes:
    """Return the bytes of a file; InputError where there is none or it can't be read."""
    return files.read(path, limits.WORKBOOK, _WORDS)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Put the file's name before whatever turns out to be wrong with it."""
    try:
        yield
    except InputError as error:
        raise InputError(IN_FILE, file=path.name, what=error.text) from error
    except BROKEN as error:
        # Numbers that are none, references to what isn't there: the file's fault and not ours.
        what = DAMAGED.fill(detail=f"{type(error).__name__}: {error}"[:100])
        raise InputError(IN_FILE, file=path.name, what=what) from error


def check_bytes(data: bytes) -> None:
    """Raise InputError for bytes that can't be a workbook, saying what they are."""
    if not data:
        raise InputError(EMPTY)
    if data.startswith(_OLE):
        raise InputError(ENCRYPTED if _ENCRYPTED_STREAM in data else OLD_EXCEL)
    if data.startswith(b"PK"):
        _check_zip(data)
    elif data.startswith(b"\x09\x08"):  # the stream of Excel 3 to 5, without OLE around it
        raise InputError(OLD_EXCEL)
    elif _head(data).startswith(_DOCUMENTS):
        raise InputError(DOCUMENT)
    elif _head(data).startswith(_WEB):
        raise InputError(WEB_PAGE)
    elif _is_text(data[:4096]):
        raise InputError(PLAIN_TEXT)
    else:
        raise InputError(UNKNOWN)


def _head(data: bytes) -> bytes:
    return data[:100].removeprefix(b"\xef\xbb\xbf").lstrip().lower()


def _check_zip(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            names = z.namelist()
            if names and names[0] == "mimetype":
                with z.open("mimetype") as entry:
                    kind = entry.read(100)
                if b"opendocument" in kind:
                    raise InputError(OPEN_DOCUMENT)
            if {"word/document.xml", "ppt/presentation.xml"} & {*names}:
                raise InputError(DOCUMENT)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, *BROKEN) as error:
        raise InputError(DAMAGED, detail="zip") from error


def _is_text(start: bytes) -> bool:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\x00" not in start and sum(byte < 9 for byte in start) == 0
