"""THE authority for the workbook: its sheets, tables, columns, settings, allowed values, hints,
and who may write a column. The template, the reader, the rules and the merge all read this.

Names are a contract with workbooks in the field (shared by all versions): adding is free,
renaming needs an entry in `former` so that the old form is still read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from ita_excel.language import Text
from ita_excel.model import Role, Round, Status

VERSION = 1
TITLE_ROW, NOTE_ROW, HEADER_ROW = 1, 2, 3  # as the template lays each sheet out


class Writer(Enum):
    """Who may write a column."""

    KEY = "key"  # the tool, once; identifies the row
    INPUT = "input"  # the officer
    COPIED = "copied"  # the tool at fill, from the plan; the officer may rephrase
    COMPUTED = "computed"  # a formula or the tool; never typed


class Kind(Enum):
    """What the cells of a column hold."""

    TEXT = "text"
    LONG_TEXT = "long text"
    NUMBER = "number"
    CHOICE = "choice"  # only what the list offers
    SUGGESTION = "suggestion"  # the list offers, anything may be typed
    DATE = "date"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `field` is the attribute of the record in model.py."""

    field: str
    heading: str
    writer: Writer = Writer.INPUT
    kind: Kind = Kind.TEXT
    width: float = 16  # characters, as Excel counts
    hint: Text | None = None
    choices: str = ""  # name of a list in LISTS, or "units" / "months"
    limits: tuple[float, float] | None = None  # of a NUMBER
    unit_writes: bool = False  # may a unit's officer change it in a workbook sent out?
    hidden: bool = False
    former: tuple[str, ...] = ()  # headings that older workbooks have


@dataclass(frozen=True, slots=True)
class Table:
    """An Excel Table and the sheet it stands on."""

    name: str
    sheet: str
    columns: tuple[Column, ...]
    header_row: int = HEADER_ROW

    def column(self, field: str) -> Column:
        """Return the column of a record's field; KeyError where there is none."""
        for column in self.columns:
            if column.field == field:
                return column
        raise KeyError(field)

    def number(self, field: str) -> int:
        """Return where the template puts the column, counted from 1."""
        return self.columns.index(self.column(field)) + 1


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of the settings table `Agency`: `field` is the attribute of model.Agency."""

    field: str
    key: str
    hint: Text
    required: bool = False
    choices: str = ""
    default: str = ""
    former: tuple[str, ...] = ()


# Sheets in the workbook's order. Those of TABLES hold a table; the others are named here.
GUIDE, DASHBOARD = "คำแนะนำ", "ภาพรวม"

THAI_DIGITS, ARABIC_DIGITS = "ไทย", "อารบิก"
INSTRUMENTS = ("IIT", "EIT", "OIT")
LISTS: dict[str, tuple[str, ...]] = {
    "rounds": tuple(r.value for r in Round),
    "statuses": tuple(s.value for s in Status),
    "roles": tuple(r.value for r in Role),
    "instruments": INSTRUMENTS,
    "digits": (THAI_DIGITS, ARABIC_DIGITS),
    "fonts": ("TH SarabunPSK", "TH Sarabun New", "TH SarabunIT๙"),
    "decisions": ("ใช้ค่าในไฟล์หลัก", "ใช้ค่าของหน่วยงาน"),
}
# Other offices' words for a status (domain.md), read as ours.
STATUS_SYNONYMS: dict[str, Status] = {
    "แล้วเสร็จ": Status.DONE,
    "ดำเนินการแล้วเสร็จ": Status.DONE,
    "ดำเนินการเสร็จสิ้น": Status.DONE,
    "เสร็จสิ้น": Status.DONE,
    "เสร็จแล้ว": Status.DONE,
    "กำลังดำเนินการ": Status.UNDER_WAY,
    "ระหว่างดำเนินการ": Status.UNDER_WAY,
    "อยู่ในระหว่างดำเนินการ": Status.UNDER_WAY,
    "ยังไม่ได้ดำเนินการ": Status.NOT_DONE,
    "ยังไม่ดำเนินการ": Status.NOT_DONE,
    "ไม่มีการดำเนินการ": Status.NOT_DONE,
    "ไม่ได้ดำเนินการ": Status.NOT_DONE,
    "ยกเลิกการดำเนินการ": Status.CANCELLED,
}

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "name",
        "ชื่อหน่วยงาน",
        Text(
            "ชื่อเต็ม เช่น องค์การบริหารส่วนตำบลตัวอย่าง",
            "full name, e.g. องค์การบริหารส่วนตำบลตัวอย่าง",
        ),
        required=True,
    ),
    Setting("short_name", "ชื่อย่อ", Text("เช่น อบต. เทศบาล อบจ.", "e.g. อบต., เทศบาล, อบจ.")),
    Setting(
        "district", "อำเภอ", Text("ไม่ต้องใส่คำว่า อำเภอ", "without the word อำเภอ"), required=True
    ),
    Setting(
        "province", "จังหวัด", Text("ไม่ต้องใส่คำว่า จังหวัด", "without the word จังหวัด"), required=True
    ),
    Setting(
        "owner",
        "ส่วนราชการเจ้าของเรื่อง",
        Text("หน่วยงานที่ทำบันทึก เช่น สำนักปลัด", "the unit that writes the memo, e.g. สำนักปลัด"),
        required=True,
        choices="units",
    ),
    Setting("phone", "โทรศัพท์", Text("ของส่วนราชการเจ้าของเรื่อง", "of the unit that writes")),
    Setting(
        "letter_number",
        "เลขที่หนังสือ",
        Text("เช่น สฎ ๗๒๗๐๑/๑๒๓", "e.g. สฎ ๗๒๗๐๑/๑๒๓"),
        required=True,
    ),
    Setting(
        "letter_date",
        "วันที่",
        Text("วันที่ของบันทึก เช่น ๑ เมษายน ๒๕๖๕", "the memo's date, e.g. ๑ เมษายน ๒๕๖๕"),
        required=True,
    ),
    Setting(
        "fiscal_year",
        "ปีงบประมาณ (พ.ศ.)",
        Text("สี่หลัก เช่น 2570", "four digits of the Buddhist Era, e.g. 2570"),
        required=True,
        former=("ปีงบประมาณ",),
    ),
    Setting(
        "analysed_year",
        "ปีที่นำผลประเมินมาวิเคราะห์",
        Text(
            "ปกติคือปีก่อนหน้า เพราะผลประเมินออกราวกรกฎาคม - สิงหาคม",
            "usually the year before: results come out in July and August",
        ),
        required=True,
    ),
    Setting(
        "results_year",
        "ปีของผลการดำเนินการ",
        Text("ปีงบประมาณที่ผลการดำเนินการเกิดขึ้น", "the fiscal year in which the results came about"),
        required=True,
    ),
    Setting(
        "to",
        "เรียน",
        Text("เช่น นายกองค์การบริหารส่วนตำบลตัวอย่าง", "e.g. นายกองค์การบริหารส่วนตำบลตัวอย่าง"),
        required=True,
    ),
    Setting("subject", "เรื่อง", Text("เรื่องของบันทึก", "the memo's subject"), required=True),
    Setting("enclosures", "สิ่งที่ส่งมาด้วย", Text("เว้นว่างได้", "may stay empty")),
    Setting(
        "round",
        "รอบการรายงาน",
        Text("รอบที่กำลังรายงาน", "the round being reported"),
        required=True,
        choices="rounds",
        default=Round.SIX.value,
    ),
    Setting(
        "website", "เว็บไซต์", Text("เช่น https://www.example.go.th", "e.g. https://www.example.go.th")
    ),
    Setting(
        "font",
        "แบบอักษร",
        Text("แบบอักษรของเอกสาร Word", "the font of the Word documents"),
        choices="fonts",
        default="TH SarabunPSK",
    ),
    Setting(
        "thai_digits",
        "ตัวเลขในเอกสาร (ไทย/อารบิก)",
        Text("หนังสือราชการใช้เลขไทย", "official letters use Thai digits"),
        choices="digits",
        default=THAI_DIGITS,
        former=("ตัวเลขในเอกสาร",),
    ),
    Setting(
        "emblem",
        "ไฟล์ตราครุฑ",
        Text(
            "ชื่อไฟล์ภาพตราครุฑของหน่วยงาน วางไว้ในโฟลเดอร์เดียวกับไฟล์นี้ เว้นว่างไว้ได้ บันทึกจะเว้นที่ไว้ให้",
            "the agency's emblem picture, in this workbook's folder; "
            "when empty the memo leaves its place blank",
        ),
    ),
)
_KEY_HINT = Text(
    "รหัสประจำแถว โปรแกรมกำหนดให้ ห้ามแก้ไข", "the row's identity, made by the tool: don't change"
)
_MEASURE_HINT = Text(
    "ใส่ที่แถวแรกของมาตรการ แถวถัดไปที่เว้นว่างหมายถึงมาตรการเดียวกับแถวบน",
    "named at its first row; an empty cell below means the same measure",
)
_UNIT_HINT = Text(
    "เลือกจากรายการ หรือพิมพ์หลายหน่วยงานคั่นด้วยจุลภาค ทุกหน่วยงานใช้ ทุกส่วน/กอง",
    "pick from the list, or several separated by commas; ทุกส่วน/กอง means every unit",
)
_START_HINT = Text(
    "เดือนแรกที่ดำเนินการ เช่น ต.ค. ๖๔ หรือทั้งช่วง ต.ค. ๖๔ - ก.ย. ๖๕",
    "the first month, e.g. ต.ค. ๖๔, or the whole period ต.ค. ๖๔ - ก.ย. ๖๕",
)
_END_HINT = Text("เดือนสุดท้ายที่ดำเนินการ เช่น ก.ย. ๖๕", "the last month, e.g. ก.ย. ๖๕")
_CHECK_HINT = Text(
    "สูตรบอกสิ่งแรกที่ยังไม่ถูกต้องของแถวนี้ ว่าง = ครบถ้วน",
    "a formula: the first thing wrong with the row; empty means complete",
)

AGENCY = Table(
    "Agency",
    "ข้อมูลหน่วยงาน",
    (
        Column("key", "รายการ", Writer.COMPUTED, width=30),
        Column("value", "ค่า", width=58),
        Column("hint", "คำอธิบาย", Writer.COMPUTED, Kind.LONG_TEXT, width=60),
    ),
)
UNITS = Table(
    "Units",
    "ส่วนราชการ",
    (
        Column("name", "หน่วยงาน", width=36, hint=Text("ชื่อเต็มของสำนัก/กอง", "the unit's full name")),
        Column("short_name", "ชื่อย่อ", width=18),
        Column("email", "อีเมล", width=30),
        Column("contact", "ผู้ประสานงาน", width=26),
    ),
)
SIGNATORIES = Table(
    "Signatories",
    "ผู้ลงนาม",
    (
        Column("order", "ลำดับ", kind=Kind.NUMBER, width=8, limits=(1, 20)),
        Column("role", "บทบาท", kind=Kind.CHOICE, width=14, choices="roles"),
        Column("heading", "หัวข้อความเห็น", width=30),
        Column("name", "ชื่อ - สกุล", width=30, former=("ชื่อ-สกุล",)),
        Column("position", "ตำแหน่ง", width=42),
    ),
)
SCORES = Table(
    "Scores",
    "ผลประเมิน ITA",
    (
        Column("number", "ตัวชี้วัด", kind=Kind.NUMBER, width=10, limits=(1, 10)),
        Column("name", "ชื่อตัวชี้วัด", width=40),
        Column("instrument", "เครื่องมือ", kind=Kind.CHOICE, width=12, choices="instruments"),
        Column("score", "คะแนนปีก่อน", kind=Kind.NUMBER, width=14, limits=(0, 100)),
        Column("target", "เป้าหมาย", kind=Kind.NUMBER, width=14, limits=(0, 100)),
    ),
)
PLAN = Table(
    "Plan",
    "มาตรการ",
    (
        Column("key", "รหัส", Writer.KEY, width=12, hint=_KEY_HINT, hidden=True),
        Column("measure", "มาตรการ/แนวทาง", kind=Kind.LONG_TEXT, width=24, hint=_MEASURE_HINT),
        Column("number", "ลำดับ", kind=Kind.NUMBER, width=7, limits=(1, 99)),
        Column("text", "วิธีการดำเนินงาน", kind=Kind.LONG_TEXT, width=34),
        Column("details", "รายละเอียด", kind=Kind.LONG_TEXT, width=40),
        Column("oit", "ข้อ OIT", width=9, hint=Text("เช่น O15 หรือ O15, O16", "e.g. O15 or O15, O16")),
        Column(
            "responsible",
            "ผู้รับผิดชอบ",
            kind=Kind.SUGGESTION,
            width=20,
            choices="units",
            hint=_UNIT_HINT,
        ),
        Column("start", "เริ่ม", kind=Kind.SUGGESTION, width=11, choices="months", hint=_START_HINT),
        Column("end", "สิ้นสุด", kind=Kind.SUGGESTION, width=11, choices="months", hint=_END_HINT),
        Column(
            "times",
            "รายงานผลอย่างน้อย (ครั้ง/ปี)",
            kind=Kind.NUMBER,
            width=14,
            limits=(1, 12),
            hint=Text("จำนวนเต็ม ๑ ถึง ๑๒", "a whole number from 1 to 12"),
        ),
        Column("check", "ตรวจ", Writer.COMPUTED, Kind.LONG_TEXT, width=24, hint=_CHECK_HINT),
    ),
)
RESULTS = Table(
    "Results",
    "ผลการดำเนินการ",
    (
        Column("key", "รหัส", Writer.KEY, width=12, hint=_KEY_HINT, hidden=True),
        Column("round", "รอบ", Writer.KEY, Kind.CHOICE, width=10, choices="rounds"),
        Column("measure", "มาตรการ/แนวทาง", Writer.COPIED, Kind.LONG_TEXT, width=18),
        Column("number", "ลำดับ", Writer.COPIED, Kind.NUMBER, width=7, limits=(1, 99)),
        Column("text", "วิธีการดำเนินงาน", Writer.COPIED, Kind.LONG_TEXT, width=30),
        Column(
            "responsible",
            "ผู้รับผิดชอบ",
            Writer.COPIED,
            Kind.SUGGESTION,
            width=16,
            choices="units",
            hint=_UNIT_HINT,
        ),
        Column("start", "เริ่ม", Writer.COPIED, Kind.SUGGESTION, width=10, choices="months"),
        Column("end", "สิ้นสุด", Writer.COPIED, Kind.SUGGESTION, width=10, choices="months"),
        Column(
            "status",
            "สถานะ",
            kind=Kind.CHOICE,
            width=17,
            choices="statuses",
            unit_writes=True,
            hint=Text("เลือกจากรายการ", "pick from the list"),
        ),
        Column(
            "outcome",
            "ผลการดำเนินการ",
            kind=Kind.LONG_TEXT,
            width=36,
            unit_writes=True,
            former=("ผลการดำเนินงาน",),
            hint=Text("ทำอะไร เมื่อใด จำนวนเท่าใด เผยแพร่ที่ใด", "what, when, how many, published where"),
        ),
        Column(
            "problems",
            "ปัญหา/อุปสรรค",
            kind=Kind.LONG_TEXT,
            width=22,
            unit_writes=True,
            former=("ปัญหาและอุปสรรค", "ปัญหา อุปสรรค"),
        ),
        Column("suggestions", "ข้อเสนอแนะ", kind=Kind.LONG_TEXT, width=22, unit_writes=True),
        Column(
            "evidence",
            "หลักฐาน",
            kind=Kind.LONG_TEXT,
            width=22,
            unit_writes=True,
            hint=Text(
                "ที่อยู่เว็บ หรือชื่อไฟล์ภาพ บรรทัดละรายการ", "web addresses or picture files, one a line"
            ),
        ),
        Column("reported_on", "วันที่รายงาน", kind=Kind.DATE, width=12, unit_writes=True),
        Column("reported_by", "ผู้รายงาน", width=14, unit_writes=True),
        Column("check", "ตรวจ", Writer.COMPUTED, Kind.LONG_TEXT, width=20, hint=_CHECK_HINT),
    ),
)
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
        Column("decision", "เลือก", kind=Kind.CHOICE, width=20, choices="decisions"),
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
LISTS_SHEET = "รายการ"  # one column a list, the list's name in row 1; a hidden sheet

TABLES = (
    *(AGENCY, UNITS, SIGNATORIES, SCORES, PLAN, RESULTS),
    *(FINDINGS, CONFLICTS, SETASIDE, HISTORY, META),
)
# The sheets in the order the template has them.
SHEETS = (
    GUIDE,
    *(t.sheet for t in (AGENCY, UNITS, SIGNATORIES, SCORES, PLAN, RESULTS)),
    DASHBOARD,
    *(t.sheet for t in (FINDINGS, CONFLICTS, SETASIDE, HISTORY)),
    LISTS_SHEET,
    META.sheet,
)
META_VERSION, META_WORKBOOK = "schema_version", "workbook_id"


def table_on(sheet: str) -> Table | None:
    """Return the table of a sheet's name, None for a sheet that is not of the schema."""
    return next((t for t in TABLES if t.sheet == sheet), None)


def officers_tables() -> Iterator[Table]:
    """Yield the tables that people type into; the tool's own sheets are left out."""
    yield from (AGENCY, UNITS, SIGNATORIES, SCORES, PLAN, RESULTS)
