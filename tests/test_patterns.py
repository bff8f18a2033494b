"""Patterns that are compiled late: each of them can be, and behaves like any other."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import ita_excel
from ita_excel.patterns import _Late, late

_ONLY_ELSEWHERE = {"ita_excel.__main__"}  # runs the command when it is imported


def test_every_pattern_of_the_program_compiles() -> None:
    names = [m.name for m in pkgutil.walk_packages(ita_excel.__path__, "ita_excel.")]
    patterns = {
        f"{name}.{word}": value
        for name in names
        if name not in _ONLY_ELSEWHERE
        for word, value in vars(importlib.import_module(name)).items()
        if isinstance(value, _Late)
    }
    assert len(patterns) > 100
    for where, pattern in patterns.items():
        assert isinstance(pattern.pattern, str | bytes), where


def test_a_late_pattern_is_compiled_once_and_does_what_a_compiled_one_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compiled = []
    real = re.compile
    monkeypatch.setattr(re, "compile", lambda *a: compiled.append(a) or real(*a))
    pattern = late("(ก)|B", re.IGNORECASE)
    assert compiled == []
    assert [m[0] for m in pattern.finditer("กกb")] == ["ก", "ก", "b"]
    assert pattern.sub("-", "xกb") == "x--"
    assert pattern.fullmatch("b") and not pattern.match("c")
    assert compiled == [("(ก)|B", re.IGNORECASE)]


def test_a_wrong_pattern_is_an_error_when_it_is_used() -> None:
    pattern = late("(")
    with pytest.raises(re.error):
        pattern.search("")
