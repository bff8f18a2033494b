"""The list of rules is whole: nothing declared anywhere is missing, and no import adds to it."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys

import ita_excel
from ita_excel.core.findings import Rule
from ita_excel.rules.declaring import RuleCheck
from ita_excel.rules.every import CHECKS
from ita_excel.rules.ready_to_sign import CHECKS as BEFORE_SIGNING
from ita_excel.rules.ruleset import MERGED, RULES, SIGNED, VALIDATED
from tests.command import run


def declared(kind: type) -> set[object]:
    """Everything of a kind that any module of the package holds by a name."""
    found = set()
    for module in pkgutil.walk_packages(ita_excel.__path__, "ita_excel."):
        if module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        found |= {id(v) for v in vars(loaded).values() if isinstance(v, kind)}
    return found


def test_every_function_that_looks_is_in_the_list() -> None:
    assert declared(RuleCheck) == {id(one) for one in (*CHECKS, *BEFORE_SIGNING)}


def test_every_declaration_is_in_the_list() -> None:
    assert declared(Rule) == {id(r) for r in RULES.values()} - {
        id(c.rule) for c in (*CHECKS, *BEFORE_SIGNING)
    }


def test_no_code_is_given_twice() -> None:
    codes = [rule.code for rule in (*VALIDATED, *MERGED, *SIGNED)]
    assert sorted(set(codes)) == sorted(codes)
    assert set(RULES) == set(codes)


def test_what_only_merging_finds_is_said_to_be_so(tmp_path) -> None:
    ran = run("validate", tmp_path / "x.xlsx", "--rule", "m802,P305")
    assert ran.code == 2
    assert "M802" in ran.err and "collect" in ran.err and "P305" not in ran.err


def test_a_merge_loads_no_rule_of_validation() -> None:
    """Quick commands don't pay for rules that they don't check."""
    script = (
        "import sys; import ita_excel.cli.resolve; "
        "print([m for m in sys.modules if m.startswith('ita_excel.rules')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_no_two_rules_share_a_code() -> None:
    """Else one of them would be explained and chosen in the other's place."""
    codes = [rule.code for rule in (*VALIDATED, *MERGED)]
    assert sorted(codes) == sorted(set(codes))
