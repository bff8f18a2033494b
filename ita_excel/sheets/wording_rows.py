"""The rows of `ถ้อยคำ`: one for each of the program's sentences, beside which an office writes its own.

The program's words stand there to be seen; what an office wrote beside them was written for those.
Where they change with a newer program, a row without own words follows; beside own words the old
ones stay, until a person has looked (rule G705).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ita_excel import schema
from ita_excel.catalogue import wording
from ita_excel.catalogue.wording import WordingPlace
from ita_excel.core.grid import Edit, ResizeTable
from ita_excel.core.values import Value, as_text
from ita_excel.sheets.blocks import Block
from ita_excel.sheets.edits import set_field
from ita_excel.thai.normal import same

Row = Mapping[str, Value]


def rows() -> Iterator[dict[str, Value]]:
    """Yield what the template has in the sheet's rows, in the documents' order."""
    for one in wording.sentences():
        yield _row(one)


def _row(one: wording.Sentence) -> dict[str, Value]:
    return {
        "key": key_of(WordingPlace(*one[:3])),
        "document": wording.names("document")[one.document],
        "paragraph": wording.names("paragraph")[one.paragraph],
        "condition": wording.condition_text(one.conditions) or None,
        "standard": one.text or None,
    }


def key_of(place: WordingPlace) -> str:
    """Return the รหัส of a place: `memo/closing/รอบ ๖ เดือน`."""
    return "/".join([place.document, place.paragraph, wording.condition_text(place.conditions)])


def lists() -> dict[str, Sequence[str]]:
    """Return what the drop-downs of the sheet offer, by the lists' names."""
    return {
        "documents": tuple(wording.names("document").values()),
        "paragraphs": tuple(wording.names("paragraph").values()),
        "conditions": wording.all_conditions(),
        "placeholders": tuple(f"{{{name}}}" for name in wording.placeholders()),
    }


def placed(block: Block) -> dict[WordingPlace, int]:
    """Return which row of the sheet has which place, the first where several have it."""
    found: dict[WordingPlace, int] = {}
    for row in range(block.header_row + 1, min(block.last_row, len(block.rows)) + 1):
        if (place := place_at(block, row)) is not None:
            found.setdefault(place, row)
    return found


def place_at(block: Block, row: int) -> WordingPlace | None:
    """Return the place that a row names; None where it names none."""
    document, paragraph, condition = (
        as_text(block.cell(row, field)) for field in ("document", "paragraph", "condition")
    )
    return wording.place_of(document, paragraph, condition) if document and paragraph else None


def follow(block: Block) -> list[Edit]:
    """Return what brings the program's words up to date: those beside which nobody wrote, new rows."""
    where = placed(block)
    edits: list[Edit] = []
    new: list[Row] = []
    for one in wording.sentences():
        row = where.get(WordingPlace(*one[:3]))
        if row is None:
            new.append(_row(one))
        elif block.cell(row, "text") is None or block.cell(row, "standard") is None:
            edits += set_field(block, row, "standard", one.text or None)
    return edits + _appended(block, new)


def put(block: Block, own: Iterable[Row]) -> list[Edit]:
    """Return what writes own words into the rows of their places, or below where there is none."""
    where = placed(block)
    edits: list[Edit] = []
    new: list[Row] = []
    for row in own:
        named = (as_text(row.get(f)) for f in ("document", "paragraph", "condition"))
        at = where.get(place) if (place := wording.place_of(*named)) else None
        if at is None or block.cell(at, "text") is not None:
            new.append(row)
        else:
            edits += set_field(block, at, "text", row.get("text"))
            if row.get("standard") is not None:
                edits += set_field(block, at, "standard", row.get("standard"))
    return edits + _appended(block, new)


def outdated(block: Block, row: int) -> str | None:
    """Return the program's words of today where those beside a row's own words are older."""
    place = place_at(block, row)
    now = next((s.text for s in wording.sentences() if WordingPlace(*s[:3]) == place), None)
    seen = as_text(block.cell(row, "standard"))
    return now if now is not None and seen and not same(seen, now) else None


def _appended(block: Block, new: Sequence[Row]) -> list[Edit]:
    """Return what adds rows behind the last that names a place or says something."""
    if not new:
        return []
    fields = ("document", "paragraph", "text")
    last = max(
        (
            row
            for row in range(block.header_row + 1, min(block.last_row, len(block.rows)) + 1)
            if any(block.cell(row, field) is not None for field in fields)
        ),
        default=block.header_row,
    )
    end = last + len(new)
    edits: list[Edit] = []
    if end > block.last_row or block.outgrown:
        edits.append(
            ResizeTable(
                block.sheet, schema.WORDING.name, max(end, block.last_row), takes=block.outgrown
            )
        )
    for row, values in enumerate(new, start=last + 1):
        for field, value in values.items():
            edits += set_field(block, row, field, value)
    return edits
