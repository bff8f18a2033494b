"""What texts are passed over at one look holds nothing that the slow look would find."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from ita_excel.core.values import _text, clean
from ita_excel.rules.glance import is_plain, may_be_personal, surely_prints
from ita_excel.rules.personal import _found
from ita_excel.rules.printable import in_order, unprintable
from ita_excel.rules.thai_text import _SPACES, _TWO_SPACES, _unseen, foreign_letters_in
from ita_excel.thai.normal import print_form

_PIECES = (
    "ไลน์", "ไลน์ไอดี: ", "line", "LINE ID ", "แอท", " at ", "[at]", "@", "gmail.com", "go.th", "081", "234", "5678",
    "๐๘๑-", "1-1017-", "00203-45-0", "พาสปอร์ต ", "Passport no. ", "AA", "1234567", "เลขที่บัญชี", "%31", "\u200b",
    "–", "\xa0", "　", "１２３", "ำ", "ํ", "่", "้", "ิ", "า", "ก", "น้ำ", "ฺ", "\u0303", "🙂", "漢", "\x07", "\t", "\n",
    "  ", " ", "_", "#", "#N/A", "_x000D_", "\r\n", "Err:502", "E", "<", "{", "ดอท", "(จุด)", "com", "๑๒๓๔๕๖๗๘๙",
)  # fmt: skip
texts = st.one_of(
    st.lists(st.sampled_from(_PIECES), max_size=10).map("".join),
    st.text(max_size=20),
    st.text("กขำํิ่้า019 -.", max_size=20),
)
PHONE, SITE = "077 301 111", "https://www.example.go.th"


@given(texts)
@example("ไลน์ไอดี: 4455")
@example("๐๘๑ ๒๓๔ ๕๖๗๘")
@example("somchai [at] gmail [dot] com")
@example("Passport: AA1234567")
def test_a_text_that_can_hold_nothing_personal_holds_none(text: str) -> None:
    assert may_be_personal(text) or _found.__wrapped__(text, PHONE, SITE) == ()


@given(texts)
@example("กิ่ํา")
@example("กี้ำ")
def test_a_plain_text_prints_and_has_no_foreign_letters(text: str) -> None:
    if is_plain(text):
        assert not foreign_letters_in(text) and _unseen(text) is None
        if surely_prints(text):
            assert unprintable(in_order(print_form(text))) == []


def test_each_plain_letter_prints() -> None:
    letters = [c for c in map(chr, range(0x110000)) if is_plain(c)]
    assert len(letters) > 180
    assert not unprintable("".join(c for c in letters if c.isprintable() and c not in "ำ"))


@given(texts)
def test_needless_spaces_are_two(text: str) -> None:
    assert not _SPACES.search(text) or _TWO_SPACES.search(text)


@given(texts)
@example("ก_x000D_")
@example("E")
def test_an_ordinary_text_is_clean(text: str) -> None:
    assert clean(text) == (_text(text) if text else None)


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(1e15)
@example(-0.0)
@example(123456789012345.4)
def test_a_whole_number_is_one(number: float) -> None:
    rounded = float(format(number, ".15g"))
    wanted = int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded
    assert clean(number) == wanted and type(clean(number)) is type(wanted)
