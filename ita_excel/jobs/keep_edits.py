"""Keep edits: what people edited in Word files goes back to the workbook, as proposals to decide one by one.

Each file says of what it was made; the same document is made again in memory, and what theirs alone
says is listed on `ข้อขัดแย้ง`, between the other conflicts. Nothing is taken without a decision, and
the edited files stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from ita_excel.core.errors import InputError
from ita_excel.core.language import Text
from ita_excel.documents.content.material import Material, SaidSentence, SharedAs
from ita_excel.documents.content.previews import said_by
from ita_excel.documents.declaring import Covers
from ita_excel.documents.naming import DRAFT
from ita_excel.documents.order import KINDS, Order
from ita_excel.documents.word.edited import NOT_WORD, CellEdit, TextEdit, Untaken
from ita_excel.jobs import word_files
from ita_excel.jobs.book import OpenBook, Place, derived_heading, in_turn
from ita_excel.jobs.export import made_of
from ita_excel.jobs.last_year import with_last_year
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Notice, Outcome
from ita_excel.jobs.word_proposals import Proposing
from ita_excel.merging import copy_conflicts
from ita_excel.merging.copy_conflicts import OpenConflict
from ita_excel.schema.model import Round
from ita_excel.sheets import Reading
from ita_excel.sheets.derived_cells import in_reports_order
from ita_excel.sheets.unit_rows import of_unit
from ita_excel.store import made_papers

_ANOTHER = Text(
    "{file} ทำจากสมุดงานอื่น ({agency} ปีงบประมาณ {year}) จึงไม่นำสิ่งที่แก้เข้าสมุดงานนี้ โปรดใช้กับสมุดงานที่ทำเอกสารนี้",
    "{file} was made from another workbook ({agency}, fiscal year {year}), so its edits aren't taken "
    "into this one: use the workbook that it was made from",
)
_UNKNOWN = Text(
    "{file} ไม่มีข้อมูลว่าทำจากอะไร (โปรแกรมที่บันทึกอาจตัดออก หรือไม่ได้ทำจากโปรแกรมนี้) จึงไม่รู้ว่าแก้ตรงไหน "
    "โปรดแก้ในสมุดงานเอง หรือใช้ไฟล์ที่ทำด้วยคำสั่ง export",
    "{file} doesn't say what it was made from (a program dropped it, or it was never made by export), "
    "so nobody knows what was edited: edit the workbook yourself, or use a file made by export",
)
_OTHER_KIND = Text(
    "{file} ไม่ใช่ไฟล์ .docx โปรดเปิดด้วย Word หรือ LibreOffice แล้วบันทึกเป็น .docx หากเป็น PDF โปรดใช้ไฟล์ Word ที่แก้",
    "{file} is no .docx: open it in Word or LibreOffice and save it as .docx; in place of a PDF give "
    "the Word file that was edited",
)
_WHICH = Text("{file}: {why}", "{file}: {why}")


class FileEdits(NamedTuple):
    """What one Word file holds that has no home in the workbook, and what else is to be known of it."""

    file: str
    untaken: tuple[Untaken, ...] = ()
    tracked: int = 0
    comments: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEdits(Outcome):
    """What was proposed: `waiting` are all proposals of Word files that wait, numbered from 1."""

    waiting: tuple[OpenConflict, ...] = ()
    files: tuple[FileEdits, ...] = ()

    @property
    def wrong(self) -> bool:
        """Whether something waits for a person."""
        return bool(self.waiting)


def keep_edits(
    place: Place,
    occasion: Occasion,
    folder: Path,
    *,
    order: Order | None = None,
    named: Sequence[Path] = (),
) -> KeptEdits:
    """List what was edited in the Word files of `folder` that `order` would replace, and in `named`.

    InputError for a named file that can't be read or was made from another workbook.
    """
    wish = order or Order()

    def work(opened: OpenBook) -> KeptEdits:
        keeping = _Keeping(opened, wish, folder)
        for path in named:
            keeping.take(path, asked=True)
        for path in keeping.standing():
            if path not in named:
                keeping.take(path, asked=False)
        return keeping.listed()

    return in_turn(place, occasion, work, writing=True)


class _Keeping:
    """Collects the edits of several files for one workbook."""

    def __init__(self, opened: OpenBook, order: Order, folder: Path) -> None:
        self._opened, self._order, self._folder = opened, order, folder
        self._reading: Reading = opened.read()
        self._found: list[copy_conflicts.CopyConflict] = []
        self._files: list[FileEdits] = []
        self._notices: list[Notice] = []
        self._today: dict[tuple[str, ...], bytes] = {}

    def standing(self) -> Iterator[Path]:
        """Yield the Word files that stand where the order's are to go."""
        order = replace(self._order, formats=("docx",), draft=True)
        for name in made_of(self._opened, order).documents:
            path = self._folder / (name if self._order.draft else name.replace(f"-{DRAFT}", ""))
            if path.is_file():
                yield path

    def take(self, path: Path, *, asked: bool) -> None:
        """Take the edits of one file; a file that nobody named is only told of where it can't be."""
        try:
            self._take(path, asked=asked)
        except InputError as error:
            if asked:
                raise
            self._notices.append(Notice("unread_edits", error.text))

    def _take(self, path: Path, *, asked: bool) -> None:
        if path.suffix.casefold() != word_files.ENDING:
            raise InputError(_OTHER_KIND, file=path.name)
        data = word_files.read(path)
        workbook = self._opened.file
        memory = made_papers.word(workbook, path)[1] if workbook else ""
        try:
            first = word_files.changes(data, b"", memory)
            if first is None:
                raise InputError(_UNKNOWN, file=path.name)
            about = first["about"]
            if asked or first["edited"]:
                self._require_ours(path, about)
            if not first["edited"]:
                return
            found = word_files.changes(data, self._made_today(about), memory)
        except InputError as error:
            if error.text == NOT_WORD or not error.say("en").startswith(path.name):
                raise InputError(_WHICH, file=path.name, why=error.text) from error
            raise
        assert found is not None
        proposing = Proposing(
            self._reading, about, path.name, self._opened.occasion.moment,
            signed=self._order.sign is not None, said=self._said_today(about),
        )  # fmt: skip
        proposed = proposing.propose(
            [_cell(c) for c in found["cells"]], [TextEdit(*t) for t in found["texts"]]
        )
        self._found += proposed.found
        untaken = (*(Untaken(*u) for u in found["untaken"]), *proposed.untaken)
        self._files.append(FileEdits(path.name, untaken, found["tracked"], found["comments"]))

    def _require_ours(self, path: Path, about: dict[str, str]) -> None:
        workbook, agency = self._reading.workbook, self._reading.agency.value
        year = str(agency.fiscal_year.year) if agency.fiscal_year else ""
        same = about["workbook"] == workbook.identity
        if not about["workbook"]:  # made from a workbook without an identity
            same = (about["agency"], about["year"]) == (agency.name, year)
        if not same:
            raise InputError(_ANOTHER, file=path.name, agency=about["agency"], year=about["year"])

    def _said_today(self, about: dict[str, str]) -> list[SaidSentence]:
        """Return the sentences that the same document says now."""
        order = self._order_of(about)
        reading = of_unit(self._reading, order.unit)
        last = None
        if any(d.covers is Covers.RESULTS for d in order.documents):
            reading, last = with_last_year(self._opened, reading, order)
        material = Material(
            in_reports_order(reading.for_round(order.round)),
            order.round,
            order.draft,
            order.sign,
            order.unit,
            shared=order.shared,
            last=last.reading.workbook if last else None,
        )
        return [said for d in order.documents for said in said_by(d.content, material)]

    def _made_today(self, about: dict[str, str]) -> bytes:
        """Return the same document as the workbook would print it now."""
        order = self._order_of(about)
        key = (about["kind"], about["round"], about["unit"], about["shared"])
        if key not in self._today:
            made = made_of(self._opened, order).documents
            self._today[key] = next(iter(made.values()), b"")
        return self._today[key]

    def _order_of(self, about: dict[str, str]) -> Order:
        """Return the order that made a file, for a document to be compared with."""
        return replace(
            self._order,
            kinds=tuple(kind for kind in KINDS if kind == about["kind"]),
            formats=("docx",),
            draft=True,
            public=False,
            whole_rows=True,
            round=next((r for r in Round if r.value == about["round"]), None),
            unit=about["unit"] or None,
            shared=next((s for s in SharedAs if s.value == about["shared"]), SharedAs.JOINT),
        )

    def listed(self) -> KeptEdits:
        """List the proposals on the sheet, and return all that wait."""
        done = copy_conflicts.listed(self._reading, self._found, derived_heading)
        written = self._opened.write(self._reading, (), "export", others=done.edits)
        of_words = {c.identity for c in copy_conflicts.of_word_files(self._opened.read())}
        waiting = tuple(w for w in done.waiting if w.conflict.identity in of_words)
        return KeptEdits(
            changed=written.changed,
            waiting=waiting,
            files=tuple(self._files),
            notices=(*self._notices, *written.notices),
        )


def _cell(said: Sequence[Any]) -> CellEdit:
    section, row, column, field, base, ours, theirs = said
    lines = None if ours is None else tuple(ours)
    return CellEdit(section, tuple(row), column, field, tuple(base), lines, tuple(theirs))
