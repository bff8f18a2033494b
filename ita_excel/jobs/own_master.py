"""Own master: a unit with divisions makes the workbook that it was sent a master of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ita_excel.core import limits
from ita_excel.core.apart import files
from ita_excel.core.errors import InputError, UsageError, system_refusals
from ita_excel.core.language import Text
from ita_excel.jobs.book import Place
from ita_excel.jobs.new import blank, require_free
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Outcome
from ita_excel.merging.base import Base
from ita_excel.sheets import Reading, read


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMaster(Outcome):
    """A master that was made of a unit's workbook: its file, and what the unit was sent."""

    file: Path
    base: Base


def own_master(
    file: Path | str, occasion: Occasion, *, sent: Place, force: bool = False
) -> OwnMaster:
    """Write the master of a unit that was sent the workbook `sent`, which stays as it is.

    `sent` is its file, or a grid that the caller holds.

    The unit is the first of its units, for it to add its divisions; the rows are those that it was
    sent, with what was typed into them. InputError where `sent` is no workbook that was sent to a
    unit, OutputError where the file is there already (unless `force`) or can't be written.
    """
    from ita_excel.dispatch import units_master as making
    from ita_excel.merging import levels

    path = Path(file)
    require_free(path, force=force)
    with system_refusals():
        reading, base = _received(path, sent)
        grid = blank(path)
        making.make(grid, reading, [base], levels.asked(reading.meta, base.dispatch))
        occasion.watcher.step()
        grid.save(path, force=force)
    return OwnMaster(file=path, base=base, changed=True)


def _received(path: Path, sent: Place) -> tuple[Reading, Base]:
    """Return what a unit's workbook says and what was sent with it."""
    from ita_excel.dispatch.returned import open_returned
    from ita_excel.merging import levels

    if not isinstance(sent, (str, Path)):
        reading, name = read(sent), ""
        above = levels.from_above(reading)
        base, damaged = above[0] if above else None, False
    else:
        source = Path(sent)
        name = source.name
        if path.exists() and path.samefile(source):
            raise UsageError(_SAME, name=path.name)
        opened = open_returned(files.read(source, limits.ANSWER))
        reading, base, damaged = read(opened.grid), opened.base, opened.damaged
    if levels.is_own_master(reading.meta):
        raise InputError(_IS_ONE, name=name)
    if base is None:
        raise InputError(_DAMAGED if damaged else _NOT_SENT, name=name)
    return reading, base


_SAME = Text(
    "ไฟล์หลักใหม่ต้องมีชื่ออื่น ไม่ใช่ชื่อของไฟล์ที่ได้รับ “{name}”",
    "the new master needs another name than the workbook that was received, “{name}”",
)
_IS_ONE = Text(
    "“{name}” เป็นไฟล์หลักของหน่วยงานอยู่แล้ว ใช้ split และ collect กับไฟล์นี้ได้ทันที",
    "“{name}” is a unit's own master already: split and collect it as it is",
)
_NOT_SENT = Text(
    "“{name}” ไม่ใช่ไฟล์ที่ได้รับจากผู้รวบรวม โปรดใช้ไฟล์แนบที่ได้รับทางอีเมล",
    "“{name}” is no workbook that was sent to a unit: use the attachment as it came by mail",
)
_DAMAGED = Text(
    "บันทึกการส่งใน “{name}” เสียหาย โปรดบันทึกไฟล์แนบจากอีเมลใหม่อีกครั้ง",
    "the record of what was sent is damaged in “{name}”: save the attachment from the mail again",
)
