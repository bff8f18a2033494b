"""A date or a period as one short string: a capital letter for each word, digits, signs.

Knows the words that such a text is made of, spelled every way, and that spaces say nothing in
Thai, except between two digits. Refuses to know which strings of letters mean something: `dates`
and `periods` do. The formulas of ita_excel.rules.native make the same strings from the same words.
"""

from __future__ import annotations

import re

from ita_excel.thai.calendar import ABBREVIATIONS, MONTHS
from ita_excel.thai.normal import compare_form

LETTERS = "ABCDEFGHIJKL"  # of the months, January first

_SPOKEN = (
    "มกรา", "กุมภา", "มีนา", "เมษา", "พฤษภา", "มิถุนา",
    "กรกฎา", "สิงหา", "กันยา", "ตุลา", "พฤศจิกา", "ธันวา",
)  # fmt: skip
_ENGLISH = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun",
    "july jul", "august aug", "september sept sep", "october oct", "november nov", "december dec",
)  # fmt: skip
_WEEKDAYS = "จันทร์ อังคาร พุธ พฤหัสบดี พฤหัสฯ พฤหัส ศุกร์ เสาร์ อาทิตย์"
_MIDNIGHT = "Ω"
_OTHERS = {
    "M": "เดือน",
    "P": "ปี",
    "N": "ปีงบประมาณ",
    "R": "ประจำ",
    "U": "ของ",
    "V": f"วันที่ วัน ที่ {_WEEKDAYS}",  # before a day
    "W": "ตั้งแต่ ระหว่าง ภายใน",  # before a month or a day of a period
    "Q": "ไตรมาสที่ ไตรมาส q",
    "O": "รอบ",
    "S": "ระยะ",
    "T": "ตลอดทั้ง ตลอด ทั้ง",
    "Δ": "แรก",
    "Λ": "หลัง",
    "&": "และ",
    "Ξ": "ทุกๆ ทุก ประจำทุก ทุกสิ้น เป็นราย ราย",
    "Ψ": "สัปดาห์",
    "Γ": "ครึ่ง",
    "Θ": "ภาคเรียนที่ ภาคเรียน ภาคการศึกษาที่ ภาคการศึกษา เทอมที่ เทอม",
    "Π": "ปีการศึกษา",
    "~": "จนถึง ถึง",
    _MIDNIGHT: "t00:00:00 t00:00",  # midnight, as programs write a date
}
# Several words as one, without their spaces; the digits are the times that it is done.
_TOGETHER = {
    **{
        f"{each}ละ{n}ครั้ง": f"Ξ{letter}"
        for each, letter in (("เดือน", "M"), ("ไตรมาส", "Q"))
        for n in ("", 1, 2)
    },
    "ครึ่งปีแรกและครึ่งปีหลัง": "TP",
}
_DASHES = "[‐-―−]"
_LOOSE_SPACE = "(?<![0-9]) | (?![0-9])"
_LOOSE_GAP = "(?<![0-9])[ ¶]|[ ¶](?![0-9])"


def _abbreviated(name: str) -> list[str]:
    """Return the ways to write `ต.ค.` apart from spaces."""
    first, second = name.rstrip(".").split(".")
    return [f"{first}{middle}{second}{end}" for middle in (".", "") for end in (".", "")]


def _words() -> dict[str, str]:
    words = {form: letter for letter, forms in _OTHERS.items() for form in forms.split()}
    words |= _TOGETHER
    words |= {" " + form[1:]: _MIDNIGHT for form in _OTHERS[_MIDNIGHT].split()}
    for letter, era in (("Y", "พ.ศ."), ("Z", "ค.ศ.")):
        words |= dict.fromkeys(_abbreviated(era), letter)
    for number, letter in enumerate(LETTERS):
        english = _ENGLISH[number].split()
        names = [MONTHS[number], _SPOKEN[number], *_abbreviated(ABBREVIATIONS[number])]
        names += [*english, *(f"{name}." for name in english)]
        words |= dict.fromkeys(names, letter)
    return dict(sorted(words.items(), key=lambda item: -len(item[0])))


# Each spelling with its letter, or letters, the longest first.
WORDS = _words()
_WORD = "|".join(map(re.escape, WORDS))  # compiled when first used: many commands read no date


def plain(text: str) -> str:
    """Return text in compared form, in lower case, with one kind of dash."""
    return re.sub(_DASHES, "-", compare_form(text)).lower()


def tokens(text: str) -> str:
    """Return a text of one line as tokens: `1G2565` for `๑ กรกฎาคม ๒๕๖๕`."""
    return _named(plain(text))


def marked(text: str) -> str:
    """Return the tokens of a cell with the signs that may stand between two months.

    `=` is a dash with spaces around it, `¶` the end of a line.
    """
    text = plain(re.sub("[=¶]", "!", text).replace("\n", " ¶ ")).strip(" ¶")
    if "¶" in text:
        text = re.sub("¶(?: ¶)+", "¶", text).replace(" ¶ -", " -").replace("- ¶ ", "- ")
    return _named(text.replace(" - ", " = "))


def unmarked(text: str) -> str:
    """Return what `marked` gave as `tokens` would have it."""
    return re.sub(_LOOSE_GAP, "", text).replace("=", "-")


def _named(text: str) -> str:
    return re.sub(_WORD, lambda found: WORDS[found[0]], re.sub(_LOOSE_SPACE, "", text))
