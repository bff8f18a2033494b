"""Kinds of agencies: each is complete, names tell the right one or none, and a guess stays a guess."""

from __future__ import annotations

import re

import pytest

from ita_excel import schema
from ita_excel.catalogue import kinds
from ita_excel.catalogue.units import EVERY_UNIT, WORDS_FOR_EVERY_UNIT

NAMES = {
    "องค์การบริหารส่วนตำบลบ้านนา": "sao",
    "อบต.บ้านนา": "sao",
    "องค์การบริหารส่วนจังหวัดพะเยา": "pao",
    "เทศบาลเมืองตัวอย่าง": "municipality",
    "เทศบาลตัวอย่าง": "municipality",
    "กรมควบคุมโรค": "department",
    "สำนักงานปลัดกระทรวงมหาดไทย": "department",
    "จังหวัดสุราษฎร์ธานี": "province",
    "อำเภอท่าฉาง": "district",
    "โรงเรียนบ้านตัวอย่าง": "school",
    "วิทยาลัยเทคนิคตัวอย่าง": "college",
    "จุฬาลงกรณ์มหาวิทยาลัย": "university",
    "มหาวิทยาลัยเทคโนโลยีราชมงคลตัวอย่าง": "university",
    "โรงพยาบาลท่าฉาง": "hospital",
    "สำนักงานสาธารณสุขอำเภอท่าฉาง": "hospital",
    "การประปาส่วนภูมิภาค": "state-enterprise",
    "สำนักงานบริหารและพัฒนาองค์ความรู้ (องค์การมหาชน)": "public-organization",
    "สำนักงานคณะกรรมการตัวอย่าง (องค์การมหาชน)": "public-organization",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_tells_its_kind(name: str) -> None:
    kind = kinds.guessed(name)
    assert kind is not None and kind.code == NAMES[name]


@pytest.mark.parametrize(
    "name", ["", "บริษัทตัวอย่าง จำกัด", "วิทยาลัยพยาบาลตัวอย่าง", "รพ.สต.บ้านนา", "สถานีตำรวจภูธรท่าฉาง"]
)
def test_a_name_that_tells_none_is_left_to_the_officer(name: str) -> None:
    assert kinds.guessed(name) is None


def test_there_are_twelve_each_in_the_drop_down() -> None:
    assert len(kinds.kinds()) == 12
    assert schema.LISTS["kinds"] == tuple(kind.name for kind in kinds.kinds())
    for kind in kinds.kinds():
        assert kinds.find(kind.name) is kind and kinds.find(kind.code) is kind
        assert any(form.kind == kind.code for form in kinds.name_forms())


def test_what_a_kind_spares_is_a_required_setting() -> None:
    required = {setting.field for setting in schema.SETTINGS if setting.required}
    for kind in kinds.kinds():
        assert kind.optional <= required


@pytest.mark.parametrize("kind", kinds.kinds(), ids=lambda kind: kind.code)
def test_its_words_for_all_units_are_read_as_that(kind: kinds.AgencyKind) -> None:
    assert kind.every
    for words in kind.every:
        assert re.fullmatch(WORDS_FOR_EVERY_UNIT, words.replace(" ", ""))


def test_a_local_authority_says_what_is_said_elsewhere() -> None:
    local = [k for k in kinds.kinds() if k.code in ("sao", "municipality", "pao")]
    assert {kind.every[0] for kind in local} == {EVERY_UNIT}


def test_a_chain_of_opinions_that_is_a_mere_guess_is_not_filled_in() -> None:
    district = kinds.form_of("อำเภอท่าฉาง")
    hospital = kinds.form_of("โรงพยาบาลท่าฉาง")
    assert district is not None and district.posts and district.chain("อำเภอท่าฉาง") == ()
    assert hospital is not None
    assert hospital.chain("โรงพยาบาลท่าฉาง")[-1].position == "ผู้อำนวยการโรงพยาบาลท่าฉาง"


def test_a_word_of_its_name_is_enough_to_ask_for_a_kind() -> None:
    words = [word for kind in kinds.kinds() for word in kind.name.split("/")]
    assert len(words) == len(set(words))
    assert [kinds.called(word) for word in words] == [
        kind for kind in kinds.kinds() for _ in kind.name.split("/")
    ]
    assert kinds.called("โรงพยาบาล") is kinds.find("hospital") and kinds.called("บริษัท") is None
