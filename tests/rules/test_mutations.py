"""From a clean random workbook, one random defect of a known kind: its rule fires, at its cell,
and nothing else fires that shouldn't. 2,400 of them, from fixed seeds.
"""

from __future__ import annotations

import copy
from collections import Counter
from random import Random

import pytest

from ita_excel.core.findings import Severity
from ita_excel.rules.ruleset import VALIDATED
from tests import books
from tests.rules.defects import DEFECTS
from tests.rules.random_books import random_book
from tests.rules.test_cases import OF_FILES

BATCHES, IN_A_BATCH = 24, 100


@pytest.mark.parametrize("batch", range(BATCHES))
def test_one_defect_at_a_time(batch: int) -> None:
    rng = Random(batch)
    wrong: Counter[str] = Counter()
    made = 0
    while made < IN_A_BATCH:
        tables = random_book(rng)
        assert [(f.code, str(f.at), f.say("en")) for f in books.findings(tables)] == []
        for kind in rng.sample(DEFECTS, 10):
            spoiled = copy.deepcopy(tables)
            places = kind.spoil(rng, spoiled)
            if places is None:
                continue
            made += 1
            findings = books.findings(spoiled)
            errors = [f for f in findings if f.severity is Severity.ERROR]
            assert books.findings(spoiled, errors=True) == errors
            at = {str(f.at) for f in findings if f.code == kind.rule}
            others = {f.code for f in findings} - {kind.rule} - kind.also
            if at != {str(books.cell(p)) for p in places} or others:
                wrong[f"{kind.name}: {places} found {sorted(at)}, others {sorted(others)}"] += 1
    assert wrong == {}


def test_every_rule_has_a_kind_of_defect() -> None:
    at_reading = {"S101", "S102", "S103", "S104", "S107", "S109"}  # tests/sheets
    rules = {r.code for r in VALIDATED}
    whole_plan = {"P311"}  # tests/jobs/test_measures: no change of one row makes a plan look sorted
    assert {d.rule for d in DEFECTS} == rules - at_reading - whole_plan - OF_FILES
