"""Messages with a workbook attached: as drafts for a mail program, or sent through a server.

Knows addresses, drafts and SMTP. Knows nothing of workbooks but their bytes, and never writes the
password anywhere: it comes from the environment or is asked for, and stays in memory.
"""

from __future__ import annotations

import email
import email.policy
import email.utils
import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

from ita_excel.core.errors import MachineError, UsageError
from ita_excel.core.language import Text
from ita_excel.dispatch.cover_letters import Letter

if TYPE_CHECKING:  # letters are written without a server far more often than sent
    import smtplib
    import ssl

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
SECURITIES = ("starttls", "tls", "none")
_LONGEST_NAME = 100  # characters beside an address
_TIMEOUT = 60  # seconds for a server that says nothing
_GIVEN_UP = 3  # messages in a row for which no connection could be made
_GONE = Text(
    "ไม่ได้ลองส่ง เพราะติดต่อเซิร์ฟเวอร์อีเมล {host} ไม่ได้แล้ว",
    "not tried, because the mail server {host} can't be reached any more",
)


def is_address(text: str) -> bool:
    """Whether a text is one plain e-mail address, with nothing that could become a header."""
    return bool(_ADDRESS.fullmatch(text))


def message(
    letter: Letter, to: str, name: str, sender: str = "", attachment: Path | None = None
) -> EmailMessage:
    """Return a message. A `to` that is no address is left out: a draft can be completed by hand."""
    made = EmailMessage(policy=email.policy.SMTP)
    made["Subject"] = " ".join(letter.subject.split())
    if is_address(to):
        made["To"] = email.utils.formataddr((_called(name), to))
    if sender:
        made["From"] = sender
    made["Date"] = email.utils.localtime()
    domain = sender.rpartition("@")[2].rstrip(">") if "@" in sender else "ita-excel.invalid"
    made["Message-ID"] = email.utils.make_msgid(domain=domain)
    made.set_content(letter.text, charset="utf-8", cte="base64")
    if attachment is not None:
        main, sub = _XLSX
        made.add_attachment(
            attachment.read_bytes(), maintype=main, subtype=sub, filename=attachment.name
        )
    return made


def _called(name: str) -> str:
    """Return a name as a header has it; Python takes a second for a long one, or ends in recursion."""
    return " ".join(name[:_LONGEST_NAME].split())


def draft(made: EmailMessage) -> bytes:
    """Return the .eml of a message that mail programs open as one still to be sent."""
    made = _copy(made)
    made["X-Unsent"] = "1"  # Outlook opens it in the editor; Thunderbird: Edit As New
    return made.as_bytes()


def _copy(made: EmailMessage) -> EmailMessage:
    copied = email.message_from_bytes(made.as_bytes(), policy=made.policy)
    assert isinstance(copied, EmailMessage)
    return copied


@dataclass(frozen=True, slots=True)
class Server:
    """An SMTP server. `password` never shows in a `repr`."""

    host: str
    port: int
    security: str = "starttls"
    user: str = ""
    password: str = ""
    context: ssl.SSLContext | None = None  # the system's own authorities where None

    def __repr__(self) -> str:
        return f"Server({self.host!r}, {self.port}, {self.security!r}, user={self.user!r})"


@dataclass(frozen=True, slots=True)
class MailResult:
    """What became of one message; `why` is the server's word, '' where it went out."""

    to: str
    why: str = ""

    @property
    def ok(self) -> bool:
        return not self.why


def send(
    server: Server,
    messages: Iterable[tuple[str, EmailMessage]],
    done: Callable[[MailResult], None] = lambda sent: None,
) -> list[MailResult]:
    """Send each message to its address and return what became of each, in order.

    A refused address or a dropped connection stops nothing: the connection is made again once for
    each message. Where it can't be made for a few messages in a row, the others aren't tried: each
    would take its minute. MachineError where the server can't be reached, or doesn't let us in, at
    all.
    """
    _check(server)
    connection: smtplib.SMTP | None = _connect(server)
    results = []
    unreachable = 0
    for to, made in messages:
        if unreachable < _GIVEN_UP:
            result, connection, there = _send_one(server, connection, to, made)
            unreachable = 0 if there else unreachable + 1
        else:
            result = MailResult(to, _GONE.fill(host=server.host).th)
        results.append(result)
        done(result)
    if connection is not None:
        _quit(connection)
    return results


def _check(server: Server) -> None:
    local = server.host in ("localhost", "127.0.0.1", "::1")
    if server.user and server.security == "none" and not local:
        raise UsageError(
            Text(
                "ไม่ส่งรหัสผ่านโดยไม่เข้ารหัส โปรดใช้ --smtp-security starttls หรือ tls",
                "a password is never sent unencrypted: use --smtp-security starttls or tls",
            )
        )


def _connect(server: Server) -> smtplib.SMTP:
    import smtplib
    import ssl

    context = server.context or ssl.create_default_context()
    # Said here because smtplib would ask the name service, which can take a minute in an office.
    own = socket.gethostname()
    name = own if "." in own and own.isascii() else "[127.0.0.1]"
    connection: smtplib.SMTP | None = None
    try:
        if server.security == "tls":
            connection = smtplib.SMTP_SSL(
                server.host, server.port, name, timeout=_TIMEOUT, context=context
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, name, timeout=_TIMEOUT)
        if server.security == "starttls":
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
        return connection
    except smtplib.SMTPAuthenticationError as error:
        if connection is not None:
            connection.close()
        raise MachineError(
            Text(
                "เซิร์ฟเวอร์อีเมล {host} ไม่รับชื่อผู้ใช้หรือรหัสผ่าน โปรดตรวจสอบแล้วลองใหม่",
                "the mail server {host} doesn't accept the user name or password: check them",
            ),
            host=server.host,
        ) from error
    except (OSError, smtplib.SMTPException) as error:
        if connection is not None:
            connection.close()
        raise MachineError(
            Text(
                "เชื่อมต่อเซิร์ฟเวอร์อีเมล {host}:{port} ไม่ได้ ({why}) โปรดตรวจชื่อ พอร์ต และเครือข่าย",
                "the mail server {host}:{port} can't be reached ({why}): check name, port, network",
            ),
            host=server.host,
            port=server.port,
            why=_reason(error),
        ) from error


def _send_one(
    server: Server, connection: smtplib.SMTP | None, to: str, made: EmailMessage
) -> tuple[MailResult, smtplib.SMTP | None, bool]:
    """Return what became of a message, the connection as it is now, whether the server is there."""
    import smtplib

    for attempt in (1, 2):
        try:
            if connection is None:
                connection = _connect(server)
            connection.send_message(made, to_addrs=[to])
            return MailResult(to), connection, True
        except (smtplib.SMTPServerDisconnected, ConnectionError, TimeoutError) as error:
            if connection is not None:
                connection.close()
            connection = None
            if attempt == 2:
                return MailResult(to, _reason(error)), None, True
        except (smtplib.SMTPException, OSError, ValueError) as error:
            return MailResult(to, _reason(error)), connection, True
        except MachineError as error:
            return MailResult(to, error.text.th), None, False
    raise AssertionError("the second attempt returns")


def _reason(error: Exception) -> str:
    """Return the server's own words, in one line."""
    import smtplib

    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, word = next(iter(error.recipients.values()))
        return _one_line(f"{code} {_decoded(word)}")
    if isinstance(error, smtplib.SMTPResponseException):
        return _one_line(f"{error.smtp_code} {_decoded(error.smtp_error)}")
    return _one_line(str(error) or type(error).__name__)


def _decoded(word: object) -> str:
    return word.decode("utf-8", "replace") if isinstance(word, bytes) else str(word)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:300]


def _quit(connection: smtplib.SMTP) -> None:
    import smtplib

    try:
        connection.quit()
    except (smtplib.SMTPException, OSError):
        connection.close()  # everything is sent: how the server says good-bye doesn't matter
