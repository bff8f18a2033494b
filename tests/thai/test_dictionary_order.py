"""Texts in the order of a Thai dictionary."""

from __future__ import annotations

from ita_excel.thai.dictionary_order import dictionary_key

IN_ORDER = ["กระดาน", "การเงิน", "เก็บเงิน", "ไก่", "ขยะ", "ข้อมูล", "เข้า", "แผน", "รายงาน", "เอกสาร"]


def test_vowels_before_their_consonant_count_after_it():
    assert sorted({*IN_ORDER}, key=dictionary_key) == IN_ORDER
    assert sorted(IN_ORDER) != IN_ORDER
