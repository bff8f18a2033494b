"""The fidelity receipt: the new package against the old one, before anything is replaced.

Parts that no edit declared must be the same compressed bytes, in the same order. In a touched
sheet every row and cell that isn't declared must be the same bytes, and what stands around the
rows the same XML but for the declared elements and attributes; so too in other touched parts.
The comparison shares no code with the writing but the finding of rows and cells.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ita_excel.core.errors import OutputError
from ita_excel.core.grid import column_letters
from ita_excel.core.language import Text
from ita_excel.ooxml import comparing
from ita_excel.ooxml.buffers import same as same_bytes
from ita_excel.ooxml.changes import Declared
from ita_excel.ooxml.contents import Step
from ita_excel.ooxml.parts import Parts

UNDECLARED = Text(
    "ไม่ได้บันทึกไฟล์ เพราะตรวจพบว่าส่วนที่ไม่ได้สั่งแก้ไขจะเปลี่ยนไปด้วย ({what}) ไฟล์เดิมยังอยู่ครบ — "
    "โปรดแจ้งผู้พัฒนาพร้อมไฟล์นี้",
    "The file was not saved: something that no edit asked for would change too ({what}). "
    "The old file is untouched. Please report this, with the file.",
)
UNMET = Text(
    "ไม่ได้บันทึกไฟล์ เพราะตรวจพบว่าค่าที่สั่งให้เขียนอ่านกลับได้ไม่ตรง ({what}) ไฟล์เดิมยังอยู่ครบ — "
    "โปรดแจ้งผู้พัฒนาพร้อมไฟล์นี้",
    "The file was not saved: what was to be written reads back otherwise ({what}). "
    "The old file is untouched. Please report this, with the file.",
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was compared and what changed; a plain value that can be written as JSON."""

    sha256_before: str
    sha256_after: str
    same: tuple[str, ...]  # parts, byte for byte
    changed: Mapping[str, tuple[str, ...]]  # by part: what is different, all of it declared
    cells: Mapping[str, tuple[str, ...]]  # by sheet: the addresses of the cells that changed
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    undeclared: tuple[str, ...] = field(default=())
    unmet: tuple[str, ...] = field(default=())  # what was asked, and isn't so in the new file

    def to_json(self) -> str:
        """Return the receipt as a JSON object."""
        as_is = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps(as_is, ensure_ascii=False, indent=2)

    def require_clean(self) -> None:
        """Raise OutputError where anything differs that no edit declared, or not as it was asked."""
        if self.undeclared:
            raise OutputError(UNDECLARED, what="; ".join(self.undeclared[:3]))
        if self.unmet:
            raise OutputError(UNMET, what="; ".join(self.unmet[:3]))


def compare(
    before: bytes,
    old: Parts,
    after: bytes,
    declared: Declared,
    sheets: Mapping[str, str],
    steps: Sequence[Step] = (),
) -> Receipt:
    """Return the receipt for the package `after`, made from `before` (whose parts are `old`).

    `sheets` gives the sheet's name for the part of each worksheet. Where columns came (`steps`),
    each step is proven by itself, and what was edited between them compared with the step before.
    """
    new = Parts(after)
    wrong = _order(old, new, [declared, *(d for s in steps for d in (s.earlier, s.beside))])
    wrong += _steps(old, steps, sheets)
    base = old.at(steps[-1].after if steps else None)
    same: list[str] = []
    changed: dict[str, tuple[str, ...]] = {}
    cells: dict[str, tuple[str, ...]] = {}
    there = {entry.name: entry for entry in new.entries}
    for entry in old.entries:
        now = there.get(entry.name)
        if now is None:
            continue
        name = entry.name
        as_read = now.data == entry.data and now.info.CRC == entry.info.CRC
        if as_read and base.as_read(name):
            same.append(name)
            continue
        if not base.as_read(name) and same_bytes(base.read(name), new.original(name)):
            changed[name] = ("moved",)  # with a column, which is proven above
            continue
        found = comparing.differences(
            name, base.read(name), new.original(name), declared, name in sheets
        )
        changed[name] = tuple(found.marks)
        wrong += [f"{name}: {what}" for what in found.undeclared]
        if found.cells:
            sheet = sheets[name]
            letters = {c: column_letters(c) for c in {c for _, c in found.cells}}
            cells[sheet] = tuple(f"{letters[c]}{r}" for r, c in sorted(found.cells))
    before_names, after_names = {e.name for e in old.entries}, set(there)
    return Receipt(
        hashlib.sha256(before).hexdigest(),
        hashlib.sha256(after).hexdigest(),
        tuple(same),
        changed,
        cells,
        tuple(n for n in there if n not in before_names),
        tuple(e.name for e in old.entries if e.name not in after_names),
        tuple(wrong),
    )


def _steps(old: Parts, steps: Sequence[Step], sheets: Mapping[str, str]) -> list[str]:
    """Return what is wrong with the states from one step to the next."""
    from ita_excel.ooxml.structure import proof

    wrong: list[str] = []
    base = old.at(None)
    for step in steps:
        state = old.at(step.before)
        for name in base.names():
            if name in state.names() and state.read(name) is not base.read(name):
                found = comparing.differences(
                    name, base.read(name), state.read(name), step.earlier, name in sheets
                )
                wrong += [f"{name}: {what}" for what in found.undeclared]
        base = old.at(step.after)
        found_here = proof.unproven(state, base, step.beside, step.claim)
        wrong += proof.named(found_here, step.claim.sheet, step.claim.at)
    return wrong


def _order(old: Parts, new: Parts, declared: Sequence[Declared]) -> list[str]:
    """Return what is wrong with the list of parts: gone, come, or in another order."""
    before, after = [e.name for e in old.entries], [e.name for e in new.entries]
    gone = [n for n in before if n not in set(after)]
    come = [n for n in after if n not in set(before)]
    said = {(name, mark) for d in declared for name, found in d.marks.items() for mark in found}
    wrong = [f"{n}: missing" for n in gone if (n, "removed") not in said]
    wrong += [f"{n}: new" for n in come if (n, "added") not in said]
    if [n for n in before if n not in set(gone)] != [n for n in after if n not in set(come)]:
        wrong.append("order of parts")
    return wrong
