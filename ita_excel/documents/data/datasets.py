"""A document's tables as open data: CSV for Excel, JSON, and what each column means.

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
from collections.abc import Callable
from typing import Any

from ita_excel.documents.content.elements import Content
from ita_excel.documents.data.resources import (
    PLAN,
    RESULTS,
    UNIT_RESULTS,
    DataSet,
    Resource,
    data_set,
)
from ita_excel.documents.data.rows import AGENCY, KEY, ROUND, YEAR, Field, agency_id
from ita_excel.schema.model import Workbook
from ita_excel.sheets.evidence_lines import web_address

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
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
_Named = Callable[[str, str], str]  # a file's name from its ending and its beginning


def csv_package(
    content: Content, workbook: Workbook, kind: str, file_name: str, named: _Named
) -> dict[str, bytes]:
    """Return the CSV of each table of a document by its file's name, and their descriptor."""
    found = data_set(content, workbook, kind, file_name)
    files, told = {}, {}
    for resource in found.resources:
        path = named("csv", resource.file_name)
        files[path] = _csv(resource)
        told[resource.name] = {
            "path": path,
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
    package = _package(content, workbook, found, told, _APOSTROPHE)
    return {**files, named("datapackage.json", found.file_name): package}


def json_package(
    content: Content, workbook: Workbook, kind: str, file_name: str, named: _Named
) -> dict[str, bytes]:
    """Return one JSON with the descriptor and the rows of all tables, by its file's name."""
    found = data_set(content, workbook, kind, file_name)
    told = {
        r.name: {
            "data": [dict(zip((f.name for f in r.fields), row, strict=True)) for row in r.rows]
        }
        for r in found.resources
    }
    return {named("json", found.file_name): _package(content, workbook, found, told)}


def _csv(resource: Resource) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([f.name for f in resource.fields])
    writer.writerows([_harmless(cell) for cell in row] for row in resource.rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: Any) -> Any:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text


def _keys(found: DataSet) -> dict[str, dict[str, Any]]:
    """Return the keys of each table; none where a draft's rows don't keep to them.

    Final documents aren't made of a workbook whose รหัส are missing, twice or unknown.
    """
    told: dict[str, dict[str, Any]] = {r.name: {} for r in found.resources}
    keys: dict[str, set[tuple[Any, ...]]] = {}
    for name, _, _, fields, rows, more in found.resources:
        columns = [f.name for f in fields]
        primary = [*(p for p in PRIMARY if p in columns), *more]
        if AGENCY.name not in columns or (KEY.name not in columns and not more):
            continue
        places = [columns.index(name) for name in primary]
        of_rows = [tuple(row[p] for p in places) for row in rows]
        keys[name] = {key[: len(PRIMARY)] for key in of_rows}
        if len(set(of_rows)) == len(of_rows) and not any(None in key for key in of_rows):
            told[name]["primaryKey"] = primary
    for name, whole in ((RESULTS, PLAN), (UNIT_RESULTS, RESULTS)):
        known = "primaryKey" in told.get(whole, ())
        if known and name in keys and keys[name] <= keys[whole]:
            reference = {"resource": whole, "fields": PRIMARY}
            told[name]["foreignKeys"] = [{"fields": PRIMARY, "reference": reference}]
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
    content: Content,
    workbook: Workbook,
    found: DataSet,
    told: dict[str, dict[str, Any]],
    note: str = "",
) -> bytes:
    agency, properties = workbook.agency, content.properties
    months = str(content.round.months) if content.round else "plan"
    keys = _keys(found)
    identity = hashlib.sha256(agency_id(agency).encode()).hexdigest()[:8]
    year = agency.fiscal_year.year if agency.fiscal_year else 0
    stacked = _STACKED if found.identity == "" else ""
    draft = "ฉบับร่าง ข้อมูลยังไม่ผ่านการตรวจ " if properties.draft else ""
    package = {
        "profile": "tabular-data-package",
        "name": f"ita-{year}-{months}-{identity}{found.identity}",
        "id": f"{agency_id(agency)}/{year}/{months}{found.identity.replace('-', '/')}",
        "title": f"{'(ร่าง) ' if properties.draft else ''}{properties.title}",
        "description": f"{draft}{stacked} {note}".strip(),
        "created": f"{properties.date.isoformat()}T00:00:00Z",
        "licenses": [LICENCE],
        "contributors": [{"title": properties.author, "role": "publisher"}],
        "keywords": ["ITA", "ความโปร่งใส", "คุณธรรม", str(year)],
        "resources": [
            {
                "name": r.name,
                "title": r.title,
                "profile": "tabular-data-resource",
                **told[r.name],
                "schema": _schema(r.fields, keys[r.name]),
            }
            for r in found.resources
        ],
    }
    if homepage := web_address(agency.website.strip()):
        package["homepage"] = homepage
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()
