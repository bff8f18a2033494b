"""Makes the files of one workbook in memory; writes none.

PDFs are made on the side: `begin` has them started, so that whoever calls can do something else
before `Making.finish` makes the rest. A document with a template of the office's own has its PDF
made from the Word file, or none: never one that says something else. Knows which formats are for
publication and guards those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ita_excel.core import limits
from ita_excel.core.apart import files
from ita_excel.core.errors import InputError, ItaExcelError, MachineError, UsageError
from ita_excel.core.language import Text
from ita_excel.core.requirements import require, there
from ita_excel.documents import evidence, naming
from ita_excel.documents.content.elements import Content
from ita_excel.documents.content.material import Material
from ita_excel.documents.declarations import DOCUMENTS
from ita_excel.documents.declaring import Document
from ita_excel.documents.guarding import PersonalData, require_publishable
from ita_excel.documents.later import Later
from ita_excel.documents.order import Order
from ita_excel.documents.pictures import Picture
from ita_excel.schema.model import Workbook
from ita_excel.thai.normal import same

__all__ = ["Making", "PersonalData", "begin", "read_templates", "render"]

_Files = dict[str, bytes | Later]  # by name

_NO_UNIT = Text(
    "ไม่มีรายการของหน่วยงาน “{unit}” ในไฟล์นี้ หน่วยงานที่มี: {units}",
    "the workbook has nothing of the unit “{unit}”; its units: {units}",
)
_NO_TEMPLATES = Text(
    "ไม่พบแม่แบบ {names} ในโฟลเดอร์ {folder} โปรดใช้คำสั่ง templates copy ก่อน",
    "there is no {names} in the folder {folder}: use the command templates copy first",
)
_LEFT_OUT = Text(
    "แม่แบบ {name}.docx ไม่มี {what} เอกสารที่ทำจากแม่แบบนี้จึงไม่มีข้อความส่วนนั้น",
    "the template {name}.docx has no {what}, so documents made from it lack that part",
)
_MISSING = Text(
    "ไม่พบไฟล์ที่อ้างเป็นหลักฐาน ({names}) จึงไม่พิมพ์เป็นหลักฐานในรายงาน โปรดวางไฟล์ไว้ข้างสมุดงาน หรือแก้ช่องหลักฐาน",
    "files named as evidence were not found ({names}), so the report doesn't name them: put them "
    "beside the workbook, or correct the evidence",
)


@dataclass(frozen=True, slots=True)
class _Begun:
    """One document in all its formats: the PDF under way, and what makes all files in order.

    `from_word`: the PDF that is wanted has to be made from the Word file, by an office program.
    `notes` say what a person should know of it.
    """

    pdf: Mapping[str, Later]
    files: Callable[[], _Files]
    from_word: bool = False
    notes: tuple[Text, ...] = ()


class Making:
    """The files of one workbook, of which the PDFs are under way."""

    def __init__(self, documents: Iterable[_Begun], order: Order) -> None:
        self._documents, self._order = tuple(documents), order
        self.notes = tuple(note for d in self._documents for note in d.notes)
        self.shortfall: ItaExcelError | None = None  # why a PDF is missing from what was made

    def finish(self) -> dict[str, bytes]:
        """Return the files by name; InputError as `begin` says.

        PDFs that have to be made from the Word files are missing where no program on this computer
        can do that: `shortfall` says why.
        """
        made: _Files = {}
        words: list[str] = []
        for document in self._documents:
            its = document.files()
            words += [n for n in its if document.from_word and n.endswith(".docx")]
            made |= its
        files = {n: _result(d) if isinstance(d, Later) else d for n, d in made.items()}
        return self._with_pdfs(files, words) if words else files

    def _with_pdfs(self, files: dict[str, bytes], words: Sequence[str]) -> dict[str, bytes]:
        """Return the files with PDFs made of `words`, each beside the one it is made of."""
        from ita_excel.documents.word.to_pdf import word_to_pdf

        numbered = {f"document{i}": files[name] for i, name in enumerate(words)}
        made: Mapping[str, bytes] = {}
        try:
            made = word_to_pdf(numbered)
        except MachineError as error:
            self.shortfall = error
        pdfs = {word: made[number] for word, number in zip(words, numbered, strict=True) if made}
        whole: dict[str, bytes] = {}
        for name, data in files.items():
            if name not in words or "docx" in self._order.formats:
                whole[name] = data
            if name in pdfs:
                whole[f"{name.removesuffix('.docx')}.pdf"] = pdfs[name]
        return whole

    def stop(self) -> None:
        """Let go of PDFs that nobody wants any more, when they are done."""
        for document in self._documents:
            for pdf in document.pdf.values():
                pdf.stop()


def _result(pdf: Later) -> bytes:
    try:
        return pdf.result()
    except ItaExcelError:
        raise
    except ImportError as error:
        require("typst", error)
        raise
    except Exception:
        require("typst")  # of another version than ours, it fails in ways of its own
        raise


def render(workbook: Workbook, folder: Path, order: Order) -> dict[str, bytes]:
    """Return the files by name; nothing is written. Errors as `begin` says.

    MachineError where a PDF is missing because no program on this computer can make it.
    """
    making = begin(workbook, folder, order)
    files = making.finish()
    if making.shortfall:
        raise making.shortfall
    return files


def begin(workbook: Workbook, folder: Path, order: Order) -> Making:
    """Start to make the files of a workbook; its pictures lie in `folder`.

    PersonalData where published formats would hold some, InputError for a broken template,
    UsageError for a unit that the workbook doesn't have.
    """
    templates = read_templates(order.templates) if order.templates else {}
    from_word = order.pdf_from_word or templates.keys() >= set(order.kinds)
    if "pdf" in order.formats and not from_word and not there("typst"):
        require("typst")
    _check_unit(workbook, order.unit)
    # Those that take longest stand last, and start first.
    begun = [
        _begun(document, workbook, folder, order, templates.get(document.kind))
        for document in reversed(order.documents)
        if not set(order.formats).isdisjoint(document.formats)
    ]
    return Making(reversed(begun), order)


def read_templates(folder: Path) -> dict[str, bytes]:
    """Return an office's own templates; one that is missing there is ours."""
    found: dict[str, bytes] = {}
    names = [d.kind for d in DOCUMENTS if "docx" in d.formats]
    wanted = Text(*(word.join(f"{n}.docx" for n in names) for word in (" หรือ ", " or ")))
    for name in names:
        path = folder / f"{name}.docx"
        try:
            if path.is_file():
                found[name] = files.read(path, limits.TEMPLATE)
        except OSError as error:
            raise InputError(_NO_TEMPLATES, names=wanted, folder=folder) from error
    if not found:
        raise InputError(_NO_TEMPLATES, names=wanted, folder=folder)
    return found


def _check_unit(workbook: Workbook, unit: str | None) -> None:
    if unit is None or workbook.meanings.people[unit].units:
        return
    named = [*(a.responsible for a in workbook.plan), *(r.responsible for r in workbook.results)]
    if not any(same(name, unit) for name in named):
        units = ", ".join(u.name for u in workbook.units)
        raise UsageError(_NO_UNIT, unit=unit, units=units)


def _begun(
    document: Document, workbook: Workbook, folder: Path, order: Order, template: bytes | None
) -> _Begun:
    pictures: dict[str, Picture] = {}
    missing: tuple[str, ...] = ()
    if document.shows_evidence:
        pictures = evidence.pictures(workbook, folder)
        missing = evidence.missing(workbook, folder, pictures)
    content = document.content(
        Material(
            workbook, order.round, order.draft, order.sign, order.unit, tuple(pictures), missing
        )
    )
    if order.publishes(document):
        require_publishable(workbook, order, document, content)
    if "emblem" in document.prints.settings:
        pictures |= evidence.emblem(workbook, folder)
    wanted = [f for f in order.formats if f in document.formats]
    from_word = "pdf" in wanted and (order.pdf_from_word or template is not None)
    its = _Renderer(document, content, workbook, order, pictures)
    pdf = {}
    if "pdf" in wanted and not from_word:
        from ita_excel.documents.pdf.rendering import job

        pdf = {its.name("pdf"): Later(job(content, document.kind, document.page, pictures))}
    notes: tuple[Text, ...] = ()
    if template and ("docx" in wanted or from_word):
        notes += _left_out(document, content, template)
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

    return _Begun(pdf, made, from_word, notes)


def _left_out(document: Document, content: Content, template: bytes) -> tuple[Text, ...]:
    from ita_excel.documents.word.rendering import left_out

    what = ", ".join(f"{{{{ {m} }}}}" for m in left_out(content, document.kind, template))
    return (_LEFT_OUT.fill(name=document.kind, what=what),) if what else ()


@dataclass(frozen=True, slots=True)
class _Renderer:
    """What makes each file of one document."""

    document: Document
    content: Content
    workbook: Workbook
    order: Order
    pictures: Mapping[str, Picture]

    def name(self, ending: str, beginning: str = "") -> str:
        """Return a file's name; it begins as the document's do, or otherwise."""
        agency, round_ = self.workbook.agency, self.content.round
        beginning = beginning or self.document.file_name
        stem = naming.stem(beginning, agency, round_, self.order.unit, draft=self.order.draft)
        return f"{stem}.{ending}"

    def word(self, template: bytes | None) -> _Files:
        from ita_excel.documents.word.rendering import word_file

        kind = self.document.kind
        return {self.name("docx"): word_file(self.content, kind, template, self.pictures)}

    def web_page(self) -> _Files:
        from ita_excel.documents.web.rendering import web_page

        kind, page = self.document.kind, self.document.page
        return {self.name("html"): web_page(self.content, kind, page, self.pictures)}

    def open_data(self, wish: str) -> _Files:
        from ita_excel.documents.data.datasets import csv_package, json_package

        make = {"csv": csv_package, "json": json_package}[wish]
        document = self.document
        made = make(self.content, self.workbook, document.kind, document.file_name, self.name)
        return {**made}
