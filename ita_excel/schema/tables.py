"""The tables that people type into, column by column, in the order of their sheets."""

from __future__ import annotations

from ita_excel.catalogue.units import EVERY_UNIT
from ita_excel.core.language import Text
from ita_excel.schema.declarations import Column, Kind, Table, Writer
from ita_excel.schema.settings import DRAFT

_KEY_HINT = Text(
    "รหัสประจำแถว โปรแกรมกำหนดให้ ห้ามแก้ไข", "the row's identity, made by the tool: don't change"
)
_MEASURE_HINT = Text(
    "ใส่ที่แถวแรกของมาตรการ แถวถัดไปที่เว้นว่างหมายถึงมาตรการเดียวกับแถวบน",
    "named at its first row; an empty cell below means the same measure",
)
_UNIT_HINT = Text(
    f"เลือกจากรายการ หรือพิมพ์หลายหน่วยงานคั่นด้วยจุลภาค ทุกหน่วยงานใช้ {EVERY_UNIT}",
    f"pick from the list, or several separated by commas; {EVERY_UNIT} means every unit",
)
FIRST_MONTH, LAST_MONTH = "ต.ค. ๖๔", "ก.ย. ๖๕"  # of a fiscal year, as hints name them
_START_HINT = Text(
    f"เดือนแรกที่ดำเนินการ เช่น {FIRST_MONTH} หรือทั้งช่วง {FIRST_MONTH} - {LAST_MONTH}",
    f"the first month, e.g. {FIRST_MONTH}, or the whole period {FIRST_MONTH} - {LAST_MONTH}",
)
_END_HINT = Text(f"เดือนสุดท้ายที่ดำเนินการ เช่น {LAST_MONTH}", f"the last month, e.g. {LAST_MONTH}")
_CHECK_HINT = Text(
    "สูตรบอกสิ่งแรกที่ยังไม่ถูกต้องของแถวนี้ ว่าง = ครบถ้วน",
    "a formula: the first thing wrong with the row; empty means complete",
)

AGENCY = Table(
    "Agency",
    "ข้อมูลหน่วยงาน",
    (
        Column("key", "รายการ", Writer.COMPUTED, width=30, steers=True),
        Column("value", "ค่า", width=58, steers=True),
        Column("hint", "คำอธิบาย", Writer.COMPUTED, Kind.LONG_TEXT, width=60, steers=True),
    ),
    main="key",
)
UNITS = Table(
    "Units",
    "ส่วนราชการ",
    (
        Column(
            "name",
            "หน่วยงาน",
            width=36,
            hint=Text("ชื่อเต็มของสำนัก/กอง", "the unit's full name"),
            printed=True,
        ),
        Column("short_name", "ชื่อย่อ", width=18, steers=True),
        Column("email", "อีเมล", width=30),
        Column("contact", "ผู้ประสานงาน", width=26),
    ),
    main="name",
    next_year=True,
)
SIGNATORIES = Table(
    "Signatories",
    "ผู้ลงนาม",
    (
        Column("order", "ลำดับ", kind=Kind.NUMBER, width=8, limits=(1, 20), steers=True),
        Column("role", "บทบาท", kind=Kind.CHOICE, width=14, choices="roles", steers=True),
        Column("heading", "หัวข้อความเห็น", width=30, printed=True),
        Column("name", "ชื่อ - สกุล", width=30, former=("ชื่อ-สกุล",), printed=True),
        Column("position", "ตำแหน่ง", width=42, printed=True),
    ),
    main="name",
    next_year=True,
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
        Column(
            "score_two_ago",
            "คะแนนสองปีก่อน",
            kind=Kind.NUMBER,
            width=14,
            limits=(0, 100),
            hint=Text(
                "ปีก่อนหน้าปีที่นำผลมาวิเคราะห์ เว้นว่างได้",
                "the year before the one analysed; may stay empty",
            ),
            since=4,
        ),
        Column(
            "score_three_ago",
            "คะแนนสามปีก่อน",
            kind=Kind.NUMBER,
            width=14,
            limits=(0, 100),
            hint=Text("เว้นว่างได้", "may stay empty"),
            since=4,
        ),
        Column(
            "lost_items",
            "ข้อที่เสียคะแนน",
            width=24,
            hint=Text(
                "ข้อ OIT ที่ไม่ได้คะแนนในปีที่นำผลมาวิเคราะห์ เช่น O15, O42 เว้นว่างได้",
                "the OIT items that scored nothing in the year analysed, e.g. O15, O42; may stay empty",
            ),
            since=4,
        ),
    ),
    main="name",
)
PLAN = Table(
    "Plan",
    "มาตรการ",
    (
        Column("key", "รหัส", Writer.KEY, width=12, hint=_KEY_HINT, hidden=True, published=True),
        Column(
            "measure",
            "มาตรการ/แนวทาง",
            kind=Kind.LONG_TEXT,
            width=24,
            hint=_MEASURE_HINT,
            printed=True,
            published=True,
        ),
        Column(
            "number",
            "ลำดับ",
            kind=Kind.NUMBER,
            width=7,
            limits=(1, 99),
            printed=True,
            published=True,
        ),
        Column(
            "text", "วิธีการดำเนินงาน", kind=Kind.LONG_TEXT, width=34, printed=True, published=True
        ),
        Column("details", "รายละเอียด", kind=Kind.LONG_TEXT, width=40, printed=True, published=True),
        Column(
            "oit",
            "ข้อ OIT",
            width=9,
            hint=Text("เช่น O15 หรือ O15, O16", "e.g. O15 or O15, O16"),
            published=True,
        ),
        Column(
            "responsible",
            "ผู้รับผิดชอบ",
            kind=Kind.SUGGESTION,
            width=20,
            choices="units",
            hint=_UNIT_HINT,
            printed=True,
            published=True,
        ),
        Column(
            "start",
            "เริ่ม",
            kind=Kind.SUGGESTION,
            width=11,
            choices="months",
            hint=_START_HINT,
            printed=True,
            published=True,
        ),
        Column(
            "end",
            "สิ้นสุด",
            kind=Kind.SUGGESTION,
            width=11,
            choices="months",
            hint=_END_HINT,
            printed=True,
            published=True,
        ),
        Column(
            "times",
            "รายงานผลอย่างน้อย (ครั้ง/ปี)",
            kind=Kind.NUMBER,
            width=14,
            limits=(1, 12),
            hint=Text("จำนวนเต็ม ๑ ถึง ๑๒", "a whole number from 1 to 12"),
            printed=True,
            published=True,
        ),
        Column(
            "serves",
            "ตัวชี้วัด",
            width=10,
            hint=Text(
                "ตัวชี้วัด ITA ที่วิธีการนี้ช่วยยกระดับ เช่น 9 หรือ 2, 9 เว้นว่างได้",
                "the ITA indicators that the action serves, e.g. 9 or 2, 9; may stay empty",
            ),
            since=4,
        ),
        Column(
            "draft",
            "ร่าง",
            kind=Kind.CHOICE,
            width=8,
            choices="drafts",
            hint=Text(
                f"แถวที่มีคำว่า {DRAFT} ยังไม่เป็นส่วนของแผน: ไม่พิมพ์ ไม่ส่งหน่วยงาน ลบคำนี้เพื่อรับเข้าแผน",
                f"a row marked {DRAFT} is no part of the plan yet: not printed, not sent; clear the "
                "mark to accept it",
            ),
            since=4,
        ),
        Column("check", "ตรวจ", Writer.COMPUTED, Kind.LONG_TEXT, width=24, hint=_CHECK_HINT),
    ),
    main="text",
    next_year=True,
)
RESULTS = Table(
    "Results",
    "ผลการดำเนินการ",
    (
        Column("key", "รหัส", Writer.KEY, width=12, hint=_KEY_HINT, hidden=True, published=True),
        Column("round", "รอบ", Writer.KEY, Kind.CHOICE, width=10, choices="rounds"),
        Column(
            "measure",
            "มาตรการ/แนวทาง",
            Writer.COPIED,
            Kind.LONG_TEXT,
            width=18,
            printed=True,
            published=True,
        ),
        Column(
            "number",
            "ลำดับ",
            Writer.COPIED,
            Kind.NUMBER,
            width=7,
            limits=(1, 99),
            printed=True,
            published=True,
        ),
        Column(
            "text",
            "วิธีการดำเนินงาน",
            Writer.COPIED,
            Kind.LONG_TEXT,
            width=30,
            printed=True,
            published=True,
        ),
        Column(
            "responsible",
            "ผู้รับผิดชอบ",
            Writer.COPIED,
            Kind.SUGGESTION,
            width=16,
            choices="units",
            hint=_UNIT_HINT,
            printed=True,
            published=True,
        ),
        Column(
            "start",
            "เริ่ม",
            Writer.COPIED,
            Kind.SUGGESTION,
            width=10,
            choices="months",
            printed=True,
            published=True,
        ),
        Column(
            "end",
            "สิ้นสุด",
            Writer.COPIED,
            Kind.SUGGESTION,
            width=10,
            choices="months",
            printed=True,
            published=True,
        ),
        Column(
            "status",
            "สถานะ",
            kind=Kind.CHOICE,
            width=17,
            choices="statuses",
            unit_writes=True,
            hint=Text("เลือกจากรายการ", "pick from the list"),
            printed=True,
            published=True,
        ),
        Column(
            "outcome",
            "ผลการดำเนินการ",
            kind=Kind.LONG_TEXT,
            width=36,
            unit_writes=True,
            former=("ผลการดำเนินงาน",),
            hint=Text("ทำอะไร เมื่อใด จำนวนเท่าใด เผยแพร่ที่ใด", "what, when, how many, published where"),
            printed=True,
            published=True,
        ),
        Column(
            "problems",
            "ปัญหา/อุปสรรค",
            kind=Kind.LONG_TEXT,
            width=22,
            unit_writes=True,
            former=("ปัญหาและอุปสรรค", "ปัญหา อุปสรรค"),
            printed=True,
            published=True,
        ),
        Column(
            "suggestions",
            "ข้อเสนอแนะ",
            kind=Kind.LONG_TEXT,
            width=22,
            unit_writes=True,
            printed=True,
            published=True,
        ),
        Column(
            "evidence",
            "หลักฐาน",
            kind=Kind.LONG_TEXT,
            width=22,
            unit_writes=True,
            hint=Text(
                "ที่อยู่เว็บ หรือชื่อไฟล์ภาพ บรรทัดละรายการ", "web addresses or picture files, one a line"
            ),
            printed=True,
            published=True,
        ),
        Column(
            "reported_on",
            "วันที่รายงาน",
            kind=Kind.DATE,
            width=12,
            unit_writes=True,
            published=True,
            next_round=False,
        ),
        Column("reported_by", "ผู้รายงาน", width=14, unit_writes=True),
        Column(
            "carried",
            "ยกมา",
            Writer.COMPUTED,
            width=13,
            hint=Text(
                "โปรแกรมบอกว่าคำตอบของแถวนี้ยกมาจากรอบใดโดยยังไม่มีใครแก้",
                "the round from which the row's answers were carried and that nobody has changed",
            ),
            since=2,
        ),
        Column(
            "confirmed",
            "ยืนยัน",
            kind=Kind.CHOICE,
            width=13,
            choices="confirmations",
            unit_writes=True,
            hint=Text(
                "เลือกเมื่อคำตอบที่ยกมายังถูกต้องตามเดิม หากแก้ไขคำตอบแล้วไม่ต้องเลือก",
                "pick it where the answers carried over still hold; not needed where you change them",
            ),
            since=2,
            next_round=False,
        ),
        Column(
            "unit",
            "หน่วยงานที่รายงาน",
            Writer.KEY,
            width=20,
            hint=Text(
                "แถวของหน่วยงานหนึ่งในวิธีการที่หลายหน่วยงานรับผิดชอบร่วมกัน ว่าง = แถวรวม",
                "the row of one unit of an action that several share; empty: the joint row",
            ),
            since=3,
        ),
        Column("check", "ตรวจ", Writer.COMPUTED, Kind.LONG_TEXT, width=20, hint=_CHECK_HINT),
    ),
    main="text",
)
WORDING = Table(
    "Wording",
    "ถ้อยคำ",
    (
        Column("key", "รหัส", Writer.KEY, width=12, hint=_KEY_HINT, hidden=True),
        Column("document", "เอกสาร", Writer.KEY, Kind.CHOICE, width=20, choices="documents"),
        Column("paragraph", "ย่อหน้า", Writer.KEY, Kind.CHOICE, width=24, choices="paragraphs"),
        Column(
            "condition",
            "เงื่อนไข",
            Writer.KEY,
            Kind.SUGGESTION,
            width=24,
            choices="conditions",
            hint=Text(
                "ใช้ถ้อยคำนี้เมื่อทุกเงื่อนไขเป็นจริง คั่นด้วยจุลภาค ว่าง = ใช้เสมอ เว้นแต่มีแถวที่ตรงกว่า",
                "the words are used where all these hold, separated by commas; empty: always, "
                "unless another row fits better",
            ),
        ),
        Column(
            "standard",
            "ถ้อยคำตั้งต้น",
            Writer.COMPUTED,
            Kind.LONG_TEXT,
            width=56,
            hint=Text(
                "ถ้อยคำของโปรแกรม ใช้เมื่อช่องถัดไปว่าง",
                "the program's words, used where the next cell is empty",
            ),
        ),
        Column(
            "text",
            "ถ้อยคำของหน่วยงาน",
            kind=Kind.LONG_TEXT,
            width=56,
            hint=Text(
                "ว่าง = ใช้ถ้อยคำตั้งต้น ขีด (-) = ไม่พิมพ์ย่อหน้านี้ คำในวงเล็บปีกกา เช่น {ชื่อหน่วยงาน} "
                "{ปีงบประมาณ} {รอบ} โปรแกรมแทนให้ เลือกคำอื่นที่คอลัมน์ คำที่แทรกได้ แล้วคัดลอกมาวาง",
                "empty: the program's words; a dash: not printed; what stands in braces is filled in",
            ),
            printed=True,
        ),
        Column(
            "preview",
            "ตัวอย่างที่จะพิมพ์",
            Writer.COMPUTED,
            Kind.LONG_TEXT,
            width=56,
            hint=Text(
                "โปรแกรมเขียนให้เมื่อสั่งเติมหรือตรวจ: ถ้อยคำของหน่วยงานตามที่จะพิมพ์",
                "written when the workbook is filled or checked: the office's words as they print",
            ),
        ),
        Column(
            "pick",
            "คำที่แทรกได้",
            Writer.COMPUTED,
            Kind.SUGGESTION,
            width=26,
            choices="placeholders",
            hint=Text(
                "เลือกคำจากรายการ แล้วคัดลอก (Ctrl+C) ไปวางในถ้อยคำของหน่วยงาน (กด F2 ก่อนวาง)",
                "pick a word, copy it, and paste it into the office's words (press F2 first)",
            ),
        ),
    ),
    optional=True,  # without it documents say the program's own words
    since=5,
    main="text",
)
# In a workbook sent out only, among the columns that a unit writes: a second รหัส, which goes
# along where the answers are sorted, moved or copied without the first.
GUARD = Column("guard", "รหัสคู่", Writer.KEY, width=12, hidden=True)
GUARD_BEFORE = "evidence"  # a paste of all answers has only values of three kinds behind it
