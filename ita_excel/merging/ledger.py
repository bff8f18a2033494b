"""What a master remembers: what it sent out, what came back, and what was decided about it.

The merged value of a cell is a function of this memory, never of the order in which files came.
So a file can come twice, late, or be taken back, and the master ends up the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ita_excel.core.values import Value
from ita_excel.merging.divisions import Divisions, said
from ita_excel.merging.master import CellId, RowId
from ita_excel.thai.cell_values import form


class ValueKey(NamedTuple):
    """By what a decision knows a unit's value for a cell again; `form` is the value as compared."""

    unit: str
    dispatch: str
    form: str


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One workbook sent out: to whom, when, until when (ISO texts), and the base's fingerprint.

    `address` is whose it is, where several people of the unit get one each.
    """

    id: str
    unit: str
    sent: str
    due: str
    base: str
    rows: tuple[RowId, ...]
    file: str = ""
    address: str = ""
    # What the unit may write and was filled in when it was sent, for files that have lost it.
    answers: Mapping[RowId, Mapping[str, Value]] = field(default_factory=dict)


class Mailed(NamedTuple):
    """How the message stands that takes a workbook to its unit; moments are ISO texts.

    `taken`: when the server took it, '' where none did. `tried` and `why`: the last attempt that
    failed, and the server's word for it.
    """

    taken: str = ""
    tried: str = ""
    why: str = ""


class OpenedFile(NamedTuple):
    """A file that came back with nothing filled in. `when` it was collected first."""

    unit: str
    dispatch: str
    file: str
    when: str


class ChangedCell(NamedTuple):
    """A cell that a returned workbook has other than it was sent."""

    cell: CellId
    base: Value
    value: Value


class SetAside(NamedTuple):
    """A value typed in a returned workbook that has no place in the master.

    `variant` names the sentence of rule `code` that says why.
    """

    code: str
    variant: str
    place: str  # in the returned file: ผลการดำเนินการ!J7
    key: str
    round: str
    action: str
    column: str  # its heading
    value: Value


class Provenance(NamedTuple):
    """What a returned file and its mail say of who saved it and when: moments are ISO texts.

    `modified` and `author` are the program's (docProps), and can be wrong, missing or somebody
    else's; `arrived` is the mail's date or the file's time; `person` stands at the sheet's head.
    """

    modified: str = ""
    arrived: str = ""
    author: str = ""
    person: str = ""


NOT_KNOWN = Provenance()


@dataclass(frozen=True, slots=True)
class Answer:
    """What one returned file answers. `saved` is when its writer saved it, as far as it can be known."""

    hash: str
    file: str
    unit: str
    dispatch: str
    saved: str
    collected: str
    changes: tuple[ChangedCell, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    actions: Mapping[RowId, str] = field(default_factory=dict)  # texts of the rows it answers
    proposed: frozenset[RowId] = frozenset()  # rows that the unit added
    provenance: Provenance = NOT_KNOWN
    below: Divisions | None = None  # what a unit's own master says of the divisions below it


class Ours(NamedTuple):
    """A value that stands in the master for a reason of its own, without any merge.

    `why`: `own` (there before), `edited` (typed over a merged value), `decided` (a conflict
    settled for the unit's value; `value_key` says which).
    """

    value: Value
    why: str = "own"
    value_key: ValueKey | None = None
    reason: str = ""
    by: str = ""
    when: str = ""


class Overruled(NamedTuple):
    """A unit's value that the officer decided against, or typed over having seen it."""

    value_key: ValueKey
    reason: str = ""
    by: str = ""
    when: str = ""


class CellState(NamedTuple):
    """A cell that a unit has answered for. `wrote` is what the last merge left there."""

    ours: tuple[Ours, ...]  # the last one counts; those before come back when it is withdrawn
    wrote: Value
    overruled: tuple[Overruled, ...] = ()
    absent: bool = False  # the master had lost the row at the last merge

    @property
    def decided(self) -> set[ValueKey | None]:
        """The units' values that a person decided for or against."""
        return {o.value_key for o in self.overruled} | {o.value_key for o in self.ours}


@dataclass(frozen=True, slots=True)
class Ledger:
    """The whole memory. Mappings are never changed in place."""

    dispatches: Mapping[str, Dispatch] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)  # by hash
    cells: Mapping[CellId, CellState] = field(default_factory=dict)
    placed: frozenset[RowId] = frozenset()  # proposals that have been given a row
    withdrawn: frozenset[str] = frozenset()  # hashes that were taken back on purpose
    mailed: Mapping[str, Mailed] = field(default_factory=dict)  # by dispatch, those mailed by us
    opened: Mapping[str, OpenedFile] = field(default_factory=dict)  # by hash

    @property
    def actions(self) -> dict[RowId, str]:
        """The texts of the rows that were answered."""
        return {row: a for _, c in sorted(self.answers.items()) for row, a in c.actions.items()}

    @property
    def proposed(self) -> set[RowId]:
        """The rows that any unit added."""
        return {row for c in self.answers.values() for row in c.proposed}

    def dispatched(self, dispatch: Dispatch) -> Ledger:
        """Return the ledger with one more workbook sent."""
        return replace(self, dispatches={**self.dispatches, dispatch.id: dispatch})

    def with_mail(self, mailed: Mapping[str, Mailed]) -> Ledger:
        """Return the ledger with how messages stand, by dispatch."""
        return replace(self, mailed={**self.mailed, **mailed})

    def with_opened(self, opened: Mapping[str, OpenedFile]) -> Ledger:
        """Return the ledger with more files that say nothing; what is known stays as it is."""
        return replace(self, opened={**opened, **self.opened})

    def answered(self, answer: Answer) -> Ledger:
        """Return the ledger with one more answer; the same again changes nothing."""
        if answer.hash in self.answers:
            return self
        return replace(
            self,
            answers={**self.answers, answer.hash: answer},
            withdrawn=self.withdrawn - {answer.hash},
        )

    def of_file(self, hash_: str) -> list[str]:
        """Return the answers that came in the file of one of them: a master gives several."""
        file = hash_.partition(":")[0]
        return [h for h in self.answers if h.partition(":")[0] == file]

    def without(self, hash_: str) -> Ledger:
        """Return the ledger without one answer and the decisions that stood on it alone."""
        left = {h: c for h, c in self.answers.items() if h != hash_}
        held = {value_key(c, change) for c in left.values() for change in c.changes}
        held |= {(cell, ValueKey(*key[:2], "")) for cell, key in held}  # a blank beside a value
        cells = {
            cell: state._replace(
                ours=tuple(
                    o for o in state.ours if o.value_key is None or (cell, o.value_key) in held
                ),
                overruled=tuple(o for o in state.overruled if (cell, o.value_key) in held),
            )
            for cell, state in self.cells.items()
        }
        return replace(self, answers=left, cells=cells, withdrawn=self.withdrawn | {hash_})


def value_key(answer: Answer, change: ChangedCell) -> tuple[CellId, ValueKey]:
    """Return the cell of a change, and by what decisions know its value."""
    return change.cell, ValueKey(answer.unit, answer.dispatch, form(change.value))


def path_of(answer: Answer, cell: CellId) -> str:
    """Return by whose hands a value came: กองช่าง → อำเภอเมือง, or the unit alone."""
    paths = answer.below.paths.get(cell, ()) if answer.below else ()
    return said(paths, answer.unit)
