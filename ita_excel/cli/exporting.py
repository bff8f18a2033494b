"""The documents of many workbooks, written one after the other, and what is told of each."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ita_excel.cli.bilingual import language_of, say
from ita_excel.cli.data import emit
from ita_excel.cli.failures import tell, tell_of
from ita_excel.cli.made import Made, Unmade, made_of
from ita_excel.cli.own_folders import folders
from ita_excel.cli.progress import watched, working
from ita_excel.cli.several import in_order
from ita_excel.cli.workbooks import Workbooks
from ita_excel.core.errors import ItaExcelError
from ita_excel.core.language import Language, Text
from ita_excel.documents.export import check_free
from ita_excel.documents.order import Order
from ita_excel.store.together import write_all

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


@dataclass(slots=True)
class _Account:
    """What became of the workbooks so far: told to a person at once, or kept for JSON."""

    language: Language
    as_data: bool
    done: list[dict[str, object]] = field(default_factory=list)
    worst: int = 0
    written: int = 0
    failed: int = 0

    def findings(self, made: Made) -> None:
        """Print the errors in a workbook, which its failure is then told of."""
        if not self.as_data:
            _echo(made.findings)

    def failure(self, file: Path, made: Made | None, error: ItaExcelError) -> None:
        """Tell that a workbook has no documents, and why."""
        self.done.append(_as_object(file, made, [], error.text, self.language))
        tell_of(file, error, self.language)
        self.worst = max(self.worst, error.exit_code)
        self.failed += 1

    def success(self, file: Path, made: Made, paths: Sequence[Path]) -> None:
        """Tell which documents were written, and what is to be known of them."""
        self.written += len(paths)
        text, code = made.shortfall or (None, 0)
        self.done.append(_as_object(file, made, paths, text, self.language))
        if not self.as_data:
            _echo([click.format_filename(path) for path in paths])
        for note in made.notes:
            click.echo(note.say(self.language), err=True)
        if text:
            tell(text, self.language)
        self.worst = max(self.worst, code)

    def unread(self, problem: ItaExcelError) -> None:
        """Tell of a name that led to no workbook."""
        tell(problem.text, self.language)
        self.worst = max(self.worst, problem.exit_code)
        self.done.append(_as_object(None, None, [], problem.text, self.language))


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
    account = _Account(language_of(), as_data)
    make = partial(made_of, order=order, items=tuple(items), language=account.language)
    places = folders(found, folder, order) if found.several else {found.files[0]: folder}
    left_out = [file for file in found.files if file not in places]
    for file in left_out:
        say(_OF_UNIT, file=click.format_filename(file), err=True)
    files = list(places)
    with closing(in_order(make, files)) as results:
        for file in watched(files):
            made: Made | None = None
            try:
                with working(Text("กำลังทำเอกสาร", "making documents"), steps=4):
                    made = next(results)
                account.findings(made)
                paths = _written(made, places[file], order)
            except ItaExcelError as error:
                if not found.several and not as_data:
                    raise
                account.failure(file, made, error)
            else:
                account.success(file, made, paths)
    for problem in found.problems:
        account.unread(problem)
    if as_data:
        emit({"folder": folder, "workbooks": account.done, "left_out": left_out})
    elif found.several:
        made_of_all = len(files) - account.failed
        say(
            _TOTAL, n=len(files), documents=account.written, made=made_of_all, failed=account.failed
        )
    return account.worst


def _echo(lines: Sequence[str]) -> None:
    for line in lines:
        click.echo(line)


def _as_object(
    file: Path | None,
    made: Made | None,
    paths: Sequence[Path],
    error: Text | None,
    language: Language,
) -> dict[str, object]:
    return {
        "file": file,
        "documents": list(paths),
        "findings": list(made.found) if made else [],
        "notes": [note.say(language) for note in made.notes] if made else [],
        "error": error.say(language) if error else None,
    }


def _written(made: Made, folder: Path, order: Order) -> list[Path]:
    """Write the documents of a workbook."""
    if made.error:
        raise Unmade(*made.error)
    check_free(folder, made.documents, force=order.force)
    return write_all(folder, made.documents) if made.documents else []
