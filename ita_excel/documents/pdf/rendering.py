"""Memo and report as PDF by typst: tagged, PDF/A-2a and PDF/UA-1, fonts embedded.

No text becomes markup: it goes to the typst sources as JSON. The same content gives the same
bytes: the file's date is the memo's.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ita_excel.core.errors import InputError, ItaExcelError, MachineError
from ita_excel.core.language import Text
from ita_excel.documents import style
from ita_excel.documents.content.elements import (
    Cell,
    Memo,
    Paragraph,
    Properties,
    Report,
    Section,
    Signature,
)
from ita_excel.documents.layout.continuing import LABEL_GAP, TYPST, continued
from ita_excel.documents.layout.linebreaks import em, pieces, set_width
from ita_excel.documents.layout.opinions import columns, rows
from ita_excel.documents.pdf.objects import UnknownLayout
from ita_excel.documents.pdf.text import Untold, tell_letters
from ita_excel.documents.pictures import Picture
from ita_excel.rules.printable import printable

if TYPE_CHECKING:
    from typst import Compiler, Fonts

_SIZE = style.TEXT * style.POINT  # of the text, in centimetres
_CELL_SIZE = style.CELL * style.POINT
_MEMO_ROOM = style.MEMO.text_width / _SIZE
_REPORT_ROOM = style.REPORT.text_width / _SIZE
_PAGES = {"memo": style.MEMO, "report": style.REPORT}
Job = Callable[[], bytes]
_Piece = str | tuple[str, float]  # a Thai word with its width in ems
_idle: list[Compiler] = []
_TOLD = 40  # letters of a text in a message
_LINES_OF_A_PAGE = 25  # what surely fits below a heading row

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


def memo_pdf(memo: Memo, emblem: Picture | None = None) -> bytes:
    """Return the memo; its emblem's place stays blank where `emblem` is None."""
    return memo_job(memo, emblem)()


def report_pdf(report: Report, pictures: Mapping[str, Picture] | None = None) -> bytes:
    """Return the report; `pictures` holds those of the annex by their file's name."""
    return report_job(report, pictures)()


def memo_job(memo: Memo, emblem: Picture | None = None) -> Job:
    """Return what makes the memo and leaves Python free meanwhile."""
    text = _Texts(memo.properties.names)
    pairs = columns(memo)
    line = {
        name: text.pieces(getattr(memo, name), _MEMO_ROOM)
        for name in ("department", "number", "date", "subject", "to", "enclosures")
    }
    data = {
        "properties": _properties(memo.properties),
        "emblem": emblem and f"emblem{emblem.suffix}",
        "title": memo.title,
        **line,
        "paragraphs": [text.pieces(p, _MEMO_ROOM - 5) for p in memo.paragraphs],
        "proposer": memo.proposer and text.signature(memo.proposer),
        "columns": pairs,
        "rows": [2 if right else 1 for _, right in rows(memo)],
        "opinions": [
            text.signature(s, style.PAIR_WIDTH if pairs == 2 else style.MEMO.text_width)
            for s in memo.opinions
        ],
    }
    return _job("memo", data, memo.properties, {"emblem": emblem} if emblem else {})


def report_job(report: Report, pictures: Mapping[str, Picture] | None = None) -> Job:
    """Return what makes the report and leaves Python free meanwhile."""
    text = _Texts(report.properties.names)
    found = {f"photo{i}": (pictures or {})[p.file] for i, p in enumerate(report.photos)}
    data = {
        "properties": _properties(report.properties),
        "title": [text.pieces(line, _REPORT_ROOM, bold=True) for line in report.title],
        "plan": text.section(continued(report.plan, report.properties, TYPST, report.title)),
        "summary": text.section(report.summary),
        "results": text.section(continued(report.results, report.properties, TYPST)),
        "annex": report.annex,
        "photos": [
            {
                "file": f"{name}{picture.suffix}",
                "alt": photo.caption,
                "caption": text.pieces(photo.caption, _REPORT_ROOM / 2 - 1),
            }
            for photo, (name, picture) in zip(report.photos, found.items(), strict=True)
        ],
    }
    return _job("report", data, report.properties, found)


class _Texts:
    """Cuts texts into pieces that fit their line."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names

    def pieces(self, text: str, room: float, *, bold: bool = False) -> list[_Piece]:
        """Return the pieces for `words` of common.typ, which sets them regular or bold."""
        cut = pieces(printable(text), self._names, room)
        return [p if (width := set_width(p, bold=bold)) is None else (p, width) for p in cut]

    def signature(
        self, signature: Signature, width: float = style.MEMO.text_width
    ) -> dict[str, list[_Piece]]:
        """Return what stands in a block of that width in centimetres."""
        signed = min(style.MEMO.text_width - style.SIGNED, width) / _SIZE
        return {
            "name": self.pieces(signature.name, signed),
            "position": self.pieces(signature.position, signed),
            "heading": self.pieces(signature.heading, width / _SIZE, bold=True),
        }

    def section(self, section: Section) -> dict[str, Any]:
        rooms = [(c.width - 2 * style.INSET) / _CELL_SIZE for c in section.table.columns]
        columns = [
            {
                "heading": self.pieces(c.heading, room, bold=True),
                "width": round(c.width, 3),
                "centred": c.centred,
            }
            for c, room in zip(section.table.columns, rooms, strict=True)
        ]
        groups = [
            {
                "measure": self.cell(group.measure, rooms[0], bold=True),
                "rows": [
                    {
                        "cells": [
                            self.cell(c, room, bold=group.total)
                            for c, room in zip(row.cells, rooms[1:], strict=True)
                        ],
                        "tall": any(map(_may_be_tall, row.cells, rooms[1:])),
                    }
                    for row in group.rows
                ],
                "tall": _may_be_tall(group.measure, rooms[0]),
                "total": group.total,
            }
            for group in section.table.groups
        ]
        return {
            "heading": self.pieces(section.heading, _REPORT_ROOM, bold=True),
            "lead": self.pieces(section.lead, _REPORT_ROOM - 5),
            "table": {"columns": columns, "groups": groups},
        }

    def cell(self, cell: Cell, room: float, *, bold: bool) -> list[dict[str, Any]]:
        return [self.paragraph(p, room, bold=bold) for p in cell]

    def paragraph(self, paragraph: Paragraph, room: float, *, bold: bool) -> dict[str, Any]:
        start = round(em(paragraph.label) + LABEL_GAP, 3) if paragraph.label else 0
        return {
            "pieces": self.pieces(paragraph.text, room - start, bold=bold),
            "label": [paragraph.label] if paragraph.label else [],
            "start": start,
            "kind": paragraph.kind,
            "href": paragraph.href,
        }


def _may_be_tall(cell: Cell, room: float) -> bool:
    """Whether a cell may need a page of its own; lines end early, so they are counted amply."""
    lines = sum(1 + 1.5 * em(p.whole) / max(room - 2, 1) for p in cell)
    return lines > _LINES_OF_A_PAGE


def _properties(properties: Properties) -> dict[str, Any]:
    date = properties.date
    return {
        "title": properties.title,
        "author": properties.author,
        "date": [date.year, date.month, date.day],
        "draft": properties.draft,
        "thai-digits": properties.thai_digits,
    }


@cache
def _source(name: str) -> bytes:
    folder = resources.files("ita_excel.documents.pdf").joinpath("typst")
    parts = ("common", name, "ending")
    numbers = _defined("style", style.for_typst(_PAGES[name]))
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

    with resources.as_file(resources.files("ita_excel.documents.fonts")) as folder:
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


def _job(
    name: str, data: dict[str, Any], properties: Properties, pictures: Mapping[str, Picture]
) -> Job:
    moment = dt.datetime.combine(properties.date, dt.time(), dt.UTC)
    return partial(
        _compile, _defined("data", data) + _source(name), int(moment.timestamp()), pictures
    )


def _folder() -> AbstractContextManager[str]:
    from tempfile import TemporaryDirectory

    return TemporaryDirectory(prefix="ita-excel-")


def _compile(source: bytes, timestamp: int, pictures: Mapping[str, Picture]) -> bytes:
    with _folder() if pictures else nullcontext() as folder:
        for stem, picture in pictures.items():
            Path(folder or "", f"{stem}{picture.suffix}").write_bytes(picture.oriented)
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


class Unreadable(ItaExcelError):
    """A text that would be found as another one in the PDF; exit code 1."""


def _with_right_text(pdf: bytes) -> bytes:
    """Return typst's PDF with text that every reader reads.

    MachineError for another typst's, Unreadable for letters that no word has on each other.
    """
    try:
        return tell_letters(pdf)
    except Untold as error:
        raise Unreadable(_UNREADABLE, text=str(error)[:_TOLD]) from error
    except UnknownLayout as error:
        from importlib.metadata import version

        raise MachineError(_OTHER_PDF, version=version("typst"), known=_KNOWN) from error
