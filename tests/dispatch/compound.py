"""Writes messages as Outlook saves them (.msg): MS-OXMSG in a compound file (MS-CFB 3), from the specifications.

Shares nothing with the program's reader, and is itself judged by olefile's sibling tools in the tests.
"""

from __future__ import annotations

import datetime as dt
import itertools
import struct
from dataclasses import dataclass, field

_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
Tree = dict  # of names: bytes, or another Tree


def compound(tree: Tree) -> bytes:
    """Return a compound file that holds a tree of storages and streams."""
    entries: list[dict] = []
    mini, mini_fat, big = bytearray(), [], bytearray()
    fat: list[int] = []

    def chain(table: list[int], first: int, count: int) -> None:
        table += [first + i + 1 for i in range(count - 1)] + [_END]

    def add(name: str, node, kind: int) -> int:
        at = len(entries)
        entries.append({"name": name, "kind": kind, "child": _FREE, "right": _FREE, "left": _FREE})
        if kind == 2:
            if len(node) >= _CUTOFF:
                first, count = len(big) // _SECTOR, -(-len(node) // _SECTOR)
                chain(fat, first, count)
                big.extend(node + bytes(-len(node) % _SECTOR))
            elif node:
                first, count = len(mini) // _MINI, -(-len(node) // _MINI)
                chain(mini_fat, first, count)
                mini.extend(node + bytes(-len(node) % _MINI))
            else:
                first = _END
            entries[at] |= {"start": first, "size": len(node)}
            return at
        # All siblings to the right of each other: readers walk such a tree as any other.
        names = sorted(node, key=lambda n: (len(n), n.upper()))
        children = [add(n, node[n], 2 if isinstance(node[n], bytes) else 1) for n in names]
        for one, following in itertools.pairwise(children):
            entries[one]["right"] = following
        entries[at] |= {"child": children[0] if children else _FREE, "start": 0, "size": 0}
        return at

    add("Root Entry", tree, 5)

    def put(data: bytes) -> int:
        first, count = len(big) // _SECTOR, max(1, -(-len(data) // _SECTOR))
        chain(fat, first, count)
        big.extend(data + bytes(count * _SECTOR - len(data)))
        return first

    entries[0] |= {"start": put(bytes(mini)) if mini else _END, "size": len(mini)}
    table = struct.pack(f"<{len(mini_fat)}I", *mini_fat)
    mini_start = put(table + b"\xff" * (-len(table) % _SECTOR)) if mini_fat else _END
    directory = b"".join(map(_entry, entries))
    directory_start = put(directory + _entry({"name": ""}) * (-len(entries) % 4))
    sectors = 1
    while (len(fat) + sectors) > sectors * (_SECTOR // 4):
        sectors += 1
    fat_at = len(fat)
    fat += [_FAT] * sectors
    packed = struct.pack(f"<{len(fat)}I", *fat)
    packed += b"\xff" * (sectors * _SECTOR - len(packed))
    difat = [fat_at + i for i in range(sectors)]
    assert len(difat) <= 109, "too large for this writer"
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIIII", 0, sectors, directory_start, 0, _CUTOFF, mini_start,
                        -(-len(mini_fat) // 128), _END, 0, difat[0])  # fmt: skip
    head += struct.pack("<108I", *(difat[1:] + [_FREE] * (109 - len(difat))))
    return head + bytes(big) + packed


def _entry(entry: dict) -> bytes:
    name = entry["name"].encode("utf-16-le")
    empty = not entry["name"]
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        name, 0 if empty else len(name) + 2, entry.get("kind", 0), 1,
        entry.get("left", _FREE), entry.get("right", _FREE), entry.get("child", _FREE),
        bytes(16), 0, 0, 0, entry.get("start", 0), entry.get("size", 0),
    )  # fmt: skip


@dataclass
class Message:
    """A message; `attached` are (name, bytes or another Message). `page`: texts in that code page."""

    subject: str = "ส่งคืน"
    sent: dt.datetime | None = None
    attached: list[tuple] = field(default_factory=list)
    page: int = 0

    def tree(self, top: bool = True) -> Tree:
        numbers = []
        if self.page:
            numbers.append((0x3FFD, 0x0003, self.page))
        if self.sent:
            since = self.sent - dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
            numbers.append((0x0039, 0x0040, int(since.total_seconds()) * 10_000_000))
        found: Tree = {"__properties_version1.0": _properties(32 if top else 24, numbers)}
        self._text(found, "0037", self.subject)
        for number, (name, content) in enumerate(self.attached):
            inner: Tree = {
                "__properties_version1.0": _properties(
                    8,
                    [
                        (
                            0x3705,
                            0x0003,
                            5 if isinstance(content, Message) else 7 if content is None else 1,
                        )
                    ],
                )
            }
            if name:
                self._text(inner, "3707", name)
            if isinstance(content, Message):
                inner["__substg1.0_3701000D"] = content.tree(top=False)
            elif content is not None:
                inner["__substg1.0_37010102"] = content
            found[f"__attach_version1.0_#{number:08X}"] = inner
        if top:
            found["__nameid_version1.0"] = {"__substg1.0_00020102": b""}
        return found

    def _text(self, into: Tree, tag: str, text: str) -> None:
        if self.page:
            into[f"__substg1.0_{tag}001E"] = text.encode(f"cp{self.page}")
        else:
            into[f"__substg1.0_{tag}001F"] = text.encode("utf-16-le")

    def saved(self) -> bytes:
        return compound(self.tree())


def _properties(head: int, numbers: list[tuple[int, int, int]]) -> bytes:
    return bytes(head) + b"".join(
        struct.pack("<IIQ", tag << 16 | kind, 6, value) for tag, kind, value in numbers
    )
