"""A column in alphabetical order, where nothing else is, may have been sorted by itself."""

from __future__ import annotations

import pytest

from ita_excel.merging.guard import guard_text
from ita_excel.merging.master import RowId
from ita_excel.merging.moved_columns import moved_cells, sorted_alone
from ita_excel.merging.returned_rows import ReturnedRow
from ita_excel.thai.dictionary_order import dictionary_key
from tests.merging.books import SIX, answer, master, send

PROSE = (
    *("กำหนดแนวทางเรียบร้อย", "จัดประชุมชี้แจงแล้ว", "เชิญวิทยากรมาบรรยาย", "ติดประกาศที่สำนักงาน"),
    *("เผยแพร่ทางเว็บไซต์", "แผนได้รับอนุมัติ", "ส่งหนังสือถึงทุกกอง"),
)
KEYS = tuple(f"K{n}" for n in range(len(PROSE)))


def found(texts, field="outcome", keys=KEYS, guards=None, others=()):
    """The columns found where these texts stand in the rows from above."""
    grid = master([{"key": k, "text": f"งานที่ {k}"} for k in KEYS])
    base = send(grid)
    rows = []
    for n, (key, text) in enumerate(zip(keys, texts, strict=True)):
        cells = {"key": key, "round": SIX, field: text, **dict(others)}
        if guards:
            cells["guard"] = guard_text(RowId(guards[n], SIX))
        values = {f: ((c, v),) for c, (f, v) in enumerate(cells.items(), 1)}
        rows.append(ReturnedRow(n + 4, "ผล", values))
    return sorted_alone(base, rows)


@pytest.mark.parametrize("texts", [PROSE, PROSE[::-1], (*PROSE[:6], None)])
def test_sentences_in_order(texts):
    assert found(texts) == ["outcome"]


@pytest.mark.parametrize(
    "texts",
    [
        (*PROSE[1:], PROSE[0]),  # in no order
        (*PROSE[:3], None, *PROSE[3:6]),  # a sort leaves blanks at the end
        (*PROSE[:5], None, None),  # too few
        (PROSE[0],) * 7,
        [f"ประชุมครั้งที่ {n}" for n in range(1, 8)],
        [f"{n}. {text}" for n, text in enumerate(PROSE, 1)],
        [f"รายงานผลของกองที่ {letter}" for letter in "กขคงจฉช"],
    ],
)
def test_what_is_no_sign_of_sorting(texts):
    assert found(texts) == []


def test_addresses_run_on_by_themselves():
    assert found([f"https://example.go.th/{letter}" for letter in "abcdefg"], "evidence") == []


def test_whole_rows_or_the_block_sorted_is_another_matter():
    assert found(PROSE, keys=KEYS[::-1]) == []
    assert found(PROSE, guards=KEYS[::-1]) == []
    assert found(PROSE, guards=KEYS) == ["outcome"]


def moved(texts, sent=PROSE, earlier=(), twin=None, keys=KEYS):
    """The keys of the rows whose outcome was moved, where these texts were sent and came back."""
    grid = master(
        [{"key": k, "text": f"งานที่ {k}", "outcome": t} for k, t in zip(KEYS, sent, strict=False)]
    )
    base = send(grid)
    rows = [
        (RowId(key, SIX), ReturnedRow(n, sheet, {"outcome": ((10, text),)}))
        for sheet, column in (("ผล", texts), ("ผล (2)", twin or ()))
        for n, (key, text) in enumerate(zip(keys, column, strict=False), 4)
    ]
    files = [answer(base, change)[0] for change in earlier]
    found = moved_cells(base, rows, files)
    assert {*found.values()} <= {"outcome"} and {at.column for at in found} <= {10}
    assert {at.sheet for at in found} <= {"ผล"}
    return [keys[at.row - 4] for at in sorted(found, key=lambda at: at.row)]


def test_sentences_that_stand_in_other_rows_than_they_were_sent_in_were_moved():
    assert moved([PROSE[1], PROSE[0], PROSE[2]]) == ["K0", "K1"]
    assert moved(PROSE) == []


def test_two_sentences_corrected_to_other_rows_are_no_moved_column_where_as_many_stayed():
    assert moved([PROSE[1], PROSE[0], PROSE[2], PROSE[3]]) == []


def test_one_sentence_in_another_row_is_a_correction():
    assert moved([None, PROSE[0]], PROSE[:1]) == []


def test_a_new_sentence_in_a_moved_column_may_be_anybodys_and_is_set_aside_too():
    assert moved([PROSE[1], PROSE[2], PROSE[0], "ข้อความใหม่ที่เพิ่งพิมพ์"], PROSE[:3]) == [
        *("K0", "K1", "K2", "K3")
    ]  # fmt: skip


ORDER = sorted(PROSE, key=dictionary_key)


def test_of_two_sentences_in_other_rows_the_dictionarys_order_says_that_all_were_sorted():
    swapped = [ORDER[1], ORDER[0], *ORDER[2:5]]
    assert moved(ORDER[:5], swapped) == ["K0", "K1"]
    assert moved(swapped, ORDER[:5]) == []  # two that were corrected


def test_one_sentence_in_another_row_of_a_column_in_order_was_sorted_with_the_new_ones():
    sent = [None, None, ORDER[0], None, None]
    new = [*ORDER[:4], None]
    assert moved(new, sent) == ["K0", "K1", "K2", "K3"]
    assert moved([*new[:3], None, None], sent) == []  # three stand so by chance
    assert moved([None, *new[:4]], sent) == []  # a sort leaves blanks at the end
    assert moved(new, [None] * 5) == []
    assert moved(new, sent, keys=["K1", "K0", "K2", "K3", "K4"]) == []  # whole rows were sorted


def test_a_copy_of_the_sheet_that_was_not_sorted_stays():
    assert moved([PROSE[1], PROSE[2], PROSE[0]], PROSE[:3], twin=PROSE[:3]) == ["K0", "K1", "K2"]


def test_a_blank_in_a_moved_column_is_nobodys():
    assert moved([PROSE[1], PROSE[2], PROSE[0], None], PROSE[:3]) == ["K0", "K1", "K2"]


def test_short_words_and_those_of_several_rows_have_no_home():
    assert moved(["ข", "ก"], ["ก", "ข"]) == []
    same = [PROSE[0], PROSE[0], PROSE[1], PROSE[2]]
    assert moved([PROSE[1], PROSE[2], PROSE[0], PROSE[0]], same) == [*("K0", "K1", "K2", "K3")]
    assert moved([PROSE[1], PROSE[1], PROSE[2]], PROSE[:3]) == []


def test_the_units_earlier_file_shows_where_sentences_stood():
    def first(rows):
        for row, text in zip(rows, PROSE, strict=False):
            row["outcome"] = text

    assert moved([PROSE[1], PROSE[0]], (None, None), [first]) == ["K0", "K1"]
    assert moved([PROSE[1], PROSE[0]], (None, None)) == []


def test_sentences_that_differ_in_their_end_or_beginning_alone_are_counted_on():
    assert found([f"{letter} เป็นกองที่รายงานผล" for letter in "กขคงจฉช"]) == []


def test_a_column_that_came_back_as_it_was_sent_was_not_sorted_by_the_unit():
    rows = [
        ReturnedRow(n, "ผล", {"key": ((1, k),), "round": ((2, SIX),), "outcome": ((3, t),)})
        for n, (k, t) in enumerate(zip(KEYS, PROSE, strict=True), 4)
    ]
    both = [{"key": k, "text": f"งาน {k}", "outcome": t} for k, t in zip(KEYS, PROSE, strict=True)]
    assert sorted_alone(send(master(both)), rows) == []
    assert sorted_alone(send(master([{**r, "outcome": None} for r in both])), rows) == ["outcome"]
