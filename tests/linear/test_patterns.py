"""Each pattern of the program takes linear time for the worst texts that can be made for it."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import ita_excel
from tests.linear.attacks import attacks
from tests.linear.clock import seconds
from tests.linear.texts import LONGEST

PACKAGE = Path(ita_excel.__path__[0])
LIMIT = 0.05  # seconds for a cell's longest text
WHOLE = {"match", "fullmatch"}  # they begin in one place only


def patterns() -> Iterator[tuple[str, str | bytes, int, bool]]:
    """Every pattern: where it stands, itself, its flags, and whether a text is searched for it."""
    seen: set[tuple[str | bytes, int]] = set()
    for module in pkgutil.walk_packages(ita_excel.__path__, "ita_excel."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if not isinstance(value, re.Pattern):
                continue
            pattern, flags = value.pattern, value.flags & ~re.UNICODE
            if (pattern, flags) not in seen:
                seen.add((pattern, flags))
                yield f"{module.name}.{name}", pattern, flags, is_searched(module.name, name)
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in nodes(path) if "import re\n" in path.read_text("utf-8") else ():
            # A text with a name is compiled when first used, and kept by `re`.
            if called(node, "re") and isinstance(node.args[0], ast.Name):
                name = node.args[0].id
                pattern = vars(importlib.import_module(module_of(path))).get(name)
                if isinstance(pattern, str | bytes) and (pattern, 0) not in seen:
                    seen.add((pattern, 0))
                    yield f"{module_of(path)}.{name}", pattern, 0, is_searched_as(path, name)
            # Those that are compiled have names: they were found above, and their use was looked at.
            if called(node, "re", but="compile") and isinstance(node.args[0], ast.Constant):
                pattern = node.args[0].value
                if isinstance(pattern, str | bytes) and (pattern, 0) not in seen:
                    seen.add((pattern, 0))
                    yield f"{path.stem}:{node.lineno}", pattern, 0, node.func.attr not in WHOLE


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Everything in one file of the program."""
    return tuple(ast.walk(ast.parse(path.read_text("utf-8"))))


def module_of(path: Path) -> str:
    inside = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(("ita_excel", *(part for part in inside if part != "__init__")))


def is_searched_as(path: Path, name: str) -> bool:
    """Whether a pattern that is a text is given to more than `re.match` and `re.fullmatch`."""
    return any(
        called(node, "re") and isinstance(node.args[0], ast.Name) and node.args[0].id == name
        and node.func.attr not in WHOLE
        for node in nodes(path)
    )  # fmt: skip


def called(node: ast.AST, name: str, but: str = "") -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == name
        and node.func.attr != but
        and bool(node.args)
    )


# Looks at the strings of PDFs that we made ourselves, a few bytes each.
OWN = {"ita_excel.documents.pdf.text._STRINGS"}
# Used through other names, as forms of a list.
ONLY_WHOLE = {
    "ita_excel.thai.dates._WRITTEN",
    "ita_excel.thai.dates._NUMERIC",
    "ita_excel.ooxml.calculation.tokens._GIVEN",
    "ita_excel.ooxml.calculation.tokens._GIVEN_AREA",
}


@cache
def methods(path: Path) -> dict[str, set[str]]:
    """What is used of each name in one file."""
    used: dict[str, set[str]] = {}
    for node in nodes(path):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            used.setdefault(node.value.id, set()).add(node.attr)
    return used


def is_searched(module: str, name: str) -> bool:
    """Whether more than `match` and `fullmatch` is used of a pattern."""
    if f"{module}.{name}" in ONLY_WHOLE:
        return False
    path = Path(importlib.import_module(module).__file__ or "")
    used = methods(path).get(name, set())
    return not (used and used <= WHOLE and name.startswith("_"))


def time_of(compiled: re.Pattern, text: str | bytes, searched: bool) -> float:  # type: ignore[type-arg]
    def call() -> None:
        if searched:
            for _ in compiled.finditer(text):
                pass
        else:
            compiled.match(text)

    return seconds(call, 0.6)


def slowest(pattern: str | bytes, flags: int, searched: bool) -> tuple[float, float, str]:
    """The longest time for a text, that for a quarter of it, and the text's beginning."""
    compiled, worst = re.compile(pattern, flags), (0.0, 1.0, "")
    for text in attacks(pattern, flags, LONGEST):
        typed = text.encode("latin-1", "replace") if isinstance(pattern, bytes) else text
        took = time_of(compiled, typed, searched)
        if took > max(LIMIT, worst[0]):
            took = min(took, time_of(compiled, typed, searched))
            quarter = typed[: len(typed) * 3 // 16] + typed[-len(typed) // 16 :]
            worst = (took, time_of(compiled, quarter, searched), text[:20])
            if took > 0.5:
                break
    return worst


@pytest.mark.parametrize(
    ("where", "pattern", "flags", "searched"), [p for p in patterns() if p[0] not in OWN]
)
def test_no_text_of_a_cell_takes_long(
    where: str, pattern: str | bytes, flags: int, searched: bool
) -> None:
    took, quarter, text = slowest(pattern, flags, searched)
    linear = took < 6.5 * max(quarter, 0.002)
    assert took <= LIMIT or (linear and took < 0.4), f"{where}: {took:.3f} s for {text!r}…"


@pytest.mark.parametrize("pattern", [r"\s+$", r"(a|b|ab)*c", "[a-z]+ *@", "<!--.*?-->", "ก+ข"])
def test_the_judge_sees_a_pattern_that_is_quadratic(pattern: str) -> None:
    took, quarter, _ = slowest(pattern, re.DOTALL, True)
    assert (took > LIMIT and took > 6.5 * quarter) or took >= 0.5


def test_there_are_patterns_of_all_kinds() -> None:
    found = list(patterns())
    assert len(found) > 150 and {True, False} == {searched for *_, searched in found}


def possessive_groups(pattern: str | bytes, flags: int) -> list[object]:
    """Return what a pattern repeats possessively that is more than one character."""
    found: list[object] = []
    todo: list[object] = [re._parser.parse(pattern, flags)]
    while todo:
        part = todo.pop()
        if isinstance(part, tuple) and part and part[0] is re._constants.POSSESSIVE_REPEAT:
            [item] = part[1][2]
            if item[0] not in (re._constants.IN, re._constants.LITERAL, re._constants.NOT_LITERAL):
                found.append(item)
        if isinstance(part, list | tuple | re._parser.SubPattern):
            todo += list(part)
    return found


@pytest.mark.parametrize(("name", "pattern", "flags", "_"), list(patterns()))
def test_no_group_is_possessive(name, pattern, flags, _):
    """Before Python 3.11.5 `(?:…)*+` loses matches where the group goes back (CPython's gh-106052):
    `ISO 9001: 2015` was printed in Thai digits. `(?>(?:…)*)` says the same to every version."""
    assert not possessive_groups(pattern, flags), name


def test_a_possessive_group_is_seen():
    assert possessive_groups("x(?:ab|c)*+", 0) and not possessive_groups(
        "x(?>(?:a|b)*)[0-9]++a*+", 0
    )
