"""Split pressed in a workbook as it came by mail: first it becomes a master of one's own."""

from __future__ import annotations

from ita_excel import schema
from ita_excel.buttons.desk import Desk
from ita_excel.buttons.press import Said
from ita_excel.buttons.running import NEVER_MIND, Cancelled
from ita_excel.core.grid import Grid
from ita_excel.core.language import Text
from ita_excel.dispatch.filenames import safe_name
from ita_excel.jobs.own_master import own_master
from ita_excel.merging.levels import from_above, is_own_master, own_unit
from ita_excel.merging.sending import share_out
from ita_excel.sheets import Reading


def is_as_it_came(reading: Reading) -> bool:
    """Whether this is a unit's workbook in which nobody has named a division yet."""
    if is_own_master(reading.meta):
        return False
    own = own_unit(from_above(reading))
    return bool(own) and not any(s.results for s in share_out(reading).units if s.unit != own)


def make_master(desk: Desk, grid: Grid, reading: Reading) -> Said:
    """Ask, then make the master beside the workbook, which stays as it is."""
    base = from_above(reading)[-1]
    words = {"agency": base.agency, "unit": base.unit}
    if not desk.asking.agree(_MAKE.fill(**words).say(desk.language)):
        raise Cancelled(NEVER_MIND)
    folder = desk.asking.folder(_WHERE.say(desk.language))
    if folder is None:
        raise Cancelled(NEVER_MIND)
    file = folder / f"{safe_name(f'ไฟล์หลัก {base.unit}')}.xlsx"
    made = own_master(file, desk.occasion(), sent=grid)
    desk.show(folder)
    places = {"units": schema.UNITS.sheet, "plan": schema.PLAN.sheet}
    return Said(_MADE.fill(file=made.file, **words, **places))


_MAKE = Text(
    "ไฟล์นี้ได้รับจาก {agency} และทุกแถวเป็นของ {unit}\n\n"
    "ต้องการทำไฟล์หลักของ {unit} เพื่อแยกต่อให้หน่วยงานย่อยหรือไม่",
    "This workbook came from {agency}, and every row is of {unit}.\n\n"
    "Make a master of {unit}, to split on to its divisions?",
)
_WHERE = Text("เลือกโฟลเดอร์สำหรับไฟล์หลัก", "Choose the folder for the master")
_MADE = Text(
    "ทำไฟล์หลักของ {unit} แล้ว ที่\n{file}\n\n"
    "เปิดไฟล์นั้น ใส่หน่วยงานย่อยในชีต “{units}” ระบุผู้รับผิดชอบในชีต “{plan}” แล้วกดปุ่ม แยกไฟล์ อีกครั้ง\n"
    "เมื่อรวบรวมครบแล้ว ส่งไฟล์หลักนั้นทั้งไฟล์กลับ {agency}",
    "the master of {unit} is made:\n{file}\n\n"
    "Open it, enter the divisions on “{units}”, say on “{plan}” who is responsible, then press Split "
    "again. When all is collected, mail that master as a whole back to {agency}.",
)
