"""Rules about results that say nothing of their own, or the same as others (R412–R414)."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping

from ita_excel.core.findings import Severity
from ita_excel.core.language import Text
from ita_excel.rules.between_rounds import alike_between
from ita_excel.rules.declaring import Hit, rule
from ita_excel.rules.derived import Book, said
from ita_excel.schema.model import Action, Result, Status
from ita_excel.sheets import Record
from ita_excel.sheets.links import has_link
from ita_excel.thai.digits import to_arabic
from ita_excel.thai.normal import compare_form

_SPACE_AND_SIGNS = re.compile(r"[\s\-–•*.,:;()/“”\"']+")
_LISTED = re.compile(r"(?m)^\s*\(?[0-9๐-๙]+[.)]\s*")
_NUMBERS = re.compile(r"[0-9]+")
_ANY_NUMBERS = re.compile(r"[0-9๐-๙]+")
# Words that say that something was done, not what.
_EMPTY_WORDS = re.compile(
    r"ให้เจ้าหน้าที่ผู้รับผิดชอบ|เจ้าหน้าที่ผู้รับผิดชอบ|ได้มีการ|มีการ|ได้ดำเนินการ|ดำเนินการ|จัดทำ|"
    r"เรียบร้อย|แล้วเสร็จ|เสร็จสิ้น|แล้ว|ได้|ตรวจสอบและ|แสดง|และ|การ|ของหน่วยงาน|หน่วยงาน|ก็|ซึ่ง|สรุป"
)
_GRAM = 3
_REPEATED = 0.8  # share of a result's letter groups that the action's words have too


@rule(
    "R412",
    Severity.WARNING,
    Text("ผลเพียงกล่าวซ้ำวิธีการ", "the result only repeats the action's words"),
    repeats=Text(
        "ผลเพียงกล่าวซ้ำวิธีการดำเนินงาน โปรดเพิ่มว่าทำเมื่อใด ที่ใด จำนวนเท่าใด หรือเผยแพร่ที่ใด",
        "the result only repeats the action: add when, where, how many, or the link",
    ),
    unlinked=Text(
        "ผลเพียงกล่าวซ้ำวิธีการดำเนินงาน โปรดเพิ่มว่าทำเมื่อใด ที่ใด จำนวนเท่าใด "
        "และใส่ที่อยู่เว็บของข้อ {code} ซึ่งต้องเผยแพร่ ในช่องหลักฐาน",
        "the result only repeats the action: add when, where, how many, and as evidence the web "
        "address of item {code}, which must be published",
    ),
    each=("code",),
)
def only_repeats(book: Book) -> Iterator[Hit]:
    words: dict[tuple[int, str], tuple[set[str], set[str]]] = {}
    for action, result in book.pairs:
        row = result.value
        if result.value.state not in (Status.DONE, Status.UNDER_WAY) or not said(row.outcome):
            continue
        if has_link(row.outcome) or row.evidence:
            continue
        key = (action.row, row.text)
        if key not in words:
            words[key] = _words_of(action.value, row)
        numbers, grams = words[key]
        told = compare_form(_LISTED.sub("", row.outcome))
        if set(_NUMBERS.findall(told)) - numbers:
            continue
        own = _grams(_EMPTY_WORDS.sub("", _letters(told)))
        if len(own & grams) >= _REPEATED * len(own):
            codes = ", ".join(action.value.items)
            published = codes and row.state is Status.DONE
            variant = "unlinked" if published else "repeats"
            yield Hit(result.at("outcome"), variant, {"code": codes} if published else {})


def _words_of(action: Action, result: Result) -> tuple[set[str], set[str]]:
    """Return the numbers and the groups of letters that the action itself is told with."""
    text = compare_form(f"{action.measure}\n{action.text}\n{action.details}\n{result.text}")
    return set(_NUMBERS.findall(text)), _grams(_EMPTY_WORDS.sub("", _letters(text)))


def _letters(text: str) -> str:
    return _SPACE_AND_SIGNS.sub("", text)


def _grams(text: str) -> set[str]:
    return {text[i : i + _GRAM] for i in range(max(1, len(text) - _GRAM + 1))} - {""}


_SHORT = 15  # letters; shorter texts are alike by nature
_NEAR = 90
_EDGE = 12
_MANY = 100  # edges of texts; with fewer, counting letters is quicker than loading rapidfuzz
_COMPARED = 4  # the last few rows that begin or end alike: work grows with the rows, not squared


@rule(
    "R413",
    Severity.INFO,
    Text("ผลหรือข้อเสนอแนะเกือบเหมือนกันสองแถว", "nearly the same result or suggestion in two rows"),
    alike=Text(
        "ข้อความนี้แทบไม่ต่างจากแถวที่ {first} โปรดตรวจว่าใช้กับแถวนี้จริง",
        "this text is nearly the same as in row {first}: check that it fits this row",
    ),
    as_before=Text(
        "ข้อความนี้แทบไม่ต่างจากรอบ ๖ เดือน (แถวที่ {first}) โปรดเพิ่มสิ่งที่ทำในรอบนี้ หรือใช้ข้อความเดิมแล้วยืนยัน",
        "this text is nearly that of 6 months (row {first}): add what this round brought, or keep "
        "the old words and confirm them",
    ),
    of_another=Text(
        "ข้อความนี้เป็นของวิธีการอื่นในรอบ ๖ เดือน (แถวที่ {first}) โปรดตรวจว่าใช้กับแถวนี้จริง",
        "this is what another action said for 6 months (row {first}): check that it fits this row",
    ),
    fell=Text(
        "ตัวเลขลดลงจากรอบ ๖ เดือน (แถวที่ {first}) จาก {before} เหลือ {now} โปรดตรวจว่าเป็นยอดทั้งปี",
        "the figure fell since the 6 months (row {first}), from {before} to {now}: check that it is "
        "the whole year's",
    ),
)
def alike(book: Book) -> Iterator[Hit]:
    for field in ("outcome", "suggestions"):
        # Numbers that differ are facts: within a round, texts with the same numbers are compared.
        groups: dict[object, list[Record[Result]]] = {}
        letters = _LettersOnce()
        for result in book.results:
            text = getattr(result.value, field)
            if len(text) >= _SHORT:
                numbers = to_arabic(" ".join(_ANY_NUMBERS.findall(text)))
                groups.setdefault((result.value.in_round, numbers), []).append(result)
        told: set[int] = set()
        for group in groups.values():
            for hit in _alike_among(group, field, letters) if len(group) > 1 else ():
                told.add(hit.at.row if hit.at else 0)
                yield hit
        yield from alike_between(book, field, letters, told)


class _LettersOnce(dict[str, str]):
    """The letters of texts as compared, each found once."""

    def __missing__(self, text: str) -> str:
        found = self[text] = _letters(compare_form(text))
        return found


def _alike_among(
    group: list[Record[Result]], field: str, letters: Mapping[str, str]
) -> Iterator[Hit]:
    seen: dict[str, Record[Result]] = {}
    edges: dict[str, deque[tuple[str, Record[Result]]]] = {}
    for result in group:
        text = letters[getattr(result.value, field)]
        if len(text) < _SHORT:
            continue
        first = seen.get(text) or _near(edges, text)
        if first is None:
            seen[text] = result
            for edge in (text[:_EDGE], text[-_EDGE:]):
                edges.setdefault(edge, deque(maxlen=_COMPARED)).append((text, result))
        elif first.value.key != result.value.key:
            yield Hit(result.at(field), "alike", {"first": first.row})


def _near(
    edges: Mapping[str, deque[tuple[str, Record[Result]]]], text: str
) -> Record[Result] | None:
    """Return an earlier row whose text begins or ends as this one and is nearly the same."""
    others = [o for edge in (text[:_EDGE], text[-_EDGE:]) for o in edges.get(edge, ())]
    if len(edges) < _MANY:
        others = [o for o in others if _could_be_near(text, o[0])]
    if not others:
        return None
    from rapidfuzz import fuzz

    near = (r for other, r in others if fuzz.ratio(text, other, score_cutoff=_NEAR))
    return next(near, None)


def _could_be_near(a: str, b: str) -> bool:
    """Return whether two texts share so many letters that rapidfuzz has to look at their order."""
    shared = (Counter(a) & Counter(b)).total()
    return 200 * shared >= _NEAR * (len(a) + len(b))


@rule(
    "R414",
    Severity.WARNING,
    Text(
        "ข้อเสนอแนะถึงหน่วยงานที่ไม่ได้รับผิดชอบ", "the suggestion speaks to a unit that isn't responsible"
    ),
    other_unit=Text(
        "ข้อเสนอแนะกล่าวถึง “{unit}” แต่แถวนี้ผู้รับผิดชอบคือ “{responsible}” โปรดแก้ให้สอดคล้องกัน",
        "the suggestion speaks to “{unit}”, but “{responsible}” is responsible: make them agree",
    ),
)
def other_unit(book: Book) -> Iterator[Hit]:
    for result in book.results:
        row = result.value
        if not row.suggestions or not row.responsible:
            continue
        people = row.who
        if not (people.units or people.every):
            continue
        addressed = book.directory.addressed(row.suggestions)
        others = [u for u in addressed if not (people.every or u in people.units)]
        if others:
            context = {"unit": ", ".join(others), "responsible": row.responsible}
            yield Hit(result.at("suggestions"), "other_unit", context)
