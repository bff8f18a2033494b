"""Relationships: the arrows from one part of a package to others and to addresses outside."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from lxml import etree

from ita_excel.core import limits
from ita_excel.ooxml.partnames import join, part_key, rels_name
from ita_excel.ooxml.partxml import children, parse, serialize
from ita_excel.ooxml.zipcopy import Buffer

NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
# What the types of relationships begin with, and the namespace of the `r:id` that name them.
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_EMPTY = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{NAMESPACE}"/>'
).encode()

_Said = tuple[str, str, bool]  # type, target, whether external


class Relationship(NamedTuple):
    """One arrow from a part: `kind` is the last word of its type, such as `worksheet`."""

    id: str
    kind: str
    target: str  # the part's name; the address itself where external
    external: bool


class Relationships:
    """The relationships of one part, to which some are added or from which some are removed."""

    def __init__(self, part: str, data: Buffer | None, limit: int = limits.OWN.tree) -> None:
        """Take the `.rels` part of `part` ('' for the package); None where there is none yet."""
        self.part = part
        self._source = _EMPTY if data is None else data
        self._root = parse(self._source, rels_name(part), limit)
        self._last = 0  # the number of the last id that was given out

    @property
    def data(self) -> bytes:
        """The `.rels` part as it is now."""
        return serialize(self._root, self._source)

    def all(self) -> list[Relationship]:
        """Return the relationships in their order."""
        found = []
        for element in children(self._root, "Relationship"):
            kind, target, external = _said(element)
            place = target if external else join(self.part, target)
            name = kind.rpartition("/")[2]
            found.append(Relationship(element.get("Id", ""), name, place, external))
        return found

    def target(self, identity: str) -> str:
        """Return what the relationship of an id leads to, '' where there is none."""
        return next((r.target for r in self.all() if r.id == identity), "")

    @cached_property
    def _ids(self) -> dict[_Said, str]:
        return {_said(e): e.get("Id", "") for e in children(self._root, "Relationship")}

    @cached_property
    def _taken(self) -> set[str]:
        return {e.get("Id", "") for e in children(self._root, "Relationship")}

    def add(self, kind: str, target: str, *, external: bool = False) -> str:
        """Return the id of a new relationship of the full type `kind`, or of the same one there.

        `target` is written as given: relative to the part, or with a slash from the root.
        """
        said = (kind, target, external)
        if self._ids.get(said):
            return self._ids[said]
        self._last += 1
        while f"rId{self._last}" in self._taken:
            self._last += 1
        identity = self._ids[said] = f"rId{self._last}"
        self._taken.add(identity)
        attributes = {"Id": identity, "Type": kind, "Target": target}
        if external:
            attributes["TargetMode"] = "External"
        etree.SubElement(self._root, f"{{{NAMESPACE}}}Relationship", attributes)
        return identity

    def remove(self, part: str) -> list[str]:
        """Remove the relationships that lead to a part; return their ids."""
        gone = []
        for element in children(self._root, "Relationship"):
            kind, target, external = _said(element)
            if not external and part_key(join(self.part, target)) == part_key(part):
                self._root.remove(element)
                self._ids.pop((kind, target, external), None)
                gone.append(element.get("Id", ""))
        return gone


def _said(element: etree._Element) -> _Said:
    external = element.get("TargetMode") == "External"
    return element.get("Type", ""), element.get("Target", ""), external
