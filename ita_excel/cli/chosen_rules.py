"""The rules that a person names: `--rule P305 --ignore A208,R411`, and what a check leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ita_excel.cli.bilingual import language_of
from ita_excel.cli.nearest import nearest
from ita_excel.core.errors import UsageError
from ita_excel.core.language import Text
from ita_excel.rules.ruleset import MERGED, RULES

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_ONLY = Text(
    "ตรวจเฉพาะกฎ {codes} กฎอื่นยังไม่ได้ตรวจ โปรดสั่ง validate โดยไม่ระบุ --rule เพื่อดูทั้งหมด",
    "only {codes} checked, no other rule: run validate without --rule to see all",
)
_WITHOUT = Text(
    "ตรวจโดยเว้นกฎ {codes} โปรดสั่ง validate โดยไม่ระบุ --ignore เพื่อดูทั้งหมด",
    "checked without {codes}: run validate without --ignore to see all",
)


def codes(given: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes of rules that a person gave (also `p305,P306`); UsageError for others."""
    named = tuple(c.strip().upper() for text in given for c in text.split(",") if c.strip())
    unknown = [c for c in named if c not in RULES]
    if unknown:
        near = nearest(unknown[0], RULES)
        raise UsageError(
            Text(
                "ไม่มีกฎ {codes} หมายถึง {near} หรือไม่ (ดูรายการกฎด้วย ita-excel rules)",
                "there is no rule {codes}: did you mean {near}? (see ita-excel rules)",
            )
            if near
            else Text(
                "ไม่มีกฎ {codes} ดูรายการกฎด้วย ita-excel rules",
                "there is no rule {codes}: see ita-excel rules",
            ),
            codes=", ".join(unknown),
            near=near,
        )
    return named


def looked_for(given: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes of `--rule`; UsageError also for what only merging can find."""
    named = codes(given)
    merged = [rule.code for rule in MERGED if rule.code in named]
    if merged:
        raise UsageError(
            Text(
                "กฎ {codes} ตรวจไฟล์ที่หน่วยงานส่งกลับ จึงพบได้ด้วยคำสั่ง collect ไม่ใช่ validate",
                "{codes} is about returned workbooks: collect finds it, not validate",
            ),
            codes=", ".join(merged),
        )
    return named


def left_unchecked(only: Sequence[str], ignore: Sequence[str]) -> Text | None:
    """Return what is to be said of a check that leaves rules out, None of a whole one."""
    if only:
        return _ONLY.fill(codes=", ".join(c for c in only if c not in ignore))
    return _WITHOUT.fill(codes=", ".join(ignore)) if ignore else None


class _Code(click.ParamType):  # type: ignore[type-arg]
    """The code of a rule: any text (several may be joined by commas), completed from the list."""

    name = "code"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        before, comma, begun = incomplete.rpartition(",")
        return [
            CompletionItem(f"{before}{comma}{code}", help=rule.finds.say(language_of(ctx)))
            for code, rule in RULES.items()
            if code.startswith(begun.upper())
        ]


CODE = _Code()
