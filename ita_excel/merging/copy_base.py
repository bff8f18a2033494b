"""What two copies of a master both came from, by what they carry and by what lies beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from itertools import chain

from ita_excel.sheets.last_written import LastWritten
from ita_excel.sheets.typed_tables import Contents, fingerprint


class Ancestry(Enum):
    """How another copy stands to the master."""

    SAME = "same"  # it holds what the master holds
    OLDER = "older"  # the master has gone on from what it holds
    NEWER = "newer"  # it has gone on from what the master holds
    PARTED = "parted"  # both have gone on, and what they came from is known
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CommonBase:
    """How the copies stand to each other, and the contents from which both have gone on."""

    ancestry: Ancestry
    contents: Contents | None


def common_base(
    ours: Contents,
    our_memory: LastWritten | None,
    theirs: Contents,
    their_memory: LastWritten | None,
    others: Iterable[Contents] = (),
) -> CommonBase:
    """Return the newest state known whole that stands in the past of both.

    `others` are contents found elsewhere (backups): each counts only where both remember it.
    """
    here, there = fingerprint(ours), fingerprint(theirs)
    our_past = (*(our_memory.lineage if our_memory else ()), here)
    their_past = (*(their_memory.lineage if their_memory else ()), there)
    if here == there:
        return CommonBase(Ancestry.SAME, ours)
    if there in our_past:
        return CommonBase(Ancestry.OLDER, theirs)
    if here in their_past:
        return CommonBase(Ancestry.NEWER, ours)
    common = {state: place for place, state in enumerate(our_past) if state in set(their_past)}
    memories = [m.contents for m in (our_memory, their_memory) if m is not None]
    found: dict[int, Contents] = {}
    for contents in chain(memories, others if common else ()):
        place = common.get(fingerprint(contents))
        if place is not None:
            found[place] = contents
        if found and max(found) == max(common.values()):
            break  # none can be newer
    if not found:
        return CommonBase(Ancestry.UNKNOWN, None)
    return CommonBase(Ancestry.PARTED, found[max(found)])
