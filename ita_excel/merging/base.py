"""What a workbook sent to a unit carries with it: who sent what to whom, and every value sent.

It travels twice, in the very-hidden sheet and in a custom XML part, because some programs drop the
one and some the other. Either will do; two that differ will not.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ita_excel.core.packing import from_json, pack, to_json, unpack
from ita_excel.core.values import Value, as_text
from ita_excel.merging.master import RowId
from ita_excel.schema import META_SENT

NAMESPACE = "urn:ita-excel:dispatch:1"  # of the custom XML part's root element

Values = Mapping[str, Value]  # by field of the record


@dataclass(frozen=True, slots=True)
class Base:
    """What was sent. Times are ISO texts, `due` a day or ''."""

    master: str
    dispatch: str
    unit: str
    agency: str
    year: int
    sent: str
    due: str
    rows: Mapping[RowId, Values] = field(default_factory=dict)
    plan: Mapping[str, Values] = field(default_factory=dict)  # by รหัส

    @property
    def fingerprint(self) -> str:
        """A text that differs for every other content."""
        import hashlib  # a quick command looks at no fingerprint

        text = json.dumps(content(self))
        return hashlib.sha256(text.encode()).hexdigest()


def packed(base: Base) -> list[str]:
    """Return the texts that carry `base`."""
    return pack(content(base))


def meta_rows(base: Base) -> list[dict[str, Value]]:
    """Return the rows of `_ita` that carry `base`."""
    return [
        {"key": f"{META_SENT}{number:04}", "value": text}
        for number, text in enumerate(packed(base), start=1)
    ]


def from_meta(meta: Mapping[str, Value]) -> Base | None:
    """Return the base in `_ita`, None where there is none; ValueError where it is damaged."""
    texts = texts_in(meta)
    return read(texts) if texts else None


def texts_in(meta: Mapping[str, Value]) -> list[str]:
    """Return the texts in `_ita` that carry a base, none where there are none."""
    return [as_text(meta[k]) for k in sorted(meta) if k.startswith(META_SENT)]


def read(texts: Sequence[str]) -> Base:
    """Return what `packed` gave; ValueError where it is damaged."""
    return from_content(unpack(list(texts)))


def from_content(plain: Any) -> Base:
    """Return the base that `content` gave as plain data; ValueError where it is none."""
    try:
        master, dispatch, unit, agency, year, sent, due, rows, plan = plain
        texts = (master, dispatch, unit, agency, sent, due)
        if not isinstance(year, int) or not all(isinstance(t, str) for t in texts):
            raise ValueError("not a base")
        return Base(
            master,
            dispatch,
            unit,
            agency,
            year,
            sent,
            due,
            {RowId(str(k), str(r)): _read_values(v) for k, r, v in rows},
            {str(k): _read_values(v) for k, v in plan},
        )
    except (TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error


def content(base: Base) -> list[Any]:
    """Return a base as plain data, which JSON can hold."""
    return [
        *(base.master, base.dispatch, base.unit, base.agency, base.year, base.sent, base.due),
        [[*row, _values(values)] for row, values in base.rows.items()],
        [[key, _values(values)] for key, values in base.plan.items()],
    ]


def _values(values: Values) -> dict[str, Any]:
    return {f: to_json(v) for f, v in sorted(values.items()) if v is not None}


def _read_values(plain: Any) -> Values:
    return {str(f): from_json(v) for f, v in plain.items()}
