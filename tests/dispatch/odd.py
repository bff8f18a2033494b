"""A master that has met everything odd that can come back from units, each kind in a file of its own."""

from __future__ import annotations

import datetime as dt
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

from ita_excel import schema
from ita_excel.core.grid import Edit, SetCell
from ita_excel.merging import ledger_sheet
from ita_excel.merging.ledger import Ledger, SetAside
from ita_excel.sheets import append_rows, read, set_field
from ita_excel.store.file import FileGrid
from tests.command import run
from tests.dispatch.files import SIX, Row, make_master, split, type_into

UNITS = (
    *("สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา", "กองสวัสดิการ", "หน่วยตรวจสอบ"),
    *("กองสาธารณสุข", "กองแผน"),
)
ROWS: tuple[Row, ...] = (
    *(
        {"key": f"K{n}", "text": f"วิธีการที่ {n} ของ{unit}", "responsible": unit}
        for n, unit in enumerate(UNITS, 1)
    ),
    {"key": "KALL", "text": "สำรวจความพึงพอใจผู้รับบริการ", "responsible": "ทุกส่วน/กอง"},
)


def odd_master(folder: Path) -> tuple[Path, Path]:
    """Return a master and the folder of answers, collected already: M801 to M805, conflicts."""
    folder.mkdir(parents=True, exist_ok=True)
    master = make_master(folder / "master.xlsx", ROWS, UNITS)
    inbox = folder / "inbox"
    sent = split(master, inbox, sent=dt.datetime.now(dt.UTC))
    for unit in UNITS[:2]:
        type_into(sent[unit], "KALL", outcome=f"คำตอบของ{unit}")
    type_into(sent[UNITS[0]], "K1", measure="มาตรการอื่น", outcome="ทำแล้ว")  # M802
    _empty(sent[UNITS[1]], "K2", "key")  # M802: its รหัส is gone
    append(sent[UNITS[2]], round=SIX, text="วิธีการที่หน่วยงานเสนอเพิ่ม", outcome="เสนอ")  # M803
    type_into(sent[UNITS[3]], "K4", outcome="#REF!", problems="พบปัญหา")
    append(sent[UNITS[3]], outcome="ใต้ตาราง")  # M804: matches nothing
    append(sent[UNITS[4]], key="K5", round=SIX, text=str(ROWS[4]["text"]), outcome="สอง")
    type_into(sent[UNITS[4]], "K5", outcome="หนึ่ง")  # M804: twice
    append(sent[UNITS[5]], key="K1", round=SIX, text=str(ROWS[0]["text"]), outcome="ของคนอื่น")
    type_into(sent[UNITS[6]], "K7", outcome="ทำแล้ว")
    _with_macros(sent[UNITS[6]])  # M805
    type_into(sent[UNITS[7]], "K8", outcome="ตอบแถวที่จะหาย")
    other = make_master(folder / "other.xlsx", ROWS[:1], UNITS[:1])
    _rename_workbook(other)
    foreign = split(other, folder / "other", sent=dt.datetime.now(dt.UTC))
    shutil.copy(foreign[UNITS[0]], inbox / "ของไฟล์หลักอื่น.xlsx")  # M801
    ran = run("collect", master, inbox)
    assert ran.code == 1, ran
    _empty(master, "K8", "key", "text", "round")  # M804: removed here
    assert run("collect", master, inbox).code == 1
    found = {s.code for c in ledger_of(master).answers.values() for s in c.set_aside}
    assert found == {"M802", "M804"}
    assert all(f"M80{n}" in ran.out for n in range(1, 6)), ran.out
    return master, inbox


def ledger_of(master: Path) -> Ledger:
    return ledger_sheet.load(read(FileGrid(master)).meta)


def stray_of_a_later_version(master: Path) -> None:
    """Make the master remember a value set aside for reasons that this version doesn't know."""
    grid = FileGrid(master)
    reading = read(grid)
    ledger = ledger_sheet.load(reading.meta)
    answers = dict(ledger.answers)
    hash_, one = next(iter(answers.items()))
    set_aside = [
        SetAside(code, variant, "", "K1", SIX, "วิธีการ", "ผลการดำเนินการ", f"{code}{variant}")
        for code, variant in (("M899", "future"), ("M899", ""), ("M804", "future"), ("M802", ""))
    ]
    answers[hash_] = replace(one, set_aside=(*one.set_aside, *set_aside))
    grid.apply(ledger_sheet.keep(reading, replace(ledger, answers=answers)))
    grid.save()


def decide(master: Path, choice: str) -> None:
    """Choose for the first conflict on the sheet."""
    grid = FileGrid(master)
    block = read(grid).blocks[schema.CONFLICTS.name]
    grid.apply(
        [SetCell(block.at(4, "decision"), choice), SetCell(block.at(4, "reason"), "ตรวจแล้ว")]
    )
    grid.save()


def append(path: Path, **values: object) -> None:
    """Type a row at the end of the results."""
    grid = FileGrid(path)
    grid.apply(append_rows(read(grid).blocks[schema.RESULTS.name], [values]))
    grid.save()


def _empty(path: Path, key: str, *fields: str) -> None:
    grid = FileGrid(path)
    record = next(r for r in read(grid).results if r.value.key == key)
    grid.apply([e for f in fields for e in set_field(record.block, record.row, f, None)])
    grid.save()


def _rename_workbook(path: Path) -> None:
    grid = FileGrid(path)
    reading = read(grid)
    block = reading.blocks[schema.META.name]
    row = next(r for r in block.filled_rows() if block.cell(r, "key") == schema.META_WORKBOOK)
    edits: list[Edit] = set_field(block, row, "value", "ANOTHER-MASTER")
    grid.apply(edits)
    grid.save()


def _with_macros(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"content")
