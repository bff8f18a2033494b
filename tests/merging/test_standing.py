"""How a unit stands: sent, opened, answered by rows, and what it still owes."""

from __future__ import annotations

import pytest

from ita_excel.merging import ledger_sheet, standing
from ita_excel.merging.ledger import Ledger, Mailed, OpenedFile
from ita_excel.merging.master import Master
from ita_excel.sheets import read
from tests.merging.books import ONE, SIX, TWO, UNITS, answer, collect, master, put, send

FIRST, SECOND, THIRD = UNITS
SHARED = {"key": "K3", "text": "ร่วมกันทั้งองค์กร", "responsible": "ทุกส่วน/กอง"}
TWELVE = "๑๒ เดือน"


def stands(grid, unit=FIRST, mailed=None, opened=None):
    reading = read(grid)
    ledger = ledger_sheet.load(reading.meta).with_mail(mailed or {}).with_opened(opened or {})
    return standing.standings(Master(reading), ledger)[unit]


def keys(rows):
    return [row.key for row in rows]


def test_what_was_sent_and_not_answered_is_owed():
    grid = master([ONE, TWO])
    send(grid)
    found = stands(grid)
    assert (found.unit, found.out, found.waiting, found.why) == (FIRST, found.last, None, "")
    assert (keys(found.rows), keys(found.owed), found.answered) == (["K1", "K2"], ["K1", "K2"], ())
    assert (found.opened, found.returned, found.files) == ("", "", 0)


def test_one_row_answered_of_two_is_one_of_two():
    grid = master([ONE, TWO])
    collect(grid, answer(send(grid), {"outcome": "แล้ว"})[0])
    found = stands(grid)
    assert (keys(found.answered), keys(found.owed)) == (["K1"], ["K2"])
    assert (found.returned, found.files) == ("2022-03-10", 1)


def test_of_several_files_the_latest_is_when_it_returned():
    grid = master([ONE, TWO])
    base = send(grid)
    for day in ("2022-03-20", "2022-03-12"):
        collect(grid, answer(base, {"outcome": "แล้ว"}, file=day, saved=day)[0])
    assert (stands(grid).returned, stands(grid).files) == ("2022-03-20", 2)


def test_an_emptied_cell_is_no_answer():
    grid = master([{**ONE, "outcome": "เดิม"}, TWO])
    collect(grid, answer(send(grid), {"outcome": None})[0])
    assert stands(grid).answered == ()


@pytest.mark.parametrize("field", ["outcome", "status"])
def test_a_row_that_the_officer_filled_in_is_not_owed(field):
    grid = master([ONE, TWO])
    send(grid)
    put(grid, field, "ดำเนินการแล้ว")
    assert keys(stands(grid).owed) == ["K2"]
    put(grid, "problems", "ไม่มี", "K2")
    assert keys(stands(grid).owed) == ["K2"]


def test_what_another_unit_answered_in_a_row_of_both_answers_not_for_this_one():
    grid = master([SHARED])
    send(grid)
    base = send(grid, SECOND)
    collect(grid, answer(base, {"outcome": "ส่วนของกองคลัง"})[0])
    assert (keys(stands(grid).owed), keys(stands(grid, SECOND).owed)) == (["K3"], [])
    assert (stands(grid).answered, stands(grid).files) == ((), 0)
    assert keys(stands(grid, SECOND).answered) == ["K3"]


def test_an_answer_on_an_older_dispatch_counts():
    grid = master([ONE, TWO])
    first = send(grid)
    send(grid, sent="2022-03-15")
    collect(grid, answer(first, {"outcome": "แล้ว"})[0])
    found = stands(grid)
    assert (keys(found.answered), found.last.sent) == (["K1"], "2022-03-15")


def test_a_dispatch_of_some_rows_for_correction_leaves_the_others_owed():
    grid = master([ONE, TWO])
    send(grid)
    some = master([TWO])
    some.apply(ledger_sheet.keep(read(some), ledger_sheet.load(read(grid).meta)))
    send(some, sent="2022-03-15")
    grid.apply(ledger_sheet.keep(read(grid), ledger_sheet.load(read(some).meta)))
    assert keys(stands(grid).rows) == ["K1", "K2"]


def test_rows_of_a_round_that_is_over_are_no_longer_owed():
    grid = master([ONE, {**TWO, "round": TWELVE}])
    send(grid)
    later = master([ONE, {**TWO, "round": TWELVE}], round=TWELVE)
    later.apply(ledger_sheet.keep(read(later), ledger_sheet.load(read(grid).meta)))
    send(later, sent="2022-09-01")
    assert [row.round for row in stands(later).rows] == [TWELVE]


def test_a_row_of_another_round_stays_whose_it_was():
    grid = master([ONE])
    send(grid)
    later = master([ONE], round=TWELVE)
    later.apply(ledger_sheet.keep(read(later), ledger_sheet.load(read(grid).meta)))
    assert keys(stands(later).owed) == ["K1"]


def test_a_row_that_is_anothers_or_nobodys_by_now_or_deleted_is_not_owed():
    grid = master([ONE, TWO, {"key": "K4", "text": "จัดทำคู่มือ"}])
    send(grid)
    now = master([{**ONE, "responsible": SECOND}, {**TWO, "responsible": "คนนอก"}])
    now.apply(ledger_sheet.keep(read(now), ledger_sheet.load(read(grid).meta)))
    assert stands(now).rows == ()


def test_sent_means_that_a_server_took_it():
    grid = master([ONE])
    base = send(grid)
    refused = Mailed("", "2022-03-01T09:00", "no such user")
    found = stands(grid, mailed={base.dispatch: refused})
    assert (found.out, found.waiting, found.last) == (None, found.waiting, found.waiting)
    assert (found.waiting.id, found.why) == (base.dispatch, "no such user")
    taken = stands(grid, mailed={base.dispatch: Mailed("2022-03-01T10:00", why="no such user")})
    assert (taken.out.id, taken.waiting, taken.why) == (base.dispatch, None, "")


def test_what_came_back_was_out_whatever_the_server_said():
    grid = master([ONE])
    base = send(grid)
    refused = {base.dispatch: Mailed(tried="x", why="y")}
    opened = {"h": OpenedFile(FIRST, base.dispatch, "ก.xlsx", "2022-03-05")}
    assert stands(grid, mailed=refused, opened=opened).waiting is None
    collect(grid, answer(base, {"outcome": "แล้ว"})[0])
    assert stands(grid, mailed=refused).waiting is None


def test_an_earlier_workbook_is_out_while_the_latest_waits():
    grid = master([ONE])
    first = send(grid)
    second = send(grid, sent="2022-03-15")
    found = stands(grid, mailed={second.dispatch: Mailed()})
    assert (found.out.id, found.waiting.id, found.last) == (
        first.dispatch, second.dispatch, found.waiting,
    )  # fmt: skip


def test_an_earlier_mail_that_failed_is_no_longer_waited_for():
    grid = master([ONE])
    first = send(grid)
    send(grid, sent="2022-03-15")
    assert stands(grid, mailed={first.dispatch: Mailed(why="x")}).waiting is None


def test_opened_and_nothing_filled_in_says_when_last():
    grid = master([ONE])
    base = send(grid)
    opened = {
        str(n): OpenedFile(unit, base.dispatch, "ก.xlsx", when)
        for n, (unit, when) in enumerate(
            [(FIRST, "2022-03-09"), (FIRST, "2022-03-05"), (SECOND, "2022-03-20")]
        )
    }
    assert stands(grid, opened=opened).opened == "2022-03-09"
    assert keys(stands(grid, opened=opened).owed) == ["K1"]


def test_units_stand_in_the_order_of_sending():
    grid = master([SHARED])
    for unit, day in ((THIRD, "2022-03-01"), (FIRST, "2022-03-02"), (SECOND, "2022-03-02")):
        send(grid, unit, sent=day)
    reading = read(grid)
    found = standing.standings(Master(reading), ledger_sheet.load(reading.meta))
    assert list(found) == [THIRD, *sorted((FIRST, SECOND))]
    assert all(keys(s.rows) == ["K3"] for s in found.values())


def test_mail_and_opened_files_come_back_from_plain_data():
    ledger = Ledger(
        mailed={"D2": Mailed("ก", "ข", "ค"), "D1": Mailed(why="ง")},
        opened={"h": OpenedFile(FIRST, "D1", "ก.xlsx", "2022-03-09")},
    )
    plain = standing.content(ledger)
    assert list(plain["mailed"]) == ["D1", "D2"]
    assert standing.mailed_from(plain) == ledger.mailed
    assert standing.opened_from(plain) == ledger.opened


def test_a_master_that_mailed_nothing_keeps_nothing_of_mail():
    assert standing.content(Ledger()) == {}
    assert standing.mailed_from({}) == standing.opened_from({}) == {}
    kept = standing.content(Ledger(opened={"h": OpenedFile(FIRST, "D", "ก", "x")}))
    assert kept.keys() == {"opened"}


def test_what_is_known_of_an_opened_file_stays_and_a_later_word_on_mail_counts():
    first = OpenedFile(FIRST, "D", "ก", "2022-03-05")
    again = OpenedFile(FIRST, "D", "ก", "2022-03-09")
    ledger = Ledger().with_opened({"h": first}).with_opened({"h": again, "i": again})
    assert ledger.opened == {"h": first, "i": again}
    mailed = Ledger().with_mail({"D": Mailed(why="x")}).with_mail({"D": Mailed("ส่งแล้ว")}).mailed
    assert mailed == {"D": Mailed("ส่งแล้ว")}


def test_shared_rows_are_sent_once_to_each():
    grid = master([ONE, SHARED])
    send(grid)
    assert keys(stands(grid).rows) == ["K1", "K3"]
    assert {row.round for row in stands(grid).rows} == {SIX}
