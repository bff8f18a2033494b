"""What a merge came to, as lines for a person: `collect`, `resolve` and `withdraw` say it alike."""

from __future__ import annotations

import getpass
from collections.abc import Iterator

import click

from ita_excel.cli.bilingual import Decorator, language_of, option, say
from ita_excel.cli.failures import tell_notices
from ita_excel.cli.filled import CHOOSE
from ita_excel.cli.other_masters import waiting_lines
from ita_excel.core.language import Language, Text
from ita_excel.core.values import as_text
from ita_excel.jobs.merged import Merged
from ita_excel.merging.decisions import Choice
from ita_excel.merging.ledger import SetAside, path_of
from ita_excel.merging.master import HEADINGS
from ita_excel.merging.merge import MergedMaster
from ita_excel.merging.replaced import PRESUMED, REPLACED
from ita_excel.merging.returned_rules import OVERLOOKED, OVERLOOKED_KINDS
from ita_excel.sheets.conflict_rows import FROM_PLAN, FROM_UNITS
from ita_excel.sheets.plan_choices import PlanDecisions
from ita_excel.thai.cell_values import form

_EMPTY = Text("(ว่าง)", "(empty)")


def by_option() -> Decorator:
    """`--by NAME`: who decides, for the record; by default who is logged in."""
    return option(
        "--by", metavar="NAME", default=_login, th="ชื่อผู้ดำเนินการ (บันทึกไว้)", en="who decides"
    )


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a service without a login name
        return ""


def lines(merged: MergedMaster, language: Language) -> Iterator[str]:
    """Yield what was written row by row, what a unit's later file replaced, the conflicts, and the
    values set aside.

    A row is told by its words: its รหัส stands in a hidden column.
    """
    row = None
    for w in merged.written:
        if w.cell.row != row:
            row = w.cell.row
            yield f"  {_row(w.cell.key, w.action, language)}"
        who = ", ".join(dict.fromkeys(path_of(s.answer, w.cell) for s in w.merged.sources))
        old, new = (_shown(as_text(v), language) for v in (w.old, w.new))
        carried = f"  ({_CARRIED.say(language)})" if w.carried else ""
        who = f"  [{who}]" if who else ""
        yield f"    {HEADINGS[w.cell.field]}: {old} → {new}{who}{carried}"
    for w in merged.own_words:
        yield f"  {_OWN_WORDS.say(language)} {_row(w.cell.key, w.action, language)}"
        old, new = (_shown(as_text(v), language) for v in (w.old, w.new))
        yield f"    {HEADINGS[w.cell.field]}: {old} ≠ {new}"
    yield from _decisions(merged, language)
    yield from (click.style(line, fg="yellow") for line in _replaced(merged, language))
    yield from (click.style(line, fg="yellow") for line in _dropped(merged, language))
    yield from (click.style(line, fg="red") for line in _conflicts(merged, language))
    for answer, stray in merged.aside:
        word = Text("เก็บไว้ต่างหาก", "set aside").say(language)
        where = _row(stray.key, stray.action, language) if stray.key or stray.action else ""
        known = stray.code == OVERLOOKED.code
        place = f"({_what(stray, language)}, {stray.place})" if known else ""
        yield click.style(" ".join(filter(None, (f"  {word}", where, place))), fg="yellow")
        value = _shown(as_text(stray.value), language)
        column = stray.column or _what(stray, language)
        yield click.style(f"    {column}: {value}  [{answer.unit}]", fg="yellow")


def _what(stray: SetAside, language: Language) -> str:
    known = OVERLOOKED_KINDS.get(stray.variant) if stray.code == OVERLOOKED.code else None
    return known.say(language) if known else stray.code


def _replaced(merged: MergedMaster, language: Language) -> Iterator[str]:
    """Yield each value of a unit that its own later file replaced now: old, new, by whom and why."""
    cell = None
    for r in merged.replaced:
        if not r.now:
            continue
        if r.cell != cell:
            cell = r.cell
            word = (PRESUMED if r.presumed else REPLACED).say(language)
            yield f"  {word} {_row(cell.key, r.action, language)}"
        old, new = (_shown(as_text(v), language) for v in (r.old, r.new))
        yield f"    {HEADINGS[cell.field]}: {old} → {new}  [{r.unit}]"
        yield f"      {r.told.say(language)}"


def _dropped(merged: MergedMaster, language: Language) -> Iterator[str]:
    """Yield what waited or lay aside, or came now, and is shown no more but in the history."""
    told = {(r.cell.key, r.cell.round, HEADINGS[r.cell.field], form(r.old)) for r in merged.replaced
            if r.now}  # fmt: skip
    for d in merged.dropped:
        if d.spot not in told:
            value, unit = _shown(as_text(d.value), language), d.answer.unit
            word = _NO_MORE.say(language)
            yield f"  {word} {_row(d.key, '', language)} {d.heading}: {value}  [{unit}]"


def _decisions(merged: MergedMaster, language: Language) -> Iterator[str]:
    """Yield each cell that was decided: what stands, by which choice, and what was decided against."""
    cell = None
    for d in merged.decisions:
        if d.conflict.cell != cell:
            cell = d.conflict.cell
            word = Text("ตัดสินแล้ว", "decided").say(language)
            yield f"  {word} {_row(cell.key, d.conflict.action, language)}"
            value = _shown(as_text(d.value), language)
            yield f"    {HEADINGS[cell.field]}: {value}  [{d.choice.words}]"
        if not d.theirs:
            no = _NOT_TAKEN[d.choice].say(language)
            unit = path_of(d.conflict.theirs.answer, cell)
            yield f"      {no} {_shown(as_text(d.conflict.theirs.value), language)}  [{unit}]"


def _conflicts(merged: MergedMaster, language: Language) -> Iterator[str]:
    """Yield each cell in conflict: what the master holds, then what each unit says."""
    cell = None
    for c in merged.conflicts:
        if c.cell != cell:
            cell = c.cell
            word = Text("ขัดแย้ง", "conflict").say(language)
            yield f"  {word} {_row(cell.key, c.action, language)}"
            ours = Text("ในไฟล์หลัก", "in the master").say(language)
            yield f"    {HEADINGS[cell.field]}: {_shown(as_text(c.ours), language)}  [{ours}]"
        heading, unit = HEADINGS[c.cell.field], path_of(c.theirs.answer, c.cell)
        yield f"    {heading}: {_shown(as_text(c.theirs.value), language)}  [{unit}]"


def _row(key: str, action: str, language: Language) -> str:
    return (
        f"{_shown(action, language)} ({key})" if key and action else key or _shown(action, language)
    )


def _shown(text: str, language: Language) -> str:
    if not text:
        return _EMPTY.say(language)
    one_line = " ".join(text.split())
    return f"“{one_line if len(one_line) <= 60 else one_line[:59] + '…'}”"


def report(done: Merged) -> None:
    """Say what was written, what waits for a decision or lies aside, and how much of each."""
    language = language_of()
    for line in (*lines(done.master, language), *_about_the_plan(done.plan, language)):
        click.echo(line)
    summary(done)


def summary(done: Merged) -> None:
    """Say how many values went where (or would go), and what is left to decide."""
    master = done.master
    language = language_of()
    for line in (*waiting_lines(done.copies, language), *_about_joint_rows(done, language)):
        click.echo(line)
    say(
        _WOULD if done.dry_run else _DONE,
        written=len(master.written),
        conflicts=done.conflicts,
        aside=done.aside,
        decided=done.decided,
    )
    if master.presumed:
        say(_PRESUMED, n=len(master.presumed))
    tell_notices(done)
    if done.conflicts and not done.dry_run:
        say(CHOOSE, err=True)


_AGAINST = Text("ไม่ใช้", "not taken:")
_NOT_TAKEN = {
    **dict.fromkeys(Choice, _AGAINST),
    Choice.COMBINED: Text("รวมจาก", "combined from:"),
}


def _about_the_plan(plan: PlanDecisions, language: Language) -> Iterator[str]:
    """Yield what was decided about cells that the plan changed, too, and what waits."""
    for d in plan.decisions:
        yield f"  {_row(d.choice.cell.key, d.choice.action, language)}"
        old, new = (_shown(as_text(v), language) for v in (d.choice.held, d.value))
        took = _TAKEN[d.taken].say(language)
        yield f"    {d.choice.heading}: {old} → {new}  [{took}]"
    for c in plan.waiting:
        word = _CHOOSE.say(language)
        yield click.style(f"  {word} {_row(c.cell.key, c.action, language)}", fg="red")
        held, new = (_shown(as_text(v), language) for v in (c.held, c.plan))
        yield click.style(f"    {c.heading}: {held} ≠ {new}  [{FROM_PLAN}]", fg="red")


def _about_joint_rows(done: Merged, language: Language) -> Iterator[str]:
    """Yield what was decided about joint rows that the units' answers changed, too, and what waits."""
    for d in done.decided_joint:
        yield f"  {_row(d.cell.cell.key, d.cell.action, language)}"
        old, new = (_shown(as_text(v), language) for v in (d.cell.held, d.value))
        yield f"    {d.cell.heading}: {old} → {new}  [{_TAKEN_JOINT[d.taken].say(language)}]"
    for c in done.joint.waiting if done.joint else ():
        word = _CHOOSE.say(language)
        yield click.style(f"  {word} {_row(c.cell.key, c.action, language)}", fg="red")
        held, new = (_shown(as_text(v), language) for v in (c.held, c.combined))
        yield click.style(f"    {c.heading}: {held} ≠ {new}  [{FROM_UNITS}]", fg="red")


_CHOOSE = Text("ต้องเลือก", "to be chosen")
_TAKEN_JOINT = {
    "ours": Text("คงข้อความในแถวรวม", "the joint row's own words stay"),
    "combined": Text("ใช้คำตอบของหน่วยงาน", "the units' answers"),
    "unit": Text("ใช้คำตอบของหน่วยงานเดียว", "one unit's answer"),
    "own": Text("ใช้ข้อความที่พิมพ์เอง", "a text of one's own"),
}
_TAKEN = {
    "plan": Text("ใช้ค่าของแผน", "the plan's value"),
    "row": Text("คงค่าในแถว", "the row's value stays"),
    "own": Text("ใช้ข้อความที่พิมพ์เอง", "a text of one's own"),
}
_CARRIED = Text("รอบ ๑๒ เดือน ตามรอบ ๖ เดือน", "12 months, following the 6 months")
_OWN_WORDS = Text(
    "รอบ ๑๒ เดือนมีข้อความของตนเอง จึงคงไว้", "the row of 12 months has words of its own, which stay:"
)
_NO_MORE = Text("เหลือเพียงในประวัติ", "only in the history now:")
_PRESUMED = Text(
    "สันนิษฐานว่าแก้ไขแล้ว {n} ค่า ใช้ค่าใหม่กว่าไว้ก่อน ดูและเปลี่ยนได้ในชีต “ข้อขัดแย้ง”",
    "{n} values presumed to be corrected: the newer ones stand; see the sheet “ข้อขัดแย้ง” to decide otherwise",
)
_WOULD = Text(
    "จะเขียน {written} เซลล์ · ข้อขัดแย้ง {conflicts} · เก็บไว้ต่างหาก {aside} · ตัดสิน {decided}\n"
    "ยังไม่ได้แก้ไฟล์หลัก (--dry-run)",
    "{written} cells to write · {conflicts} conflicts · {aside} set aside · {decided} decided\n"
    "the master was not changed (--dry-run)",
)
_DONE = Text(
    "เขียน {written} เซลล์ · ข้อขัดแย้ง {conflicts} · เก็บไว้ต่างหาก {aside} · ตัดสินแล้ว {decided}",
    "{written} cells written · {conflicts} conflicts · {aside} set aside · {decided} decided",
)
