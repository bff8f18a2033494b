"""A certificate as a paper: its first page, then a table for each question that an auditor asks.

Plain texts, the same for the workbook and the PDF; what is empty says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ita_excel.dispatch.certificate import ORIGINS, Certificate
from ita_excel.dispatch.certificate_lists import Listed, said_moment
from ita_excel.merging.all_cells import Fate
from ita_excel.thai.calendar import format_date
from ita_excel.thai.digits import to_thai

TITLE = "ใบรับรองการรวบรวมผลการดำเนินการ"
FATES = {
    Fate.MERGED: "อยู่ในไฟล์หลัก",
    Fate.CONFLICT: "อยู่ในข้อขัดแย้ง",
    Fate.PRESUMED: "สันนิษฐานว่าแก้ไขแล้ว (อยู่ในข้อขัดแย้ง)",
    Fate.OVERRULED: "ตัดสินไม่ใช้",
    Fate.REPLACED: "ถูกแทนที่ด้วยคำตอบครั้งหลัง",
    Fate.ASIDE: "เก็บไว้ในชีตแถวที่จับคู่ไม่ได้",
}
NOTHING = "ไม่มี"


class PaperColumn(NamedTuple):
    """A column's heading and its share of the width."""

    heading: str
    width: float


class PaperTable(NamedTuple):
    """One question and its answer. `lead` says what the rows are; without rows there is nothing."""

    name: str
    lead: str
    columns: tuple[PaperColumn, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class CertificatePaper:
    """The whole: title lines, what stands on the first page (label and text), the tables."""

    title: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    tables: tuple[PaperTable, ...]


def paper(made: Certificate) -> CertificatePaper:
    """Return the certificate as a paper."""
    head = made.head
    year = f"ปีงบประมาณ พ.ศ. {to_thai(str(head.year))}" if head.year else ""
    round_ = f"รอบ {head.round}" if head.round else ""
    title = (TITLE, head.agency, " ".join(filter(None, (year, round_))))
    tables = (
        _files(made),
        _replaced(made),
        _conflicts(made),
        _aside(made),
        _overlooked(made),
        _origins(made),
    )
    return CertificatePaper(tuple(filter(None, title)), tuple(_facts(made)), tables)


def sums(made: Certificate) -> list[tuple[str, str]]:
    """Return how many values came in and what became of them, to the sum."""
    return [
        ("ค่าที่ได้รับทั้งหมด", str(made.values_in)),
        *((FATES[fate], str(number)) for fate, number in made.fates.items()),
        ("รวม", str(sum(made.fates.values()))),
        ("ผลการกระทบยอด", "ตรงกัน" if made.closes else "ไม่ตรงกัน"),
    ]


def _facts(made: Certificate) -> list[tuple[str, str]]:
    head = made.head
    day, time = format_date(head.moment.date()), to_thai(f"{head.moment:%H.%M}")
    units = len({f.unit for f in made.files if f.unit})
    refused = [f.name for f in made.files if f.refused]
    return [
        ("หน่วยงาน", head.agency or "-"),
        ("ไฟล์หลัก", head.master or "-"),
        ("วันที่ออกใบรับรอง", f"{day} เวลา {time} น."),
        ("ผู้รวบรวม", head.person or "-"),
        *([("สถานะ", "ทดลองรวม ยังไม่ได้บันทึกลงไฟล์หลัก")] if head.dry_run else []),
        ("ไฟล์ตอบกลับ", f"{_number(len(made.files))} ไฟล์ จาก {_number(units)} หน่วยงาน"),
        ("ผู้กรอกหรือผู้บันทึกไฟล์", ", ".join(made.people) or "-"),
        ("ค่าที่ได้รับทั้งหมด", f"{_number(made.values_in)} ค่า"),
        ("ค่าเหล่านั้นอยู่ที่ใด", _accounted(made)),
        ("ค่าที่ถูกแทนที่", _count(len(made.replaced), "ค่า")),
        ("ข้อขัดแย้งที่รอตัดสิน", _count(len(made.conflicts), "ค่า")),
        ("เก็บไว้ต่างหาก", _count(len(made.aside), "ค่า")),
        ("สิ่งอื่นในไฟล์ตอบกลับ", _whether_overlooked(made)),
        ("ไฟล์ที่ใช้ไม่ได้", ", ".join(refused) or NOTHING),
    ]


def _accounted(made: Certificate) -> str:
    """Return the account in one line; what didn't happen is left out of it."""
    parts = [f"{FATES[fate]} {_number(n)}" for fate, n in made.fates.items() if n]
    closes = "ตรงกัน" if made.closes else "ไม่ตรงกัน"
    return f"{' + '.join(parts) or NOTHING} ผลการกระทบยอด {closes}"


def _number(number: int) -> str:
    return to_thai(str(number))


def _count(number: int, what: str) -> str:
    return f"{_number(number)} {what}" if number else NOTHING


def _whether_overlooked(made: Certificate) -> str:
    if not made.overlooked:
        return "ไม่มีสิ่งใดในไฟล์ที่อ่านได้ถูกมองข้าม"
    listed = _number(len(made.overlooked))
    return f"{listed} รายการ ตามตารางสิ่งอื่นในไฟล์ตอบกลับ นอกนั้นไม่มีสิ่งใดถูกมองข้าม"


def _table(name: str, lead: str, columns: str, rows: list[tuple[str, ...]]) -> PaperTable:
    """Return a table; `columns` names them with their widths: `หน่วยงาน 3, ค่า 5`."""
    parts = (part.strip().rpartition(" ") for part in columns.split(","))
    shown = tuple(PaperColumn(heading, float(width)) for heading, _, width in parts)
    return PaperTable(name, lead, shown, tuple(rows))


def _files(made: Certificate) -> PaperTable:
    return _table(
        "ไฟล์ตอบกลับ",
        "ไฟล์ทุกไฟล์ที่รวมไว้จนถึงบัดนี้ และไฟล์ที่ได้รับในครั้งนี้",
        "ไฟล์ 5, หน่วยงาน 3, ผลการรวม 2.4, ผู้กรอกหรือผู้บันทึก 2.6, บันทึกเมื่อ 2.6, จำนวนค่า 1.4, "
        "สิ่งอื่น 1.2, สำเนาใน .ita-inbox 4, ค่าแฮชของไฟล์ 4",
        [
            (f.name, f.unit, f.state, ", ".join(f.people), said_moment(f.saved), str(f.values),
             str(f.overlooked), f.kept, f.hash)
            for f in made.files
        ],
    )  # fmt: skip


def _replaced(made: Certificate) -> PaperTable:
    return _table(
        "ค่าที่ถูกแทนที่",
        "ค่าที่เคยอยู่หรือเคยส่งมา และไม่ได้อยู่ในตารางผลแล้ว ค่าเดิม ค่าใหม่ และมาจากผู้ใด",
        "วิธีการดำเนินงาน 4, รหัส 1.8, รอบ 1.6, คอลัมน์ 2.2, ค่าเดิม 5, ค่าเดิมจาก 3, ค่าใหม่ 5, "
        "ค่าใหม่จาก 3, เหตุที่แทนที่ 3.4",
        [
            (r.action, r.key, r.round, r.column, r.old or "(ว่าง)", r.old_from,
             r.new or "(ว่าง)", r.new_from, r.why)
            for r in made.replaced
        ],
    )  # fmt: skip


_LISTED = "วิธีการดำเนินงาน 4, รหัส 1.8, รอบ 1.6, คอลัมน์ 2.4, ค่า 6, หน่วยงาน 3, ไฟล์ 4"


def _conflicts(made: Certificate) -> PaperTable:
    return _table(
        "ข้อขัดแย้ง",
        "ค่าที่รอการตัดสินในชีตข้อขัดแย้ง และค่าที่อยู่ในตารางผลระหว่างนี้",
        f"{_LISTED}, ค่าในตารางผล 6",
        [(*_listed(c), c.note) for c in made.conflicts],
    )


def _aside(made: Certificate) -> PaperTable:
    return _table(
        "เก็บไว้ต่างหาก",
        "ค่าที่ไม่มีที่ในตารางผล อยู่ในชีตแถวที่จับคู่ไม่ได้",
        f"{_LISTED}, ตำแหน่งในไฟล์ 3, เหตุที่ไม่รวม 3",
        [(*_listed(c), c.place, c.note) for c in made.aside],
    )


def _overlooked(made: Certificate) -> PaperTable:
    return _table(
        "สิ่งอื่นในไฟล์ตอบกลับ",
        "สิ่งที่อยู่ในไฟล์นอกเหนือจากคำตอบ อยู่ในชีตแถวที่จับคู่ไม่ได้ด้วย",
        "ตำแหน่งในไฟล์ 4, สิ่งที่พบ 3.4, ข้อความ 7, วิธีการดำเนินงาน 4, หน่วยงาน 3, ไฟล์ 4",
        [(c.place, c.note, c.value, c.action, c.unit, c.file) for c in made.overlooked],
    )


def _listed(listed: Listed) -> tuple[str, ...]:
    return (
        *(listed.action, listed.key, listed.round, listed.column, listed.value),
        *(listed.unit, listed.file),
    )


def _origins(made: Certificate) -> PaperTable:
    return _table(
        "ที่มาของค่า",
        "ค่าทุกค่าในตารางผลการดำเนินการ และที่มา",
        "วิธีการดำเนินงาน 4, รหัส 1.8, รอบ 1.6, คอลัมน์ 2.4, ค่า 6, ที่มา 2.6, เส้นทาง 4, ไฟล์ 4, "
        "ผู้ตัดสิน 2, เมื่อ 2.4, เหตุผล 3",
        [
            (line.action, line.key, line.round, line.column, line.value, ORIGINS[line.origin],
             line.path or line.unit, line.file, line.by, said_moment(line.when), line.reason)
            for line in made.lines
            if line.value or line.origin != "unchanged"
        ],
    )  # fmt: skip
