"""`python -m tests.mutants [--sample 300] [--seed 1] [--of MODULE …] [--with FILE …] [--coverage]`.

Ends with 1 where fewer than nine of ten faults were noticed, or less than 98 % of the branches ran.
Each fault is tried in a process of its own, on the tests that run its line: forked from one that
has collected the tests, where the fault is in a function, and else from one that has loaded all but
the room.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.abc
import importlib.util
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.mutants.exchange import exchange
from tests.mutants.planting import Fault, faults, planted
from tests.mutants.tracing import Traced, traced

ROOT = Path(__file__).parents[2]
ROOM = ROOT / "ita_excel" / "merging"
TESTS = ROOT / "tests" / "merging"
SECONDS = 120
ENOUGH, BRANCHES = 0.90, 98.0
# What the room's tests load besides the room: loaded once, before the forks.
_LOADED = ("pytest", "hypothesis.stateful", "ita_excel.sheets", "ita_excel.core.packing",
           "ita_excel.thai.near", "ita_excel.thai.cell_values")  # fmt: skip
_SLOW = "test_machine.py"  # takes half a minute: the rest goes first


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    words.add_argument("--sample", type=int, default=300)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--at-once", type=int, default=os.cpu_count() or 1)
    words.add_argument("--of", nargs="*", default=(), help="only in these modules, by name")
    words.add_argument("--with", nargs="*", default=(), dest="more", type=Path,
                       help="test files of other rooms that are about this one, too")  # fmt: skip
    words.add_argument("--quick", action="store_true", help="leave the state machine out")
    words.add_argument("--coverage", action="store_true", help="the branches that the tests run")
    asked = words.parse_args()
    sys.exit(coverage(asked.more) if asked.coverage else run(asked))


def run(asked: argparse.Namespace) -> int:
    """Plant the faults of a sample, some at once, and name those that no test noticed."""
    modules = [p for p in sorted(ROOM.glob("*.py")) if not asked.of or p.stem in asked.of]
    everything = [fault for path in modules for fault in faults(path)]
    chance = random.Random(asked.seed)
    sample = chance.sample(everything, min(asked.sample, len(everything)))
    for name in _LOADED:
        importlib.import_module(name)
    os.environ["CI"] = "1"  # the same examples every time
    began, left = time.monotonic(), list[Fault]()
    where = traced(ROOM, _usual([], asked.more))

    def tell(tried: Iterator[tuple[Fault, bool]]) -> None:
        for fault, noticed in tried:
            if not noticed:
                left.append(fault)
                print(f"{fault.path.name}:{fault.line}: {fault.what}", flush=True)

    loading = [fault for fault in sorted(sample) if where.at_loading(fault)]
    tell(_tried(loading, asked.at_once, lambda f: _tests_with(f, asked.quick, asked.more)))
    _collected(sorted({*sample} - {*loading}), asked, where, tell)
    share = 1 - len(left) / len(sample)
    print(f"{len(everything)} faults can be planted; of {len(sample)}, {len(left)} were not "
          f"noticed ({share:.1%} were), {time.monotonic() - began:.0f} s")  # fmt: skip
    return 0 if share >= ENOUGH else 1


def _tried(
    sample: Sequence[Fault], at_once: int, tests: Callable[[Fault], int]
) -> Iterator[tuple[Fault, bool]]:
    """Yield each fault with whether a test fails with it, or does not end."""
    waiting = list(reversed(sample))
    running: dict[int, tuple[Fault, float]] = {}
    while waiting or running:
        while waiting and len(running) < at_once:
            fault = waiting.pop()
            child = os.fork()
            if child == 0:
                os._exit(_in_silence(tests, fault))
            running[child] = fault, time.monotonic() + SECONDS
        for child, (fault, until) in list(running.items()):
            done, status = os.waitpid(child, os.WNOHANG)
            if not done and time.monotonic() > until:
                os.kill(child, signal.SIGKILL)
                done, status = os.waitpid(child, 0)
            if done:
                del running[child]
                yield fault, os.waitstatus_to_exitcode(status) != 0
        time.sleep(0.02)


def _in_silence(tests: Callable[[Fault], int], fault: Fault) -> int:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    try:
        return tests(fault)
    except BaseException:  # noqa: BLE001 (a fault may do anything)
        return 1


def _collected(
    sample: Sequence[Fault],
    asked: argparse.Namespace,
    where: Traced,
    tell: Callable[[Iterator[tuple[Fault, bool]]], None],
) -> None:
    """Collect the tests once, and try each fault on those that run it."""
    import pytest

    class Trying:
        def pytest_runtestloop(self, session: Any) -> bool:
            tell(_tried(sample, asked.at_once, lambda f: _run(session, where.of(f), f)))
            return True

    slow = [] if asked.quick else [str(TESTS / _SLOW)]
    pytest.main([*_usual(["-s"], asked.more), *slow], plugins=[Trying(), _Fewer()])


def _run(session: Any, seconds: dict[str, float], fault: Fault) -> int:
    """Run some of the collected tests with a fault, the quickest first, until one fails."""
    exchange(fault)
    chosen = [item for item in session.items if item.nodeid in seconds]
    chosen.sort(key=lambda item: seconds[item.nodeid])
    chosen += [item for item in session.items if item.path.name == _SLOW]
    failed: list[Any] = []

    class Watching:
        def pytest_runtest_logreport(self, report: Any) -> None:
            if report.failed:
                failed.append(report)

    session.config.pluginmanager.register(Watching())
    for item, after in zip(chosen, [*chosen[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        if failed:
            return 1
    return 0


def _tests_with(fault: Fault, quick: bool, more: Sequence[Path]) -> int:
    name = ".".join(fault.path.relative_to(ROOT).with_suffix("").parts)
    assert name not in sys.modules, f"{name} was loaded before the fork"
    sys.meta_path.insert(0, _Planted(name, fault))
    return _tests(["-x"], quick, more)


def _usual(how: Sequence[str], more: Sequence[Path]) -> list[str]:
    files = [p for p in sorted(TESTS.glob("test_*.py")) if p.name != _SLOW]
    return [*how, "-q", "-n", "0", "-p", "no:cacheprovider", *map(str, (*files, *more))]


def _tests(how: list[str], quick: bool, more: Sequence[Path]) -> int:
    import pytest

    slow = [] if quick else [str(TESTS / _SLOW)]
    return int(pytest.main([*_usual(how, more), *slow], plugins=[_Fewer()]))


class _Fewer:
    """Let the state machine try fewer stories than in CI."""

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        if not any(item.path.name == _SLOW for item in items):
            return
        from hypothesis import settings

        from tests.merging.test_machine import Merging

        Merging.TestCase.settings = settings(Merging.TestCase.settings, max_examples=40)


class _Planted(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module with its fault."""

    def __init__(self, name: str, fault: Fault) -> None:
        self._name, self._fault = name, fault

    def find_spec(self, name, path=None, target=None):  # type: ignore[no-untyped-def]
        if name != self._name:
            return None
        return importlib.util.spec_from_loader(name, self, origin=str(self._fault.path))

    def exec_module(self, module) -> None:  # type: ignore[no-untyped-def]
        code = compile(planted(self._fault), str(self._fault.path), "exec")
        exec(code, module.__dict__)  # noqa: S102 (our own source)


def coverage(more: Sequence[Path]) -> int:
    """Measure which branches of the room its own tests run."""
    import coverage as measuring

    watch = measuring.Coverage(branch=True, include=[f"{ROOM}/*"], data_file=None)
    os.environ["CI"] = "1"
    watch.start()
    code = _tests([], quick=False, more=more)
    watch.stop()
    share = watch.report(show_missing=True, skip_covered=True)
    return code or int(share < BRANCHES)


if __name__ == "__main__":
    main()
