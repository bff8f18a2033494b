"""The documents of one workbook, made in memory, or the reason why there are none.

Done by several processes at once where there are many workbooks, so nothing is printed here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ita_excel.cli.checking import pictures_of
from ita_excel.cli.findings import as_lines, finding_object
from ita_excel.cli.progress import step, watched
from ita_excel.core.errors import ExitCode, ItaExcelError, from_os
from ita_excel.core.language import Language, Text
from ita_excel.documents.guarding import PersonalData
from ita_excel.documents.making import Making, begin
from ita_excel.documents.order import Order
from ita_excel.rules.printed import another_round, stopping
from ita_excel.schema import AGENCY, PLAN, RESULTS
from ita_excel.schema.model import Round
from ita_excel.sheets import Reading, read, require_block
from ita_excel.sheets.filling import chosen_round
from ita_excel.store.file import FileGrid

if TYPE_CHECKING:
    from ita_excel.catalogue.oit import Item

_UNREADY = Text(
    "“{file}” ยังมีข้อผิดพลาด {n} รายการ จึงยังไม่ทำเอกสาร โปรดแก้ไขก่อน หรือระบุ --draft เพื่อทำเป็นร่าง",
    "“{file}” has {n} errors, so no document was made: mend them, or give --draft to make a draft",
)


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one workbook: its documents by name, or the error that left it without.

    `findings` are lines to print and `found` the same as data, `notes` sentences; `shortfall` says why a PDF is not among the
    documents. Travels between processes, so the error is a sentence and an exit code.
    """

    file: Path
    documents: Mapping[str, bytes]
    findings: tuple[str, ...] = ()
    error: tuple[Text, int] | None = None
    shortfall: tuple[Text, int] | None = None
    notes: tuple[Text, ...] = ()
    found: tuple[dict[str, Any], ...] = ()


class Unmade(ItaExcelError):
    """A workbook's documents could not be made."""

    def __init__(self, text: Text, exit_code: int) -> None:
        super().__init__(text)
        self.exit_code = ExitCode(exit_code)


def made_of(file: Path, order: Order, items: Sequence[Item], language: Language) -> Made:
    """Make the documents of one workbook in memory; print nothing."""
    try:
        reading = read(FileGrid(file))
        for table in (AGENCY, PLAN, RESULTS):
            require_block(reading.blocks, table)
        asked, round_ = reading, chosen_round(reading, order.round)
        reading = reading.for_round(round_)
        step()
        # Most workbooks are ready: while the PDFs are made is time to see whether this one is.
        begun = _begun(file, reading, order)
        step()
        unready = None if order.draft else _unready(file, asked, order, round_, items, language)
        if unready:
            if isinstance(begun, Making):
                begun.stop()
            return unready
        if isinstance(begun, Exception):
            raise begun
        step()
        documents, lacks = begun.finish(), begun.shortfall
        shortfall = (lacks.text, int(lacks.exit_code)) if lacks else None
        notes = (*begun.notes, *another_round(asked, order.prints, round_))
        return Made(file, documents, shortfall=shortfall, notes=notes)
    except ItaExcelError as error:
        return Made(file, {}, error=(error.text, error.exit_code))
    except OSError as error:
        told = from_os(error)
        return Made(file, {}, error=(told.text, told.exit_code))


def _begun(file: Path, reading: Reading, order: Order) -> Making | Exception:
    """Begin with the documents; an error has to wait until the findings are known.

    Any error: what is wrong with a workbook is found by the rules, not by how documents fail.
    """
    try:
        return begin(reading.workbook, file.parent, order)
    except PersonalData as error:
        return error.at(reading)
    except Exception as error:  # noqa: BLE001 (raised as soon as nothing better can be said)
        return error


def _unready(
    file: Path,
    reading: Reading,
    order: Order,
    round_: Round,
    items: Sequence[Item],
    language: Language,
) -> Made | None:
    """Return the errors in what would be printed; None where there are none."""
    wrong = stopping(
        reading,
        order.prints,
        round_,
        sign=order.sign,
        unit=order.unit,
        in_our_font=order.in_our_font,
        picture=pictures_of(file),
        items=items,
        each=watched,
    )
    if not wrong:
        return None
    lines = as_lines(wrong, [b.sheet for b in reading.blocks.values()], language)
    text = _UNREADY.fill(file=file.name, n=len(wrong))
    found = tuple(finding_object(f, language) for f in wrong)
    return Made(file, {}, tuple(lines), (text, ExitCode.DATA), found=found)
