"""The script that looks for wheels sees the one that isn't there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from ita_excel.core.requirements import FEATURES
from tests.lock import wanted
from tests.wheels import PYTHONS, SYSTEMS, Missing, missing, missing_of_extra


def package(name: str, *wheels: str, marker: str = "") -> dict[str, Any]:
    found = {"name": name, "version": "1", "wheels": [{"url": f"x://y/{w}"} for w in wheels]}
    return {**found, "marker": marker} if marker else found


def lost(packages: Iterable[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(m.system, m.python) for m in missing(packages) if not m.feature}


EVERYWHERE = {(s.name, f"{p[0]}.{p[1]}") for s in SYSTEMS for p in PYTHONS}


@pytest.mark.parametrize(
    ("wheels", "without"),
    [
        (["a-1-py3-none-any.whl"], set()),
        ([], EVERYWHERE),
        (["a-1-cp311-cp311-win_amd64.whl"], EVERYWHERE - {("Windows 64 bit", "3.11")}),
        (["a-1-cp38-abi3-win32.whl"], {e for e in EVERYWHERE if e[0] != "Windows 32 bit"}),
        (
            ["a-1-cp313-cp313-macosx_11_0_arm64.whl", "a-1-cp314-cp314t-win_arm64.whl"],
            EVERYWHERE - {("macOS 12 arm64", "3.13")},
        ),
        (
            ["a-1-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"],
            EVERYWHERE - {("Linux x86_64", "3.12")},
        ),
        (["a-1-cp312-cp312-macosx_99_0_arm64.whl"], EVERYWHERE),
    ],
)
def test_a_wheel_is_for_its_pythons_and_systems(wheels, without):
    assert lost([package("a", *wheels)]) == without


def test_a_package_that_is_not_wanted_on_a_system_needs_no_wheel_there():
    mac = package("a", marker="sys_platform == 'darwin' and python_version < '3.12'")
    assert lost([mac]) == {("macOS 12 x86_64", "3.11"), ("macOS 12 arm64", "3.11")}


def test_what_our_own_markers_leave_out_costs_a_named_feature():
    found = {m for m in missing([]) if m.python == "3.12"}
    assert found == {
        Missing(name, system, "3.12", FEATURES[name].what.en)
        for name in ("isal", "typst")
        for system in ("Windows 32 bit", "Windows ARM")
    }


def test_only_what_costs_a_named_feature_is_left_out_somewhere():
    """xlwings is for where Excel is; anything else must be there everywhere."""
    conditional = {r.name for r in wanted() if r.marker}
    assert conditional == {*FEATURES, "xlwings"}


def test_what_an_extra_lacks_somewhere_costs_what_it_is_for():
    package = {"name": "p", "version": "1", "wheels": [{"name": "p-1-cp312-cp312-win_amd64.whl"}]}
    gaps = list(missing_of_extra("7z", [package]))
    assert {g.feature for g in gaps} == {"opening .7z archives"}
    assert not any((g.system, g.python) == ("Windows 64 bit", "3.12") for g in gaps)
    pure = {"name": "p", "version": "1", "wheels": [{"name": "p-1-py3-none-any.whl"}]}
    assert list(missing_of_extra("7z", [pure])) == []
