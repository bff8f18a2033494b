"""Makes the files of one workbook and writes them: all of them, or none.

Everything is rendered before anything is written; each file is written beside its place and
renamed into it. Knows which formats are for publication and guards those.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ita_excel.documents import content, naming
from ita_excel.documents.later import Later
from ita_excel.documents.parts import Report
from ita_excel.documents.pictures import Picture, read_picture
from ita_excel.documents.writing import picture_names
from ita_excel.errors import InputError, ItaExcelError, OutputError, UsageError, why
from ita_excel.language import Text
from ita_excel.model import Round, Workbook
from ita_excel.personal import WHAT, Personal, personal_data
from ita_excel.responsible import Directory
from ita_excel.thai.normal import same

Kind = Literal["memo", "report"]
Format = Literal["docx", "pdf", "html", "csv", "json"]
KINDS: tuple[Kind, ...] = ("memo", "report")
FORMATS: tuple[Format, ...] = ("docx", "pdf", "html", "csv", "json")
PUBLIC: tuple[Format, ...] = ("html", "csv", "json")
_Files = dict[str, bytes | Later]  # by name

_EXISTS = Text(
    "มีไฟล์ {name} อยู่แล้ว ยังไม่ได้เขียนไฟล์ใด โปรดใช้ --force เพื่อเขียนทับ หรือเลือกโฟลเดอร์อื่น",
    "{name} already exists and nothing was written: use --force to replace it, "
    "or choose another folder",
)
_NOT_WRITTEN = Text(
    "เขียนไฟล์ {name} ไม่ได้ ({why}) โปรดปิดไฟล์ที่เปิดอยู่ ตรวจสิทธิ์และพื้นที่ว่าง แล้วลองใหม่",
    "{name} can't be written ({why}): close it if it is open, check permission and free space, "
    "and try again",
)
_NO_UNIT = Text(
    "ไม่มีรายการของหน่วยงาน “{unit}” ในไฟล์นี้ หน่วยงานที่มี: {units}",
    "the workbook has nothing of the unit “{unit}”; its units: {units}",
)
_NO_TEMPLATES = Text(
    "ไม่พบแม่แบบ memo.docx หรือ report.docx ในโฟลเดอร์ {folder} โปรดใช้คำสั่ง templates copy ก่อน",
    "there is neither memo.docx nor report.docx in the folder {folder}: "
    "use the command templates copy first",
)
_PERSONAL = Text(
    "พบข้อมูลส่วนบุคคลในเนื้อหาที่จะเผยแพร่ ({found}) ยังไม่ได้เขียนไฟล์ใด โปรดลบออกจากไฟล์ Excel "
    "หรือใช้ --allow-personal-data หากเผยแพร่ได้",
    "what would be published holds personal data ({found}) and nothing was written: "
    "remove it from the workbook, or use --allow-personal-data if it may be published",
)


class PersonalData(ItaExcelError):
    """What would be published holds personal data (V701, V702); exit code 1."""

    def __init__(self, found: tuple[Personal, ...]) -> None:
        self.found = found
        first = found[:5]
        told = Text(
            *(
                ", ".join(f"{p.rule} {WHAT[p.kind].say(language)} {p.shown}" for p in first)
                for language in ("th", "en")
            )
        )
        super().__init__(_PERSONAL, found=told)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made. `round`, `sign` None: what the workbook says; `unit` None: all."""

    kinds: tuple[Kind, ...] = KINDS
    formats: tuple[Format, ...] = ("docx", "pdf")
    round: Round | None = None
    unit: str | None = None
    sign: dt.date | None = None
    draft: bool = False
    force: bool = False
    public: bool = False  # the PDF is for publication too
    allow_personal_data: bool = False
    templates: Path | None = None
    pdf_from_word: bool = False


def export(workbook: Workbook, source: Path, out_dir: Path, order: Order) -> list[Path]:
    """Write the files of `order` into `out_dir` and return their paths.

    `source` is the workbook's file: pictures lie beside it. OutputError where a file exists (and
    `force` is not set) or can't be written; PersonalData, InputError, UsageError, MachineError as
    `render` says. Nothing is written when anything refuses.
    """
    files = render(workbook, source.parent, order)
    check_free(out_dir, files, force=order.force)
    return write(out_dir, files)


def render(workbook: Workbook, folder: Path, order: Order) -> dict[str, bytes]:
    """Return the files by name; nothing is written.

    PersonalData where published formats would hold some, InputError for a broken template,
    UsageError for a unit that the workbook doesn't have, MachineError for a missing program.
    """
    _check_unit(workbook, order.unit)
    templates = read_templates(order.templates) if order.templates else {}
    memo: _Files = {}
    report: _Files = {}
    if "report" in order.kinds:  # first: its PDF, made on the side, takes longest
        report = _report(workbook, folder, order, templates.get("report"))
    if "memo" in order.kinds:
        memo = _memo(workbook, folder, order, templates.get("memo"))
    files = {n: d.result() if isinstance(d, Later) else d for n, d in (memo | report).items()}
    return _pdf_from_word(files, order) if order.pdf_from_word else files


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


def copy_templates(out_dir: Path, *, force: bool = False) -> list[Path]:
    """Write our Word templates into a folder, for an office to change; return their paths."""
    from ita_excel.documents.word import template_bytes

    files = {f"{name}.docx": template_bytes(name) for name in KINDS}
    check_free(out_dir, files, force=force)
    return write(out_dir, files)


def check_free(out_dir: Path, names: Iterable[str], *, force: bool) -> None:
    """Raise OutputError where a file would be replaced without `force`."""
    for name in names:
        if (out_dir / name).is_dir() or ((out_dir / name).exists() and not force):
            raise OutputError(_EXISTS, name=name)


def write(out_dir: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write all files, or none: first beside their places, then by renaming."""
    waiting: list[tuple[Path, Path]] = []
    name = str(out_dir)
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
        for i, (name, data) in enumerate(files.items()):
            target = out_dir / name
            if target.exists():
                target.open("r+b").close()  # Windows refuses what Word has open: before renaming
            path = out_dir / f".ita-{os.getpid()}-{i}.tmp"
            waiting.append((path, target))
            with path.open("wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
        for path, target in waiting:
            name = target.name
            path.replace(target)
    except OSError as error:
        raise OutputError(_NOT_WRITTEN, name=name, why=why(error)) from error
    finally:
        for path, _ in waiting:
            with suppress(OSError):
                path.unlink(missing_ok=True)
    return [target for _, target in waiting]


def _check_unit(workbook: Workbook, unit: str | None) -> None:
    if unit is None or Directory(workbook.units, workbook.agency).find(unit).units:
        return
    named = [*(a.responsible for a in workbook.plan), *(r.responsible for r in workbook.results)]
    if not any(same(name, unit) for name in named):
        units = ", ".join(u.name for u in workbook.units)
        raise UsageError(_NO_UNIT, unit=unit, units=units)


def _memo(workbook: Workbook, folder: Path, order: Order, template: bytes | None) -> _Files:
    wanted = [f for f in order.formats if f in ("docx", "pdf")]
    if not wanted:
        return {}
    memo = content.memo(workbook, order.round, draft=order.draft, sign=order.sign, unit=order.unit)
    if order.public:
        _guard(memo.texts(), workbook, order)
    emblem = read_picture(folder / memo.emblem) if memo.emblem.strip() else None
    name = naming.stem(naming.MEMO, workbook.agency, memo.round, order.unit)
    pdf: _Files = {}
    if "pdf" in wanted and not order.pdf_from_word:
        from ita_excel.documents.pdf import memo_job

        pdf = {f"{name}.pdf": Later(memo_job(memo, emblem))}
    files: _Files = {}
    if "docx" in wanted or order.pdf_from_word:
        from ita_excel.documents.word import memo_docx

        files[f"{name}.docx"] = memo_docx(memo, template, emblem)
    return files | pdf


def _report(workbook: Workbook, folder: Path, order: Order, template: bytes | None) -> _Files:
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
        _guard(report.texts(), workbook, order)
    agency, unit = workbook.agency, order.unit
    name = naming.stem(naming.REPORT, agency, report.round, unit)
    pdf: _Files = {}
    if "pdf" in order.formats and not order.pdf_from_word:
        from ita_excel.documents.pdf import report_job

        pdf = {f"{name}.pdf": Later(report_job(report, pictures))}
    files: _Files = {}
    for wish in order.formats:
        if wish == "docx" or (wish == "pdf" and order.pdf_from_word):
            from ita_excel.documents.word import report_docx

            files[f"{name}.docx"] = report_docx(report, template, pictures)
        elif wish == "pdf":
            files |= pdf
        elif wish == "html":
            from ita_excel.documents.web import report_html

            files[f"{name}.html"] = report_html(report, pictures)
        else:
            files |= _open_data(report, workbook, wish, unit)
    return files


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


def _guard(texts: Iterable[str], workbook: Workbook, order: Order) -> None:
    if order.allow_personal_data:
        return
    found = tuple(p for text in texts for p in personal_data(text, workbook.agency))
    if found:
        raise PersonalData(found)


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
