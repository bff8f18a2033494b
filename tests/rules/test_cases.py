"""Each rule fires at its cell and nowhere else; near misses don't. The cases are tables in cases/.

A row reads: in the clean workbook of tests/books.py, make the changes of `given`; then the rule
finds something at exactly the places of `finds` (– for nowhere), and no other rule finds anything
but those named in `also`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from ita_excel.core.findings import Finding, Severity
from ita_excel.rules.ruleset import VALIDATED
from tests import books

CASES = Path(__file__).parent / "cases"
CLEAN = books.clean()
# Which nothing in memory has: tests/store/test_evidence_files, test_evidence_online.
OF_FILES = {*("E801", "E802", "E803", "E804"), *("E811", "E812", "E813", "E814", "E815")}


@dataclass(frozen=True)
class Case:
    rule: str
    given: tuple[str, ...]
    finds: tuple[str, ...]
    also: tuple[str, ...]
    suggests: str
    where: str


def cases() -> list[Case]:
    found = []
    for path in sorted(CASES.glob("*.md")):
        rule = ""
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if heading := re.match(r"## ([A-Z]\d{3})", line):
                rule = heading[1]
            if not line.startswith("|") or line.startswith(("|-", "| given")):
                continue
            given, finds, also, suggests = (
                c.strip().replace("\\|", "|") for c in re.split(r"(?<!\\)\|", line)[1:5]
            )
            found.append(
                Case(
                    rule,
                    tuple(part for part in re.split(r"\s*;;\s*", given) if part),
                    tuple(p for p in re.split(r"\s*,\s*", finds) if p not in ("–", "")),
                    tuple(also.split()),
                    suggests,
                    f"{path.stem}:{number}",
                )
            )
    return found


def places(findings: list[Finding], code: str) -> list[str]:
    return sorted(str(f.at) for f in findings if f.code == code)


def test_nothing_is_found_in_the_clean_workbook() -> None:
    assert [(f.code, str(f.at), f.say("en")) for f in books.findings(CLEAN)] == []


@pytest.mark.parametrize("case", cases(), ids=lambda c: f"{c.rule}-{c.where}")
def test_case(case: Case) -> None:
    findings = books.findings(books.spoil(CLEAN, case.given))
    assert places(findings, case.rule) == sorted(str(books.cell(p)) for p in case.finds)
    others = {f.code for f in findings} - {case.rule}
    assert others == set(case.also)
    if case.suggests:
        assert case.suggests in {f.suggestion for f in findings if f.code == case.rule}


def test_every_sentence_of_every_finding_can_be_said() -> None:
    for case in cases():
        for finding in books.findings(books.spoil(CLEAN, case.given)):
            assert "{" not in finding.say("th") + finding.say("en")
            assert finding.at is not None


def test_every_rule_has_cases_that_fire_and_near_misses() -> None:
    fire = {c.rule for c in cases() if c.finds}
    miss = {c.rule for c in cases() if not c.finds}
    at_reading = {"S101", "S102", "S103", "S104", "S107", "S109"}  # tests/sheets
    wanted = {r.code for r in VALIDATED} - at_reading - OF_FILES
    assert fire == wanted
    assert miss == wanted


def test_rules_say_everything_in_both_languages_and_severities_are_of_workbook_md() -> None:
    for rule in VALIDATED:
        assert rule.finds.th and rule.finds.en
        for message in rule.messages.values():
            assert re.search("[ก-๙]", message.text.th)
            assert message.text.en
    infos = {r.code for r in VALIDATED if r.severity is Severity.INFO}
    assert infos <= {"A216", "P310", "P314", "R411", "R413", "E803", "T604", "G705"}
