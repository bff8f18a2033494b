"""A column in alphabetical order, where nothing else is, may have been sorted by itself."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from ita_excel.merging.base import Base
from ita_excel.merging.guard import guard_text
from ita_excel.merging.master import RowId
from ita_excel.merging.moved_columns import moved_cells, sorted_alone
from ita_excel.merging.returned_rows import ReturnedRow, read_returned
from ita_excel.merging.unit_changes import ReturnedFile, compare
from ita_excel.thai.dictionary_order import dictionary_key
from tests.merging.books import (
    SIX,
    UNITS,
    answer,
    aside,
    codes,
    collect,
    master,
    returned,
    rows_of,
    send,
    value,
)
from tests.oracle.words import sentence

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


def test_whole_rows_that_were_sorted_hide_no_column_sorted_after_them():
    sent, keys = [None, ORDER[0], ORDER[1], None, ORDER[3]], ["K3", "K0", "K1", "K2", "K4"]
    # K4 was corrected, then the column sorted: ORDER[1] stood in K2 and stands in K3.
    assert moved([ORDER[1], ORDER[2], ORDER[4], None, None], sent, keys=keys) == ["K3", "K0", "K1"]
    assert moved([ORDER[1], ORDER[4], ORDER[2], None, None], sent, keys=keys) == []
    assert moved([ORDER[1], None, ORDER[2], ORDER[4], None], sent, keys=keys) == []


def test_three_sentences_in_order_of_which_none_is_new_were_sorted():
    sent = [ORDER[0], None, ORDER[2], None, ORDER[1]]
    assert moved([*ORDER[:3], None, None], sent) == ["K1"]
    assert moved([ORDER[0], ORDER[1], ORDER[2], None, None], [*sent[:4], None]) == []  # one is new
    assert moved([ORDER[0], ORDER[2], None, None, None], [*sent[:2], None, ORDER[2]]) == []  # two


def honest(chance, rows=8):
    """What a person fills into a column, and how she corrects it: new texts, now and then a move."""
    first = [sentence(chance) if chance.random() < 0.6 else None for _ in range(rows)]
    second = [
        sentence(chance) if text is None and chance.random() < 0.4 else text for text in first
    ]
    filled = [n for n, text in enumerate(first) if text]
    for n in filled:
        if chance.random() < 0.15:
            second[n] = sentence(chance)
    if filled and chance.random() < 0.2:  # it was the answer of another row
        n, to = chance.choice(filled), chance.randrange(rows)
        second[n], second[to] = None, first[n]
    return first, second


def questioned(count, rows, mixed=False):
    """Of so many honest files, how many are questioned: as moved, and as one that may be sorted.

    `mixed`: the rows come back in another order.
    """
    chance, said = Random(f"honest-{rows}"), Counter()
    ids = [RowId(f"K{n}", SIX) for n in range(rows)]
    for _ in range(count):
        first, second = honest(chance, rows)
        sent = {row: {"outcome": text} for row, text in zip(ids, first, strict=True)}
        base = Base("M", "D", UNITS[0], "อบต.", 2565, "2022-03-01", "", sent)
        values = (
            {"key": ((1, row.key),), "round": ((2, SIX),), "outcome": ((3, text),)}
            for row, text in zip(ids, second, strict=True)
        )
        pairs = list(zip(ids, values, strict=True))
        if mixed:
            chance.shuffle(pairs)
        came = [ReturnedRow(n, "ผล", cells) for n, (_, cells) in enumerate(pairs, 4)]
        here = [row for row, _ in pairs]
        said["moved"] += bool(moved_cells(base, zip(here, came, strict=True), ()))
        said["sorted"] += bool(sorted_alone(base, came))
    return said["moved"], said["sorted"]


def test_of_a_thousand_honest_corrections_hardly_any_is_questioned():
    many = [questioned(250, rows) for rows in (4, 6, 8, 12)]
    assert sum(moved for moved, _ in many) <= 5
    assert sum(in_order for _, in_order in many) <= 3
    assert sum(questioned(250, rows, mixed=True)[0] for rows in (4, 8)) <= 5


def test_a_copy_of_the_sheet_that_was_not_sorted_stays():
    assert moved([PROSE[1], PROSE[2], PROSE[0]], PROSE[:3], twin=PROSE[:3]) == ["K0", "K1", "K2"]


def test_a_blank_in_a_moved_column_is_nobodys():
    assert moved([PROSE[1], PROSE[2], PROSE[0], None], PROSE[:3]) == ["K0", "K1", "K2"]


BEFORE = [ORDER[0], ORDER[1], None, ORDER[2], None, ORDER[3], None]
SORTED = [*ORDER[:4], None, None, None]


def two_files(second, added=(), first=BEFORE):
    """The master and what was found, after a file in order of rows and one that goes on from it."""
    grid = master([{"key": k, "text": f"งานที่ {k}"} for k in KEYS])
    base = send(grid)
    answers, codes_ = [], []
    for file, texts, day in (("ก", first, "2022-03-10"), ("ข", second, "2022-03-12")):
        rows = rows_of(base)
        for row, key, text in zip(rows, KEYS, texts, strict=True):
            row |= {"outcome": text, "problems": f"ปัญหาของงานที่ {key} ที่พบจริง"}
        if answers:
            rows[0]["evidence"] = "ภาพถ่ายกิจกรรม"
            rows += [{"round": SIX, **row} for row in added]
        about = ReturnedFile(file, file, day, "2022-04-01", modified=day, author="วิภา")
        book = read_returned(returned(rows, base=base), file)
        made, findings = compare(base, book, about, {*KEYS}, answers)
        answers.append(made)
        codes_ = codes(findings)
    return grid, collect(grid, *answers), answers[1], codes_


def outcomes(grid):
    return [value(grid, "outcome", key) for key in KEYS]


def test_a_sorted_column_takes_nothing_away_from_the_unit_s_earlier_file():
    grid, merged, made, found = two_files(SORTED)
    assert outcomes(grid) == BEFORE
    assert value(grid, "evidence", "K0") == "ภาพถ่ายกิจกรรม"
    assert (merged.replaced, merged.conflicts, merged.presumed) == ((), (), ())
    assert found == [("M804", "moved_column")]  # and not that it may have been sorted
    assert [(s.place, s.key, s.value) for s in made.set_aside] == [
        ("ผลการดำเนินการ!J6", "K2", ORDER[2]), ("ผลการดำเนินการ!J7", "K3", ORDER[3]),
    ]  # fmt: skip
    assert [v for _, _, v in aside(grid)] == ORDER[2:4]


def test_a_column_that_was_not_sorted_replaces_what_it_changed():
    _, merged, made, found = two_files([ORDER[0], ORDER[1], None, "แก้ใหม่", None, ORDER[3], None])
    assert [(r.old, r.new) for r in merged.replaced] == [(ORDER[2], "แก้ใหม่")]
    assert (made.set_aside, found) == ((), [])


def test_an_added_row_is_sorted_along_and_keeps_its_words_alone():
    before = [*ORDER[1:], ORDER[0]]
    *first, last = sorted([*ORDER, "กรณีของแถวที่เพิ่มเอง"], key=dictionary_key)
    new = {"text": "จัดอบรมเพิ่มเติมเรื่องผลประโยชน์ทับซ้อน", "outcome": last}
    grid, _, made, found = two_files(first, [new], before)
    assert outcomes(grid) == before
    assert {("M804", "moved_column"), ("M803", "added")} == {*found}
    assert {last, "กรณีของแถวที่เพิ่มเอง"} <= {s.value for s in made.set_aside}
    assert [c.value for c in made.changes if c.cell.key.startswith("P-")] == [new["text"]]


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


def test_a_column_in_order_is_reported_as_one_that_may_have_been_sorted():
    grid = master([{"key": k, "text": f"งานที่ {k}"} for k in KEYS])
    base = send(grid)
    rows = [{**row, "outcome": text} for row, text in zip(rows_of(base), PROSE, strict=True)]
    book = read_returned(returned(rows, base=base), "ก")
    made, findings = compare(base, book, ReturnedFile("ก", "ก", "", "2022-04-01"), {*KEYS})
    assert codes(findings) == [("M807", "sorted")]
    assert len(made.changes) == len(PROSE)


@pytest.mark.parametrize(("letters", "moves"), [(11, []), (12, ["K0", "K1"])])
def test_a_sentence_has_at_least_twelve_letters(letters, moves):
    one, two = "กขคงจฉชซฌญฎฏ"[:letters], "ฏฎญฌซชฉจงคขก"[:letters]
    assert moved([two, one], [one, two]) == moves
