"""Which tests run a line of the room: only those can notice a fault in it."""

from __future__ import annotations

import ast
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import coverage
import pytest

from tests.mutants.planting import Fault


@dataclass(frozen=True)
class Traced:
    """By module and line the tests that run it, '' where it runs while modules load."""

    lines: Mapping[str, Mapping[int, frozenset[str]]]
    seconds: Mapping[str, float]  # by the test's name

    def at_loading(self, fault: Fault) -> bool:
        """Whether a fault makes a difference before any test runs."""
        return "" in self._tests(fault)

    def of(self, fault: Fault) -> dict[str, float]:
        """Return the tests that run the statement in which a fault is planted, and their times."""
        return {name: self.seconds[name] for name in self._tests(fault)}

    def _tests(self, fault: Fault) -> set[str]:
        known = self.lines.get(str(fault.path), {})
        found: set[str] = set()
        for line in _statement(fault.path, fault.line):
            found |= known.get(line, frozenset())
        return found


def traced(room: Path, options: Sequence[str]) -> Traced:
    """Run the tests once, in a process apart, and note for each line of the room which ran it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "lines"
        child = os.fork()
        if child == 0:
            os._exit(_watch(room, options, file))
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 0, "the tests fail without any fault"
        data = coverage.CoverageData(str(file))
        data.read()
        lines = {
            name: {n: frozenset(tests) for n, tests in data.contexts_by_lineno(name).items()}
            for name in data.measured_files()
        }
        said = (Path(folder) / "lines.seconds").read_text(encoding="utf-8").splitlines()
    seconds = {name: float(took) for took, _, name in (line.partition(" ") for line in said)}
    return Traced(lines, seconds)


def _watch(room: Path, options: Sequence[str], file: Path) -> int:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.environ["CI"] = "1"
    watch = coverage.Coverage(include=[f"{room}/*"], data_file=str(file), config_file=False)
    plugin = _Contexts(watch)
    watch.start()
    code = int(pytest.main(list(options), plugins=[plugin]))
    watch.stop()
    watch.save()
    took = "\n".join(f"{seconds} {name}" for name, seconds in plugin.seconds.items())
    Path(f"{file}.seconds").write_text(took, encoding="utf-8")
    return code


class _Contexts:
    """Name each test, with what it sets up, as the context of the lines that it runs."""

    def __init__(self, watch: coverage.Coverage) -> None:
        self._watch = watch
        self.seconds: dict[str, float] = defaultdict(float)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: Any) -> Iterator[None]:
        began = time.perf_counter()
        self._watch.switch_context(item.nodeid)
        try:
            return (yield)  # type: ignore[misc]
        finally:
            self._watch.switch_context("")
            self.seconds[item.nodeid] = time.perf_counter() - began


def _statement(path: Path, line: int) -> range:
    """Return the lines of the innermost statement on a line; of a compound one, its head."""
    found = range(line, line + 1)
    for first, last in _statements(path):
        if first <= line <= last:
            found = range(first, last + 1)
    return found


@cache
def _statements(path: Path) -> tuple[tuple[int, int], ...]:
    """Return the first and last lines of statements, those inside others after them."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            last = body[0].lineno - 1 if body else node.end_lineno
            found.append((node.lineno, max(node.lineno, last or node.lineno)))
    return tuple(found)
