"""What the program asks for: ranges as `pyproject.toml` has them, and what is lost without a package."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from ita_excel.buttons.addin.doctor import Health, examine
from ita_excel.buttons.addin.machine import Machine
from ita_excel.core import requirements
from ita_excel.core.errors import MachineError
from tests import lock

ROOT = Path(__file__).parents[1]
PROMISED = {canonicalize_name(r.name): r for r in lock.wanted()}
WINDOWS_64 = {"platform_system": "Windows", "sys_platform": "win32", "os_name": "nt",
              "platform_machine": "AMD64"}  # fmt: skip
WINDOWS_32 = {**WINDOWS_64, "platform_machine": "x86"}
WINDOWS_ARM = {**WINDOWS_64, "platform_machine": "ARM64"}
MAC = {"platform_system": "Darwin", "sys_platform": "darwin", "os_name": "posix",
       "platform_machine": "arm64"}  # fmt: skip


@pytest.fixture
def versions(monkeypatch):
    """Say that packages are there in other versions, or '' for not at all."""
    real = importlib.metadata.version

    def set_to(**other: str) -> None:
        named = {canonicalize_name(n): v for n, v in other.items()}

        def version(name: str) -> str:
            if named.get(canonicalize_name(name)) == "":
                raise importlib.metadata.PackageNotFoundError(name)
            return named.get(canonicalize_name(name)) or real(name)

        monkeypatch.setattr("importlib.metadata.version", version)

    return set_to


def own(system: dict[str, str] | None = None) -> dict[str, requirements.Dependency]:
    found = requirements.dependencies(system)
    return {d.name: d for d in found if d.by == requirements.PROGRAM}


def judged() -> dict[str, tuple[Health, str]]:
    machine = Machine("Linux", Path("/nowhere"), {}, Path(sys.executable))
    checks = examine(machine, lambda key, name: None)
    return {c.what.en: (c.state, c.remedy.en if c.remedy else "") for c in checks}


def test_every_dependency_is_looked_at_with_its_range():
    for name, found in own(WINDOWS_64).items():
        assert Requirement(f"{name}{found.wanted}").specifier == PROMISED[name].specifier
    assert own(WINDOWS_64).keys() == PROMISED.keys()
    assert all(f"package {n}" in judged() for n in own() if n != "xlwings")


def test_all_fits_here():
    wrong = [d for d in requirements.dependencies() if not d.fits]
    assert wrong == []


@pytest.mark.parametrize("name", sorted(PROMISED.keys() - {"xlwings"}))
def test_too_old_and_too_new_are_told_and_what_is_between_is_not(name, versions):
    specifier = PROMISED[name].specifier
    low = next(Version(s.version) for s in specifier if s.operator == ">=")
    versions(**{name: "0.0.1"})
    state, remedy = judged()[f"package {name}"]
    assert state is Health.LACKING
    assert str(low) in remedy or low.base_version in remedy
    versions(**{name: str(low)})
    assert judged()[f"package {name}"][0] is Health.GOOD
    for cap in (s.version for s in specifier if s.operator == "<"):
        versions(**{name: cap})
        assert judged()[f"package {name}"][0] is Health.LACKING
        versions(**{name: f"{low.major}.{low.minor}.999"})
        assert judged()[f"package {name}"][0] is Health.GOOD
    versions(**{name: ""})
    assert judged()[f"package {name}"][0] is not Health.GOOD


def test_versions_are_compared_as_numbers(versions):
    versions(click="8.10", wcwidth="0.2.14")  # as words, both are before 8.9 and 0.2.9
    assert judged()["package click"][0] is Health.GOOD
    assert judged()["package wcwidth"][0] is Health.GOOD


def test_what_a_dependency_asks_for_in_its_turn_is_told_when_it_is_wrong(versions):
    assert "package markupsafe" not in judged()
    versions(markupsafe="")
    assert judged()["package markupsafe"][0] is Health.LACKING


def test_without_isal_nothing_is_lost_but_time(versions):
    versions(isal="")
    state, remedy = judged()["package isal"]
    assert state is Health.ADVICE
    assert "zlib" in remedy


def test_where_there_is_no_wheel_the_feature_is_named(versions):
    versions(typst="", isal="")
    for system in (WINDOWS_32, WINDOWS_ARM):
        found = own(system)
        assert not found["typst"].expected
        assert not found["isal"].expected
    for system in (WINDOWS_64, MAC, {}):
        assert own(system)["typst"].expected
        assert own(system)["isal"].expected
    state, remedy = judged()["package typst"]
    assert state is Health.LACKING  # on this system it can be had
    assert "PDF" in remedy


def test_xlwings_is_that_of_the_vba_module():
    module = (ROOT / "macros" / "xlwings.bas").read_text("ascii")
    (written,) = re.findall(r"^'Version: ([\d.]+)", module, re.MULTILINE)
    assert str(PROMISED["xlwings"].specifier) == f"=={written}"
    assert set(re.findall(r"xlwings(?:32|64)-([\d.]+)\.dll", module)) == {written}
    from ita_excel.buttons.addin.machine import SCRIPT

    assert f"-{written}-" in SCRIPT


def test_typst_is_capped_at_its_next_minor_version():
    low, high = sorted(Version(s.version) for s in PROMISED["typst"].specifier)
    assert (high.major, high.minor) == (low.major, low.minor + 1)


def test_without_the_program_s_own_metadata_doctor_says_so(monkeypatch):
    monkeypatch.setattr(requirements, "PROGRAM", "no-such-program-as-this")
    with pytest.raises(MachineError, match="ไม่ได้ติดตั้ง"):
        requirements.dependencies()
    requirements.require("typst")  # nothing is known, so nothing is refused


def command(missing: str, *words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    program = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from importlib import metadata\n"
        "real = metadata.version\n"
        "def version(name):\n"
        f"    if name == {missing!r}: raise metadata.PackageNotFoundError(name)\n"
        "    return real(name)\n"
        "metadata.version = version\n"
        "from ita_excel.cli import run; sys.exit(run())"
    )
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, words)],
        cwd=cwd, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_pdf_without_typst_is_refused_before_anything_is_written(tmp_path):
    made = command("typst", "--lang", "en", "demo", "d", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert "making PDF files" in made.stdout
    assert sorted(p.suffix for p in (tmp_path / "d").iterdir() if p.is_file()) == [
        ".docx", ".docx", ".xlsx"
    ]  # fmt: skip
    book = next((tmp_path / "d").glob("*.xlsx"))
    for language, word in (("th", "การทำไฟล์ PDF"), ("en", "making PDF files")):
        done = command("typst", "--lang", language, "export", book, "-o", "out", cwd=tmp_path)
        assert done.returncode == 5, done.stderr
        assert word in done.stderr and "--format docx" in done.stderr
        assert "Traceback" not in done.stderr
        assert not (tmp_path / "out").exists()
    done = command("typst", "export", book, "-o", "out", "--format", "docx,html,csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_a_typst_that_does_not_fit_is_told(tmp_path, monkeypatch, versions):
    from ita_excel.documents import making
    from ita_excel.documents.later import Later

    def fails() -> bytes:
        raise ValueError("unknown PDF standard: ua-1")  # what typst 0.13 says

    with pytest.raises(ValueError, match="standard"):
        making._result(Later(fails))
    versions(typst="0.13.7")
    with pytest.raises(MachineError, match=r"0\.13\.7"):
        making._result(Later(fails))

    def does_not_load() -> bytes:
        raise ImportError("DLL load failed while importing _typst")

    versions(typst="")
    with pytest.raises(MachineError, match="typst"):
        making._result(Later(does_not_load))
    versions()
    with pytest.raises(MachineError, match="DLL load failed"):
        making._result(Later(does_not_load))
