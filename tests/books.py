"""A clean workbook in memory, and ways to spoil it: what the tests of rules and reading start from.

A place is written as a reader of the schema says it: `Plan 2 responsible` is that field of the
table's second data row, `Agency letter_number` the value of a setting.
"""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from ita_excel import schema
from ita_excel.core.findings import Finding
from ita_excel.core.grid import CellRef, MemoryGrid, TableRange
from ita_excel.core.values import Value
from ita_excel.rules.engine import validate
from ita_excel.sheets import read, wording_rows

Row = dict[str, Any]
Tables = dict[str, list[Row]]
BY_NAME = {t.name: t for t in schema.TABLES}


def _result(key: str, round_: str, status: str, outcome: str, day: str, **more: str) -> Row:
    return {
        "key": key, "round": round_, "status": status, "outcome": outcome, "reported_on": day,
        "reported_by": "นักทรัพยากรบุคคล", **more,
    }  # fmt: skip


def clean() -> Tables:
    """Return a workbook of FY2565, twelve months reported, in which no rule finds anything."""
    settings = {
        "name": "องค์การบริหารส่วนตำบลพ่วงพรมคร", "short_name": "อบต.", "district": "เคียนซา",
        "province": "สุราษฎร์ธานี", "owner": "สำนักปลัด", "phone": "๐ ๗๗๓๘ ๑๒๓๔",
        "letter_number": "สฎ ๗๒๗๐๑/๑๒๓", "letter_date": "๒๐ ตุลาคม ๒๕๖๕", "fiscal_year": 2565,
        "analysed_year": 2564, "results_year": 2565,
        "to": "นายกองค์การบริหารส่วนตำบลพ่วงพรมคร",
        "subject": "รายงานผลการดำเนินการมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๕",
        "enclosures": "รายงานผล จำนวน ๑ ชุด", "round": "๑๒ เดือน",
        "website": "https://www.phuangphromkhon.go.th", "font": "TH SarabunPSK",
        "thai_digits": "ไทย", "short_unit_names": "ชื่อเต็ม", "emblem": "ตราครุฑ.png",
        "shared_rows": "แถวเดียว",
    }  # fmt: skip
    units = [
        {"name": "สำนักปลัด", "email": "palad@phuangphromkhon.go.th", "contact": "นาย ก."},
        {"name": "กองคลัง", "email": "khlang@phuangphromkhon.go.th"},
        {"name": "กองช่าง"},
        {"name": "กองการศึกษา ศาสนาและวัฒนธรรม", "short_name": "กองการศึกษาฯ"},
    ]
    people = [
        {"order": 1, "role": "ผู้เสนอ", "name": "นาย ก. ตัวอย่าง", "position": "นิติกรชำนาญการ"},
        {"order": 2, "role": "ความเห็น", "heading": "ความเห็นของปลัด", "name": "นาย ข. ตัวอย่าง",
         "position": "ปลัดองค์การบริหารส่วนตำบลพ่วงพรมคร"},
    ]  # fmt: skip
    scores = [{"number": 9, "name": "การเปิดเผยข้อมูล", "instrument": "OIT", "score": 88.5}]
    site = "https://www.phuangphromkhon.go.th/news"
    plan: list[Row] = [
        {"key": "K1", "measure": "มาตรการบริหารทรัพยากรบุคคล", "number": 1, "times": 2, "oit": "O25",
         "text": "ประกาศนโยบายการบริหารทรัพยากรบุคคล", "responsible": "สำนักปลัด อบต.",
         "details": "- ทบทวนนโยบายและแจ้งพนักงานทุกคน"},
        {"key": "K2", "number": 2, "times": 1, "oit": "O26", "responsible": "สำนักปลัด",
         "text": "ดำเนินการตามนโยบายการบริหารทรัพยากรบุคคล"},
        {"key": "K3", "number": 3, "times": 1, "oit": "O27", "responsible": "ทุกส่วน/กอง",
         "text": "เผยแพร่หลักเกณฑ์การบริหารและพัฒนาทรัพยากรบุคคล"},
        {"key": "K4", "number": 4, "times": 1, "oit": "O28", "responsible": "สำนักปลัด, กองคลัง",
         "text": "รายงานผลการบริหารและพัฒนาทรัพยากรบุคคลประจำปี"},
        {"key": "K5", "measure": "มาตรการป้องกันการทุจริต", "number": 1, "times": 1, "oit": "O42",
         "text": "วิเคราะห์ผลการประเมินของปีที่ผ่านมา", "responsible": "นิติกร สำนักปลัด อบต."},
        {"key": "K6", "number": 2, "times": 1, "oit": "O43", "responsible": "กองคลัง",
         "text": "ติดตามการดำเนินการตามมาตรการ"},
    ]  # fmt: skip
    for row in plan:
        row |= {"start": "ต.ค. ๖๔", "end": "ก.ย. ๖๕"}
    results = [
        _result("K1", "๖ เดือน", "อยู่ระหว่างดำเนินการ",
                "ยกร่างนโยบายแล้ว ๑ ฉบับ เสนอที่ประชุมหัวหน้าส่วนราชการ ณ ห้องประชุมสภา", "๑ เม.ย. ๖๕"),
        _result("K1", "๑๒ เดือน", "ดำเนินการแล้ว",
                "ประกาศใช้นโยบายเมื่อวันที่ ๑๕ พฤษภาคม ๒๕๖๕ และแจ้งพนักงาน ๔๒ คน",
                "๕ ต.ค. ๖๕", evidence=f"{site}/25"),
        _result("K2", "๑๒ เดือน", "ดำเนินการแล้ว", "จัดอบรมพนักงาน ๓ หลักสูตร มีผู้เข้าร่วม ๓๘ คน",
                "๕ ต.ค. ๖๕", evidence=f"{site}/26",
                suggestions="ควรจัดทำแผนการฝึกอบรมให้ครอบคลุมพนักงานจ้าง"),
        _result("K3", "๑๒ เดือน", "อยู่ระหว่างดำเนินการ",
                "ปรับปรุงหลักเกณฑ์แล้ว ๒ ใน ๔ เรื่อง อีกส่วนหนึ่งรอมติคณะกรรมการ", "๖ ต.ค. ๖๕",
                problems="ระเบียบใหม่ประกาศใช้ล่าช้า"),
        _result("K4", "๑๒ เดือน", "ดำเนินการแล้ว", "เสนอรายงานต่อนายกและเผยแพร่เมื่อ ๓ ตุลาคม ๒๕๖๕",
                "๗ ต.ค. ๖๕", evidence=f"{site}/28\nภาพการประชุม.jpg"),
        _result("K5", "๑๒ เดือน", "ยกเลิก", "-", "๗ ต.ค. ๖๕",
                problems="รวมไว้กับการประเมินความเสี่ยงแล้ว"),
        _result("K6", "๑๒ เดือน", "ดำเนินการแล้ว",
                f"ประชุมติดตาม ๒ ครั้ง รายงานการประชุมเผยแพร่ที่ {site}/43", "๗ ต.ค. ๖๕"),
    ]  # fmt: skip
    by_key: dict[str, Row] = {}
    measure = None
    for row in plan:
        measure = row.get("measure") or measure
        copied = ("number", "text", "responsible", "start", "end")
        by_key[row["key"]] = {"measure": measure} | {f: row[f] for f in copied}
    return {
        "Agency": [
            {"key": s.key, "value": settings.get(s.field), "hint": s.hint.th} for s in schema.SETTINGS
        ],
        "Units": units, "Signatories": people, "Scores": scores, "Plan": plan,
        "Results": [{**by_key[str(r["key"])], **r} for r in results],
        "Wording": own_words(),
        "Meta": [{"key": "schema_version", "value": schema.VERSION}],
    }  # fmt: skip


_WORDED = {
    "memo/closing/": "จึงเรียนมาเพื่อโปรดทราบ และขออนุญาตเผยแพร่รายงานของ{ชื่อหน่วยงาน} {รอบ}",
    "report/plan_lead/": "{ชื่อหน่วยงาน}ขอเสนอมาตรการ ปีงบประมาณ พ.ศ. {ปีงบประมาณ} ดังต่อไปนี้",
    "report/title/": "รายงานผลการดำเนินการตามมาตรการ {รอบ}\nของ{ชื่อหน่วยงาน}",
}


def own_words() -> list[Row]:
    """Some of the program's sentences with words of the office's own, and rows that it added."""
    by_key = {str(row["key"]): row for row in wording_rows.rows()}
    rows: list[Row] = [{**by_key[key], "text": text} for key, text in _WORDED.items()]
    for round_ in ("๑๒", "๖"):
        added = {"key": None, "standard": None, "condition": f"รอบ {round_} เดือน"}
        rows.append({**rows[1], **added, "text": f"มาตรการที่รายงานในรอบ {round_} เดือน มีดังนี้"})
    return rows


def grid(tables: Tables) -> MemoryGrid:
    """Return the workbook with each table where the template has it, as an Excel Table."""
    sheets: dict[str, list[list[object]]] = {}
    ranges = []
    for table in schema.TABLES:
        rows = tables.get(table.name, [])
        head: list[list[object]] = [[table.sheet]] if table.header_row > 1 else []
        while len(head) < table.header_row - 1:
            head.append([])
        head.append([c.heading for c in table.columns])
        body = [[row.get(c.field) for c in table.columns] for row in rows]
        sheets[table.sheet] = head + body
        last = table.header_row + max(1, len(rows))
        ranges.append(
            TableRange(table.name, table.sheet, table.header_row, 1, last, len(table.columns))
        )
    return MemoryGrid(sheets, ranges)


def findings(tables: Tables, *, errors: bool = False) -> list[Finding]:
    return validate(read(grid(tables)), errors=errors)


PLACE = re.compile(r"(?P<table>\w+) (?:(?P<row>\d+) )?(?P<field>\w+)")


def cell(place: str) -> CellRef:
    """Return the cell of `Plan 2 responsible` or `Agency letter_number`."""
    found = PLACE.fullmatch(place.strip())
    assert found, f"not a place: {place!r}"
    table = BY_NAME[found["table"]]
    field, row = found["field"], int(found["row"] or 0)
    if table is schema.AGENCY and not row:
        row = [s.field for s in schema.SETTINGS].index(field) + 1
        field = "value"
    return CellRef(table.sheet, table.header_row + row, table.number(field))


def spoil(tables: Tables, changes: Iterable[str]) -> Tables:
    """Return a copy with the changes made: `PLACE = VALUE`, `Plan drop 3`, `Plan copy 2`."""
    tables = copy.deepcopy(tables)
    for change in changes:
        if found := re.fullmatch(r"(\w+) (drop|copy|empty)(?: (\d+))?", change.strip()):
            _change_rows(tables[found[1]], found[2], int(found[3] or 0))
            continue
        place, _, written = change.partition("=")
        at = cell(place)
        table = next(t for t in schema.TABLES if t.sheet == at.sheet)
        rows = tables[table.name]
        index = at.row - table.header_row - 1
        while len(rows) <= index:
            rows.append({})
        rows[index][table.columns[at.column - 1].field] = value(written)
    return tables


def _change_rows(rows: list[Row], what: str, number: int) -> None:
    if what == "drop":
        del rows[number - 1]
    elif what == "copy":
        rows.append(dict(rows[number - 1]))
    else:
        rows.clear()


def value(written: str) -> Value:
    """Return what is typed: '' is a blank, 12 a number, "12" in quotes a text, 2022-04-01 a day."""
    text = re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), written.strip())
    text = text.replace("\\n", "\n")
    if not text:
        return None
    if text[0] == text[-1] == '"' and len(text) > 1:
        return text[1:-1]
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    if re.fullmatch(r"-?\d+\.\d+", text):
        return float(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return dt.date.fromisoformat(text)
    return text
