"""The sample workbook of FY2565: what a real subdistrict administration reported, row by row.

Knows a published report's measures, actions, months, results and suggestions (its scan's errors
corrected, persons' names replaced) and hands them out by the fields of `schema`. What the report
doesn't give (scores, telephone, evidence, the rest of the letter's number) stays empty; of its
units it names only สำนักปลัด, the others are those that nearly every such body has. Writes no
workbook.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ita_excel.catalogue import data_files
from ita_excel.catalogue.indicators import indicators
from ita_excel.core.values import Value
from ita_excel.schema import RESULTS, Writer
from ita_excel.schema.model import Round

Row = dict[str, Value]

# What a row of results has from its action of the plan, as `fill` copies it; the wording is the
# report's own, which rephrases each action as an instruction.
_FROM_PLAN = RESULTS.fields(lambda c: c.writer is Writer.COPIED)


@dataclass(frozen=True, slots=True)
class SampleData:
    """What is typed into the tables, by field of the schema; a field that is left out is blank."""

    settings: Row
    units: list[Row]
    signatories: list[Row]
    scores: list[Row]
    plan: list[Row]
    results: list[Row]


def sample() -> SampleData:
    """Return the sample, fresh each time: the caller may change it."""
    told: dict[str, Any] = json.loads(data_files.text("sample_2565.json"))
    plan: list[Row] = told["plan"]
    return SampleData(
        settings=told["settings"],
        units=told["units"],
        signatories=told["signatories"],
        scores=[
            {"number": i.number, "name": i.name, "instrument": i.instrument} for i in indicators()
        ],
        plan=plan,
        results=_results(plan, told["results"]),
    )


def _results(plan: list[Row], told: list[Row]) -> list[Row]:
    by_key: dict[Value, Mapping[str, Value]] = {}
    measure: Value = None
    for action in plan:
        measure = action.get("measure") or measure  # named at its first row only
        copied = {field: action.get(field) for field in _FROM_PLAN}
        by_key[action["key"]] = copied | {"round": Round.SIX.value, "measure": measure}
    return [{**by_key[row["key"]], **row} for row in told]
