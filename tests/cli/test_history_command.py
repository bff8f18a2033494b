"""`ita-excel history`: what was changed reads as a story, and can be asked for by row, unit, day."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from ita_excel import schema
from ita_excel.core.grid import SetCell
from ita_excel.core.values import Value
from ita_excel.sheets import read
from ita_excel.sheets.edits import append_rows
from ita_excel.store.file import FileGrid
from tests.command import run

FIRST, SECOND = dt.datetime(2022, 4, 1, 9, 30), dt.datetime(2022, 4, 2)  # the second at midnight


@pytest.fixture
def book(sample_book: Path) -> Path:
    """A workbook with three changes: two of the plan's first row, one of a unit."""
    grid = FileGrid(sample_book)
    reading = read(grid)
    first, second = (record.value.key for record in reading.plan[:2])
    unit = reading.units[1].value
    changes: list[dict[str, Value]] = [
        {"moment": FIRST, "command": "fill", "key": first, "sheet": schema.PLAN.sheet, "cell": "E9", "column": "รายละเอียด", "old": "ก", "new": "ข"},
        {"moment": FIRST, "command": "collect", "key": second, "sheet": schema.RESULTS.sheet, "cell": "J5", "column": "ผลการดำเนินการ", "new": "ผล\nใหม่", "file": "ตอบ.xlsx", "unit": unit.name},
        {"moment": SECOND, "command": "collect", "key": first, "sheet": schema.RESULTS.sheet, "cell": "J4", "column": "สถานะ", "old": "x", "new": "ค"},
    ]  # fmt: skip
    grid.apply(append_rows(reading.blocks[schema.HISTORY.name], changes))
    grid.save()
    return sample_book


def entries(book: Path, *words: str) -> list[str]:
    ran = run("history", book, "--json", *words)
    assert ran.code == 0, ran.err
    data: dict[str, Any] = json.loads(ran.out)
    assert data["total"] == 3
    return [entry["new"] for entry in data["entries"]]


def test_all_of_it_by_day(book: Path) -> None:
    told = run("history", book).out
    assert told.index("๑ เมษายน ๒๕๖๕") < told.index("“ก” → “ข”") < told.index("๒ เมษายน ๒๕๖๕")
    assert "จาก " in told and "ตอบ.xlsx" in told and "ผล ⏎ ใหม่" in told
    assert "3 of 3 changes" in run("history", book, lang="en").out


def test_of_a_row_a_unit_a_day(book: Path) -> None:
    reading = read(FileGrid(book))
    record, unit = reading.plan[0], reading.units[1].value
    for row in (record.value.key, f"{schema.PLAN.sheet}!G{record.row}", record.value.text[:-2]):
        assert entries(book, "--row", row) == ["ข", "ค"], row
    assert entries(book, "--unit", unit.name) == ["ผล\nใหม่"]
    assert unit.short_name == "" or entries(book, "--unit", unit.short_name) == ["ผล\nใหม่"]
    assert entries(book, "--day", "2022-04-02") == entries(book, "--day", "๒ เม.ย. ๖๕") == ["ค"]
    assert entries(book, "--day", "2022-04-02", "--unit", unit.name) == []
    assert "3" in run("history", book, "--day", "2022-05-05").out


def test_a_sorted_plan_is_asked_by_where_the_row_stands_now(book: Path) -> None:
    grid = FileGrid(book)
    reading = read(grid)
    block = reading.blocks[schema.PLAN.name]
    first, second = reading.plan[:2]
    grid.apply([
        SetCell(block.at(to.row, field), value)
        for of, to in ((first, second), (second, first))
        for field in block.columns
        if field != "check"
        for value in [of.typed(field)]
    ])  # fmt: skip
    grid.save()
    assert entries(book, "--row", f"{schema.PLAN.sheet}!A{second.row}") == ["ข", "ค"]


def test_what_can_t_be_understood_is_refused(book: Path) -> None:
    for words in (("--day", "เมื่อวาน"), ("--row", "ไม่มีชีตนี้!A4")):
        ran = run("history", book, *words)
        assert (ran.code, "ทำไม่ได้" in ran.err) == (2, True)
