"""Fill: the rows of results from the plan, for the round that is reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ita_excel.core.errors import UsageError
from ita_excel.core.findings import Severity
from ita_excel.core.language import Text
from ita_excel.jobs import keys, wording_sheet
from ita_excel.jobs.book import OpenBook, Place, in_turn
from ita_excel.jobs.joint import UNIT_ROWS, write_and_combine
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Notice, Outcome
from ita_excel.jobs.up_to_date import UpToDate, up_to_date
from ita_excel.schema import META
from ita_excel.schema.model import Round
from ita_excel.sheets import Reading, carrying, filling, plan_choices
from ita_excel.sheets.carried_cells import FollowedSix
from ita_excel.sheets.row_numbers import shown
from ita_excel.thai.digits import to_thai

if TYPE_CHECKING:
    from ita_excel.sheets.joint_rows import JointRows


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled(Outcome):
    """What filling came to: rows added, kept and left out are counted in `filling`."""

    filling: filling.Filling
    joint: JointRows | None = None  # of shared actions, None where there are none

    @property
    def wrong(self) -> bool:
        """Whether cells that changed on both sides wait for a decision."""
        return bool(self.filling.choices or (self.joint and self.joint.waiting))


def fill(
    place: Place,
    occasion: Occasion,
    *,
    round: Round | int | None = None,
    dry_run: bool = False,
    receipt: str | Path | None = None,
    sheet_order: bool = False,
) -> Filled:
    """Give each action of the plan its row of results, and all rows what the plan says today.

    Everything that was typed stays: what changed on both sides waits on the sheet `ข้อขัดแย้ง`.
    `round` is 6 or 12 (months), None the round that the workbook reports. `sheet_order` has reports
    print measures as the plan's sheet has them now, which a sort alone never does. `dry_run` changes
    nothing: the edits stand in `filling`. UsageError for another round, InputError where the
    workbook has lost what this needs, OutputError where it can't be saved.
    """
    chosen = read_months(round) if isinstance(round, int) else round

    def work(opened: OpenBook) -> Filled:
        reading, upgraded = UpToDate(opened.read())
        # A dry run has a file in memory that nobody saves: it does there what a fill would do.
        if opened.file is not None or not dry_run:
            reading, upgraded = _upgraded(opened, reading, dry_run)
        settled = keys.settled(opened, reading, "fill", dry_run=dry_run)
        reading = settled.reading
        occasion.watcher.step()
        filled = filling.fill(reading, chosen, locked=opened.locked, by_sheet=sheet_order)
        occasion.watcher.step()
        notices = (*upgraded, *settled.notices, *_notices(reading, filled, dry_run))
        others = [*carrying.marks(reading), *wording_sheet.edits(reading)]
        if not dry_run:
            others += plan_choices.listed(reading, filled.choices, occasion.moment)
        done = write_and_combine(
            opened, reading, filled.edits, "fill", others=others, receipt=receipt, dry_run=dry_run
        )
        return Filled(
            filling=filled,
            joint=done.joint,
            changed=done.changed or (bool(upgraded) and not dry_run) or settled.changed,
            notices=(*notices, *done.notices),
        )

    return in_turn(place, occasion, work, writing=not dry_run)


def read_months(months: int) -> Round:
    """Return the round of 6 or 12 months; UsageError for another number."""
    for one in Round:
        if one.months == months:
            return one
    raise UsageError(_NO_ROUND, months=months)


def _upgraded(opened: OpenBook, reading: Reading, dry_run: bool) -> UpToDate:
    renamed = keys.renamed_back(opened, reading)
    now = opened.read() if renamed else reading
    reading, notices = up_to_date(opened, now, dry_run=dry_run)
    return UpToDate(reading, (*renamed, *notices))


def _notices(reading: Reading, filled: filling.Filling, dry_run: bool) -> tuple[Notice, ...]:
    """Say which rows of the plan were left out, and that another round is set than was filled."""
    notices: list[Notice] = []
    if filled.unit_rows:
        notices.append(Notice("unit_rows", UNIT_ROWS.fill(n=filled.unit_rows), Severity.INFO))
    if filled.skipped:
        notices.append(Notice("no_action", _SKIPPED.fill(n=filled.skipped)))
    if filled.measured:
        n = sum(len(rows) for _, rows in filled.measured)
        which = " · ".join(f"{shown(rows)}: {name}" for name, rows in filled.measured)
        notices.append(Notice("measures", _MEASURES.fill(n=n, which=which), Severity.INFO))
    if filled.doubtful:
        notices.append(Notice("doubtful", _DOUBTFUL.fill(rows=shown(filled.doubtful))))
    if filled.printed:
        measures = " ".join(f"{to_thai(str(i))}) {m}" for i, m in enumerate(filled.printed, 1))
        notices.append(Notice("order", _ORDER.fill(measures=measures), Severity.INFO))
    notices += _of_six(filled.six)
    if filled.forgotten:
        notices.append(Notice("forgotten", _FORGOTTEN))
    if not dry_run and reading.agency.value.round is not filled.round:
        notices.append(Notice("other_round", _OTHER_ROUND.fill(round=filled.round.value)))
    return tuple(notices)


_FORGOTTEN = Text(
    "บันทึกในชีตซ่อน “{sheet}” ว่าเติมอะไรไว้จากแผนเสียหาย จึงคงทุกช่องที่ต่างจากแผนไว้ตามเดิม โปรดตรวจทีละช่อง",
    "the record of what was copied from the plan, on the hidden sheet “{sheet}”, is damaged: every "
    "cell that differs from the plan was kept as it is; look through them",
).fill(sheet=META.sheet)
_NO_ROUND = Text(
    "ไม่มีรอบ {months} เดือน มีเพียง 6 หรือ 12", "there is no round of {months} months: 6 or 12"
)


def _of_six(six: FollowedSix) -> Iterator[Notice]:
    """Say what a correction of the 6-month answers came to in the 12-month rows."""
    for kind, cells, text in (
        ("followed_six", six.updated, _FOLLOWED),
        ("own_words", six.own, _OWN_WORDS),
    ):
        if cells:
            rows = shown(cell.at.row for cell in cells)
            headings = ", ".join(dict.fromkeys(cell.heading for cell in cells))
            severity = Severity.INFO if kind == "followed_six" else Severity.WARNING
            yield Notice(kind, text.fill(n=len(cells), rows=rows, columns=headings), severity)
    if six.unmarked:
        yield Notice("unmarked", _UNMARKED.fill(rows=shown(six.unmarked)))


_FOLLOWED = Text(
    "{n} เซลล์ของรอบ ๑๒ เดือนที่ยังไม่มีใครแก้ ปรับตามรอบ ๖ เดือนที่แก้ไขแล้ว (แถวที่ {rows}: {columns})",
    "{n} untouched cells of the 12 months follow the 6 months, which were corrected (rows {rows}: "
    "{columns})",
)
_OWN_WORDS = Text(
    "รอบ ๖ เดือนแก้ไขแล้วหลังยกมา แต่รอบ ๑๒ เดือนมีข้อความของตนเองแล้ว {n} เซลล์ จึงคงไว้ตามเดิม (แถวที่ {rows}: {columns}) "
    "โปรดเลือกว่าจะแก้ตามหรือไม่",
    "the 6 months were corrected, but {n} cells of the 12 months have words of their own and were "
    "kept (rows {rows}: {columns}): choose whether to change them, too",
)
_UNMARKED = Text(
    "คำยืนยันของแถวที่ {rows} ถูกนำออก เพราะเป็นการยืนยันข้อความเดิม โปรดยืนยันใหม่",
    "the confirmation of rows {rows} was taken away, as it was of the old words: confirm again",
)
_MEASURES = Text(
    "เขียนชื่อมาตรการลงในทุกแถวของแผนแล้ว ({n} แถวที่เว้นว่างไว้) แผนจึงเรียงลำดับได้โดยไม่สลับมาตรการ (แถวที่ {which})",
    "the measure now stands in each row of the plan ({n} rows were blank), so that sorting moves no "
    "action under another measure (rows {which})",
)
_DOUBTFUL = Text(
    "แผนอาจถูกเรียงลำดับแล้ว จึงไม่เขียนชื่อมาตรการลงในช่องที่ว่างของแถวที่ {rows} ซึ่งอาจเป็นของมาตรการอื่น "
    "โปรดพิมพ์ชื่อมาตรการเอง แล้วสั่งเติมข้อมูล (fill) อีกครั้ง",
    "the plan was perhaps sorted: the blank measure cells of rows {rows} perhaps mean another measure "
    "and stay blank. Write the measure into each, then run fill again",
)
_ORDER = Text(
    "แผนในชีตเรียงไม่เหมือนในรายงาน การเรียงชีตไม่เปลี่ยนรายงาน ซึ่งพิมพ์ตามลำดับนี้: {measures} (ในแต่ละมาตรการเรียงตามลำดับ) "
    "หากต้องการให้รายงานเรียงตามชีต โปรดใส่เลขหน้าชื่อมาตรการ หรือสั่ง ita-excel fill --sheet-order",
    "the plan is sorted otherwise than the report, which no sort changes and which has this order: "
    "{measures} (within a measure by ลำดับ). To have it as on the sheet put numbers before the "
    "measures' names, or run ita-excel fill --sheet-order",
)
_SKIPPED = Text(
    "ข้าม {n} แถวของแผนที่ยังไม่มีวิธีการดำเนินงาน",
    "{n} rows of the plan have no action yet and were left out",
)
_OTHER_ROUND = Text(
    "ในข้อมูลหน่วยงาน รอบการรายงานยังไม่ใช่ {round} โปรดแก้ไขก่อนตรวจและส่งออก",
    "the round set in the workbook is not {round}: change it before you check and export",
)
