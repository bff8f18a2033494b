"""One name, one meaning: no two classes of the package share a name, modules only for a reason.

A class whose name begins with `_` is seen in its own module only.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import ita_excel

PACKAGE = Path(ita_excel.__file__).parent
CLASSES: dict[str, str] = {}  # name: why two classes have it
MODULES = {
    "analysis": "the analysis of last year's scores: its content, its Word template",
    "build": "scripts for developers: what makes the files that the package carries",
    "collect": "the command, the job and its work",
    "columns": "formulas of whole columns, and a column that comes: both inside ooxml",
    "declarations": "what the room declares: columns, documents",
    "declaring": "how the room's declarations are made: rules, documents",
    "doctor": "the command, and what it examines",
    "findings": "findings: the values, their sheet, their lines and JSON",
    "finishing": "the last hand on a file just made, a workbook or a Word file",
    "history": "the command, the job, and the sheet that they read",
    "items": "the command, its job, and the rules about what it lists",
    "measures": "what a blank measure cell means; the document of the measures and its template",
    "memo": "the memo: its content, its Word template",
    "periods": "periods, in Python and as formulas of the workbook",
    "places": "provinces and districts, and the rules about them",
    "rendering": "content into one format",
    "report": "the report: its content, its Word template",
    "rows": "a row of a sheet as bytes, a row of open data",
    "split": "the command, the job and its work",
    "structure": "the form of a workbook: its findings, and the rules that find them",
    "units": "units: the word for all of them, the buttons that send to them",
}


def modules() -> Iterator[Path]:
    return (p.relative_to(PACKAGE) for p in PACKAGE.rglob("*.py") if not p.name.startswith("__"))


def test_no_two_classes_share_a_name() -> None:
    where = defaultdict(list)
    for module in modules():
        for node in ast.walk(ast.parse((PACKAGE / module).read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where[node.name].append(f"{module}:{node.lineno}")
    assert len(where) > 300
    assert {n: w for n, w in where.items() if len(w) > 1 and n not in CLASSES} == {}
    assert [n for n in CLASSES if len(where[n]) < 2] == []


def test_two_modules_share_a_name_only_for_a_reason() -> None:
    """A command and its job have the same name: that is how one finds the other."""
    where = defaultdict(set)
    for module in modules():
        where[module.stem].add(module.parent.as_posix())
    twice = {n: w for n, w in where.items() if len(w) > 1 and w != {"cli", "jobs"}}
    assert {n: w for n, w in twice.items() if n not in MODULES} == {}
    assert [n for n in MODULES if n not in twice] == []
