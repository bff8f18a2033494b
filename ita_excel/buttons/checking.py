"""Check, fix and fill: what changes the workbook itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from ita_excel import schema
from ita_excel.buttons.desk import Desk
from ita_excel.buttons.press import Said
from ita_excel.core.findings import Finding, Severity
from ita_excel.core.grid import Edit, Grid
from ita_excel.core.language import Language, Text
from ita_excel.jobs.outcome import Outcome
from ita_excel.rules.engine import validate
from ita_excel.rules.fixing import mend
from ita_excel.sheets import Reading, filling, findings_edits, history, read

UNDO = Text(
    "\n\nเลิกทำด้วย Ctrl+Z ไม่ได้ ค่าเดิมอยู่ในชีต “{sheet}” หากไม่ต้องการ ให้ปิดไฟล์โดยไม่บันทึก",
    "\n\nCtrl+Z can't undo this. The old values are on the sheet “{sheet}”; to go back, close the "
    "workbook without saving.",
).fill(sheet=schema.HISTORY.sheet)


def check(desk: Desk) -> Said:
    grid = desk.grid()
    reading = read(grid)
    desk.progress(_CHECKING)
    findings = findings_of(desk, reading)
    return _told(grid, reading, findings, desk)


def fix(desk: Desk) -> Said:
    grid = desk.grid()
    desk.progress(_CHECKING)
    reading = read(grid)
    mending = mend(grid, lambda copy: findings_of(desk, copy))
    if not mending.edits:
        return Said(_NOTHING_TO_FIX)
    grid.apply([*mending.edits, *logged(desk, reading, mending.edits, "fix")])
    after = read(grid)
    told = _told(grid, after, mending.left, desk)
    fixed = _FIXED.fill(n=len(mending.edits), sheet=schema.HISTORY.sheet)
    return Said(joined(fixed, told.text, UNDO), told.wrong)


def fill(desk: Desk) -> Said:
    grid = desk.grid()
    reading = read(grid)
    filled = filling.fill(reading)
    if not filled.edits:
        return Said(_FULL.fill(round=filled.round.value, kept=filled.kept))
    grid.apply([*filled.edits, *logged(desk, reading, filled.edits, "fill")])
    said = _FILLED.fill(
        round=filled.round.value, added=filled.added, kept=filled.kept, sheet=schema.RESULTS.sheet
    )
    if filled.taken_in:
        said = joined(said, _TAKEN_IN.fill(n=filled.taken_in))
    if filled.skipped:
        said = joined(said, _SKIPPED.fill(n=filled.skipped, sheet=schema.PLAN.sheet))
    return Said(joined(said, UNDO))


def findings_of(desk: Desk, reading: Reading) -> list[Finding]:
    """Return the findings; pictures lie beside the workbook's file."""
    return validate(reading, picture=pictures_of(desk))


def pictures_of(desk: Desk) -> Callable[[str], bool] | None:
    """Return what tells whether a file beside the workbook is a readable picture.

    None where nobody can look: the workbook was never saved, or lies on the web.
    """
    folder = desk.folder
    if folder is None:
        return None

    def is_picture(name: str) -> bool:
        from ita_excel.documents.pictures import read_picture

        return read_picture(folder / name) is not None

    return is_picture


def logged(desk: Desk, reading: Reading, edits: Iterable[Edit], command: str) -> list[Edit]:
    """Return the edits that note `edits` in the history."""
    return history.entries(reading, edits, history.Source(command, desk.now()))


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
    counts = Counter(f.severity for f in findings)
    parts = [_COUNT.fill(label=s.label, n=counts[s]) for s in Severity if counts[s]]
    return Text(" ".join(p.th for p in parts), ", ".join(p.en for p in parts))


def _told(grid: Grid, reading: Reading, findings: Sequence[Finding], desk: Desk) -> Said:
    """Write the findings on their sheet and say how many there are, and where."""
    if schema.FINDINGS.name not in reading.blocks:
        if not findings:
            return Said(_CLEAN)
        th, en = ("\n".join(f"• {f.say(lang)}" for f in findings[:5]) for lang in _LANGUAGES)
        first = Text(th, en)
        return Said(_NO_SHEET.fill(sheet=schema.FINDINGS.sheet, found=counted(findings),
                                   first=first), wrong=True)  # fmt: skip
    grid.apply(findings_edits(reading, findings, desk.language))
    if not findings:
        return Said(_CLEAN)
    wrong = any(f.severity is Severity.ERROR for f in findings)
    return Said(_FOUND.fill(found=counted(findings), sheet=schema.FINDINGS.sheet), wrong)


_LANGUAGES: tuple[Language, ...] = ("th", "en")
_CHECKING = Text("กำลังตรวจ …", "checking …")
_COUNT = Text("{label} {n} รายการ", "{n} {label}(s)")
_CLEAN = Text("ตรวจแล้ว ไม่พบสิ่งที่ต้องแก้ไข", "checked: nothing is wrong")
_FOUND = Text(
    "ตรวจแล้ว พบ {found}\n\nดูที่ชีต “{sheet}” คลิกที่คอลัมน์ เซลล์ เพื่อไปยังจุดนั้น",
    "checked, found: {found}\n\nSee the sheet “{sheet}”; click a cell's address to go there.",
)
_NO_SHEET = Text(
    "ตรวจแล้ว พบ {found} แต่สมุดงานไม่มีชีต “{sheet}” จึงไม่ได้เขียนผลลงไป\n\n{first}",
    "checked, found: {found}. The workbook has no sheet “{sheet}”, so nothing was written.\n\n{first}",
)
_NOTHING_TO_FIX = Text(
    "ไม่มีสิ่งที่แก้อัตโนมัติได้อย่างปลอดภัย สมุดงานไม่เปลี่ยนแปลง",
    "nothing can be mended safely by itself; the workbook is unchanged",
)
_FIXED = Text("แก้ไข {n} เซลล์แล้ว ดูรายการในชีต “{sheet}”\n\n", "{n} cells mended, see “{sheet}”\n\n")
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
_SKIPPED = Text(
    "\nข้าม {n} แถวในชีต “{sheet}” ที่ยังไม่มีวิธีการดำเนินงาน",
    "\n{n} rows of “{sheet}” have no action yet and were left out",
)
_NOTICE = Text("\n\n{text}", "\n\n{text}")
_UNDO = Text(
    "\n\nเลิกทำด้วย Ctrl+Z ไม่ได้ หากไม่ต้องการ ให้ปิดไฟล์โดยไม่บันทึก",
    "\n\nCtrl+Z can't undo this; to go back, close the workbook without saving.",
)
