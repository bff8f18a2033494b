"""The parts of a package that is edited: as they were read, and as they are now.

What was read stays the same bytes unless it is written. Refuses to know what a worksheet is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar
from zipfile import ZipInfo

from lxml import etree

from ita_excel.core import limits
from ita_excel.core.errors import InputError
from ita_excel.ooxml import contenttypes, zipcopy
from ita_excel.ooxml.buffers import collected, same
from ita_excel.ooxml.contenttypes import ContentTypes
from ita_excel.ooxml.partnames import part_key, relative, rels_name
from ita_excel.ooxml.partxml import parse, serialize, too_big
from ita_excel.ooxml.relationships import Relationship, Relationships
from ita_excel.ooxml.seen_parts import SeenParts
from ita_excel.ooxml.zipcopy import DAMAGED, Buffer, Entry, entries

T = TypeVar("T")
State = tuple[dict[str, Buffer], dict[str, bytes], frozenset[str]]  # changed, added, removed
Marks = dict[str, str]  # what a change does to each part, in the words of `changes`


class Parts:
    """The parts of one package, as they were read and as they are now."""

    def __init__(
        self, data: bytes, bounds: limits.Bounds = limits.OWN, seen: SeenParts | None = None
    ) -> None:
        self.bounds = bounds
        self._unpacked_size = 0
        self.entries: list[Entry] = [e for e in entries(data) if not e.name.endswith("/")]
        self._by_name = {part_key(entry.name): entry for entry in self.entries}
        # Readers differ in which of two parts of one name they take: nothing of it is kept.
        clear = len(self._by_name) == len(self.entries) and zipcopy.has_one_directory(data)
        self._seen = seen if clear else None
        self.changed: dict[str, Buffer] = {}
        self.added: dict[str, bytes] = {}
        self.removed: frozenset[str] = frozenset()
        self._unpacked: dict[str, Buffer] = {}
        # What a part was found to say, by the very bytes: parts are asked many times what they say.
        self._related: dict[str, tuple[Buffer, list[Relationship]]] = {}
        self._resolved: dict[str, tuple[Buffer, list[Relationship]]] = {}  # while no part came

    def names(self) -> list[str]:
        """Return the names of all parts that are there now, as they stand in the zip."""
        kept = [e.name for e in self.entries if e.name not in self.removed]
        return kept + list(self.added)

    def resolve(self, name: str) -> str | None:
        """Return the name as the zip has it, None for a part that isn't there."""
        entry = self._by_name.get(part_key(name))
        if entry and entry.name not in self.removed:
            return entry.name
        return next((n for n in self.added if part_key(n) == part_key(name)), None)

    def read(self, name: str) -> Buffer:
        """Return the bytes of a part as it is now; InputError where it is missing."""
        found = self.resolve(name)
        if found is None:
            raise InputError(DAMAGED, detail=name)
        if found in self.added:
            return self.added[found]
        return self.changed[found] if found in self.changed else self.original(found)

    def original(self, name: str) -> Buffer:
        """Return the bytes of a part as they were read."""
        if name not in self._unpacked:
            entry = self._by_name[part_key(name)]
            self._allow(entry.info)
            large = entry.info.file_size > zipcopy.IN_FILE_ABOVE and entry.info.compress_type
            if large:
                self._unpacked[name] = _in_file(entry)
            else:
                self._unpacked[name] = self._seen.unpack(entry) if self._seen else entry.unpack()
        return self._unpacked[name]

    def _allow(self, info: ZipInfo) -> None:
        """Refuse a part that is too big by itself or with those that were unpacked before."""
        packed = max(1, info.compress_size)
        if info.file_size > max(limits.PACKED_TIMES_FROM, packed * limits.PACKED_TIMES):
            raise InputError(
                limits.NOT_REAL,
                part=info.filename,
                size=info.file_size // limits.MB,
                packed=f"{packed / limits.MB:.1f}",
            )
        self._unpacked_size += info.file_size
        for size, limit in (
            (info.file_size, self.bounds.part),
            (self._unpacked_size, self.bounds.parts),
        ):
            if size > limit:
                raise too_big(info.filename, size, limit)

    @property
    def shared(self) -> bool:
        """Whether what is read may have been read for another workbook."""
        return self._seen is not None

    def recall(self, what: object, parts: Sequence[Buffer], work: Callable[[], T]) -> T:
        """Return what `work` gives, or gave for another workbook with the same parts.

        It depends on `what` and on these parts' bytes alone, and must not be changed.
        """
        return self._seen.recall(what, parts, work) if self._seen else work()

    def xml(self, name: str) -> etree._Element:
        """Return the parsed root of a part as it is now (a new tree at each call)."""
        return parse(self.read(name), name, self.bounds.tree)

    def write(self, name: str, data: Buffer) -> None:
        """Replace a part; to write what was read makes the part unchanged."""
        found = self.resolve(name) or name
        if found in self.added:
            self.added[found] = bytes(data[:])
        elif same(data, self.original(found)):
            self.changed.pop(found, None)
        else:
            self.changed[found] = data

    def write_xml(self, name: str, root: etree._Element) -> None:
        """Replace a part by a tree, keeping its XML declaration."""
        self.write(name, serialize(root, self.read(name)))

    def state(self) -> State:
        """Return what has changed, to go back to with `restore`."""
        return dict(self.changed), dict(self.added), self.removed

    def restore(self, state: State) -> None:
        """Go back to an earlier `state`."""
        self.changed, self.added, self.removed = state

    def at(self, state: State | None) -> Snapshot:
        """Return the parts as they are in a state; as they were read for None."""
        return Snapshot(self, state or ({}, {}, frozenset()))

    def relationships(self, part: str) -> list[Relationship]:
        """Return the relationships of a part ('' for the package), [] where there are none."""
        rels = self.resolve(rels_name(part))
        if rels is None:
            return []
        data = self.read(rels)
        as_read = not self.added and not self.removed
        if as_read and (resolved := self._resolved.get(rels)) and resolved[0] is data:
            return resolved[1][:]
        known = self._related.get(rels)
        if known is None or known[0] is not data:
            said = self.recall(
                ("relationships", part),
                (data,),
                lambda: Relationships(part, data, self.bounds.tree).all(),
            )
            known = (data, said)
            self._related[rels] = known
        found = [
            r if r.external else r._replace(target=self.resolve(r.target) or r.target)
            for r in known[1]
        ]
        if as_read:
            self._resolved[rels] = (data, found[:])
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """Return the parts that are there and related to `part` by `kind`, letter case aside.

        One that is named several times is there once, and read once.
        """
        found = dict.fromkeys(
            r.target
            for r in self.relationships(part)
            if r.kind.lower() == kind.lower() and not r.external
        )
        return [target for target in found if self.resolve(target)]

    def add(self, name: str, data: bytes, content_type: str | None) -> Marks:
        """Add a part at the end of the package; return what this changes, by part.

        A `content_type` of None leaves the part to what the package says of all .xml.
        """
        self.added[name] = data
        types = self._content_types()
        if content_type is not None:
            types.set_part(name, content_type)
            mark = f"+Override[/{name}]"
        elif types.set_default("xml", "application/xml"):
            mark = "+Default[xml]"
        else:
            return {name: "added"}
        self.write(contenttypes.NAME, types.data)
        return {name: "added", contenttypes.NAME: mark}

    def set_content_type(self, name: str, content_type: str) -> None:
        """Say what a part is, in place of what was said of it."""
        types = self._content_types()
        types.set_part(name, content_type)
        self.write(contenttypes.NAME, types.data)

    def relate(self, owner: str, kind: str, name: str) -> tuple[str, Marks]:
        """Add a relationship of the full type `kind` from `owner` to the part `name`.

        Returns its id, and what this changes.
        """
        rels = rels_name(owner)
        there = self.resolve(rels)
        data = None if there is None else self.read(there)
        arrows = Relationships(owner, data, self.bounds.tree)
        identity = arrows.add(kind, relative(owner, name))
        if there is None:
            self.added[rels] = arrows.data
            return identity, {rels: "added"}
        self.write(there, arrows.data)
        return identity, {there: f"+Relationship[{identity}]"}

    def remove(self, name: str, owner: str) -> Marks:
        """Remove a part, the relationships from `owner` to it and its content type.

        Returns, for each other part that this changes, the mark of what is gone from it.
        """
        found = self.resolve(name)
        assert found is not None
        self.removed |= {found}
        self.changed.pop(found, None)
        marks = {}
        rels = self.resolve(rels_name(owner))
        if rels is not None:
            arrows = Relationships(owner, self.read(rels), self.bounds.tree)
            for identity in arrows.remove(found):
                marks[rels] = f"-Relationship[{identity}]"
            self.write(rels, arrows.data)
        types = self._content_types()
        gone = types.remove(found)
        if gone is not None:
            self.write(contenttypes.NAME, types.data)
            marks[contenttypes.NAME] = f"-Override[{gone}]"
        return marks

    def content_types(self) -> Mapping[str, str]:
        """Return the content types given to single parts, by the parts' lower-case names."""
        return self._content_types().of_parts

    def default_type(self, extension: str) -> str | None:
        """Return the content type of parts with an extension, None where none is said."""
        return self._content_types().default(extension)

    def set_default_type(self, extension: str, content_type: str) -> bool:
        """Say what parts with an extension are; False, nothing changed, where that is said."""
        types = self._content_types()
        if not types.set_default(extension, content_type):
            return False
        self.write(contenttypes.NAME, types.data)
        return True

    def _content_types(self) -> ContentTypes:
        return ContentTypes(self.read(contenttypes.NAME), self.bounds.tree)


class Snapshot:
    """The parts of a package as they were at some time."""

    def __init__(self, parts: Parts, state: State) -> None:
        self._parts, (self._changed, self._added, self._removed) = parts, state

    def names(self) -> dict[str, None]:
        """Return the names of the parts that were there."""
        kept = [e.name for e in self._parts.entries if e.name not in self._removed]
        return dict.fromkeys([*kept, *self._added])

    def as_read(self, name: str) -> bool:
        """Whether a part of the zip was as it had been read."""
        return name not in self._changed

    def read(self, name: str) -> Buffer:
        """Return the bytes of a part."""
        if name in self._added:
            return self._added[name]
        return self._changed[name] if name in self._changed else self._parts.original(name)


def _in_file(entry: Entry) -> Buffer:
    data = collected(entry.chunks(), large=True)
    if len(data) != entry.info.file_size:
        raise InputError(DAMAGED, detail=entry.name)
    return data
