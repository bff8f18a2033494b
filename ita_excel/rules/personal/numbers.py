"""Numbers of people: national ID, mobile telephone, bank account.

A number counts by its own form (a check digit, 3-1-5-1 digits) where that is rare by chance, else
by the words before it. A national ID's check digit is right for one number in ten that is none:
receipts, projects and sums are known by their words, lists by how they are cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ita_excel.rules.personal.chains import MOST_GROUPS, Number, numbers
from ita_excel.rules.personal.cues import Cue, bank_follows, cue, cues, is_amount, names_bank
from ita_excel.rules.personal.folding import Folded, folded
from ita_excel.rules.personal.spans import Span

Found = tuple[Span, str]

_ID_GROUPS = (1, 4, 5, 2, 1)
_ACCOUNT_GROUPS = (3, 1, 5, 1)
_ACCOUNT_LENGTHS = (10, 11, 12, 15, 16)  # and those of cards
_TELEPHONE_LENGTHS = (9, 10, 11, 12, 13)  # from a landline's to 0066 81 …
# How people cut the ten digits of a mobile number.
_TELEPHONE_GROUPS = frozenset(
    [(10,), (3, 3, 4), (3, 7), (2, 4, 4), (2, 8), (3, 4, 3), (1, 4, 5), (1, 5, 4), (1, 2, 3, 4),
     (1, 9), (3, 3, 2, 2), (3, 2, 2, 3), (2, 3, 5), (2, 5, 3), (6, 4), (1, 2, 7), (2, 4, 2, 2),
     (3, 2, 3, 2), (4, 3, 3), (4, 6), (5, 5), (3, 5, 2), (1, 3, 3, 3), (2, 2, 3, 3), (2, 3, 3, 2),
     (1,) * 10]
)  # fmt: skip
_FAR = 30  # letters after which a word for a paper or a sum no longer speaks of this number


# A taxpayer's number that is no person's begins with 0; its first ten digits may dial a mobile.
_AS_ID = re.compile("[0-9]-[0-9]{4}-[0-9]{5}-[0-9]{2}-[0-9](?![0-9])")
_DIALLED = re.compile(r"(?:0[689][0-9]{8}|(?:66|660|0066)[689][0-9]{8}|0[23457][0-9]{7})$")


def is_national_id(digits: str) -> bool:
    """Whether 13 digits are a Thai national ID number: the last one checks the others."""
    if len(digits) != 13 or digits[0] not in "12345678":
        return False
    total = sum(int(d) * weight for d, weight in zip(digits, range(13, 1, -1), strict=False))
    return (11 - total % 11) % 10 == int(digits[12])


def id_numbers(plain: Folded) -> Iterator[Found]:
    """Yield the national ID numbers."""
    done = 0
    for number in numbers(plain, (13,), _may_be_id):
        if number.span.start >= done and _is_persons(number):
            done = number.span.end
            yield number.span, _masked(number.digits)


def _may_be_id(digits: str, groups: int) -> bool:
    return (groups <= MOST_GROUPS or groups == 13) and is_national_id(digits)


def _is_persons(number: Number) -> bool:
    plain, sizes = number.plain, number.sizes
    if is_amount(plain, number.span.end) or _decimals_follow(number):
        return False
    if len(sizes) > MOST_GROUPS:
        return number.uniform
    said = _nearest(plain, number.span.start)
    if number.beside_letters and not (said.kind == "person" and not said.gap):
        return False
    if sizes == _ID_GROUPS:
        return True
    if said.kind in ("paper", "money"):
        return False
    if len(sizes) == 1:
        named = said.kind in ("person", "bank") or plain.link_at(number.span.start) is not None
        return named or not number.part_of_another
    if not number.uniform or number.separators[0] == ",":
        return said.kind == "person" and max(sizes) > 3
    if number.part_of_another or (number.separators[0] == " " and _in_a_list(number)):
        return False
    least = 5 if number.separators[0] == " " and said.kind != "person" else 3
    return max(sizes) >= least


def _decimals_follow(number: Number) -> bool:
    following = number.following
    return (
        number.after == "."
        and following is not None
        and following.end - following.start <= 2
        and len(number.sizes) == 1
    )


def _in_a_list(number: Number) -> bool:
    """Whether numbers go on before or after it, with nothing but spaces between."""
    return any(between and between.isspace() for between in (number.before, number.after))


def telephones(plain: Folded, own: str) -> Iterator[Found]:
    """Yield the mobile numbers that aren't among the agency's `own`."""
    offices = "".join(c for c in folded(own).text if c.isdigit())
    done = 0
    for number in numbers(plain, _TELEPHONE_LENGTHS, _may_be_telephone):
        if number.span.start < done:
            continue
        told = _told_in_full(number)
        if told is None:
            continue
        neighbour = number.previous is not None and number.previous.end == done
        if _is_telephone(number, told, neighbour):
            done = number.span.end
            if told not in offices and told[1:] not in offices:
                yield number.span, _masked(told)


def _may_be_telephone(digits: str, groups: int) -> bool:
    if groups > MOST_GROUPS and groups != len(digits):
        return False
    return _DIALLED.match(digits) is not None


def _told_in_full(number: Number) -> str | None:
    """Return a mobile number as it is dialled in Thailand, None for what can be none.

    A landline is one only where a word says that it is of a home.
    """
    digits, plain, start = number.digits, number.plain, number.span.start
    if len(digits) == 10:
        return digits
    if len(digits) == 9:
        return digits if cue(plain, start).kind == "home" else None
    abroad = (
        digits.startswith("00") or plain.text[max(0, start - 2) : start].rstrip(" (")[-1:] == "+"
    )
    if abroad or cue(plain, start).kind == "telephone":
        return f"0{digits[-9:]}"
    return None


def _is_telephone(number: Number, told: str, neighbour: bool) -> bool:
    plain, sizes = number.plain, number.sizes
    if is_amount(plain, number.span.end) or "," in number.separators:
        return False
    said = _nearest(plain, number.span.start)
    if plain.link_at(number.span.start):
        return said.kind == "telephone"
    if said.kind == "paper" and (len(sizes) == 1 or said.gap <= 4):
        return False
    if said.kind == "money" and len(sizes) == 1:
        return False
    if number.beside_letters or _AS_ID.match(plain.text, number.span.start):
        return False
    if said.kind in ("telephone", "home", "bank") or len(number.digits) > 10:
        return True
    if sizes not in _TELEPHONE_GROUPS or not _cut_as_one(number):
        return False
    return neighbour or not number.part_of_another or _another_follows(number)


def _cut_as_one(number: Number) -> bool:
    signs = set(number.separators)
    if signs - {" ", "-", "()"} and len(signs) > 1:
        return False
    years = [g for g in number.groups if number.plain.text[slice(*g)].startswith(("25", "20"))]
    return not (len(number.sizes) == 3 and signs == {" "} and len(years) == 2)


def _another_follows(number: Number) -> bool:
    """Whether what follows is a second number, or the last digits of one: `…5678/9`."""
    if number.following is None or number.tied_before:
        return False
    other = number.plain.text[slice(*number.following)]
    return other.startswith("0") or len(other) <= 2


def accounts(plain: Folded) -> Iterator[Found]:
    """Yield the bank accounts."""
    done = 0
    named = names_bank(plain)

    def may_be(digits: str, groups: int) -> bool:
        return groups <= MOST_GROUPS if named else groups == 4 and len(digits) == 10

    for number in numbers(plain, _ACCOUNT_LENGTHS, may_be):
        if number.span.start >= done and _is_account(number, named):
            done = number.span.end
            yield number.span, _masked(number.digits)


def _is_account(number: Number, named: bool) -> bool:
    plain, sizes = number.plain, number.sizes
    if not named and sizes != _ACCOUNT_GROUPS:
        return False
    if number.beside_letters or is_amount(plain, number.span.end):
        return False
    if plain.link_at(number.span.start) or "," in number.separators:
        return False
    if sizes == _ACCOUNT_GROUPS and number.separators == ("-",) * 3:
        return not number.part_of_another
    if number.part_of_another:
        return False
    if bank_follows(plain, number.span.end):
        return True
    for said in reversed(cues(plain, number.span.start)):
        # `ธนาคารกรุงไทย ชื่อบัญชี นาย ก. เลขที่ …`
        if said.kind != "person" and said.word not in ("เลขที่", "no"):
            return said.kind == "bank"
    return False


def _nearest(plain: Folded, place: int) -> Cue:
    """Return the nearest word's cue; words for papers and sums only speak of what is near."""
    said = cue(plain, place)
    return Cue() if said.kind in ("paper", "money") and said.gap > _FAR else said


def _masked(digits: str) -> str:
    return f"{digits[:1]}…{digits[-3:]}"
