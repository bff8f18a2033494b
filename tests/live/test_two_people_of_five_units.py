"""Two people in each of five units answer copies of one workbook; the officer presses buttons."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ita_excel import buttons, schema
from ita_excel.buttons.live.live_grid import LiveGrid
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.sheets import read, set_field
from ita_excel.store.file import FileGrid
from tests.dispatch.files import make_master, saved
from tests.live.desks import Person, desk

pytestmark = pytest.mark.xdist_group("office")

UNITS = ("สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา", "กองสาธารณสุข")
KEYS = ("A", "B", "C", "D")
STOCK = "ไม่มีปัญหาและอุปสรรค"


def outcome(who: str, key: str) -> str:
    return f"{who} รายงานเรื่อง {key} เรียบร้อย"


def answered(path: Path, name: str, who: str, keys: str, hours: float) -> Path:
    """A person's copy: her rows, each with the words that everybody writes."""
    mine = Path(shutil.copy(path, path.parent.parent / name))
    grid = FileGrid(mine)
    edits = []
    for record in read(grid).results:
        if record.value.key[-1] in keys:
            values = {"outcome": outcome(who, record.value.key), "problems": STOCK}
            for field, value in values.items():
                edits += set_field(record.block, record.row, field, value)
    grid.apply(edits)
    grid.save()
    return saved(mine, hours, who)


@pytest.fixture
def book(open_book: Callable[[Path], Any], tmp_path: Path) -> Any:
    rows = [
        {"key": f"K{n}{key}", "text": f"{unit} วิธีการที่ {key}", "responsible": unit}
        for n, unit in enumerate(UNITS)
        for key in KEYS
    ]
    return open_book(make_master(tmp_path / "ไฟล์หลัก.xlsx", rows, UNITS))


def press(book: Any, button: str, tmp_path: Path, person: Person | None = None) -> str:
    who = person or Person()
    getattr(buttons, button)(desk(book, who, tmp_path / "state"))
    return who.message


def outcomes(book: Any) -> dict[str, str]:
    return {r.value.key: r.value.outcome for r in read(LiveGrid(book)).results}


def test_nobodys_rows_are_lost_and_each_difference_is_asked_once(book: Any, tmp_path: Path) -> None:
    out = tmp_path / "ส่งออก"
    out.mkdir()
    press(book, "split", tmp_path, Person(texts=[""], folders=[out]))
    files, expected = [], {}
    for number, unit in enumerate(UNITS):
        (sent,) = out.glob(f"*{unit}*.xlsx")
        first, second = f"วิภา {number}", f"สมชาย {number}"
        files.append(answered(sent, f"{number} ก.xlsx", first, "AB", 1))
        # In the last unit the second person answers a row of the first one, too.
        keys = "CD" if unit is not UNITS[-1] else "BCD"
        files.append(answered(sent, f"{number} ข.xlsx", second, keys, 2))
        for key in KEYS:
            who = first if key in "AB" else second
            expected[f"K{number}{key}"] = outcome(who, f"K{number}{key}")
    # In the first unit the first person corrects a row on the attachment that she was sent.
    (sent,) = out.glob(f"*{UNITS[0]}*.xlsx")
    again = answered(sent, "0 ค.xlsx", "วิภา 0", "A", 3)
    grid = FileGrid(again)
    record = next(r for r in read(grid).results if r.value.key == "K0A")
    grid.apply([SetCell(record.at("outcome"), "แก้ไขครั้งหลังสุด")])
    grid.save()
    files.append(saved(again, 3, "วิภา 0"))
    expected["K0A"] = "แก้ไขครั้งหลังสุด"
    person = Person(agrees=[False], file_lists=[files])
    message = press(book, "collect", tmp_path, person)
    assert outcomes(book) == expected  # of the two about one row the older stays
    assert "ค่าขัดแย้ง 1 รายการ" in message
    assert "สันนิษฐานว่าแก้ไขแล้ว 1 ค่า" in message
    assert "แทนที่" in message and outcome("วิภา 0", "K0A") in message
    block = read(LiveGrid(book)).blocks[schema.CONFLICTS.name]
    listed = {block.cell(r, "key"): (r, block.cell(r, "theirs")) for r in block.filled_rows()}
    assert {key: theirs for key, (_, theirs) in listed.items()} == {
        "K0A": outcome("วิภา 0", "K0A"),
        "K4B": outcome("สมชาย 4", "K4B"),
    }
    column = schema.CONFLICTS.number("decision")
    at = CellRef(schema.CONFLICTS.sheet, listed["K4B"][0], column)
    LiveGrid(book).apply([SetCell(at, schema.LISTS["decisions"][1])])
    assert "ทำตามคำตัดสินแล้ว 2 รายการ" in press(book, "resolve", tmp_path)
    assert outcomes(book) == expected | {"K4B": outcome("สมชาย 4", "K4B")}
    assert list(read(LiveGrid(book)).blocks[schema.CONFLICTS.name].filled_rows()) == []
