"""What is attached to a message, whichever program wrote the message."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ita_excel.core.language import Text


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attachment; `name` is '' where it has none.

    `when` is when the message was sent, None where it doesn't say. `inline`: shown within the
    text, as the pictures of a signature are. `why`: for what reason its content isn't there.
    """

    name: str
    data: bytes
    when: dt.datetime | None
    inline: bool = False
    why: Text | None = None


class UnreadableMessage(Exception):
    """No mail program writes such a message."""

    def __init__(self, why: Text) -> None:
        self.why = why
        super().__init__(why.en)
