"""`ita-excel templates copy`: the Word templates, for an agency to make its own."""

from __future__ import annotations

from pathlib import Path

import click

from ita_excel.cli.bilingual import BilingualGroup, option, say
from ita_excel.cli.bilingual import subcommand as declare
from ita_excel.core.language import Text
from ita_excel.documents.replacing import copy_templates
from ita_excel.jobs.wishes import COMMANDS


@click.group("templates", cls=BilingualGroup, words=COMMANDS["templates"])
def command() -> None:
    pass


@declare(
    command,
    "copy",
    "คัดลอกแม่แบบ Word ไปยังโฟลเดอร์ เพื่อแก้เป็นของหน่วยงาน แล้วใช้ด้วย export --templates",
    "Copy the Word templates into a folder to change them; use them with export --templates.",
    (
        "ita-excel templates copy แม่แบบ",
        "แล้วใช้ด้วย export --templates แม่แบบ",
        "then use them by export --templates",
    ),
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@option("--force", is_flag=True, th="เขียนทับไฟล์ที่มีอยู่", en="replace files that exist")
def copy(folder: Path, force: bool) -> None:
    for path in copy_templates(folder, force=force):
        click.echo(click.format_filename(path))
    say(
        Text(
            "เปิดด้วย Word แล้วแก้ได้ทุกอย่าง ยกเว้นข้อความในวงเล็บปีกกา",
            "open them in Word and change anything but the words in braces",
        )
    )
