"""What a person can ask for: the commands, and the buttons of the tab ITA in Excel.

Command line, ribbon, macros and the buttons on a sheet are made from these two lists.
"""

from __future__ import annotations

from typing import NamedTuple

from ita_excel.core.language import Text


class Button(NamedTuple):
    """A button: its label, the function in `ita_excel.buttons` that does it (`module:name`), its looks.

    `icon` is a name of Office's own pictures (imageMso), `key` its key tip; `tip` and `more` are the
    first line and the text of the help that Excel shows at the pointer.
    """

    label: Text
    work: str
    icon: str
    key: str
    tip: str
    more: str
    large: bool = True


# Each is the function `command` of the module of its name in `ita_excel.cli`; as --help lists them.
COMMANDS = (
    "new",
    "fill",
    "confirm",
    "validate",
    "split",
    "remind",
    "collect",
    "resolve",
    "withdraw",
    "status",
    "diff",
    "history",
    "export",
    "new-year",
    "templates",
    "upgrade",
    "restore",
    "rules",
    "addin",
    "doctor",
    "completion",
    "demo",
)
# By group of the tab: its name, its icon, its buttons in their order.
GROUPS: dict[str, tuple[Text, str, dict[str, Button]]] = {
    "Check": (
        Text("ตรวจ", "Check"),
        "ReviewAcceptChange",
        {
            "check": Button(
                Text("ตรวจสอบ", "Check"),
                "checking:check",
                "ReviewAcceptChange",
                "C",
                "ตรวจสอบสมุดงาน",
                "ตรวจข้อมูลทุกชีตตามกฎของแบบรายงาน แล้วเขียนสิ่งที่พบลงในชีต ผลการตรวจ คลิกที่ช่อง เซลล์ เพื่อไปยังจุดที่ต้องแก้ไข",
            ),
            "fix": Button(
                Text("แก้ไขอัตโนมัติ", "Fix"),
                "checking:fix",
                "ClearFormatting",
                "F",
                "แก้ไขสิ่งที่แก้ได้อย่างปลอดภัย",
                "แก้เฉพาะสิ่งที่โปรแกรมแก้ได้โดยไม่เปลี่ยนความหมาย เช่น ช่องว่างเกินและตัวอักษรที่มองไม่เห็น ทุกการแก้ไขบันทึกไว้ในชีต ประวัติ",
            ),
        },
    ),
    "Results": (
        Text("ผลการดำเนินการ", "Results"),
        "FillDown",
        {
            "fill": Button(
                Text("เตรียมแถวผล", "Fill"),
                "checking:fill",
                "FillDown",
                "L",
                "เตรียมแถวผลการดำเนินการจากมาตรการ",
                "เพิ่มแถวในชีต ผลการดำเนินการ ให้ครบทุกวิธีการดำเนินงานของรอบที่กำลังรายงาน สิ่งที่กรอกไว้แล้วไม่เปลี่ยนแปลง",
            ),
            "confirm": Button(
                Text("ยืนยันตามเดิม", "Confirm"),
                "checking:confirm",
                "AcceptInvitation",
                "N",
                "ยืนยันว่าผลที่ยกมายังเป็นตามเดิม",
                "เลือกแถวในชีต ผลการดำเนินการ แล้วกดปุ่มนี้ ผลที่ยกมาจากรอบ ๖ เดือนของแถวที่เลือกจะนับว่ายืนยันแล้ว แถวที่ซ่อนหรือกรองไว้ไม่ถูกยืนยัน",
                large=False,
            ),
            "new_year": Button(
                Text("ขึ้นปีใหม่", "New year"),
                "documents:new_year",
                "CalendarInsert",
                "Y",
                "สร้างสมุดงานของปีงบประมาณถัดไป",
                "สร้างไฟล์ใหม่สำหรับปีงบประมาณถัดไปจากข้อมูลหน่วยงานและมาตรการของปีนี้ ไฟล์ที่เปิดอยู่ไม่เปลี่ยนแปลง",
                large=False,
            ),
        },
    ),
    "Units": (
        Text("หน่วยงาน", "Units"),
        "FileSendAsAttachment",
        {
            "split": Button(
                Text("แยกไฟล์", "Split"),
                "units:split",
                "FileSendAsAttachment",
                "S",
                "แยกไฟล์ให้แต่ละส่วนราชการ",
                "สร้างไฟล์หนึ่งไฟล์ต่อหนึ่งส่วนราชการในโฟลเดอร์ที่เลือก เพื่อส่งให้กรอกผลการดำเนินการ",
            ),
            "collect": Button(
                Text("รวบรวม", "Collect"),
                "units:collect",
                "ImportExcel",
                "R",
                "รวบรวมไฟล์ที่ส่วนราชการส่งกลับ",
                "นำค่าจากไฟล์ที่ส่งกลับมาใส่ในสมุดงานนี้ ค่าที่ขัดแย้งกันจะไปอยู่ในชีต ข้อขัดแย้ง โดยไม่ทับของเดิม",
            ),
            "resolve": Button(
                Text("ตัดสินข้อขัดแย้ง", "Resolve"),
                "units:resolve",
                "ReviewCompareMenu",
                "V",
                "ใช้คำตัดสินในชีต ข้อขัดแย้ง",
                "เลือกค่าที่ต้องการในคอลัมน์ เลือก ของชีต ข้อขัดแย้ง แล้วกดปุ่มนี้ แถวที่ยังไม่ได้เลือกจะยังคงอยู่",
                large=False,
            ),
            "status": Button(
                Text("สถานะการส่ง", "Status"),
                "units:status",
                "Info",
                "T",
                "ส่วนราชการใดส่งกลับแล้ว",
                "บอกว่าส่วนราชการใดส่งไฟล์กลับแล้ว ส่วนราชการใดยังไม่ส่ง และกรอกแล้วเท่าใด",
                large=False,
            ),
        },
    ),
    "Documents": (
        Text("เอกสาร", "Documents"),
        "FileSaveAsPdfOrXps",
        {
            "export": Button(
                Text("สร้างเอกสาร", "Export"),
                "documents:export",
                "FileSaveAsPdfOrXps",
                "E",
                "สร้างบันทึกข้อความและรายงาน",
                "สร้างไฟล์ Word และ PDF ของบันทึกข้อความและรายงานลงในโฟลเดอร์ที่เลือก แล้วเปิดโฟลเดอร์นั้นให้",
            ),
            "diff": Button(
                Text("มีอะไรเปลี่ยน", "What changed"),
                "documents:diff",
                "ReviewCompareTwoVersions",
                "D",
                "สิ่งที่เปลี่ยนแปลงตั้งแต่ไฟล์สำรองล่าสุด",
                "เทียบสมุดงานที่เปิดอยู่กับไฟล์สำรองรุ่นล่าสุด ทีละแถวทีละช่อง แล้วเปิดเป็นหน้าเว็บ ไฟล์ที่เปิดอยู่ไม่เปลี่ยนแปลง",
                large=False,
            ),
            "about": Button(
                Text("เกี่ยวกับ", "About"),
                "documents:about",
                "Help",
                "A",
                "เกี่ยวกับ ita-excel",
                "รุ่นของโปรแกรม ที่เก็บแฟ้มบันทึกการทำงาน และวิธีขอความช่วยเหลือ",
                large=False,
            ),
        },
    ),
}
BUTTONS = {name: button for *_, buttons in GROUPS.values() for name, button in buttons.items()}


def identifier(button: str) -> str:
    """Return a button's name as VBA and XML spell it: `NewYear` for new_year."""
    return "".join(word.capitalize() for word in button.split("_"))


def macro_name(button: str) -> str:
    """Return the macro behind a button on a sheet: `SheetNewYear` for new_year."""
    return f"Sheet{identifier(button)}"
