"""`ita-excel doctor`: what this computer lacks, and how to mend it."""

from __future__ import annotations

import click

from ita_excel.addin.machine import Machine
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import language_of
from ita_excel.doctor import State, examine
from ita_excel.errors import ExitCode


@declare(
    "doctor",
    "ตรวจว่าเครื่องนี้พร้อมใช้โปรแกรมหรือไม่ พร้อมวิธีแก้",
    "Check whether this computer is ready, and say how to mend what isn't.",
)
@click.pass_context
def command(ctx: click.Context) -> None:
    language = language_of(ctx)
    checks = examine(Machine.this())
    for check in checks:
        found = f": {check.found}" if check.found else ""
        click.echo(f"{check.state.value} {check.what.say(language)}{found}")
        if check.remedy:
            click.echo(f"    → {check.remedy.say(language)}")
    if any(check.state is State.LACKING for check in checks):
        ctx.exit(ExitCode.MACHINE)
