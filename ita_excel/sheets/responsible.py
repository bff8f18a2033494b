"""Who is meant by a text in `ผู้รับผิดชอบ`: which units, which posts, or every unit.

Officers write one unit in many forms: `สำนักปลัด`, `สำนักปลัด อบต.`, `สำนักงานปลัด`,
`สำนักปลัดองค์การบริหารส่วนตำบล`, `นิติกร สำนักปลัด อบต.`, `กองสาธารณสุขฯ`, several at once, or
all of them: `ทุกส่วน/กอง`. Nothing here is guessed: a near-match is only ever suggested.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache, partial

from ita_excel.catalogue.units import ALL_BUT, EVERY_UNIT, KINDS_OF_UNIT, WORDS_FOR_EVERY_UNIT
from ita_excel.schema.model import Agency, NamedPart, Responsible, Unit
from ita_excel.sheets.unit_forms import UnitForms, kind_of
from ita_excel.thai.normal import compare_form

_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\S+")
# Full stops end no name here: อบต. has one. `และ` separates only between two complete names,
# because กองการศึกษา ศาสนาและวัฒนธรรม has one inside. A number before a name counts them.
# Spaces before one are tried once, from where they begin.
_SEPARATORS = re.compile(
    r"(?:(?<!\s)\s*|(?=\S))(?:\n|,|;|/|\+|•|(?:^|(?<=\s))[-–*]\s|(?:^|(?<=\s))\(?\d{1,2}[.)](?!\d)|และ|กับ|ร่วมกับ)\s*"
)
_IN_BRACKETS = re.compile(r"([^()]+)\([^()]+\)\s*")
_MOST_NAMED = 60  # parts; what follows so many is no list of units
_MOST_JOINED = 8  # parts that can be one unit's name, or posts of it
_LONGEST_LIST = 4_000  # characters
_LONGEST_NAME = 200  # letters of a unit's name with its agency's and place's
_LONGEST_POST = 40
_POSTS = re.compile(
    r"^(นิติกร|หัวหน้า|ผู้อำนวยการ|ผอ\.?|ปลัด|รองปลัด|นัก\S+|เจ้าพนักงาน\S*|เจ้าหน้าที่\S*|ผู้บริหาร|คณะทำงาน\S*|คณะกรรมการ\S*|คณะอนุกรรมการ\S*"
    r"|นายก\S*|รองนายก\S*|เลขานุการ\S*|ผู้ช่วย\S*|ข้าราชการ\S*|พนักงาน\S*|บุคลากร\S*|สมาชิกสภา\S*|ประธาน\S*|ครู\S*)"
)
# Parts of a unit: they name one only together with it.
_PARTS = re.compile(r"^(งาน|ฝ่าย|กลุ่มงาน)\S+")
# What a post is of, where that names no one unit: หัวหน้าส่วนราชการ, ผอ.กอง.
_OF_NO_ONE = re.compile(rf"(?:{'|'.join(KINDS_OF_UNIT)}|ราชการ|[/,]|และ|ทุก|ที่เกี่ยวข้อง|เจ้าของเรื่อง)+")
_KIND_IN_POST = re.compile("|".join(KINDS_OF_UNIT))
# A committee is none of a university's คณะ, nor a งาน.
_COMMITTEE = re.compile(r"^คณะ(?:ทำงาน|กรรมการ|อนุกรรมการ)")
_KIND_HERE = re.compile(rf"(?={'|'.join(KINDS_OF_UNIT)})")


class Directory:
    """The agency's units, looked up by any form of their names."""

    def __init__(self, units: Iterable[Unit], agency: Agency) -> None:
        units = tuple(units)
        self.names = tuple(dict.fromkeys(u.name for u in units if u.name))
        self._forms = UnitForms(units, agency)
        self.find = lru_cache(maxsize=None)(self._find)
        self._called = cache(partial(_called, units))
        # The first letters of all that `_called` looks for: most texts have none of them.
        self._hints = {"ทุก", *(n[:3] for u in units for n in (u.name, u.short_name) if n)}

    def suggest(self, text: str) -> str | None:
        """Return the name of the unit that `text` probably means, for a person to confirm.

        A post before it stays: `ผอ.กองคลัง` for ผอ.กองคลงั. None where no one unit is meant.
        """
        if unit := self._forms.suggest(text):
            return unit
        if len(text) <= _LONGEST_NAME and _POSTS.match(compare_form(text)):
            for found in _KIND_HERE.finditer(text):
                if unit := self._forms.suggest(text[found.start() :]):
                    return text[: found.start()] + unit
        return None

    def addressed(self, text: str) -> tuple[str, ...]:
        """Return the units that a text tells to do something, `ทุกส่วน/กอง` for all of them."""
        if not any(hint in text for hint in self._hints):
            return ()
        found: dict[str, None] = {}
        for match in self._called().finditer(_SPACE.sub("", compare_form(text))):
            name = match["name"]
            unit = EVERY_UNIT if re.match(WORDS_FOR_EVERY_UNIT, name) else self._forms.find(name)
            if unit:
                found[unit] = None
        return tuple(found)

    def _find(self, text: str) -> Responsible:
        """Return whom `text` names; a text far too long to be units names none."""
        typed = text.strip()
        if len(text) > _LONGEST_LIST:
            return Responsible(unknown=(typed,), wording=(NamedPart(typed),))
        whole = _SPACE.sub("", compare_form(text))
        if not whole:
            return Responsible()
        if every := re.search(WORDS_FOR_EVERY_UNIT, whole):
            if ALL_BUT in whole[every.end() :]:
                return self._all_but(typed)
            return Responsible(self.names, every=True, wording=(NamedPart(typed),))
        return self._listed(typed)

    def _all_but(self, typed: str) -> Responsible:
        """Return who is meant by `ทุกกอง ยกเว้นกองช่าง`."""
        head, but, tail = typed.partition(ALL_BUT)
        space = tail[: len(tail) - len(tail.lstrip())]
        named = self._listed(tail.strip(" ()"))
        if not named.units or named.unknown:
            return Responsible(unknown=(typed,), wording=(NamedPart(typed),))
        left = tuple(name for name in self.names if name not in named.units)
        before = NamedPart(head + but + space)
        after = NamedPart(")" if tail.rstrip().endswith(")") and "(" in head else "")
        return Responsible(left, wording=(before, *named.wording, after))

    def _listed(self, typed: str) -> Responsible:
        units: list[str] = []
        posts: list[str] = []
        unknown: list[str] = []
        wording: list[NamedPart] = []
        for mark, part in self._parts(typed):
            found = list(self._one(part)) or list(self._in_a_row(part))
            wording += [NamedPart(mark), *(found or [NamedPart(part)])]
            named = [piece.text for piece in found if piece.is_unit]
            units += named
            said = [p.text.strip(" ()\n") for p in found if not p.is_unit and p.text.strip()]
            if not found and not self._is_post(part):
                unknown.append(part)
            posts += said if found else [part] if self._is_post(part) else []
        return Responsible(
            tuple(dict.fromkeys(units)),
            tuple(dict.fromkeys(posts)),
            unknown=tuple(unknown),
            wording=tuple(piece for piece in wording if piece.text),
        )

    def _parts(self, text: str) -> list[tuple[str, str]]:
        """Split at separators, but keep together what is one unit's name; each with its mark."""
        if any(self._one(text)):
            return [("", text)]
        pieces, marks = _pieces(text)
        parts: list[tuple[str, str]] = []
        i, mark = 0, ""
        while i < len(pieces):
            end = next(
                (
                    j
                    for j in range(min(len(pieces), i + _MOST_JOINED), i + 1, -1)
                    if any(self._one(_rejoin(pieces[i:j], marks[i : j - 1])))
                ),
                i + 1,
            )
            part = _rejoin(pieces[i:end], marks[i : end - 1])
            if part.strip():
                lead = part[: len(part) - len(part.lstrip())]
                parts.append((mark + lead, part.strip()))
                mark = part[len(part.rstrip()) :]
            else:
                mark += part
            mark += marks[end - 1] if end - 1 < len(marks) else ""
            i = end
        return parts

    def _one(self, text: str) -> Iterator[NamedPart]:
        """Yield the unit that one part names, with the words before and behind it; or nothing."""
        if unit := self._forms.find(text):
            yield NamedPart(unit, True)
            return
        if bracketed := _IN_BRACKETS.fullmatch(text):  # กองคลัง (งานพัสดุ)
            named = bracketed[1].rstrip()
            before = list(self._one(named.lstrip()))
            if before:
                yield from (*before, NamedPart(text[len(named) :].rstrip()))
                return
        compared = compare_form(text)
        if _POSTS.match(compared) or _PARTS.match(compared):
            for cut in _cuts(text):
                rest = self._forms.find(text[cut:])
                if rest and not self._names_units(text[:cut]):
                    yield from (NamedPart(text[:cut]), NamedPart(rest, True))
                    return
            yield from self._glued(text)
        else:
            for cut in reversed(_cuts(text)):  # กองคลัง ฝ่ายพัสดุ
                unit = self._forms.find(text[:cut])
                if (
                    unit
                    and _PARTS.match(compare_form(text[cut:]))
                    and not _SPACE.search(text[cut:])
                ):
                    yield from (NamedPart(unit, True), NamedPart(f" {text[cut:]}"))
                    return

    def _glued(self, text: str) -> Iterator[NamedPart]:
        """Yield a post and its unit where no space is between: `นิติกรสำนักปลัด`."""
        if len(text) > _LONGEST_NAME:
            return
        form = self._forms.of(text)
        cuts = [found.start() for found in _KIND_HERE.finditer(text) if found.start()]
        for known in self._forms.full:  # of a kind of its own: โรงพยาบาลส่งเสริมสุขภาพตำบลบ้านนา
            if len(known) > 3 and not kind_of(known) and form.endswith(known) and form != known:
                cuts += [i for i in range(1, len(text)) if self._forms.of(text[i:]) == known][:1]
        for cut in cuts:
            unit = self._forms.find(text[cut:])
            if unit and not self._names_units(text[:cut]):
                yield from (NamedPart(text[:cut]), NamedPart(unit, True))
                return

    def _names_units(self, text: str) -> bool:
        """Whether what should be a post alone has units of its own: `ผอ.กองคลัง ผอ.`."""
        form = self._forms.of(text)
        return any(known in form for known in self._forms.full)

    def _in_a_row(self, text: str) -> Iterator[NamedPart]:
        """Yield units with nothing but spaces between: `กองคลัง กองช่าง`, all of them or nothing."""
        words = list(_WORD.finditer(text))
        if not 2 <= len(words) <= 3 * _MOST_JOINED:
            return
        found: list[NamedPart] = []
        i = 0
        while i < len(words):
            for j in range(min(len(words), i + _MOST_JOINED), i, -1):
                named = list(self._one(text[words[i].start() : words[j - 1].end()]))
                if named:
                    gap = text[words[i - 1].end() : words[i].start()] if i else ""
                    found += [NamedPart(gap), *named]
                    i = j
                    break
            else:
                return
        yield from found

    def _is_post(self, text: str) -> bool:
        """Whether a part that names none of the units is a post, and of no unit that is unknown."""
        compared = compare_form(text)
        if not _POSTS.match(compared) or len(self._forms.of(text)) >= _LONGEST_POST:
            return False
        plain = _COMMITTEE.sub("", _SPACE.sub("", compared))
        kind = _KIND_IN_POST.search(plain)
        if kind is None or kind[0] not in self._forms.kinds:
            return True
        return bool(_OF_NO_ONE.fullmatch(self._forms.of(plain[kind.start() :])))


def _called(units: Iterable[Unit]) -> re.Pattern[str]:
    """Return a pattern for a unit that is told something, in text without spaces."""
    names = {_SPACE.sub("", compare_form(n)) for u in units for n in (u.name, u.short_name)}
    longest_first = sorted((n for n in names if len(n) > 2), key=len, reverse=True)
    name = "|".join([WORDS_FOR_EVERY_UNIT, *map(re.escape, longest_first)])
    told = r"(?<!แจ้งเวียน)ให้|กำชับ|แจ้ง|มอบหมาย|มอบ|เร่งรัด|สั่งการ|ประสาน|^|\b[0-9]+[.)]"
    # Word that is passed on (`แจ้งเวียนให้ทุกกองทราบ`) asks nothing of those who hear it.
    heard = r"(?:ได้)?(?:รับ)?ทราบ(?!(?:และ|เพื่อ|แล้ว)?(?:ถือ)?(?:ปฏิบัติ|ดำเนินการ))"
    return re.compile(rf"(?:{told})(?P<name>{name})(?!{heard})")


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
