"""Workbooks for tests, made by the product's own way: template, edits, save."""

from __future__ import annotations

from pathlib import Path

from ita_excel import schema
from ita_excel.core.grid import Edit
from ita_excel.sheets import append_rows, newbook, read, require_block
from ita_excel.sheets.sample import SampleData, sample
from ita_excel.store.file import FileGrid
from ita_excel.store.shipped import template_bytes
from tests import made_once


def sample_workbook(path: Path, data: SampleData | None = None, *, results: bool = True) -> Path:
    """Write the sample (or other data of its form) into a new workbook at `path`."""
    data = data or sample()
    made_once.workbook(("sample", repr(data), results), path, lambda: _write(path, data, results))
    return path


def _write(path: Path, data: SampleData, results: bool) -> None:
    grid = FileGrid.from_bytes(template_bytes())
    reading = read(grid)
    edits: list[Edit] = newbook.edits(reading, data.settings, "sample-workbook")
    tables = [
        (schema.UNITS, data.units),
        (schema.SIGNATORIES, data.signatories),
        (schema.PLAN, data.plan),
        *([(schema.RESULTS, data.results)] if results else []),
    ]
    for table, rows in tables:
        edits += append_rows(require_block(reading.blocks, table), rows)
    grid.apply(edits)
    grid.save(path)
