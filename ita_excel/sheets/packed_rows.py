"""What the program remembers in the very-hidden sheet `_ita`: rows `NAME:0001`, `NAME:0002` …

There and not in a part of the package, because every back-end can write cells, and every program
that keeps a workbook's sheets keeps them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ita_excel import schema
from ita_excel.core.grid import Edit
from ita_excel.core.packing import pack, unpack
from ita_excel.core.values import Value, as_text
from ita_excel.sheets.blocks import Block, require_block
from ita_excel.sheets.edits import replace_rows
from ita_excel.sheets.reading import Reading


def remembered(meta: Mapping[str, Value], prefix: str) -> Any:
    """Return what stands under `prefix` in `_ita`, None for nothing; ValueError where damaged."""
    texts = texts_under(meta, prefix)
    return unpack(list(texts)) if texts else None


def texts_under(meta: Mapping[str, Value], prefix: str) -> tuple[str, ...]:
    """Return the texts that stand under `prefix` in `_ita`, still packed."""
    return tuple(as_text(meta[k]) for k in sorted(meta) if k.startswith(prefix))


def remember(reading: Reading, prefix: str, content: object) -> list[Edit]:
    """Return the edits that put `content` under `prefix`; all other rows of `_ita` stay.

    InputError where the workbook has lost the sheet.
    """
    return remember_in(require_block(reading.blocks, schema.META), reading.meta, prefix, content)


def remember_in(
    block: Block, meta: Mapping[str, Value], prefix: str, content: object
) -> list[Edit]:
    """Return the edits that put `content` under `prefix` where `_ita` (`block`) holds `meta`."""
    rows: list[dict[str, Value]] = [
        {"key": key, "value": value} for key, value in meta.items() if not key.startswith(prefix)
    ]
    for number, text in enumerate(pack(content), start=1):
        rows.append({"key": f"{prefix}{number:04}", "value": text})
    return replace_rows(block, rows)
