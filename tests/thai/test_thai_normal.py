"""Two texts are the same when a reader sees no difference; printing changes less than comparing."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ita_excel.thai import normal
from ita_excel.thai.normal import compare_form, in_order, same, tidy

NIKHAHIT, AA, AM, MAI_EK, MAI_THO = "\u0e4d", "\u0e32", "\u0e33", "\u0e48", "\u0e49"

SAME = {
    "digits": ("ต.ค. ๖๔", "ต.ค. 64"),
    "spaces at the ends": ("  กองคลัง ", "กองคลัง"),
    "doubled spaces": ("กอง  คลัง", "กอง คลัง"),
    "no-break space": ("กอง\u00a0คลัง", "กอง คลัง"),
    "line break": ("สำนักปลัด\nอบต.", "สำนักปลัด อบต."),
    "ideographic and thin spaces": ("ก\u3000ข\u2009ค", "ก ข ค"),
    "zero-width space": ("ผู้\u200bรับผิดชอบ", "ผู้รับผิดชอบ"),
    "joiners, byte-order mark, soft hyphen": ("\ufeffกอง\u2060ค\u00adลัง\u200d", "กองคลัง"),
    "direction marks": ("\u200eITA\u202c", "ITA"),
    "nikhahit and aa": (f"ท{NIKHAHIT}{AA}", f"ท{AM}"),
    "nikhahit, tone, aa": (f"น{NIKHAHIT}{MAI_THO}{AA}", f"น{MAI_THO}{AM}"),
    "tone, nikhahit, aa": (f"น{MAI_THO}{NIKHAHIT}{AA}", f"น{MAI_THO}{AM}"),
    "tone behind am": (f"น{AM}{MAI_THO}", f"น{MAI_THO}{AM}"),
    "two เ for แ": ("เเผน", "แผน"),
    "tone before upper vowel": (f"ท{MAI_EK}ี", f"ที{MAI_EK}"),
    "tone before lower vowel": (f"ผ{MAI_THO}ู", f"ผู{MAI_THO}"),
    "killer before vowel": ("สิทธ\u0e4c\u0e34", "สิทธ\u0e34\u0e4c"),
    "accents outside Thai": ("cafe\u0301", "caf\u00e9"),
}
DIFFERENT = {
    "a letter": ("องค้การ", "องค์การ"),
    "an abbreviation": ("อปต.", "อบต."),
    "a space": ("กองคลัง", "กอง คลัง"),
    "capitals": ("oit", "OIT"),
    "a foreign mark": ("ว\u093fชัย", "วิชัย"),
    "compatibility forms": ("①", "1"),
    "a missing tone": ("ที", "ที่"),
}


@pytest.mark.parametrize(("a", "b"), SAME.values(), ids=SAME)
def test_same_to_a_reader(a: str, b: str) -> None:
    assert compare_form(a) == compare_form(b)
    assert same(a, b)


@pytest.mark.parametrize(("a", "b"), DIFFERENT.values(), ids=DIFFERENT)
def test_not_the_same(a: str, b: str) -> None:
    assert not same(a, b)


def test_am_stays_one_character() -> None:
    """NFKC would take ำ apart, and then no text would be found again."""
    assert compare_form(f"ท{AM}") == f"ท{AM}"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("  สำนักปลัด  อบต. ", "สำนักปลัด อบต."),
        ("ข้อ ๑ \n  ข้อ 2", "ข้อ ๑\nข้อ 2"),
        ("ก\r\n\r\nข\n", "ก\n\nข"),
        ("ผู้\u200bรับ\u00adผิดชอบ", "ผู้รับผิดชอบ"),
        (f"จ{NIKHAHIT}{AA}นวน น{NIKHAHIT}{MAI_THO}{AA}", "จำนวน น้ำ"),
        ("ต่าง\u00a0ๆ", "ต่าง\u00a0ๆ"),
        ("เเผน", "เเผน"),
        ("\t", ""),
    ],
)
def test_tidy_makes_only_safe_changes(text: str, printed: str) -> None:
    assert tidy(text) == printed


# Texts dense in the marks that the rules are about: plain `st.text()` would hardly ever meet two.
_thai = st.text(st.sampled_from("กนทาำเแะัิีฺุู็่้๊๋์ํ๎ๆฯ๑1 \n\u00a0\u200b\u0301e"), max_size=12)
_any = st.one_of(_thai, st.text())


@given(_any)
def test_the_compared_form_is_its_own(text: str) -> None:
    once = compare_form(text)
    assert compare_form(once) == once


@given(_any)
def test_tidying_twice_changes_nothing_and_never_what_is_compared(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert same(once, text)


@given(_thai)
def test_ordering_ends_and_leaves_no_wrong_pair(text: str) -> None:
    ordered = in_order(text)
    assert "เเ" not in ordered
    assert NIKHAHIT + AA not in ordered
    assert not any(tone + vowel in ordered for tone in "่้๊๋์" for vowel in "ัิีุู")


_ANY_LETTERS = st.text(
    st.sampled_from("กขาเแำอน" + "ฺัิีึืุู็่้๊๋์๎ํ" + " \n\t\xa0\u200b\ufeff" + "๐๕59-–aé\u0301"), max_size=12
)


def _step_by_step(text: str) -> str:
    """Return the form of a text without a look at what there is to do."""
    text = text.translate(normal._COMPARED)
    text = re.sub(normal._NOT_THAI, lambda m: unicodedata.normalize("NFC", m[0]), text)
    text = re.sub(r"\s+", " ", text).strip()
    while normal._WRONG.search(text):
        text = re.sub(normal._MARKS_AA, normal._with_am, text.replace("เเ", "แ"))
        text = re.sub(normal._AM_MARKS, lambda m: _am_last(m[0]), text)
        text = re.sub(normal._RUN, lambda m: "".join(sorted(m[0], key=_rank)), text)
    return text


def _am_last(text: str) -> str:
    return text.replace("ำ", "") + "ำ" * text.count("ำ")


def _rank(mark: str) -> int:
    return normal._RANK[mark]


@given(_ANY_LETTERS)
@settings(max_examples=2_000, deadline=None)
def test_looking_first_leaves_nothing_undone(text: str) -> None:
    assert compare_form(text) == _step_by_step(text)
