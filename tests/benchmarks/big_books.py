"""Workbooks with very many rows, as files, for the benchmarks."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from ita_excel import schema
from ita_excel.sheets import append_rows, newbook, read, require_block
from ita_excel.sheets.sample import sample
from ita_excel.store.file import FileGrid
from ita_excel.store.shipped import template_bytes
from tests import books

WORDS = (
    "จัดประชุมชี้แจงผู้เกี่ยวข้อง", "ติดประกาศที่ทำการ", "อบรมเจ้าหน้าที่", "ปรับปรุงข้อมูลบนเว็บไซต์", "สำรวจความคิดเห็น",
    "ลงพื้นที่หมู่บ้าน", "รายงานผู้บริหาร", "จัดทำคู่มือ", "ประเมินความเสี่ยง", "ตรวจสอบพัสดุ",
)  # fmt: skip


def big(results: int) -> books.Tables:
    """Return a workbook with so many rows of results: two rounds of half as many actions."""
    actions = results // 2
    tables = books.clean()
    plan, rows = [], []
    for i in range(actions):
        first = i % 50 == 0
        plan.append(
            {"key": f"K{i}", "measure": f"มาตรการที่ {i // 50 + 1}" if first else None,
             "number": i % 50 + 1, "text": f"{WORDS[i % 10]} เรื่องที่ {i}", "oit": "O42, O43",
             "responsible": "สำนักปลัด อบต.", "start": "ต.ค. ๖๔", "end": "ก.ย. ๖๕", "times": 1}
        )  # fmt: skip
    for i in range(results):
        action = plan[i % actions]
        rows.append(
            {"key": action["key"], "round": "๑๒ เดือน" if i < actions else "๖ เดือน",
             "measure": f"มาตรการที่ {i % actions // 50 + 1}",
             **{f: action[f] for f in ("number", "text", "responsible", "start", "end")},
             "status": "ดำเนินการแล้ว" if i < actions else "อยู่ระหว่างดำเนินการ",
             "outcome": f"{WORDS[i % 10]}และ{WORDS[i // 10 % 10]} จำนวน {i} คน ณ ศาลาประชาคม",
             "problems": f"ผู้เข้าร่วม{WORDS[i // 100 % 10]} {i} คน มีเวลาน้อย",
             "suggestions": f"ควร{WORDS[i // 7 % 10]} {i} เรื่อง ให้ต่อเนื่อง",
             "evidence": f"https://www.example.go.th/news/{i}", "reported_on": "๕ ต.ค. ๖๕"}
        )  # fmt: skip
    return {**tables, "Plan": plan, "Results": rows}


def write(tables: books.Tables, path: Path) -> Path:
    book = xlsxwriter.Workbook(path, {"strings_to_urls": False})
    for table in schema.TABLES:
        sheet = book.add_worksheet(table.sheet)
        rows = tables.get(table.name, [])
        head, width = table.header_row - 1, len(table.columns)
        for number, row in enumerate(rows, start=table.header_row):
            for column, spec in enumerate(table.columns):
                if row.get(spec.field) is not None:
                    sheet.write(number, column, row[spec.field])
        sheet.add_table(
            head, 0, head + max(1, len(rows)), width - 1,
            {"name": table.name, "columns": [{"header": c.heading} for c in table.columns]},
        )  # fmt: skip
    book.close()
    return path


def write_own(actions: int, path: Path) -> Path:
    """Write a workbook made from the template, so with all its formulas, and a plan this long."""
    grid = FileGrid.from_bytes(template_bytes())
    reading = read(grid)
    plan = [
        {field: value for field, value in row.items() if field != "key"}
        for row in big(2 * actions)["Plan"]
    ]
    edits = newbook.edits(reading, sample().settings, "benchmark")
    edits += append_rows(require_block(reading.blocks, schema.PLAN), plan)
    grid.apply(edits)
    grid.save(path)
    return path
