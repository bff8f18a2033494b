"""Every rule there is, whoever looks for it: reading, validation, merging, or the check before signing.

Loads them all: for what shows or names rules, not for a command that only merges or reads.
"""

from __future__ import annotations

from ita_excel.core.findings import Rule
from ita_excel.merging import level_rules, returned_rules
from ita_excel.rules import ready_to_sign
from ita_excel.rules.every import CHECKS
from ita_excel.sheets import structure

_GROUPS = "SAPREXTVGLM"  # in the order of the work: structure, agency, plan, results, evidence …

VALIDATED: tuple[Rule, ...] = (*structure.DECLARED, *(one.rule for one in CHECKS))
MERGED: tuple[Rule, ...] = (*returned_rules.DECLARED, level_rules.LEVELS)
# Asked before papers are signed, and not by the check.
SIGNED: tuple[Rule, ...] = tuple(one.rule for one in ready_to_sign.CHECKS)
RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in sorted(
        (*VALIDATED, *MERGED, *SIGNED), key=lambda r: (_GROUPS.index(r.code[0]), r.code)
    )
}
