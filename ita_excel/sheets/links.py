"""Whether a web address stands in a text: most texts have none, and are told at one look."""

from __future__ import annotations

import re

_MAY_BE_LINK = re.compile(r"\.[A-Za-z]")


def has_link(text: str) -> bool:
    """Return whether a web address stands in `text`."""
    if not _MAY_BE_LINK.search(text):
        return False
    from ita_excel.sheets.evidence_lines import LINK

    return re.search(LINK, text) is not None
