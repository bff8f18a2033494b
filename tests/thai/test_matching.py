"""Cutting into words: PyThaiNLP's newmm beside ours, and its list beside the one we ship."""

from __future__ import annotations

import os
import random
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")  # leave no folder in the home

from pythainlp.corpus import thai_words
from pythainlp.tokenize import word_tokenize
from pythainlp.util import Trie

from ita_excel.thai.dictionary import Dictionary, listed
from ita_excel.thai.matching import cut
from ita_excel.thai.words import _own_words


class Few:
    """A dictionary of few words, looked through one by one."""

    def __init__(self, *words: str) -> None:
        self.words = sorted(words, key=len)

    def prefixes(self, text: str, start: int = 0) -> list[str]:
        return [w for w in self.words if text.startswith(w, start)]


def test_the_fewest_words_win() -> None:
    known = Few("ตา", "กลม", "ตาก", "ลม", "ตากลม", "มา")
    assert cut("ตากลมมา", known) == ["ตากลม", "มา"]
    assert cut("ตากลม", Few("ตา", "กลม", "ตาก", "ลม")) == ["ตา", "กลม"]


def test_what_no_dictionary_knows_ends_where_a_word_begins() -> None:
    assert cut("พวงพรมหน่วยงาน", Few("หน่วยงาน")) == ["พวงพรม", "หน่วยงาน"]


def test_letters_that_stand_together_are_not_parted() -> None:
    assert cut("เกาะนี้", Few("เกา", "นี้")) == ["เกาะ", "นี้"]


def test_nothing_to_cut() -> None:
    assert cut("", Few("ก")) == []


@cache
def field_words() -> Dictionary:
    return Dictionary(_own_words())


@cache
def pythainlp_words() -> tuple[Trie, list[str]]:
    """The words of our dictionary in PyThaiNLP's own form."""
    words = sorted({*thai_words(), *_own_words()})
    kept = [w for w in words if field_words().prefixes(w)[-1:] == [w]]
    return Trie(kept), kept


def by_newmm(text: str) -> list[str]:
    words: list[str] = word_tokenize(
        text, custom_dict=pythainlp_words()[0], engine="newmm", join_broken_num=False
    )
    return words


@pytest.mark.parametrize("seed", range(10))
def test_words_in_any_order_are_cut_as_newmm_cuts_them(seed: int) -> None:
    chance = random.Random(seed)
    letters = "กขคงจชซดตถทนบปผพมยรลวสหอฮาิีึืุูเแโใไ่้๊๋์็ะำัๅ"
    for _ in range(60):
        some = chance.choices(pythainlp_words()[1], k=chance.randint(1, 10))
        text = "".join(c for c in "".join(some) if "ก" <= c <= "๎" and c not in "ฯ฿ๆ")
        noise = "".join(chance.choices(letters, k=chance.randint(1, 40)))
        for given_ in (text, noise):
            assert cut(given_, field_words()) == by_newmm(given_)


@given(st.text(st.sampled_from("กรมนดอยาิุูเแ่้์็ะำ"), min_size=1, max_size=30))
def test_nonsense_is_cut_as_newmm_cuts_it(text: str) -> None:
    words = cut(text, field_words())
    assert "".join(words) == text and all(words)
    assert words == by_newmm(text)


def test_shipped_words_are_pythainlps() -> None:
    """A release that adds or drops a few is no failure; one that brings many is to be taken over."""
    from importlib import resources

    def words(text: str) -> set[str]:
        lines = (line.split(":", 1) for line in text.splitlines())
        return {start + rest for start, rests in lines for rest in rests.split(",")}

    shipped = words(resources.files("ita_excel.thai").joinpath("dictionary.txt").read_text("utf-8"))
    assert len(shipped) > 50_000
    assert len(shipped ^ words(listed())) < len(shipped) / 50, "python -m ita_excel.thai.dictionary"
