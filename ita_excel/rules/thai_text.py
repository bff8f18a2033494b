"""Rules about Thai writing (T6xx): foreign letters, impossible orders, misspellings, spaces.

Each looks at every text that people type, once for each different text. What can't change the
meaning is corrected; what may is only suggested.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping

from ita_excel.core.findings import NO_REMEDY, Severity
from ita_excel.core.language import Text
from ita_excel.core.values import INVISIBLE
from ita_excel.rules.declaring import Hit, rule
from ita_excel.rules.derived import Book
from ita_excel.rules.misspellings import correct_slips
from ita_excel.rules.printable import unprintable
from ita_excel.rules.published import UNPRINTABLE, is_of_names, is_set
from ita_excel.rules.spelling import misspelled
from ita_excel.rules.textplaces import TextPlace
from ita_excel.thai.library import reordered

Findings = tuple[str, dict[str, object], object, str | None]  # variant, context, remedy, suggestion
Look = Callable[[str], Findings | None]


def _each_text(texts: Mapping[str, list[TextPlace]], look: Look) -> Iterator[Hit]:
    for text, places in texts.items():
        found = look(text)
        if found:
            variant, context, remedy, suggestion = found
            for place in places:
                yield Hit(place.at, variant, context, remedy, suggestion)


# A joiner after an emoji makes one picture of two: it is seen, and taking it away splits them.
_JOINER = "\u200d"
_EMOJI = "\U0001f000-\U0001faff\u2600-\u27bf\ufe0f"
_UNSEEN = (
    f"[{INVISIBLE.replace(_JOINER, '')}\u180e\u200e\u200f\u202a-\u202e]|(?<![{_EMOJI}]){_JOINER}"
)
# Neither Latin, Thai, digits nor signs: letters and marks that only look Thai beside Thai letters.
_ODD = r"[^\x00-\u036f\u0e00-\u0e7f\u1e00-\u1eff\u2000-\u2bff\u3000-\u303f\ufe00-\uffff]"
_BESIDE_THAI = rf"(?<=[\u0e00-\u0e7f]){_ODD}++|(?<!{_ODD}){_ODD}++(?=[\u0e00-\u0e7f])"
# Devanagari vowel signs that scanners put for Thai ones.
_MEANT_FOR = {"ि": "ิ", "ी": "ี", "ु": "ุ", "ू": "ู", "े": "่", "ै": "้", "ं": "ํ", "्": "์"}
# The private characters of old Thai Windows fonts: letters drawn shorter, marks drawn elsewhere.
_PRIVATE = "\u0e10ิีึื่้๊๋์่้๊๋์\u0e0dั\u0e4d็่้๊๋์\u0e38\u0e39\u0e3a"
_MEANT_FOR |= {chr(0xF700 + i): letter for i, letter in enumerate(_PRIVATE)}
_LAO_TO_THAI = 0x80  # Unicode keeps the two scripts in the same order


@rule(
    "T601",
    Severity.WARNING,
    Text(
        "อักษรต่างชาติในคำไทย หรืออักขระที่มองไม่เห็น",
        "foreign letters inside a Thai word, invisible characters",
    ),
    foreign=Text(
        "มีอักษร {script} ({letters}) ปนอยู่ในคำไทย โปรดพิมพ์คำนี้ใหม่",
        "{script} letters ({letters}) stand inside a Thai word: type the word again",
    ),
    unprintable=(
        Text(
            "มีอักษร {script} ({letters}) ปนอยู่ในคำไทย ซึ่งฟอนต์ของเอกสารพิมพ์ไม่ได้ โปรดพิมพ์คำนี้ใหม่",
            "{script} letters ({letters}), which the documents' font can't print, stand inside a "
            "Thai word: type the word again",
        ),
        Severity.ERROR,
    ),
    unseen=Text(
        "มีอักขระที่มองไม่เห็น {count} ตัว ({codes}) ทำให้ค้นหาและเปรียบเทียบไม่พบ โปรดลบออก",
        "{count} invisible characters ({codes}) keep the text from being found: remove them",
    ),
)
def foreign_letters(book: Book) -> Iterator[Hit]:
    for text, places in book.unusual_texts.items():
        letters = foreign_letters_in(text)
        if not letters:
            continue
        script = unicodedata.name(letters[0], "?").split()[0].title()
        context = {"script": script, "letters": " ".join(dict.fromkeys(letters))}
        suggestion = in_thai(text)
        lacking = bool(unprintable(letters))
        for place in places:
            if lacking and is_set(place):
                if not is_of_names(place):  # there A210 finds it
                    yield Hit(place.at, UNPRINTABLE, context, suggestion=suggestion)
            else:
                yield Hit(place.at, "foreign", context, suggestion=suggestion)
    yield from _each_text(book.unusual_texts, _unseen)


def foreign_letters_in(text: str) -> str:
    """Return the letters of other scripts that stand inside or beside a Thai word."""
    if text.isascii() or not re.search(_ODD, text):
        return ""
    letters = "".join(m.group() for m in re.finditer(_BESIDE_THAI, text))
    return "".join(c for c in letters if unicodedata.category(c)[0] in "LM")


def in_thai(text: str) -> str | None:
    """Return `text` with the Thai letters that foreign ones stand for; None where none is known."""
    corrected = "".join(map(_thai_for, text))
    return corrected if corrected != text else None


def _thai_for(letter: str) -> str:
    if "\u0e80" <= letter <= "\u0eff":
        return chr(ord(letter) - _LAO_TO_THAI)
    return _MEANT_FOR.get(letter, letter)


def _unseen(text: str) -> Findings | None:
    found = re.findall(_UNSEEN, text)
    if not found:
        return None
    codes = ", ".join(dict.fromkeys(f"U+{ord(c):04X}" for c in found))
    corrected = re.sub(_UNSEEN, "", text)
    return "unseen", {"count": len(found), "codes": codes}, corrected, None


_VOWEL_MARKS, _TONE_MARKS = "ัิีึืุู็", "่้๊๋"
_ABOVE = f"{_VOWEL_MARKS}ฺ{_TONE_MARKS}์ํ๎"
_DOUBLED = f"([{_ABOVE}ำะ])\\1+"
_IMPOSSIBLE = (
    f"[{_TONE_MARKS}์][{_TONE_MARKS}]|[{_TONE_MARKS}]์|[{_VOWEL_MARKS}][{_VOWEL_MARKS}]"
    # A mark or ำ with no consonant to stand on; a leading vowel with none after it.
    f"|(?<![ก-ฮ{_ABOVE}])[{_ABOVE}]|(?<![ก-ฮ{_TONE_MARKS}])ำ|[เแโใไ](?=[ะ-ฺๅ-๎])|[เแโใไ](?=[เแโใไ])"
)


@rule(
    "T602",
    Severity.WARNING,
    Text("ลำดับอักษรไทยที่เป็นไปไม่ได้", "Thai letters in an order that can't be"),
    order=Text(
        "ลำดับสระหรือวรรณยุกต์ไม่ถูกต้องที่ “{found}” (หน้าจอแสดงเหมือนเดิม แต่ค้นหาไม่พบ) โปรดพิมพ์ใหม่",
        "vowels or tone marks are stored in a wrong order at “{found}”: it looks right but can't "
        "be found, type it again",
    ),
    impossible=Text(
        "สระหรือวรรณยุกต์ซ้อนกันหรือไม่มีพยัญชนะที่ “{found}” โปรดแก้ไข",
        "vowels or tone marks that can't stand together, or without a consonant, at “{found}”: "
        "correct it",
    ),
)
def letter_order(book: Book) -> Iterator[Hit]:
    yield from _each_text(book.texts, _order)


# All that `_DOUBLED`, `reordered` and `_IMPOSSIBLE` look for, loosely: one look at a right text.
_SUSPECT = re.compile(
    f"[{_ABOVE}ำ][{_VOWEL_MARKS}ฺํำ]|[{_TONE_MARKS}์ำ][{_TONE_MARKS}์]|ะะ|ํ.?า"
    f"|(?<![ก-ฮ{_ABOVE}])[{_ABOVE}ำ]|[เแโใไ][^ก-ฮ]|ฺฺ|ํํ|๎๎"
)


def _order(text: str) -> Findings | None:
    if text.isascii() or not _SUSPECT.search(text):
        return None
    corrected = reordered(re.sub(_DOUBLED, r"\1", text))
    bad = re.search(_IMPOSSIBLE, corrected)
    if corrected == text and not bad:
        return None
    at = bad.start() if bad else next(i for i, c in enumerate(text) if c != corrected[i : i + 1])
    shown = (corrected if bad else text)[max(0, at - 3) : at + 4].strip()
    remedy = corrected if corrected != text else NO_REMEDY
    variant = "impossible" if bad else "order"
    return variant, {"found": shown}, remedy, corrected if corrected != text else None


@rule(
    "T603",
    Severity.WARNING,
    Text("คำของงานสะกดผิด", "a word of the domain misspelled"),
    word=Text(
        "“{found}” ควรเขียนว่า “{meant}” โปรดแก้ไข", "“{found}” is spelled “{meant}”: correct it"
    ),
    perhaps=Text(
        "“{found}” น่าจะเป็น “{meant}” โปรดตรวจ", "“{found}” is probably “{meant}”: check it"
    ),
)
def spelling(book: Book) -> Iterator[Hit]:
    yield from _each_text(book.texts, _misspelled)


def _misspelled(text: str) -> Findings | None:
    if text.isascii():
        return None
    slips = misspelled(text)
    if not slips:
        return None
    corrected = correct_slips(text, slips)
    suggested = correct_slips(text, [slip._replace(sure=True) for slip in slips])
    context: dict[str, object] = {
        "found": ", ".join(dict.fromkeys(s.found for s in slips)),
        "meant": ", ".join(dict.fromkeys(s.meant for s in slips)),
    }
    variant = "word" if any(s.sure for s in slips) else "perhaps"
    return variant, context, corrected if corrected != text else NO_REMEDY, suggested


_DOUBLED_SPACES, _BEFORE_LINE_END = (
    r"(?<=\S)[^\S\n]{2,}+(?=\S)",
    r"(?<![^\S\n])[^\S\n]++(?=\n)",
)
_TWO_SPACES = re.compile(r"\s\s")  # without any, at one look, all is right
_SPACES = re.compile(f"{_DOUBLED_SPACES}|{_BEFORE_LINE_END}")
# Latin words, codes, addresses and file names have Arabic digits by right.
_LATIN = r"(?<!\S)(?=[^\sA-Za-z@]*+[A-Za-z@])\S++(?:\s{1,9}+[0-9]{1,20}+(?![0-9,.]{0,20}+\s{0,9}+[ก-๙]))?"
_THAI_DIGIT, _ARABIC_DIGIT = re.compile("[๐-๙]"), re.compile("[0-9]")


@rule(
    "T604",
    Severity.INFO,
    Text("ช่องว่างเกิน หรือเลขไทยปนเลขอารบิก", "needless spaces; mixed Thai and Arabic digits"),
    spaces=Text("มีช่องว่างเกินที่ต้น ท้าย หรือกลางข้อความ โปรดลบออก", "needless spaces: remove them"),
    digits=Text(
        "ข้อความเดียวกันมีทั้งเลขไทยและเลขอารบิก โปรดใช้แบบเดียวกัน",
        "Thai and Arabic digits in one text: use one kind",
    ),
)
def spaces_and_digits(book: Book) -> Iterator[Hit]:
    yield from _each_text(book.texts, _spaces)
    yield from _each_text(book.texts, _digits)


def _spaces(text: str) -> Findings | None:
    around = text[0].isspace() or text[-1].isspace()
    if not around and not (_TWO_SPACES.search(text) and _SPACES.search(text)):
        return None
    corrected = re.sub(_DOUBLED_SPACES, " ", text.strip())
    return "spaces", {}, re.sub(_BEFORE_LINE_END, "", corrected), None


def _digits(text: str) -> Findings | None:
    if not (_THAI_DIGIT.search(text) and _ARABIC_DIGIT.search(text)):
        return None
    rest = re.sub(_LATIN, " ", text)
    mixed = any(_ARABIC_DIGIT.search(_without_kept(line)) for line in rest.split("\n"))
    return ("digits", {}, NO_REMEDY, None) if mixed else None


def _without_kept(line: str) -> str:
    from ita_excel.thai.kept import kept  # few texts mix digits

    done, parts = 0, []
    for start, end in kept(line):
        parts.append(line[done:start])
        done = end
    return "".join([*parts, line[done:]])
