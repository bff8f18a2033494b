"""Joint rows of shared actions, combined anew after whatever changed the units' rows."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ita_excel import schema
from ita_excel.core.findings import Severity
from ita_excel.core.grid import Edit
from ita_excel.core.language import Text
from ita_excel.core.values import Value
from ita_excel.jobs.book import OpenBook
from ita_excel.jobs.outcome import Notice
from ita_excel.sheets import Reading, derived_cells
from ita_excel.sheets.carrying import marks
from ita_excel.sheets.derived_cells import Bases
from ita_excel.sheets.reading import reading_after
from ita_excel.sheets.row_identity import RowId
from ita_excel.sheets.row_numbers import shown
from ita_excel.sheets.unit_rows import appended, beneath_joint, by_unit, missing_rows
from ita_excel.store.file import FileGrid

if TYPE_CHECKING:
    from ita_excel.sheets.joint_rows import JointCell, JointRows


class MadeUnitRows(NamedTuple):
    """The rows that units of shared actions lack, not yet in the workbook; `reading` is with them."""

    steps: tuple[tuple[Reading, tuple[Edit, ...], tuple[Edit, ...]], ...]
    reading: Reading
    rows: int

    @property
    def changed(self) -> bool:
        return any(logged or others for _, logged, others in self.steps)

    @property
    def notices(self) -> tuple[Notice, ...]:
        text = UNIT_ROWS.fill(n=self.rows)
        return (Notice("unit_rows", text, Severity.INFO),) if self.rows else ()

    def make(self, opened: OpenBook) -> None:
        """Put them into the workbook, with their history, without saving."""
        for reading, logged, others in self.steps:
            opened.make(reading, logged, "split", others=others)


def unit_rows_made(
    opened: OpenBook, reading: Reading, first: Sequence[Edit], *, beneath: bool = True
) -> MadeUnitRows:
    """Return what gives each unit its own row of the shared actions of the round reported.

    `first` are edits that come before, of the same command. What the joint rows hold now is what
    they were combined to, where it is that. The rows stand `beneath` their joint rows where that
    moves nothing but values that the program wrote itself, else at the end.
    """
    steps: list[tuple[Reading, tuple[Edit, ...], tuple[Edit, ...]]] = []
    if first:
        steps.append((reading, tuple(first), ()))
    now = reading_after(opened.grid, reading, first)
    new = missing_rows(now, now.agency.value.round)
    if not new.rows:
        return MadeUnitRows(tuple(steps), now, 0)
    known = derived_cells.load(now.meta)
    known = replace(
        known, copied={**known.copied, **new.copied}, carried={**known.carried, **new.carried}
    )
    from ita_excel.sheets.joint_rows import combine

    edits = appended(now, new.rows)
    tried = reading_after(opened.grid, reading, [*first, *edits])
    joint = combine(tried, known.combined)
    others = derived_cells.keep(now, replace(known, combined=joint.bases))
    if beneath and not joint.edits:
        others += _moved_beneath(opened, now, tried, {RowId(*_id(row)) for row in new.rows})
    steps.append((now, (*edits, *joint.edits), tuple(others)))
    after = reading_after(opened.grid, reading, [*first, *edits, *joint.edits, *others])
    return MadeUnitRows(tuple(steps), after, len(new.rows))


def _id(row: Mapping[str, Value]) -> tuple[str, str]:
    return str(row["key"]), str(row["round"])


def _moved_beneath(
    opened: OpenBook, before: Reading, after: Reading, new: Container[RowId]
) -> list[Edit]:
    if not isinstance(opened.grid, FileGrid):  # what else belongs to its rows isn't known
        return []
    edits, first = beneath_joint(after, new)
    if not edits:
        return []
    block = before.blocks[schema.RESULTS.name]
    last = max(block.filled_rows())
    computed = {block.columns["check"]} if "check" in block.columns else set()
    plain = opened.grid.rows_hold_only_values(block.sheet, first, last, computed)
    return edits if first > last or plain else []


class WrittenJoint(NamedTuple):
    """What was written, and what came of the joint rows; None where there are none."""

    changed: bool = False
    notices: tuple[Notice, ...] = ()
    joint: JointRows | None = None


def write_and_combine(
    opened: OpenBook,
    reading: Reading,
    edits: Sequence[Edit],
    command: str,
    *,
    others: Sequence[Edit] = (),
    merged: Bases | None = None,
    passed: tuple[str, ...] = (),
    receipt: str | Path | None = None,
    dry_run: bool = False,
) -> WrittenJoint:
    """Make edits as `OpenBook.write` does, and combine the joint rows in the same save.

    `merged` as in `joint_rows.combine`, `passed` as in `OpenBook.write`. `dry_run` changes nothing.
    """
    if not by_unit(reading) or not reading.unit_rows:
        if dry_run:
            return WrittenJoint()
        written = opened.write(
            reading, edits, command, others=others, passed=passed, receipt=receipt
        )
        return WrittenJoint(*written)
    from ita_excel.sheets import joint_choices  # where units have rows of their own
    from ita_excel.sheets.joint_rows import combine

    if dry_run:
        later = reading_after(opened.grid, reading, [*edits, *others])
        known = derived_cells.load(later.meta)
        joint = combine(later, known.combined, merged)
        return WrittenJoint(False, tuple(_told(joint)), joint)
    before = opened.make(reading, edits, command, others=others, passed=passed)
    later = opened.read() if before.changed else reading
    known = derived_cells.load(later.meta)
    joint = combine(later, known.combined, merged)
    kept = derived_cells.keep(later, replace(known, combined=joint.bases))
    held = {(c.cell.key, c.cell.round, c.cell.field): c.combined for c in joint.updated}
    listed = joint_choices.listed(later, joint.waiting, opened.occasion.moment)
    more = [*kept, *marks(later, held), *listed]
    after = opened.write(later, joint.edits, command, others=more, receipt=receipt)
    changed = before.changed or after.changed if opened.file is None else after.changed
    notices = dict.fromkeys((*_told(joint), *before.notices, *after.notices))
    return WrittenJoint(changed, tuple(notices), joint)


def _told(joint: JointRows) -> Iterator[Notice]:
    for kind, cells, text, severity in (
        ("combined", joint.updated, _COMBINED, Severity.INFO),
        ("joint_kept", joint.waiting, _KEPT, Severity.WARNING),
        ("joint_too_long", [c for c in joint.kept if c.is_too_long], _TOO_LONG, Severity.WARNING),
    ):
        if cells:
            rows, columns = shown(c.at.row for c in cells), _columns(cells)
            yield Notice(kind, text.fill(n=len(cells), rows=rows, columns=columns), severity)


def _columns(cells: Sequence[JointCell]) -> str:
    return ", ".join(dict.fromkeys(cell.heading for cell in cells))


UNIT_ROWS = Text(
    "เพิ่มแถวของหน่วยงาน {n} แถว: วิธีการที่หลายหน่วยงานรับผิดชอบ แต่ละหน่วยงานตอบในแถวของตน แล้วรวมเป็นแถวรวม",
    "{n} rows of units were added: of an action that several share each answers in a row of its "
    "own, from which the joint row is combined",
)
_COMBINED = Text(
    "รวมคำตอบของหน่วยงานลงในแถวรวม {n} เซลล์ (แถวที่ {rows}: {columns}) — สถานะ: ทุกหน่วยงานแล้วเสร็จ = ดำเนินการแล้ว, "
    "ยังไม่มีหน่วยงานใดเริ่ม = ยังไม่มีการดำเนินการ, นอกนั้น = อยู่ระหว่างดำเนินการ",
    "{n} cells of joint rows were combined from the units' answers (rows {rows}: {columns}); the "
    "status: done where all are done, not done where none began, else under way",
)
_TOO_LONG = Text(
    "คำตอบของหน่วยงานรวมกันยาวเกิน 32,767 ตัวอักษรที่เซลล์หนึ่งรับได้ {n} เซลล์ (แถวที่ {rows}: {columns}) จึงยังไม่ได้รวม "
    "คำตอบแต่ละหน่วยงานอยู่ครบในแถวของหน่วยงานนั้น โปรดพิมพ์สรุปลงในแถวรวม หรือย่อคำตอบแล้วสั่ง fill",
    "the units' answers together are longer than the 32,767 letters that a cell holds in {n} cells "
    "(rows {rows}: {columns}) and were not combined; each stands whole in its unit's row: write a "
    "summary into the joint row, or shorten the answers and run fill",
)
_KEPT = Text(
    "แถวรวม {n} เซลล์มีข้อความที่พิมพ์เอง และคำตอบของหน่วยงานเปลี่ยนไปแล้ว จึงคงไว้ตามเดิม (แถวที่ {rows}: {columns}) "
    "โปรดเลือกในชีต “ข้อขัดแย้ง” หรือลบข้อความในเซลล์นั้นแล้วสั่ง fill เพื่อใช้คำตอบของหน่วยงาน",
    "{n} cells of joint rows have words of their own, and the units' answers changed, too: they were "
    "kept (rows {rows}: {columns}); choose on the sheet “ข้อขัดแย้ง”, or empty the cell and run fill to "
    "take the units' answers",
)
