"""The package's own data files, read when first asked for. Opens no file of the user's."""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path


@cache
def text(name: str) -> str:
    """Return the text of a data file that is shipped beside this module."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a shipped CSV file, each by column heading; '' where empty."""
    return list(csv.DictReader(io.StringIO(text(name))))
