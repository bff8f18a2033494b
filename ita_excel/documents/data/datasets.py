"""Plan and results as open data: CSV for Excel, JSON, and what each column means.

The descriptions follow the Data Package standard (version 1, as `frictionless validate` reads it).
Keys hold over the files of many agencies, so that these can be stacked. CSV is UTF-8 with BOM, or
Excel takes Thai for another code page; a text that Excel would take for a formula gets an
apostrophe before it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import Any

from ita_excel.documents.content.elements import Report
from ita_excel.documents.content.writing import web_address
from ita_excel.documents.data.rows import (
    AGENCY,
    KEY,
    PLAN_FIELDS,
    RESULT_FIELDS,
    ROUND,
    YEAR,
    Field,
    agency_id,
    plan_rows,
    result_rows,
)
from ita_excel.schema.model import Workbook

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
PLAN, RESULTS = "plan", "results"
PRIMARY = [AGENCY.name, YEAR.name, ROUND.name, KEY.name]
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_STACKED = (
    "ข้อมูลของหลายหน่วยงาน หลายปี และหลายรอบ นำมาต่อกันได้ "
    f"แต่ละแถวไม่ซ้ำกันด้วย {' '.join(PRIMARY)} และผลการดำเนินการอ้างถึงมาตรการด้วยคอลัมน์เดียวกัน"
)
_APOSTROPHE = (
    "CSV เป็น UTF-8 มี BOM คั่นด้วยจุลภาค ขึ้นบรรทัดด้วย CRLF ข้อความที่ขึ้นต้นด้วย = + - @ "
    "หรือแท็บ มีเครื่องหมาย ' นำหน้า เพื่อไม่ให้ Excel คิดเป็นสูตร โปรดตัดออกก่อนใช้ หากต้องการข้อความเดิม"
)
_Resources = dict[str, tuple[tuple[Field, ...], list[list[Any]]]]


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
    told = {
        name: {
            "path": paths[name],
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": {
                "delimiter": ",",
                "quoteChar": '"',
                "doubleQuote": True,
                "header": True,
                "lineTerminator": "\r\n",
            },
        }
        for name in (PLAN, RESULTS)
    }
    return _package(report, workbook, told, _APOSTROPHE)


def json_file(report: Report, workbook: Workbook) -> bytes:
    """Return one JSON with the description and the rows of both tables."""
    told = {
        name: {"data": [dict(zip((f.name for f in fields), row, strict=True)) for row in rows]}
        for name, (fields, rows) in _resources(report, workbook).items()
    }
    return _package(report, workbook, told)


def _resources(report: Report, workbook: Workbook) -> _Resources:
    return {
        PLAN: (PLAN_FIELDS, list(plan_rows(report, workbook))),
        RESULTS: (RESULT_FIELDS, list(result_rows(report, workbook))),
    }


def _harmless(cell: Any) -> Any:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text


def _keys(resources: _Resources) -> dict[str, dict[str, Any]]:
    """Return the keys of each table; none where a draft's rows don't keep to them.

    Final documents aren't made of a workbook whose รหัส are missing, twice or unknown.
    """
    columns = [f.name for f in PLAN_FIELDS]
    places = [columns.index(name) for name in PRIMARY]  # the same in both tables
    keys = {n: [tuple(r[p] for p in places) for r in rows] for n, (_, rows) in resources.items()}
    told: dict[str, dict[str, Any]] = {PLAN: {}, RESULTS: {}}
    for name, rows in keys.items():
        if len(set(rows)) == len(rows) and not any(None in row for row in rows):
            told[name]["primaryKey"] = PRIMARY
    if "primaryKey" in told[PLAN] and set(keys[RESULTS]) <= set(keys[PLAN]):
        reference = {"resource": PLAN, "fields": PRIMARY}
        told[RESULTS]["foreignKeys"] = [{"fields": PRIMARY, "reference": reference}]
    return told


def _schema(fields: tuple[Field, ...], keys: dict[str, Any]) -> dict[str, Any]:
    needed = keys.get("primaryKey", ())
    described = []
    for f in fields:
        told = {"name": f.name, "title": f.name, "type": f.kind, "description": f.description}
        limits = {**f.constraints, **({"required": True} if f.name in needed else {})}
        described.append({**told, **({"constraints": limits} if limits else {})})
    return {"fields": described, "missingValues": [""], **keys}


def _package(
    report: Report, workbook: Workbook, told: dict[str, dict[str, Any]], note: str = ""
) -> bytes:
    agency, properties = workbook.agency, report.properties
    resources = _resources(report, workbook)
    keys = _keys(resources)
    titles = {PLAN: report.plan.table.caption, RESULTS: report.results.table.caption}
    identity = hashlib.sha256(agency_id(agency).encode()).hexdigest()[:8]
    year = agency.fiscal_year.year if agency.fiscal_year else 0
    draft = "ฉบับร่าง ข้อมูลยังไม่ผ่านการตรวจ " if properties.draft else ""
    package = {
        "profile": "tabular-data-package",
        "name": f"ita-{year}-{report.round.months}-{identity}",
        "id": f"{agency_id(agency)}/{year}/{report.round.months}",
        "title": f"{'(ร่าง) ' if properties.draft else ''}{properties.title}",
        "description": f"{draft}{_STACKED} {note}".strip(),
        "created": f"{properties.date.isoformat()}T00:00:00Z",
        "licenses": [LICENCE],
        "contributors": [{"title": properties.author, "role": "publisher"}],
        "keywords": ["ITA", "ความโปร่งใส", "คุณธรรม", str(year)],
        "resources": [
            {
                "name": name,
                "title": titles[name],
                "profile": "tabular-data-resource",
                **told[name],
                "schema": _schema(fields, keys[name]),
            }
            for name, (fields, _) in resources.items()
        ],
    }
    if homepage := web_address(agency.website.strip()):
        package["homepage"] = homepage
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()
