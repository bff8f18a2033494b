"""The settings of the workbook, the values behind its drop-downs, and other offices' words."""

from __future__ import annotations

from ita_excel.catalogue.instruments import INSTRUMENTS
from ita_excel.catalogue.kinds import kinds
from ita_excel.core.language import Text
from ita_excel.schema.declarations import Setting
from ita_excel.schema.model import Role, Round, Status

THAI_DIGITS, ARABIC_DIGITS = "ไทย", "อารบิก"
FULL_NAMES, SHORT_NAMES = "ชื่อเต็ม", "ชื่อย่อ"
CONFIRMED = "ยืนยันตามเดิม"
BY_UNIT, ONE_ROW = "แยกตามหน่วยงาน", "แถวเดียว"  # rows of an action that several units share
DRAFT = "ร่าง"  # marks a row of the plan that nobody has accepted yet
LISTS: dict[str, tuple[str, ...]] = {
    "rounds": tuple(r.value for r in Round),
    "statuses": tuple(s.value for s in Status),
    "roles": tuple(r.value for r in Role),
    "instruments": INSTRUMENTS,
    "digits": (THAI_DIGITS, ARABIC_DIGITS),
    "unit_names": (FULL_NAMES, SHORT_NAMES),
    "fonts": ("TH SarabunPSK", "TH Sarabun New", "TH SarabunIT๙"),
    "confirmations": (CONFIRMED,),
    "shared_rows": (BY_UNIT, ONE_ROW),
    "drafts": (DRAFT,),
    "kinds": tuple(kind.name for kind in kinds()),
    "decisions": (
        *("ใช้ค่าในไฟล์หลัก", "ใช้ค่าของหน่วยงาน"),
        *("รวมค่าโดยระบุชื่อหน่วยงาน", "ใช้ข้อความที่พิมพ์เอง"),
    ),
}
# What lists of older versions offered and ours no longer do: told apart from an office's own words.
FORMER_CHOICES: dict[str, tuple[str, ...]] = {}
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
        next_year=True,
    ),
    Setting(
        "short_name",
        "ชื่อย่อ",
        Text("เช่น อบต. เทศบาล อบจ.", "e.g. อบต., เทศบาล, อบจ."),
        next_year=True,
    ),
    Setting(
        "district",
        "อำเภอ",
        Text("ไม่ต้องใส่คำว่า อำเภอ", "without the word อำเภอ"),
        required=True,
        next_year=True,
    ),
    Setting(
        "province",
        "จังหวัด",
        Text("ไม่ต้องใส่คำว่า จังหวัด", "without the word จังหวัด"),
        required=True,
        next_year=True,
    ),
    Setting(
        "owner",
        "ส่วนราชการเจ้าของเรื่อง",
        Text("หน่วยงานที่ทำบันทึก เช่น สำนักปลัด", "the unit that writes the memo, e.g. สำนักปลัด"),
        required=True,
        choices="units",
        next_year=True,
    ),
    Setting(
        "phone", "โทรศัพท์", Text("ของส่วนราชการเจ้าของเรื่อง", "of the unit that writes"), next_year=True
    ),
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
        next_year=True,
    ),
    Setting("subject", "เรื่อง", Text("เรื่องของบันทึก", "the memo's subject"), required=True),
    Setting("enclosures", "สิ่งที่ส่งมาด้วย", Text("เว้นว่างได้", "may stay empty"), next_year=True),
    Setting(
        "round",
        "รอบการรายงาน",
        Text("รอบที่กำลังรายงาน", "the round being reported"),
        required=True,
        choices="rounds",
        default=Round.SIX.value,
    ),
    Setting(
        "website",
        "เว็บไซต์",
        Text("เช่น https://www.example.go.th", "e.g. https://www.example.go.th"),
        next_year=True,
    ),
    Setting(
        "font",
        "แบบอักษร",
        Text("แบบอักษรของเอกสาร Word", "the font of the Word documents"),
        choices="fonts",
        default="TH SarabunPSK",
        next_year=True,
    ),
    Setting(
        "thai_digits",
        "ตัวเลขในเอกสาร (ไทย/อารบิก)",
        Text("หนังสือราชการใช้เลขไทย", "official letters use Thai digits"),
        choices="digits",
        default=THAI_DIGITS,
        former=("ตัวเลขในเอกสาร",),
        next_year=True,
    ),
    Setting(
        "short_unit_names",
        "ชื่อหน่วยงานในเอกสาร",
        Text(
            "เอกสารเรียกแต่ละหน่วยงานด้วยชื่อเดียวตามชีตส่วนราชการ เลือกชื่อเต็มหรือชื่อย่อ",
            "documents call each unit by one name, that of the sheet of units: the full or the short one",
        ),
        choices="unit_names",
        default=FULL_NAMES,
        since=3,
        next_year=True,
    ),
    Setting(
        "emblem",
        "ไฟล์ตราครุฑ",
        Text(
            "ชื่อไฟล์ภาพตราครุฑของหน่วยงาน วางไว้ในโฟลเดอร์เดียวกับไฟล์นี้ เว้นว่างไว้ได้ บันทึกจะเว้นที่ไว้ให้",
            "the agency's emblem picture, in this workbook's folder; "
            "when empty the memo leaves its place blank",
        ),
        next_year=True,
    ),
    Setting(
        "shared_rows",
        "แถวของวิธีการร่วม",
        Text(
            f"วิธีการที่หลายหน่วยงานรับผิดชอบ: {BY_UNIT} = แต่ละหน่วยงานตอบในแถวของตน แล้วรวมเป็นแถวรวม, "
            f"{ONE_ROW} = ทุกหน่วยงานตอบในแถวเดียวกัน",
            f"an action of several units: {BY_UNIT} = each answers in a row of its own, from which "
            f"the joint row is combined; {ONE_ROW} = all answer in one row",
        ),
        choices="shared_rows",
        default=BY_UNIT,
        older=ONE_ROW,
        since=3,
        next_year=True,
    ),
    Setting(
        "due_measures",
        "กำหนดเสนอมาตรการ",
        Text(
            "วันที่ต้องเสนอรายงานการวิเคราะห์และมาตรการ เช่น ๓๐ พฤศจิกายน ๒๕๖๙ เว้นว่างได้",
            "the day by which analysis and measures are to be proposed; may stay empty",
        ),
        since=4,
    ),
    Setting(
        "due_six",
        f"กำหนดส่งผลรอบ {Round.SIX.value}",
        Text(
            "วันที่หน่วยงานต้องส่งผล ใช้เป็นกำหนดส่งเมื่อแยกไฟล์ เว้นว่าง = ๓๑ มีนาคม",
            "the day by which units are to answer; empty: 31 March",
        ),
        since=4,
    ),
    Setting(
        "due_twelve",
        f"กำหนดส่งผลรอบ {Round.TWELVE.value}",
        Text(
            "วันที่หน่วยงานต้องส่งผล ใช้เป็นกำหนดส่งเมื่อแยกไฟล์ เว้นว่าง = ๓๐ กันยายน",
            "the day by which units are to answer; empty: 30 September",
        ),
        since=4,
    ),
    Setting(
        "due_publication",
        "กำหนดเผยแพร่บนเว็บไซต์",
        Text(
            "วันที่เอกสารต้องอยู่บนเว็บไซต์ ตามปฏิทินการประเมินของปีนั้น เว้นว่างได้",
            "the day by which the papers must be on the website, by that year's calendar; may stay empty",
        ),
        since=4,
    ),
    Setting(
        "other_dates",
        "กำหนดการอื่น",
        Text(
            "บรรทัดละหนึ่งเรื่อง วันที่นำหน้า เช่น ๑๕ มกราคม ๒๕๗๐ ประชุมคณะทำงาน (ขึ้นบรรทัดใหม่ด้วย Alt+Enter)",
            "one a line, its date first: ๑๕ มกราคม ๒๕๗๐ ประชุมคณะทำงาน (Alt+Enter begins a line)",
        ),
        since=4,
    ),
    Setting(
        "published_total",
        "คะแนนรวม ITA ที่ประกาศ",
        Text(
            "คะแนนรวมของปีที่นำผลประเมินมาวิเคราะห์ ตามที่ ป.ป.ช. ประกาศ เช่น 91.25 เว้นว่างได้",
            "the total of the year analysed as published, e.g. 91.25; may stay empty",
        ),
        since=4,
    ),
    Setting(
        "last_year_file",
        "ไฟล์ของปีก่อน",
        Text(
            "ใช้เมื่อผลการดำเนินการเป็นของปีก่อน: ชื่อไฟล์สมุดงานของปีนั้น วางไว้ในโฟลเดอร์เดียวกับไฟล์นี้ เช่น ITA 2569.xlsx",
            "where the results are those of the year before: the file name of that year's workbook, in "
            "this workbook's folder, e.g. ITA 2569.xlsx",
        ),
        since=4,
    ),
    Setting(
        "kind",
        "ประเภทหน่วยงาน",
        Text(
            "กำหนดว่าช่องใดจำเป็น ใช้ข้อประเมินชุดใด และเรียกทุกหน่วยงานว่าอย่างไร เว้นว่าง = ดูจากชื่อหน่วยงาน",
            "says which settings are required, which items are assessed and what all units are called; "
            "empty: by the agency's name",
        ),
        choices="kinds",
        since=5,
        next_year=True,
    ),
)
