"""Who of whom is missing: the divisions below each unit that has sent a master of its own, the
units that share an action."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ita_excel.core.language import Language, Text
from ita_excel.dispatch.unit_status import SharedAction, UnitStatus, missing_sharers
from ita_excel.merging.divisions import Division


def below_lines(units: Iterable[UnitStatus], language: Language) -> Iterator[str]:
    """Yield a line for each unit with divisions, then one for each division that owes something."""
    for unit in units:
        owing = [b for b in unit.below if b.missing]
        asked = sum(bool(b.rows) for b in unit.below)
        if not asked:
            continue
        if not owing:
            yield _ALL.fill(unit=unit.unit, n=asked).say(language)
            continue
        yield _MISSING.fill(unit=unit.unit, missing=len(owing), n=asked).say(language)
        for one in owing:
            yield f"    {_owes(one).say(language)}"


def shared_lines(actions: Iterable[SharedAction], language: Language) -> Iterator[str]:
    """Yield a line for each shared action of which some units have said nothing."""
    yield from (said.say(language) for one in actions if (said := missing_sharers(one)))


def _owes(one: Division) -> Text:
    if not one.sent:
        return _NOT_SENT.fill(unit=one.unit, rows=one.rows)
    if not one.returned:
        return _NOT_ANSWERED.fill(unit=one.unit, rows=one.rows)
    return _OWES.fill(unit=one.unit, owed=one.owed, rows=one.rows)


_ALL = Text("{unit}: หน่วยงานย่อยตอบครบ {n} หน่วยงาน", "{unit}: all {n} divisions have answered")
_MISSING = Text(
    "{unit}: ยังขาดหน่วยงานย่อย {missing} จาก {n} หน่วยงาน",
    "{unit}: {missing} of {n} divisions are missing",
)
_NOT_SENT = Text("{unit} ยังไม่ได้ส่งไฟล์ให้ ({rows} แถว)", "{unit}: not sent yet ({rows} rows)")
_NOT_ANSWERED = Text("{unit} ยังไม่ตอบ ({rows} แถว)", "{unit}: no answer ({rows} rows)")
_OWES = Text("{unit} ยังค้าง {owed} จาก {rows} แถว", "{unit}: {owed} of {rows} rows are still owed")
