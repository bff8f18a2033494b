"""Plan and results as open data: CSV for Excel, JSON, and what each column means.

The descriptions follow the Data Package standard (Table Schema). CSV is UTF-8 with BOM, or Excel
takes Thai for another code page; a cell that Excel would take for a formula gets an apostrophe
before it. Texts are those of the report, in its order.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ita_excel.documents.parts import Report, Row, Table
from ita_excel.model import Action, Result, Workbook
from ita_excel.thai.calendar import Month
from ita_excel.thai.digits import to_arabic
from ita_excel.thai.periods import read_period
from ita_excel.values import as_text

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
PLAN, RESULTS = "plan", "results"


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    kind: str  # of the Table Schema standard
    description: str


_KEY = _Field("รหัส", "string", "รหัสประจำรายการ ใช้เชื่อมมาตรการกับผลการดำเนินการ")
_YEAR = _Field("ปีงบประมาณ", "integer", "ปีงบประมาณ พ.ศ.")
_MONTHS = (
    _Field("เริ่ม", "yearmonth", "เดือนที่เริ่ม ปี ค.ศ. ว่างเมื่ออ่านระยะเวลาไม่ได้"),
    _Field("สิ้นสุด", "yearmonth", "เดือนที่สิ้นสุด ปี ค.ศ. ว่างเมื่ออ่านระยะเวลาไม่ได้"),
)
_STATUS = _Field("สถานะ", "string", "ดำเนินการแล้ว อยู่ระหว่างดำเนินการ ยังไม่มีการดำเนินการ หรือ ยกเลิก")
_ROUND = _Field("รอบ", "integer", "จำนวนเดือนของรอบการรายงาน ๖ หรือ ๑๒")
_TIMES = _Field("รายงานผลอย่างน้อย (ครั้ง/ปี)", "integer", "จำนวนครั้งต่อปีที่ต้องรายงานผลเป็นอย่างน้อย")
_OIT = _Field("ข้อ OIT", "string", "ข้อของแบบตรวจ OIT ที่รายการนี้ตอบ")


def csv_files(report: Report, workbook: Workbook) -> dict[str, bytes]:
    """Return the CSV of `plan` and of `results`."""
    files = {}
    for name, (fields, rows) in _resources(report, workbook).items():
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([f.name for f in fields])
        writer.writerows([_harmless(cell) for cell in row] for row in rows)
        files[name] = out.getvalue().encode("utf-8-sig")
    return files


def csv_package(report: Report, workbook: Workbook, paths: dict[str, str]) -> bytes:
    """Return the descriptor of the CSV files at `paths`."""
    dialect = {"delimiter": ",", "header": True, "lineTerminator": "\r\n"}
    resources = [
        {
            "name": name,
            "path": paths[name],
            "title": _table(report, name).caption,
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": dialect,
            "schema": _schema(fields),
        }
        for name, (fields, _) in _resources(report, workbook).items()
    ]
    return _package(report, workbook, resources)


def json_file(report: Report, workbook: Workbook) -> bytes:
    """Return one JSON with the description and the rows of both tables."""
    resources = [
        {
            "name": name,
            "title": _table(report, name).caption,
            "profile": "tabular-data-resource",
            "format": "json",
            "schema": _schema(fields),
            "data": [dict(zip((f.name for f in fields), row, strict=True)) for row in rows],
        }
        for name, (fields, rows) in _resources(report, workbook).items()
    ]
    return _package(report, workbook, resources)


def _table(report: Report, name: str) -> Table:
    return (report.plan if name == PLAN else report.results).table


def _resources(
    report: Report, workbook: Workbook
) -> dict[str, tuple[tuple[_Field, ...], list[list[Any]]]]:
    plan, results = report.plan.table, report.results.table
    return {
        PLAN: (
            (_KEY, _YEAR, *_texts(plan), *_MONTHS, _TIMES, _OIT),
            list(_rows(plan, report, workbook)),
        ),
        RESULTS: (
            (_KEY, _YEAR, _ROUND, *_texts(results), *_MONTHS, _STATUS),
            list(_rows(results, report, workbook)),
        ),
    }


def _texts(table: Table) -> tuple[_Field, ...]:
    description = "ข้อความตามรายงาน หนึ่งย่อหน้าต่อหนึ่งบรรทัด"
    return tuple(_Field(c.heading, "string", description) for c in table.columns)


def _rows(table: Table, report: Report, workbook: Workbook) -> Iterator[list[Any]]:
    year = workbook.agency.fiscal_year
    for group in table.groups:
        measure = "\n".join(p.whole for p in group.measure)
        for row in group.rows:
            source = row.source
            if source is None:
                continue
            texts = ["\n".join(p.whole for p in cell) for cell in row.cells]
            head = [source.key, year.year if year else None]
            if isinstance(source, Result):
                head.append(report.round.months)
            period = read_period(source.start, source.end, year) if year else None
            months = [_month(period.start), _month(period.end)] if period else [None, None]
            yield [*head, measure, *texts, *months, *_last(source, row)]


def _last(source: Action | Result, row: Row) -> list[Any]:
    if isinstance(source, Result):
        return [row.status.value if row.status else source.status or None]
    times = to_arabic(as_text(source.times))
    return [int(times) if times.isdecimal() else None, source.oit or None]


def _month(month: Month) -> str:
    return f"{month.year:04d}-{month.month:02d}"


def _harmless(cell: Any) -> Any:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text


def _schema(fields: tuple[_Field, ...]) -> dict[str, Any]:
    described = [
        {"name": f.name, "title": f.name, "type": f.kind, "description": f.description}
        for f in fields
    ]
    return {"fields": described, "missingValues": [""]}


def _package(report: Report, workbook: Workbook, resources: list[dict[str, Any]]) -> bytes:
    year = workbook.agency.fiscal_year
    package = {
        "profile": "tabular-data-package",
        "name": f"ita-{year.year if year else 0}-{report.round.months}",
        "title": report.properties.title,
        "created": f"{report.properties.date.isoformat()}T00:00:00Z",
        "contributors": [{"title": report.properties.author, "role": "publisher"}],
        "resources": resources,
    }
    if website := workbook.agency.website.strip():
        package["homepage"] = website
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()
