"""A returned workbook as its unit answered it, read in a process apart, see `answer_worker`.

What that process says are only texts, numbers and lists, and each is looked at before it is
believed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ita_excel.core import limits
from ita_excel.core.apart import readers
from ita_excel.core.errors import InputError
from ita_excel.core.findings import Finding
from ita_excel.core.grid import CellRef
from ita_excel.core.language import Text
from ita_excel.core.packing import from_json
from ita_excel.dispatch.active_content import ACTIVE
from ita_excel.dispatch.level_reader import Level
from ita_excel.merging import base as bases
from ita_excel.merging import divisions
from ita_excel.merging.base import Base
from ita_excel.merging.baseless import Particulars
from ita_excel.merging.ledger import SetAside
from ita_excel.merging.master import CellId
from ita_excel.merging.returned_rows import ReturnedBook, ReturnedRow
from ita_excel.merging.returned_rules import LOCKED, OVERLOOKED, UNMATCHED


@dataclass(frozen=True, slots=True)
class ReturnedContent:
    """What a returned workbook holds. `base` is None where nothing that was sent is left in it."""

    base: Base | None
    damaged: bool  # the base can't be read, or its copies differ
    saved: dt.datetime | None
    author: str  # who saved it, as the program says; '' where it doesn't
    active: tuple[Text, ...]  # what it contains that is never opened
    answer: ReturnedBook | Finding  # the finding (M804) for which it can't be used
    formulas: frozenset[CellRef]  # the cells of the sheets of results whose value a formula gave
    about: Particulars  # what its sheets say it is
    level: Level  # what a unit's own master says of the divisions below it
    unread: tuple[SetAside, ...] = ()  # what the file holds besides its answers (M806)


def read(name: str, data: bytes) -> ReturnedContent:
    """Return what a file holds; InputError says why it can't be read."""
    said = [words for words, _ in readers.ask("answer", {"name": name}, data)]
    try:
        (content,) = said
        return _received(content, name)
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
        raise InputError(limits.BROKE_THE_READER) from error


def _received(content: dict[str, Any], name: str) -> ReturnedContent:
    base, saved = content["base"], content["saved"]
    answer = _finding(content["finding"]) if "finding" in content else _answer(content)
    formulas: frozenset[CellRef] = frozenset()
    if isinstance(answer, ReturnedBook):
        formulas = frozenset(CellRef(str(s), int(r), int(c)) for s, r, c in content["formulas"])
    return ReturnedContent(
        None if base is None else bases.from_content(base),
        content["damaged"] is True,
        None if saved is None else dt.datetime.fromisoformat(saved),
        str(content["author"]),
        tuple(ACTIVE[int(number)] for number in content["active"]),
        answer,
        formulas,
        Particulars(*(str(text) for text in content["about"])),
        _level(content["level"]),
        tuple(_set_aside(thing) for thing in content["unread"]),
    )


def _level(content: Any) -> Level:
    said = content["below"]
    return Level(
        content["own_master"] is True,
        tuple(bases.from_content(plain) for plain in content["later"]),
        None if said is None else divisions.from_content(said),
        str(content["asked"]),
        {CellId(*map(str, cell)): from_json(value) for *cell, value in content["answered"]},
    )


def _set_aside(content: Any) -> SetAside:
    code, variant, place, key, round_, action, column = (str(text) for text in content[:-1])
    if code != OVERLOOKED.code or variant not in OVERLOOKED.messages:
        raise ValueError("no such thing")
    return SetAside(code, variant, place, key, round_, action, column, from_json(content[-1]))


def _answer(content: dict[str, Any]) -> ReturnedBook:
    return ReturnedBook(
        tuple(_rows(content["results"])),
        tuple(_rows(content["plan"])),
        str(content["sheet"]),
        str(content["person"]),
        tuple(str(name) for name in content["sheets"]),
        tuple(_finding(odd) for odd in content["odd"]),
    )


def _rows(content: Any) -> Iterator[ReturnedRow]:
    for sheet, columns, rows in content:
        name = str(sheet)
        fields = [(str(field), tuple(map(int, places))) for field, places in columns.items()]
        width = sum(len(places) for _, places in fields)
        for number, *values in rows:
            if len(values) != width:
                raise ValueError("no such row")
            left = map(from_json, values)
            # `zip` takes a value only where there is a place left for it.
            cells = {field: tuple(zip(places, left, strict=False)) for field, places in fields}
            yield ReturnedRow(int(number), name, cells)


def _finding(content: Any) -> Finding:
    code, variant, at, context = content
    rule = {UNMATCHED.code: UNMATCHED, LOCKED.code: LOCKED}[code]
    if variant not in rule.messages:
        raise ValueError("no such finding")
    place = None if at is None else CellRef(str(at[0]), int(at[1]), int(at[2]))
    return Finding(rule, place, variant, {str(k): str(v) for k, v in context.items()})
