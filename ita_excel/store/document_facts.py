"""What a stranger's document is: its kind, whether it opens, holds text, and which days it names.

Runs in a process apart (`core.apart`), for files named as evidence and for what a web address gave.
PDFs are read by pypdf, workbooks and Word files from their packages, older ones by olefile. What
can't be told is left open: an answer None is no finding.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from ita_excel.core.language import Text

_LETTERS = re.compile(r"[A-Za-z0-9ก-๛\uf700-\uf71d]")
_ENOUGH = 20  # letters: a stamp of the scanner's or a page's number is no text
_PAGES = 200
_TEXT = 400_000  # letters in which years and days are looked for
_PART = 20_000_000  # of a package, unpacked
_TAG = re.compile(rb"<(?!/?(?:\w+:)?(?:p|row|tr|si|br)\b)[^<>]*>")
_BLOCK = re.compile(rb"<[^<>]*>")
_TAKEN = re.compile(rb"(?<![0-9])((?:19|20)\d\d):(\d\d):(\d\d) \d\d:\d\d:\d\d\x00")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

KINDS = {
    "pdf": Text("ไฟล์ PDF", "a PDF"),
    "word": Text("เอกสาร Word", "a Word document"),
    "sheet": Text("สมุดงาน Excel", "an Excel workbook"),
    "slides": Text("งานนำเสนอ", "a presentation"),
    "picture": Text("รูปภาพ", "a picture"),
    "archive": Text("ไฟล์ zip", "a zip file"),
    "video": Text("วิดีโอ", "a video"),
    "html": Text("หน้าเว็บ (HTML)", "a web page (HTML)"),
    "other": Text("ไฟล์ชนิดอื่น", "something else"),
}
BY_SUFFIX = {
    ".pdf": "pdf", ".doc": "word", ".docx": "word", ".xls": "sheet", ".xlsx": "sheet",
    ".ppt": "slides", ".pptx": "slides", ".jpg": "picture", ".jpeg": "picture", ".png": "picture",
    ".gif": "picture", ".zip": "archive", ".mp4": "video",
}  # fmt: skip


class _Locked(Exception):
    """A password is asked for."""


class _Damaged(Exception):
    """No program opens it."""


class _Content(NamedTuple):
    kind: str
    searchable: bool | None = None
    text: str = ""
    made: tuple[dt.date, ...] = ()
    page: Mapping[str, Any] = {}  # what a web page is besides: title, password, refresh, letters


def work(words: dict[str, Any], data: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Say what a document is; called in the process apart. `near` is the fiscal year asked about."""
    from ita_excel.thai.calendar import FiscalYear
    from ita_excel.thai.said_dates import days, fiscal_years

    problem, found = "", _Content(kind_of(data))
    if not data:
        problem = "empty"
    else:
        try:
            found = _read(found.kind, data, str(words.get("charset", "")))
        except _Locked:
            problem = "locked"
        except (_Damaged, zipfile.BadZipFile, zlib.error, EOFError):
            problem = "damaged"
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 (what our reader trips over may open elsewhere)
            found = _Content(found.kind)
    text = found.text[:_TEXT]
    yield (
        {
            "problem": problem,
            "kind": found.kind,
            "searchable": found.searchable,
            "made": [day.isoformat() for day in found.made],
            "years": sorted(fiscal_years(text)),
            "days": sorted(d.isoformat() for d in days(text, FiscalYear(int(words["near"])))),
            "title": " ".join(text[:2000].split())[:200],
            **found.page,
        },
        b"",
    )


def kind_of(data: bytes) -> str:
    """Return the kind of content by its first bytes, a key of `KINDS`."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    low = head[:512].lower()
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\0", b"MM\0*")):
        return "picture"
    if data[8:12] == b"WEBP" or data[4:12] in (b"ftypheic", b"ftypmif1"):
        return "picture"
    if data[4:8] == b"ftyp":
        return "video"
    if low.startswith((b"<!doctype html", b"<html", b"<head")) or b"<html" in low:
        return "html"
    if data.startswith(b"PK"):
        return _kind_of_package(data)
    if data.startswith(_OLE):
        return _kind_of_ole(data)
    return "word" if head.startswith(b"{\\rtf") else "other"


def _kind_of_package(data: bytes) -> str:
    with suppress(zipfile.BadZipFile, ValueError, OSError), _opened(data) as package:
        names = set(package.namelist())
        for first, kind in (("word/", "word"), ("xl/", "sheet"), ("ppt/", "slides")):
            if "[Content_Types].xml" in names and any(n.startswith(first) for n in names):
                return kind
        if "mimetype" in names:  # OpenDocument
            said = package.read("mimetype")[:80]
            kinds = {b"text": "word", b"spreadsheet": "sheet", b"presentation": "slides"}
            return next((k for w, k in kinds.items() if said.endswith(w)), "archive")
    return "archive"


def _kind_of_ole(data: bytes) -> str:
    streams = _ole_streams(data)
    if "encryptedpackage" in streams:
        return "locked"
    for stream, kind in (("worddocument", "word"), ("workbook", "sheet"), ("book", "sheet"),
                         ("powerpoint document", "slides")):  # fmt: skip
        if stream in streams:
            return kind
    return "other"


def _ole_streams(data: bytes) -> set[str]:
    import olefile

    with suppress(OSError, ValueError), olefile.OleFileIO(io.BytesIO(data)) as ole:
        return {"/".join(entry).casefold() for entry in ole.listdir()}
    return set()


def _read(kind: str, data: bytes, charset: str) -> _Content:
    if kind == "locked":
        raise _Locked
    if kind == "pdf":
        return _pdf(data)
    if kind == "picture":
        return _picture(data)
    if kind == "html":
        from ita_excel.store.page_words import read_page  # few files are

        text, page = read_page(data, charset)
        return _Content(kind, None, text, page=page)
    if kind in ("word", "sheet", "slides", "archive") and data.startswith(b"PK"):
        return _package(kind, data)
    if data.startswith(_OLE):
        return _older(kind, data)
    return _Content(kind)


def _pdf(data: bytes) -> _Content:
    from pypdf import PasswordType, PdfReader  # only where a PDF is evidence
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        pages = 0 if reader.is_encrypted else len(reader.pages)
    except DependencyError:
        return _Content("pdf")
    except PyPdfError as error:
        raise _Damaged from error
    if reader.is_encrypted:
        try:
            if reader.decrypt("") is PasswordType.NOT_DECRYPTED:
                raise _Locked
        except (DependencyError, NotImplementedError):  # a cipher that this machine hasn't got
            return _Content("pdf")
    made = tuple(_dates_of(reader))
    pages = pages or len(reader.pages)
    if not pages:
        raise _Damaged
    parts: list[str] = []
    unread = False
    for page in reader.pages[:_PAGES]:
        try:
            parts.append(page.extract_text())
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 (one page that pypdf trips over says nothing of the others)
            unread = True
        if sum(map(len, parts)) > _TEXT:
            break
    text = "\n".join(parts)
    searchable = _is_text(text)
    if not searchable and (unread or pages > _PAGES):
        return _Content("pdf", None, text, made)
    return _Content("pdf", searchable, text, made)


def _dates_of(reader: Any) -> Iterator[dt.date]:
    for name in ("creation_date", "modification_date"):
        with suppress(Exception):  # a date as no program should write one
            if day := getattr(reader.metadata, name, None):
                yield day.date()


def _is_text(text: str) -> bool:
    """Whether a text can be searched: letters, and not the numbers of a font's glyphs."""
    said = re.sub(r"\s+", "", text)
    letters = len(_LETTERS.findall(said))
    return letters >= _ENOUGH and letters * 5 > len(said)


def _package(kind: str, data: bytes) -> _Content:
    with _opened(data) as package:
        names = package.namelist()
        if kind == "archive":
            return _Content(kind)
        parts = [n for n in names if _TEXT_PART.fullmatch(n)]
        text = "\n".join(_plain(_part(package, name)) for name in parts[:200])
        core = _part(package, "docProps/core.xml") if "docProps/core.xml" in names else b""
        pictures = any("/media/" in n for n in names)
    # A document without words and pictures is empty rather than scanned: nobody claims anything.
    scanned = pictures and kind != "sheet"
    searchable = True if _is_text(text) else (False if scanned else None)
    return _Content(kind, searchable, text, tuple(_made(core)))


_TEXT_PART = re.compile(
    r"word/(?:document|header\d*|footer\d*|footnotes)\.xml|xl/sharedStrings\.xml"
    r"|xl/worksheets/[^/]+\.xml|ppt/slides/[^/]+\.xml|content\.xml"
)


def _opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    if package.getinfo(name).flag_bits & 1:
        raise _Locked
    try:
        with package.open(name) as part:
            return part.read(_PART)
    except (zlib.error, EOFError) as error:
        raise _Damaged from error


def _plain(xml: bytes) -> str:
    """Return the words of a part, a line a paragraph."""
    from html import unescape

    words = _BLOCK.sub(b"\n", _TAG.sub(b"", xml))
    return unescape(words.decode("utf-8", "replace"))


def _made(core: bytes) -> Iterator[dt.date]:
    """Yield when a document was made and last saved."""
    for said in re.findall(rb"<dcterms:(?:modified|created)[^>]*>(\d{4}-\d\d-\d\d)", core):
        with suppress(ValueError):
            yield dt.date.fromisoformat(said.decode())


def _older(kind: str, data: bytes) -> _Content:
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        if kind == "word" and ole.exists("WordDocument"):
            head = ole.openstream("WordDocument").read(12)
            if head[11] & 1:  # FibBase.fEncrypted, [MS-DOC] 2.5.2
                raise _Locked
        properties = ole.get_metadata()
    times = (properties.create_time, properties.last_saved_time)
    made = tuple(t.date() for t in times if isinstance(t, dt.datetime) and t.year > 1990)
    return _Content(kind, None, "", made)


def _picture(data: bytes) -> _Content:
    if data.startswith(b"\xff\xd8") and b"\xff\xd9" not in data[-65_536:]:
        raise _Damaged
    if data.startswith(b"\x89PNG") and b"IEND" not in data[-65_536:]:
        raise _Damaged
    days = []
    for year, month, day in _TAKEN.findall(data[:131_072]):  # Exif, as text
        with suppress(ValueError):
            days.append(dt.date(int(year), int(month), int(day)))
    return _Content("picture", None, "", (min(days),) if days else ())
