"""The messages that go with the units' workbooks: written as drafts, or sent through a server.

A workbook is sent when the server took its message: the master remembers it of each, so that what
failed can be sent again as it is, the same workbook for the same rows.
"""

from __future__ import annotations

import datetime as dt
import gc
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path

from ita_excel.core.errors import ItaExcelError, system_refusals
from ita_excel.dispatch.cover_letters import Letter
from ita_excel.dispatch.mail import MailResult, Server, draft, is_address, message
from ita_excel.dispatch.mail import send as send_messages
from ita_excel.jobs.book import OpenBook, Place, in_turn
from ita_excel.jobs.occasion import Occasion, Watcher
from ita_excel.merging import ledger_sheet
from ita_excel.merging.ledger import Mailed
from ita_excel.schema.model import Unit
from ita_excel.store import backups, saving

_NO_ADDRESS = "ไม่ใช่อีเมล"
_BETWEEN = 60.0  # seconds between two notes in the master: each saves it with a backup


@dataclass(frozen=True, slots=True)
class Post:
    """One message to be: to whom, what it says, what goes along, where its draft goes."""

    unit: Unit
    letter: Letter
    attachment: Path | None
    draft: Path
    dispatch: str = ""  # which workbook's way to its unit the message is, '' for none's
    rows: int = 0  # that the workbook holds

    @property
    def address(self) -> str | None:
        """The unit's e-mail address; None where what was typed is none."""
        return self.unit.email if is_address(self.unit.email) else None


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a message; `why` it could not be sent, '' where it went out."""

    post: Post
    why: str = ""


def write_drafts(posts: Sequence[Post], sender: str = "") -> None:
    """Write each message as a draft (.eml) that a mail program opens.

    What a draft replaces becomes a backup: somebody may have gone on writing it. OutputError where
    one can't be written.
    """
    with system_refusals():
        for post in posts:
            saving.replace_bytes(post.draft, draft(_message(post, sender)), _keep)


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of the messages: those sent or refused, then those without an address.

    `unrecorded` is why the master doesn't know it, None where it does.
    """

    sent: tuple[Sent, ...]
    unrecorded: ItaExcelError | None = None


def deliver(
    place: Place, posts: Sequence[Post], server: Server, occasion: Occasion, *, sender: str
) -> Delivered:
    """Send the messages and let the master remember which of them the server took.

    It is told every minute, and at the end, also where the sending is broken off. MachineError where
    the server can't be reached at all.
    """
    ready = [p for p in posts if p.address]
    done = [Sent(p, _NO_ADDRESS) for p in posts if not p.address]
    record = _Record(place, occasion)
    for one in done:
        record.note(one)

    def told(result: MailResult) -> None:
        done.append(Sent(ready[len(done) - without], result.why))
        record.note(done[-1])

    without = len(done)
    messages = ((p.unit.email, _message(p, sender)) for p in occasion.watcher.each(ready))
    try:
        with system_refusals():
            send_messages(server, messages, told)
    finally:
        record.write(last=True)
    return Delivered((*done[without:], *done[:without]), record.failed)


class _Record:
    """What the master is to remember of the mail, written now and then."""

    def __init__(self, place: Place, occasion: Occasion) -> None:
        self._place, self._occasion = place, occasion
        self._news: dict[str, Sent] = {}
        self._since = time.monotonic()
        self.failed: ItaExcelError | None = None

    def note(self, sent: Sent) -> None:
        if sent.post.dispatch:
            self._news[sent.post.dispatch] = sent
        if time.monotonic() - self._since > _BETWEEN:
            self.write()

    def write(self, last: bool = False) -> None:
        """Let the master remember; what can't be written stays for the next time."""
        if not self._news:
            return
        try:
            # Nobody is shown the progress of this: it is not what the bar counts.
            in_turn(self._place, replace(self._occasion, watcher=Watcher()), self._remember)
            self._news = {}
            self.failed = None
        except ItaExcelError as error:
            self.failed = error
        # A workbook read and saved is full of circles, and the program rarely looks for garbage: each
        # note would stay in memory beside the ones before.
        gc.collect()
        self._since = time.monotonic()

    def _remember(self, opened: OpenBook) -> None:
        reading = opened.read()
        ledger = ledger_sheet.load(reading.meta)
        now = self._occasion.moment.astimezone(dt.UTC).isoformat(timespec="seconds")
        mailed = {}
        for id_, sent in self._news.items():
            before = ledger.mailed.get(id_, Mailed())
            if not sent.why:
                mailed[id_] = before._replace(taken=before.taken or now)
            elif not before.taken:
                mailed[id_] = Mailed("", now, sent.why)
        opened.write(reading, (), "", others=ledger_sheet.keep(reading, ledger.with_mail(mailed)))


def _message(post: Post, sender: str) -> EmailMessage:
    return message(post.letter, post.unit.email, post.unit.name, sender, post.attachment)


def _keep(draft: Path) -> None:
    if draft.exists():
        backups.keep(draft)
