"""Officers' habits: nothing typed is lost in silence, and few who correct honestly are asked."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from ita_excel.merging.ledger import Ledger
from ita_excel.merging.theirs import their_side
from tests.merging.habits import UNIT, History, World, passed, run

TRUE = World(stamps=(1, 0, 0, 0), mailed_late=0, saved_by_a_clerk=0)
WORLDS = {
    "as they come": World(),
    "in her own file, true clocks": replace(TRUE, corrects=(1, 0, 0, 0)),
    "one person": World(people=(1, 0, 0)),
}


@pytest.mark.parametrize("name", WORLDS)
def test_silence_burying_and_needless_questions_stay_within_the_limits(name):
    count = run(300, first=10_000, world=WORLDS[name])
    assert count["corrections"] > 300
    assert passed(count) == []


def test_nothing_is_silent_on_whatever_attachment_people_correct():
    count = run(150, world=World(corrects=(0, 1, 0, 0), people=(0, 50, 50)))
    assert (count["silent"], count["buried"]) == (0, 0)
    assert count["needed"] > 50


def test_what_is_said_is_a_function_of_the_set_of_files():
    for seed in range(40):
        answers = [a for a, *_ in History(seed, World()).answers][:4]
        words = []
        for order in permutations(answers):
            side = their_side(Ledger({}, {a.hash: a for a in order}))
            words.append({cell: side.words(cell) for cell in side.by_cell})
        assert all(w == words[0] for w in words)
        assert not words[0] or {a.unit for a in answers} == {UNIT}
