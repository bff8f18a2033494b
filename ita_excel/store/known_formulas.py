"""The template's own formulas and which columns they depend on, written down when it is built.

Most workbooks hold exactly these formulas. To know that takes a look at each text; to read and
follow 1,800 of them takes longer than all else that saving a small workbook does.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

Column = tuple[str, int]  # sheet, number
Texts = Mapping[str, Collection[tuple[int, str]]]  # formulas by sheet, each with its column
PATH = Path(__file__).with_suffix(".json")


def unchanged(texts: Texts, names: Mapping[str, str]) -> bool:
    """Whether a workbook's formulas and names are the template's, each in its column."""
    return bool(_digest(texts, names) == _written()["digest"])


def touched(changed: Collection[Column]) -> set[Column]:
    """Return the columns of the template whose formulas may depend on columns that changed."""
    needed_by: dict[Column, list[Column]] = defaultdict(list)
    for sheet, number, needs in _written()["columns"]:
        for of_sheet, of_number in needs:
            needed_by[of_sheet, of_number].append((sheet, number))
    found: set[Column] = set()
    waiting = list(changed)
    while waiting:
        for column in needed_by.get(waiting.pop(), ()):
            if column not in found:
                found.add(column)
                waiting.append(column)
    return found


def written(
    texts: Texts, names: Mapping[str, str], needs: Mapping[Column, Collection[Column]]
) -> str:
    """Return what is to stand in the file at `PATH`; `needs` are the columns that formulas read."""
    lines = [
        json.dumps([*column, sorted(of)], ensure_ascii=False)
        for column, of in sorted(needs.items())
    ]
    return f'{{"digest": "{_digest(texts, names)}", "columns": [\n' + ",\n".join(lines) + "\n]}\n"


def _digest(texts: Texts, names: Mapping[str, str]) -> str:
    parts = [f"{sheet}\0{column}\0{t}" for sheet, of in texts.items() for column, t in of]
    parts += [f"{name}\1{text}" for name, text in names.items()]
    whole = "\2".join(sorted(parts)).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(whole, digest_size=16).hexdigest()


@cache
def _written() -> Any:
    return json.loads(PATH.read_text(encoding="utf-8"))
