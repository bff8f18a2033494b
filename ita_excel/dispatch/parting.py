"""Which rows of a master go out at all: not its own agency's, and perhaps only some, for correction."""

from __future__ import annotations

import re
from collections.abc import Collection

from ita_excel import schema
from ita_excel.core.errors import InputError, UsageError
from ita_excel.core.language import Text
from ita_excel.merging.levels import asked as words_of
from ita_excel.merging.levels import from_above
from ita_excel.merging.master import row_id
from ita_excel.merging.sending import Share, Shares
from ita_excel.schema.model import Result
from ita_excel.sheets import Reading, Record
from ita_excel.sheets.unit_rows import units_instead
from ita_excel.thai.digits import to_arabic

_LISTED = 5  # units that a refusal names
_SPAN = re.compile(r"([0-9]{1,7})(?:\s*[-–]\s*([0-9]{1,7}))?")


def parted(
    shares: Shares, own: str, only: Collection[int] | None
) -> tuple[Shares, tuple[Record[Result], ...]]:
    """Return the shares of others than `own`, and the rows that `own` alone is responsible for.

    `only` are the rows of the sheet that are sent, where not all are.
    """
    units = tuple(_only(s, only) for s in shares.units if not own or s.unit != own)
    nobodys = tuple(r for r in shares.nobodys if only is None or r.row in only)
    others = {r.row for s in units for r in s.results}
    staying = tuple(
        r
        for s in shares.units
        if own and s.unit == own
        for r in s.results
        if r.row not in others and (only is None or r.row in only)
    )
    return shares._replace(units=units, nobodys=nobodys), staying


def _only(share: Share, only: Collection[int] | None) -> Share:
    if only is None:
        return share
    results = tuple(r for r in share.results if r.row in only)
    keys = {r.value.action_key for r in results}
    return Share(share.unit, tuple(a for a in share.plan if a.value.key in keys), results)


def require_somebody(shares: Shares, own: str) -> None:
    """Raise InputError where a unit's own master has no rows for any division."""
    if not any(share.results for share in shares.units):
        raise InputError(
            _NOBODY, own=own, units=schema.UNITS.sheet, plan=schema.PLAN.sheet,
            column=schema.PLAN.column("responsible").heading,
        )  # fmt: skip


def require_all_sent(shares: Shares, chosen: Collection[str], only: Collection[int]) -> None:
    """Raise UsageError where a row that was asked for goes to none of the chosen units."""
    going = {r.row for s in shares.units if s.unit in chosen for r in s.results}
    left = sorted(set(only) - going)
    if left:
        units = ", ".join(sorted(chosen)) if len(chosen) <= _LISTED else f"{len(chosen)}"
        raise UsageError(_NOT_THEIRS, rows=", ".join(map(str, left)), units=units)


def rows_for_correction(
    reading: Reading, rows: str, asked: bool, note: str
) -> tuple[frozenset[int] | None, str]:
    """Return the rows of the sheet of results to send, None for all, and what is asked of them.

    `rows` names them by number or รหัส; `asked` means those of the last dispatch from above.
    UsageError for a row that isn't there.
    """
    if asked and rows:
        raise UsageError(_BOTH)
    if asked:
        above = from_above(reading)
        if len(above) < 2:
            raise UsageError(_NOTHING_ASKED)
        last = above[-1]
        found = frozenset(r.row for r in reading.every_result if row_id(r.value) in last.rows)
        return units_instead(reading, found), note or words_of(reading.meta, last.dispatch)
    if not rows.strip():
        return None, note
    return units_instead(reading, _named(reading, rows)), note


def _named(reading: Reading, rows: str) -> frozenset[int]:
    numbers = {r.row for r in reading.every_result if r.value.text or r.value.key}
    keys: dict[str, set[int]] = {}
    round_ = reading.agency.value.round
    for r in reading.every_result:
        if r.value.key and (round_ is None or r.value.in_round is round_):
            keys.setdefault(r.value.key.upper(), set()).add(r.row)
    chosen: set[int] = set()
    joined = re.sub(r"(?>(?:(?<!\s)\s++)?)[-–]\s*+", "-", rows.strip())  # linear for many spaces
    for part in re.split(r"[,;\s]+", to_arabic(joined)):
        if not part:
            continue
        span = _SPAN.fullmatch(part)
        found = keys.get(part.upper(), set())
        if span and not found:
            first, last = int(span[1]), int(span[2] or span[1])
            found = {n for n in numbers if first <= n <= last}
        if not found:
            raise UsageError(_NO_ROW, part=part, sheet=schema.RESULTS.sheet)
        chosen |= found
    return frozenset(chosen)


_NOBODY = Text(
    "ทุกแถวยังเป็นของ {own} เอง จึงยังไม่มีไฟล์ให้แยก โปรดใส่ชื่อหน่วยงานย่อยในชีต “{units}” แล้วระบุในคอลัมน์ "
    "“{column}” ของชีต “{plan}” ว่าเรื่องใดเป็นของหน่วยงานย่อยใด หากไฟล์นี้เป็นไฟล์แนบที่ได้รับ "
    "ให้สร้างไฟล์หลักก่อน: ita-excel new ชื่อไฟล์.xlsx --from-unit ไฟล์แนบ.xlsx",
    "every row is still of {own} itself, so there is nothing to split: enter the divisions on “{units}” "
    "and, in “{column}” of “{plan}”, which is responsible for what; if this is the attachment as it "
    "came, make a master of it first: ita-excel new NAME.xlsx --from-unit ATTACHMENT.xlsx",
)
_NOT_THEIRS = Text(
    "แถวที่ {rows} ไม่ใช่แถวที่ {units} รับผิดชอบในรอบนี้ จึงยังไม่ได้ส่งสิ่งใด โปรดตรวจเลขแถวและชื่อหน่วยงาน",
    "rows {rows} are not of {units} in this round, so nothing was sent: check the rows and the unit",
)
_BOTH = Text("ระบุ --rows หรือ --asked อย่างใดอย่างหนึ่ง", "give --rows or --asked, not both")
_NOTHING_ASKED = Text(
    "ไฟล์หลักนี้ยังไม่ได้รับแถวที่ขอให้แก้ไข โปรดรวบรวม (collect) ไฟล์ที่ได้รับก่อน หรือระบุแถวด้วย --rows",
    "this master hasn't been sent rows to correct: collect the workbook that came, or give --rows",
)
_NO_ROW = Text(
    "ไม่มีแถว “{part}” ในชีต “{sheet}” โปรดระบุเลขแถวที่ Excel แสดง เช่น 7,9-12 หรือรหัสของแถว",
    "“{sheet}” has no row “{part}”: give the numbers that Excel shows, e.g. 7,9-12, or a row's key",
)
