"""Check, fix and fill: what changes the workbook itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ita_excel import schema
from ita_excel.buttons.desk import Desk
from ita_excel.buttons.press import Said
from ita_excel.core.findings import Finding, Severity, together
from ita_excel.core.language import Language, Text
from ita_excel.core.values import as_text
from ita_excel.jobs import check as checking
from ita_excel.jobs import fill as filling
from ita_excel.jobs.check import Checked
from ita_excel.jobs.outcome import Outcome
from ita_excel.sheets import read
from ita_excel.sheets.copied_cells import CopiedCell
from ita_excel.sheets.filling import Filling


def check(desk: Desk) -> Said:
    desk.progress(_CHECKING)
    return _told(checking.check(desk.grid(), desk.occasion()))


def fix(desk: Desk) -> Said:
    from ita_excel.jobs.fix import fix as job

    desk.progress(_CHECKING)
    done = job(desk.grid(), desk.occasion())
    if done.unsaved:
        raise done.unsaved  # nothing was corrected
    told = _told(done)
    fixed = _FIXED.fill(n=len(done.fixes)) if done.fixes else _NOTHING_TO_FIX
    return Said(joined(fixed, told.text, *(undo(done) if done.fixes else ())), told.wrong)


def fill(desk: Desk) -> Said:
    done = filling.fill(desk.grid(), desk.occasion())
    filled = done.filling
    if filled.edits:
        said = _FILLED.fill(
            round=filled.round.value,
            added=filled.added,
            kept=filled.kept,
            sheet=schema.RESULTS.sheet,
        )
        if filled.taken_in:
            said = joined(said, _TAKEN_IN.fill(n=filled.taken_in))
    else:
        said = _FULL.fill(round=filled.round.value, kept=filled.kept)
    return Said(joined(said, *_beside_the_plan(filled), *noticed(done), *undo(done)), done.wrong)


def _beside_the_plan(filled: Filling) -> list[Text]:
    """Say which cells follow the plan, stay or wait, and which rows have no action any more."""
    lines = []
    for sentence, cells in (
        (_UPDATED, filled.updated),
        (_CHOICES, filled.choices),
        (_KEPT, [c for c in filled.kept_cells if not c.told]),
    ):
        if cells:
            lines.append(sentence.fill(n=len(cells), sheet=schema.CONFLICTS.sheet))
            lines += [_cell(c) for c in cells[:_SHOWN]]
        if len(cells) > _SHOWN:
            lines.append(_MORE.fill(n=len(cells) - _SHOWN))
    if before := sum(c.told for c in filled.kept_cells):
        lines.append(_KEPT_BEFORE.fill(n=before))
    if filled.without_action:
        rows = ", ".join(str(r.row) for r in filled.without_action[:_ROWS])
        more = " …" if len(filled.without_action) > _ROWS else ""
        n = len(filled.without_action)
        lines.append(_GONE.fill(n=n, rows=rows + more, sheet=schema.RESULTS.sheet))
    return lines


def _cell(c: CopiedCell) -> Text:
    held, plan = (" ".join(as_text(v).split())[:_LONG] or "-" for v in (c.held, c.plan))
    return _CELL.fill(at=c.at.a1, column=c.heading, held=held, plan=plan)


def confirm(desk: Desk) -> Said:
    from ita_excel.jobs.confirm import confirm as job
    from ita_excel.jobs.confirm import told

    grid = desk.grid()
    read(grid)  # what is no workbook of ours has no rows to select
    done = job(grid, desk.occasion(), rows=desk.selected_rows(schema.RESULTS.sheet))
    lines = told(done)
    text = joined(lines[0], *(_NOTICE.fill(text=line) for line in lines[1:]))
    return Said(joined(text, *noticed(done), *undo(done)))


def undo(done: Outcome) -> list[Text]:
    """Return how to go back from what was changed, and where the old values are."""
    if not done.changed:
        return []
    logged = not any(notice.kind == "no_history" for notice in done.notices)
    return [UNDO if logged else _UNDO]


def noticed(done: Outcome) -> list[Text]:
    """Return what a person should know of a job, a line each."""
    return [_NOTICE.fill(text=notice.text) for notice in done.notices]


def joined(*texts: Text) -> Text:
    """Return texts one after the other, in each language."""
    return Text("".join(t.th for t in texts), "".join(t.en for t in texts))


def counted(findings: Iterable[Finding]) -> Text:
    """Return how many findings of each severity there are, worst first."""
    counts = Counter(f.severity for f in together(findings))
    parts = [_COUNT.fill(label=s.label, n=counts[s]) for s in Severity if counts[s]]
    return Text(" ".join(p.th for p in parts), ", ".join(p.en for p in parts))


def _told(done: Checked) -> Said:
    """Say how many findings there are, and where they are listed, or which they are."""
    notices = [*noticed(done), *([_NOTICE.fill(text=done.unsaved.text)] if done.unsaved else [])]
    if not done.findings:
        return Said(joined(_CLEAN, *notices), wrong=done.unsaved is not None)
    found = counted(done.findings)
    if done.unsaved or any(notice.kind == "no_findings_sheet" for notice in done.notices):
        lines = (
            "\n".join(f"• {f.say(lang)}" for f in together(done.findings)[:5])
            for lang in _LANGUAGES
        )
        return Said(joined(_FOUND_ONLY.fill(found=found, first=Text(*lines)), *notices), wrong=True)
    said = _FOUND.fill(found=found, sheet=schema.FINDINGS.sheet)
    return Said(joined(said, *notices), done.wrong)


_SHOWN, _ROWS, _LONG = 5, 8, 40
_UPDATED = Text("\n\nปรับตามแผน {n} เซลล์", "\n\n{n} cells follow the plan")
_CHOICES = Text(
    "\n\nแผนและแถวเปลี่ยนทั้งสองฝ่าย {n} เซลล์ โปรดเลือกในชีต “{sheet}” แล้วกดใช้ค่าที่เลือก",
    "\n\n{n} cells changed both in the plan and in the row: choose on “{sheet}”, then apply",
)
_KEPT = Text(
    "\n\nคงไว้ {n} เซลล์ที่ต่างจากแผน (แถว ≠ แผน)",
    "\n\n{n} cells that differ from the plan were kept (row ≠ plan)",
)
_KEPT_BEFORE = Text(
    "\n\nคงไว้เหมือนครั้งก่อน {n} เซลล์ที่ต่างจากแผน",
    "\n\n{n} cells that differ from the plan were kept as before",
)
_CELL = Text("\n• {at} {column}: {held} / {plan}", "\n• {at} {column}: {held} / {plan}")
_MORE = Text("\n… อีก {n} เซลล์", "\n… and {n} more")
_GONE = Text(
    "\n\n{n} แถวของชีต “{sheet}” ไม่มีในแผนแล้ว (แถว {rows}) จึงคงไว้ ลบเองได้หากไม่ใช้",
    "\n\nthe plan has the action of {n} rows of “{sheet}” no more (rows {rows}): they stay until "
    "you delete them",
)
_LANGUAGES: tuple[Language, ...] = ("th", "en")
_CHECKING = Text("กำลังตรวจ …", "checking …")
_COUNT = Text("{label} {n} รายการ", "{n} {label}(s)")
_CLEAN = Text("ตรวจแล้ว ไม่พบสิ่งที่ต้องแก้ไข", "checked: nothing is wrong")
_FOUND = Text(
    "ตรวจแล้ว พบ {found}\n\nดูที่ชีต “{sheet}” คลิกที่คอลัมน์ เซลล์ เพื่อไปยังจุดนั้น",
    "checked, found: {found}\n\nSee the sheet “{sheet}”; click a cell's address to go there.",
)
_FOUND_ONLY = Text("ตรวจแล้ว พบ {found}\n\n{first}", "checked, found: {found}\n\n{first}")
_NOTICE = Text("\n\n{text}", "\n\n{text}")
_NOTHING_TO_FIX = Text(
    "ไม่มีสิ่งที่แก้อัตโนมัติได้อย่างปลอดภัย\n\n", "nothing can be mended safely by itself\n\n"
)
_FIXED = Text("แก้ไข {n} เซลล์แล้ว\n\n", "{n} cells mended\n\n")
_FULL = Text(
    "รอบ {round}: แถวผลการดำเนินการครบแล้ว {kept} แถว ไม่มีอะไรต้องเพิ่ม",
    "round {round}: all {kept} rows are there, nothing to add",
)
_FILLED = Text(
    "รอบ {round}: เพิ่ม {added} แถว คงไว้ {kept} แถว\n\nกรอกต่อได้ที่ชีต “{sheet}”",
    "round {round}: {added} rows added, {kept} kept\n\nGo on with the sheet “{sheet}”.",
)
_TAKEN_IN = Text(
    "\nรวม {n} แถวที่พิมพ์ต่อท้ายนอกตารางเข้าในตารางแล้ว",
    "\n{n} rows that were typed below a table are now part of it",
)
_UNDO = Text(
    "\n\nเลิกทำด้วย Ctrl+Z ไม่ได้ หากไม่ต้องการ ให้ปิดไฟล์โดยไม่บันทึก",
    "\n\nCtrl+Z can't undo this; to go back, close the workbook without saving.",
)
UNDO = Text(
    "\n\nเลิกทำด้วย Ctrl+Z ไม่ได้ ค่าเดิมอยู่ในชีต “{sheet}” หากไม่ต้องการ ให้ปิดไฟล์โดยไม่บันทึก",
    "\n\nCtrl+Z can't undo this. The old values are on the sheet “{sheet}”; to go back, close the "
    "workbook without saving.",
).fill(sheet=schema.HISTORY.sheet)
