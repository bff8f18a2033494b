"""What a certificate lists beside the cells: files, people, what was replaced, what waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ita_excel.core.values import as_text
from ita_excel.dispatch.collect import STATES, FileReport, State
from ita_excel.merging.decisions import Choice
from ita_excel.merging.ledger import Answer, CellState, SetAside, path_of
from ita_excel.merging.master import HEADINGS, CellId
from ita_excel.merging.merge import MergedMaster
from ita_excel.merging.one_cell import MergedCell
from ita_excel.merging.returned_rules import OVERLOOKED, OVERLOOKED_KINDS
from ita_excel.merging.set_aside import reason
from ita_excel.thai.calendar import format_date
from ita_excel.thai.cell_values import form, same_value
from ita_excel.thai.digits import to_thai

_OURS = "ไฟล์หลัก"
_DECIDED = {
    Choice.OURS.value: "ตัดสินให้ใช้ค่าในไฟล์หลัก",
    Choice.COMBINED.value: "ตัดสินให้รวมค่าของหน่วยงาน",
    Choice.OWN.value: "ตัดสินให้ใช้ข้อความของผู้รวบรวม",
}


@dataclass(frozen=True, slots=True)
class CertifiedFile:
    """One returned file. `values` and `overlooked` count what it said and what else it holds."""

    name: str
    unit: str
    state: str
    people: tuple[str, ...] = ()
    saved: str = ""
    values: int = 0
    overlooked: int = 0
    kept: str = ""
    hash: str = ""
    refused: bool = False


@dataclass(frozen=True, slots=True)
class ReplacedLine:
    """A value that stands no more, what stands instead, and whose they are."""

    action: str
    key: str
    round: str
    column: str
    old: str
    old_from: str
    new: str
    new_from: str
    why: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A value that waits or lies aside. `note` says why, or what stands in the results instead."""

    action: str
    key: str
    round: str
    column: str
    value: str
    unit: str
    file: str
    place: str = ""
    note: str = ""


def files(merged: MergedMaster, reports: Iterable[FileReport]) -> tuple[CertifiedFile, ...]:
    """Return the files whose answers count, then those of this time that gave none."""
    known = list(reports)
    copies = {r.hash: r.kept for r in known if r.kept}
    found = [_answer(a, copies.get(a.hash, "")) for a in _by_unit(merged.ledger.answers.values())]
    for report in known:
        if report.hash and report.hash in merged.ledger.answers:
            continue
        found.append(
            CertifiedFile(
                report.name,
                report.answer.unit if report.answer else "",
                STATES[report.state].th,
                kept=report.kept,
                hash=report.hash,
                refused=report.state is State.REFUSED,
            )
        )
    return tuple(found)


def _by_unit(answers: Iterable[Answer]) -> list[Answer]:
    return sorted(answers, key=lambda a: (a.unit, a.saved, a.file, a.hash))


def _answer(answer: Answer, kept: str) -> CertifiedFile:
    others = sum(s.code == OVERLOOKED.code for s in answer.set_aside)
    values = len(answer.changes) + len(answer.set_aside) - others
    return CertifiedFile(
        answer.file,
        answer.unit,
        STATES[State.MERGED].th,
        _people(answer),
        answer.saved,
        values,
        others,
        kept,
        answer.hash,
    )


def _people(answer: Answer) -> tuple[str, ...]:
    said = (answer.provenance.person, answer.provenance.author)
    return tuple(dict.fromkeys(name for name in said if name))


def said_moment(text: str) -> str:
    """Return a moment (ISO) as people read it, in local time; what is none as it stands."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    local = moment.astimezone() if moment.tzinfo else moment
    return f"{format_date(local.date(), style='short')} {to_thai(f'{local:%H.%M}')} น."


def replaced(merged: MergedMaster, actions: dict[CellId, str]) -> tuple[ReplacedLine, ...]:
    """Return what was replaced: by the same unit, over the master's own value, by a decision."""
    found: list[ReplacedLine] = []
    for r in merged.replaced:
        found.append(
            ReplacedLine(
                *_place(r.cell, r.action),
                *(as_text(r.old), _from(r.earlier, r.cell)),
                *(as_text(r.new), _from(r.later, r.cell), r.why.th),
            )
        )
    for cell, (state, now) in merged.cells.items():
        found += _in_the_master(cell, actions.get(cell, ""), state, now)
        found += _by_decision(merged, cell, actions.get(cell, ""), state, now)
    return tuple(found)


def _place(cell: CellId, action: str) -> tuple[str, str, str, str]:
    return action, cell.key, cell.round, HEADINGS[cell.field]


def _from(answer: Answer, cell: CellId) -> str:
    return f"{path_of(answer, cell)} · {answer.file} · {said_moment(answer.saved)}"


def _in_the_master(
    cell: CellId, action: str, state: CellState, now: MergedCell
) -> Iterator[ReplacedLine]:
    """Yield the value that stood in the master before the unit's took its place."""
    for before in state.ours:
        if before.value is None or same_value(before.value, now.value) or before.value_key:
            continue
        by = f"{_OURS} · {before.by} · {said_moment(before.when)}" if before.by else _OURS
        new, why = _instead(cell, state, now)
        old = (as_text(before.value), by)
        yield ReplacedLine(*_place(cell, action), *old, as_text(now.value), new, why)


def _instead(cell: CellId, state: CellState, now: MergedCell) -> tuple[str, str]:
    """Return whose the value is that stands in a cell now, and why it stands there."""
    if now.sources:
        return ", ".join(_from(s.answer, cell) for s in now.sources), "คำตอบของหน่วยงาน"
    last = state.ours[-1]
    by = " · ".join(filter(None, (_OURS, last.by, said_moment(last.when))))
    if last.value_key is None:
        reason = f": {last.reason}" if last.reason else ""
        return by, _DECIDED[last.why] + reason if last.why in _DECIDED else "แก้ไขในไฟล์หลัก"
    why = "ตัดสินให้ใช้ค่าของหน่วยงาน" + (f": {last.reason}" if last.reason else "")
    return f"{last.value_key.unit} ({by})", why


def _by_decision(
    merged: MergedMaster, cell: CellId, action: str, state: CellState, now: MergedCell
) -> Iterator[ReplacedLine]:
    """Yield the units' values that a person decided against, or typed over."""
    for left in state.overruled:
        unit, dispatch, said = left.value_key
        theirs = [
            (a, c)
            for a in merged.ledger.answers.values()
            if (a.unit, a.dispatch) == (unit, dispatch)
            for c in a.changes
            if c.cell == cell and form(c.value) == said
        ]
        old = as_text(theirs[0][1].value) if theirs else said
        old_from = _from(theirs[0][0], cell) if theirs else unit
        stands = state.ours[-1].why == Choice.COMBINED.value and as_text(old) in as_text(now.value)
        why = "รวมไว้ในค่าที่ตัดสิน" if stands else "ตัดสินไม่ใช้"
        why += f": {left.reason}" if left.reason else ""
        by = " · ".join(filter(None, (_OURS, left.by, said_moment(left.when))))
        yield ReplacedLine(*_place(cell, action), old, old_from, as_text(now.value), by, why)


def conflicts(merged: MergedMaster) -> tuple[Listed, ...]:
    """Return the values that wait for a decision, with what stands in the results meanwhile."""
    return tuple(
        Listed(
            *_place(c.cell, c.action),
            *(as_text(c.theirs.value) or "(ว่าง)", path_of(c.theirs.answer, c.cell)),
            c.theirs.answer.file,
            note=as_text(c.ours) or "(ว่าง)",
        )
        for c in merged.conflicts
    )


def aside(merged: MergedMaster, *, overlooked: bool) -> tuple[Listed, ...]:
    """Return the values that have no place, or with `overlooked` what else the files hold."""
    return tuple(
        _aside(answer, thing)
        for answer, thing in merged.aside
        if (thing.code == OVERLOOKED.code) is overlooked
    )


def _aside(answer: Answer, thing: SetAside) -> Listed:
    known = OVERLOOKED_KINDS.get(thing.variant) if thing.code == OVERLOOKED.code else None
    return Listed(
        *(thing.action, thing.key, thing.round, thing.column, as_text(thing.value)),
        *(answer.unit, answer.file, thing.place, known.th if known else reason(thing)),
    )


def people(found: Sequence[CertifiedFile]) -> tuple[str, ...]:
    """Return who filled in or saved the files, each once."""
    return tuple(dict.fromkeys(person for file in found for person in file.people))
