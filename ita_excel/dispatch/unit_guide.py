"""The first sheet of a unit's workbook: what to do, where, and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ita_excel import schema
from ita_excel.core.grid import CellRef, Edit, Grid, SetCell
from ita_excel.merging.base import Base
from ita_excel.sheets import Reading
from ita_excel.thai.calendar import format_date
from ita_excel.thai.digits import to_thai

_COPIED = "คัดลอก"  # begins to say what the tint of copied cells means
TITLE = "แบบรายงานผลของ"  # begins the guide's title, which names the unit
_OWN_PART = "แถวที่คอลัมน์ ผู้รับผิดชอบ มีหลายหน่วยงาน ตอบเฉพาะส่วนของหน่วยงานท่าน"
_NAMED = 6  # units that a line names
_RESULTS, _PLAN = schema.RESULTS.sheet, schema.PLAN.sheet


def guide_edits(
    grid: Grid,
    reading: Reading,
    base: Base,
    asked: str = "",
    sharers: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> list[Edit]:
    """Return the edits that make the template's guide this unit's own; `asked`: what to correct.

    `sharers` are the other units of the rows that the unit shares, by what the row is to do.
    """
    told = [*_TIPS, *([_shared_rows(sharers)] if sharers else [])]
    rows = grid.rows(schema.GUIDE)
    steps = [n for n, row in enumerate(rows, 1) if row and isinstance(row[0], int)]
    tips = [n for n, row in enumerate(rows, 1) if row and row[0] == "•"]
    edits: list[Edit] = []
    edits += _banner(reading, base, asked)
    edits += _notes(grid, reading, base, asked, shared=bool(sharers))
    for number, row in enumerate(steps):
        given = _steps(base)[number : number + 1]
        for sheet, label, text in given:
            edits.append(SetCell(CellRef(schema.GUIDE, row, 2), label, CellRef(sheet, 1, 1)))
            edits.append(SetCell(CellRef(schema.GUIDE, row, 3), text))
        if not given:
            edits += [SetCell(CellRef(schema.GUIDE, row, c), None) for c in (1, 2, 3)]
    for number, row in enumerate(tips):
        tip = told[number] if number < len(told) else None
        edits.append(SetCell(CellRef(schema.GUIDE, row, 1), "•" if tip else None))
        edits.append(SetCell(CellRef(schema.GUIDE, row, 2), tip))
    for row, cells in enumerate(rows, 1):
        if len(cells) > 2 and isinstance(cells[2], str) and _COPIED in cells[2]:
            edits.append(SetCell(CellRef(schema.GUIDE, row, 3), "คัดลอกจากมาตรการ ล็อกไว้"))
    return edits


def due_text(due: str) -> str:
    """Return the due date as people read it, or that there is none."""
    return format_date(dt.date.fromisoformat(due)) if due else "ไม่ได้กำหนด"


def _notes(grid: Grid, reading: Reading, base: Base, asked: str, *, shared: bool) -> list[Edit]:
    """Return the edits of title and line over the tables that the unit sees."""
    parts = [
        *([f"ขอให้แก้ไข: {asked}"] if asked else []),
        f"กรอกช่องสีขาวจนคอลัมน์ ตรวจ ว่างทุกแถว แล้วส่งกลับภายใน {due_text(base.due)}",
        *(["แถวร่วม: ตอบเฉพาะส่วนของท่าน"] if shared else []),
        _of_when(reading, base),
        f"ขอโดย {_by_whom(reading, base)}",
    ]
    notes = {
        _PLAN: "แผนที่หน่วยงานของท่านรับผิดชอบ อ่านอย่างเดียว หากไม่ถูกต้องโปรดแจ้งผู้รวบรวม",
        _RESULTS: " · ".join(parts),
    }
    title = next(n for n, v in enumerate(grid.rows(_RESULTS)[schema.TITLE_ROW - 1], 1) if v)
    edits: list[Edit] = [SetCell(CellRef(_RESULTS, schema.TITLE_ROW, title), base.unit)]
    edits += [
        SetCell(CellRef(sheet, schema.NOTE_ROW, column), note)
        for sheet, note in notes.items()
        for column, value in enumerate(grid.rows(sheet)[schema.NOTE_ROW - 1], 1)
        if value is not None
    ]
    return edits


def _of_when(reading: Reading, base: Base) -> str:
    agency = reading.agency.value
    round_ = f"รอบ {agency.round.value} " if agency.round else ""
    return f"{round_}ปีงบประมาณ {to_thai(str(base.year)) if base.year else ''}".strip()


def _by_whom(reading: Reading, base: Base) -> str:
    """Return the unit that asks, with its agency."""
    owner = reading.agency.value.owner
    found = reading.directory.find(owner).units
    names = [found[0] if len(found) == 1 else owner, base.agency]
    return " ".join(name for name in names if name)


def _shared_rows(sharers: Mapping[str, Sequence[str]]) -> str:
    """Return who else answers rows of this unit, as many names as a line holds."""
    names = list(dict.fromkeys(unit for units in sharers.values() for unit in units))
    more = f" และอีก {to_thai(str(len(names) - _NAMED))} หน่วยงาน" if len(names) > _NAMED else ""
    return f"{_OWN_PART} ส่วนอื่นเป็นของ {', '.join(names[:_NAMED])}{more}"


def _banner(reading: Reading, base: Base, asked: str) -> list[Edit]:
    agency = reading.agency.value
    year = to_thai(str(base.year)) if base.year else ""
    round_ = f" รอบ {agency.round.value}" if agency.round else ""
    title = f"{TITLE} {base.unit}"
    note = f"{base.agency} · ปีงบประมาณ {year}{round_} · ส่งกลับภายใน {due_text(base.due)}"
    if asked:
        title, note = f"แถวที่ขอให้ {base.unit} แก้ไข", f"ขอให้แก้ไข: {asked} · {note}"
    return [
        SetCell(CellRef(schema.GUIDE, schema.TITLE_ROW, 1), title),
        SetCell(CellRef(schema.GUIDE, schema.NOTE_ROW, 1), note),
    ]


def _steps(base: Base) -> list[tuple[str, str, str]]:
    """Return what to do: the sheet it leads to, its label, its text."""
    return [
        (*(_RESULTS, _RESULTS), _FILL_IN),
        (
            *(_RESULTS, "คอลัมน์ ตรวจ"),
            "ดูคอลัมน์ ตรวจ ทางขวาสุด ซึ่งบอกสิ่งแรกที่ยังไม่ครบของแถว แก้จนว่างทุกแถว",
        ),
        (*(_PLAN, _PLAN), "ดูรายละเอียดของแผนที่หน่วยงานของท่านรับผิดชอบ (อ่านอย่างเดียว)"),
        (
            *(_RESULTS, "กำหนดส่ง"),
            f"บันทึกไฟล์นี้ แล้วส่งกลับผู้รวบรวมทางอีเมลภายใน {due_text(base.due)}",
        ),
        (
            *(_RESULTS, "หากต้องแก้ไข"),
            "แก้ในไฟล์เดิมแล้วส่งอีกครั้งได้ โปรแกรมจะใช้คำตอบครั้งหลังสุด",
        ),
    ]


_FILL_IN = (
    "เลือกสถานะของแต่ละแถว แล้วเขียนผลการดำเนินการ ปัญหา/อุปสรรค ข้อเสนอแนะ และหลักฐาน "
    "กรอกได้เฉพาะช่องสีขาว ช่องอื่นล็อกไว้"
)
_TIPS = (
    "เปลี่ยนชื่อไฟล์ กรอง และซ่อนแถวหรือคอลัมน์ได้ แต่อย่าเรียงลำดับ ตัดแล้ววางข้ามแถว หรือเปลี่ยนชื่อชีตและหัวคอลัมน์",
    "หากแผนหรือวิธีการดำเนินงานไม่ถูกต้อง โปรดแจ้งผู้รวบรวม ไม่ต้องแก้ในไฟล์นี้",
    "ใช้ Excel หรือ LibreOffice ก็ได้ และไม่ต้องติดตั้งโปรแกรมใดเพิ่ม",
)
