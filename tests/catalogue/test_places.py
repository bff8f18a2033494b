"""Provinces and districts: complete, clean, and the same as an independent source's."""

from __future__ import annotations

import re

from ita_excel.catalogue import data_files
from ita_excel.catalogue.places import (
    districts,
    districts_of,
    provinces,
    provinces_of,
)


def test_the_provinces_are_those_of_pythainlp() -> None:
    from pythainlp.corpus import provinces as independent

    assert set(provinces()) == independent()
    assert len(provinces()) == 77


def test_there_are_928_districts_50_of_them_bangkoks() -> None:
    assert sum(len(districts_of(name)) for name in provinces()) == 928
    assert len(districts_of("กรุงเทพมหานคร")) == 50
    assert len(data_files.rows("districts.csv")) == 928


def test_every_province_has_districts_and_no_district_stands_twice() -> None:
    for name in provinces():
        found = districts_of(name)
        assert found
        assert len(set(found)) == len(found)


def test_names_are_plain_thai_without_the_word_for_their_kind() -> None:
    names = {*provinces(), *districts()}
    odd = {n for n in names if not re.fullmatch(r"[ก-์]+", n) or re.match("อำเภอ|เขต|จังหวัด", n)}
    assert odd == {"สุไหงโก-ลก"}


def test_the_reference_documents_district() -> None:
    assert provinces_of("เคียนซา") == ("สุราษฎร์ธานี",)
    assert len(districts_of("สุราษฎร์ธานี")) == 19


def test_a_name_in_several_provinces_belongs_to_none_alone() -> None:
    assert len(provinces_of("เฉลิมพระเกียรติ")) == 5


def test_unknown_names() -> None:
    assert districts_of("กะเคียนซา") == ()
    assert provinces_of("กะเคียนซา") == ()
