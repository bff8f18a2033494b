"""What a merge came to, as lines for a person: `collect`, `resolve` and `withdraw` say it alike."""

from __future__ import annotations

import getpass
from collections.abc import Iterator

import click

from ita_excel.cli.bilingual import Decorator, option, say
from ita_excel.errors import ExitCode
from ita_excel.language import Language, Text
from ita_excel.merging.master import HEADINGS
from ita_excel.merging.merge import Merged
from ita_excel.merging.settle import Fate
from ita_excel.values import as_text

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


def lines(merged: Merged, language: Language) -> Iterator[str]:
    """Yield a line for each value written, then for each conflict and each value set aside."""
    for w in merged.written:
        who = ", ".join(dict.fromkeys(s.contribution.unit for s in w.settled.sources))
        yield (
            f"  {w.cell.key} {HEADINGS[w.cell.field]}: {_shown(as_text(w.old), language)} → "
            f"{_shown(as_text(w.new), language)}" + (f"  [{who}]" if who else "")
        )
    for c in merged.conflicts:
        unit = c.statement.contribution.unit
        word = Text("ขัดแย้ง", "conflict").say(language)
        line = (
            f"  {word} {c.cell.key} {HEADINGS[c.cell.field]}: "
            f"{_shown(as_text(c.ours), language)} ≠ {_shown(as_text(c.theirs), language)}  [{unit}]"
        )
        yield click.style(line, fg="red")
    for contribution, stray in merged.aside:
        word = Text("เก็บไว้ต่างหาก", "set aside").say(language)
        line = f"  {word} {stray.key} {stray.column}: {_shown(as_text(stray.value), language)}"
        yield click.style(f"{line}  [{contribution.unit}]", fg="yellow")


def _shown(text: str, language: Language) -> str:
    if not text:
        return _EMPTY.say(language)
    one_line = " ".join(text.split())
    return f"“{one_line if len(one_line) <= 60 else one_line[:59] + '…'}”"


def summary(merged: Merged) -> None:
    """Say how many values went where, and what is left to decide."""
    say(
        Text(
            "เขียน {written} เซลล์ · ข้อขัดแย้ง {conflicts} · เก็บไว้ต่างหาก {aside} · ตัดสินแล้ว {decided}",
            "{written} cells written · {conflicts} conflicts · {aside} set aside · {decided} decided",
        ),
        written=len(merged.written),
        conflicts=merged.fates[Fate.CONFLICT],
        aside=merged.fates[Fate.ASIDE],
        decided=len(merged.decisions),
    )
    if merged.contradictory:
        say(
            Text(
                "เลือกค่าของสองหน่วยงานในเซลล์เดียวกัน {n} รายการ จึงยังไม่ใช้ โปรดเลือกเพียงค่าเดียว",
                "{n} choices take two units' values for one cell and were not applied: choose one",
            ),
            n=len(merged.contradictory),
            err=True,
        )
    if merged.conflicts:
        say(
            Text(
                "โปรดเลือกในชีต “ข้อขัดแย้ง” แล้วสั่ง ita-excel resolve",
                "choose on the sheet “ข้อขัดแย้ง”, then run ita-excel resolve",
            ),
            err=True,
        )


def exit_code(merged: Merged, errors: bool = False) -> ExitCode:
    """Return 1 where something waits for a person, else 0."""
    return ExitCode.DATA if errors or merged.conflicts or merged.aside else ExitCode.OK
