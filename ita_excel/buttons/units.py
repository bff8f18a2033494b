"""Split, collect, resolve and status: the workbook's traffic with the units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from ita_excel import schema
from ita_excel.buttons.checking import UNDO, joined
from ita_excel.buttons.desk import Desk
from ita_excel.buttons.press import Said
from ita_excel.buttons.running import NEVER_MIND, Cancelled
from ita_excel.core.grid import Edit, Grid
from ita_excel.core.language import Text
from ita_excel.dispatch import collect as collecting
from ita_excel.dispatch import inbox, unit_status, writing
from ita_excel.dispatch import split as splitting
from ita_excel.dispatch.split import UnitWorkbook
from ita_excel.merging.merge import MergedMaster, Moment, merge
from ita_excel.sheets import read

_LISTED = 12  # lines that a message can hold and still be read


def split(desk: Desk) -> Said:
    grid = desk.grid()
    reading = read(grid)
    folder = desk.asking.folder(_WHERE_TO.say(desk.language))
    if folder is None:
        raise Cancelled(NEVER_MIND)
    plan = splitting.plan_split(reading, folder, desk.now(), None)
    if not plan.workbooks:
        return Said(_NOBODY.fill(sheet=schema.RESULTS.sheet), wrong=True)
    written = writing.write(reading, plan, each=_watched(desk))
    try:
        # What isn't remembered here would be refused when it comes back.
        grid.apply(plan.edits)
    except BaseException:
        writing.take_back(written)
        raise
    desk.show(folder)
    said = _SPLIT.fill(n=len(plan.workbooks), folder=folder)
    if plan.empty_units:
        said = joined(said, _EMPTY.fill(units=", ".join(plan.empty_units)))
    return Said(joined(said, _SAVE))


def collect(desk: Desk) -> Said:
    grid = desk.grid()
    reading = read(grid)
    paths = _returned(desk)
    desk.progress(_COLLECTING)
    moment = Moment("collect", desk.now(), desk.person)
    collected = collecting.collect(reading, inbox.find(paths), moment)
    if not collected.files:
        return Said(_NO_FILES, wrong=True)
    _apply(grid, collected.merged.edits)
    counts = Counter(report.state for report in collected.files)
    lines = [
        _LINE.fill(what=collecting.STATES[state], n=counts[state])
        for state in collecting.State
        if counts[state]
    ]
    refused = [
        _REFUSED.fill(name=r.name, why=r.why or _first(r.findings))
        for r in collected.files
        if r.state is collecting.State.REFUSED
    ]
    said = [_COLLECTED, *lines, *refused[:_LISTED], *_merged(collected.merged)]
    changed = [_SAVE, UNDO] if collected.merged.written else []
    return Said(joined(*said, *changed), wrong=bool(refused or collected.merged.conflicts))


def resolve(desk: Desk) -> Said:
    grid = desk.grid()
    merged = merge(read(grid), Moment("resolve", desk.now(), desk.person))
    if not merged.decisions:
        if not merged.conflicts:
            return Said(_NO_CONFLICTS)
        return Said(_CHOOSE.fill(sheet=schema.CONFLICTS.sheet, n=len(merged.conflicts)), wrong=True)
    _apply(grid, merged.edits)
    said = [_RESOLVED.fill(n=len(merged.decisions)), *_merged(merged), _SAVE, UNDO]
    return Said(joined(*said), wrong=bool(merged.conflicts))


def status(desk: Desk) -> Said:
    statuses = unit_status.unit_statuses(read(desk.grid()), desk.now().date())
    sent = [s for s in statuses if s.sent]
    if not sent:
        return Said(_NOTHING_SENT)
    there = sum(bool(s.returned) for s in sent)
    lines = [_standing(s) for s in sent]
    more = [_MORE.fill(n=len(lines) - _LISTED)] if len(lines) > _LISTED else []
    head = _STATUS.fill(there=there, all=len(sent))
    return Said(joined(head, *lines[:_LISTED], *more), wrong=any(s.overdue for s in sent))


def _standing(of: unit_status.UnitStatus) -> Text:
    rows = of.done + of.under_way + of.not_done + of.cancelled + of.blank
    line = (_THERE if of.returned else _WAITED).fill(
        unit=of.unit, filled=rows - of.blank, rows=rows
    )
    if of.conflicts:
        line = joined(line, _UNIT_CONFLICTS.fill(n=of.conflicts))
    return joined(line, _OVERDUE) if of.overdue else line


def _watched(desk: Desk) -> Callable[[Sequence[UnitWorkbook]], Iterable[UnitWorkbook]]:
    """Return what hands on the workbooks and says in the status bar how far it is."""

    def each(workbooks: Sequence[UnitWorkbook]) -> Iterable[UnitWorkbook]:
        for number, workbook in enumerate(workbooks, start=1):
            desk.progress(_SPLITTING, done=number, total=len(workbooks))
            yield workbook

    return each


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


def _apply(grid: Grid, edits: Iterable[Edit]) -> None:
    wanted = list(edits)
    if wanted:
        grid.apply(wanted)


def _merged(merged: MergedMaster) -> list[Text]:
    """Say what the merge wrote and what waits for people, and where."""
    lines = [_WRITTEN.fill(n=len(merged.written), sheet=schema.RESULTS.sheet)]
    if merged.conflicts:
        lines.append(_CONFLICTS.fill(n=len(merged.conflicts), sheet=schema.CONFLICTS.sheet))
    if merged.aside:
        lines.append(_ASIDE.fill(n=len(merged.aside)))
    return lines


def _first(findings: Sequence[object]) -> Text:
    from ita_excel.core.findings import Finding

    for finding in findings:
        if isinstance(finding, Finding):
            return Text(finding.say("th"), finding.say("en"))
    return Text("", "")


_WHERE_TO = Text("เลือกโฟลเดอร์สำหรับไฟล์ของส่วนราชการ", "Choose the folder for the units' files")
_WHERE_FROM = Text("เลือกโฟลเดอร์ของไฟล์ที่ส่งกลับ", "Choose the folder of returned files")
_WHICH = Text("เลือกไฟล์ที่ส่งกลับ (เลือกได้หลายไฟล์)", "Choose the returned files (several at once)")
_A_FOLDER = Text(
    "รวบรวมจากทั้งโฟลเดอร์หรือไม่\n\nใช่ = เลือกโฟลเดอร์    ไม่ใช่ = เลือกไฟล์",
    "Collect from a whole folder?\n\nYes: choose a folder    No: choose files",
)
_SPLITTING = Text("กำลังเขียนไฟล์ {done}/{total}", "writing file {done}/{total}")
_COLLECTING = Text("กำลังอ่านไฟล์ที่ส่งกลับ …", "reading the returned files …")
_NOBODY = Text(
    "ยังไม่มีแถวในชีต “{sheet}” ที่ส่วนราชการใดรับผิดชอบ โปรดกดปุ่ม เตรียมแถวผล ก่อน",
    "no row of “{sheet}” belongs to a unit yet: press Fill first",
)
_SPLIT = Text("แยกไฟล์แล้ว {n} ไฟล์ ที่\n{folder}", "{n} files written to\n{folder}")
_EMPTY = Text("\n\nไม่มีแถวของ: {units}", "\n\nno rows for: {units}")
_SAVE = Text(
    "\n\nโปรดบันทึกสมุดงานนี้ (Ctrl+S) มิฉะนั้นโปรแกรมจะจำสิ่งที่ทำไปไม่ได้",
    "\n\nSave this workbook (Ctrl+S), or what was done won't be remembered.",
)
_NO_FILES = Text("ไม่พบสมุดงานในที่ที่เลือก", "no workbooks were found there")
_COLLECTED = Text("รวบรวมแล้ว", "collected")
_LINE = Text("\n{what}: {n} ไฟล์", "\n{what}: {n} file(s)")
_REFUSED = Text("\n• {name}: {why}", "\n• {name}: {why}")
_WRITTEN = Text("\n\nเขียนลงชีต “{sheet}” {n} เซลล์", "\n\n{n} cells written to “{sheet}”")
_CONFLICTS = Text(
    "\nค่าขัดแย้ง {n} รายการ รอการตัดสินในชีต “{sheet}”",
    "\n{n} conflicts wait for a decision on “{sheet}”",
)
_ASIDE = Text(
    "\nแถวที่จับคู่ไม่ได้ {n} รายการ เก็บแยกไว้ ไม่มีสิ่งใดสูญหาย", "\n{n} rows kept aside, nothing is lost"
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
_WAITED = Text("\n✗ {unit} ยังไม่ส่ง ({rows} แถว)", "\n✗ {unit}: waiting ({rows} rows)")
_UNIT_CONFLICTS = Text(" ขัดแย้ง {n} รายการ", ", {n} conflicts")
_OVERDUE = Text(" เลยกำหนดแล้ว", ", overdue")
_MORE = Text("\n… และอีก {n} หน่วยงาน", "\n… and {n} more")
