"""What a returned file holds that is no answer, counted against what was read of it.

Whoever fills in a form also writes beside it, on sheets of his own, in comments. None of it has a
place in the results, and all of it was meant for somebody: it is listed by its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ita_excel import schema
from ita_excel.core.besides import Beside, BesideKind
from ita_excel.core.findings import Finding
from ita_excel.core.grid import CellRef
from ita_excel.core.values import CellError, Uncalculated, Value, as_text
from ita_excel.merging.ledger import SetAside
from ita_excel.merging.master import EDITABLE, HEADINGS, RowId
from ita_excel.merging.returned_rules import OVERLOOKED
from ita_excel.merging.unread_cells import (
    TableSheet,
    UnreadCell,
    WholeFile,
    table_sheets,
    unread_cells,
)
from ita_excel.sheets.meaning import round_name
from ita_excel.thai.cell_values import same_value

_BY_CELL = 300  # cells of a sheet that are listed one by one; of more, row by row
_MOST = 1000  # things of one file that are listed; of more, how many there are
_NAMED = 8  # places in one sentence
_LONGEST = 30_000  # characters of one entry; a cell holds 32,767


def unread(file: WholeFile) -> tuple[SetAside, ...]:
    """Return all that a file holds beside what was read of it, sheet by sheet."""
    tables = table_sheets(file)
    found: list[SetAside] = []
    for sheet in file.grid.sheets():
        on = tables.get(sheet)
        found += _listed(list(unread_cells(file, sheet, tables)), on)
        found += [_beside(sheet, b, on) for b in file.besides(sheet) if _typed(sheet, b)]
    found += _only_spaces(file)
    if len(found) > _MOST:
        rest = len(found) - _MOST
        more = SetAside(OVERLOOKED.code, "more", "", "", "", "", "", f"อีก {rest} แห่ง")
        return (*found[:_MOST], more)
    return tuple(found)


def findings(file: str, found: Sequence[SetAside]) -> list[Finding]:
    """Return one finding for all things of a kind, with the first places."""
    by_variant: dict[str, list[SetAside]] = {}
    for thing in found:
        if thing.code == OVERLOOKED.code:
            by_variant.setdefault(thing.variant, []).append(thing)
    return [
        Finding(
            OVERLOOKED,
            None,
            variant,
            {"file": file, "n": len(things), "places": _places(things)},
        )
        for variant, things in by_variant.items()
    ]


def _places(things: Sequence[SetAside]) -> str:
    places = list(dict.fromkeys(t.place for t in things))
    return ", ".join(places[:_NAMED]) + (" …" if len(places) > _NAMED else "")


def _thing(
    variant: str, at: CellRef, value: Value, on: TableSheet | None, heading: str = ""
) -> SetAside:
    row = on.rows.get(at.row) if on else None
    key, round_, action = (row.text(f) if row else "" for f in ("key", "round", "text"))
    place = str(at) if at.row else at.sheet
    kept = value[:_LONGEST] if isinstance(value, str) else _shown(value)
    return SetAside(OVERLOOKED.code, variant, place, key, round_, action, heading, kept)


def _shown(value: Value) -> Value:
    if isinstance(value, CellError):
        return value.name
    return value.formula if isinstance(value, Uncalculated) else value


def _listed(cells: list[UnreadCell], on: TableSheet | None) -> Iterator[SetAside]:
    """Yield the cells one by one; of many, row by row."""
    if len(cells) <= _BY_CELL:
        for cell in cells:
            yield _thing(cell.variant, cell.at, cell.value, on, cell.heading)
        return
    rows: dict[tuple[int, str], list[UnreadCell]] = {}
    for cell in cells:
        rows.setdefault((cell.at.row, cell.variant), []).append(cell)
    for (_, variant), row in rows.items():
        first, last = row[0].at, row[-1].at
        joined = " | ".join(as_text(_shown(cell.value)) for cell in row)
        thing = _thing(variant, first, joined, on, row[0].heading if first == last else "")
        yield thing if first == last else thing._replace(place=f"{thing.place}:{last.a1}")


def _typed(sheet: str, beside: Beside) -> bool:
    """Whether somebody put a thing there: the charts on our sheets are ours."""
    return beside.kind is not BesideKind.CHART or sheet not in schema.SHEETS


def _beside(sheet: str, beside: Beside, on: TableSheet | None) -> SetAside:
    at = CellRef(sheet, beside.row, beside.column)
    heading = on.heading(beside.column) if on and beside.row in on.rows else ""
    return _thing(beside.kind.value, at, beside.text or None, on, heading)


def _only_spaces(file: WholeFile) -> Iterator[SetAside]:
    """Yield the answers that were sent and came back with other spaces and line breaks.

    To the merge they are the same text, so the master's stays.
    """
    for row in file.book.results:
        sent: Mapping[str, Value] = {}
        if file.base is not None:
            id_ = RowId(row.text("key"), round_name(row.text("round")))
            sent = file.base.rows.get(id_, {})
        for name in EDITABLE if sent else ():
            before = sent.get(name)
            for column, value in row.cells.get(name, ()):
                if not (isinstance(value, str) and isinstance(before, str)) or value == before:
                    continue
                if same_value(value, before) and _lines(value) != _lines(before):
                    place, heading = str(row.at(column)), HEADINGS[name]
                    action = row.text("text")
                    yield SetAside(
                        OVERLOOKED.code, "spaces", place, *id_, action, heading, value
                    )  # fmt: skip


def _lines(text: str) -> list[str]:
    """Return a text without what programs change by themselves: blanks at the ends of lines."""
    return [line.rstrip() for line in text.replace("\u00a0", " ").strip().split("\n")]
