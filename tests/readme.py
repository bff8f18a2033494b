"""Write what the README takes from the code: `python -m tests.readme` after changing a rule."""

from __future__ import annotations

import re
from pathlib import Path

from ita_excel.cli.rules import as_markdown
from ita_excel.rules.ruleset import RULES

README = Path(__file__).parents[1] / "README.md"
_RULES = re.compile(r"(?<=<!-- rules -->\n).*?(?=<!-- /rules -->)", re.DOTALL)


def generated(text: str) -> str:
    """Return the README with its generated parts as the code has them."""
    table = as_markdown(list(RULES.values()), "th") + "\n"
    return _RULES.sub(lambda _: table, text)


if __name__ == "__main__":
    README.write_text(generated(README.read_text(encoding="utf-8")), encoding="utf-8")
