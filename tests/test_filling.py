"""Filling: one row an action and round, everything typed stays, twice is the same as once."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_excel import schema
from ita_excel.core.errors import InputError
from ita_excel.core.grid import MemoryGrid, TableRange
from ita_excel.schema.model import Round
from ita_excel.sheets import read
from ita_excel.sheets.filling import fill, new_key


def sheet(table: schema.Table, *rows: dict[str, object]) -> list[list[object]]:
    """A sheet as the template lays it out, with these rows."""
    blank: list[object] = []
    header = [c.heading for c in table.columns]
    return [
        *([blank] * (table.header_row - 1)),
        header,
        *([row.get(c.field) for c in table.columns] for row in rows),
    ]


def workbook(plan=(), results=(), round_="๖ เดือน", *, tables=True) -> MemoryGrid:
    settings = [
        {"key": s.key, "value": round_ if s.field == "round" else None} for s in schema.SETTINGS
    ]
    sheets = {
        schema.AGENCY.sheet: sheet(schema.AGENCY, *settings),
        schema.PLAN.sheet: sheet(schema.PLAN, *plan),
        schema.RESULTS.sheet: sheet(schema.RESULTS, *results),
    }
    ranges = [
        TableRange(t.name, t.sheet, t.header_row, 1, max(4, len(sheets[t.sheet])), len(t.columns))
        for t in (schema.AGENCY, schema.PLAN, schema.RESULTS)
    ]
    return MemoryGrid(sheets, ranges if tables else ())


def filled(grid: MemoryGrid, round_: Round | None = None):
    keys = itertools.count(1)
    result = fill(read(grid), round_, lambda: f"KEY{next(keys)}")
    grid.apply(result.edits)
    return result


TWO = (
    {"measure": "เปิดเผยข้อมูล", "number": 1, "text": "สถิติการให้บริการ", "responsible": "สำนักปลัด", "start": "ต.ค. ๖๔", "end": "เม.ย. ๖๕"},
    {"number": 2, "text": "ความพึงพอใจ", "responsible": "ทุกส่วน/กอง", "start": "ต.ค. ๖๔ - ก.ย. ๖๕"},
)  # fmt: skip


def test_each_action_gets_a_key_and_a_row_that_names_its_measure():
    grid = workbook(TWO)
    result = filled(grid)
    assert (result.added, result.kept, result.keys_given) == (2, 0, 2)
    after = read(grid)
    assert [r.value.key for r in after.plan] == ["KEY1", "KEY2"]
    assert [(r.value.key, r.value.round, r.value.measure, r.value.text) for r in after.results] == [
        ("KEY1", "๖ เดือน", "เปิดเผยข้อมูล", "สถิติการให้บริการ"),
        ("KEY2", "๖ เดือน", "เปิดเผยข้อมูล", "ความพึงพอใจ"),
    ]
    assert grid.tables()["Results"].last_row == 5


def test_the_second_time_there_is_nothing_to_do():
    grid = workbook(TWO)
    filled(grid)
    again = filled(grid)
    assert (again.edits, again.added, again.kept) == ((), 0, 2)


def test_what_was_typed_stays_though_the_plan_has_changed():
    grid = workbook(TWO)
    filled(grid)
    row = dict(
        zip(
            (c.field for c in schema.RESULTS.columns),
            grid.rows(schema.RESULTS.sheet)[3],
            strict=False,
        )
    )
    row |= {"text": "ให้จัดทำสถิติ", "status": "ดำเนินการแล้ว", "outcome": "จัดทำรายเดือน"}
    changed = ({**TWO[0], "key": "KEY1", "text": "ข้อความใหม่ของแผน"},)
    grid = workbook(changed, [row])
    assert filled(grid).edits == ()


def test_a_twelve_month_row_starts_with_what_the_six_month_row_says():
    six = {"key": "K", "round": "๖ เดือน", "measure": "ม", "text": "ถ้อยคำใหม่", "status": "อยู่ระหว่างดำเนินการ",
           "outcome": "ทำแล้วครึ่งหนึ่ง", "problems": "ก", "suggestions": "ข", "evidence": "ค", "reported_on": "๑ เม.ย. ๖๕"}  # fmt: skip
    grid = workbook([{"key": "K", "measure": "ม", "text": "ถ้อยคำเดิม"}], [six])
    filled(grid, Round.TWELVE)
    first, second = (r.value for r in read(grid).results)
    assert second.round == "๑๒ เดือน"
    for field in ("measure", "text", "status", "outcome", "problems", "suggestions", "evidence"):
        assert getattr(second, field) == getattr(first, field)
    assert second.reported_on is None


def test_rows_without_an_action_are_left_out_and_counted():
    result = filled(workbook([{"measure": "ม"}, {"text": "ก"}]))
    assert (result.added, result.skipped) == (1, 1)


def test_a_result_typed_by_hand_is_taken_for_its_action():
    grid = workbook(
        [{"measure": "ม", "text": "ก"}], [{"measure": " ม", "text": "ก ", "status": "ยกเลิก"}]
    )
    result = filled(grid)
    assert (result.added, result.kept) == (0, 1)
    assert [(r.value.key, r.value.round) for r in read(grid).results] == [("KEY1", "๖ เดือน")]


def test_two_results_that_could_be_the_one_are_not_guessed():
    twins = [{"measure": "ม", "text": "ก"}, {"measure": "ม", "text": "ก"}]
    assert filled(workbook([{"measure": "ม", "text": "ก"}], twins)).added == 1


def test_without_a_round_it_says_which_option_to_give():
    with pytest.raises(InputError, match="--round"):
        filled(workbook(TWO, round_=None))


def test_a_lost_column_is_named():
    grid = workbook(TWO)
    grid.rows(schema.RESULTS.sheet)[2][1] = "อะไรก็ไม่รู้"
    with pytest.raises(InputError, match="“รอบ”"):
        filled(grid)


def test_keys_read_as_nothing_but_text():
    assert all(k.isalpha() and len(k) == 10 for k in (new_key() for _ in range(200)))


words = st.text("กขคงจฉ ๑๒ะาิี่้์", min_size=1, max_size=12).filter(lambda t: bool(t.strip()))
maybe = st.none() | words
action = st.fixed_dictionaries(
    {"measure": maybe, "text": words},
    optional={"number": st.integers(1, 9), "responsible": words, "start": words, "details": words},
)


@given(st.lists(action, max_size=8), st.sampled_from([[Round.SIX], [Round.TWELVE], list(Round)]))
def test_any_plan_is_read_back_the_same_with_one_row_an_action_and_round(plan, rounds):
    grid = workbook(plan)
    before = [r.value for r in read(grid).plan]
    for round_ in [*rounds, *rounds]:
        filled(grid, round_)
    after = read(grid)
    assert [(a.measure, a.text, a.start, a.details) for a in (r.value for r in after.plan)] == [
        (a.measure, a.text, a.start, a.details) for a in before
    ]
    assert sorted((r.value.key, r.value.round) for r in after.results) == sorted(
        (r.value.key, round_.value) for r in after.plan for round_ in rounds
    )
    by_key = {r.value.key: r.value for r in after.plan}
    assert all(by_key[r.value.key].text == r.value.text for r in after.results)


def test_an_action_typed_into_the_plan_finds_the_row_of_results_that_waits_for_it():
    waiting = {"key": "P-1", "round": "๖ เดือน", "text": "อบรมเพิ่ม", "outcome": "อบรมแล้ว"}
    grid = workbook([{"measure": "ม", "text": " อบรมเพิ่ม "}], [waiting])
    assert (filled(grid).added, [r.value.key for r in read(grid).plan]) == (0, ["P-1"])


def test_rows_of_two_keys_with_the_same_words_are_not_guessed():
    rows = [{"key": k, "round": "๖ เดือน", "text": "อบรมเพิ่ม"} for k in ("P-1", "P-2")]
    grid = workbook([{"text": "อบรมเพิ่ม"}], rows)
    assert (filled(grid).added, [r.value.key for r in read(grid).plan]) == (1, ["KEY1"])


def test_two_new_actions_alike_share_no_key():
    waiting = {"key": "P-1", "round": "๖ เดือน", "text": "อบรมเพิ่ม"}
    grid = workbook([{"text": "อบรมเพิ่ม"}, {"text": "อบรมเพิ่ม"}], [waiting])
    filled(grid)
    assert [r.value.key for r in read(grid).plan] == ["P-1", "KEY1"]
