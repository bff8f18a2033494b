"""Two levels: a master that was itself sent to its agency from above, as a province's to a district.

It carries what it was sent, each dispatch by itself, and its own ledger of what it sent on. A
unit's workbook that somebody splits as it is carries the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ita_excel import schema
from ita_excel.core.errors import InputError
from ita_excel.core.grid import Edit
from ita_excel.core.language import Text
from ita_excel.core.packing import from_json, pack, to_json, unpack
from ita_excel.core.values import Value, as_text
from ita_excel.merging import base as bases
from ita_excel.merging.base import Base, packed
from ita_excel.merging.ledger import Ledger
from ita_excel.merging.master import CellId, RowId, row_id
from ita_excel.sheets import Reading, append_rows, require_block, set_field
from ita_excel.thai.cell_values import same_value

_FOLLOWED = "followed:"  # begins the rows of `_ita` with whom the plan named last
_ANSWERED = "answered:"  # begins the rows with what the unit answered last
_ASKED = "asked:"  # begins the rows of `_ita` with the words that came with a dispatch


def is_own_master(meta: Mapping[str, Value]) -> bool:
    """Whether a workbook with this `_ita` was made a master of what it was sent from above."""
    return any(key.startswith(schema.META_RECEIVED) for key in meta)


def received(meta: Mapping[str, Value]) -> tuple[Base, ...]:
    """Return what the workbook was sent from above, oldest first; none for a topmost master.

    ValueError where it is damaged.
    """
    numbers = sorted({k.split(":")[1] for k in meta if k.startswith(schema.META_RECEIVED)})
    found = []
    for number in numbers:
        begin = f"{schema.META_RECEIVED}{number}:"
        texts = [as_text(meta[k]) for k in sorted(meta) if k.startswith(begin)]
        found.append(bases.read(texts))
    if found:
        return tuple(found)
    sent = bases.from_meta(meta)
    return (sent,) if sent else ()


def received_rows(number: int, base: Base) -> list[dict[str, Value]]:
    """Return the rows of `_ita` that keep the dispatch of that number, from 1 on."""
    return [
        {"key": f"{schema.META_RECEIVED}{number:03}:{part:04}", "value": text}
        for part, text in enumerate(packed(base), start=1)
    ]


def asked_rows(dispatch: str, words: str) -> list[dict[str, Value]]:
    """Return the row of `_ita` that keeps the words that came with a dispatch, none for none."""
    return [{"key": f"{_ASKED}{dispatch}", "value": words}] if words else []


def asked(meta: Mapping[str, Value], dispatch: str) -> str:
    """Return the words that came with a dispatch: what is to be done with its rows."""
    return as_text(meta.get(f"{_ASKED}{dispatch}"))


def last_answered(ledger: Ledger, unit: str, rows: Collection[RowId]) -> dict[CellId, Value]:
    """Return what a unit's own master answered last in each cell of these rows that it answered.

    That master tells by this who changed a cell since: the unit, or the sender above. What the unit
    answered in the attachment its master may not know: it follows there as the sender's.
    """
    said: dict[CellId, Value] = {}
    for answer in sorted(ledger.answers.values(), key=lambda a: (a.saved, a.hash)):
        if answer.unit == unit and answer.below is not None:
            said |= {c.cell: c.value for c in answer.changes if c.cell.row in rows}
    return said


def answered_rows(answered: Mapping[CellId, Value]) -> list[dict[str, Value]]:
    """Return the rows of `_ita` that keep what `last_answered` gave."""
    if not answered:
        return []
    texts = pack([[*cell, to_json(value)] for cell, value in sorted(answered.items())])
    return [{"key": f"{_ANSWERED}{n:04}", "value": text} for n, text in enumerate(texts, start=1)]


def answered(meta: Mapping[str, Value]) -> dict[CellId, Value]:
    """Return what `answered_rows` kept; none where it is damaged."""
    texts = [as_text(meta[k]) for k in sorted(meta) if k.startswith(_ANSWERED)]
    try:
        return {CellId(*cell): from_json(value) for *cell, value in unpack(texts)} if texts else {}
    except (ValueError, TypeError):
        return {}


def from_above(reading: Reading) -> tuple[Base, ...]:
    """Return what a master was sent from above, oldest first. InputError where it is damaged."""
    try:
        return received(reading.meta)
    except ValueError as error:
        raise InputError(
            Text(
                "บันทึกในชีตซ่อน “{sheet}” ที่บอกว่าไฟล์นี้ได้รับจากใครเสียหาย "
                "โปรดใช้สำเนาก่อนหน้าในโฟลเดอร์ .ita-backup",
                "the record on the hidden sheet “{sheet}” of who sent this workbook is damaged: "
                "use an earlier copy from the folder .ita-backup",
            ),
            sheet=schema.META.sheet,
        ) from error


def own_unit(above: Sequence[Base]) -> str:
    """Return what the sender above calls the agency of this master, '' for a topmost one."""
    return above[-1].unit if above else ""


def shown_rows(above: Sequence[Base]) -> dict[RowId, Mapping[str, Value]]:
    """Return each row sent from above as it was sent last."""
    return {row: values for base in above for row, values in base.rows.items()}


def following(reading: Reading, above: Sequence[Base]) -> list[Edit]:
    """Return the edits by which untouched rows of results follow who the plan now names.

    The officer of a district writes its divisions into the plan. A row of results follows while it
    names whom the sender above named, or whom it followed the last time, which is kept in `_ita`.
    """
    sent_rows = shown_rows(above)
    sent_plan = {key: values for base in above for key, values in base.plan.items()}
    followed = _followed(reading.meta)
    planned = {a.value.key: a.typed("responsible") for a in reading.plan if a.value.key}
    edits: list[Edit] = []
    for record in reading.every_result:
        id_ = row_id(record.value)
        now = planned.get(id_.key)
        before = followed.get(id_.key) or sent_plan.get(id_.key, {}).get("responsible")
        if id_ not in sent_rows or now is None or same_value(now, before):
            continue
        known = (sent_rows[id_].get("responsible"), followed.get(id_.key))
        if any(same_value(record.typed("responsible"), value) for value in known):
            edits += set_field(record.block, record.row, "responsible", now)
    if not edits:
        return []
    named = {key: as_text(now) for key, now in planned.items() if now is not None}
    return [*edits, *_remember(reading, named)]


def _followed(meta: Mapping[str, Value]) -> dict[str, str]:
    """Return whom the plan named when the rows followed it last, by รหัส; none where damaged."""
    texts = [as_text(meta[k]) for k in sorted(meta) if k.startswith(_FOLLOWED)]
    try:
        return {str(key): str(text) for key, text in unpack(texts)} if texts else {}
    except (ValueError, TypeError):
        return {}


def _remember(reading: Reading, named: Mapping[str, str]) -> list[Edit]:
    block = require_block(reading.blocks, schema.META)
    texts = pack(sorted(named.items()))
    wanted = {f"{_FOLLOWED}{number:04}": text for number, text in enumerate(texts, start=1)}
    edits: list[Edit] = []
    for row in block.filled_rows():
        key = as_text(block.cell(row, "key"))
        if key.startswith(_FOLLOWED):
            edits += set_field(block, row, "value", wanted.pop(key, None))
    rows: list[dict[str, Value]] = [{"key": k, "value": v} for k, v in wanted.items()]
    return [*edits, *append_rows(block, rows)]
