"""The forms in which a unit's name is written, and which unit a wrong one probably means.

A suggestion is for a person, who sees it beside what was typed. A wrong one sends a row to another
unit, so a name that may mean two units, or one that the agency doesn't have, gets none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from ita_excel.catalogue.bodies import BODIES, body_of
from ita_excel.catalogue.units import KINDS_OF_UNIT, LIKE_NAMES, USUAL_UNITS
from ita_excel.schema.model import Agency, Unit
from ita_excel.thai.normal import compare_form

_SPACE = re.compile(r"\s+")
_DIGITS = re.compile(r"[0-9]+")
_SHORT_BODIES = (*(b.short for b in BODIES), *(b.short.rstrip(".") for b in BODIES), "เทศบาล")
_LONGEST = 120  # letters of a name that is compared letter by letter
# Kinds that took another's place: ส่วนการคลัง became กองคลัง, กลุ่ม and ฝ่าย of one size differ by office.
_KIN = ({"กอง", "ส่วน", "สำนัก", "สำนักงาน"}, {"ฝ่าย", "ฝ่ายงาน", "งาน", "แผนก"}, {"กลุ่ม", "กลุ่มงาน"},
        {"หน่วย", "หน่วยงาน", "งาน"}, {"กลุ่มสาระ", "กลุ่มสาระการเรียนรู้"}, {"กลุ่มบริหาร", "กลุ่มบริหารงาน"},
        {"สาขา", "สาขาวิชา"}, {"แผนก", "แผนกวิชา"})  # fmt: skip


class UnitForms:
    """The units of an agency by every form of their names: full, short, with the agency behind."""

    def __init__(self, units: Iterable[Unit], agency: Agency) -> None:
        self._endings = _endings(agency)
        self.units: dict[str, str] = {}  # by form
        self.full: dict[str, str] = {}  # by the form of the full name only
        for unit in units:
            if unit.name:
                self.full.setdefault(self.of(unit.name), unit.name)
            for written in (unit.name, unit.short_name):
                if written:
                    self.units.setdefault(self.of(written), unit.name)
        self.kinds = {kind for form in self.full if (kind := kind_of(form))}

    def of(self, name: str) -> str:
        """Return a name in the form in which it is looked up."""
        form = _SPACE.sub("", compare_form(name)).replace("สำนักงานปลัด", "สำนักปลัด").rstrip("ฯ.")
        for ending in self._endings:
            if len(form) > len(ending) and form.endswith(ending):
                return form[: -len(ending)].rstrip("ฯ.")
        return form

    def find(self, name: str) -> str | None:
        """Return the unit with this name in any form, `กองการศึกษาฯ` too; None for no one unit."""
        form = self.of(name)
        if unit := self.units.get(form):
            return unit
        plain = _SPACE.sub("", compare_form(name))
        if "ฯ" in plain and len(form) > len(kind_of(form)) + 1:
            return _only(self._beginning(form))
        kind = kind_of(form)  # กองสธ., where สธ. is the short name of a กอง
        unit = self.units.get(form[len(kind) :]) if kind else None
        return unit if unit and self.of(unit).startswith(kind) else None

    def suggest(self, text: str) -> str | None:
        """Return the unit that `text` probably means; None where that isn't plain."""
        form = self.of(text)
        kind = kind_of(form)
        rest = _rest(form)
        if len(rest) < 2 or len(form) > _LONGEST:
            return None
        for found in (
            self._with_rest(kind, lambda own: own == rest),
            {name for own, name in self.full.items() if _loose(own) == _loose(form)},
            self._beginning(form),
            self._with_rest(kind, lambda own: len(rest) > 3 and own.startswith(rest)),
        ):
            if found:
                return _only(found)
        return _only(self._nearest(form, kind, rest))

    def _beginning(self, form: str) -> set[str]:
        """Return the units whose full names begin so and go on."""
        if form == kind_of(form):
            return set()
        return {name for own, name in self.full.items() if own.startswith(form)}

    def _with_rest(self, kind: str, fits: Callable[[str], bool]) -> set[str]:
        return {n for own, n in self.full.items() if _kin(kind, kind_of(own)) and fits(_rest(own))}

    def _nearest(self, form: str, kind: str, rest: str) -> set[str]:
        """Return the units at the least distance, where that is a slip of the hand."""
        from rapidfuzz.distance import OSA

        if rest in _LIKE or form in _USUAL:
            return set()
        found: dict[str, int] = {}
        for own, name in self.units.items():
            if _DIGITS.findall(own) != _DIGITS.findall(form):
                continue
            its = _rest(own)
            # The kind may have the slip: กงอคลัง.
            if _kin(kind, kind_of(own)):
                limit, far = _slips(min(len(rest), len(its))), OSA.distance(rest, its)
            else:
                limit, far = 1, OSA.distance(form, own)
            if far <= limit:
                found[name] = min(far, found.get(name, far))
        least = min(found.values(), default=0)
        usual = (n for n in _USUAL if _kin(kind, kind_of(n)))
        if found and any(OSA.distance(rest, _rest(n)) < least for n in usual):
            return set()
        return {name for name, far in found.items() if far == least}


def kind_of(form: str) -> str:
    """Return the word for a unit that a form begins with, '' where it begins with none."""
    return next((kind for kind in KINDS_OF_UNIT if form.startswith(kind)), "")


def _rest(form: str) -> str:
    """Return what tells a unit from others of its kind: `คลัง` of กองคลัง and of ส่วนการคลัง."""
    rest = form.removeprefix(kind_of(form))
    return rest.removeprefix("การ") or rest


def _loose(form: str) -> str:
    """Return a form without the words that officers leave out: `กลุ่มบริหารทั่วไป`."""
    return form.replace("งาน", "").replace("การ", "")


def _kin(one: str, other: str) -> bool:
    return one == other or not one or not other or any({one, other} <= kin for kin in _KIN)


def _slips(letters: int) -> int:
    """Return how many letters may be wrong in a name of that many."""
    return 1 if letters < 7 else 2 if letters < 14 else 3


def _only(found: set[str]) -> str | None:
    return next(iter(found)) if len(found) == 1 else None


def _endings(agency: Agency) -> tuple[str, ...]:
    """Return what may follow a unit's name and only says whose unit it is, longest first."""
    name = _SPACE.sub("", compare_form(agency.name))
    short = _SPACE.sub("", compare_form(agency.short_name))
    own = [name, short, short.rstrip("."), *(b.name for b in BODIES), *_SHORT_BODIES]
    body = body_of(name)
    if body and (place := name.removeprefix(body.name)):
        own += [f"{s}{place}" for s in _SHORT_BODIES]
    return tuple(sorted({o for o in own if o}, key=len, reverse=True))


def _usual() -> Iterator[str]:
    for name in USUAL_UNITS:
        yield _SPACE.sub("", compare_form(name))


_USUAL = frozenset(_usual())
_LIKE = frozenset(LIKE_NAMES) | {n.removeprefix("การ") for n in LIKE_NAMES}
