"""A returned workbook against what was sent: what the unit changed, cell by cell.

Gives an answer and findings; knows nothing of the master but which keys it has.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from ita_excel import schema
from ita_excel.core.findings import Finding, Rule
from ita_excel.core.grid import CellRef
from ita_excel.core.values import CellError, Uncalculated, Value, as_text
from ita_excel.merging.base import Base, Values
from ita_excel.merging.guard import guarded_row
from ita_excel.merging.ledger import Answer, ChangedCell, Provenance, SetAside
from ita_excel.merging.master import (
    COPIED,
    EDITABLE,
    HEADINGS,
    CellId,
    RowId,
    proposal_id,
)
from ita_excel.merging.matching import MatchedRows, match
from ita_excel.merging.moved_columns import moved_cells, sorted_alone
from ita_excel.merging.pasted_rows import unpasted
from ita_excel.merging.returned_rows import ReturnedBook, ReturnedRow
from ita_excel.merging.returned_rules import (
    ACTIVE,
    LOCKED,
    MOVED,
    MOVED_COLUMN,
    ROWS,
    UNMATCHED,
)
from ita_excel.sheets.meaning import round_name
from ita_excel.thai.cell_values import form, same_value

_PLAN = tuple(c.field for c in schema.PLAN.columns if c.writer is schema.Writer.INPUT)


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """A returned file's own particulars. `formulas` are cells whose value a formula gave."""

    file: str
    hash: str
    saved: str
    collected: str
    formulas: Collection[CellRef] = frozenset()
    modified: str = ""
    arrived: str = ""
    author: str = ""


@dataclass(slots=True)
class _Found:
    """What is being gathered about one file."""

    file: str
    changes: list[ChangedCell] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def report(self, rule: Rule, variant: str, at: CellRef | None, **context: object) -> None:
        self.findings.append(Finding(rule, at, variant, {"file": self.file, **context}))

    def set_aside(
        self, rule: Rule, variant: str, at: CellRef, row: RowId, action: str, column: str,
        value: Value,
    ) -> None:  # fmt: skip
        """Keep a value aside; an error or formula keeps its text."""
        kept = _shown(value)
        self.aside.append(SetAside(rule.code, variant, str(at), *row, action, column, kept))


def compare(
    base: Base,
    book: ReturnedBook,
    returned: ReturnedFile,
    known_keys: Collection[str],
    earlier: Collection[Answer] = (),
) -> tuple[Answer, list[Finding]]:
    """Return what the file answers, and the findings about it. `earlier` are the unit's other files."""
    found = _Found(returned.file)
    matched = match(base, _in_their_columns(found, book.results), known_keys)
    actions = {row: as_text(base.rows[row].get("text")) for row in matched.rows}
    for id_, row in matched.renamed:
        action = actions[id_]
        found.report(LOCKED, "key", row.at(1), action=action)
    _moved(found, base, matched)
    moved = _moved_cells(found, base, matched, earlier)
    _rows(found, base, matched, returned, moved)
    if not any(f.variant == MOVED_COLUMN for f in found.findings):
        for name in sorted_alone(base, book.results):
            found.report(MOVED, "sorted", None, column=HEADINGS[name])
    for id_, values in base.rows.items():
        if id_ not in matched.rows:
            found.report(ROWS, "removed", None, action=as_text(values.get("text")))
    proposed = {}
    for row in matched.added:
        id_ = _added(found, row, returned, moved)
        proposed[id_] = row.text("text")
    for variant, rows in (
        ("other_unit", matched.of_others),
        ("row", matched.unknown),
        ("apart", matched.apart),
    ):
        for row in rows:
            _aside(found, row, variant)
    _plan(found, base, book)
    used = {c.cell.row for c in found.changes}
    answer = Answer(
        returned.hash,
        returned.file,
        base.unit,
        base.dispatch,
        returned.saved,
        returned.collected,
        tuple(sorted(found.changes, key=lambda c: c.cell)),
        tuple(found.aside),
        {r: a for r, a in (actions | proposed).items() if r in used},
        frozenset(proposed),
        Provenance(
            returned.modified, returned.arrived or returned.saved, returned.author, book.person
        ),
    )
    return answer, found.findings


def _moved_cells(
    found: _Found, base: Base, matched: MatchedRows, earlier: Collection[Answer]
) -> Collection[CellRef]:
    """Return the cells of columns that were moved by themselves, and report those columns."""
    rows = [(id_, row) for id_, rows in matched.rows.items() for row in rows]
    moved = moved_cells(base, [*rows, *((_new_row(r), r) for r in matched.added)], earlier)
    for name in sorted({*moved.values()}):
        found.report(UNMATCHED, MOVED_COLUMN, None, column=HEADINGS[name])
    return moved.keys()


def _rows(
    found: _Found,
    base: Base,
    matched: MatchedRows,
    returned: ReturnedFile,
    moved: Collection[CellRef],
) -> None:
    """Compare the rows that were sent, but for columns that were moved by themselves."""
    for id_, rows in matched.rows.items():
        action = as_text(base.rows[id_].get("text"))
        copies = [_without_moved(found, id_, row, action, moved) for row in rows]
        _editable(found, id_, base.rows[id_], copies, action, returned)
        _locked(found, id_, base.rows[id_], copies, action, COPIED, HEADINGS)


def _in_their_columns(found: _Found, rows: Collection[ReturnedRow]) -> list[ReturnedRow]:
    """Return the rows with their values in their columns; what lies in a hidden one is told."""
    guard = schema.GUARD
    plain = []
    for row in rows:
        meant = unpasted(row)
        at, action, value = row.at_field(guard.field), row.text("text"), row.value(guard.field)
        if meant.found:
            columns = ", ".join(HEADINGS[f] for f in meant.found)
            found.report(MOVED, "pasted", at, action=action, hidden=guard.heading, column=columns)
        elif value is not None and guarded_row(value) is None:
            context = {"column": guard.heading, "action": action, "value": _shown(value)}
            found.report(UNMATCHED, "hidden", at, **context)
            id_ = RowId(row.text("key"), row.text("round"))
            found.set_aside(UNMATCHED, "hidden", at, id_, action, guard.heading, value)
        plain.append(meant.row)
    return plain


def _moved(found: _Found, base: Base, matched: MatchedRows) -> None:
    """Report what was put where the evidence says, and what was taken out."""

    def action(id_: RowId) -> str:
        return as_text(base.rows[id_].get("text"))

    for id_, row in matched.by_words:
        there = action(RowId(row.text("key"), round_name(row.text("round"))))
        found.report(MOVED, "words", row.at(1), action=action(id_), there=there)
    for id_, row in matched.moved:
        at = row.at_field(EDITABLE[0])
        found.report(MOVED, "answers", at, action=action(id_), there=row.text("text"))
    for row, source in matched.handed:
        at, there = source.at_field(EDITABLE[0]), source.text("text")
        found.report(MOVED, "answers", at, action=row.text("text"), there=there)
    for id_ in matched.lost:
        found.report(MOVED, "lost", None, action=action(id_))


def _without_moved(
    found: _Found, id_: RowId, row: ReturnedRow, action: str, moved: Collection[CellRef]
) -> ReturnedRow:
    """Return the row without the cells of columns that were moved; they are kept aside."""
    if not moved:
        return row
    cells = {}
    for name, there in row.cells.items():
        for column, value in there:
            if (at := row.at(column)) in moved:
                found.set_aside(UNMATCHED, MOVED_COLUMN, at, id_, action, HEADINGS[name], value)
        cells[name] = tuple(one for one in there if row.at(one[0]) not in moved)
    return replace(row, cells=cells)


def _editable(
    found: _Found,
    id_: RowId,
    base: Values,
    copies: list[ReturnedRow],
    action: str,
    returned: ReturnedFile,
) -> None:
    """Compare the cells that the unit may write. Copies of a row or column count as one."""
    for name in EDITABLE:
        sent = base.get(name)
        values = [(row.at(c), value) for row in copies for c, value in row.cells.get(name, ())]
        changed: dict[str, tuple[CellRef, Value]] = {}
        for at, value in values:
            if not same_value(value, sent):
                changed.setdefault(form(value), (at, value))
        if any(same_value(value, sent) for _, value in values):
            changed.pop("", None)  # an empty copy of a row takes nothing away
        usable = _usable(found, id_, action, name, changed)
        if len(usable) == 1:
            at, value = usable[0]
            found.changes.append(ChangedCell(CellId(*id_, name), sent, value))
            _from_formula(found, at, name, value, returned)
        elif usable:
            found.report(UNMATCHED, "twice", usable[0][0], column=HEADINGS[name])
            for at, value in usable:
                found.set_aside(UNMATCHED, "twice", at, id_, action, HEADINGS[name], value)


def _usable(
    found: _Found, id_: RowId, action: str, name: str, changed: dict[str, tuple[CellRef, Value]]
) -> list[tuple[CellRef, Value]]:
    """Return the values that can be merged; errors and formulas without a value are kept aside.

    A blank beside a filled copy takes nothing away either.
    """
    usable: list[tuple[CellRef, Value]] = []
    for at, value in changed.values():
        if isinstance(value, (CellError, Uncalculated)):
            variant = "error" if isinstance(value, CellError) else "formula"
            heading, shown = HEADINGS[name], _shown(value)
            found.report(UNMATCHED, variant, at, column=heading, value=shown)
            found.set_aside(UNMATCHED, variant, at, id_, action, heading, value)
        else:
            usable.append((at, value))
    filled: list[tuple[CellRef, Value]] = [(at, value) for at, value in usable if value is not None]
    return filled or usable


def _from_formula(
    found: _Found, at: CellRef, name: str, value: Value, returned: ReturnedFile
) -> None:
    if at in returned.formulas:
        found.report(ACTIVE, "formula", at, column=HEADINGS[name], value=as_text(value))


def _locked(
    found: _Found,
    id_: RowId,
    base: Values,
    copies: list[ReturnedRow],
    action: str,
    fields: Collection[str],
    headings: Mapping[str, str],
) -> None:
    """Report changed cells that the unit may not change, and keep what was typed."""
    for name in fields:
        reported = set()
        for row in copies:
            for column, value in row.cells.get(name, ()):
                if same_value(value, base.get(name)) or form(value) in reported:
                    continue
                reported.add(form(value))
                at, heading = row.at(column), headings[name]
                found.report(LOCKED, "cell", at, column=heading, value=_shown(value))
                if value is not None:
                    found.set_aside(LOCKED, "cell", at, id_, action, heading, value)


def _new_row(row: ReturnedRow) -> RowId:
    return proposal_id(round_name(row.text("round")), row.text("text"))


def _added(
    found: _Found, row: ReturnedRow, returned: ReturnedFile, moved: Collection[CellRef]
) -> RowId:
    """Take a row that the unit added as a proposal: every cell of it is new."""
    action = row.text("text")
    id_ = _new_row(row)
    found.report(ROWS, "added", row.at(1), action=action)
    row = _without_moved(found, id_, row, action, moved)
    taken = {c.cell for c in found.changes}
    for name in (*COPIED, *EDITABLE):
        for column, value in row.cells.get(name, ()):  # a copied column has the same heading
            at = row.at(column)
            if value is None:
                continue
            usable = _usable(found, id_, action, name, {form(value): (at, value)})
            if not usable:
                continue
            if CellId(*id_, name) in taken:  # added twice in one file
                if not any(c.cell == CellId(*id_, name) and same_value(c.value, value)
                           for c in found.changes):  # fmt: skip
                    found.set_aside(UNMATCHED, "twice", at, id_, action, HEADINGS[name], value)
                continue
            found.changes.append(ChangedCell(CellId(*id_, name), None, value))
            taken.add(CellId(*id_, name))
            _from_formula(found, at, name, value, returned)
    return id_


def _aside(found: _Found, row: ReturnedRow, variant: str) -> None:
    """Keep a whole row aside, every value of it."""
    action = row.text("text")
    id_ = RowId(row.text("key"), row.text("round"))
    found.report(UNMATCHED, variant, row.at(1), action=action)
    for name in (*COPIED, *EDITABLE):
        for column, value in row.cells.get(name, ()):
            if value is not None:
                found.set_aside(
                    UNMATCHED, variant, row.at(column), id_, action, HEADINGS[name], value
                )


def _plan(found: _Found, base: Base, book: ReturnedBook) -> None:
    """The plan is locked as a whole: report what was changed in it, and keep it."""
    headings = {c.field: c.heading for c in schema.PLAN.columns}
    by_text = {form(values.get("text")): key for key, values in base.plan.items()}
    for row in book.plan:
        key = row.text("key")
        if key not in base.plan:
            key = by_text.get(form(row.value("text")), key)
        sent = base.plan.get(key, {})
        action = row.text("text") or as_text(sent.get("text"))
        _locked(found, RowId(key, ""), sent, [row], action, _PLAN, headings)


def _shown(value: Value) -> Value:
    if isinstance(value, CellError):
        return value.name
    return value.formula if isinstance(value, Uncalculated) else value
