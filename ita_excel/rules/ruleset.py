"""Every rule there is, whoever looks for it: reading, validation or merging.

Loads them all: for what shows or names rules, not for a command that only merges or reads.
"""

from __future__ import annotations

from ita_excel.core.findings import Rule
from ita_excel.merging import level_rules, returned_rules
from ita_excel.rules.every import CHECKS
from ita_excel.sheets import structure

_GROUPS = "SAPREXTVGM"  # in the order of the work: structure, agency, plan, results, evidence …

VALIDATED: tuple[Rule, ...] = (*structure.DECLARED, *(one.rule for one in CHECKS))
MERGED: tuple[Rule, ...] = (*returned_rules.DECLARED, level_rules.LEVELS)
RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in sorted((*VALIDATED, *MERGED), key=lambda r: (_GROUPS.index(r.code[0]), r.code))
}
