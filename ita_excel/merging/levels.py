"""Two levels: a master that was itself sent to its agency from above, as a province's to a district.

It carries what it was sent, each dispatch by itself, and its own ledger of what it sent on. A
unit's workbook that somebody splits as it is carries the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ita_excel import schema
from ita_excel.core.errors import InputError
from ita_excel.core.grid import Edit
from ita_excel.core.language import Text
from ita_excel.core.values import Value, as_text
from ita_excel.merging import base as bases
from ita_excel.merging.base import Base, packed
from ita_excel.merging.master import RowId, row_id
from ita_excel.sheets import Reading, set_field
from ita_excel.thai.cell_values import same_value

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

    The officer of a district writes its divisions into the plan. A row of results follows while
    it still names whom the sender above named.
    """
    sent_rows = shown_rows(above)
    sent_plan = {key: values for base in above for key, values in base.plan.items()}
    planned = {a.value.key: a.typed("responsible") for a in reading.plan if a.value.key}
    edits: list[Edit] = []
    for record in reading.results:
        id_ = row_id(record.value)
        if id_ not in sent_rows or id_.key not in planned:
            continue
        now = planned[id_.key]
        before = sent_plan.get(id_.key, {}).get("responsible")
        untouched = same_value(record.typed("responsible"), sent_rows[id_].get("responsible"))
        if untouched and now is not None and not same_value(now, before):
            edits += set_field(record.block, record.row, "responsible", now)
    return edits
