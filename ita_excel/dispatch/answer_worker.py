"""The side of `answer_reader` that reads the file: called in a process apart, it says what it found.

A module of its own, for each side is loaded where the other isn't: a process that starts loads
as little as can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ita_excel.core.besides import Beside
from ita_excel.core.findings import Finding
from ita_excel.core.packing import to_json
from ita_excel.dispatch.active_content import ACTIVE
from ita_excel.dispatch.file_particulars import about
from ita_excel.dispatch.level_reader import Level, level_of
from ita_excel.dispatch.returned import Opened, open_returned
from ita_excel.merging import base as bases
from ita_excel.merging import divisions
from ita_excel.merging.evidence_links import with_links
from ita_excel.merging.ledger import SetAside
from ita_excel.merging.returned_rows import ReturnedBook, ReturnedRow, read_returned
from ita_excel.merging.sent_cells import SentCells
from ita_excel.merging.unread import unread
from ita_excel.merging.unread_cells import WholeFile


def work(words: dict[str, Any], data: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Read a file; called in the process apart."""
    opened = open_returned(data)
    answer = read_returned(opened.grid, str(words["name"]))
    level = level_of(opened.grid, opened.base)
    formulas: list[list[Any]] = []
    others: tuple[SetAside, ...] = ()
    if isinstance(answer, ReturnedBook):
        formulas = [list(at) for name in answer.sheets for at in sorted(opened.formulas(name))]
        # A unit's own master is its own on every sheet but the rows that it was sent.
        answer, others = _whole(opened, answer, None if level.own_master else opened.sent)
    content = {
        "base": bases.content(opened.base) if opened.base else None,
        "damaged": opened.damaged,
        "saved": opened.saved.isoformat() if opened.saved else None,
        "author": opened.author,
        "active": [ACTIVE.index(what) for what in opened.active],
        "formulas": formulas,
        "about": about(opened.grid),
        "level": _sent_level(level),
        "unread": [_sent_thing(thing) for thing in others],
        **(_sent_answer(answer) if isinstance(answer, ReturnedBook) else _sent_finding(answer)),
    }
    yield content, b""


def _sent_level(level: Level) -> dict[str, Any]:
    return {
        "own_master": level.own_master,
        "later": [bases.content(base) for base in level.later],
        "below": divisions.content(level.below) if level.below else None,
        "asked": level.asked,
        "answered": [[*cell, to_json(value)] for cell, value in level.answered.items()],
    }


def _whole(
    opened: Opened, book: ReturnedBook, sent: SentCells | None
) -> tuple[ReturnedBook, tuple[SetAside, ...]]:
    """Return the answers with the links that are evidence, and what else the file holds."""
    besides = {name: tuple(opened.besides(name)) for name in opened.grid.sheets()}
    linked, settled = with_links(book, besides)

    def left(name: str) -> tuple[Beside, ...]:
        return tuple(b for b in besides[name] if (name, b) not in settled)

    file = WholeFile(opened.grid, book, opened.base, sent, left, opened.formulas)
    return linked, unread(file)


def _sent_answer(answer: ReturnedBook) -> dict[str, Any]:
    return {
        "sheet": answer.sheet,
        "sheets": answer.sheets,
        "person": answer.person,
        "results": _sent_rows(answer.results),
        "plan": _sent_rows(answer.plan),
        "odd": [_plain(finding) for finding in answer.findings],
    }


def _sent_thing(thing: SetAside) -> list[Any]:
    said = [thing.code, thing.variant, thing.place, thing.key, thing.round, thing.action]
    return [*said, thing.column, to_json(thing.value)]


def _sent_rows(rows: Iterable[ReturnedRow]) -> list[list[Any]]:
    """Return the rows of each sheet after the columns of their fields, which all of them have."""
    found: list[list[Any]] = []
    sheet = ""
    columns: dict[str, list[int]] = {}
    for row in rows:
        there = {field: [column for column, _ in cells] for field, cells in row.cells.items()}
        if not found or row.sheet != sheet or there != columns:
            sheet, columns = row.sheet, there
            found.append([sheet, columns, []])
        values = [to_json(value) for cells in row.cells.values() for _, value in cells]
        found[-1][2].append([row.number, *values])
    return found


def _sent_finding(finding: Finding) -> dict[str, Any]:
    return {"finding": _plain(finding)}


def _plain(finding: Finding) -> list[Any]:
    context = {name: str(value) for name, value in finding.context.items()}
    at = list(finding.at) if finding.at else None
    return [finding.code, finding.variant, at, context]
