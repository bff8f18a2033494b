"""The declarations of the findings about a workbook's form; reading yields them (rules S1xx)."""

from __future__ import annotations

from ita_excel.core.findings import Severity, declare
from ita_excel.core.language import Text

MISSING = declare(
    "S101",
    Severity.ERROR,
    Text("ชีต ตาราง คอลัมน์ หรือรายการตั้งค่าหายไป", "a sheet, table, column or setting is missing"),
    sheet=Text(
        "ไม่พบชีต “{name}” โปรดนำชีตนี้กลับมา หรือคัดลอกข้อมูลไปยังไฟล์ใหม่ที่สร้างด้วยคำสั่ง new",
        "the sheet “{name}” is missing: put it back, or copy the data into a new workbook",
    ),
    sheet_near=Text(
        "ไม่พบชีต “{name}” แต่มีชีตชื่อใกล้เคียงคือ “{near}” โปรดเปลี่ยนชื่อกลับเป็น “{name}”",
        "the sheet “{name}” is missing; “{near}” looks like it: rename it back",
    ),
    table=Text(
        "ไม่พบหัวตารางในชีต “{name}” โปรดนำแถวหัวตารางกลับมา",
        "the heading row on the sheet “{name}” is missing: put it back",
    ),
    column=Text(
        "ไม่พบคอลัมน์ “{name}” โปรดเพิ่มหัวคอลัมน์นี้กลับเข้าในตาราง",
        "the column “{name}” is missing: add its heading to the table again",
    ),
    column_near=Text(
        "ไม่พบคอลัมน์ “{name}” แต่มีหัวคอลัมน์ใกล้เคียงคือ “{near}” โปรดแก้ให้ตรงกัน",
        "the column “{name}” is missing; “{near}” looks like it: correct the heading",
    ),
    setting=Text(
        "ไม่พบรายการ “{name}” ในข้อมูลหน่วยงาน โปรดเพิ่มแถวนี้กลับเข้าในตาราง",
        "the setting “{name}” is missing: add its row to the table again",
    ),
)
HEADINGS = declare(
    "S102",
    Severity.ERROR,
    Text(
        "หัวคอลัมน์ซ้ำกัน หรือมีข้อมูลที่ไม่มีหัวคอลัมน์",
        "two columns with the same heading; values under no heading",
    ),
    twice=Text(
        "หัวคอลัมน์ “{name}” ซ้ำกับเซลล์ {other} โปรดลบหรือเปลี่ยนชื่อคอลัมน์ที่เกินมา",
        "the heading “{name}” is also in {other}: delete or rename one of the columns",
    ),
    blank=Text(
        "คอลัมน์ {column} มีข้อมูลแต่ไม่มีหัวคอลัมน์ โปรดใส่หัวคอลัมน์ หรือย้ายข้อมูลออก",
        "column {column} has values but no heading: give it one, or move the values",
    ),
)
OUTSIDE = declare(
    "S103",
    Severity.WARNING,
    Text("มีแถวที่พิมพ์ต่อท้ายนอกตาราง", "rows typed directly below a table, outside it"),
    rows=Text(
        "แถวที่ {first} ถึง {last} อยู่นอกตารางจึงไม่ถูกนำไปใช้ โปรดลากมุมขวาล่างของตารางลงมาให้ครอบคลุม",
        "rows {first} to {last} are outside the table and are ignored: drag the table's lower "
        "right corner over them",
    ),
)
ROWS_OUTSIDE = declare(
    "S109",
    Severity.ERROR,
    Text("มีแถวของตารางพิมพ์อยู่นอกตาราง", "rows of a table stand outside it"),
    rows=Text(
        "แถวที่ {first} ถึง {last} พิมพ์ต่อท้ายนอกตาราง จึงจะไม่อยู่ในรายงาน โปรดสั่งเติมข้อมูล (fill) หรือ validate --fix "
        "เพื่อรวมเข้าในตาราง",
        "rows {first} to {last} were typed below the table and would be missing from the report: "
        "run fill, or validate --fix, which take them into the table",
    ),
    perhaps=Text(
        "แถวที่ {first} ถึง {last} อยู่ใต้ตารางและอาจเป็นแถวของตาราง หากใช่ โปรดลากมุมขวาล่างของตารางลงมาให้ครอบคลุม "
        "หากไม่ใช่ โปรดย้ายออก หรือขึ้นต้นด้วยคำว่า “หมายเหตุ”",
        "rows {first} to {last} stand below the table and may belong to it: if so, drag the table's "
        "lower right corner over them; if not, move them or begin them with the word หมายเหตุ (note)",
    ),
    apart=Text(
        "แถวที่ {first} ถึง {last} เหมือนแถวของตาราง แต่มีข้อความอื่นคั่นอยู่ โปรดย้ายมาต่อท้ายตาราง หรือลบออก",
        "rows {first} to {last} look like rows of the table, but something else stands between: "
        "move them up to the table, or delete them",
    ),
)
ERROR_VALUE = declare(
    "S104",
    Severity.ERROR,
    Text("เซลล์แสดงค่าผิดพลาดของ Excel", "a cell with an Excel error value"),
    cell=Text(
        "คอลัมน์ “{column}” แสดง {error} โปรดแก้สูตรหรือพิมพ์ค่าแทน",
        "“{column}” shows {error}: mend the formula or type the value",
    ),
)
UNCALCULATED = declare(
    "S107",
    Severity.ERROR,
    Text("สูตรที่ยังไม่มีผลคำนวณบันทึกไว้", "a formula without a stored value"),
    cell=Text(
        "คอลัมน์ “{column}” เป็นสูตรที่ยังไม่ได้คำนวณ โปรดเปิดไฟล์ใน Excel แล้วบันทึกใหม่ หรือพิมพ์ค่าแทน",
        "“{column}” holds a formula without a value: open and save the file in Excel, "
        "or type the value",
    ),
)
DECLARED = (MISSING, HEADINGS, OUTSIDE, ROWS_OUTSIDE, ERROR_VALUE, UNCALCULATED)
