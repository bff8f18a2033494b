"""Ask the index whether every dependency has a wheel for each Python and system: `python -m tests.wheels`.

An office PC has no compiler. For the newest versions that `pyproject.toml` admits, each package must
have a wheel, or be left out there by its environment marker and cost only a named feature
(`ita_excel.core.requirements.FEATURES`). A 32-bit Python on a 64-bit Windows can't be told apart by a
marker; the README asks for a 64-bit one there.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from packaging.markers import Marker, default_environment
from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms
from packaging.utils import canonicalize_name, parse_wheel_filename

from ita_excel.core.requirements import FEATURES
from tests.lock import PYPROJECT, wanted

PYTHONS = ((3, 11), (3, 12), (3, 13), (3, 14))


@dataclass(frozen=True)
class System:
    """A kind of computer: its environment markers and the platforms whose wheels it takes."""

    name: str
    markers: Mapping[str, str]
    platforms: tuple[str, ...]

    def environment(self, python: tuple[int, int]) -> dict[str, str]:
        """Return the values that environment markers have there."""
        version = ".".join(map(str, python))
        return {
            **default_environment(), **self.markers,
            "python_version": version, "python_full_version": f"{version}.0",
            "implementation_version": f"{version}.0", "implementation_name": "cpython",
            "platform_python_implementation": "CPython", "extra": "",
        }  # fmt: skip

    def tags(self, python: tuple[int, int]) -> frozenset[Tag]:
        """Return the tags of the wheels that pip takes there."""
        interpreter = f"cp{python[0]}{python[1]}"
        own = cpython_tags(python, platforms=self.platforms)
        return frozenset([*own, *compatible_tags(python, interpreter, self.platforms)])


def _windows(name: str, machine: str, platform: str) -> System:
    markers = {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows"}
    return System(name, {**markers, "platform_machine": machine}, (platform,))


def _mac(machine: str) -> System:
    markers = {"os_name": "posix", "sys_platform": "darwin", "platform_system": "Darwin"}
    platforms = tuple(mac_platforms((12, 0), machine))
    return System(f"macOS 12 {machine}", {**markers, "platform_machine": machine}, platforms)


def _linux(machine: str) -> System:
    markers = {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux"}
    # Any distribution since 2018: glibc 2.28, and what is built for older ones (PEP 600).
    platforms = [f"manylinux_2_{minor}_{machine}" for minor in range(28, 4, -1)]
    platforms += [f"manylinux{old}_{machine}" for old in ("2014", "2010", "1")]
    return System(f"Linux {machine}", {**markers, "platform_machine": machine}, tuple(platforms))


SYSTEMS = (
    _windows("Windows 64 bit", "AMD64", "win_amd64"),
    _windows("Windows 32 bit", "x86", "win32"),
    _windows("Windows ARM", "ARM64", "win_arm64"),
    _mac("x86_64"),
    _mac("arm64"),
    _linux("x86_64"),
    _linux("aarch64"),
)


@dataclass(frozen=True)
class Missing:
    """A package without a wheel on one Python and system; `feature` is what it costs, if excused."""

    package: str
    system: str
    python: str
    feature: str = ""


# Extras of the program's own, and what is lost on a system that can't have one.
EXTRAS = {"7z": "opening .7z archives"}


def resolved(*extras: str) -> list[dict[str, Any]]:
    """Return the newest packages for all systems with the names of their files (PEP 751)."""
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder) / "pylock.toml"
        subprocess.run(
            [
                *("uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
                *("--format", "pylock.toml", str(PYPROJECT), "--output-file", str(lock)),
                *(f"--extra={extra}" for extra in extras),
            ],
            check=True,
        )
        packages: list[dict[str, Any]] = tomllib.loads(lock.read_text("utf-8"))["packages"]
        return packages


def missing(packages: Iterable[Mapping[str, Any]]) -> Iterator[Missing]:
    """Yield what can't be had: packages without a wheel, and those left out by our own markers."""
    packages = list(packages)
    for system, python in product(SYSTEMS, PYTHONS):
        environment, tags = system.environment(python), system.tags(python)
        version = environment["python_version"]
        for package in packages:
            if "marker" in package and not Marker(package["marker"]).evaluate(environment):
                continue
            if not any(_tags(wheel) & tags for wheel in package.get("wheels", ())):
                yield Missing(f"{package['name']} {package['version']}", system.name, version)
        for own in wanted():
            feature = FEATURES.get(canonicalize_name(own.name))
            if feature and own.marker and not own.marker.evaluate(environment):
                yield Missing(own.name, system.name, version, feature.what.en)


def missing_of_extra(extra: str, packages: Iterable[Mapping[str, Any]]) -> Iterator[Missing]:
    """Yield what an extra can't have where; `packages` are those that it alone brings."""
    for system, python in product(SYSTEMS, PYTHONS):
        environment, tags = system.environment(python), system.tags(python)
        for package in packages:
            if "marker" in package and not Marker(package["marker"]).evaluate(environment):
                continue
            if not any(_tags(wheel) & tags for wheel in package.get("wheels", ())):
                version = environment["python_version"]
                name = f"{package['name']} {package['version']}"
                yield Missing(name, system.name, version, EXTRAS[extra])


def _tags(wheel: Mapping[str, str]) -> frozenset[Tag]:
    name = wheel.get("name") or unquote(wheel["url"].rpartition("/")[2])
    return parse_wheel_filename(name)[3]


def main() -> int:
    packages = resolved()
    found = list(missing(packages))
    known = {package["name"] for package in packages}
    for extra in EXTRAS:
        own = [package for package in resolved(extra) if package["name"] not in known]
        found += missing_of_extra(extra, own)
    lost = [m for m in found if not m.feature]
    for gap in sorted(set(found), key=lambda m: (m.system, m.package, m.python)):
        told = f"costs {gap.feature}" if gap.feature else "NO WHEEL"
        print(f"{gap.system:16} Python {gap.python:5} {gap.package}: {told}")
    places = len(SYSTEMS) * len(PYTHONS)
    print(f"{len(packages)} packages, {places} systems: {len(lost)} wheels missing")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
