"""Documents as PDF by typst: tagged, PDF/A-2a and PDF/UA-1, fonts embedded.

No text becomes markup: it goes to the typst sources as JSON. The same content gives the same
bytes: the file's date is the memo's.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ita_excel.core.errors import InputError, ItaExcelError, MachineError
from ita_excel.core.language import Text
from ita_excel.documents import style
from ita_excel.documents.content.elements import Content, photos
from ita_excel.documents.pdf.objects import UnknownLayout
from ita_excel.documents.pdf.text import Ambiguous, correct_letters
from ita_excel.documents.pdf.typst_data import data_of, name_of
from ita_excel.documents.pictures import Picture
from ita_excel.documents.style import Page

if TYPE_CHECKING:
    from typst import Compiler, Fonts

Job = Callable[[], bytes]
_idle: list[Compiler] = []
_TOLD = 40  # letters of a text in a message

DAMAGED_PICTURE = Text(
    "ภาพตราครุฑหรือภาพประกอบเสียหาย จึงทำ PDF ไม่ได้ โปรดเปิดภาพนั้นแล้วบันทึกใหม่เป็น PNG หรือ JPEG",
    "the emblem or a photo is damaged, so no PDF can be made: "
    "open that picture and save it again as PNG or JPEG",
)
_OTHER_PDF = Text(
    "typst รุ่น {version} เขียน PDF ในรูปแบบที่โปรแกรมนี้แก้ข้อความให้ค้นหาและคัดลอกได้ถูกต้องไม่ได้ จึงไม่ทำ PDF "
    'โปรดติดตั้ง typst รุ่น {known} (pip install "typst=={known}") หรือใช้ --pdf-from word',
    "typst {version} writes PDFs in a form in which the text can't be made right to search and copy, "
    'so no PDF is made: install typst {known} (pip install "typst=={known}"), or use --pdf-from word',
)
_UNREADABLE = Text(
    "ข้อความ “{text}” พิมพ์ลง PDF ให้ค้นหาและคัดลอกได้ถูกต้องไม่ได้ จึงไม่ทำ PDF โปรดพิมพ์ข้อความนี้ใหม่",
    "“{text}” can't be put into a PDF so that it can be searched and copied, so no PDF is made: "
    "type it again",
)
_KNOWN = "0.15.*"  # of typst: what text.py was proved with, 0.15.0 and 0.15.2


def job(content: Content, name: str, page: Page, pictures: Mapping[str, Picture]) -> Job:
    """Return what makes a document by typst/`name`.typ and leaves Python free meanwhile.

    `pictures` are those that can be read, by their files' names; the place of an emblem that isn't
    among them stays blank.
    """
    data = data_of(content, page, pictures)
    moment = dt.datetime.combine(content.properties.date, dt.time(), dt.UTC)
    source = _defined("data", data) + _source(name, page)
    named = [getattr(content, "emblem", ""), *(photo.file for photo in photos(content))]
    shown = {name_of(n, pictures): pictures[n] for n in named if n in pictures}
    return partial(_compile, source, int(moment.timestamp()), shown)


@cache
def _source(name: str, page: Page) -> bytes:
    folder = Path(__file__).with_name("typst")
    parts = ("common", "tables", name, "ending")
    numbers = _defined("style", style.for_typst(page))
    return numbers + b"".join(folder.joinpath(f"{n}.typ").read_bytes() for n in parts)


def _defined(name: str, data: Mapping[str, Any]) -> bytes:
    """Return the line that defines `name`: one string literal, whatever the texts hold.

    Not by sys.inputs, which belongs to the library: with another one nothing would be reused.
    """
    told = json.dumps(data, ensure_ascii=False).replace("\\", "\\\\").replace('"', '\\"')
    return f'#let {name} = json(bytes("{told}"))\n'.encode()


@cache
def _fonts() -> Fonts:
    import typst

    folder = Path(__file__).parents[1] / "fonts"
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )


@contextmanager
def _compiler() -> Iterator[Compiler]:
    """Lend a compiler that nobody uses at the moment; it keeps what it has laid out."""
    import typst

    try:
        compiler = _idle.pop()
    except IndexError:
        compiler = typst.Compiler(font_paths=_fonts(), ignore_system_fonts=True)
    try:
        yield compiler
    finally:
        _idle.append(compiler)


def _folder() -> AbstractContextManager[str]:
    from tempfile import TemporaryDirectory

    return TemporaryDirectory(prefix="ita-excel-")


def _compile(source: bytes, timestamp: int, pictures: Mapping[str, Picture]) -> bytes:
    with _folder() if pictures else nullcontext() as folder:
        for name, picture in pictures.items():
            Path(folder or "", name).write_bytes(picture.oriented)
        try:
            with _compiler() as compiler:
                made = compiler.compile(
                    input=source,
                    format="pdf",
                    root=folder,
                    pdf_standards=["a-2a", "ua-1"],
                    timestamp=timestamp,
                )
        except RuntimeError as error:  # typst's own; only a picture comes from outside
            if not pictures or "image" not in str(error):
                raise
            raise InputError(DAMAGED_PICTURE) from error
    assert isinstance(made, bytes)  # a list is what PNG and SVG give
    return _with_right_text(made)


class UnreadableLetters(ItaExcelError):
    """A text that would be found as another one in the PDF; exit code 1."""


def _with_right_text(pdf: bytes) -> bytes:
    """Return typst's PDF with text that every reader reads.

    MachineError for another typst's, UnreadableLetters for letters that no word has on each other.
    """
    try:
        return correct_letters(pdf)
    except Ambiguous as error:
        raise UnreadableLetters(_UNREADABLE, text=str(error)[:_TOLD]) from error
    except UnknownLayout as error:
        from importlib.metadata import version

        raise MachineError(_OTHER_PDF, version=version("typst"), known=_KNOWN) from error
