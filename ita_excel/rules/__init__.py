"""Validation: one small function a rule, each a list of findings, none of which stops another."""

from ita_excel.findings import RULES, Rule


def load() -> None:
    """Import every module of rules, so that the catalogue is complete."""
    from ita_excel.rules import (  # noqa: F401
        agency,
        items,
        plan,
        privacy,
        repeats,
        reports,
        results,
        structure,
        texts,
        thai_text,
    )


def catalogue() -> list[Rule]:
    """Return the declarations of all rules in the order of their codes."""
    load()
    order = {letter: i for i, letter in enumerate("SAPRXTVM")}
    return sorted(RULES.values(), key=lambda r: (order.get(r.code[0], len(order)), r.code))
