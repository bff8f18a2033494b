"""A certificate as a file: .xlsx or .pdf for people, .json or .csv for programs.

A text that a spreadsheet would take for a formula stays a text in each.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from ita_excel.core.errors import OutputError, UsageError
from ita_excel.core.language import Text
from ita_excel.dispatch.certificate import ORIGINS, Certificate, Line
from ita_excel.dispatch.certificate_paper import TITLE, paper, sums
from ita_excel.ooxml.zipcopy import BROKEN_ZIP
from ita_excel.store import saving

_HEADINGS = {
    "key": "รหัส",
    "round": "รอบ",
    "action": "วิธีการดำเนินงาน",
    "column": "คอลัมน์",
    "value": "ค่า",
    "origin": "ที่มา",
    "unit": "หน่วยงาน",
    "file": "ไฟล์",
    "hash": "ค่าแฮชของไฟล์",
    "by": "ผู้ตัดสิน",
    "when": "เมื่อ",
    "reason": "เหตุผล",
    "path": "เส้นทาง",
}
_PDF_TITLE = TITLE.encode("utf-16-be").hex().upper().encode()
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def check_name(path: Path) -> None:
    """Raise UsageError for an ending that says no form of a certificate, OutputError for no file."""
    if path.suffix.lower() not in _FORMS:
        raise UsageError(
            Text(
                "ใบรับรองบันทึกเป็น .xlsx .pdf .csv หรือ .json เท่านั้น โปรดเปลี่ยนนามสกุลของ “{name}”",
                "a certificate is .xlsx, .pdf, .csv or .json: change the ending of “{name}”",
            ),
            name=path.name,
        )
    if path.exists() and not path.is_file():
        raise OutputError(
            Text(
                "เขียนใบรับรองลงใน “{name}” ไม่ได้ เพราะไม่ใช่ไฟล์ธรรมดา โปรดใช้ชื่ออื่น",
                "“{name}” is not an ordinary file: write the certificate under another name",
            ),
            name=path.name,
        )


def check_free(path: Path, used: Iterable[Path] = ()) -> None:
    """Raise UsageError or OutputError, before anything is done, where no certificate may be written.

    An earlier certificate is replaced; a workbook of the officer's, or one of `used`, never.
    """
    check_name(path)
    saving.require_writable(path)
    if path.exists() and (any(_same(path, other) for other in used) or not _is_certificate(path)):
        raise OutputError(
            Text(
                "ไม่เขียนใบรับรองทับ “{name}” เพราะไม่ใช่ใบรับรองเดิม โปรดใช้ชื่อไฟล์อื่น",
                "“{name}” is no certificate and is not replaced by one: use another name",
            ),
            name=path,
        )


def _same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


def _is_certificate(path: Path) -> bool:
    """Whether a file is one of ours, or empty, by how each form of ours begins."""
    data = path.read_bytes()
    if not data:
        return True
    match path.suffix.lower():
        case ".json":
            return data.startswith(b'{\n "cells"')
        case ".csv":
            return data.startswith(",".join(_HEADINGS.values()).encode("utf-8-sig"))
        case ".pdf":  # by its title, which typst writes so: in UTF-16
            return data.startswith(b"%PDF") and _PDF_TITLE in data
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return "ที่มาของค่า" in package.read("xl/workbook.xml").decode(errors="replace")
    except (*BROKEN_ZIP, KeyError):
        return False


def write_certificate(path: Path, made: Certificate) -> None:
    """Write the certificate in the form that the file's name asks for."""
    check_name(path)
    saving.replace_bytes(path, _FORMS[path.suffix.lower()](made))


def _json(made: Certificate) -> bytes:
    content: dict[str, Any] = {
        "cells": [asdict(line) for line in made.lines],
        "sums": {
            "values_in": made.values_in,
            **{fate.value: number for fate, number in made.fates.items()},
            "closes": made.closes,
        },
        "head": {**asdict(made.head), "moment": made.head.moment.isoformat(timespec="seconds")},
        "people": made.people,
        **{name: [asdict(one) for one in getattr(made, name)] for name in _LISTS},
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


_LISTS = ("files", "replaced", "conflicts", "aside", "overlooked")


def _table(made: Certificate) -> list[list[str]]:
    rows = [list(_HEADINGS.values())]
    for line in made.lines:
        values = {f.name: getattr(line, f.name) for f in fields(Line)}
        values["origin"] = ORIGINS[line.origin]
        rows.append([values[name] for name in _HEADINGS])
    return rows


def _csv(made: Certificate) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    printed = paper(made)
    rows: list[Sequence[str]] = [*_table(made), [], *sums(made), [], *printed.facts]
    for table in printed.tables[:-1]:  # the last is the table of cells above
        rows += [[], [table.name], [c.heading for c in table.columns], *table.rows]
    for row in rows:
        writer.writerow([f"'{v}" if v.startswith(_FORMULA_SIGNS) else v for v in row])
    return out.getvalue().encode("utf-8-sig")  # the mark by which Excel knows UTF-8


def _xlsx(made: Certificate) -> bytes:
    from ita_excel.dispatch.certificate_workbook import workbook  # few ask for one

    return workbook(paper(made), _table(made), sums(made))


def _pdf(made: Certificate) -> bytes:
    from ita_excel.dispatch.certificate_pdf import pdf

    return pdf(paper(made), made.head.agency, made.head.moment.date())


_FORMS = {".json": _json, ".csv": _csv, ".xlsx": _xlsx, ".pdf": _pdf}
