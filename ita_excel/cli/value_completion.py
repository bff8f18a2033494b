"""Values that the Tab key offers, taken from the workbook that the command line names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ita_excel.cli.workbooks import SUFFIXES
from ita_excel.core.errors import ItaExcelError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_LARGEST = 20_000_000  # bytes: whoever pressed Tab doesn't wait for more


class _UnitName(click.ParamType):  # type: ignore[type-arg]
    """A unit's name: any text, completed from the units of the command's workbook."""

    name = "name"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in _units() if name.startswith(incomplete)]


class _Listed(click.ParamType):  # type: ignore[type-arg]
    """`docx,pdf`: any text, each part completed from a list of `documents.order`."""

    def __init__(self, name: str, listed: str) -> None:
        self.name, self._listed = name, listed

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        from ita_excel.documents import order

        before, comma, begun = incomplete.rpartition(",")
        taken = before.split(",")
        return [
            CompletionItem(f"{before}{comma}{one}")
            for one in getattr(order, self._listed)
            if one.startswith(begun) and one not in taken
        ]


def _units() -> list[str]:
    """Return the units of the workbook, none where it can't be read: Tab tells no errors."""
    from click.shell_completion import split_arg_string

    from ita_excel.sheets import read
    from ita_excel.store.file import FileGrid

    # Click keeps no argument where an option still lacks its value: the shell's words have them.
    words = split_arg_string(os.environ.get("COMP_WORDS", ""))
    named = next((w for w in words if w.lower().endswith(SUFFIXES) and os.path.isfile(w)), None)
    try:
        if named is None or os.path.getsize(named) > _LARGEST:
            return []
        return [u.value.name for u in read(FileGrid(Path(named))).units]
    except (ItaExcelError, OSError):
        return []


UNIT = _UnitName()
FORMATS = _Listed("formats", "FORMATS")
DOCUMENTS = _Listed("documents", "KINDS")
