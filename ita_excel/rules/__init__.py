"""Validation: one small function a rule, each a list of findings, none of which stops another."""


def load() -> None:
    """Import every module of rules, so that the catalogue is complete."""
    from ita_excel.rules import agency, plan, results, structure, texts  # noqa: F401
