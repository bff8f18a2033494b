"""Drafts and sending, as `split` and `remind` share them: options, progress, the list at the end."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from ita_excel.cli.bilingual import language_of, option, say
from ita_excel.cli.progress import occasion, working
from ita_excel.core.errors import UsageError
from ita_excel.core.language import Text
from ita_excel.dispatch.mail import SECURITIES, Server, is_address
from ita_excel.jobs.mailing import Delivered, Post, deliver, write_drafts

PASSWORD = "ITA_EXCEL_SMTP_PASSWORD"
_PORTS = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True, slots=True)
class Mailing:
    """What the options ask for."""

    drafts: bool
    send: bool
    sender: str
    host: str
    port: int | None
    security: str
    user: str
    template: Path | None


def mail_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of mailing; it gets them as one `mailing`."""

    def with_mailing(*args: Any, **kwargs: Any) -> Any:
        names = ("sender", "host", "port", "security", "user", "template")
        values = {n: kwargs.pop(f"mail_{n}") for n in names}
        mailing = Mailing(kwargs.pop("mail"), kwargs.pop("send"), **values)
        return command(*args, mailing=mailing, **kwargs)

    with_mailing.__name__ = command.__name__
    with_mailing.__doc__ = command.__doc__
    if hasattr(command, "__click_params__"):
        with_mailing.__click_params__ = command.__click_params__  # type: ignore[attr-defined]
    decorated: Callable[..., Any] = with_mailing
    for decorate in reversed(_OPTIONS):
        decorated = decorate(decorated)
    return decorated


_OPTIONS = (
    option(
        "--mail",
        is_flag=True,
        th="เขียนร่างอีเมล (.eml) หน่วยงานละฉบับด้วย เปิดใน Outlook หรือ Thunderbird แล้วส่งได้",
        en="also write a draft (.eml) for each unit, to open in Outlook or Thunderbird and send",
    ),
    option(
        "--send",
        is_flag=True,
        th="ส่งอีเมลผ่านเซิร์ฟเวอร์ SMTP",
        en="send the messages through an SMTP server",
    ),
    option(
        "--from",
        "mail_sender",
        envvar="ITA_EXCEL_MAIL_FROM",
        default="",
        metavar="ADDRESS",
        th="อีเมลของผู้ส่ง",
        en="the sender's address",
    ),
    option(
        "--smtp-host",
        "mail_host",
        envvar="ITA_EXCEL_SMTP_HOST",
        default="",
        metavar="NAME",
        th="ชื่อเซิร์ฟเวอร์อีเมล",
        en="the mail server",
    ),
    option(
        "--smtp-port",
        "mail_port",
        envvar="ITA_EXCEL_SMTP_PORT",
        type=click.IntRange(1, 65535),
        th="พอร์ต ปกติ 587 (starttls) หรือ 465 (tls)",
        en="its port; by default 587 (starttls) or 465 (tls)",
    ),
    option(
        "--smtp-security",
        "mail_security",
        envvar="ITA_EXCEL_SMTP_SECURITY",
        type=click.Choice(SECURITIES),
        default="starttls",
        th="การเข้ารหัสการเชื่อมต่อ",
        en="how the connection is encrypted",
    ),
    option(
        "--smtp-user",
        "mail_user",
        envvar="ITA_EXCEL_SMTP_USER",
        default="",
        metavar="NAME",
        th=f"ชื่อผู้ใช้ รหัสผ่านใส่ในตัวแปร {PASSWORD} หรือพิมพ์เมื่อถูกถาม",
        en=f"the user name; the password comes from {PASSWORD} or is asked for",
    ),
    option(
        "--template",
        "mail_template",
        type=click.Path(path_type=Path),
        th="แบบจดหมายของท่านเอง (ข้อความ UTF-8 บรรทัดแรกขึ้นต้นด้วย “เรื่อง:”)",
        en="your own letter (UTF-8 text whose first line begins with “Subject:”)",
    ),
)


def check(mailing: Mailing) -> Server | None:
    """Return the server to send through, None without `--send`; asks for the password."""
    if not mailing.send:
        return None
    if not mailing.host or not is_address(mailing.sender):
        raise UsageError(
            Text(
                "--send ต้องระบุ --smtp-host และ --from (อีเมลของผู้ส่ง)",
                "--send needs --smtp-host and --from (the sender's address)",
            )
        )
    password = ""
    if mailing.user:
        password = os.environ.get(PASSWORD, "") or click.prompt(
            Text("รหัสผ่านอีเมล", "mail password").say(language_of()), hide_input=True, err=True
        )
    port = mailing.port or _PORTS[mailing.security]
    return Server(mailing.host, port, mailing.security, mailing.user, password)


def as_object(post: Post, mailing: Mailing, delivered: Delivered) -> dict[str, Any]:
    """Return what JSON tells of one message; `sent` is null where it wasn't to be sent."""
    fate = next((one for one in delivered.sent if one.post is post), None)
    return {
        "email": post.address,
        "draft": str(post.draft) if mailing.drafts else None,
        "sent": None if fate is None else not fate.why,
        "why": fate.why or None if fate else None,
    }


def post(
    place: Path,
    posts: Sequence[Post],
    mailing: Mailing,
    server: Server | None,
    *,
    quiet: bool = False,
) -> Delivered:
    """Write drafts, send, let the master know, and say what went out."""
    if mailing.drafts:
        write_drafts(posts, mailing.sender)
        for one in () if quiet else posts:
            click.echo(f"  {click.format_filename(one.draft)}")
        if not quiet:
            say(Text("เขียนร่างอีเมล {n} ฉบับ", "{n} drafts written"), n=len(posts))
        _tell_without_address(posts)
    return _send(place, posts, mailing, server, quiet) if server and posts else Delivered(())


def _tell_without_address(posts: Sequence[Post]) -> None:
    for one in posts:
        if not one.address:
            say(
                Text(
                    "  {unit}: ยังไม่มีอีเมลที่ถูกต้อง โปรดใส่ผู้รับเองก่อนส่ง",
                    "  {unit}: no valid address; enter the recipient before sending",
                ),
                unit=one.unit.name,
                err=True,
            )


def _send(
    place: Path, posts: Sequence[Post], mailing: Mailing, server: Server, quiet: bool
) -> Delivered:
    with working(Text("กำลังส่งอีเมล", "sending")):
        done = deliver(place, posts, server, occasion(), sender=mailing.sender)
    failed = [one for one in done.sent if one.why]
    for one in done.sent:
        if not one.why:
            said = Text("  ส่งแล้ว {unit} <{to}>", "  sent {unit} <{to}>")
            say(said, err=quiet, unit=one.post.unit.name, to=one.post.unit.email)
    for one in sorted(failed, key=lambda one: one.post.address is not None):
        said = Text("  ส่งไม่ได้ {unit} <{to}>: {why}", "  not sent {unit} <{to}>: {why}")
        say(said, unit=one.post.unit.name, to=one.post.unit.email, why=one.why, err=True)
    say(
        Text("ส่งอีเมลแล้ว {n} ฉบับ ส่งไม่ได้ {m} ฉบับ", "{n} messages sent, {m} not"),
        err=quiet,
        n=len(done.sent) - len(failed),
        m=len(failed),
    )
    if failed:
        say(_AGAIN, err=True)
    if done.unrecorded:
        say(_UNRECORDED, err=True)
        raise done.unrecorded
    return done


_AGAIN = Text(
    "หน่วยงานที่ส่งไม่ได้ยังไม่นับว่าส่งแล้ว แก้อีเมลในชีตส่วนราชการหากผิด แล้วสั่งคำสั่งเดิมอีกครั้ง "
    "โปรแกรมจะส่งไฟล์เดิมให้เฉพาะหน่วยงานที่ยังส่งไม่ได้",
    "the units that got nothing don't count as sent: correct the address on the sheet of units if it "
    "is wrong, then run the same command again, which sends the same workbooks to them alone",
)
_UNRECORDED = Text(
    "ส่งอีเมลแล้วตามรายการข้างบน แต่บันทึกลงไฟล์หลักไม่ได้ สถานะการส่งในไฟล์หลักจึงยังไม่ถูกต้อง",
    "the messages went out as listed, but the master could not be told: what it says of the sending "
    "isn't true yet",
)
