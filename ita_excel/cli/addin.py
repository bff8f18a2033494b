"""`ita-excel addin`: the tab in Excel, put in, looked at, taken out, prepared for other PCs."""

from __future__ import annotations

from pathlib import Path

import click

from ita_excel.buttons.addin import bundle as bundling
from ita_excel.buttons.addin import installing
from ita_excel.buttons.addin.machine import Machine
from ita_excel.cli.bilingual import BilingualGroup, option, say, subcommand
from ita_excel.core.errors import ExitCode
from ita_excel.core.language import Text
from ita_excel.jobs.wishes import COMMANDS


@click.group("addin", cls=BilingualGroup, words=COMMANDS["addin"])
def command() -> None:
    pass


@subcommand(
    command,
    "install",
    "ติดตั้งแท็บ ITA ให้ Excel เปิดเองทุกครั้ง",
    "Put the tab where Excel loads it by itself.",
    ("ita-excel addin install", "ใส่แท็บ ITA ใน Excel", "put the tab ITA into Excel"),
)
@option(
    "--settings-only",
    is_flag=True,
    th="เขียนเฉพาะค่าตั้ง สำหรับสมุดงานแบบมีปุ่ม (.xlsm)",
    en="write the settings only, for workbooks with buttons (.xlsm)",
)
def install(settings_only: bool) -> None:
    machine = Machine.this()
    for path in installing.install(machine, with_addin=not settings_only):
        say(Text("เขียน {path}", "wrote {path}"), path=path)
    for text in installing.to_allow(machine):
        say(text)


@subcommand(
    command, "remove", "ถอนแท็บ ITA และคืนทุกอย่างที่เปลี่ยนไว้", "Take the tab out, undo everything."
)
def remove() -> None:
    removed = installing.remove(Machine.this())
    for path in removed:
        say(Text("ลบ {path}", "removed {path}"), path=path)
    if not removed:
        say(Text("ไม่มีสิ่งใดติดตั้งไว้", "nothing was installed"))


@subcommand(command, "status", "บอกว่าแท็บ ITA พร้อมใช้หรือไม่", "Say whether the tab is ready.")
@click.pass_context
def status(ctx: click.Context) -> None:
    now = installing.status(Machine.this())
    yes, no = Text("ใช่", "yes"), Text("ไม่", "no")
    say(Text("ติดตั้งแล้ว: {answer} ({path})", "installed: {answer} ({path})"),
        answer=yes if now.installed else no, path=now.addin)  # fmt: skip
    say(Text("เป็นรุ่นเดียวกับโปรแกรม: {answer}", "of this version: {answer}"),
        answer=yes if now.current else no)  # fmt: skip
    say(Text("โปรแกรมที่เรียกใช้: {path} (พบ: {answer})", "starts: {path} (there: {answer})"),
        path=now.interpreter or "-", answer=yes if now.interpreter_there else no)  # fmt: skip
    if not now.ready:
        say(Text("สั่ง: ita-excel addin install", "run: ita-excel addin install"), err=True)
        ctx.exit(ExitCode.MACHINE)


@subcommand(
    command,
    "bundle",
    "เตรียมโฟลเดอร์สำหรับติดตั้งบนเครื่อง Windows ที่ไม่มีอินเทอร์เน็ต",
    "Prepare a folder that installs all on a Windows PC without the internet.",
    ("ita-excel addin bundle ชุดติดตั้ง", "สำหรับเครื่องที่ไม่มีอินเทอร์เน็ต", "for PCs without the internet"),
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@option(
    "--wheel",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    th="ไฟล์ wheel ของโปรแกรมรุ่นอื่น แทนรุ่นที่ใช้อยู่นี้",
    en="a wheel file of another version, instead of the one that is running",
)
def bundle(folder: Path, wheel: Path | None) -> None:
    made = bundling.bundle(folder, Machine.this(), str(wheel.resolve()) if wheel else None)
    for path in made:
        click.echo(path)
    say(
        Text(
            "คัดลอกทั้งโฟลเดอร์ไปยังเครื่องปลายทาง แล้วดับเบิลคลิก install.cmd",
            "copy the whole folder to the other PC and double-click install.cmd there",
        )
    )
