"""`ita-excel doctor`: what this computer lacks, and what to do about it."""

from __future__ import annotations

import click

from ita_excel.buttons.addin.doctor import Health, examine
from ita_excel.buttons.addin.machine import Machine
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import language_of
from ita_excel.cli.data import emit, json_option
from ita_excel.core.errors import ExitCode


@declare(
    "doctor",
    None,
    ("ita-excel doctor", "เครื่องนี้พร้อมใช้หรือไม่", "is this computer ready?"),
)
@json_option()
@click.pass_context
def command(ctx: click.Context, as_data: bool) -> None:
    language = language_of(ctx)
    checks = examine(Machine.this())
    if as_data:
        emit(
            {
                "ready": not any(c.state is Health.LACKING for c in checks),
                "checks": [
                    {
                        "what": c.what.say(language),
                        "state": c.state.name.lower(),
                        "found": c.found,
                        "remedy": c.remedy.say(language) if c.remedy else None,
                    }
                    for c in checks
                ],
            }
        )
    for check in () if as_data else checks:
        found = f": {check.found}" if check.found else ""
        click.echo(f"{check.state.value} {check.what.say(language)}{found}")
        if check.remedy:
            click.echo(f"    → {check.remedy.say(language)}")
    if any(check.state is Health.LACKING for check in checks):
        ctx.exit(ExitCode.MACHINE)
