"""Export, new year and about: what makes files beside the workbook, or says where they are."""

from __future__ import annotations

import uuid
from dataclasses import replace
from pathlib import Path

from ita_excel import __version__
from ita_excel.buttons import ordering
from ita_excel.buttons.checking import counted, pictures_of
from ita_excel.buttons.desk import Desk
from ita_excel.buttons.press import LOG_NAME, Said
from ita_excel.buttons.running import NEVER_MIND, Cancelled
from ita_excel.core.errors import UsageError
from ita_excel.core.language import Text
from ita_excel.dispatch.filenames import safe_name
from ita_excel.documents.order import Order
from ita_excel.rules.printed import another_round, stopping
from ita_excel.schema import AGENCY, FINDINGS, PLAN, RESULTS
from ita_excel.sheets import Reading, nextyear, read, require_block
from ita_excel.sheets.filling import chosen_round


def export(desk: Desk) -> Said:
    from ita_excel.documents.guarding import PersonalData
    from ita_excel.documents.making import begin
    from ita_excel.store.together import write_all

    reading = read(desk.grid())
    for table in (AGENCY, PLAN, RESULTS):
        require_block(reading.blocks, table)
    order = ordering.ask(desk, reading)
    if not order.draft:
        order = _draft_if_wrong(desk, reading, order)
    round_ = chosen_round(reading, order.round)
    told = list(another_round(reading, order.prints, round_))
    reading = reading.for_round(round_)
    folder = desk.asking.folder(_WHERE_TO.say(desk.language))
    if folder is None:
        raise Cancelled(NEVER_MIND)
    desk.progress(_MAKING)
    try:
        making = begin(reading.workbook, desk.folder or folder, order)
    except PersonalData as error:
        raise error.at(reading) from error
    files = making.finish()
    there = [name for name in files if (folder / name).exists()]
    if there:
        question = _REPLACE.fill(names="\n".join(there))
        if not desk.asking.agree(question.say(desk.language)):
            raise Cancelled(NEVER_MIND)
    desk.progress(_MAKING)
    made = write_all(folder, files) if files else []
    if made:
        desk.show(folder)
    names = "\n".join(path.name for path in made)
    told = [_MADE.fill(names=names, folder=folder), *told] if made else []
    told += [*making.notes, *([making.shortfall.text] if making.shortfall else [])]
    if not told:
        raise UsageError(_NO_SUCH)
    text = Text(*("\n\n".join(t.say(language) for t in told) for language in ("th", "en")))
    return Said(text, wrong=making.shortfall is not None)


def _draft_if_wrong(desk: Desk, reading: Reading, order: Order) -> Order:
    """Return the order, as a draft where the data has errors and the person agrees to one."""
    desk.progress(_CHECKING)
    round_ = chosen_round(reading, order.round)
    wrong = stopping(
        reading,
        order.prints,
        round_,
        sign=order.sign,
        unit=order.unit,
        in_our_font=order.in_our_font,
        picture=pictures_of(desk),
    )
    if not wrong:
        return order
    question = _AS_DRAFT.fill(found=counted(wrong), sheet=FINDINGS.sheet)
    if not desk.asking.agree(question.say(desk.language)):
        raise Cancelled(NEVER_MIND)
    return replace(order, draft=True)


def new_year(desk: Desk) -> Said:
    from ita_excel.store.file import FileGrid
    from ita_excel.store.shipped import template_bytes

    reading = read(desk.grid())
    year = nextyear.next_year(reading)
    folder = desk.asking.folder(_WHERE_NEXT.fill(year=year.year).say(desk.language))
    if folder is None:
        raise Cancelled(NEVER_MIND)
    grid = FileGrid.from_bytes(template_bytes())
    grid.apply(nextyear.edits(reading, read(grid), str(uuid.uuid4())))
    path = folder / f"{safe_name(f'ITA {year.year} {reading.agency.value.name}')}.xlsx"
    grid.save(path)
    desk.show(folder)
    return Said(_NEXT.fill(year=year.year, path=path))


def about(desk: Desk) -> Said:
    log: Path = desk.state / LOG_NAME
    return Said(_ABOUT.fill(version=__version__, log=log))


_CHECKING = Text("กำลังตรวจ …", "checking …")
_MAKING = Text("กำลังทำเอกสาร …", "making documents …")
_WHERE_TO = Text("เลือกโฟลเดอร์สำหรับเอกสาร", "Choose the folder for the documents")
_WHERE_NEXT = Text(
    "เลือกโฟลเดอร์สำหรับสมุดงานปีงบประมาณ {year}", "Choose the folder for the workbook of {year}"
)
_AS_DRAFT = Text(
    "ข้อมูลยังมี {found} จึงยังทำเอกสารฉบับจริงไม่ได้ (กดปุ่ม ตรวจสอบ แล้วดูที่ชีต “{sheet}”)\n\n"
    "ต้องการทำเป็นฉบับร่าง ที่พิมพ์คำว่า “ร่าง” ทุกหน้า หรือไม่",
    "the data still has {found}, so no final document can be made (press Check and see “{sheet}”)"
    "\n\nMake a draft, with “ร่าง” on every page?",
)
_REPLACE = Text(
    "มีไฟล์เหล่านี้อยู่แล้ว ต้องการเขียนทับหรือไม่ (ไฟล์เดิมเก็บเป็นไฟล์สำรอง)\n\n{names}",
    "these files exist already, replace them? (backups are kept)\n\n{names}",
)
_NO_SUCH = Text(
    "ไม่มีไฟล์ให้ทำ เพราะบันทึกข้อความมีเฉพาะ Word และ PDF",
    "there is nothing to make: the memo comes as Word and PDF only",
)
_MADE = Text("ทำเอกสารแล้ว\n\n{names}\n\nที่ {folder}", "made:\n\n{names}\n\nin {folder}")
_NEXT = Text(
    "สร้างสมุดงานปีงบประมาณ {year} แล้ว ไฟล์ที่เปิดอยู่ไม่เปลี่ยนแปลง\n\n{path}\n\n"
    "โปรดตรวจข้อ OIT และช่วงเวลาของแต่ละมาตรการ แล้วกรอกผลประเมินปีล่าสุด",
    "the workbook of {year} is made; the open one is unchanged\n\n{path}\n\n"
    "Check each measure's OIT item and period, and enter the latest scores.",
)
_ABOUT = Text(
    "ita-excel รุ่น {version}\n\nบันทึกการทำงาน: {log}\n\nตรวจความพร้อมของเครื่อง: ita-excel doctor",
    "ita-excel {version}\n\nlog: {log}\n\nwhat this computer lacks: ita-excel doctor",
)
