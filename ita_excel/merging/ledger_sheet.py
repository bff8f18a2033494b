"""The ledger in the very-hidden sheet `_ita`: packed texts in rows `merge:0001`, `merge:0002` …"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ita_excel import schema
from ita_excel.core.errors import InputError
from ita_excel.core.grid import Edit
from ita_excel.core.language import Text
from ita_excel.core.packing import from_json, to_json
from ita_excel.core.values import Value
from ita_excel.merging import divisions, standing
from ita_excel.merging.ledger import (
    Answer,
    CellState,
    ChangedCell,
    Dispatch,
    Ledger,
    Ours,
    Overruled,
    Provenance,
    SetAside,
    ValueKey,
)
from ita_excel.merging.master import CellId, RowId
from ita_excel.sheets import Reading, require_block
from ita_excel.sheets.packed_rows import remember, remembered

_PREFIX = "merge:"


def load(meta: Mapping[str, Value]) -> Ledger:
    """Return the ledger that a master's `_ita` holds, empty where it never merged anything."""
    try:
        content = remembered(meta, _PREFIX)
        return Ledger() if content is None else _ledger(content)
    except (ValueError, TypeError, KeyError, LookupError) as error:
        raise InputError(
            Text(
                "บันทึกการรวมไฟล์ในชีตซ่อน “{sheet}” ของไฟล์หลักเสียหาย "
                "โปรดใช้สำเนาก่อนหน้าในโฟลเดอร์ .ita-backup",
                "the record of merges on the hidden sheet “{sheet}” of the master is damaged: "
                "use an earlier copy from the folder .ita-backup",
            ),
            sheet=schema.META.sheet,
        ) from error


def keep(reading: Reading, ledger: Ledger) -> list[Edit]:
    """Return the edits that make the master's `_ita` hold `ledger`; none if it does already."""
    require_block(reading.blocks, schema.META)
    if load(reading.meta) == ledger:
        return []
    return remember(reading, _PREFIX, _content(ledger))


def _content(ledger: Ledger) -> dict[str, Any]:
    return {
        "v": 1,
        "dispatches": [
            [
                d.id,
                d.unit,
                d.sent,
                d.due,
                d.base,
                d.rows,
                d.file,
                *([d.address] if d.address else []),
            ]
            for _, d in sorted(ledger.dispatches.items())
        ],
        "contributions": [_answer(c) for _, c in sorted(ledger.answers.items())],
        "cells": [
            [
                cell,
                [
                    [to_json(o.value), o.why, o.value_key, o.reason, o.by, o.when]
                    for o in state.ours
                ],
                to_json(state.wrote),
                [[o.value_key, o.reason, o.by, o.when] for o in state.overruled],
                *([True] if state.absent else []),
            ]
            for cell, state in sorted(ledger.cells.items())
        ],
        "placed": sorted(ledger.placed),
        "withdrawn": sorted(ledger.withdrawn),
        **_below(ledger),
        **standing.content(ledger),
        **_sent(ledger),
    }


def _sent(ledger: Ledger) -> dict[str, Any]:
    said = {
        id_: [
            [*row, {f: to_json(v) for f, v in values.items()}] for row, values in d.answers.items()
        ]
        for id_, d in sorted(ledger.dispatches.items())
        if d.answers
    }
    return {"sent": said} if said else {}


def _below(ledger: Ledger) -> dict[str, Any]:
    said = {h: divisions.content(a.below) for h, a in ledger.answers.items() if a.below}
    return {"below": said} if said else {}


def _answer(c: Answer) -> list[Any]:
    return [
        *(c.hash, c.file, c.unit, c.dispatch, c.saved, c.collected),
        [[x.cell, to_json(x.base), to_json(x.value)] for x in c.changes],
        [
            [s.code, s.variant, s.place, s.key, s.round, s.action, s.column, to_json(s.value)]
            for s in c.set_aside
        ],
        sorted([*row, action] for row, action in c.actions.items()),
        sorted(c.proposed),
        [c.provenance.modified, c.provenance.arrived, c.provenance.author, c.provenance.person],
    ]


def _ledger(content: dict[str, Any]) -> Ledger:
    if content["v"] != 1:
        raise ValueError("a later version's memory")
    dispatches = [
        replace(
            Dispatch(id_, unit, sent, due, base, tuple(RowId(*r) for r in rows), *texts),
            answers=_read_sent(content.get("sent", {}).get(id_, [])),
        )
        for id_, unit, sent, due, base, rows, *texts in content["dispatches"]
    ]
    said = content.get("below", {})
    answers = [_with_below(_read_answer(c), said) for c in content["contributions"]]
    return Ledger(
        {d.id: d for d in dispatches},
        {c.hash: c for c in answers},
        {CellId(*cell): _read_state(*rest) for cell, *rest in content["cells"]},
        frozenset(RowId(*row) for row in content["placed"]),
        frozenset(content["withdrawn"]),
        standing.mailed_from(content),
        standing.opened_from(content),
    )


def _read_sent(rows: list[Any]) -> dict[RowId, dict[str, Value]]:
    return {
        RowId(key, round_): {str(f): from_json(v) for f, v in values.items()}
        for key, round_, values in rows
    }


def _with_below(answer: Answer, said: dict[str, Any]) -> Answer:
    if answer.hash not in said:
        return answer
    return replace(answer, below=divisions.from_content(said[answer.hash]))


def _read_answer(content: list[Any]) -> Answer:
    hash_, file, unit, dispatch, saved, collected, changes, aside, actions, proposed = content[:10]
    provenance = content[10:]  # a master of before 2026 doesn't know it
    return Answer(
        hash_,
        file,
        unit,
        dispatch,
        saved,
        collected,
        tuple(
            ChangedCell(CellId(*c), from_json(base), from_json(value)) for c, base, value in changes
        ),
        tuple(_read_aside(*value) for value in aside),
        {RowId(key, round_): action for key, round_, action in actions},
        frozenset(RowId(*row) for row in proposed),
        Provenance(*provenance[0]) if provenance else Provenance(arrived=saved),
    )


def _read_aside(
    code: str, variant: str, place: str, key: str, round_: str, action: str, column: str, value: Any
) -> SetAside:
    return SetAside(code, variant, place, key, round_, action, column, from_json(value))


def _read_state(
    own: list[Any], wrote: Any, overruled: list[Any], absent: bool = False
) -> CellState:
    return CellState(
        tuple(
            Ours(from_json(value), why, ValueKey(*value_key) if value_key else None, *texts)
            for value, why, value_key, *texts in own
        ),
        from_json(wrote),
        tuple(Overruled(ValueKey(*value_key), *texts) for value_key, *texts in overruled),
        absent,
    )
