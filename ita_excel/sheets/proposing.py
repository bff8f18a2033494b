"""Draft rows for indicators below their target: proposed from a library, accepted by an officer.

A draft bears the mark `ร่าง` and no responsible unit: who is to do it is for the office to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ita_excel import schema
from ita_excel.catalogue import oit
from ita_excel.catalogue.kinds import GENERAL, kind_of
from ita_excel.catalogue.measure_library import starter
from ita_excel.core.errors import InputError
from ita_excel.core.grid import Edit
from ita_excel.core.language import Text
from ita_excel.core.values import Value
from ita_excel.sheets import append_rows, require_block
from ita_excel.sheets.reading import Reading
from ita_excel.sheets.scoring import ScoreFigures
from ita_excel.thai.calendar import FiscalYear
from ita_excel.thai.normal import compare_form


class Proposal(NamedTuple):
    """The edits that add draft rows, and each draft's indicator and text."""

    edits: tuple[Edit, ...] = ()
    proposed: tuple[tuple[int, str], ...] = ()


def propose(
    reading: Reading, scores: ScoreFigures, own: Sequence[Mapping[str, str]] = ()
) -> Proposal:
    """Return draft rows for the indicators below their target that no action serves.

    An indicator for which `own` has rows gets those, another one those of the starter library. What
    stands in the plan already, as an action or as a draft, isn't proposed again. InputError for a
    workbook that has no column for the mark yet: unmarked, a proposal would be taken for the plan.
    """
    weak = [one for one in scores.weak if not one.served_by]
    if not weak:
        return Proposal()
    plan = require_block(reading.blocks, schema.PLAN)
    if "draft" not in plan.columns:
        raise InputError(_NO_MARK, column=schema.PLAN.column("draft").heading)
    agency = reading.agency.value
    kind = kind_of(agency.kind, agency.name)
    # The codes of other schemes mean other things: there an action names no item.
    year = agency.fiscal_year if kind is None or kind.scheme == GENERAL else None
    there = {compare_form(r.value.text) for r in (*reading.plan, *reading.drafts)}
    rows: list[dict[str, Value]] = []
    proposed = []
    for one in weak:
        mine = [row for row in own if row["indicator"] == str(one.number)]
        for row in mine or [r for r in starter() if r["indicator"] == str(one.number)]:
            if compare_form(row["action"]) in there:
                continue
            there.add(compare_form(row["action"]))
            rows.append(_row(row, year))
            proposed.append((one.number, row["action"]))
    return Proposal(tuple(append_rows(plan, rows)) if rows else (), tuple(proposed))


def _row(row: Mapping[str, str], year: FiscalYear | None) -> dict[str, Value]:
    months = {
        field: year.month(int(row[name])).label()
        for field, name in (("start", "first"), ("end", "last"))
        if year and row[name]
    }
    known = [i.code for i in oit.items(year) if row["subject"] in i.subjects] if year else []
    return {
        "measure": row["measure"],
        "text": row["action"],
        "details": row["details"] or None,
        "oit": known[0] if row["subject"] and len(known) == 1 else None,
        "serves": row["indicator"],
        **months,
        "times": int(row["times"]) if row["times"] else None,
        "draft": schema.DRAFT,
    }


_NO_MARK = Text(
    "แผนของไฟล์นี้ยังไม่มีคอลัมน์ {column} โปรดสั่ง ita-excel upgrade ก่อน",
    "the plan of this workbook has no column {column} yet: run ita-excel upgrade first",
)
