"""What was edited in a Word file, as proposed changes of the workbook's cells.

Base is what was printed, ours what the workbook would print today, theirs what stands in Word. Only
what theirs alone says is proposed, never taken; what no cell can say is told with its place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ita_excel import schema
from ita_excel.core.threeway import Verdict, decide
from ita_excel.core.values import Value, as_text
from ita_excel.documents.content.material import SaidSentence
from ita_excel.documents.content.retyping import STATUS, Retyping, retyped_period, retyped_times
from ita_excel.documents.content.signing import in_order, proposes
from ita_excel.documents.content.writing import TextWriter
from ita_excel.documents.word.edited import CellEdit, TextEdit, Untaken
from ita_excel.documents.word.side_by_side import aligned
from ita_excel.jobs.word_wordings import own_words
from ita_excel.merging.copy_conflicts import CopyConflict
from ita_excel.schema.model import Action, Result, Signatory
from ita_excel.sheets import Reading
from ita_excel.sheets.reading import Record
from ita_excel.sheets.unit_rows import COMBINED
from ita_excel.sheets.wording_rows import placed
from ita_excel.thai.calendar import FiscalYear
from ita_excel.thai.cell_values import same_value
from ita_excel.thai.dates import read_date
from ita_excel.thai.digits import to_arabic
from ita_excel.thai.normal import compare_form, print_form
from ita_excel.thai.periods import read_period

_OF_PLAN = ("plan", "measures")
_OF_RESULTS = ("results", "units", "evidence")
_FIELDS = {"method": "text"}  # columns that are called otherwise than their field
_LETTERS = ("memo", "circular")
_SETTINGS = {"number": "letter_number", "date": "letter_date"}
_MEMOS = {**_SETTINGS, "subject": "subject", "to": "to", "enclosures": "enclosures"}


class Proposed(NamedTuple):
    """What is proposed, what nobody can take, and how much of it the workbook says already."""

    found: tuple[CopyConflict, ...] = ()
    untaken: tuple[Untaken, ...] = ()


@dataclass(slots=True)
class Proposing:
    """Turns the edits of one Word file into proposals for a workbook."""

    reading: Reading
    about: dict[str, str]
    file: str
    moment: dt.datetime
    signed: bool = False  # another date than the workbook's was asked for
    said: Sequence[SaidSentence] = ()  # by the same document today
    _found: list[CopyConflict] = field(default_factory=list)
    _untaken: list[Untaken] = field(default_factory=list)

    def propose(self, cells: Sequence[CellEdit], texts: Sequence[TextEdit]) -> Proposed:
        """Return what is proposed; what the workbook says by now is proposed no more."""
        for cell in cells:
            self._cell(cell)
        for text in texts:
            self._text(text)
        return Proposed(tuple(dict.fromkeys(self._found)), tuple(self._untaken))

    @property
    def _writer(self) -> TextWriter:
        return TextWriter("thai" if self.reading.agency.value.thai_digits else "arabic")

    def _tell(self, what: str, base: Sequence[str], theirs: Sequence[str]) -> None:
        self._untaken.append(Untaken(what, "\n".join(base), "\n".join(theirs)))

    def _cell(self, edit: CellEdit) -> None:
        if edit.ours is None:
            self._tell("gone", edit.base, edit.theirs)
            return
        verdict = decide(edit.base, edit.ours, edit.theirs, _same_lines)
        if verdict not in (Verdict.THEIRS, Verdict.CONFLICT):
            return
        if edit.section in _OF_RESULTS and self.about.get("last"):
            self._tell("last_year", edit.base, edit.theirs)
            return
        record = self._record(edit)
        if record is None:
            self._tell("fixed", edit.base, edit.theirs)
            return
        name = _FIELDS.get(edit.field, edit.field)
        row = record.value
        if isinstance(row, Result) and name in COMBINED and self._is_joint(row):
            self._tell("joint", edit.base, edit.theirs)
            return
        values = list(self._values(edit, name, record, verdict))
        if not values:
            self._tell("unclear", edit.base, edit.theirs)
        for at, changed, value in values:
            self._add(at, changed, value, edit.base, verdict)

    def _record(self, edit: CellEdit) -> Record[Action] | Record[Result] | None:
        key, round_name, _ = edit.row
        if edit.section in _OF_PLAN:
            return next((r for r in self.reading.plan if r.value.key == key), None)
        if edit.section in _OF_RESULTS:
            every = self.reading.every_result
            same = (r for r in every if (r.value.key, r.value.round_name) == (key, round_name))
            return next(same, None)
        return None

    def _is_joint(self, row: Result) -> bool:
        beneath = f"{row.key}{schema.UNIT_ROW}"
        return any(r.value.key.startswith(beneath) for r in self.reading.unit_rows)

    def _values(
        self,
        edit: CellEdit,
        name: str,
        record: Record[Action] | Record[Result],
        verdict: Verdict,
    ) -> Iterator[tuple[Record[Action] | Record[Result], str, Value]]:
        """Yield which cells an edit is of, by field, and what is to stand in each."""
        printed = edit.ours if verdict is Verdict.THEIRS else None
        ours = edit.ours or ()
        row = record.value
        theirs = [line for line in edit.theirs if line.strip()]
        if name == "period":
            for at, value in self._period(row, ours, theirs):
                yield record, at, value
        elif name == "follow_up":
            number = retyped_times(" ".join(ours or edit.base), " ".join(theirs))
            if number is not None:
                yield record, "times", number
        elif name == "status":
            said = " ".join(theirs).removeprefix(STATUS).strip()
            if not said or said in schema.LISTS["statuses"]:
                yield record, name, said or None
        elif name == "responsible":
            yield record, name, "\n".join(" ".join(line.split()) for line in theirs) or None
        elif name == "measure":
            yield from self._measures(edit, record, theirs)
        else:
            retyping = Retyping(self._writer, self._writer.number(row.number), aligned)
            value = retyping.lines(name, record.typed(name), printed, theirs)
            if value is not None:
                yield record, name, value or None
            if name == "outcome" and value and _says_status(row, value):
                yield record, "status", value  # one line said both

    def _period(
        self, row: Action | Result, ours: Sequence[str], theirs: Sequence[str]
    ) -> Iterator[tuple[str, Value]]:
        changed = retyped_period(" ".join(ours), " ".join(theirs))
        if changed is None or (row.period and row.period.words):
            return
        start, end = changed
        whole = not as_text(row.end)  # the whole period is typed into the first cell
        new_start = " ".join(theirs) if whole else start or row.start
        new_end = None if whole else end or row.end
        year = self.reading.agency.value.fiscal_year or FiscalYear(0)
        if read_period(new_start, new_end, year) is None:
            return
        if whole or start:
            yield "start", new_start
        if end and not whole:
            yield "end", new_end

    def _measures(
        self, edit: CellEdit, record: Record[Action] | Record[Result], theirs: Sequence[str]
    ) -> Iterator[tuple[Record[Action] | Record[Result], str, Value]]:
        """Yield every row that names the measure: its cell spans them all.

        That of a result is the plan's too, or the report would count two measures.
        """
        typed = compare_form(record.value.measure)
        retyping = Retyping(self._writer, "", aligned)
        ours = " ".join(edit.ours or ())
        value = retyping.line(record.value.measure, ours, " ".join(theirs))
        if not value or compare_form(value) == typed:
            return
        rows: list[Record[Action] | Record[Result]] = [*self.reading.plan]
        if edit.section in _OF_RESULTS:
            in_round = edit.row[1]
            rows += [r for r in self.reading.results if r.value.round_name == in_round]
        for one in rows:
            if one.value.measure_given and compare_form(one.value.measure) == typed:
                yield one, "measure", value

    def _add(
        self,
        record: Record[Action] | Record[Result] | Record[Signatory],
        name: str,
        value: Value,
        base: Sequence[str],
        verdict: Verdict,
    ) -> None:
        table = record.block.table
        typed = record.typed(name)
        if same_value(typed, value):  # taken already; printing puts a number or a status beside it
            return
        column = next(c for c in table.columns if c.field == name)
        held = typed if verdict is Verdict.THEIRS else "\n".join(base) or None
        key = getattr(record.value, "key", "")
        words = as_text(record.typed(table.main))
        self._found.append(
            CopyConflict(
                table.name, key, getattr(record.value, "round", ""), words, name, column.heading,
                held, value, self.file, self._when,
            )
        )  # fmt: skip

    @property
    def _when(self) -> str:
        return self.moment.replace(microsecond=0).isoformat()

    def _text(self, edit: TextEdit) -> None:
        if edit.ours is None:
            self._tell("gone", (edit.base,), (edit.theirs,))
            return
        verdict = decide((edit.base,), (edit.ours,), (edit.theirs,), _same_lines)
        if verdict not in (Verdict.THEIRS, Verdict.CONFLICT):
            return
        kind = self.about.get("kind", "")
        settings = _MEMOS if kind == "memo" else _SETTINGS if kind.startswith(_LETTERS) else {}
        name = settings.get(edit.place)
        if name:
            self._setting(edit, name, verdict)
        elif not self._signatory(edit, verdict) and not self._wording(edit):
            self._tell(_what(edit), (edit.base,), (edit.theirs,))

    def _wording(self, edit: TextEdit) -> bool:
        """Propose the office's own words; False where a paragraph is no sentence with all its values."""
        block = self.reading.blocks.get(schema.WORDING.name)
        own = own_words(edit, self.said, self._writer.digits)
        row = placed(block).get(own.place) if block and own else None
        if block is None or own is None or row is None:
            return False
        column = next(c for c in schema.WORDING.columns if c.field == "text")
        key = as_text(block.cell(row, "key"))
        words = " › ".join(as_text(block.cell(row, f)) for f in ("document", "paragraph"))
        held = block.cell(row, "text") or own.before
        self._found.append(
            CopyConflict(
                schema.WORDING.name, key, "", words if key else as_text(held), "text", column.heading,
                held, own.text, self.file, self._when,
            )
        )  # fmt: skip
        return True

    def _setting(self, edit: TextEdit, name: str, verdict: Verdict) -> None:
        setting = next(s for s in schema.SETTINGS if s.field == name)
        agency = self.reading.agency
        if agency.at(name) is None or (name == "letter_date" and self.signed):
            self._tell("unclear", (edit.base,), (edit.theirs,))
            return
        typed = agency.typed(name)
        value: Value = edit.theirs or None
        if name == "letter_date":
            if value and read_date(edit.theirs, self.reading.agency.value.fiscal_year) is None:
                self._tell("unclear", (edit.base,), (edit.theirs,))
                return
        elif verdict is Verdict.THEIRS and value:
            retyping = Retyping(self._writer, "", aligned)
            value = retyping.line(typed, edit.ours or "", edit.theirs)
        column = next(c for c in schema.AGENCY.columns if c.field == "value")
        held = typed if verdict is Verdict.THEIRS else edit.base
        self._found.append(
            CopyConflict(
                schema.AGENCY.name, setting.key, "", setting.key, "value", column.heading,
                held, value, self.file, self._when,
            )
        )  # fmt: skip

    def _signatory(self, edit: TextEdit, verdict: Verdict) -> bool:
        """Propose what a block to sign says; False where it is none of a person of the workbook."""
        who, _, name = edit.place.rpartition(".")
        record = self._signer(who)
        if record is None or name not in ("name", "position", "heading"):
            return False
        theirs, ours = edit.theirs, edit.ours or ""
        if name == "name":
            theirs, ours = theirs.strip("() "), ours.strip("() ")
        retyping = Retyping(self._writer, "", aligned)
        value = retyping.line(record.typed(name), ours, theirs) if theirs else None
        self._add(record, name, value, (edit.base,), verdict)
        return True

    def _signer(self, who: str) -> Record[Signatory] | None:
        records = {id(r.value): r for r in self.reading.signatories}
        signers = in_order(r.value for r in self.reading.signatories)
        first = [s for s in signers if proposes(s)][:1]
        opinions = [s for s in signers if not proposes(s)]
        kind, _, number = who.partition(".")
        chosen: Sequence[Signatory] = ()
        if kind == "proposer":
            chosen = first
        elif kind == "chief":
            chosen = opinions[-1:]
        elif kind == "opinions" and number.isdigit():
            chosen = opinions[int(number) : int(number) + 1]
        return records[id(chosen[0])] if chosen else None


def _what(edit: TextEdit) -> str:
    """Return what became of a paragraph that nobody can take, a key of `edited.WHAT`."""
    if not edit.theirs:
        return "removed"
    return "added" if edit.theirs.startswith(f"{edit.base}\n") else "fixed"


def _says_status(row: Action | Result, value: str) -> bool:
    """Whether the outcome was no more than the status, and is to be another one."""
    said = isinstance(row, Result) and compare_form(row.outcome) == compare_form(row.status)
    return said and value in schema.LISTS["statuses"]


def _same_lines(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether lines print the same, in whatever digits they were typed."""
    return [*map(_printed, a)] == [*map(_printed, b)]


def _printed(line: str) -> str:
    return " ".join(to_arabic(print_form(line)).split())
