"""The sheet `แถวที่จับคู่ไม่ได้`: values that units typed and that have no place in the results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ita_excel import schema
from ita_excel.core.findings import Finding
from ita_excel.core.grid import Edit
from ita_excel.core.values import Value, as_text
from ita_excel.merging.conflicts import UnusedText
from ita_excel.merging.ledger import Answer, SetAside
from ita_excel.merging.returned_rules import (
    BY_CODE,
    MOVED_COLUMN,
    OVERLOOKED,
    OVERLOOKED_KINDS,
    UNMATCHED,
)
from ita_excel.sheets import Reading, replace_rows_and_show


def aside_edits(reading: Reading, aside: Sequence[tuple[Answer, SetAside]]) -> list[Edit]:
    """Return the edits that make the set-aside sheet list just these."""
    rows: list[dict[str, Value]] = [
        {
            "why": reason(value),
            "unit": answer.unit,
            "file": answer.file,
            "place": value.place or None,
            "key": value.key or None,
            "round": value.round or None,
            "action": value.action or None,
            "column": value.column,
            "value": as_text(value.value) or None,
        }
        for answer, value in aside
    ]
    return replace_rows_and_show(reading, schema.SETASIDE, rows)


_WHY = {
    ("M802", "cell"): "แก้ไขเซลล์ที่ล็อกไว้",
    ("M804", "row"): "จับคู่แถวไม่ได้",
    ("M804", "twice"): "แถวซ้ำและค่าไม่ตรงกัน",
    ("M804", "apart"): "รหัส ข้อความ และคำตอบเป็นของคนละแถว",
    ("M804", MOVED_COLUMN): "คอลัมน์นี้ถูกเรียงแยกจากแถว",
    ("M804", "hidden"): "พิมพ์หรือวางในคอลัมน์ซ่อน",
    ("M804", "other_unit"): "แถวของหน่วยงานอื่น",
    ("M804", "removed_here"): "แถวถูกลบออกจากไฟล์หลักแล้ว",
    ("M804", "error"): "เซลล์แสดงค่าผิดพลาด",
    ("M804", "formula"): "สูตรที่ไม่มีผลคำนวณ",
    **{(OVERLOOKED.code, kind): what.th for kind, what in OVERLOOKED_KINDS.items()},
}


def reason(value: SetAside) -> str:
    """Return why a value lies aside; a later version of the program may know other reasons."""
    reason = _WHY.get((value.code, value.variant))
    if reason is None:
        known = BY_CODE.get(value.code)
        reason = known.finds.th if known else "ด้วยเหตุผลที่โปรแกรมรุ่นนี้ยังไม่รู้จัก"
    return f"{value.code} {reason}"


def unused_findings(unused: Iterable[UnusedText]) -> list[Finding]:
    """Return a finding for each text that was typed beside a conflict and isn't used."""
    return [
        Finding(UNMATCHED, None, "unused_text", {"row": u.action or u.key or u.unit, **u._asdict()})
        for u in unused
    ]


def removed_here(aside: Iterable[tuple[Answer, SetAside]]) -> list[Finding]:
    """Return a finding for each row that was answered and is no longer in the master."""
    rows = {
        (c.file, value.key, value.round, value.action): value
        for c, value in aside
        if value.variant == "removed_here"
    }
    return [
        Finding(UNMATCHED, None, "removed_here", {"file": file, "action": action})
        for file, _, _, action in rows
    ]
