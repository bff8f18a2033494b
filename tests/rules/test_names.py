"""Near-matching of names, tuned on lists: every right name of another place is left alone,
a name with one wrong letter is found, and what is mended is mended right.
"""

from __future__ import annotations

import random

import pytest

from ita_excel.catalogue import data_files, places
from ita_excel.core.values import INVISIBLE
from ita_excel.rules.misspellings import abbreviation_slips, correct_slips
from ita_excel.rules.places import district_at, province_at, subdistrict_at
from ita_excel.rules.spelling import DOUBTFUL, SURE, misspelled
from ita_excel.rules.texts import (
    _BODY_ANCHOR,
    _DISTRICT_ANCHOR,
    _PROVINCE_ANCHOR,
    Finder,
    _after,
    _alone,
)
from ita_excel.rules.thai_text import _order, foreign_letters_in

SUBDISTRICTS = [name for name in data_files.text("subdistricts.txt").split("\n") if name]
CONSONANTS = "กขคงจชซดตถทนบปผพฟมยรลวสหอ"


def own_subdistrict(name: str) -> list[Finder]:
    finders = [_after(_BODY_ANCHOR, name, subdistrict_at)]
    return [*finders, _alone(name, subdistrict_at)] if len(name) >= 8 else finders


@pytest.mark.parametrize("own", ["พ่วงพรมคร", "บ้านนาสาร", "ท่าชนะ", "บางเดือน", "คลองน้อย", "หนองบัว"])
def test_every_other_subdistrict_of_thailand_is_spelled_right(own: str) -> None:
    finders = own_subdistrict(own)
    for other in SUBDISTRICTS:
        if other != own:
            for text in (f"อบต.{other}ได้ดำเนินการ", f"องค์การบริหารส่วนตำบล{other} แล้ว"):
                assert [s for find in finders for s in find(text)] == []


@pytest.mark.parametrize("own", ["เคียนซา", "พุนพิน", "เมืองสุราษฎร์ธานี", "บ้านนาเดิม", "ท่าฉาง"])
def test_every_other_district_is_spelled_right(own: str) -> None:
    find = _after(_DISTRICT_ANCHOR, own, district_at)
    for other in places.districts():
        assert other == own or list(find(f"ที่อำเภอ{other}และ อ.{other} ด้วย")) == []


@pytest.mark.parametrize("own", ["สุราษฎร์ธานี", "นครศรีธรรมราช", "ชัยภูมิ", "ตรัง", "น่าน"])
def test_every_other_province_is_spelled_right(own: str) -> None:
    find = _after(_PROVINCE_ANCHOR, own, province_at)
    for other in places.provinces():
        assert other == own or list(find(f"ที่จังหวัด{other}และ จ.{other} ด้วย")) == []


def test_nearly_every_name_with_one_wrong_letter_is_found_and_mended_right() -> None:
    rng = random.Random(5)
    known = set(SUBDISTRICTS)
    found = missed = 0
    for own in rng.sample([n for n in SUBDISTRICTS if len(n) >= 5], 1000):
        at, kind = rng.randrange(len(own)), rng.randrange(3)
        letter = rng.choice(CONSONANTS)
        wrong = own[:at] + (letter if kind else "") + own[at + (kind != 1) :]
        if wrong in known or own in wrong:
            continue
        text = rng.choice([f"อบต.{wrong}ได้จัดอบรม", f"อบต. {wrong} จัดอบรม"])
        slips = list(_after(_BODY_ANCHOR, own, subdistrict_at)(text))
        found, missed = found + bool(slips), missed + (not slips)
        if slips and slips[0].sure:
            assert correct_slips(text, slips) == text.replace(wrong, own)
    assert found / (found + missed) >= 0.96


@pytest.mark.parametrize("short", ["อบต.", "อบจ.", "ทต.", "ทม.", "เทศบาล", ""])
def test_right_abbreviations_are_left_alone(short: str) -> None:
    text = "ผอ.กองคลัง อบต. อบจ. ทต. ทม. ทน. อปท. อสม. ศพด. พ.ศ. ๒๕๖๕ ต.ค. - ก.ย. น.ส. สตง. ป.ป.ช. ว.ด.ป."
    assert list(abbreviation_slips(text, short)) == []


@pytest.mark.parametrize("wrong", ["อปต.", "อบด.", "อตบ.", "ฮบต.", "สำนักปลัดอปต.", "นายกอบค."])
def test_wrong_abbreviations_are_found(wrong: str) -> None:
    assert len(list(abbreviation_slips(f"ของ {wrong} ทุกแห่ง", "อบต."))) == 1


def test_no_wrong_form_is_part_of_a_right_word() -> None:
    """Against the dictionary's words, alone and with the words that often follow them."""
    from pythainlp.corpus import thai_words

    text = "\n".join(sorted(thai_words()))
    # Words that the dictionary lists as people write them, not as the Royal Institute does.
    allowed = {"สัมนา", "ลายเซ็นต์", "เว็บไซท์", "เวปไซต์", "อินเตอร์เน็ต"}
    assert {s.found for s in misspelled(text)} <= allowed
    for right in {*SURE.values(), *DOUBTFUL.values()}:
        assert misspelled(f"การ{right}ของหน่วยงาน {right} และ{right}ภาครัฐ") == []


def test_no_right_word_has_letters_in_an_impossible_order_or_of_another_script() -> None:
    from pythainlp.corpus import thai_words

    wrong = [
        w
        for w in thai_words()
        if not set(w) & set(INVISIBLE) and (_order(w) or foreign_letters_in(w))
    ]
    # The dictionary's own slips.
    assert set(wrong) <= {"รักษาู", "คาเแร็กเตอร์", "ศรีอยุูธยา", "อาวุูธ", "เมีัย", "เหมืิอน"}
