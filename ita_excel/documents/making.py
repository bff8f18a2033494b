"""Makes the files of one workbook in memory; writes none.

PDFs are made on the side: `begin` has them started, so that whoever calls can do something else
before `Making.finish` makes the rest. A document with a template of the office's own has its PDF
made from the Word file, or none: never one that says something else. Knows which formats are for
publication and guards those.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ita_excel.core import limits
from ita_excel.core.apart import files
from ita_excel.core.errors import InputError, ItaExcelError, MachineError, UsageError
from ita_excel.core.language import Text
from ita_excel.core.requirements import require, there
from ita_excel.documents import naming
from ita_excel.documents.content.elements import Memo, Report
from ita_excel.documents.content.memo import memo_content
from ita_excel.documents.content.report import report_content
from ita_excel.documents.content.writing import file_names, is_picture, picture_names
from ita_excel.documents.guarding import PersonalData, require_publishable
from ita_excel.documents.later import Later
from ita_excel.documents.order import KINDS, PUBLIC, Format, Order
from ita_excel.documents.pictures import Picture, read_picture
from ita_excel.schema.model import Result, Workbook
from ita_excel.sheets.responsible import Directory
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
class _Document:
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

    def __init__(self, documents: Iterable[_Document], order: Order) -> None:
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
                found[name] = files.read(path, limits.TEMPLATE)
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
    memo = memo_content(workbook, order.round, draft=order.draft, sign=order.sign, unit=order.unit)
    if order.public:
        require_publishable(workbook, order, None)
    emblem = read_picture(folder / memo.emblem) if memo.emblem.strip() else None
    name = naming.stem(naming.MEMO, workbook.agency, memo.round, order.unit, draft=order.draft)
    pdf, from_word = {}, "pdf" in wanted and (order.pdf_from_word or template is not None)
    if "pdf" in wanted and not from_word:
        from ita_excel.documents.pdf.rendering import memo_job

        pdf[f"{name}.pdf"] = Later(memo_job(memo, emblem))

    notes = _notes(memo, template) if template else ()

    def files() -> _Files:
        made: _Files = {}
        if "docx" in wanted or from_word:
            from ita_excel.documents.word.rendering import memo_docx

            made[f"{name}.docx"] = memo_docx(memo, template, emblem)
        return {**made, **pdf}

    return _Document(pdf, files, from_word, notes)


def _notes(document: Memo | Report, template: bytes) -> tuple[Text, ...]:
    from ita_excel.documents.word.rendering import left_out

    missing = left_out(document, template)
    if not missing:
        return ()
    name = "memo" if isinstance(document, Memo) else "report"
    what = ", ".join(f"{{{{ {m} }}}}" for m in missing)
    return (_LEFT_OUT.fill(name=name, what=what),)


def _report(workbook: Workbook, folder: Path, order: Order, template: bytes | None) -> _Document:
    pictures = _pictures(workbook, folder)
    missing = _missing(workbook, folder, pictures)
    report = report_content(
        workbook,
        order.round,
        draft=order.draft,
        sign=order.sign,
        unit=order.unit,
        pictures=pictures,
        missing=missing,
    )
    published = set(order.formats) & {*PUBLIC, *(["pdf"] if order.public else [])}
    if published:
        require_publishable(workbook, order, report)
    name = naming.stem(naming.REPORT, workbook.agency, report.round, order.unit, draft=order.draft)
    wanted = order.formats
    pdf, from_word = {}, "pdf" in wanted and (order.pdf_from_word or template is not None)
    if "pdf" in wanted and not from_word:
        from ita_excel.documents.pdf.rendering import report_job

        pdf[f"{name}.pdf"] = Later(report_job(report, pictures))

    notes = _notes(report, template) if template and ("docx" in wanted or from_word) else ()
    if shown := [name for name in missing if _is_named(name, report)]:
        notes += (_MISSING.fill(names=", ".join(shown)),)

    def files() -> _Files:
        made: _Files = {}
        for wish in wanted:
            if wish == "docx" or (wish == "pdf" and from_word):
                from ita_excel.documents.word.rendering import report_docx

                made[f"{name}.docx"] = report_docx(report, template, pictures)
            elif wish == "pdf":
                made |= pdf
            elif wish == "html":
                from ita_excel.documents.web.rendering import report_html

                made[f"{name}.html"] = report_html(report, pictures)
            else:
                made |= _open_data(report, workbook, wish, order)
        return made

    return _Document(pdf, files, from_word, notes)


def _open_data(report: Report, workbook: Workbook, wish: Format, order: Order) -> dict[str, bytes]:
    from ita_excel.documents.data import datasets

    def named(kind: str, ending: str) -> str:
        stem = naming.stem(
            kind, workbook.agency, report.round, order.unit, draft=report.properties.draft
        )
        return f"{stem}.{ending}"

    if wish == "json":
        return {named(naming.DATA, "json"): datasets.json_file(report, workbook)}
    paths = {
        datasets.PLAN: named(naming.PLAN, "csv"),
        datasets.RESULTS: named(naming.RESULTS, "csv"),
    }
    made = datasets.csv_files(report, workbook)
    files = {paths[name]: data for name, data in made.items()}
    files[named(naming.DATA, "datapackage.json")] = datasets.csv_package(report, workbook, paths)
    return files


def _pictures(workbook: Workbook, folder: Path) -> dict[str, Picture]:
    """Return the readable pictures that the results name, from the workbook's own folder."""
    names = {n for result in workbook.results for n in picture_names(result.evidence)}
    found = {}
    for name in sorted(names):
        path = _inside(folder, name)
        if path and (picture := read_picture(path)):
            found[name] = picture
    return found


def _missing(workbook: Workbook, folder: Path, pictures: Collection[str]) -> tuple[str, ...]:
    """Return the files named as evidence that aren't there, or are no pictures that can be read."""
    names = dict.fromkeys(n for r in workbook.results for n in file_names(r.evidence))
    return tuple(n for n in names if n not in pictures and (is_picture(n) or not _there(folder, n)))


def _there(folder: Path, name: str) -> bool:
    try:
        path = _inside(folder, name)
        return path is not None and path.is_file()
    except (OSError, ValueError):  # no name that this system can have
        return False


def _inside(folder: Path, name: str) -> Path | None:
    """Return the path of a file beside the workbook, None for one elsewhere.

    A workbook that came by mail must not bring in files from elsewhere on this machine.
    """
    path = (folder / name.replace("\\", "/")).resolve()
    return path if path.is_relative_to(folder.resolve()) else None


def _is_named(name: str, report: Report) -> bool:
    """Whether the report would have named a file."""
    sources = (row.source for row in report.results.table.rows)
    return any(isinstance(s, Result) and name in file_names(s.evidence) for s in sources)
