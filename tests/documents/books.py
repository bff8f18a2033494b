"""Workbooks for the tests of documents: the sample as records, and one with everything in it."""

from __future__ import annotations

from typing import Any

from ita_excel.model import (
    Action,
    Agency,
    Result,
    Signatory,
    Unit,
    Workbook,
)
from ita_excel.sample import sample
from ita_excel.sheets.reading import read_round, read_year
from ita_excel.thai.dates import read_date


def sample_workbook() -> Workbook:
    """The sample of FY2565 as `sheets.read` would give it."""
    told = sample()
    settings: dict[str, Any] = {k: v if v is not None else "" for k, v in told.settings.items()}
    for field in ("fiscal_year", "analysed_year", "results_year"):
        settings[field] = read_year(settings[field])
    settings["letter_date"] = read_date(settings["letter_date"], settings["fiscal_year"])
    settings["round"] = read_round(str(settings["round"]))
    settings["thai_digits"] = True
    return Workbook(
        Agency(**settings),
        tuple(Unit(**_texts(u)) for u in told.units),
        tuple(Signatory(**_texts(s)) for s in told.signatories),
        plan=tuple(Action(**row) for row in _with_measures(told.plan)),
        results=tuple(Result(**row) for row in _with_measures(told.results)),
    )


def _texts(row: dict[str, Any]) -> dict[str, Any]:
    return {k: "" if v is None else v for k, v in row.items()}


def _with_measures(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    above, made = "", []
    for row in rows:
        above = row.get("measure") or above
        made.append({**_texts(row), "measure": above})
    return made
