"""How a workbook's way to its unit and back stands: taken by the mail server, opened, answered by rows.

A row is owed by a unit that was sent it and said nothing in it, unless the officer filled it in:
answers carried over from the round before fill nothing in until somebody confirms them. What another unit answered in a row of both doesn't answer for this one.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any, NamedTuple

from ita_excel.merging.ledger import Answer, Dispatch, Ledger, Mailed, OpenedFile
from ita_excel.merging.master import Master, RowId, row_id
from ita_excel.merging.sending import share_out
from ita_excel.merging.unit_answers import UnitRows, with_unit_rows
from ita_excel.schema.model import Result
from ita_excel.sheets import Record
from ita_excel.sheets.carrying import unconfirmed


class Standing(NamedTuple):
    """One unit: what it was sent last and what it said since, whichever dispatch it answered on.

    `out` is None where nothing reached it yet; `waiting` is the latest dispatch where that one was
    to be mailed and no server took it, `why` the server's word. `rows` are those that it was sent in
    the rounds of the latest dispatch and that are still its own; `opened` is when a file without an
    answer came last.
    """

    unit: str
    out: Dispatch | None
    waiting: Dispatch | None
    why: str
    rows: tuple[RowId, ...]
    answered: tuple[RowId, ...]
    owed: tuple[RowId, ...]
    opened: str
    returned: str
    files: int

    @property
    def last(self) -> Dispatch | None:
        """The latest dispatch, on its way or not."""
        return self.waiting or self.out


def standings(master: Master, ledger: Ledger) -> dict[str, Standing]:
    """Return how each unit stands that a workbook was ever made for, in the order of sending."""
    back = _Back(with_unit_rows(master, ledger))
    homes = UnitRows(master)
    shares = share_out(master.reading)
    own = {s.unit: {row_id(r.value) for r in s.results} for s in shares.units}
    round_ = master.reading.agency.value.round
    rows = master.reading.every_result
    reported = {row_id(r.value) for r in rows if round_ is None or r.value.in_round is round_}
    carried = {row_id(row.twelve.value) for row in unconfirmed(master.reading)}
    by_unit: dict[str, list[Dispatch]] = {}
    for dispatch in sorted(ledger.dispatches.values(), key=lambda d: (d.sent, d.unit, d.id)):
        by_unit.setdefault(dispatch.unit, []).append(dispatch)
    return {
        unit: _standing(
            unit, homes.sent(sent), master, back, own.get(unit, set()), reported, carried
        )
        for unit, sent in by_unit.items()
    }


class _Back:
    """What came back, by row, dispatch and unit: looked up, for units may be a thousand."""

    def __init__(self, ledger: Ledger) -> None:
        self.mailed = ledger.mailed
        self.said: dict[RowId, set[str]] = {}  # the units that wrote something into a row
        self.answers: dict[str, list[Answer]] = {}
        self.dispatches: set[str] = set()
        self.opened: dict[str, str] = {}
        for answer in ledger.answers.values():
            self.answers.setdefault(answer.unit, []).append(answer)
            self.dispatches.add(answer.dispatch)
            for change in answer.changes:
                if change.value is not None:
                    self.said.setdefault(change.cell.row, set()).add(answer.unit)
        for file in ledger.opened.values():
            self.opened[file.unit] = max(file.when, self.opened.get(file.unit, ""))
            self.dispatches.add(file.dispatch)

    def is_out(self, dispatch: Dispatch) -> bool:
        """Whether a workbook left: a server took it, it came back, or we were not to mail it."""
        mailed = self.mailed.get(dispatch.id)
        return mailed is None or bool(mailed.taken) or dispatch.id in self.dispatches


def _standing(
    unit: str,
    sent: list[Dispatch],
    master: Master,
    back: _Back,
    own: Container[RowId],
    reported: Container[RowId],
    carried: Container[RowId],
) -> Standing:
    out = [d for d in sent if back.is_out(d)]
    last = sent[-1]
    waiting = None if last in out else last
    rounds = {row.round for row in last.rows}
    # A dispatch may hold some rows only, for correction: what was sent before is owed all the same.
    every = dict.fromkeys(row for d in sent for row in d.rows if row.round in rounds)
    # A row of the round being reported may be another's by now; one of another round stays whose it was.
    rows = tuple(r for r in every if r in master.rows and (r in own or r not in reported))
    answered = tuple(row for row in rows if unit in back.said.get(row, ()))
    owed = tuple(
        row
        for row in rows
        if unit not in back.said.get(row, ())
        and (row in back.said or row in carried or not _filled(master.rows[row]))
    )
    mailed = back.mailed.get(last.id)
    answers = back.answers.get(unit, [])
    return Standing(
        unit,
        out[-1] if out else None,
        waiting,
        mailed.why if mailed and waiting else "",
        rows,
        answered,
        owed,
        back.opened.get(unit, ""),
        max((a.saved for a in answers), default=""),
        len(answers),
    )


def _filled(record: Record[Result]) -> bool:
    return record.value.state is not None or record.typed("outcome") is not None


def content(ledger: Ledger) -> dict[str, Any]:
    """Return what JSON keeps of the mail and of the files that said nothing; nothing for none."""
    said: dict[str, Any] = {}
    if ledger.mailed:
        said["mailed"] = {i: [m.taken, m.tried, m.why] for i, m in sorted(ledger.mailed.items())}
    if ledger.opened:
        said["opened"] = {
            h: [o.unit, o.dispatch, o.file, o.when] for h, o in sorted(ledger.opened.items())
        }
    return said


def mailed_from(content: Mapping[str, Any]) -> dict[str, Mailed]:
    """Return what `content` kept of the mail; ValueError or TypeError for what it never wrote."""
    return {str(i): Mailed(*_texts(m)) for i, m in content.get("mailed", {}).items()}


def opened_from(content: Mapping[str, Any]) -> dict[str, OpenedFile]:
    """Return what `content` kept of unanswered files; errors as `mailed_from`."""
    return {str(h): OpenedFile(*_texts(o)) for h, o in content.get("opened", {}).items()}


def _texts(values: Iterable[Any]) -> list[str]:
    return [str(value) for value in values]
