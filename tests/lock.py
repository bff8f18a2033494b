"""Write the locks of what the tests install: `python -m tests.lock` after adding a dependency.

What is wanted stands in two places: `pyproject.toml` (the program's own needs, and the extra `test`)
and `tests/package.json`. The locks name every package that follows from it with its exact version and
the hashes of its files:

- `requirements.lock`: what `bash tests/run` installs;
- `requirements-oldest.lock`: the same tools, with the program's own dependencies at the lowest version
  that `pyproject.toml` promises, for `bash tests/run --oldest`;
- `package-lock.json`: the npm packages.

Versions that already stand there are kept; `--upgrade` takes the newest of everything.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import tempfile
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

TESTS = Path(__file__).parent
PYPROJECT = TESTS.parent / "pyproject.toml"
LOCK = TESTS / "requirements.lock"
OLDEST = TESTS / "requirements-oldest.lock"
PACKAGE_LOCK = TESTS / "package-lock.json"

_PIN = re.compile(r"^(?P<requirement>[A-Za-z0-9][^\\\n]*?)\s*\\?$", re.MULTILINE)


def wanted(extra: str | None = None) -> list[Requirement]:
    """Return what `pyproject.toml` asks for: the run-time dependencies, or those of an extra."""
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    lines = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return [Requirement(line) for line in lines]


def pins(lock: Path) -> list[Requirement]:
    """Return the packages that a lock names, each with one exact version and maybe a marker."""
    return [Requirement(m["requirement"]) for m in _PIN.finditer(lock.read_text(encoding="utf-8"))]


def installed() -> dict[str, Version]:
    """Return the run-time and test dependencies of this environment, and theirs, by name."""
    found: dict[str, Version] = {}
    waiting = [*wanted(), *wanted("test")]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        extras = requirement.extras or {""}
        if name in found or not (
            requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        ):
            continue
        distribution = metadata.distribution(name)
        found[name] = Version(distribution.version)
        for line in distribution.requires or ():
            more = Requirement(line)
            if more.marker is None or any(more.marker.evaluate({"extra": e}) for e in extras):
                more.marker = None
                waiting.append(more)
    return found


def floors() -> dict[str, str]:
    """Return the lowest version of each run-time dependency that `pyproject.toml` promises."""
    return {
        canonicalize_name(r.name): next(
            s.version for s in r.specifier if s.operator in (">=", "==")
        )
        for r in wanted()
    }


def _compile(lock: Path, *options: str) -> None:
    subprocess.run(
        [
            *("uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
            *("--generate-hashes", "--no-annotate", "--no-header"),
            # Where the packages came from is a matter of the machine that asks.
            *("--no-emit-index-url", "--no-emit-find-links"),
            *(*options, str(PYPROJECT), "--output-file", str(lock)),
        ],
        check=True,
    )


def _compile_oldest(folder: Path) -> None:
    # A version that was withdrawn is still found by who names it, so what can be had is asked first.
    lowest = folder / "lowest.txt"
    _compile(lowest, "--resolution", "lowest-direct")
    found = {canonicalize_name(p.name): next(iter(p.specifier)).version for p in pins(lowest)}
    for name, promised in floors().items():
        if Version(found[name]) != Version(promised):
            raise SystemExit(f"pyproject.toml promises {name} {promised}: lowest is {found[name]}")
    fixed = folder / "floors.txt"
    fixed.write_text("\n".join(f"{n}=={found[n]}" for n in floors()), encoding="utf-8")
    OLDEST.write_bytes(LOCK.read_bytes())  # the tools stay as they are where they can
    _compile(OLDEST, "--extra", "test", "--constraint", str(fixed))


def write(upgrade: bool) -> None:
    """Write the three locks, asking the registries that this machine's settings name."""
    _compile(LOCK, "--extra", "test", *(("--upgrade",) if upgrade else ()))
    with tempfile.TemporaryDirectory() as folder:
        _compile_oldest(Path(folder))
    subprocess.run(
        [
            *("npm", "update" if upgrade else "install", "--package-lock-only", "--no-fund"),
            *("--no-audit", "--omit-lockfile-registry-resolved", "--prefix", str(TESTS)),
        ],
        check=True,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.lock", description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="take the newest of everything")
    write(parser.parse_args().upgrade)
