"""Export: memo, report, web page and open data of one workbook or of many.

In two steps, so that a person can be asked in between: `make` returns the documents in memory, or
the errors for which there are none; `write` puts them into a folder, all or none. `export` is both.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ita_excel.core.errors import ItaExcelError, UsageError, system_refusals
from ita_excel.core.findings import Finding, Severity
from ita_excel.core.language import Text
from ita_excel.documents.content.material import SharedAs
from ita_excel.documents.declaring import Covers
from ita_excel.documents.document_files import LastYear
from ita_excel.documents.guarding import PersonalData
from ita_excel.documents.making import Making, begin
from ita_excel.documents.order import Order
from ita_excel.documents.replacing import check_free
from ita_excel.jobs import to_sign, which_papers, word_files
from ita_excel.jobs.book import OpenBook, Place, in_turn
from ita_excel.jobs.check import pictures_beside
from ita_excel.jobs.last_year import (
    FINAL_ROUND,
    PRINTED,
    LastYearBook,
    NotReady,
    final_round,
    for_order,
    require_ready,
    with_last_year,
    without_results,
)
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Notice, Outcome
from ita_excel.jobs.own_folders import folders
from ita_excel.jobs.parallel import in_order
from ita_excel.rules.printed import another_round, private, stopping
from ita_excel.schema import AGENCY, BY_UNIT, PLAN, RESULTS
from ita_excel.schema.model import Round, Workbook
from ita_excel.sheets import Reading, require_block
from ita_excel.sheets.derived_cells import in_reports_order
from ita_excel.sheets.filling import chosen_round
from ita_excel.sheets.unit_rows import of_unit
from ita_excel.store import made_papers
from ita_excel.store.together import write_all

if TYPE_CHECKING:
    from ita_excel.catalogue.oit import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Made(Outcome):
    """The documents of one workbook in memory, by name; none where `findings` stop them.

    `findings` are the errors in what would be printed, `sheets` the workbook's in their order.
    `shortfall` says why PDFs are missing that this computer can't make. `papers` are the names by
    kind, of documents that are no drafts, `moment` when they were made. `to_sign` is what must be
    seen to (errors) or looked at before they are signed; nothing is asked of drafts.
    """

    documents: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    sheets: tuple[str, ...] = ()
    shortfall: ItaExcelError | None = None
    papers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    moment: dt.datetime | None = None
    to_sign: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported(Outcome):
    """The documents that were written; none where `findings` stop them or `error` says why.

    `file` is the workbook's, None for an open one. `error` is set only among several workbooks,
    where one that can't be done stops none of the others.
    """

    file: Path | None = None
    documents: tuple[Path, ...] = ()
    sheets: tuple[str, ...] = ()
    shortfall: ItaExcelError | None = None
    error: ItaExcelError | None = None
    to_sign: tuple[Finding, ...] = ()


def export(
    place: Place,
    occasion: Occasion,
    folder: str | Path,
    *,
    order: Order | None = None,
    items: Sequence[Item] = (),
) -> Exported:
    """Make the documents of a workbook and write them into `folder`, all or none.

    Errors in what would be printed are returned as findings, and nothing is written, unless the
    order is for a draft. Errors of `make` and `write`.
    """
    order = order or Order(unnamed=True)
    made = make(place, occasion, order=order, items=items)
    return write(made, Path(folder), force=order.force, file=_file(place))


def make(
    place: Place, occasion: Occasion, *, order: Order | None = None, items: Sequence[Item] = ()
) -> Made:
    """Make the documents of a workbook in memory; `items` are the agency's own OIT items.

    InputError for what is no ITA workbook, names no round, or for a broken template; PersonalData
    where what is for publication holds some; UsageError for a unit that isn't there, or where no
    document comes in the formats that are wanted; MachineError without what makes PDFs.
    """
    order = order or Order(unnamed=True)
    _require_formats(order)
    work = partial(_made, order=order, items=items)
    return in_turn(place, occasion, work, writing=False)


def made_of(opened: OpenBook, order: Order) -> Made:
    """Make the documents of a workbook that is open, in memory; errors of `make`."""
    return _made(opened, order, ())


def _require_formats(order: Order) -> None:
    if not any(set(d.formats) & set(order.formats) for d in order.documents):
        raise UsageError(_NO_SUCH)


def in_the_way(made: Made, folder: str | Path) -> tuple[str, ...]:
    """Return the names of documents that stand in the folder already."""
    return tuple(name for name in made.documents if os.path.lexists(Path(folder, name)))


def edited_in_the_way(made: Made, folder: str | Path, file: Path | None) -> tuple[str, ...]:
    """Return the names of those Word files that a person has edited since they were made."""
    return tuple(word_files.edited(Path(folder), made.documents, file))


def write(made: Made, folder: Path, *, force: bool = False, file: Path | None = None) -> Exported:
    """Write documents into a folder, which is made if need be: all or none.

    OutputError where one is there already (unless `force`: then a backup is kept of it), is open
    in a program, or can't be written. A Word file that a person has edited is kept beside as well.
    """
    with system_refusals():
        edited = word_files.edited(folder, made.documents, file)
        check_free(folder, made.documents, force=force, edited=edited)
        beside = word_files.kept_beside(folder, edited)
        whole = {**made.documents, **dict(beside.values())}
        paths = write_all(folder, whole)[: len(made.documents)] if made.documents else []
        if file and made.documents:
            word_files.remember(file, folder, made.documents)
    if file and made.papers and made.moment:
        made_papers.remember(file, made.papers, folder, made.moment)
    return Exported(
        file=file,
        documents=tuple(paths),
        findings=made.findings,
        notices=(*made.notices, *word_files.told(name for name, _ in beside.values())),
        sheets=made.sheets,
        shortfall=made.shortfall,
        to_sign=made.to_sign,
    )


@dataclass(frozen=True, slots=True)
class Several:
    """The documents of many workbooks: `results` makes and writes them one after the other.

    `left_out` are workbooks that were split off for a unit and not named.
    """

    files: tuple[Path, ...]
    left_out: tuple[Path, ...]
    results: Iterator[Exported]


def export_several(
    files: Sequence[Path],
    occasion: Occasion,
    folder: str | Path,
    *,
    named: Callable[[Path], bool] = lambda file: True,
    order: Order | None = None,
    items: Sequence[Item] = (),
) -> Several:
    """Make and write the documents of many workbooks, by several processes at once.

    Workbooks whose documents would be called alike get folders of their own in `folder`. A unit's
    workbook is left out where `named` says that nobody named it. Each result stands for a file;
    what is wrong with one is its `error`.
    """
    order = order or Order(unnamed=True)
    with system_refusals():
        places = folders(files, Path(folder), order, occasion, named)
    make_one = partial(_attempt, occasion=occasion, order=order, items=tuple(items))

    def results() -> Iterator[Exported]:
        with closing(in_order(make_one, list(places))) as all_made:
            for file, made in zip(places, all_made, strict=True):
                yield _written(file, made, places[file], order)

    left_out = tuple(file for file in files if file not in places)
    return Several(tuple(places), left_out, results())


def _attempt(
    file: Path, occasion: Occasion, order: Order, items: Sequence[Item]
) -> Made | ItaExcelError:
    try:
        return make(file, occasion, order=order, items=items)
    except ItaExcelError as error:
        return error


def _written(file: Path, made: Made | ItaExcelError, folder: Path, order: Order) -> Exported:
    if isinstance(made, ItaExcelError):
        return Exported(file=file, error=made)
    try:
        return write(made, folder, force=order.force, file=file)
    except ItaExcelError as error:
        return Exported(
            file=file, error=error, findings=made.findings, notices=made.notices, sheets=made.sheets
        )


def _made(opened: OpenBook, order: Order, items: Sequence[Item]) -> Made:
    reading = of_unit(opened.read(), order.unit)
    order, why = which_papers.chosen(reading, order, opened.occasion.moment.date())
    _require_formats(order)
    covers = {document.covers for document in order.documents}
    for table in (AGENCY, PLAN, *([RESULTS] if Covers.RESULTS in covers else [])):
        require_block(reading.blocks, table)
    round_ = order.round or reading.agency.value.round or Round.SIX
    if covers != {Covers.PLAN}:
        round_ = chosen_round(reading, order.round)
    last = None
    if Covers.RESULTS in covers:
        reading, last = with_last_year(opened, reading, order)
        if last and order.round is None and Covers.ROUND not in covers:
            usual, round_ = round_, final_round(last)
            if usual is not round_:
                year = last.reading.agency.value.rows_year
                text = FINAL_ROUND.fill(year=year.year if year else "-", round=round_.value)
                why = Notice("final_round", text)
        last = last and for_order(last, order, round_)
    watcher = opened.occasion.watcher
    watcher.step()
    # Most workbooks are ready: while the PDFs are made is time to see whether this one is.
    printed = reading.for_round(round_)
    if order.shared is SharedAs.JOINT:
        printed = replace(printed, unit_rows=())
    begun = _begun(opened.folder, printed, order, last)
    watcher.step()
    wrong = [] if order.draft else _stopping(opened, reading, order, round_, items, last)
    if wrong:
        if isinstance(begun, Making):
            begun.stop()
        sheets = tuple(block.sheet for block in reading.blocks.values())
        return Made(findings=tuple(wrong), sheets=sheets)
    if last and not order.draft:
        try:
            require_ready(last, order, round_, items)
        except NotReady:
            if isinstance(begun, Making):
                begun.stop()
            raise
    if isinstance(begun, Exception):
        raise begun
    watcher.step()
    documents = begun.finish()
    notices = [why] if why else []
    notices += [Notice("document", text) for text in begun.notes]
    if not (last and why):
        told = another_round(reading, order.prints, round_)
        notices += [Notice("other_round", text) for text in told]
    results = last.reading if last else printed
    if order.shared is not SharedAs.JOINT and not _any_unit_row(results, round_):
        notices.append(Notice("no_unit_rows", _NO_UNIT_ROWS))
    return Made(
        documents=documents,
        shortfall=begun.shortfall,
        papers={} if order.draft else begun.names,
        moment=opened.occasion.moment,
        to_sign=to_sign.of_order(opened, reading, order, round_, items, paired=last is not None),
        notices=(*notices, *_private(reading, order, round_, last)),
    )


def _any_unit_row(reading: Reading, round_: Round) -> bool:
    return any(record.value.in_round is round_ for record in reading.unit_rows)


def _begun(
    folder: Path | None, reading: Reading, order: Order, last: LastYearBook | None
) -> Making | Exception:
    """Begin with the documents; an error has to wait until the findings are known.

    Any error: what is wrong with a workbook is found by the rules, not by how documents fail.
    """
    try:
        # Beside a workbook that was never saved, or lies on the web, there are no pictures.
        its = LastYear(_as_printed(last, order), last.file.parent) if last else None
        return begin(in_reports_order(reading), folder or Path(os.devnull), order, its)
    except PersonalData as error:
        return error.at(last.reading if last and error.last else reading)
    except Exception as error:  # noqa: BLE001 (raised as soon as nothing better can be said)
        return error


def _as_printed(last: LastYearBook, order: Order) -> Workbook:
    reading = last.reading
    if order.shared is SharedAs.JOINT:
        reading = replace(reading, unit_rows=())
    return in_reports_order(reading)


def _stopping(
    opened: OpenBook,
    reading: Reading,
    order: Order,
    round_: Round,
    items: Sequence[Item],
    last: LastYearBook | None,
) -> list[Finding]:
    return stopping(
        reading,
        tuple(map(without_results, order.prints)) if last else order.prints,
        round_,
        sign=order.sign,
        unit=order.unit,
        in_our_font=order.in_our_font,
        picture=pictures_beside(opened.folder),
        items=items,
        each=opened.occasion.watcher.each,
    )


def _private(
    reading: Reading, order: Order, round_: Round, last: LastYearBook | None
) -> tuple[Notice, ...]:
    """Warn of personal data in papers of the office: they are made, and not for publication.

    What is for publication was refused by now, unless a person allowed it.
    """
    if order.allow_personal_data:
        return ()
    prints = tuple(map(without_results, order.prints)) if last else order.prints
    found = private(reading, prints, round_, order.unit)
    places = [f"{f.code} {f.at}" for f in found]
    if last and any(RESULTS in p.tables for p in order.prints):
        theirs = private(last.reading, [PRINTED], round_, order.unit)
        places += [f"{f.code} {last.file.name} {f.at}" for f in theirs]
    if not places:
        return ()
    named = ", ".join(places[:_NAMED])
    cells = f"{named} …" if len(places) > _NAMED else named
    return (Notice("personal_data", _PERSONAL.fill(n=len(places), cells=cells), Severity.WARNING),)


def _file(place: Place) -> Path | None:
    return Path(place) if isinstance(place, (str, Path)) else None


_NO_UNIT_ROWS = Text(
    "สมุดงานไม่มีแถวของหน่วยงานในรอบนี้ รายงานจึงมีแถวเดียวต่อวิธีการ (ตั้ง “แถวของวิธีการร่วม” ในชีต "
    f"{AGENCY.sheet} เป็น “{BY_UNIT}” แล้วสั่ง split)",
    "the workbook has no rows of single units in this round, so the report has one row an action (set "
    f"“แถวของวิธีการร่วม” on the sheet {AGENCY.sheet} to “{BY_UNIT}” and run split)",
)
_NAMED = 5  # cells; the check lists all
_NO_SUCH = Text(
    "ไม่มีไฟล์ให้ทำ เพราะเอกสารที่เลือกไม่มีในรูปแบบไฟล์ที่เลือก",
    "there is nothing to make: the chosen documents don't come in the chosen formats",
)
_PERSONAL = Text(
    "เอกสารนี้มีข้อมูลส่วนบุคคล {n} แห่ง ({cells}) ใช้ภายในหน่วยงานได้ แต่อย่าเผยแพร่ หากจะเผยแพร่ โปรดลบออกก่อน",
    "these documents hold personal data in {n} places ({cells}): they are for the office's own use; "
    "remove it before anything of them is published",
)
