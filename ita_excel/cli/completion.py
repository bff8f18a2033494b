"""`ita-excel completion`: what a shell needs to complete commands, options and their values."""

from __future__ import annotations

import os

import click
from click.shell_completion import get_completion_class

from ita_excel.cli.bilingual import command as declare
from ita_excel.core.errors import MachineError, UsageError
from ita_excel.core.language import Text

SHELLS = ("bash", "zsh", "fish", "powershell")


@declare(
    "completion",
    Text(
        "ใส่บรรทัดในตัวอย่างลงในไฟล์ตั้งค่าของเชลล์ แล้วเปิดหน้าต่างใหม่",
        "Put the line of the examples into your shell's start-up file and open a new window.",
    ),
    (
        'eval "$(ita-excel completion bash)"',
        "ใน ~/.bashrc (zsh: ใน ~/.zshrc ด้วยคำว่า zsh)",
        "in ~/.bashrc (zsh: in ~/.zshrc, with zsh)",
    ),
    (
        "ita-excel completion fish > ~/.config/fish/completions/ita-excel.fish",
        "สำหรับ fish",
        "for fish",
    ),
    (
        "ita-excel completion powershell | Out-String | Invoke-Expression",
        "สำหรับ PowerShell ในไฟล์ $PROFILE",
        "for PowerShell, in the file $PROFILE",
    ),
)
@click.argument("shell", type=click.Choice(SHELLS), required=False)
def command(shell: str | None) -> None:
    chosen = shell or _running()
    found = get_completion_class(chosen)
    if found is None:  # click before 8.4 knows no PowerShell
        raise MachineError(
            Text(
                "click รุ่นที่ติดตั้งไว้เติมคำใน {shell} ไม่ได้ โปรดปรับปรุงโปรแกรม",
                "the click that is installed can't complete in {shell}: update the program",
            ),
            shell=chosen,
        )
    from ita_excel.cli import cli

    click.echo(found(cli, {}, "ita-excel", "_ITA_EXCEL_COMPLETE").source())


def _running() -> str:
    """Return the shell that seems to be running; UsageError where none does."""
    name = os.path.basename(os.environ.get("SHELL", ""))
    if name in SHELLS:
        return name
    if os.environ.get("PSModulePath"):  # noqa: SIM112 (its name on Linux)
        return "powershell"
    raise UsageError(
        Text("โปรดระบุเชลล์: {shells}", "name the shell: {shells}"), shells=" ".join(SHELLS)
    )
