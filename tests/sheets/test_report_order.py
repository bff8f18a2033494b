"""The report's order: whatever was typed and however it was shuffled, once remembered it stays."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ita_excel.schema.model import Action, Result
from ita_excel.sheets.report_order import in_order, results_in_order

MEASURES = st.sampled_from(["", "ก", "ข", "๑. ค", "๒. ง"])
NUMBERS = st.sampled_from([None, 1, 2, 3, "๔", "1.2", "x"])


@st.composite
def plans(draw: st.DrawFn) -> list[Action]:
    """Return a plan whose rows have a รหัส."""
    size = draw(st.integers(1, 9))
    return [
        Action(f"K{i}", draw(MEASURES), True, draw(NUMBERS), draw(st.sampled_from("abcdef")))
        for i in range(size)
    ]


@settings(max_examples=150, deadline=None)
@given(plans(), st.data())
def test_what_is_remembered_stands_however_both_sheets_are_sorted(
    plan: list[Action], data: st.DataObject
) -> None:
    ordered = in_order(plan)
    remembered = [action.key for action in ordered]
    shuffled = data.draw(st.permutations(plan))
    assert in_order(shuffled, remembered) == ordered
    results = [
        Result(
            key=data.draw(st.sampled_from([action.key, f"G{action.key}"])),  # or its action is gone
            measure=data.draw(st.sampled_from([action.measure, "ใหม่"])),
            measure_given=True,
            number=action.number,
            text=action.text,
        )
        for action in plan
    ]
    strays = [result for result in results if result.key not in remembered]
    memory = [*remembered, *(result.key for result in in_order(strays))]
    printed = results_in_order(results, ordered, memory)
    assert results_in_order(data.draw(st.permutations(results)), ordered, memory) == printed
    assert sorted(r.key for r in printed) == sorted(r.key for r in results)
    names = [r.measure for r in printed]
    starts = [names[0], *(b for a, b in pairwise(names) if a != b)]
    assert len(starts) == len({*starts})  # each measure once


def test_numbers_that_people_type_decide() -> None:
    plan = [
        Action("A", "๒. หลัง", True, 2, "ข"),
        Action("B", "๒. หลัง", True, 1, "ก"),
        Action("C", "๑. ก่อน", True, "๑๐", "ง"),
        Action("D", "๑. ก่อน", True, "๙", "ค"),
    ]
    assert [a.key for a in in_order(plan)] == ["D", "C", "B", "A"]
    assert [a.key for a in in_order(plan, ["A", "B", "C", "D"])] == ["D", "C", "B", "A"]


def test_without_numbers_nothing_is_guessed() -> None:
    plan = [Action(k, m, True, None, k) for k, m in (("A", "ข"), ("B", "ข"), ("C", "ก"))]
    assert [a.key for a in in_order(plan)] == ["A", "B", "C"]
    assert [a.key for a in in_order(plan[::-1], ["A", "B", "C"])] == ["A", "B", "C"]
