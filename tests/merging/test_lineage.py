"""Which of a unit's files goes on from which, and what time and names say of two of them."""

from __future__ import annotations

import time

import pytest

from ita_excel.merging.ledger import Answer, ChangedCell, Dispatch, Provenance, SetAside
from ita_excel.merging.lineage import (
    is_proven,
    later_without_names,
    lineage,
    same_hand,
    saved_after,
    was_sent_it,
)
from ita_excel.merging.master import HEADINGS, CellId
from ita_excel.merging.returned_file import moment, returned_files

UNIT = "กองคลัง"
WORDS = {n: f"ถ้อยคำยาวของตนเองเรื่องที่ {n}" for n in range(12)}


def cell(place):
    """`1` is the outcome of row 1, `1p` its problems, `1r` who reported it."""
    field = {"p": "problems", "r": "reported_by"}.get(place[1:], "outcome")
    return CellId(f"K{place[0]}", "๖ เดือน", field)


def file(name, says, day, modified=None, dispatch="D", base=(), collected="2022-04-01", **of):
    """A file that arrived on a day of March, saved then or on another; None: nobody knows."""
    base = dict(base)
    changes = [ChangedCell(cell(p), base.get(p), v) for p, v in says.items()]
    when = f"2022-03-{modified or day:02}T08:00:00" if modified != 0 else ""
    when = of.pop("stamp", when)
    arrived = f"2022-03-{day:02}T09:00:00"
    aside = of.pop("aside", ())
    return Answer(
        *(name, name, UNIT, dispatch, arrived, collected),
        changes=tuple(changes),
        set_aside=tuple(aside),
        provenance=Provenance(when, arrived, **of),
    )


def files(*answers, sent=None):
    days = sent or {"D": "2022-03-01"}
    dispatches = {d: Dispatch(d, UNIT, when, "", "", ()) for d, when in days.items()}
    return returned_files(answers, dispatches)


def follows(*answers, **more):
    made = lineage(files(*answers, **more))
    return sorted(made.follows), sorted(made.likely), list(map(list, made.parents))


def own(*places, **other):
    return {p: WORDS[n] for n, p in enumerate(places)} | other


FOUR = own("1", "1p", "2", "2p")
FIRST = file("a", FOUR, 10)


def test_what_carries_it_all_and_more_and_is_later_goes_on():
    later = file("b", {**FOUR, "3": "ใหม่"}, 12)
    assert follows(FIRST, later) == ([(1, 0)], [(1, 0)], [[], [0]])


@pytest.mark.parametrize(
    ("kept", "goes_on", "likely"),
    [(4, True, True), (3, True, False), (2, True, False), (1, False, False), (0, False, False)],
)
def test_half_of_what_was_said_is_carried_and_most_of_it_where_it_is_only_likely(
    kept, goes_on, likely
):
    changed = {p: v if n < kept else f"แก้ {n}" for n, (p, v) in enumerate(FOUR.items())}
    found = follows(FIRST, file("b", {**changed, "3": "ใหม่"}, 12))
    assert (bool(found[0]), bool(found[1])) == (goes_on, likely)


def test_one_own_sentence_is_enough_where_there_is_only_one():
    first = file("a", {"1": WORDS[0], "2": "ย่อ"}, 10)
    assert follows(first, file("b", {"1": WORDS[0], "2": "อื่น", "3": "ใหม่"}, 12))[0] == [(1, 0)]
    with_short = {"2": "ย่อ", "3": "ดี", "4": "-", "1": WORDS[0]}
    later = file("b", {**with_short, "5": "ใหม่"}, 12)
    assert follows(file("a", with_short, 10), later)[0] == [(1, 0)]
    short = file("a", {"1": "สั้น", "2": "ย่อ"}, 10)  # words that anybody writes
    assert follows(short, file("b", {"1": "สั้น", "2": "ย่อ", "3": "ใหม่"}, 12)) == ([], [], [[], []])


def test_a_sentence_that_stands_in_two_cells_is_no_evidence():
    twice = file("a", {"1": WORDS[0], "2": WORDS[0]}, 10)
    assert follows(twice, file("b", {"1": WORDS[0], "2": WORDS[0], "3": "ใหม่"}, 12))[0] == []


@pytest.mark.parametrize(("emptied", "goes_on"), [(1, True), (2, False)])
def test_one_cell_may_be_emptied(emptied, goes_on):
    left = dict(list(FOUR.items())[emptied:])
    later = file("b", {**left, "3": "ใหม่", "4": "ใหม่"}, 12)
    assert bool(follows(FIRST, later)[0]) is goes_on


def test_cells_of_a_column_that_was_moved_aside_are_not_emptied():
    moved = SetAside("M804", "moved_column", "", "K9", "", "", HEADINGS["outcome"], "x")
    left = {p: v for p, v in FOUR.items() if p.endswith("p")}
    later = {**left, "3p": "ใหม่", "4p": "ใหม่", "5p": "ใหม่"}
    assert follows(FIRST, file("b", later, 12, aside=[moved]))[0] == [(1, 0)]
    assert follows(FIRST, file("b", later, 12))[0] == []


@pytest.mark.parametrize(
    ("day", "modified", "more", "goes_on"),
    [
        (12, None, True, True),  # stamp, arrival and amount
        (12, None, False, True),  # stamp and arrival
        (12, 0, True, True),  # arrival and amount
        (12, 0, False, False),  # arrival alone
        (10, 0, True, False),  # amount alone
        (12, 9, True, False),  # the stamp speaks against it
        (12, 10, True, True),  # the same stamp doesn't
        (12, 10, False, False),
    ],
)
def test_two_of_stamp_arrival_and_amount_say_it_and_none_the_contrary(day, modified, more, goes_on):
    says = {**FOUR, **({"3": "ใหม่"} if more else {})}
    assert bool(follows(FIRST, file("b", says, day, modified))[0]) is goes_on


def test_a_stamp_that_is_not_believed_still_contradicts():
    late = file("a", FOUR, 10, modified=20)  # after it arrived: a wrong clock
    assert follows(late, file("b", {**FOUR, "3": "ใหม่"}, 12, modified=19))[0] == []
    assert follows(late, file("b", {**FOUR, "3": "ใหม่"}, 12, modified=21))[0] == [(1, 0)]
    assert follows(late, file("b", {**FOUR, "3": "ใหม่"}, 12, modified=20))[0] == [(1, 0)]


def test_fewer_answers_speak_against_it_but_for_one():
    more = file("a", {**FOUR, "3": "ก"}, 10)
    assert follows(more, file("b", FOUR, 12))[0] == [(1, 0)]
    assert follows(more, file("b", FOUR, 12, modified=0))[0] == []  # it doesn't speak for it
    most = file("a", {**FOUR, "3": "ก", "4": None}, 10, base={"4": "เดิม"})
    assert follows(most, file("b", FOUR, 12))[0] == [(1, 0)]


def test_who_is_named_in_a_row_is_no_answer():
    names = {**FOUR, "1r": "วิภา", "2r": "วิภา", "3r": "วิภา"}
    assert follows(file("a", names, 10), file("b", {**FOUR, "4": "ใหม่"}, 12))[0] == [(1, 0)]


def test_nothing_goes_on_from_a_file_of_another_dispatch():
    sent = {"D": "2022-03-01", "E": "2022-03-02"}
    later = file("b", {**FOUR, "3": "ใหม่"}, 12, dispatch="E")
    assert follows(FIRST, later, sent=sent) == ([], [], [[], []])
    third = file("c", {**FOUR, "3": "ใหม่", "4": "ใหม่"}, 14)
    assert follows(FIRST, later, third, sent=sent)[1] == [(2, 0)]


def test_of_a_line_of_files_each_goes_on_from_the_one_before():
    second = file("b", {**FOUR, "3": WORDS[8], "3p": WORDS[9]}, 12)
    third = file("c", {**FOUR, "3": WORDS[8], "3p": WORDS[9], "4": "ใหม่"}, 14)
    made = lineage(files(FIRST, second, third))
    assert list(map(list, made.parents)) == [[], [0], [1]]
    assert {(1, 0), (2, 1)} <= made.follows


def test_what_a_third_file_shows_is_evidence_only_if_that_is_surely_later():
    second = file("b", {**FOUR, "3": "ข"}, 12)
    third = file("c", {**FOUR, "3": "ค"}, 14)
    assert (2, 0) in lineage(files(FIRST, second, third)).follows  # both came after the first
    unsure = file("b", {**FOUR, "3": "ข"}, 12, modified=0)
    assert (2, 0) not in lineage(files(FIRST, unsure, third)).follows
    at_once = file("b", {**FOUR, "3": "ข"}, 10, stamp="2022-03-10T08:30:00")
    assert (2, 0) not in lineage(files(FIRST, at_once, third)).follows


# --- two files


def two(first=(), later=(), days=(10, 12), sent=None, **more):
    a = file("a", {"1": WORDS[0]} | more.get("a", {}), days[0], **dict(first))
    b = file("b", {"1": WORDS[1]} | more.get("b", {}), days[1], **dict(later))
    found = {f.answer.hash: f for f in files(a, b, sent=sent)}
    return found["b"], found["a"]


def test_when_files_were_saved():
    assert saved_after(*two()) == 1
    assert saved_after(*two(days=(12, 10))) == -1
    assert saved_after(*two(days=(10, 10))) == 0
    assert saved_after(*two({"modified": 0})) == saved_after(*two((), {"modified": 0})) == 0


@pytest.mark.parametrize(
    ("first", "later", "more", "proven"),
    [
        ({}, {}, {}, False),  # nothing but time
        ({}, {}, {"2": "ใหม่"}, True),  # more answers
        ({"author": "วิภา"}, {"author": "วิภา"}, {}, True),
        ({"author": "วิภา"}, {"author": "สมชาย"}, {}, False),
        ({"author": "วิภา"}, {}, {}, False),
        ({"person": "วิภา"}, {"person": "วิภา"}, {}, True),
        ({"person": "ก", "author": "ข"}, {"person": "ก", "author": "ค"}, {}, False),
        ({"author": "วิภา"}, {"author": "วิภา", "modified": 0}, {"2": "ใหม่"}, False),  # no stamp
        ({"author": "วิภา", "modified": 5}, {"author": "วิภา", "modified": 5}, {"2": "ก"}, False),
    ],
)
def test_more_than_time_proves_it(first, later, more, proven):
    assert is_proven(*two(first, later, b=more)) is proven


@pytest.mark.parametrize(
    ("first", "later", "says", "same", "unnamed"),
    [
        ({}, {}, {}, False, True),
        ({"author": "วิภา"}, {"author": "วิภา"}, {}, True, False),
        ({"author": "วิภา"}, {}, {}, False, False),
        ({"person": "วิภา"}, {"person": " วิภา "}, {}, True, False),
        ({}, {}, {"a": {"1r": "วิภา"}, "b": {"1r": "วิภา"}}, True, False),
        ({}, {}, {"a": {"2r": "วิภา"}, "b": {"2r": "วิภา"}}, False, True),  # in another row
        ({"author": "ก"}, {"author": "ก"}, {"a": {"1r": "ข"}, "b": {"1r": "ค"}}, False, False),
    ],
)
def test_names_say_that_one_hand_wrote_both_or_nothing(first, later, says, same, unnamed):
    b, a = two(first, later, **says)
    assert same_hand(b, a, cell("1")) is same
    assert later_without_names(b, a, cell("1")) is unnamed
    assert not same_hand(a, b, cell("1")) and not later_without_names(a, b, cell("1"))


@pytest.mark.parametrize(
    ("dispatch", "days", "when", "after"),
    [
        ("D", (10, 12), {}, True),
        ("D", (10, 10), {}, False),
        ("E", (10, 12), {"E": "2022-03-02"}, True),
        ("E", (10, 12), {"E": "2022-03-01"}, False),  # copies sent at once are of two people
        ("E", (10, 12), {"E": "2022-02-20"}, False),
    ],
)
def test_a_later_file_can_be_of_the_same_hand_where_its_dispatch_allows_it(
    dispatch, days, when, after
):
    b, a = two((), {"dispatch": dispatch}, days, sent={"D": "2022-03-01", **when})
    assert later_without_names(b, a, cell("1")) is after


def test_arrival_says_what_came_after_where_a_stamp_is_missing():
    b, a = two({"modified": 0})
    assert later_without_names(b, a, cell("1")) and not later_without_names(a, b, cell("1"))
    b, a = two((), {"modified": 9})  # saved before, and arrived after
    assert not later_without_names(b, a, cell("1"))


SENT = {"D": "2022-03-01", "E": "2022-03-11"}


@pytest.mark.parametrize(
    ("shown", "collected", "sent", "was"),
    [
        (WORDS[0], "2022-04-01", SENT, True),  # it had arrived before
        (WORDS[0], "2022-04-01", {**SENT, "E": "2022-03-09"}, False),
        (WORDS[0], "2022-03-08", {**SENT, "E": "2022-03-09"}, True),  # it had been collected
        ("อื่น", "2022-04-01", SENT, False),
        (None, "2022-04-01", SENT, False),
        (WORDS[0], "2022-02-01", {"D": "2022-03-01", "E": "2022-02-20"}, False),
        (WORDS[0], "2022-02-01", {"D": "2022-03-01", "E": "2022-03-01"}, True),
    ],
)
def test_a_later_dispatch_shows_what_had_come_before_it(shown, collected, sent, was):
    b, a = two({"collected": collected}, {"dispatch": "E", "base": {"1": shown}}, sent=sent)
    assert was_sent_it(b, a, cell("1")) is was
    assert not was_sent_it(b, a, cell("2"))


def test_of_two_dispatches_in_one_second_only_a_new_value_shows_which_was_later():
    at_once = {"D": "2022-03-01", "E": "2022-03-01"}
    first = {"collected": "2022-02-01", "base": {"1": WORDS[0], "2": "ก"}}
    b, a = two(first, {"dispatch": "E", "base": {"1": WORDS[0], "2": "ข"}}, sent=at_once,
               a={"2": "ข"}, b={"2": "ค"})  # fmt: skip
    assert not was_sent_it(b, a, cell("1"))  # what it was sent itself
    assert was_sent_it(b, a, cell("2"))


@pytest.mark.parametrize("zone", ["UTC", "Asia/Bangkok", "America/New_York"])
def test_a_moment_without_a_zone_is_in_utc_on_every_machine(zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        noon = moment("2022-03-10T12:00:00")
        assert noon == moment("2022-03-10T12:00:00+00:00") == moment("2022-03-10T19:00:00+07:00")
        assert moment("เมื่อวาน") is None
    finally:
        monkeypatch.undo()
        time.tzset()
