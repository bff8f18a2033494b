"""The sheet `ถ้อยคำ` kept up to date: the program's words, and how the office's own will print."""

from __future__ import annotations

from ita_excel import schema
from ita_excel.core.grid import Edit
from ita_excel.sheets import Reading, set_field, wording_rows
from ita_excel.sheets.last_written import is_master


def edits(reading: Reading) -> list[Edit]:
    """Return what brings the sheet up to date; nothing where the workbook has none."""
    block = reading.blocks.get(schema.WORDING.name)
    if block is None or not is_master(reading.meta):
        return []
    changes = wording_rows.follow(block)
    own = {record.row for record in reading.wording if record.value.text}
    for row in range(block.header_row + 1, min(block.last_row, len(block.rows)) + 1):
        if row not in own and block.cell(row, "preview") is not None:
            changes += set_field(block, row, "preview", None)
    return changes + (_previews(reading) if own else [])


def _previews(reading: Reading) -> list[Edit]:
    from ita_excel.documents.content.material import Material  # for offices with words of their own
    from ita_excel.documents.content.previews import preview, said_by
    from ita_excel.documents.declarations import DOCUMENTS

    documents = {document.kind: document for document in DOCUMENTS}
    material = Material(reading.workbook)
    changes: list[Edit] = []
    said = {}
    for record in reading.wording:
        place = wording_rows.place_at(record.block, record.row)
        if place is None or not record.value.text:
            continue
        if place.document not in said:
            said[place.document] = said_by(documents[place.document].content, material)
        text = preview(place, record.value.text, said[place.document], material)
        changes += set_field(record.block, record.row, "preview", text or None)
    return changes
