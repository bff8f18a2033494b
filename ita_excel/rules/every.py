"""Every rule that validation checks, in the order in which they look.

The modules in their order, and within a module the functions in theirs: a rule is checked because
it stands in one of them.
"""

from __future__ import annotations

from ita_excel.rules import (
    agency,
    due_days,
    evidence_addresses,
    items,
    lettering,
    linked_pages,
    named_files,
    own_words,
    plan,
    privacy,
    repeats,
    reports,
    results,
    rounds,
    scores,
    structure,
    texts,
    thai_text,
    units_rows,
)
from ita_excel.rules.declaring import RuleCheck

_MODULES = (
    *(agency, due_days, lettering, items, plan, privacy),
    *(repeats, reports, results, rounds, named_files, units_rows),
    *(evidence_addresses, linked_pages, scores, structure, texts, thai_text, own_words),
)
CHECKS: tuple[RuleCheck, ...] = tuple(
    value for module in _MODULES for value in vars(module).values() if isinstance(value, RuleCheck)
)
