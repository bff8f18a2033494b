"""Who is meant by a text in `ผู้รับผิดชอบ`: which units, which posts, or every unit.

Officers write one unit in many forms: `สำนักปลัด`, `สำนักปลัด อบต.`, `สำนักงานปลัด`,
`สำนักปลัดองค์การบริหารส่วนตำบล`, `นิติกร สำนักปลัด อบต.`, `กองสาธารณสุขฯ`, several at once, or
all of them: `ทุกส่วน/กอง`. Nothing here is guessed: a near-match is only ever suggested.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from ita_excel.catalogue.bodies import BODIES, body_of
from ita_excel.catalogue.units import EVERY_UNIT, WORDS_FOR_EVERY_UNIT
from ita_excel.schema.model import Agency, Responsible, Unit
from ita_excel.thai.near import nearest
from ita_excel.thai.normal import compare_form

_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\S+")
# Full stops end no name here: อบต. has one. `และ` separates only between two complete names,
# because กองการศึกษา ศาสนาและวัฒนธรรม has one inside.
# Spaces before one are tried once, from where they begin.
_SEPARATORS = re.compile(r"(?:(?<!\s)\s*|(?=\S))(?:\n|,|;|/|\+|•|(?:^|\s)-\s|และ|กับ)\s*")
_MOST_NAMED = 60  # parts; what follows so many is no list of units
_MOST_JOINED = 8  # parts that can be one unit's name, or posts of it
_LONGEST_LIST = 4_000  # characters
_LONGEST_NAME = 200  # letters of a unit's name with its agency's and place's
_POSTS = re.compile(
    r"^(นิติกร|หัวหน้า|ผู้อำนวยการ|ผอ\.?|ปลัด|รองปลัด|นัก\S+|เจ้าพนักงาน\S*|เจ้าหน้าที่\S*|ผู้บริหาร|คณะทำงาน\S*|คณะกรรมการ\S*"
    r"|นายก\S*|รองนายก\S*|เลขานุการ\S*|ผู้ช่วย\S*|ข้าราชการ\S*|พนักงาน\S*|บุคลากร\S*|สมาชิกสภา\S*|ประธาน\S*|ครู\S*)"
)
# Parts of a unit: they name one only together with it.
_PARTS = re.compile(r"^(งาน|ฝ่าย|กลุ่มงาน)\S+")
_SHORT_BODIES = (*(b.short for b in BODIES), *(b.short.rstrip(".") for b in BODIES), "เทศบาล")


class Directory:
    """The agency's units, looked up by any form of their names."""

    def __init__(self, units: Iterable[Unit], agency: Agency) -> None:
        units = tuple(units)
        self.names = tuple(dict.fromkeys(u.name for u in units if u.name))
        self._endings = _endings(agency)
        self._forms: dict[str, str] = {}
        for unit in units:
            for written in (unit.name, unit.short_name):
                if written:
                    self._forms.setdefault(self._form(written), unit.name)
        self.find = lru_cache(maxsize=None)(self._find)
        self._called = _called(units)
        # The first letters of all that `_called` looks for: most texts have none of them.
        self._hints = {"ทุก", *(n[:3] for u in units for n in (u.name, u.short_name) if n)}

    def suggest(self, text: str) -> str | None:
        """Return the name of the unit that `text` probably means, for a person to confirm."""
        forms = {self._form(name): name for name in self.names}
        near = nearest(self._form(text), forms, 60)
        return forms[near] if near else None

    def addressed(self, text: str) -> tuple[str, ...]:
        """Return the units that a text tells to do something, `ทุกส่วน/กอง` for all of them."""
        if not any(hint in text for hint in self._hints):
            return ()
        found: dict[str, None] = {}
        for match in self._called.finditer(_SPACE.sub("", compare_form(text))):
            name = match["name"]
            found[
                EVERY_UNIT if WORDS_FOR_EVERY_UNIT.match(name) else self._forms[self._form(name)]
            ] = None
        return tuple(found)

    def _find(self, text: str) -> Responsible:
        """Return whom `text` names; a text far too long to be units names none."""
        if len(text) > _LONGEST_LIST:
            return Responsible(unknown=(text.strip(),))
        whole = compare_form(text)
        if not whole:
            return Responsible()
        if WORDS_FOR_EVERY_UNIT.search(_SPACE.sub("", whole)):
            return Responsible(self.names, every=True)
        units: list[str] = []
        posts: list[str] = []
        unknown: list[str] = []
        for part in self._parts(text.strip()):
            unit, post = self._one(part)
            if unit:
                units.append(unit)
            if post:
                posts.append(post)
            if not unit and not post:
                unknown.append(part)
        return Responsible(
            tuple(dict.fromkeys(units)), tuple(dict.fromkeys(posts)), False, tuple(unknown)
        )

    def _parts(self, text: str) -> list[str]:
        """Split at separators, but keep together what is one unit's name."""
        if self._one(text)[0]:
            return [text]
        pieces, marks = _pieces(text)
        parts: list[str] = []
        i = 0
        while i < len(pieces):
            end = next(
                (
                    j
                    for j in range(min(len(pieces), i + _MOST_JOINED), i + 1, -1)
                    if self._one(_rejoin(pieces[i:j], marks[i : j - 1]))[0]
                ),
                i + 1,
            )
            part = _rejoin(pieces[i:end], marks[i : end - 1]).strip()
            if part:
                parts.append(part)
            i = end
        return parts

    def _one(self, text: str) -> tuple[str | None, str | None]:
        """Return the unit and the post that one part names, each None where it names none."""
        form = self._form(text)
        if form in self._forms:
            return self._forms[form], None
        match = _POSTS.match(compare_form(text))
        if match or _PARTS.match(compare_form(text)):
            for cut in _cuts(text):
                rest = self._forms.get(self._form(text[cut:]))
                if rest:
                    return rest, text[:cut].strip()
            for known, unit in self._forms.items():  # นิติกรสำนักปลัด, without a space
                if len(known) > 3 and form.endswith(known):
                    return unit, form.removesuffix(known)
        return None, (text.strip() if match and len(form) < 40 else None)

    def _form(self, name: str) -> str:
        form = _SPACE.sub("", compare_form(name)).replace("สำนักงานปลัด", "สำนักปลัด").rstrip("ฯ.")
        for ending in self._endings:
            if len(form) > len(ending) and form.endswith(ending):
                return form[: -len(ending)].rstrip("ฯ.")
        return form


def _called(units: Iterable[Unit]) -> re.Pattern[str]:
    """Return a pattern for a unit that is told something, in text without spaces."""
    names = {_SPACE.sub("", compare_form(n)) for u in units for n in (u.name, u.short_name)}
    longest_first = sorted((n for n in names if len(n) > 2), key=len, reverse=True)
    name = "|".join([WORDS_FOR_EVERY_UNIT.pattern, *map(re.escape, longest_first)])
    told = r"(?<!แจ้งเวียน)ให้|กำชับ|แจ้ง|มอบหมาย|มอบ|เร่งรัด|สั่งการ|ประสาน|^|\b[0-9]+[.)]"
    # Word that is passed on (`แจ้งเวียนให้ทุกกองทราบ`) asks nothing of those who hear it.
    heard = r"(?:ได้)?(?:รับ)?ทราบ(?!(?:และ|เพื่อ|แล้ว)?(?:ถือ)?(?:ปฏิบัติ|ดำเนินการ))"
    return re.compile(rf"(?:{told})(?P<name>{name})(?!{heard})")


def _endings(agency: Agency) -> tuple[str, ...]:
    """Return what may follow a unit's name and only says whose unit it is, longest first."""
    name = _SPACE.sub("", compare_form(agency.name))
    short = _SPACE.sub("", compare_form(agency.short_name))
    own = [name, short, short.rstrip("."), *(b.name for b in BODIES), *_SHORT_BODIES]
    body = body_of(name)
    if body and (place := name.removeprefix(body.name)):
        own += [f"{s}{place}" for s in _SHORT_BODIES]
    return tuple(sorted({o for o in own if o}, key=len, reverse=True))


def _pieces(text: str) -> tuple[list[str], list[str]]:
    """Return the parts of a text and the separators between; of very many the last takes the rest."""
    pieces: list[str] = []
    marks: list[str] = []
    done = 0
    for found in _SEPARATORS.finditer(text):
        if len(pieces) == _MOST_NAMED:
            break
        pieces.append(text[done : found.start()])
        marks.append(found[0])
        done = found.end()
    return [*pieces, text[done:]], marks


def _cuts(text: str) -> list[int]:
    """Return where a unit's name may begin behind a post: at words, near enough to the end."""
    cuts, letters = [], 0
    for word in reversed(list(_WORD.finditer(text))):
        letters += len(word[0])
        if letters > _LONGEST_NAME or not word.start():
            break
        cuts.append(word.start())
    return cuts[::-1]


def _rejoin(pieces: list[str], marks: list[str]) -> str:
    joined = pieces[0] if pieces else ""
    for mark, piece in zip(marks, pieces[1:], strict=False):
        joined += mark + piece
    return joined
