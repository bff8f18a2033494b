"""Sets of measures that local administrations often publish: names to start a plan from."""

from __future__ import annotations

import json
from functools import cache

from ita_excel.catalogue import files


@cache
def starter_measures() -> tuple[str, ...]:
    """Return the names of the usual sets of measures; suggestions, no agency must have them."""
    names: list[str] = json.loads(files.text("measures.json"))["measures"]
    return tuple(names)
