"""CONTRIBUTING's “How to add”: which files a developer touches, and which were touched in a copy."""

from __future__ import annotations

import fnmatch
import re
from pathlib import Path

from tests.growing.grown import ROOT

_PAGE = ROOT / "CONTRIBUTING.md"
# Made by a command from other files; CONTRIBUTING's table of generated files names the commands.
_GENERATED = (
    "workbook_template.xlsx",
    "ita_excel/store/known_formulas.json",
    "ita_excel/buttons/addin/*.xlam",
    "ita_excel/buttons/addin/*.bin",
    "ita_excel/jobs/*.bin",
    "ita_excel/documents/word/templates/*",
    "docs/*.md",
    "macros/customUI14.xml",
    "macros/ItaRibbon.bas",
    "macros/ItaSheet.bas",
)


def files_of(what: str) -> set[str]:
    """Return the files that CONTRIBUTING lists under the heading `what`, generated ones apart."""
    text = _PAGE.read_text("utf-8")
    found = re.search(rf"^### {re.escape(what)}\n(.*?)(?=^#)", text, re.DOTALL | re.MULTILINE)
    assert found, f"CONTRIBUTING.md has no heading “{what}”"
    return set(re.findall(r"^- `([^`]+)`", found[1], re.MULTILINE))


def touched(copy: Path) -> set[str]:
    """Return the files of the copy that differ from the program's, generated ones apart."""
    names = {
        str(path.relative_to(copy))
        for folder in ("ita_excel", "macros")
        for path in (copy / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    return {
        name
        for name in names
        if not any(fnmatch.fnmatch(name, pattern) for pattern in _GENERATED)
        and not (
            (ROOT / name).is_file() and (ROOT / name).read_bytes() == (copy / name).read_bytes()
        )
    }


def agree(copy: Path, what: str, at_most: int) -> None:
    """Fail where the files touched are not those that the page lists under `what`."""
    listed, found = files_of(what), touched(copy)
    matched = {
        name: [p for p in listed if fnmatch.fnmatch(name, re.sub("<[^>]*>", "*", p))]
        for name in found
    }
    assert all(matched.values()), (
        f"CONTRIBUTING doesn't name {[n for n, p in matched.items() if not p]}"
    )
    used = {pattern for patterns in matched.values() for pattern in patterns}
    assert used == listed, f"CONTRIBUTING names {listed - used}, which nobody has to touch"
    assert len(found) <= at_most
