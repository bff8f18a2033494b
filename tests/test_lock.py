"""The tests run with what the locks name, and the locks name what the project asks for."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests import lock
from tests.validator import node_modules

VERSIONS = os.environ.get("ITA_TEST_VERSIONS", "locked")
LOCKS = (lock.LOCK, lock.OLDEST)


def in_force(requirements: list[Requirement]) -> dict[str, Requirement]:
    """Return those that count on this Python and system, by name."""
    return {
        canonicalize_name(r.name): r
        for r in requirements
        if r.marker is None or r.marker.evaluate({"extra": ""})
    }


def version(pin: Requirement) -> Version:
    (only,) = pin.specifier
    assert only.operator == "==", pin
    return Version(only.version)


@pytest.mark.parametrize("path", LOCKS, ids=lambda p: p.stem)
def test_a_lock_has_what_pyproject_asks_for(path: Path):
    pinned = in_force(lock.pins(path))
    for requirement in in_force([*lock.wanted(), *lock.wanted("test")]).values():
        name = canonicalize_name(requirement.name)
        assert name in pinned, f"{name} is not in {path.name}: run python -m tests.lock"
        assert requirement.specifier.contains(version(pinned[name]), prereleases=True), (
            f"{pinned[name]} in {path.name}, but {requirement}: run python -m tests.lock"
        )


@pytest.mark.parametrize("path", LOCKS, ids=lambda p: p.stem)
def test_every_pin_has_hashes_and_nothing_tells_where_it_came_from(path: Path):
    text = path.read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert len(blocks) == len(lock.pins(path))
    for block in blocks:
        first, *hashes = [line.rstrip(" \\") for line in block.splitlines()]
        assert re.fullmatch(r"[a-z0-9-]+==[^ ]+( ; .*)?", first), first
        assert hashes, first
        assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}", h) for h in hashes), first


def test_the_oldest_lock_has_exactly_the_versions_that_are_promised():
    pinned = in_force(lock.pins(lock.OLDEST))
    promised = {n: Version(v) for n, v in lock.floors().items()}
    assert {n: version(pinned[n]) for n in promised} == promised


def test_this_environment_is_the_lock():
    here = lock.installed()
    assert len(here) > 60
    if VERSIONS == "newest":
        locked = {n: version(p) for n, p in in_force(lock.pins(lock.LOCK)).items()}
        # Nothing is older than what the lock had, or this run says nothing about newer versions.
        own = {canonicalize_name(r.name) for r in lock.wanted()}
        assert {n for n in own & here.keys() if here[n] < locked[n]} == set()
        return
    path = lock.OLDEST if VERSIONS == "oldest" else lock.LOCK
    pinned = {n: version(p) for n, p in in_force(lock.pins(path)).items()}
    assert {n: (str(v), str(pinned.get(n))) for n, v in here.items() if pinned.get(n) != v} == {}


def test_the_npm_lock_has_what_is_asked_for_and_no_address_of_a_registry():
    asked = json.loads((lock.TESTS / "package.json").read_text())["dependencies"]
    locked = json.loads(lock.PACKAGE_LOCK.read_text())["packages"]
    assert locked[""]["dependencies"] == asked, "run: python -m tests.lock"
    for name in asked:
        assert f"node_modules/{name}" in locked
    for place, package in locked.items():
        assert "resolved" not in package, place
        assert not place or package["integrity"].startswith("sha512-"), place


def test_the_npm_packages_here_are_those_of_the_lock():
    asked = json.loads((lock.TESTS / "package.json").read_text())["dependencies"]
    here = json.loads((node_modules() / ".package-lock.json").read_text())["packages"]
    assert {f"node_modules/{name}" for name in asked} <= here.keys()
    if VERSIONS == "newest":
        return
    locked = json.loads(lock.PACKAGE_LOCK.read_text())["packages"]
    for place, package in here.items():
        assert package["version"] == locked[place]["version"], place
        assert package["integrity"] == locked[place]["integrity"], place
