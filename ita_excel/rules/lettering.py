"""The rule about letters that the documents' font can't print (A210): paper shows a square for them.

Looks at what memo and report print, and at nothing else: a web page is shown in its reader's fonts.
Foreign letters inside a Thai word of the plan or the results are T601's, which knows what is meant.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from ita_excel.core.findings import Severity
from ita_excel.core.language import Text
from ita_excel.rules.declaring import Hit, rule
from ita_excel.rules.derived import Book
from ita_excel.rules.glance import surely_prints
from ita_excel.rules.printable import in_order, unprintable
from ita_excel.rules.published import UNPRINTABLE, is_of_names, is_set
from ita_excel.rules.textplaces import TextPlace
from ita_excel.rules.thai_text import foreign_letters_in, in_thai
from ita_excel.thai.normal import print_form

_SHOWN = 3  # of the letters in one cell
_PICTURES = (".jpg", ".jpeg", ".png")


@rule(
    "A210",
    Severity.ERROR,
    Text(
        "อักขระที่ฟอนต์ของเอกสารพิมพ์ไม่ได้ ในชื่อผู้ลงนาม ชื่อหน่วยงาน หรือข้อความที่จะพิมพ์",
        "a letter that the documents' font can't print, in a signatory's or the agency's name or "
        "any text that is printed",
    ),
    unprintable=Text(
        "ฟอนต์ของเอกสารพิมพ์อักขระนี้ไม่ได้: {letters} (จะเป็นช่องสี่เหลี่ยมหรือหายไป) "
        "โปรดพิมพ์ใหม่ด้วยแป้นพิมพ์ไทยหรืออังกฤษ หรือลบออก",
        "the documents' font can't print {letters} (a square would stand there, or nothing): "
        "type it again with the Thai or English keyboard, or remove it",
    ),
)
def unprintable_letters(book: Book) -> Iterator[Hit]:
    for text, places in book.texts.items():
        if text not in book.unusual_texts and surely_prints(text):
            continue
        if not any(map(is_set, places)):
            continue
        for place in filter(is_set, places):
            printed = _printed(text, place)
            found = dict.fromkeys(
                letter for _, letter in unprintable(in_order(print_form(printed)))
            )
            if not is_of_names(place):
                for letter in foreign_letters_in(text):
                    found.pop(letter, None)
            if found:
                context = {"letters": named(found)}
                yield Hit(place.at, UNPRINTABLE, context, suggestion=in_thai(text))


def named(letters: Iterable[str]) -> str:
    """Return letters as a person can look for them: each with its code and its Unicode name."""
    told = [*letters]
    more = ", …" if len(told) > _SHOWN else ""
    return ", ".join(map(_named, told[:_SHOWN])) + more


def _named(letter: str) -> str:
    kind = unicodedata.category(letter)
    shown = "" if kind[0] == "C" else f"◌{letter} " if kind[0] == "M" else f"{letter} "
    name = unicodedata.name(letter, "")
    return f"“{shown.strip()}” " * bool(shown) + f"U+{ord(letter):04X} {name}".strip()


def _printed(text: str, place: TextPlace) -> str:
    """Return what is printed of a cell: a photo's file gives way to the photo, or isn't there."""
    if place.field != "evidence":
        return text
    lines = print_form(text).split("\n")
    return "\n".join(line for line in lines if not line.lower().endswith(_PICTURES))
