"""Makes the files of one workbook in memory; writes none.

PDFs are made on the side: `begin` has them started, so that whoever calls can do something else
before `Making.finish` makes the rest. Knows which formats are for publication and guards those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ita_excel.documents import content, naming
from ita_excel.documents.guarding import PersonalData, require_publishable
from ita_excel.documents.later import Later
from ita_excel.documents.order import KINDS, PUBLIC, Format, Order
from ita_excel.documents.parts import Report
from ita_excel.documents.pictures import Picture, read_picture
from ita_excel.documents.writing import picture_names
from ita_excel.errors import InputError, ItaExcelError, UsageError
from ita_excel.language import Text
from ita_excel.model import Workbook
from ita_excel.requirements import require, there
from ita_excel.responsible import Directory
from ita_excel.thai.normal import same

__all__ = ["Making", "PersonalData", "begin", "read_templates", "render"]

_Files = dict[str, bytes | Later]  # by name

_NO_UNIT = Text(
    "ไม่มีรายการของหน่วยงาน “{unit}” ในไฟล์นี้ หน่วยงานที่มี: {units}",
    "the workbook has nothing of the unit “{unit}”; its units: {units}",
)
_NO_TEMPLATES = Text(
    "ไม่พบแม่แบบ memo.docx หรือ report.docx ในโฟลเดอร์ {folder} โปรดใช้คำสั่ง templates copy ก่อน",
    "there is neither memo.docx nor report.docx in the folder {folder}: "
    "use the command templates copy first",
)


@dataclass(frozen=True, slots=True)
class _Document:
    """One document in all its formats: the PDF under way, and what makes all files in order."""

    pdf: Mapping[str, Later]
    files: Callable[[], _Files]


class Making:
    """The files of one workbook, of which the PDFs are under way."""

    def __init__(self, documents: Iterable[_Document], order: Order) -> None:
        self._documents, self._order = tuple(documents), order

    def finish(self) -> dict[str, bytes]:
        """Return the files by name; InputError and MachineError as `begin` says."""
        made: _Files = {}
        for document in self._documents:
            made |= document.files()
        files = {n: _result(d) if isinstance(d, Later) else d for n, d in made.items()}
        return _pdf_from_word(files, self._order) if self._order.pdf_from_word else files

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
    """Return the files by name; nothing is written. Errors as `begin` says."""
    return begin(workbook, folder, order).finish()


def begin(workbook: Workbook, folder: Path, order: Order) -> Making:
    """Start to make the files of a workbook; its pictures lie in `folder`.

    PersonalData where published formats would hold some, InputError for a broken template,
    UsageError for a unit that the workbook doesn't have, MachineError for a missing program.
    """
    if "pdf" in order.formats and not order.pdf_from_word and not there("typst"):
        require("typst")
    _check_unit(workbook, order.unit)
    templates = read_templates(order.templates) if order.templates else {}
    report = memo = None
    if "report" in order.kinds:  # first: its PDF takes longest
        report = _report(workbook, folder, order, templates.get("report"))
    if "memo" in order.kinds:
        memo = _memo(workbook, folder, order, templates.get("memo"))
    return Making([d for d in (memo, report) if d], order)


def read_templates(folder: Path) -> dict[str, bytes]:
    """Return an office's own templates; one that is missing there is ours."""
    found: dict[str, bytes] = {}
    for name in KINDS:
        path = folder / f"{name}.docx"
        try:
            if path.is_file():
                found[name] = path.read_bytes()
        except OSError as error:
            raise InputError(_NO_TEMPLATES, folder=folder) from error
    if not found:
        raise InputError(_NO_TEMPLATES, folder=folder)
    return found


def _check_unit(workbook: Workbook, unit: str | None) -> None:
    if unit is None or Directory(workbook.units, workbook.agency).find(unit).units:
        return
    named = [*(a.responsible for a in workbook.plan), *(r.responsible for r in workbook.results)]
    if not any(same(name, unit) for name in named):
        units = ", ".join(u.name for u in workbook.units)
        raise UsageError(_NO_UNIT, unit=unit, units=units)


def _memo(
    workbook: Workbook, folder: Path, order: Order, template: bytes | None
) -> _Document | None:
    wanted = [f for f in order.formats if f in ("docx", "pdf")]
    if not wanted:
        return None
    memo = content.memo(workbook, order.round, draft=order.draft, sign=order.sign, unit=order.unit)
    if order.public:
        require_publishable(workbook, order, None)
    emblem = read_picture(folder / memo.emblem) if memo.emblem.strip() else None
    name = naming.stem(naming.MEMO, workbook.agency, memo.round, order.unit)
    pdf = {}
    if "pdf" in wanted and not order.pdf_from_word:
        from ita_excel.documents.pdf import memo_job

        pdf[f"{name}.pdf"] = Later(memo_job(memo, emblem))

    def files() -> _Files:
        made: _Files = {}
        if "docx" in wanted or order.pdf_from_word:
            from ita_excel.documents.word import memo_docx

            made[f"{name}.docx"] = memo_docx(memo, template, emblem)
        return {**made, **pdf}

    return _Document(pdf, files)


def _report(workbook: Workbook, folder: Path, order: Order, template: bytes | None) -> _Document:
    pictures = _pictures(workbook, folder)
    report = content.report(
        workbook,
        order.round,
        draft=order.draft,
        sign=order.sign,
        unit=order.unit,
        pictures=pictures,
    )
    published = set(order.formats) & {*PUBLIC, *(["pdf"] if order.public else [])}
    if published:
        require_publishable(workbook, order, report)
    name = naming.stem(naming.REPORT, workbook.agency, report.round, order.unit)
    pdf = {}
    if "pdf" in order.formats and not order.pdf_from_word:
        from ita_excel.documents.pdf import report_job

        pdf[f"{name}.pdf"] = Later(report_job(report, pictures))

    def files() -> _Files:
        made: _Files = {}
        for wish in order.formats:
            if wish == "docx" or (wish == "pdf" and order.pdf_from_word):
                from ita_excel.documents.word import report_docx

                made[f"{name}.docx"] = report_docx(report, template, pictures)
            elif wish == "pdf":
                made |= pdf
            elif wish == "html":
                from ita_excel.documents.web import report_html

                made[f"{name}.html"] = report_html(report, pictures)
            else:
                made |= _open_data(report, workbook, wish, order.unit)
        return made

    return _Document(pdf, files)


def _open_data(
    report: Report, workbook: Workbook, wish: Format, unit: str | None
) -> dict[str, bytes]:
    from ita_excel.documents import opendata

    def named(kind: str, ending: str) -> str:
        return f"{naming.stem(kind, workbook.agency, report.round, unit)}.{ending}"

    if wish == "json":
        return {named(naming.DATA, "json"): opendata.json_file(report, workbook)}
    paths = {
        opendata.PLAN: named(naming.PLAN, "csv"),
        opendata.RESULTS: named(naming.RESULTS, "csv"),
    }
    made = opendata.csv_files(report, workbook)
    files = {paths[name]: data for name, data in made.items()}
    files[named(naming.DATA, "datapackage.json")] = opendata.csv_package(report, workbook, paths)
    return files


def _pictures(workbook: Workbook, folder: Path) -> dict[str, Picture]:
    """Return the readable pictures that the results name, from the workbook's own folder."""
    names = {n for result in workbook.results for n in picture_names(result.evidence)}
    found = {}
    for name in sorted(names):
        path = (folder / name.replace("\\", "/")).resolve()
        # A workbook that came by mail must not bring in files from elsewhere on this machine.
        inside = path.is_relative_to(folder.resolve())
        if inside and (picture := read_picture(path)):
            found[name] = picture
    return found


def _pdf_from_word(files: dict[str, bytes], order: Order) -> dict[str, bytes]:
    """Return the files with PDFs made of the Word files, which stay only if wanted too."""
    if "pdf" not in order.formats:
        return files
    from ita_excel.documents.office import word_to_pdf

    words = {name: data for name, data in files.items() if name.endswith(".docx")}
    numbered = {f"document{i}": data for i, data in enumerate(words.values())}
    made = word_to_pdf(numbered)
    pdfs = {
        f"{name.removesuffix('.docx')}.pdf": made[f"document{i}"] for i, name in enumerate(words)
    }
    kept = {n: d for n, d in files.items() if n not in words or "docx" in order.formats}
    return kept | pdfs
