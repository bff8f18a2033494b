"""Split, collect, resolve and status: the workbook's traffic with the units."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from ita_excel import schema
from ita_excel.buttons.as_it_came import is_as_it_came, make_master
from ita_excel.buttons.checking import joined, noticed, undo
from ita_excel.buttons.desk import Desk
from ita_excel.buttons.press import Said
from ita_excel.buttons.running import NEVER_MIND, Cancelled
from ita_excel.core.errors import UsageError
from ita_excel.core.language import Text
from ita_excel.core.values import as_text
from ita_excel.dispatch import kept_copies
from ita_excel.dispatch.collect import OLDER, STATES, FileReport, State
from ita_excel.dispatch.unit_status import UnitStatus, missing_sharers
from ita_excel.jobs import collect as collecting
from ita_excel.jobs import resolve as resolving
from ita_excel.jobs import split as splitting
from ita_excel.jobs import status as standing
from ita_excel.jobs.merged import Merged
from ita_excel.jobs.other_masters import MergedCopy
from ita_excel.jobs.split import Split, read_due
from ita_excel.merging.master import HEADINGS
from ita_excel.sheets import read
from ita_excel.thai.calendar import format_date

_LISTED = 12  # lines that a message can hold and still be read


def split(desk: Desk) -> Said:
    grid = desk.grid()
    reading = read(grid)  # a workbook that isn't ours is refused before anything is asked
    if is_as_it_came(reading):
        return make_master(desk, grid, reading)
    due = _due(desk)
    folder = desk.asking.folder(_WHERE_TO.say(desk.language))
    if folder is None:
        raise Cancelled(NEVER_MIND)
    desk.progress(_SPLITTING)
    done = splitting.split(grid, desk.occasion(), folder, due=due)
    if done.in_the_way:
        names = ", ".join(path.name for path in done.in_the_way[:_LISTED])
        question = _REPLACE.fill(n=len(done.in_the_way), names=names)
        if not desk.asking.agree(question.say(desk.language)):
            raise Cancelled(NEVER_MIND)
        done = splitting.split(grid, desk.occasion(), folder, due=due, force=True)
    if done.workbooks:
        desk.show(folder)
    return _told_of_split(done, folder)


def collect(desk: Desk) -> Said:
    grid = desk.grid()
    read(grid)
    paths = _returned(desk)
    desk.progress(_COLLECTING)
    done = collecting.collect(grid, desk.occasion(), paths)
    counts = Counter(report.state for report in done.files)
    said = [_COLLECTED] if done.files else []
    said += [_LINE.fill(what=STATES[s], n=counts[s]) for s in State if counts[s]]
    said += _short([line for report in done.files for line in _odd(report)])
    said += [_taken(copy) for copy in done.others]
    said += [_KEPT.fill(n=done.kept, folder=kept_copies.FOLDER)] if done.kept else []
    return Said(joined(*said, *_merged(done)), done.wrong or not done.files)


def resolve(desk: Desk) -> Said:
    done = resolving.resolve(desk.grid(), desk.occasion())
    if done.decided:
        first = _RESOLVED.fill(n=done.decided)
    elif done.master.contradictory:
        first = _CONTRADICTORY
    elif done.conflicts:
        first = _CHOOSE.fill(sheet=schema.CONFLICTS.sheet, n=done.conflicts)
    else:
        first = _NO_CONFLICTS
    return Said(joined(first, *_merged(done)), done.wrong)


def status(desk: Desk) -> Said:
    done = standing.status(desk.grid(), desk.occasion())
    units = done.units
    sent = [s for s in units if s.sent]
    there = sum(bool(s.returned) for s in sent)
    head = _STATUS.fill(there=there, all=len(sent)) if sent else _NOTHING_SENT
    lines = _short([_status_of(s) for s in units])
    shared = _short([said for one in done.shared if (said := missing_sharers(one))])
    dates = [done.deadlines] if done.deadlines else []
    return Said(joined(head, *lines, *shared, *dates), wrong=any(s.overdue for s in units))


def _taken(copy: MergedCopy) -> Text:
    """Say how much was taken from another copy of the master."""
    tables = copy.taken.tables
    return _OF_COPY.fill(
        name=copy.file,
        cells=copy.cells,
        added=sum(len(t.added) + len(t.brought_back) for t in tables),
        removed=sum(len(t.removed) for t in tables),
    )


def _due(desk: Desk) -> dt.date | None:
    """Ask until when the units are to answer; None for no day, which an empty answer says."""
    question = _DUE
    while True:
        typed = desk.asking.text(question.say(desk.language), "")
        if typed is None:
            raise Cancelled(NEVER_MIND)
        try:
            return read_due(typed)
        except UsageError as error:
            question = joined(error.text, Text("\n\n", "\n\n"), _DUE)


def _told_of_split(done: Split, folder: Path) -> Said:
    """Say what was written, and what was sent to nobody and why."""
    notices = _short([_NOTICE.fill(text=notice.text) for notice in done.notices])
    if not done.workbooks:
        return Said(joined(_NOBODY.fill(sheet=schema.RESULTS.sheet), *notices), wrong=True)
    due = format_date(done.due) if done.due else _NOT_SET
    said = _SPLIT.fill(n=len(done.workbooks), folder=folder, due=due)
    odd = any(notice.kind != "unit_rows" for notice in done.notices)
    return Said(joined(said, *notices, _SAVE), wrong=odd)


def _odd(report: FileReport) -> Iterable[Text]:
    """Yield what a person should know of a file: why it is refused, what is odd about it."""
    said = [report.why] if report.why else []
    said += [Text(f.say("th"), f.say("en")) for f in report.findings]
    for text in said:
        yield _OF_FILE.fill(name=report.name, what=text)
    if report.older:
        yield _OF_FILE.fill(name=report.name, what=OLDER)


def _short(lines: Sequence[Text]) -> list[Text]:
    """Return as many lines as a message can hold, and how many more there are."""
    more = [_MORE.fill(n=len(lines) - _LISTED)] if len(lines) > _LISTED else []
    return [*lines[:_LISTED], *more]


def _status_of(unit: UnitStatus) -> Text:
    if unit.not_sent and not unit.sent:
        why = "" if unit.not_sent == "-" else f" ({unit.not_sent})"
        return _NOT_MAILED.fill(unit=unit.unit, rows=unit.rows, why=why)
    if not unit.sent:
        return _NOT_SENT.fill(unit=unit.unit, rows=unit.rows)
    known = unit.answered or not unit.owed
    line = (_THERE if not unit.owed else _PARTLY if known else _WAITED).fill(
        unit=unit.unit, filled=unit.rows - unit.owed, owed=unit.owed, rows=unit.rows
    )
    if unit.opened and not known:
        line = joined(line, _OPENED)
    if unit.due:
        due = format_date(dt.date.fromisoformat(unit.due), style="short")
        line = joined(line, _UNTIL.fill(due=due))
    if unit.conflicts:
        line = joined(line, _UNIT_CONFLICTS.fill(n=unit.conflicts))
    return joined(line, _OVERDUE) if unit.overdue else line


def _returned(desk: Desk) -> Sequence[Path]:
    """Ask where the returned workbooks are: a folder, or some files."""
    if desk.asking.agree(_A_FOLDER.say(desk.language)):
        folder = desk.asking.folder(_WHERE_FROM.say(desk.language))
        paths: Sequence[Path] = [folder] if folder else []
    else:
        paths = desk.asking.files(_WHICH.say(desk.language))
    if not paths:
        raise Cancelled(NEVER_MIND)
    return paths


def _merged(done: Merged) -> list[Text]:
    """Say what the merge wrote, what waits for people and where, and how to go back."""
    lines = []
    if done.master.written:
        lines.append(_WRITTEN.fill(n=len(done.master.written), sheet=schema.RESULTS.sheet))
    lines += _decided(done)
    lines += _replaced(done)
    if done.conflicts:
        lines.append(_CONFLICTS.fill(n=done.conflicts, sheet=schema.CONFLICTS.sheet))
    if done.aside:
        lines.append(_ASIDE.fill(n=done.aside, sheet=schema.SETASIDE.sheet))
    findings = [Text(f.say("th"), f.say("en")) for f in done.master.findings]
    lines += _short([_NOTICE.fill(text=text) for text in findings])
    lines += noticed(done)
    return [*lines, *([_SAVE] if done.changed else []), *undo(done)]


def _decided(done: Merged) -> list[Text]:
    """Say of each cell that was decided what stands there now, and by which choice."""
    cells = {d.conflict.cell: d for d in done.master.decisions}
    lines = [
        _DECIDED.fill(
            column=HEADINGS[cell.field],
            action=d.conflict.action or cell.key,
            value=as_text(d.value) or _EMPTY,
            choice=d.choice.words,
        )
        for cell, d in cells.items()
    ]
    return _short(lines)


def _replaced(done: Merged) -> list[Text]:
    """Say which values of a unit its own later file replaced, and what is only presumed."""
    lines = [
        _REPLACED.fill(
            column=HEADINGS[r.cell.field],
            action=r.action or r.cell.key,
            old=as_text(r.old) or _EMPTY,
            new=as_text(r.new) or _EMPTY,
            unit=r.unit,
        )
        for r in done.master.replaced
        if r.now
    ]
    if len(lines) > _LISTED:
        more = _MORE_REPLACED.fill(n=len(lines) - _LISTED, sheet=schema.HISTORY.sheet)
        lines = [*lines[:_LISTED], more]
    if done.master.presumed:
        lines.append(_PRESUMED.fill(n=len(done.master.presumed), sheet=schema.CONFLICTS.sheet))
    return lines


_EMPTY = Text("(ว่าง)", "(empty)")
_REPLACED = Text(
    "\n• แทนที่ {column} ของ “{action}”: “{old}” → “{new}” [{unit}]",
    "\n• replaced {column} of “{action}”: “{old}” → “{new}” [{unit}]",
)
_MORE_REPLACED = Text(
    "\n… และแทนที่อีก {n} ค่า ดูในชีต “{sheet}”", "\n… and {n} more, see the sheet “{sheet}”"
)
_PRESUMED = Text(
    "\nสันนิษฐานว่าแก้ไขแล้ว {n} ค่า ใช้ค่าใหม่กว่าไว้ก่อน เปลี่ยนได้ในชีต “{sheet}”",
    "\n{n} values are presumed to be corrected, the newer ones stand; decide otherwise on “{sheet}”",
)
_WHERE_TO = Text("เลือกโฟลเดอร์สำหรับไฟล์ของส่วนราชการ", "Choose the folder for the units' files")
_WHERE_FROM = Text("เลือกโฟลเดอร์ของไฟล์ที่ส่งกลับ", "Choose the folder of returned files")
_WHICH = Text("เลือกไฟล์ที่ส่งกลับ (เลือกได้หลายไฟล์)", "Choose the returned files (several at once)")
_A_FOLDER = Text(
    "รวบรวมจากทั้งโฟลเดอร์หรือไม่\n\nใช่ = เลือกโฟลเดอร์    ไม่ใช่ = เลือกไฟล์",
    "Collect from a whole folder?\n\nYes: choose a folder    No: choose files",
)
_COLLECTING = Text("กำลังอ่านไฟล์ที่ส่งกลับ …", "reading the returned files …")
_NOBODY = Text(
    "ยังไม่มีแถวในชีต “{sheet}” ที่ส่วนราชการใดรับผิดชอบ โปรดกดปุ่ม เตรียมแถวผล ก่อน",
    "no row of “{sheet}” belongs to a unit yet: press Fill first",
)
_SAVE = Text(
    "\n\nโปรดบันทึกสมุดงานนี้ (Ctrl+S) มิฉะนั้นโปรแกรมจะจำสิ่งที่ทำไปไม่ได้",
    "\n\nSave this workbook (Ctrl+S), or what was done won't be remembered.",
)
_OF_COPY = Text(
    "\n• {name}: รับ {cells} เซลล์ เพิ่ม {added} แถว ลบ {removed} แถว",
    "\n• {name}: {cells} cells taken, {added} rows added, {removed} removed",
)
_COLLECTED = Text("รวบรวมแล้ว", "collected")
_LINE = Text("\n{what}: {n} ไฟล์", "\n{what}: {n} file(s)")
_KEPT = Text(
    "\nสำเนาไฟล์ตอบกลับ {n} ไฟล์อยู่ในโฟลเดอร์ {folder} ข้างสมุดงานนี้",
    "\ncopies of {n} returned files are in the folder {folder} beside this workbook",
)
_CONFLICTS = Text(
    "\nค่าขัดแย้ง {n} รายการ รอการตัดสินในชีต “{sheet}”",
    "\n{n} conflicts wait for a decision on “{sheet}”",
)
_NO_CONFLICTS = Text("ไม่มีข้อขัดแย้งรอการตัดสิน", "no conflict waits for a decision")
_CHOOSE = Text(
    "ยังไม่ได้เลือกค่าใด โปรดเลือกในคอลัมน์ เลือก ของชีต “{sheet}” ({n} รายการ) แล้วกดปุ่มอีกครั้ง",
    "nothing was chosen yet: choose in the column เลือก of “{sheet}” ({n} conflicts), then press again",
)
_RESOLVED = Text("ทำตามคำตัดสินแล้ว {n} รายการ", "{n} decisions carried out")
_NOTHING_SENT = Text(
    "ยังไม่ได้แยกไฟล์ให้ส่วนราชการ กดปุ่ม แยกไฟล์ ก่อน", "nothing was sent yet: press Split first"
)
_STATUS = Text("ส่งกลับแล้ว {there} จาก {all} หน่วยงาน\n", "{there} of {all} units have answered\n")
_THERE = Text(
    "\n✓ {unit} กรอกแล้ว {filled}/{rows} แถว", "\n✓ {unit}: {filled} of {rows} rows filled in"
)
_PARTLY = Text(
    "\n◐ {unit} กรอกแล้ว {filled}/{rows} แถว ค้าง {owed} แถว",
    "\n◐ {unit}: {filled} of {rows} rows filled in, owes {owed}",
)
_OPENED = Text(" เปิดไฟล์แล้ว แต่ยังไม่กรอก", ", opened, nothing filled in")
_NOT_MAILED = Text(
    "\n– {unit} ส่งอีเมลไม่สำเร็จ{why} ({rows} แถว)", "\n– {unit}: not mailed{why} ({rows} rows)"
)
_WAITED = Text("\n✗ {unit} ยังไม่ส่ง ({rows} แถว)", "\n✗ {unit}: waiting ({rows} rows)")
_UNIT_CONFLICTS = Text(" ขัดแย้ง {n} รายการ", ", {n} conflicts")
_OVERDUE = Text(" เกินกำหนด", ", overdue")
_MORE = Text("\n… และอีก {n} หน่วยงาน", "\n… and {n} more")
_DUE = Text(
    "กำหนดส่งคืนวันใด เช่น 31/3/2565 (เว้นว่างไว้ = ไม่กำหนด)",
    "Until which day are the units to answer, e.g. 31/3/2565? (empty: no date)",
)
_NOT_SET = Text("ไม่ได้กำหนด", "not set")
_REPLACE = Text(
    "มีไฟล์อยู่แล้ว {n} ไฟล์ ({names}) ต้องการเขียนทับหรือไม่\n\nไฟล์เดิมจะเก็บไว้ในโฟลเดอร์ .ita-backup",
    "{n} files are there already ({names}): replace them?\n\n"
    "The old ones are kept in the folder .ita-backup.",
)
_SPLITTING = Text("กำลังแยกไฟล์ …", "splitting …")
_SPLIT = Text(
    "แยกไฟล์แล้ว {n} ไฟล์ กำหนดส่ง {due} ที่\n{folder}", "{n} files, due {due}, written to\n{folder}"
)
_NOTICE = Text("\n• {text}", "\n• {text}")
_OF_FILE = Text("\n• {name}: {what}", "\n• {name}: {what}")
_WRITTEN = Text("\n\nเขียนลงชีต “{sheet}” {n} เซลล์", "\n\n{n} cells written to “{sheet}”")
_ASIDE = Text(
    "\nเก็บไว้ต่างหาก {n} ค่า ในชีต “{sheet}” เพราะไม่มีที่ในไฟล์หลัก ไม่มีสิ่งใดสูญหาย",
    "\n{n} values have no place in the master and are kept on “{sheet}”; nothing is lost",
)
_DECIDED = Text(
    "\n• {choice} {column} ของ “{action}”: “{value}”",
    "\n• {choice}, {column} of “{action}”: “{value}”",
)
_CONTRADICTORY = Text("ยังไม่ได้ทำตามคำตัดสินใด", "no decision was carried out")
_NOT_SENT = Text("\n– {unit} ยังไม่ได้ส่งไฟล์ให้ ({rows} แถว)", "\n– {unit}: not sent yet ({rows} rows)")
_UNTIL = Text(" กำหนดส่ง {due}", ", due {due}")
