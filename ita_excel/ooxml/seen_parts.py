"""Parts that many workbooks have alike, unpacked and understood once.

The workbooks of a hundred units that were made from one differ in a few sheets. A part is taken for
one that was seen by all its packed bytes: a checksum can be forged, and what a stranger's file
holds must never be read into another's.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from ita_excel.ooxml.zipcopy import Buffer, Entry

T = TypeVar("T")

_PART = 1_000_000  # bytes, unpacked; what is larger is seldom the same twice
_Key = tuple[str, int, int, int]
_MOST = 8_000_000  # bytes of all parts that are kept: some ten workbooks of ours


class SeenParts:
    """What was unpacked lately, and what it was found to say."""

    def __init__(self) -> None:
        self._kept: OrderedDict[_Key, tuple[bytes, bytes]] = OrderedDict()
        self._size = 0
        self._again: set[int] = set()  # by `id`: content that stood in more than one workbook
        self._said: dict[tuple[object, ...], Any] = {}

    def unpack(self, entry: Entry) -> bytes:
        """Return the content of an entry: the same object for the same packed bytes."""
        info = entry.info
        if info.file_size > _PART:
            return entry.unpack()
        key = (entry.name, info.compress_type, info.CRC, info.file_size)
        packed = bytes(entry.data)
        known = self._kept.get(key)
        if known is not None and known[0] == packed:
            self._kept.move_to_end(key)
            self._again.add(id(known[1]))
            return known[1]
        content = entry.unpack()
        self._forget(key)
        self._kept[key] = (packed, content)
        self._size += len(packed) + len(content)
        while self._size > _MOST:
            self._forget(next(iter(self._kept)))
        return content

    def _forget(self, key: _Key) -> None:
        packed, content = self._kept.pop(key, (b"", b""))
        self._size -= len(packed) + len(content)
        if id(content) in self._again:  # its id will be that of something else
            self._again.clear()
            self._said.clear()

    def recall(self, what: object, parts: Sequence[Buffer], work: Callable[[], T]) -> T:
        """Return what `work` gives, which depends on `what` and on these parts' bytes alone.

        It is kept where all the parts stood in an earlier workbook, too, and must not be changed.
        """
        key = (what, *map(id, parts))
        if key in self._said:
            found: T = self._said[key]
            return found
        made = work()
        if self._again.issuperset(key[1:]):
            self._said[key] = made
        return made
