"""The messages that go with the units' workbooks: written as drafts, or sent through a server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from ita_excel.dispatch.cover_letters import Letter
from ita_excel.dispatch.mail import Server, draft, is_address, message
from ita_excel.dispatch.mail import send as send_messages
from ita_excel.jobs.book import system_refusals
from ita_excel.jobs.occasion import Occasion
from ita_excel.schema.model import Unit
from ita_excel.store import backups, saving

_NO_ADDRESS = "ไม่ใช่อีเมล"


@dataclass(frozen=True, slots=True)
class Post:
    """One message to be: to whom, what it says, what goes along, where its draft goes."""

    unit: Unit
    letter: Letter
    attachment: Path | None
    draft: Path

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


def send(
    posts: Sequence[Post], server: Server, occasion: Occasion, *, sender: str
) -> tuple[Sent, ...]:
    """Send the messages and return what became of each: those sent or refused, then the others.

    MachineError where the server can't be reached at all.
    """
    ready = [p for p in posts if p.address]
    messages = ((p.unit.email, _message(p, sender)) for p in occasion.watcher.each(ready))
    with system_refusals():
        results = send_messages(server, messages)
    done = [Sent(post, result.why) for post, result in zip(ready, results, strict=True)]
    return (*done, *(Sent(p, _NO_ADDRESS) for p in posts if not p.address))


def _message(post: Post, sender: str) -> EmailMessage:
    return message(post.letter, post.unit.email, post.unit.name, sender, post.attachment)


def _keep(draft: Path) -> None:
    if draft.exists():
        backups.keep(draft)
