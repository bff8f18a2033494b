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


# Each is the function `command` of the module of its name in `ita_excel.cli`; in the order of --help, with the
# sentence that stands there. It also begins the help of the command itself.
COMMANDS = {
    "new": Text(
        "สร้างสมุดงาน ITA ใหม่ของปีงบประมาณหนึ่ง (.xlsm มีปุ่มในชีต)",
        "Make a new ITA workbook for a fiscal year (.xlsm: with buttons on its sheets).",
    ),
    "fill": Text(
        "เติมชีตผลการดำเนินการจากแผน โดยคงทุกอย่างที่พิมพ์ไว้แล้ว",
        "Make the rows of results from the plan; all that is typed stays.",
    ),
    "confirm": Text(
        "ยืนยันว่าผลที่ยกมาจากรอบ ๖ เดือนยังเป็นตามเดิม ระบุเลขแถวในชีตผลการดำเนินการ หน่วยงาน หรือ --all",
        "Confirm that results carried over from the 6 months still hold: rows by number, a unit's, or all.",
    ),
    "validate": Text(
        "ตรวจสมุดงาน บอกสิ่งที่ต้องแก้พร้อมตำแหน่งเซลล์",
        "Check workbooks: what is wrong, in which cell, and what to do.",
    ),
    "split": Text(
        "แยกสมุดงานเป็นไฟล์ของแต่ละหน่วยงาน มีเฉพาะแถวของหน่วยงานนั้น",
        "Make a workbook for each unit, with only that unit's rows.",
    ),
    "remind": Text(
        "ติดตามหน่วยงานที่ยังค้างแถวที่ต้องรายงาน (ปกติเขียนเป็นร่างอีเมล)",
        "Remind the units that owe rows (by default as drafts).",
    ),
    "collect": Text(
        "รวมไฟล์ที่หน่วยงานส่งคืนเข้าไฟล์หลัก ไม่เขียนทับค่าใดโดยไม่บอก",
        "Merge what the units sent back into the master; nothing is overwritten in silence.",
    ),
    "resolve": Text(
        "ใช้ค่าที่เลือกไว้ในชีต “ข้อขัดแย้ง” และบันทึกเหตุผลในประวัติ",
        "Apply what was chosen on the sheet of conflicts, and log it with the reason.",
    ),
    "withdraw": Text(
        "ถอนคำตอบของไฟล์หนึ่งออกจากไฟล์หลัก ระบุไฟล์นั้น หรือชื่อที่ใช้ตอนรวม",
        "Take a returned file out of the master again; name the file, or what it was called.",
    ),
    "status": Text(
        "ความคืบหน้าของแต่ละหน่วยงาน: ส่งไป ส่งคืน ทำแล้ว ขัดแย้ง เกินกำหนด",
        "How far the units are: sent, returned, done, conflicts, overdue.",
    ),
    "due": Text(
        "กำหนดเวลาของวิธีการ รายงาน และเอกสาร: อะไรเกินกำหนด อะไรใกล้ถึง (--ics ทำไฟล์ปฏิทิน)",
        "Due dates of actions, reports and papers: what is overdue, what comes next (--ics: a calendar file).",
    ),
    "score": Text(
        "คะแนน ITA: เป้าหมาย จุดอ่อน ส่วนที่แต่ละตัวชี้วัดให้ ถ้าคะแนนเปลี่ยน และร่างวิธีการ (--propose)",
        "ITA scores: targets, weak points, contributions, what if, and draft actions (--propose).",
    ),
    "diff": Text(
        "มีอะไรเปลี่ยนแปลงระหว่างสมุดงานสองไฟล์ หรือตั้งแต่ไฟล์สำรองรุ่นหนึ่ง",
        "What changed between two workbooks, or since a backup.",
    ),
    "history": Text(
        "โปรแกรมแก้ไขอะไร เมื่อใด จากไฟล์ของใคร เรียงตามวัน (จากชีต “ประวัติ”)",
        "What the tool changed, when, and from whose file, day by day (from the sheet “ประวัติ”).",
    ),
    "export": Text(
        "ทำบันทึกข้อความ รายงานผล และเอกสารอื่นของปี ITA เป็น Word, PDF, หน้าเว็บ และข้อมูลเปิด",
        "Make the memo, the report and the other papers of the ITA year: Word, PDF, web page, open data.",
    ),
    "papers": Text(
        "เอกสารใดของปีนี้ทำได้แล้ว ฉบับอื่นยังขาดอะไร และแต่ละฉบับทำล่าสุดเมื่อใด",
        "Which papers of the year can be made, what the others lack, and when each was last made.",
    ),
    "new-year": Text(
        "สร้างสมุดงานของปีถัดไปจากสมุดงานนี้ โดยนำแผน หน่วยงาน และผู้ลงนามไปด้วย",
        "Make next year's workbook: plan, units and signatories are carried over.",
    ),
    "templates": Text(
        "แม่แบบ Word ของบันทึกข้อความ รายงาน และเอกสารอื่น",
        "The Word templates of memo, report and the other papers.",
    ),
    "upgrade": Text(
        "ปรับปรุงสมุดงานของรุ่นก่อนให้เป็นปัจจุบัน และนำชีต สูตร รายการให้เลือกที่หายไปกลับมา ข้อมูลที่พิมพ์ไว้คงเดิม",
        "Bring workbooks of older versions up to date, and restore what they lost: sheets, formulas, drop-downs. All that is typed stays.",
    ),
    "restore": Text(
        "นำไฟล์สำรองของสมุดงานหรือเอกสารกลับมา (ปกติคือรุ่นล่าสุดก่อนโปรแกรมแก้)",
        "Bring back a workbook or a document; by default the latest backup, from before the last change.",
    ),
    "rules": Text(
        "แสดงกฎทั้งหมดที่ใช้ตรวจ หรืออธิบายกฎที่ระบุรหัส",
        "Print every rule that validation checks, or explain those that are named.",
    ),
    "items": Text(
        "ข้อประเมินของปี ตามประเภทหน่วยงาน (OIT, MOIT) และความแน่นอนของแต่ละข้อ",
        "The items that a kind of agency is assessed by in a year (OIT, MOIT), and how sure each is.",
    ),
    "addin": Text(
        "แท็บ ITA ใน Excel",
        "The tab ITA in Excel.",
    ),
    "doctor": Text(
        "ตรวจว่าเครื่องนี้พร้อมใช้โปรแกรมหรือไม่ พร้อมวิธีแก้",
        "Check whether this computer is ready, and say how to mend what isn't.",
    ),
    "completion": Text(
        "พิมพ์สคริปต์ที่ทำให้ปุ่ม Tab เติมคำสั่ง ตัวเลือก รหัสกฎ ชื่อหน่วยงาน และชื่อไฟล์ให้",
        "Print the script by which the Tab key completes commands, options, rules, units and files.",
    ),
    "demo": Text(
        "ลองทุกขั้นตอนกับสมุดงานตัวอย่างปีงบประมาณ 2565",
        "Try every step on a sample workbook of fiscal year 2565.",
    ),
}
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
                "สร้างไฟล์ Word และ PDF ของบันทึกข้อความและรายงาน หรือเอกสารอื่นที่เลือก ลงในโฟลเดอร์ที่เลือก แล้วเปิดโฟลเดอร์นั้นให้",
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
