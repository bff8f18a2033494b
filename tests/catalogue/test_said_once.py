"""Facts of the domain stand in one place: nobody writes them a second time."""

from __future__ import annotations

import ast
import functools
from pathlib import Path

import pytest

import ita_excel
from ita_excel.catalogue.bodies import BANGKOK, BODIES
from ita_excel.catalogue.indicators import indicators
from ita_excel.catalogue.instruments import INSTRUMENTS
from ita_excel.catalogue.units import EVERY_UNIT
from ita_excel.schema import STATUS_SYNONYMS
from ita_excel.schema.model import Role, Round, Status
from ita_excel.thai.calendar import ABBREVIATIONS, MONTHS

PACKAGE = Path(ita_excel.__path__[0])
# A fact, and the one file that says it.
WHOLE = {
    **{word: "catalogue/kind_names.csv" for body in BODIES for word in body},
    **dict.fromkeys(BANGKOK, "catalogue/bodies.py"),
    **dict.fromkeys(INSTRUMENTS, "catalogue/instruments.py"),
    **{indicator.name: "catalogue/indicators.csv" for indicator in indicators()},
    **{kind.value: "schema/model.py" for kinds in (Status, Round, Role) for kind in kinds},
    **dict.fromkeys(STATUS_SYNONYMS, "schema/settings.py"),
    **dict.fromkeys((*MONTHS, *ABBREVIATIONS), "thai/calendar.py"),
}
WITHIN = {
    EVERY_UNIT: "catalogue/units.py",
    **{f"“{status.value}”": "schema/model.py" for status in Status},
}
# The same letters for another purpose: right spellings beside wrong ones, a heading.
OTHERS = {("rules/spelling.py", BODIES[0].name), ("cli/status.py", Status.CANCELLED.value)}


@functools.cache
def texts() -> tuple[tuple[str, str], ...]:
    """Every text in the code, docstrings apart, with its file."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        said = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and id(node) not in said:
                found.append((path.relative_to(PACKAGE).as_posix(), text))
    return tuple(found)


@pytest.mark.parametrize("fact", WHOLE)
def test_a_fact_is_said_once(fact: str) -> None:
    places = {place for place, text in texts() if text == fact}
    assert places <= {WHOLE[fact]} | {place for place, word in OTHERS if word == fact}


@pytest.mark.parametrize("fact", WITHIN)
def test_a_fact_within_a_sentence_is_put_in(fact: str) -> None:
    assert {place for place, text in texts() if fact in text} <= {WITHIN[fact]}


def test_the_facts_are_looked_for() -> None:
    """Else a test that finds nothing would say that all is well."""
    assert ("catalogue/units.py", EVERY_UNIT) in texts()
    assert ("catalogue/bodies.py", BANGKOK[0]) in texts()
    assert ("schema/model.py", Status.DONE.value) in texts()
