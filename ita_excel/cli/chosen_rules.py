"""The rules that a person names: `--rule P305 --ignore A208,R411`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ita_excel.cli.bilingual import language_of
from ita_excel.cli.nearest import nearest
from ita_excel.core.errors import UsageError
from ita_excel.core.language import Text
from ita_excel.rules.ruleset import RULES

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


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
