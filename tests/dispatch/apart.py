"""A unit's answers moved apart from their keys in a file on disk, and where they are after collecting."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from ita_excel import schema
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from tests.dispatch.files import Row, make_master, split

UNIT = "กองคลัง"
TEXTS = (
    *("รายงานการจัดซื้อจัดจ้างรายเดือน", "จัดทำสถิติการให้บริการประชาชน", "สำรวจความพึงพอใจผู้รับบริการ"),
    *("อบรมเรื่องผลประโยชน์ทับซ้อน", "ทบทวนคู่มือการปฏิบัติงาน", "เปิดเผยงบประมาณประจำปีทางเว็บไซต์"),
    *("ประกาศนโยบายไม่รับของขวัญ", "จัดช่องทางร้องเรียนการทุจริต"),
)
KEYS = tuple(f"QK{letter}W" for letter in "ABCDEFGH")
ROWS: tuple[Row, ...] = tuple(
    {"key": key, "text": text, "responsible": UNIT, "number": n}
    for n, (key, text) in enumerate(zip(KEYS, TEXTS, strict=True), 1)
)
STATUSES = schema.LISTS["statuses"]
Line = list[Any]  # a row's cells, by column from 0


def sent(folder: Path, rows: Sequence[Row] = ROWS) -> tuple[Path, Path]:
    """A master and กองคลัง's workbook, answered: the words say for which row they were typed."""
    master = make_master(folder / "master.xlsx", rows, [UNIT, "สำนักปลัด"])
    returned = split(master, folder / "out")[UNIT]
    answered = [answers(row, n) for n, row in enumerate(rows)]

    def fill(lines: list[Line], at: dict[str, int]) -> None:
        for line, values in zip(lines, answered, strict=True):
            for field, value in values.items():
                line[at[field]] = value

    change(returned, fill)
    return master, returned


def answers(row: Row, n: int) -> dict[str, object]:
    """What the unit answers for a row: in an order that isn't that of the rows."""
    mark = f"{(n * 5) % 8}"
    return {
        "status": STATUSES[n % 2],
        "outcome": f"{mark} ผลของ {row['key']} เผยแพร่แล้ว",
        "problems": f"{mark} อุปสรรคของ {row['key']} ด้านเวลา",
        "evidence": f"https://example.go.th/{row['key']}",
    }


def change(path: Path, how: Callable[[list[Line], dict[str, int]], object]) -> Path:
    """Change the lines of the results as openpyxl has them; `how` gets each field's column, too.

    The second key is the hidden column among the unlocked ones.
    """
    book = openpyxl.load_workbook(path)
    sheet = book[schema.RESULTS.sheet]
    header = [c.value for c in sheet[schema.HEADER_ROW]]
    at = {c.field: header.index(c.heading) for c in schema.RESULTS.columns if c.heading in header}
    first = schema.HEADER_ROW + 1
    last = max(r for r in range(first, sheet.max_row + 1) if sheet.cell(r, at["text"] + 1).value)
    lines = [[c.value for c in sheet[r]] for r in range(first, last + 1)]
    changed = how(lines, at) or lines
    for number, line in enumerate(changed, first):
        for column, value in enumerate(line, 1):
            sheet.cell(number, column).value = value
    for number in range(first + len(changed), last + 1):
        for column in range(1, len(header) + 1):
            sheet.cell(number, column).value = None
    book.save(path)
    return path


def unlocked(at: dict[str, int]) -> range:
    """The columns that a unit may write, and what lies between them."""
    return range(at["status"], at["reported_by"] + 1)


def shuffled(lines: Sequence[Line], seed: int = 7) -> list[Line]:
    order = [list(line) for line in lines]
    random.Random(seed).shuffle(order)
    return order


def columns_of(lines: Sequence[Line], others: Sequence[Line], columns: Sequence[int]) -> list[Line]:
    """The lines with these columns of the other lines."""
    return [
        [other[n] if n in columns else value for n, value in enumerate(line)]
        for line, other in zip(lines, others, strict=True)
    ]


def merged(master: Path) -> dict[str, dict[str, str]]:
    """Every answer in the master, by the key under which it stands."""
    fields = ("outcome", "problems", "evidence")
    return {
        r.value.key: {f: str(r.typed(f)) for f in fields if r.typed(f)}
        for r in read(FileGrid(master)).results
    }


def aside(master: Path) -> list[str]:
    """The values on the set-aside sheet."""
    block = read(FileGrid(master)).blocks[schema.SETASIDE.name]
    return [str(block.cell(r, "value")) for r in block.filled_rows()]


def wrong(master: Path) -> list[tuple[str, str]]:
    """The answers that stand under another action than the one they were typed for."""
    return [
        (key, text)
        for key, found in merged(master).items()
        for text in found.values()
        if key not in text
    ]


def lost(master: Path, rows: Sequence[Row] = ROWS) -> list[str]:
    """The answers that stand nowhere."""
    there = {v for found in merged(master).values() for v in found.values()} | {*aside(master)}
    typed = [v for n, row in enumerate(rows) for f, v in answers(row, n).items() if f != "status"]
    return [str(v) for v in typed if v not in there]
