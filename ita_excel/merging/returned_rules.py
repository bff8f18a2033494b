"""The declarations of what can be odd about a returned workbook (rules M8xx)."""

from __future__ import annotations

from ita_excel.core.findings import Severity, declare
from ita_excel.core.language import Text

FOREIGN = declare(
    "M801",
    Severity.ERROR,
    Text(
        "ไฟล์ตอบกลับของหน่วยงาน ปี หรือไฟล์หลักอื่น",
        "a returned workbook of another agency, year or master",
    ),
    master=Text(
        "ไฟล์ “{file}” ไม่ได้ส่งออกจากไฟล์หลักนี้ จึงไม่รวม โปรดตรวจสอบว่าเลือกไฟล์หลักถูกต้อง",
        "“{file}” was not sent out from this master, so it isn't merged: "
        "check that this is the right master",
    ),
    copy=Text(
        "ไฟล์ “{file}” เป็นสำเนาของไฟล์หลักนี้ ไม่ใช่คำตอบของหน่วยงาน จึงไม่รวม "
        "หากมีผู้ทำงานต่อในสำเนานั้น โปรดสั่งรวม (collect) โดยระบุชื่อไฟล์นี้เอง",
        "“{file}” is a copy of this master and no unit's answer, so it isn't merged: "
        "if somebody worked on in it, collect it by its own name",
    ),
    agency=Text(
        "ไฟล์ “{file}” เป็นของ {theirs} ไม่ใช่ {ours} จึงไม่รวม โปรดส่งคืนผู้ส่ง",
        "“{file}” belongs to {theirs}, not to {ours}, so it isn't merged: return it to its sender",
    ),
    year=Text(
        "ไฟล์ “{file}” เป็นของปีงบประมาณ {theirs} ไม่ใช่ {ours} จึงไม่รวม โปรดขอไฟล์ของปีที่ถูกต้อง",
        "“{file}” is of fiscal year {theirs}, not {ours}, so it isn't merged: "
        "ask for the file of the right year",
    ),
    dispatch=Text(
        "ไฟล์หลักนี้ไม่มีบันทึกการส่งไฟล์ “{file}” จึงไม่รวม โปรดใช้ไฟล์หลักฉบับที่สั่งแยกไฟล์ (split)",
        "this master has no record of sending “{file}”, so it isn't merged: "
        "use the copy of the master that was split",
    ),
    division=Text(
        "ไฟล์ “{file}” เป็นของ {path} คือ {unit} ต้องส่งให้ {above} ไม่ใช่ส่งตรงมาที่นี่ จึงไม่รวม "
        "โปรดส่งต่อให้ {above} รวบรวมในไฟล์หลักของตนแล้วส่งกลับมา",
        "“{file}” comes by {path}: {unit} answers to {above}, not here, so it isn't merged; pass it "
        "on to {above}, which collects it in its own master and sends that back",
    ),
    base=Text(
        "ไฟล์ “{file}” ไม่มีค่าตั้งต้นที่ส่งไป (ชีตซ่อนและสำเนาถูกลบ) จึงไม่รวม "
        "โปรดคัดลอกคำตอบลงในไฟล์ที่ได้รับจากผู้รวบรวมแล้วส่งใหม่",
        "“{file}” has lost the values that were sent (the hidden sheet and its copy are gone), "
        "so it isn't merged: copy the answers into the workbook as it was sent and return that",
    ),
    unknown=Text(
        "ไฟล์ “{file}” ไม่มีค่าตั้งต้นที่ส่งไป และแถวในไฟล์ไม่ตรงกับที่ไฟล์หลักนี้ส่งออก จึงไม่รวม "
        "โปรดคัดลอกคำตอบลงในไฟล์ที่ได้รับจากผู้รวบรวมแล้วส่งใหม่",
        "“{file}” has lost the values that were sent, and its rows are not those that this master "
        "sent out, so it isn't merged: copy the answers into the workbook as it was sent",
    ),
    whose=Text(
        "ไฟล์ “{file}” ไม่มีค่าตั้งต้นที่ส่งไป และแถวในไฟล์เป็นของได้หลายหน่วยงาน ({units}) จึงไม่รวม "
        "โปรดเปลี่ยนชื่อไฟล์ให้มีชื่อหน่วยงาน แล้วรวบรวมอีกครั้ง",
        "“{file}” has lost the values that were sent, and its rows may be those of several units "
        "({units}), so it isn't merged: put the unit's name into the file's name and collect again",
    ),
    damaged=Text(
        "ค่าตั้งต้นในไฟล์ “{file}” เสียหาย หรือสำเนาสองชุดไม่ตรงกัน จึงไม่รวม "
        "โปรดคัดลอกคำตอบลงในไฟล์ที่ได้รับจากผู้รวบรวมแล้วส่งใหม่",
        "the values that were sent are damaged in “{file}”, or their two copies differ, so it "
        "isn't merged: copy the answers into the workbook as it was sent and return that",
    ),
)
LOCKED = declare(
    "M802",
    Severity.WARNING,
    Text("หน่วยงานแก้ไขเซลล์ที่ล็อกไว้ (ไม่รวม)", "a locked cell changed by the unit (not merged)"),
    cell=Text(
        "ไฟล์ “{file}” แก้ไขคอลัมน์ “{column}” ซึ่งล็อกไว้ เป็น “{value}” ค่านี้ไม่รวม "
        "แต่เก็บไว้ในชีตแถวที่จับคู่ไม่ได้ หากต้องการใช้โปรดแก้ไขในไฟล์หลัก",
        "“{file}” changed the locked column “{column}” to “{value}”: it isn't merged but kept "
        "on the set-aside sheet; to use it, change the master",
    ),
    key=Text(
        "ไฟล์ “{file}” แก้ไขหรือลบรหัสของแถว “{action}” จึงจับคู่จากข้อความแทน โปรดตรวจสอบ",
        "“{file}” changed or removed the key of “{action}”; the row was matched by its text: "
        "please check",
    ),
    sheet=Text(
        "ไฟล์ “{file}” เปลี่ยนชื่อชีตเป็น “{there}” โปรแกรมอ่านเป็นชีต “{sheet}” จากตารางและหัวคอลัมน์",
        "“{file}” calls the sheet “{there}”; by its table and headings it is read as “{sheet}”",
    ),
    heading=Text(
        "ไฟล์ “{file}” เปลี่ยนหัวคอลัมน์เป็น “{there}” โปรแกรมอ่านเป็นคอลัมน์ “{column}” โปรดตรวจสอบ",
        "“{file}” has the heading “{there}”, read as “{column}”: please check",
    ),
)
ROWS = declare(
    "M803",
    Severity.WARNING,
    Text(
        "หน่วยงานลบแถว (ยังคงไว้) หรือเพิ่มแถว (รวมเป็นข้อเสนอ)",
        "a row removed by the unit (kept), added by it (merged as a proposal)",
    ),
    removed=Text(
        "ไฟล์ “{file}” ไม่มีแถว “{action}” ที่ส่งไป แถวนี้ยังอยู่ในไฟล์หลัก โปรดสอบถามหน่วยงาน",
        "“{file}” no longer has the row “{action}”; the master keeps it: ask the unit",
    ),
    added=Text(
        "ไฟล์ “{file}” เพิ่มแถว “{action}” รวมไว้เป็นข้อเสนอท้ายตารางผลการดำเนินการ โปรดเพิ่มในแผนหรือลบออก",
        "“{file}” added the row “{action}”, merged as a proposal at the end of the results: "
        "add it to the plan or delete it",
    ),
)
MOVED_COLUMN = "moved_column"  # the variant of M804 by which a file's silence is known
UNMATCHED = declare(
    "M804",
    Severity.ERROR,
    Text(
        "แถวหรือค่าที่จับคู่ไม่ได้ (เก็บแยกไว้ ไม่สูญหาย)",
        "a row that can't be matched (kept aside, nothing lost)",
    ),
    row=Text(
        "ไฟล์ “{file}” มีแถวที่จับคู่ไม่ได้ “{action}” เก็บไว้ในชีตแถวที่จับคู่ไม่ได้ โปรดนำไปใส่แถวที่ถูกต้อง",
        "a row of “{file}” can't be matched: “{action}”; it is kept on the set-aside sheet: "
        "put it where it belongs",
    ),
    twice=Text(
        "ไฟล์ “{file}” มีแถวรหัสเดียวกันสองแถวและค่าคอลัมน์ “{column}” ต่างกัน "
        "จึงเก็บทุกค่าไว้ในชีตแถวที่จับคู่ไม่ได้ โปรดเลือกค่าที่ถูกต้อง",
        "“{file}” has a row twice with different values in “{column}”; all are kept on the "
        "set-aside sheet: choose the right one",
    ),
    apart=Text(
        "ไฟล์ “{file}” แถว “{action}” มีรหัส ข้อความ และคำตอบที่เป็นของคนละแถว โปรแกรมไม่เดาว่าเป็นของแถวใด "
        "จึงเก็บคำตอบไว้ในชีตแถวที่จับคู่ไม่ได้ โปรดนำไปใส่แถวที่ถูกต้อง",
        "in “{file}”, the key, the words and the answers of the row “{action}” belong to different "
        "rows; which one is meant isn't guessed: the answers are kept on the set-aside sheet, put "
        "them where they belong",
    ),
    moved_column=Text(
        "ไฟล์ “{file}” คอลัมน์ “{column}” มีข้อความเดิมอยู่คนละแถวกับที่เคยอยู่ (คงถูกเรียงแยกคอลัมน์เดียว) "
        "โปรแกรมไม่เดา จึงเก็บคอลัมน์นี้ไว้ในชีตแถวที่จับคู่ไม่ได้ โปรดถามหน่วยงานว่าข้อความใดเป็นของแถวใด",
        "in “{file}”, sentences of the column “{column}” stand in other rows than before: it was "
        "probably sorted by itself. It is kept on the set-aside sheet: ask the unit which is whose",
    ),
    hidden=Text(
        "ไฟล์ “{file}” มีค่า “{value}” ในคอลัมน์ซ่อน “{column}” ของแถว “{action}” จึงเก็บไว้ในชีตแถวที่จับคู่ไม่ได้ "
        "โปรดนำไปใส่คอลัมน์ที่ถูกต้อง",
        "“{file}” has “{value}” in the hidden column “{column}” of the row “{action}”; it is kept "
        "on the set-aside sheet: put it where it belongs",
    ),
    other_unit=Text(
        "ไฟล์ “{file}” มีแถวของหน่วยงานอื่น “{action}” เก็บไว้ในชีตแถวที่จับคู่ไม่ได้ "
        "โปรดให้หน่วยงานที่รับผิดชอบเป็นผู้รายงาน",
        "“{file}” has a row of another unit, “{action}”, kept on the set-aside sheet: "
        "the responsible unit should report it",
    ),
    unused_text=Text(
        "ข้อความที่พิมพ์ไว้ในชีตข้อขัดแย้ง ที่ “{row}” ช่อง “{column}” ไม่ได้ใช้ เพราะข้อขัดแย้งนั้นหมดไปแล้ว: “{text}” "
        "(เก็บไว้ในชีตประวัติ)",
        "what was typed on the sheet of conflicts for “{row}”, “{column}”, isn't used, for that "
        "conflict is none any more: “{text}” (kept in the history)",
    ),
    removed_here=Text(
        "ไฟล์ “{file}” ตอบแถว “{action}” ซึ่งถูกลบออกจากไฟล์หลักแล้ว ค่าที่ตอบเก็บไว้ในชีตแถวที่จับคู่ไม่ได้ "
        "หากนำแถวกลับมา การรวมครั้งถัดไปจะใส่ค่าให้",
        "“{file}” answers the row “{action}”, which was removed from the master; the answer is "
        "kept on the set-aside sheet: put the row back and the next collect fills it in",
    ),
    error=Text(
        "ไฟล์ “{file}” คอลัมน์ “{column}” แสดงค่าผิดพลาด {value} จึงไม่รวม โปรดขอคำตอบใหม่",
        "“{column}” of “{file}” shows the error {value}, which isn't merged: ask for the answer",
    ),
    formula=Text(
        "ไฟล์ “{file}” คอลัมน์ “{column}” เป็นสูตรที่ไม่มีผลคำนวณ จึงไม่รวม "
        "เก็บตัวสูตรไว้เป็นข้อความในชีตแถวที่จับคู่ไม่ได้ โปรดขอให้พิมพ์ค่าแทนสูตร",
        "“{column}” of “{file}” is a formula without a value and isn't merged; its text is kept on "
        "the set-aside sheet: ask for the value instead",
    ),
    column=Text(
        "ไฟล์ “{file}” ไม่มีคอลัมน์ “{column}” จึงไม่มีค่าของคอลัมน์นี้ให้รวม (คอลัมน์อื่นรวมตามปกติ) "
        "หากหัวคอลัมน์ถูกเปลี่ยนชื่อ โปรดให้ผู้ส่งใส่หัวคอลัมน์เดิมกลับแล้วส่งใหม่",
        "“{file}” has no column “{column}”, so nothing of it is merged (the other columns are): "
        "if its heading was changed, the sender must put it back",
    ),
    no_rows=Text(
        "ไฟล์ “{file}” ไม่มีทั้งรหัสและคอลัมน์ “{column}” จึงไม่รู้ว่าคำตอบเป็นของแถวใด ไม่รวมทั้งไฟล์ "
        "โปรดให้ผู้ส่งใส่คอลัมน์นี้กลับ",
        "“{file}” has neither keys nor the column “{column}”, so nothing says whose row an answer "
        "is; none of it is merged: the sender must put the column back",
    ),
    sheet=Text(
        "ไฟล์ “{file}” ไม่มีชีตหรือตาราง “{sheet}” จึงไม่รวม โปรดให้ผู้ส่งตรวจสอบแล้วส่งใหม่",
        "“{file}” has no sheet or table “{sheet}”, so it isn't merged: the sender must check it",
    ),
)
ACTIVE = declare(
    "M805",
    Severity.WARNING,
    Text(
        "แมโคร ลิงก์ภายนอก หรือวัตถุฝังตัวในไฟล์ตอบกลับ (ไม่เปิดและไม่รวม)",
        "macros, external links or embedded objects in a returned workbook "
        "(never opened or merged)",
    ),
    parts=Text(
        "ไฟล์ “{file}” มี{what} โปรแกรมไม่เปิดและไม่รวมส่วนนี้ ใช้เฉพาะค่าที่พิมพ์ในตาราง "
        "โปรดสอบถามผู้ส่งว่าจำเป็นหรือไม่",
        "“{file}” contains {what}: never opened nor merged, only the typed values are used; "
        "ask the sender whether it is meant",
    ),
    formula=Text(
        "ไฟล์ “{file}” คอลัมน์ “{column}” เป็นสูตร ใช้เฉพาะผลคำนวณที่บันทึกไว้ “{value}” เป็นค่าคงที่ โปรดตรวจสอบ",
        "“{column}” of “{file}” is a formula; only its stored result “{value}” is used, as a plain "
        "value: please check",
    ),
)
OVERLOOKED_KINDS = {  # what a returned file may hold beside its answers
    "cell": Text("ข้อความนอกตาราง", "text outside the table"),
    "column": Text("ข้อความในคอลัมน์ที่เพิ่มเอง", "text in a column that is not ours"),
    "sheet": Text("ข้อความในชีตอื่น", "text on another sheet"),
    "comment": Text("ข้อคิดเห็นในเซลล์", "comment on a cell"),
    "link": Text("ลิงก์", "link"),
    "picture": Text("รูปภาพ", "picture"),
    "shape": Text("กล่องข้อความหรือรูปวาด", "text box or drawing"),
    "chart": Text("แผนภูมิ", "chart"),
    "object": Text("ไฟล์ที่ฝังไว้", "embedded file"),
    "unreadable": Text("ส่วนที่เสียหายจนอ่านไม่ได้", "part that is too damaged to be read"),
    "spaces": Text("ต่างเพียงการเว้นวรรคหรือขึ้นบรรทัด", "other spaces or line breaks only"),
    "more": Text("มีอีก ดูในไฟล์ที่เก็บไว้", "more, see the copy that is kept"),
}
_ELSEWHERE = Text(
    "ไฟล์ “{{file}}” มี{th} {{n}} แห่ง ({{places}}) ซึ่งไม่ใช่คำตอบในตาราง เก็บไว้ในชีตแถวที่จับคู่ไม่ได้ โปรดอ่าน",
    "“{{file}}” has something besides its answers ({en}, {{n}}): {{places}}; kept on the set-aside "
    "sheet: please read it",
)


def _elsewhere(kind: str) -> Text:
    what = OVERLOOKED_KINDS[kind]
    return Text(_ELSEWHERE.th.format(th=what.th), _ELSEWHERE.en.format(en=what.en))


OVERLOOKED = declare(
    "M806",
    Severity.WARNING,
    Text(
        "สิ่งที่อยู่ในไฟล์ตอบกลับนอกเหนือจากคำตอบ (เก็บแยกไว้ ไม่สูญหาย)",
        "what a returned workbook holds besides the answers (kept aside, nothing lost)",
    ),
    cell=_elsewhere("cell"),
    column=_elsewhere("column"),
    sheet=_elsewhere("sheet"),
    comment=_elsewhere("comment"),
    link=_elsewhere("link"),
    picture=_elsewhere("picture"),
    shape=_elsewhere("shape"),
    chart=_elsewhere("chart"),
    object=_elsewhere("object"),
    unreadable=_elsewhere("unreadable"),
    spaces=Text(
        "ไฟล์ “{file}” เปลี่ยนเพียงการเว้นวรรคหรือขึ้นบรรทัด {n} แห่ง ({places}) ข้อความในไฟล์หลักคงเดิม "
        "ข้อความที่จัดใหม่เก็บไว้ในชีตแถวที่จับคู่ไม่ได้",
        "“{file}” changed only spaces or line breaks at {n} places ({places}): the master's text "
        "stays, and the text as it came is kept on the set-aside sheet",
    ),
    more=Text(
        "ไฟล์ “{file}” มีสิ่งอื่นอีกมากจนแสดงไม่หมด โปรดเปิดไฟล์ที่เก็บไว้ใน .ita-inbox",
        "“{file}” holds more than can be listed: open the copy that is kept in .ita-inbox",
    ),
)
MOVED = declare(
    "M807",
    Severity.WARNING,
    Text(
        "คำตอบที่อยู่คนละแถวกับรหัสหรือข้อความ (นำไปไว้ที่แถวของตนตามหลักฐานในไฟล์)",
        "answers apart from their row's key or words (put where the evidence in the file says)",
    ),
    answers=Text(
        "ไฟล์ “{file}” คำตอบของ “{action}” อยู่ในแถวของ “{there}” (ถูกเรียงหรือเลื่อนแยกจากรหัส) "
        "โปรแกรมนำกลับมาไว้ที่แถวของตนตามรหัสคู่ โปรดตรวจสอบ",
        "in “{file}”, the answers for “{action}” stood in the row of “{there}”, sorted or shifted "
        "apart from the key; the second key shows where they belong: please check",
    ),
    words=Text(
        "ไฟล์ “{file}” แถว “{action}” มีรหัสของ “{there}” โปรแกรมใช้ข้อความของแถวเป็นหลัก โปรดตรวจสอบ",
        "in “{file}”, the row “{action}” has the key of “{there}”; it was taken for what its words "
        "say: please check",
    ),
    pasted=Text(
        "ไฟล์ “{file}” แถว “{action}” มีค่าที่วางทับคอลัมน์ซ่อน “{hidden}” "
        "โปรแกรมนำไปไว้ที่คอลัมน์ “{column}” โปรดตรวจสอบ",
        "in “{file}”, values of the row “{action}” were pasted over the hidden column “{hidden}”; "
        "they are taken for “{column}”: please check",
    ),
    sorted=Text(
        "ไฟล์ “{file}” คอลัมน์ “{column}” เรียงตามตัวอักษรทั้งคอลัมน์ แต่คอลัมน์อื่นไม่เรียง อาจถูกเรียงแยกคอลัมน์เดียว "
        "ค่ารวมแล้วตามแถวที่อยู่ โปรดอ่านว่าตรงกับวิธีการของแต่ละแถว",
        "in “{file}”, the column “{column}” stands in alphabetical order and no other does: it may "
        "have been sorted by itself. It is merged as it stands; read whether it fits the actions",
    ),
    lost=Text(
        "ไฟล์ “{file}” คำตอบของ “{action}” ถูกลบออกและแถวล่างเลื่อนขึ้น จึงถือว่าไฟล์นี้ไม่ได้ตอบแถวนี้ "
        "โปรดสอบถามหน่วยงาน",
        "in “{file}”, the answers for “{action}” were deleted and those below moved up, so the "
        "file says nothing of that row: ask the unit",
    ),
)
BASELESS = declare(
    "M808",
    Severity.WARNING,
    Text(
        "ไฟล์ตอบกลับที่ไม่มีค่าตั้งต้นที่ส่งไป (จับคู่กับบันทึกการส่งของไฟล์หลัก)",
        "a returned workbook without the values that were sent (matched with the master's record)",
    ),
    keys=Text(
        "ไฟล์ “{file}” ไม่มีค่าตั้งต้นที่ส่งไป จับคู่กับไฟล์ที่ส่งให้ {unit} เมื่อ {sent} จากรหัสของ {n} แถว "
        "จาก {all} แถว (แน่นอน)",
        "“{file}” has lost the values that were sent; by the keys of {n} of its {all} rows it "
        "answers what was sent to {unit} on {sent} (certain)",
    ),
    words=Text(
        "ไฟล์ “{file}” ไม่มีค่าตั้งต้นที่ส่งไป จับคู่กับไฟล์ที่ส่งให้ {unit} เมื่อ {sent} จากข้อความของ {n} แถว "
        "จาก {all} แถว (น่าจะใช่) โปรดตรวจสอบว่าเป็นของหน่วยงานนี้",
        "“{file}” has lost the values that were sent; by the words of {n} of its {all} rows it "
        "seems to answer what was sent to {unit} on {sent}: please check that it is this unit's",
    ),
)
DECLARED = (FOREIGN, LOCKED, ROWS, UNMATCHED, ACTIVE, OVERLOOKED, MOVED, BASELESS)
BY_CODE = {rule.code: rule for rule in DECLARED}
