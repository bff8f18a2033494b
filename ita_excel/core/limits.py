"""All limits on what is read from files, in one place, and the sentences for what passes them.

A stranger's file (an answer, a mail, an archive, a template, a list) is read in a process of its
own, which ends at the limits here. The officer's own workbook is read in this process: it may be
several hundred MB, and is looked through before anything of it is believed.

Sizes are bytes, times seconds. Thai offices' answers are some 100 KB, with photos up to 20 MB.
"""

from __future__ import annotations

from typing import NamedTuple

from ita_excel.core.language import Text

MB = 1_000_000

# --- a process that reads strangers' files
READ_SECONDS = 20.0  # of one file, on a slow office machine; here the largest takes one
START_SECONDS = 60.0  # until the process is there: virus scanners look through every module
PROCESS_MEMORY = 280 * MB  # beyond what the program itself takes
REPLY = 64 * MB  # of the cells that one file can give

# --- a file as it lies there
ANSWER = 100 * MB
MAIL = 40 * MB  # as its text, half as much again as what is attached: servers take 25
TEMPLATE = 30 * MB
TEMPLATE_PARTS = 200 * MB  # unpacked
DOCUMENT = 100 * MB  # what comes of one
CARRIED = 50 * MB  # what we sent along in a workbook, unpacked
TEXT = 1 * MB  # a mail's template, a list of OIT items
SUBJECT = 1_000  # letters of a mail's template; mail programs show some 200
PICTURE = 40 * MB
PICTURE_PIXELS = 100 * MB  # 10,000 x 10,000: scanners and cameras stay below

# --- a web address that is evidence, asked only with --online
PAGE = 1 * MB  # of a page; its title and what it is about stand at its beginning
PAGE_FILE = 15 * MB  # of a document, which is read whole or not judged
PAGE_SECONDS = 20.0  # of one address, redirects and all
PAGES_AT_ONCE = 6  # most are of one small server
ONLINE_SECONDS = 300.0  # of all together

# --- an archive or mail with all that lies in it, however deep
NEST = 150 * MB  # unpacked, all levels together
NEST_ENTRIES = 5_000
NEST_DEPTH = 3  # a zip in a message in a zip
NEST_PARTS = 500  # of a message, those that only hold others included
MAIL_LINES = 1_000_000  # 40 MB in base64 are half as many
MAIL_HEAD = 1 * MB  # of a message itself; real ones have some 10 KB
HEADER = 16_000  # of one line of a message's head, its continuations included

# --- a stranger's workbook
ANSWER_PART = 64 * MB  # unpacked: one sheet, the strings; pictures are never unpacked
ANSWER_CELLS = 2 * MB  # of a sheet

# --- any workbook
WORKBOOK = 2_000 * MB  # the officer's own, unpacked
ENTRIES = 50_000
BLOCK = 40 * MB  # cells of a sheet from A1 to the last one
# Deflate packs 1,032 to 1 at most and sheets of real programs some 10 to 60 to 1.
PACKED_TIMES = 300
PACKED_TIMES_FROM = 32 * MB  # smaller parts may be as monotonous as they like


class Bounds(NamedTuple):
    """What of a workbook is unpacked and read, at most."""

    parts: int  # all parts that are looked into together, unpacked
    part: int  # one of them
    tree: int  # one that is read as a whole: styles, tables, what stands around a sheet's rows
    cells: int  # of a sheet: its rows that are there, each as long as the longest


OWN = Bounds(parts=WORKBOOK, part=WORKBOOK, tree=48 * MB, cells=40 * MB)
STRANGERS = Bounds(parts=2 * ANSWER_PART, part=ANSWER_PART, tree=8 * MB, cells=ANSWER_CELLS)

TOO_BIG_FILE = Text(
    "ใหญ่เกินไป ({size} MB เกิน {limit} MB) จึงไม่เปิด",
    "too big ({size} MB, the limit is {limit} MB), so it isn't opened",
)
TOO_BIG_NEST = Text(
    "เมื่อแตกไฟล์แล้วใหญ่เกินไป (เกิน {limit} MB) จึงไม่เปิด โปรดแตกไฟล์เองแล้วรวมเฉพาะไฟล์ตอบกลับ",
    "unpacks to too much (over {limit} MB), so it isn't opened: unpack it yourself and collect "
    "only the returned workbooks",
)
TOO_MANY_INSIDE = Text(
    "มีไฟล์ข้างในมากเกินไป (เกิน {limit}) จึงไม่เปิด โปรดแตกไฟล์เองแล้วรวมเฉพาะไฟล์ตอบกลับ",
    "holds too many files (over {limit}), so it isn't opened: unpack it yourself and collect only "
    "the returned workbooks",
)
TOO_DEEP = Text(
    "ซ้อนกันลึกเกินไป จึงไม่เปิด โปรดแตกไฟล์ก่อน", "nested too deeply, so it isn't opened: unpack it first"
)
TOO_LONG_HEADER = Text(
    "ส่วนหัวของอีเมลยาวผิดปกติ จึงไม่เปิด โปรดบันทึกไฟล์แนบออกมาแล้วรวมไฟล์นั้น",
    "the message's head is longer than any real one, so it isn't opened: save what is attached and "
    "collect that",
)
TOO_BIG_PART = Text(
    "ส่วน {part} ของไฟล์ใหญ่เกินไป ({size} MB เกิน {limit} MB) จึงไม่เปิด — "
    "โปรดลบแถว รูปแบบ และข้อมูลที่ไม่ใช้ออก แล้วบันทึกใหม่",
    "Part {part} of the file is too big ({size} MB, the limit is {limit} MB), so it is not opened. "
    "Delete rows, formats and data that are not used and save it again.",
)
TOO_MANY_LINES = Text(
    "อีเมลมีบรรทัดมากผิดปกติ จึงไม่เปิด โปรดบันทึกไฟล์แนบออกมาแล้วรวมไฟล์นั้น",
    "the message has more lines than any real one, so it isn't opened: save what is attached and "
    "collect that",
)
TOO_BIG_SHEET = Text(
    "ชีตกว้างหรือยาวเกินกว่าจะเป็นไฟล์ตอบกลับ จึงไม่อ่าน โปรดลบแถวและคอลัมน์ว่างที่อยู่ไกลออกไป",
    "a sheet is larger than any returned workbook, so it isn't read: delete the blank rows and "
    "columns far away",
)
TOO_BIG_TO_UNPACK = Text(
    "ไฟล์นี้เมื่อคลายแล้วใหญ่เกินไป ({size} MB เกิน {limit} MB) จึงไม่เปิด — "
    "โปรดตรวจว่าเป็นสมุดงานจริง แล้วลบแถวหรือรูปแบบที่ไม่ใช้ออก",
    "Unpacked, this file is too big ({size} MB, the limit is {limit} MB), so it is not opened. "
    "Check that it really is a workbook, then delete rows and formats that are not used.",
)
TOO_MANY_CELLS = Text(
    "แผ่นงาน “{sheet}” มีช่วงข้อมูลกว้างถึง {rows} แถว × {columns} คอลัมน์ ซึ่งเกินกว่าที่อ่านได้ — "
    "โปรดลบข้อมูลที่อยู่ไกลออกไปจากตาราง",
    "The used block of the sheet “{sheet}” is {rows} rows × {columns} columns, more than can be "
    "read. Delete what stands far away from the tables.",
)
NOT_REAL = Text(
    "ส่วน {part} ของไฟล์คลายออกเป็น {size} MB จากเพียง {packed} MB ซึ่งไม่มีโปรแกรมใดบันทึกเช่นนั้น "
    "จึงไม่เปิดเพื่อความปลอดภัย — โปรดขอไฟล์ใหม่จากผู้ส่ง",
    "Part {part} unpacks to {size} MB from only {packed} MB, as no real program saves it; it is "
    "not opened, for safety. Ask for the file again.",
)
TOO_LONG = Text(
    "อ่านนานเกิน {seconds} วินาที จึงหยุดอ่าน ไฟล์อาจถูกทำขึ้นผิดปกติ โปรดขอไฟล์ใหม่",
    "took more than {seconds} seconds to read and was given up: it may be made to harm, ask for it "
    "again",
)
TOO_MUCH_MEMORY = Text(
    "ต้องใช้หน่วยความจำมากเกินไป จึงหยุดอ่าน ไฟล์อาจถูกทำขึ้นผิดปกติ โปรดขอไฟล์ใหม่",
    "needs too much memory and was given up: it may be made to harm, ask for it again",
)
BROKE_THE_READER = Text(
    "เสียหายจนอ่านไม่ได้ โปรดขอไฟล์ใหม่ หรือเปิดด้วย Excel แล้วบันทึกใหม่",
    "too damaged to be read: ask for it again, or open it in Excel and save it again",
)
NO_READER = Text(
    "เริ่มส่วนอ่านไฟล์ของโปรแกรมไม่ได้ ({why}) โปรดตรวจการติดตั้งด้วยคำสั่ง doctor",
    "the part of the program that reads files can't be started ({why}): check the installation "
    "with the command doctor",
)
