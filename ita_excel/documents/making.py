"""Makes the files of one workbook in memory; writes none.

PDFs are made on the side: `begin` has them started, so that whoever calls can do something else
before `Making.finish` makes the rest. A document with a template of the office's own has its PDF
made from the Word file, or none: never one that says something else. Knows which formats are for
publication and guards those.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ita_excel.core import limits
from ita_excel.core.apart import files
from ita_excel.core.errors import InputError, ItaExcelError, MachineError, UsageError
from ita_excel.core.language import Text
from ita_excel.core.requirements import require, there
from ita_excel.documents.declarations import TEMPLATE_NAMES, TEMPLATES
from ita_excel.documents.document_files import Begun, LastYear, begun
from ita_excel.documents.guarding import PersonalData
from ita_excel.documents.later import Later
from ita_excel.documents.order import Order
from ita_excel.schema.model import Workbook
from ita_excel.thai.normal import same

__all__ = ["Making", "PersonalData", "begin", "read_templates"]

_NO_UNIT = Text(
    "ไม่มีรายการของหน่วยงาน “{unit}” ในไฟล์นี้ หน่วยงานที่มี: {units}",
    "the workbook has nothing of the unit “{unit}”; its units: {units}",
)
_NO_TEMPLATES = Text(
    "ไม่พบแม่แบบ {names} ในโฟลเดอร์ {folder} โปรดใช้คำสั่ง templates copy ก่อน",
    "there is no {names} in the folder {folder}: use the command templates copy first",
)


class Making:
    """The files of one workbook, of which the PDFs are under way."""

    def __init__(self, documents: Iterable[Begun], order: Order) -> None:
        self._documents, self._order = tuple(documents), order
        self.notes = tuple(note for d in self._documents for note in d.notes)
        self.shortfall: ItaExcelError | None = None  # why a PDF is missing from what was made
        self.names: dict[str, tuple[str, ...]] = {}  # by kind, once they are made

    def finish(self) -> dict[str, bytes]:
        """Return the files by name; InputError as `begin` says.

        PDFs that have to be made from the Word files are missing where no program on this computer
        can do that: `shortfall` says why.
        """
        made: dict[str, bytes | Later] = {}
        words: list[str] = []
        for document in self._documents:
            its = document.files()
            self.names[document.kind] = tuple(its)
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


def begin(workbook: Workbook, folder: Path, order: Order, last: LastYear | None = None) -> Making:
    """Start to make the files of a workbook; its pictures lie in `folder`.

    `last` is last year's workbook, where the results that are reported are its.
    PersonalData where published formats would hold some, InputError for a broken template,
    UsageError for a unit that the workbook doesn't have.
    """
    templates = read_templates(order.templates) if order.templates else {}
    layouts = {document.layout for document in order.documents}
    from_word = order.pdf_from_word or templates.keys() >= layouts
    if "pdf" in order.formats and not from_word and not there("typst"):
        require("typst")
    order = _with_unit(workbook, order)
    # Those that take longest stand last, and start first.
    its = [
        begun(document, workbook, folder, order, templates.get(document.layout), last)
        for document in reversed(order.documents)
        if not set(order.formats).isdisjoint(document.formats)
    ]
    return Making(reversed(its), order)


def read_templates(folder: Path) -> dict[str, bytes]:
    """Return an office's own templates; one that is missing there is ours."""
    found: dict[str, bytes] = {}
    for name in TEMPLATES:
        path = folder / name
        try:
            if path.is_file():
                found[path.stem] = files.read(path, limits.TEMPLATE)
        except OSError as error:
            raise InputError(_NO_TEMPLATES, names=TEMPLATE_NAMES, folder=folder) from error
    if not found:
        raise InputError(_NO_TEMPLATES, names=TEMPLATE_NAMES, folder=folder)
    return found


def _with_unit(workbook: Workbook, order: Order) -> Order:
    """Return the order with the unit that it is for by its name, in whatever form it was asked for."""
    unit = order.unit
    if unit is None:
        return order
    found = workbook.meanings.people[unit].units
    if len(found) == 1:
        return replace(order, unit=found[0])
    named = [*(a.responsible for a in workbook.plan), *(r.responsible for r in workbook.results)]
    if not found and not any(same(name, unit) for name in named):
        units = ", ".join(u.name for u in workbook.units)
        raise UsageError(_NO_UNIT, unit=unit, units=units)
    return order
