"""What a file is: told by its first bytes and, for a package, by what lies in it; then by its name.

Names lie: mail gateways take extensions away, officers change them, `.dat` is all that is left. A
name counts where contents tell nothing (`.csv`) and for what looks like another program's package
(`.docx` is a zip file, too). Only the heads of strangers' files are looked at in the officer's
process; `of` opens packages and is called in a process apart.
"""

from __future__ import annotations

import io
import re
import zipfile
from enum import Enum, auto
from pathlib import PurePosixPath

from ita_excel.core.language import Text
from ita_excel.ooxml.zipcopy import BROKEN_ZIP

HEAD = 4096  # bytes that tell a file's kind, but for packages


class FileKind(Enum):
    """What a file is to an inbox."""

    WORKBOOK = auto()
    ZIP = auto()
    SEVEN_ZIP = auto()
    MAIL = auto()
    OUTLOOK = auto()
    PACKAGE = auto()  # a zip or compound file of which its head doesn't tell more
    OTHER = auto()  # nothing that could hold an answer in cells: a letter, a picture
    RAR = auto()
    ARCHIVE = auto()
    NUMBERS = auto()
    WINMAIL = auto()
    SIGNED = auto()
    LINK = auto()
    XML = auto()


# What may hold an answer and isn't opened, and what to do about it.
UNOPENED = {
    FileKind.RAR: Text(
        "เป็นไฟล์บีบอัดแบบ RAR ซึ่งโปรแกรมนี้เปิดไม่ได้ โปรดแตกไฟล์ด้วย WinRAR หรือ 7-Zip แล้วรวมโฟลเดอร์ที่ได้",
        "a RAR archive, which this program can't open: unpack it with WinRAR or 7-Zip and collect "
        "the folder",
    ),
    FileKind.ARCHIVE: Text(
        "เป็นไฟล์บีบอัดชนิดที่โปรแกรมนี้เปิดไม่ได้ โปรดแตกไฟล์ก่อน แล้วรวมโฟลเดอร์ที่ได้",
        "an archive of a kind that this program can't open: unpack it and collect the folder",
    ),
    FileKind.NUMBERS: Text(
        "เป็นไฟล์ของ Numbers ซึ่งโปรแกรมนี้อ่านไม่ได้ โปรดเปิดด้วย Numbers แล้วเลือก ไฟล์ > ส่งออกไปยัง > Excel",
        "a file of Numbers, which this program can't read: open it in Numbers and choose "
        "File > Export To > Excel",
    ),
    FileKind.WINMAIL: Text(
        "เป็นไฟล์แนบแบบ winmail.dat ของ Outlook ซึ่งโปรแกรมนี้เปิดไม่ได้ "
        "โปรดขอให้ผู้ส่งส่งใหม่เป็นอีเมลแบบ HTML หรือข้อความธรรมดา",
        "Outlook's winmail.dat, which this program can't open: ask the sender to send it again as "
        "an HTML or plain text message",
    ),
    FileKind.SIGNED: Text(
        "เป็นอีเมลที่เข้ารหัสหรือลงลายมือชื่อดิจิทัลไว้ทั้งฉบับ โปรดเปิดในโปรแกรมอีเมล แล้วบันทึกไฟล์แนบออกมารวม",
        "a message that is encrypted or signed as a whole: open it in the mail program, save what "
        "is attached and collect that",
    ),
    FileKind.LINK: Text(
        "เป็นเพียงลิงก์ไปยังไฟล์ที่อยู่บนอินเทอร์เน็ต โปรดเปิดลิงก์แล้วดาวน์โหลดไฟล์เป็น .xlsx มารวม",
        "only a link to a file on the internet: open it, download the file as .xlsx and collect that",
    ),
    FileKind.XML: Text(
        "เป็นสมุดงานแบบ XML ไฟล์เดียว ซึ่งโปรแกรมนี้อ่านไม่ได้ โปรดเปิดด้วย Excel หรือ LibreOffice "
        "แล้วบันทึกเป็น .xlsx",
        "a workbook in a single XML file, which this program can't read: open it in Excel or "
        "LibreOffice and save it as .xlsx",
    ),
}

WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".ods", ".ots", ".xls", ".xlt", ".csv")
_MAILS = (".eml", ".emlx")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = (
    (b"Rar!\x1a\x07", FileKind.RAR), (b"7z\xbc\xaf\x27\x1c", FileKind.SEVEN_ZIP),
    (b"\x78\x9f\x3e\x22", FileKind.WINMAIL), (b"\x1f\x8b\x08", FileKind.ARCHIVE),
    (b"\xfd7zXZ\x00", FileKind.ARCHIVE), (b"BZh", FileKind.ARCHIVE), (b"\x28\xb5\x2f\xfd", FileKind.ARCHIVE),
    (b"MSCF", FileKind.ARCHIVE), (b"\x60\xea", FileKind.ARCHIVE), (b"-lh", FileKind.ARCHIVE),
)  # fmt: skip
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".svg")
# Packages of other programs, whose heads are those of workbooks and archives.
_OTHERS_PACKAGES = (
    ".docx", ".docm", ".dotx", ".dotm", ".pptx", ".pptm", ".ppsx", ".potx", ".odt", ".ott", ".odp",
    ".odg", ".odf", ".odb", ".epub", ".vsdx", ".jar", ".apk", ".pages", ".key", ".kmz", ".thmx",
    ".doc", ".dot", ".ppt", ".pps", ".vsd", ".pub", ".mpp", ".msi", ".db",
)  # fmt: skip
_BY_NAME = {
    ".rar": FileKind.RAR, ".numbers": FileKind.NUMBERS, ".p7m": FileKind.SIGNED, ".url": FileKind.LINK,
    ".webloc": FileKind.LINK, ".gsheet": FileKind.LINK, ".fods": FileKind.XML, ".7z": FileKind.SEVEN_ZIP,
    ".zip": FileKind.ZIP, ".msg": FileKind.OUTLOOK, ".tar": FileKind.ARCHIVE, ".tgz": FileKind.ARCHIVE,
    ".lzh": FileKind.ARCHIVE, ".z01": FileKind.ARCHIVE,
}  # fmt: skip
_XML = (
    b'progid="Excel.Sheet"',
    b"urn:schemas-microsoft-com:office:spreadsheet",
    b"<office:document ",
)
_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?(?:\d{1,10}[ \t]*\r?\n)?[!-9;-~]{1,80}:[ \t]")
_MAIL_HEADERS = re.compile(
    rb"^(?:from|to|cc|subject|date|received|return-path|delivered-to|mime-version|message-id"
    rb"|content-type|x-unsent|reply-to|dkim-signature|authentication-results):",
    re.IGNORECASE | re.MULTILINE,
)
_MAIL_LINES = 3  # lines of a head that make a text a message


def by_head(name: str, head: bytes) -> FileKind:
    """Return what a file is by its name and its first bytes (`HEAD` of them, or all)."""
    extension = PurePosixPath(name.lower()).suffix
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", _OLE)):
        return _package(extension, head)
    if head[257:262] == b"ustar":
        return FileKind.ARCHIVE
    for magic, kind in _MAGIC:
        if head.startswith(magic) or (magic == b"-lh" and head[2:5] == magic):
            return kind
    if extension in _MAILS or _is_mail(head):
        return FileKind.MAIL
    if extension not in (".xls", ".csv", ".html", ".htm") and any(m in head for m in _XML):
        return FileKind.XML
    if extension in WORKBOOKS:
        return FileKind.WORKBOOK  # whatever else is wrong with it is said where it is opened
    return _BY_NAME.get(extension, FileKind.OTHER)


def of(name: str, data: bytes) -> FileKind:
    """Return what a file is by all that it holds. Opens it: call it in a process apart."""
    kind = by_head(name, data[:HEAD])
    if kind not in (FileKind.PACKAGE, FileKind.ZIP):
        return kind
    if data.startswith(_OLE):
        return _compound(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
    except BROKEN_ZIP:
        return FileKind.ZIP
    if any(n.startswith("xl/workbook.") for n in names):
        return FileKind.WORKBOOK
    if b"opendocument.spreadsheet" in data[:200]:
        return FileKind.WORKBOOK
    if "Index/Document.iwa" in names or "Index.zip" in names:
        return FileKind.NUMBERS
    # Office's other programs, OpenDocument texts, Java.
    marks = ("[Content_Types].xml", "META-INF/manifest.xml", "META-INF/MANIFEST.MF", "mimetype")
    return FileKind.OTHER if any(m in names for m in marks) else FileKind.ZIP


def is_picture(name: str) -> bool:
    """Whether a file has the name of a picture."""
    return name.lower().endswith(_PICTURES)


def _package(extension: str, head: bytes) -> FileKind:
    if extension in _OTHERS_PACKAGES or extension in _PICTURES:
        return FileKind.OTHER
    if head.startswith(_OLE):
        if extension == ".msg":
            return FileKind.OUTLOOK
        return FileKind.WORKBOOK if extension in WORKBOOKS else FileKind.PACKAGE
    if extension == ".numbers":
        return FileKind.NUMBERS
    if extension in WORKBOOKS and not _begins_with_a_file(head):
        return FileKind.WORKBOOK
    return FileKind.PACKAGE


def _begins_with_a_file(head: bytes) -> bool:
    """Whether the first entry of a zip is somebody's file and no part of a workbook."""
    size = int.from_bytes(head[26:28], "little")
    first = head[30 : 30 + size].lower()
    inner = (*WORKBOOKS, *_MAILS, ".zip", ".msg", ".7z")
    return not first.startswith((b"xl/", b"object")) and first.endswith(
        tuple(extension.encode() for extension in inner)
    )


def _is_mail(head: bytes) -> bool:
    if not _HEADER.match(head):
        return False
    lines = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    return len(_MAIL_HEADERS.findall(lines)) >= _MAIL_LINES


def _compound(data: bytes) -> FileKind:
    """Return what a compound file (MS-CFB) is, by the streams in its root."""
    import olefile  # few files are

    try:
        with olefile.OleFileIO(data) as file:
            if file.exists("__properties_version1.0"):
                return FileKind.OUTLOOK
            streams = ("Workbook", "Book", "EncryptedPackage")
            return FileKind.WORKBOOK if any(map(file.exists, streams)) else FileKind.OTHER
    except (OSError, ValueError, IndexError, TypeError, AttributeError):
        return FileKind.OTHER
