"""A master on disk and what goes out from it and comes back, as officers have them."""

from __future__ import annotations

import datetime as dt
import os
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ita_excel import schema
from ita_excel.core.grid import Edit
from ita_excel.dispatch.split import plan_split
from ita_excel.dispatch.unit_files import write
from ita_excel.sheets import append_rows, newbook, read, set_field
from ita_excel.store.file import FileGrid
from ita_excel.store.shipped import template_bytes
from tests import made_once

SIX = "๖ เดือน"
UNITS = ("สำนักปลัด", "กองคลัง", "กองช่าง")
SENT = dt.datetime(2022, 3, 1, 9, 0, tzinfo=dt.UTC)
DUE = dt.date(2022, 3, 31)
Row = Mapping[str, object]

ROWS: tuple[Row, ...] = (
    {"key": "KBBB", "text": "จัดทำสถิติการให้บริการ", "responsible": "สำนักปลัด"},
    {"key": "KCCC", "text": "รายงานการจัดซื้อจัดจ้างรายเดือน", "responsible": "กองคลัง"},
    {"key": "KDDD", "text": "สำรวจความพึงพอใจผู้รับบริการ", "responsible": "ทุกส่วน/กอง"},
)


def make_master(
    path: Path, rows: Sequence[Row] = ROWS, units: Sequence[str] = UNITS, **settings: object
) -> Path:
    """Write a master whose plan and results have these rows."""
    key = ("master", repr(rows), repr(units), repr(sorted(settings.items())))
    made_once.workbook(key, path, lambda: _make_master(path, rows, units, settings))
    return path


def _make_master(
    path: Path, rows: Sequence[Row], units: Sequence[str], settings: dict[str, object]
) -> None:
    grid = FileGrid.from_bytes(template_bytes())
    reading = read(grid)
    values = {
        "name": "องค์การบริหารส่วนตำบลตัวอย่าง",
        "fiscal_year": 2565,
        "round": SIX,
        "shared_rows": schema.ONE_ROW,  # in which units can contradict each other
        **settings,
    }
    edits: list[Edit] = newbook.edits(reading, values, "MASTER-ID")
    blocks = reading.blocks
    people = [
        {"name": u, "email": f"unit{n}@example.go.th", "contact": f"ผู้ประสานงาน {u}"}
        for n, u in enumerate(units, 1)
    ]
    measured = [{"measure": "เปิดเผยข้อมูล", "start": "ต.ค. ๖๔", "end": "มี.ค. ๖๕", **r} for r in rows]
    plan = [{k: v for k, v in r.items() if k not in ("status", "outcome")} for r in measured]
    edits += append_rows(blocks[schema.UNITS.name], people)
    edits += append_rows(
        blocks[schema.SIGNATORIES.name],
        [{"order": 1, "role": "ผู้เสนอ", "name": "นายทดสอบ ลับเฉพาะ", "position": "นักวิเคราะห์"}],
    )
    edits += append_rows(blocks[schema.PLAN.name], plan)
    edits += append_rows(blocks[schema.RESULTS.name], [{"round": SIX, **r} for r in measured])
    grid.apply(edits)
    grid.save(path)


def split(master: Path, outbox: Path, **options: object) -> dict[str, Path]:
    """Split a master and return the units' workbooks."""
    return {unit: paths[-1] for unit, paths in split_to_people(master, outbox, **options).items()}


def split_to_people(master: Path, outbox: Path, **options: object) -> dict[str, list[Path]]:
    """Split a master and return each unit's workbooks: one for each of its addresses."""
    outbox.mkdir(exist_ok=True)
    key = ("split", repr(sorted(options.items())))
    return made_once.parts(key, master, outbox, lambda: _split_to_people(master, outbox, options))


def _split_to_people(master: Path, outbox: Path, options: dict[str, Any]) -> dict[str, list[Path]]:
    grid = FileGrid(master)
    reading = read(grid)
    plan = plan_split(reading, outbox, options.pop("sent", SENT), DUE, **options)
    write(reading, plan)
    grid.apply(plan.edits)
    grid.save()
    out: dict[str, list[Path]] = {}
    for one in plan.workbooks:
        out.setdefault(one.unit.name, []).append(one.path)
    return out


def type_into(path: Path, key: str, **values: object) -> Path:
    """Type values into the row of a รหัส and save the file."""
    grid = FileGrid(path)
    reading = read(grid)
    record = next(r for r in reading.results if r.value.key == key)
    edits: list[Edit] = []
    for field, value in values.items():
        edits += set_field(record.block, record.row, field, value)
    grid.apply(edits)
    grid.save()
    return path


def typed(path: Path, key: str, field: str):
    """What stands in a master's results."""
    return next(r for r in read(FileGrid(path)).results if r.value.key == key).typed(field)


def saved(path: Path, hours: float, author: str = "", stamp: bool = True) -> Path:
    """Make the file one that a program saved so many hours after it was sent, and whose it is."""
    when = dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours)
    properties = (
        '<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties xmlns:cp="http://schemas.openxml'
        'formats.org/package/2006/metadata/core-properties" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        + (f"<cp:lastModifiedBy>{author}</cp:lastModifiedBy>" if author else "")
        + (
            f'<dcterms:modified xsi:type="dcterms:W3CDTF">{when:%Y-%m-%dT%H:%M:%SZ}</dcterms:modified>'
            if stamp
            else ""
        )
        + "</cp:coreProperties>"
    )
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["docProps/core.xml"] = properties.encode()
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    os.utime(path, (when.timestamp() + 60,) * 2)
    return path
