"""The side of `answer_reader` that reads the file: called in a process apart, it says what it found.

A module of its own, for each side is loaded where the other isn't: a process that starts loads
as little as can be.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ita_excel.core.findings import Finding
from ita_excel.core.packing import to_json
from ita_excel.dispatch.active_content import ACTIVE
from ita_excel.dispatch.level_reader import Level, level_of
from ita_excel.dispatch.returned import open_returned
from ita_excel.merging import base as bases
from ita_excel.merging import below
from ita_excel.merging.returned_rows import ReturnedBook, ReturnedRow, read_returned


def work(words: dict[str, Any], data: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Read a file; called in the process apart."""
    opened = open_returned(data)
    answer = read_returned(opened.grid, str(words["name"]))
    formulas: list[list[int]] = []
    if isinstance(answer, ReturnedBook):
        formulas = [[at.row, at.column] for at in sorted(opened.formulas(answer.sheet))]
    content = {
        "base": bases.content(opened.base) if opened.base else None,
        "damaged": opened.damaged,
        "saved": opened.saved.isoformat() if opened.saved else None,
        "author": opened.author,
        "active": [ACTIVE.index(what) for what in opened.active],
        "formulas": formulas,
        "level": _sent_level(level_of(opened.grid, opened.base)),
        **(_sent_answer(answer) if isinstance(answer, ReturnedBook) else _sent_finding(answer)),
    }
    yield content, b""


def _sent_level(level: Level) -> dict[str, Any]:
    return {
        "own_master": level.own_master,
        "later": [bases.content(base) for base in level.later],
        "below": below.content(level.below) if level.below else None,
        "asked": level.asked,
    }


def _sent_answer(answer: ReturnedBook) -> dict[str, Any]:
    return {
        "sheet": answer.sheet,
        "person": answer.person,
        "results": [_sent_row(row) for row in answer.results],
        "plan": [_sent_row(row) for row in answer.plan],
    }


def _sent_row(row: ReturnedRow) -> list[Any]:
    cells = {
        field: [[column, to_json(value)] for column, value in found]
        for field, found in row.cells.items()
    }
    return [row.number, row.sheet, cells]


def _sent_finding(finding: Finding) -> dict[str, Any]:
    context = {name: str(value) for name, value in finding.context.items()}
    return {"finding": [finding.variant, list(finding.at) if finding.at else None, context]}
