"""The one budget for all that lies in an archive or a mail, and what its unpackers say alike."""

from __future__ import annotations

from dataclasses import dataclass, field

from ita_excel.core import limits
from ita_excel.core.language import Text

DAMAGED = Text(
    "เสียหาย เปิดไม่ได้ โปรดขอไฟล์ใหม่",
    "damaged, can't be opened: ask for it again",
)
PASSWORD = Text(
    "ใส่รหัสผ่านไว้ จึงเปิดไม่ได้ โปรดแตกไฟล์ด้วยรหัสผ่านแล้วรวมโฟลเดอร์ที่ได้ หรือขอไฟล์ที่ไม่มีรหัสผ่าน",
    "protected by a password, so it can't be opened: unpack it with the password and collect the "
    "folder, or ask for a file without one",
)


class Full(Exception):
    """The nest holds more than is allowed: nothing more of it is looked at."""

    def __init__(self, why: Text) -> None:
        self.why = why
        super().__init__(why.en)


@dataclass(slots=True)
class Nest:
    """What is left of the budget of everything that lies in one container."""

    size: int = field(default_factory=lambda: limits.NEST)
    entries: int = field(default_factory=lambda: limits.NEST_ENTRIES)

    def enter(self, number: int) -> None:
        """Count so many files."""
        self.entries -= number
        if self.entries < 0:
            raise Full(limits.TOO_MANY_INSIDE.fill(limit=limits.NEST_ENTRIES))

    def take(self, size: int) -> None:
        """Count so many bytes."""
        self.size -= size
        if self.size < 0:
            raise Full(limits.TOO_BIG_NEST.fill(limit=limits.NEST // limits.MB))


def too_big(size: int, limit: int) -> Text:
    """Return the sentence for a file of `size` bytes where `limit` are allowed."""
    megabytes = (size // limits.MB, limit // limits.MB)
    return limits.TOO_BIG_FILE.fill(size=megabytes[0], limit=megabytes[1])
