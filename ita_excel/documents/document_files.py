"""The files of one document in the formats that were asked for: the PDF begun, the rest when wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ita_excel.core.language import Text
from ita_excel.documents import evidence, naming
from ita_excel.documents.content.analysis import Analysis
from ita_excel.documents.content.elements import Content
from ita_excel.documents.content.material import Material, SaidSentence, SharedAs
from ita_excel.documents.content.previews import without_value
from ita_excel.documents.declaring import Covers, Document
from ita_excel.documents.guarding import require_publishable
from ita_excel.documents.later import Later
from ita_excel.documents.order import Order
from ita_excel.documents.pictures import Picture
from ita_excel.schema import SCORES
from ita_excel.schema.model import Workbook

_Files = dict[str, bytes | Later]  # by name

_LEFT_OUT = Text(
    "แม่แบบ {name}.docx ไม่มี {what} เอกสารที่ทำจากแม่แบบนี้จึงไม่มีข้อความส่วนนั้น",
    "the template {name}.docx has no {what}, so documents made from it lack that part",
)
NO_SCORES = Text(
    "ยังไม่มีคะแนนของ {n} ตัวชี้วัดในชีต “{sheet}” รายงานการวิเคราะห์จึงบอกตามนั้น โปรดกรอกคะแนนแล้วทำใหม่",
    "{n} indicators have no score on the sheet “{sheet}”, and the analysis says so: fill them in and "
    "make it again",
)
_NO_VALUE = Text(
    "{document}: {names} ในถ้อยคำของหน่วยงานยังไม่มีค่า จึงพิมพ์ตามที่เป็นพร้อมวงเล็บปีกกา โปรดกรอกข้อมูลหรือแก้ถ้อยคำ",
    "{document}: {names} in the office's own words have no value yet and are printed as they are, "
    "braces too: fill in what is missing, or change the words",
)
_MISSING = Text(
    "ไม่พบไฟล์ที่อ้างเป็นหลักฐาน ({names}) จึงไม่พิมพ์เป็นหลักฐานในรายงาน โปรดวางไฟล์ไว้ข้างสมุดงาน หรือแก้ช่องหลักฐาน",
    "files named as evidence were not found ({names}), so the report doesn't name them: put them "
    "beside the workbook, or correct the evidence",
)


class LastYear(NamedTuple):
    """Last year's workbook, whose results are reported, and the folder where its evidence lies."""

    workbook: Workbook
    folder: Path


@dataclass(frozen=True, slots=True)
class Begun:
    """One document in all its formats: the PDF under way, and what makes all files in order.

    `from_word`: the PDF that is wanted has to be made from the Word file, by an office program.
    `notes` say what a person should know of it.
    """

    kind: str
    pdf: Mapping[str, Later]
    files: Callable[[], _Files]
    from_word: bool = False
    notes: tuple[Text, ...] = ()


def begun(
    document: Document,
    workbook: Workbook,
    folder: Path,
    order: Order,
    template: bytes | None,
    last: LastYear | None = None,
) -> Begun:
    """Start to make a document; errors as `making.begin` says."""
    pictures: dict[str, Picture] = {}
    missing: tuple[str, ...] = ()
    if document.shows_evidence:
        reported, beside = last or LastYear(workbook, folder)
        pictures = evidence.pictures(reported, beside)
        missing = evidence.missing(reported, beside, pictures)
    said: list[SaidSentence] = []
    content = document.content(
        Material(
            workbook,
            order.round,
            order.draft,
            order.sign,
            order.unit,
            tuple(pictures),
            missing,
            order.shared,
            last.workbook if last else None,
            said,
        )
    )
    if order.publishes(document):
        require_publishable(workbook, order, document, content)
        if last and document.shows_evidence:
            require_publishable(last.workbook, order, document, content, last=True)
    if "emblem" in document.prints.settings:
        pictures |= evidence.emblem(workbook, folder)
    wanted = [f for f in order.formats if f in document.formats]
    from_word = "pdf" in wanted and (order.pdf_from_word or template is not None)
    identity = last.workbook.identity if last else ""
    its = _Renderer(document, content, workbook, order, pictures, identity)
    pdf = {}
    if "pdf" in wanted and not from_word:
        from ita_excel.documents.pdf.rendering import job

        pdf = {its.name("pdf"): Later(job(content, document.layout, document.page, pictures))}
    notes: tuple[Text, ...] = ()
    if template and ("docx" in wanted or from_word):
        notes += _left_out(document, content, template)
    if isinstance(content, Analysis) and (n := content.found.without_score):
        notes += (NO_SCORES.fill(n=n, sheet=SCORES.sheet),)
    if blanks := without_value(said):
        notes += (_NO_VALUE.fill(document=document.title, names=", ".join(blanks)),)
    if shown := evidence.named_in(content, missing):
        notes += (_MISSING.fill(names=", ".join(shown)),)

    def made() -> _Files:
        found: _Files = {}
        for wish in wanted:
            if wish == "docx" or (wish == "pdf" and from_word):
                found |= its.word(template)
            elif wish == "pdf":
                found |= pdf
            elif wish == "html":
                found |= its.web_page()
            else:
                found |= its.open_data(wish)
        return found

    return Begun(document.kind, pdf, made, from_word, notes)


def _left_out(document: Document, content: Content, template: bytes) -> tuple[Text, ...]:
    from ita_excel.documents.word.rendering import left_out

    what = ", ".join(f"{{{{ {m} }}}}" for m in left_out(content, document.layout, template))
    return (_LEFT_OUT.fill(name=document.layout, what=what),) if what else ()


_BY_UNIT = {SharedAs.ROWS: "แยกหน่วยงาน", SharedAs.ANNEX: "ภาคผนวกหน่วยงาน"}  # in a file's name


@dataclass(frozen=True, slots=True)
class _Renderer:
    """What makes each file of one document."""

    document: Document
    content: Content
    workbook: Workbook
    order: Order
    pictures: Mapping[str, Picture]
    last: str = ""  # the identity of last year's workbook, where the results are its

    def name(self, ending: str, beginning: str = "") -> str:
        """Return a file's name; it begins as the document's do, or otherwise."""
        agency, round_ = self.workbook.agency, self.content.round
        beginning = beginning or self.document.file_name
        year = None if self.document.covers is Covers.RESULTS else agency.fiscal_year
        stem = naming.stem(
            beginning,
            agency,
            round_,
            self.order.unit,
            draft=self.order.draft,
            year=year,
            by_unit=_BY_UNIT.get(self.order.shared, "") if self.document.shows_evidence else "",
        )
        return f"{stem}.{ending}"

    def word(self, template: bytes | None) -> _Files:
        from ita_excel.documents.word.made_from import About
        from ita_excel.documents.word.rendering import word_file

        name, order, agency = self.document.layout, self.order, self.workbook.agency
        about = About(
            workbook=self.workbook.identity,
            kind=self.document.kind,
            round=self.content.round.value if self.content.round else "",
            unit=order.unit or "",
            agency=agency.name,
            year=str(agency.fiscal_year.year) if agency.fiscal_year else "",
            shared=order.shared.value,
            draft=order.draft,
            last=self.last,
        )
        return {
            self.name("docx"): word_file(
                self.content, name, template, self.pictures, about, whole_rows=order.whole_rows
            )
        }

    def web_page(self) -> _Files:
        from ita_excel.documents.web.rendering import web_page

        name, page = self.document.layout, self.document.page
        return {self.name("html"): web_page(self.content, name, page, self.pictures)}

    def open_data(self, wish: str) -> _Files:
        from ita_excel.documents.data.datasets import csv_package, json_package

        make = {"csv": csv_package, "json": json_package}[wish]
        document = self.document
        made = make(self.content, self.workbook, document.kind, document.file_name, self.name)
        return {**made}
