"""The tables that the tool itself writes, column by column, in the order of their sheets."""

from __future__ import annotations

from ita_excel.schema.declarations import Column, Kind, Table, Writer

FINDINGS = Table(
    "Findings",
    "ผลการตรวจ",
    (
        Column("severity", "ระดับ", Writer.COMPUTED, width=14),
        Column("rule", "กฎ", Writer.COMPUTED, width=8),
        Column("sheet", "ชีต", Writer.COMPUTED, width=20),
        Column("cell", "เซลล์", Writer.COMPUTED, width=10),
        Column("message", "ข้อความ", Writer.COMPUTED, Kind.LONG_TEXT, width=70),
        Column("suggestion", "ข้อเสนอ", Writer.COMPUTED, Kind.LONG_TEXT, width=36),
    ),
)
CONFLICTS = Table(
    "Conflicts",
    "ข้อขัดแย้ง",
    (
        Column("key", "รหัส", Writer.COMPUTED, width=14),
        Column("round", "รอบ", Writer.COMPUTED, width=10),
        Column("action", "วิธีการดำเนินงาน", Writer.COMPUTED, Kind.LONG_TEXT, width=34),
        Column("column", "คอลัมน์", Writer.COMPUTED, width=18),
        Column("base", "ค่าที่ส่งไป", Writer.COMPUTED, Kind.LONG_TEXT, width=30),
        Column("ours", "ค่าในไฟล์หลัก", Writer.COMPUTED, Kind.LONG_TEXT, width=30),
        Column("theirs", "ค่าของหน่วยงาน", Writer.COMPUTED, Kind.LONG_TEXT, width=30),
        Column("unit", "หน่วยงาน", Writer.COMPUTED, width=20),
        Column("file", "ไฟล์", Writer.COMPUTED, width=26),
        Column("found_at", "พบเมื่อ", Writer.COMPUTED, Kind.MOMENT, width=18),
        Column("decision", "เลือก", kind=Kind.CHOICE, width=24, choices="decisions"),
        Column("own", "ข้อความที่พิมพ์เอง", kind=Kind.LONG_TEXT, width=30, since=2),
        Column("reason", "เหตุผล", kind=Kind.LONG_TEXT, width=30),
    ),
)
SETASIDE = Table(
    "SetAside",
    "แถวที่จับคู่ไม่ได้",
    (
        Column("why", "เหตุที่ไม่รวม", Writer.COMPUTED, Kind.LONG_TEXT, width=34),
        Column("unit", "หน่วยงาน", Writer.COMPUTED, width=20),
        Column("file", "ไฟล์", Writer.COMPUTED, width=26),
        Column("place", "ตำแหน่งในไฟล์", Writer.COMPUTED, width=22),
        Column("key", "รหัส", Writer.COMPUTED, width=14),
        Column("round", "รอบ", Writer.COMPUTED, width=10),
        Column("action", "วิธีการดำเนินงาน", Writer.COMPUTED, Kind.LONG_TEXT, width=34),
        Column("column", "คอลัมน์", Writer.COMPUTED, width=18),
        Column("value", "ค่าที่พิมพ์", Writer.COMPUTED, Kind.LONG_TEXT, width=40),
    ),
    optional=True,  # workbooks of before the merge don't have it
)
HISTORY = Table(
    "History",
    "ประวัติ",
    (
        Column("moment", "เวลา", Writer.COMPUTED, Kind.MOMENT, width=18),
        Column("command", "คำสั่ง", Writer.COMPUTED, width=12),
        Column("sheet", "ชีต", Writer.COMPUTED, width=18),
        Column("cell", "เซลล์", Writer.COMPUTED, width=8),
        Column("key", "รหัส", Writer.COMPUTED, width=14),
        Column("column", "คอลัมน์", Writer.COMPUTED, width=20),
        Column("old", "ค่าเดิม", Writer.COMPUTED, Kind.LONG_TEXT, width=36),
        Column("new", "ค่าใหม่", Writer.COMPUTED, Kind.LONG_TEXT, width=36),
        Column("file", "จากไฟล์", Writer.COMPUTED, width=26),
        Column("hash", "ค่าแฮชของไฟล์", Writer.COMPUTED, width=14),
        Column("unit", "หน่วยงาน", Writer.COMPUTED, width=20),
    ),
)
META = Table(
    "Meta",
    "_ita",
    (
        Column("key", "รายการ", Writer.COMPUTED, width=24),
        Column("value", "ค่า", Writer.COMPUTED, width=60),
    ),
    header_row=1,
)
