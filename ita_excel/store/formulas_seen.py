"""Whether any formula may give something else after some sheets changed: told without reading one.

Most commands write only what no formula looks at, such as the history and the sheet `_ita`. Reading
the 1,800 formulas of a workbook takes longer than all else that saving a small one does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ita_excel import schema
from ita_excel.ooxml.contents import Contents
from ita_excel.ooxml.formulacells import at_a_glance

MARK = "ita_results_check"  # a name that every workbook of ours defines
Seen = Mapping[str, set[tuple[int, str]] | None]  # formulas by sheet; None: to be looked at closely


def is_ours(package: Contents) -> bool:
    """Whether a workbook was made from our template."""
    return MARK in package.defined_names()


def own_sheets(package: Contents) -> list[str]:
    """Return the sheets that the schema knows and that hold cells."""
    return [s for s in schema.SHEETS if s in package.sheets and package.is_worksheet(s)]


def seen_formulas(package: Contents) -> Seen:
    """Return the formulas of our sheets with their columns."""
    return {name: at_a_glance(package.sheet(name)) for name in own_sheets(package)}


def may_depend(package: Contents, seen: Seen, changed: Collection[str]) -> bool:
    """Whether a formula may depend on one of the sheets that changed; False only where none does.

    A formula reaches another sheet by its name, by the name of a table on it, or by a name of the
    workbook that does so.
    """
    if any(formulas is None or (formulas and name in changed) for name, formulas in seen.items()):
        return True
    tables = [t.name for t in package.tables().values() if t.sheet in changed]
    wanted = [w.replace("'", "''").casefold() for w in (*changed, *tables, "INDIRECT(")]
    texts = {text for formulas in seen.values() for _, text in formulas or ()}
    whole = "\n".join([*texts, *package.defined_names().values()]).casefold()
    return any(word in whole for word in wanted)
