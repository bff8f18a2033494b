"""The documents of one workbook or of many, and what is told of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ita_excel.cli.bilingual import language_of, say
from ita_excel.cli.data import emit
from ita_excel.cli.failures import tell, tell_notices, tell_of
from ita_excel.cli.findings import as_lines, finding_object
from ita_excel.cli.progress import occasion, watched, working
from ita_excel.cli.workbooks import Workbooks
from ita_excel.core.errors import ItaExcelError
from ita_excel.core.findings import together
from ita_excel.core.language import Language, Text
from ita_excel.documents.order import Order
from ita_excel.jobs.export import Exported, export, export_several
from ita_excel.jobs.to_sign import lines, summary

if TYPE_CHECKING:
    from ita_excel.catalogue.oit import Item

_TOTAL = Text(
    "รวม {n} สมุดงาน: เขียนเอกสาร {documents} ไฟล์ จาก {made} สมุดงาน · ไม่ได้ทำ {failed} สมุดงาน",
    "{n} workbooks: {documents} documents of {made} written · {failed} not done",
)
_OF_UNIT = Text(
    "ข้าม {file} เพราะเป็นไฟล์ที่แยกให้หน่วยงาน หากต้องการเอกสารของไฟล์นี้ โปรดระบุชื่อไฟล์เอง",
    "left out {file}: it was split off for a unit; name the file itself if you want its documents",
)
_OF_FILE = Text("{file}: {what}", "{file}: {what}")
_UNREADY = Text(
    "“{file}” ยังมีข้อผิดพลาด {n} รายการ จึงยังไม่ทำเอกสาร โปรดแก้ไขก่อน หรือระบุ --draft เพื่อทำเป็นร่าง",
    "“{file}” has {n} errors, so no document was made: mend them, or give --draft to make a draft",
)


class Unready(ItaExcelError):
    """Errors in the data keep the documents of a workbook from being made."""


@dataclass(slots=True)
class _Account:
    """What became of the workbooks so far: told to a person at once, or kept for JSON."""

    language: Language
    as_data: bool
    several: bool
    done: list[dict[str, object]] = field(default_factory=list)
    worst: int = 0
    written: int = 0
    failed: int = 0

    def failure(self, file: Path, exported: Exported, error: ItaExcelError) -> None:
        """Tell that a workbook has no documents, and why."""
        self.done.append(_as_object(exported, error, self.language))
        tell_of(file, error, self.language)
        self.worst = max(self.worst, error.exit_code)
        self.failed += 1

    def success(self, exported: Exported) -> None:
        """Tell which documents were written, and what is to be known of them."""
        lacks = exported.shortfall
        self.written += len(exported.documents)
        self.done.append(_as_object(exported, lacks, self.language))
        if not self.as_data:
            self._before_signing(exported)
            for path in exported.documents:
                click.echo(click.format_filename(path))
        tell_notices(exported)
        if lacks:
            tell(lacks.text, self.language)
            self.worst = max(self.worst, lacks.exit_code)

    def _before_signing(self, exported: Exported) -> None:
        """Tell what is to be seen to first; of one of several workbooks only how much."""
        if self.several and (text := summary(exported.to_sign)):
            say(_OF_FILE, file=exported.file, what=text, err=True)
        elif not self.several:
            for line in lines(exported.to_sign):
                say(line, err=True)

    def unread(self, problem: ItaExcelError) -> None:
        """Tell of a name that led to no workbook."""
        tell(problem.text, self.language)
        self.worst = max(self.worst, problem.exit_code)
        self.done.append(_as_object(Exported(), problem, self.language))


def run(
    found: Workbooks,
    folder: Path,
    order: Order,
    items: Sequence[Item] = (),
    *,
    as_data: bool = False,
) -> int:
    """Make the documents of each workbook; return the exit code, the worst of all.

    Several workbooks: one that can't be done is told and stops none of the others. `as_data` prints
    what became of each as JSON.
    """
    account = _Account(language_of(), as_data, found.several)
    files, left_out, results = _results(found, folder, order, items)
    for file in left_out:
        say(_OF_UNIT, file=click.format_filename(file), err=True)
    for file in watched(files):
        exported = Exported(file=file)
        try:
            with working(Text("กำลังทำเอกสาร", "making documents"), steps=4):
                exported = next(results)
            error = exported.error
        except ItaExcelError as raised:
            error = raised
        if exported.findings:
            error = Unready(_UNREADY, file=file.name, n=len(exported.findings))
            if not as_data:
                for line in as_lines(exported.findings, exported.sheets, account.language):
                    click.echo(line)
        if not error:
            account.success(exported)
        elif not found.several and not as_data:
            raise error
        else:
            account.failure(file, exported, error)
    for problem in found.problems:
        account.unread(problem)
    if as_data:
        emit({"folder": folder, "workbooks": account.done, "left_out": left_out})
    elif found.several:
        say(
            _TOTAL,
            n=len(files),
            documents=account.written,
            made=len(files) - account.failed,
            failed=account.failed,
        )
    return account.worst


def _results(
    found: Workbooks, folder: Path, order: Order, items: Sequence[Item]
) -> tuple[Sequence[Path], Sequence[Path], Iterator[Exported]]:
    """Return the workbooks, those that are left out, and what becomes of each of the first."""
    when = occasion()
    if not found.several:
        (file,) = found.files
        one = (export(f, when, folder, order=order, items=items) for f in found.files)
        return [file], [], one
    with working(Text("กำลังอ่านสมุดงาน", "reading the workbooks")):
        many = export_several(
            found.files,
            when,
            folder,
            named=lambda file: file in found.named,
            order=order,
            items=items,
        )
    return many.files, many.left_out, many.results


def _as_object(
    exported: Exported, error: ItaExcelError | None, language: Language
) -> dict[str, object]:
    return {
        "file": exported.file,
        "documents": list(exported.documents),
        "findings": [finding_object(f, language) for f in together(exported.findings)],
        "to_sign": [finding_object(f, language) for f in together(exported.to_sign)],
        "notes": [notice.text.say(language) for notice in exported.notices],
        "error": error.say(language) if error else None,
    }
