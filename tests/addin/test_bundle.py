"""The folder for PCs without the internet: scripts, uv, Python and the wheels of Windows."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import PathDistribution, distribution, distributions
from pathlib import Path

import pytest

from ita_excel.buttons.addin.bundle import bundle
from ita_excel.buttons.addin.ownwheel import own_wheel, packed
from ita_excel.core.errors import MachineError, OutputError
from ita_excel.core.language import Text
from tests.addin.test_installing import windows

NEEDS = (
    "click>=8",
    "xlwings==0.37.8; platform_system == 'Windows' or platform_system == 'Darwin'",
    "typst<0.16; platform_system != 'Windows' or platform_machine == 'AMD64'",
    "appscript; sys_platform == 'darwin'",
    "pytest; extra == 'test'",
)


def wheel_file(folder: Path, name: str, version: str, *needs: str) -> Path:
    """Make a wheel with nothing in it but what it asks for."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    lines = [f"Requires-Dist: {need}" for need in needs]
    described = "\n".join(["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *lines])
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{name}-{version}.dist-info/METADATA", f"{described}\n")
    return path


class Downloads:
    """Instead of pip: writes down what was asked for, and leaves the wheels."""

    def __init__(self, missing: str = "") -> None:
        self.asked: list[list[str]] = []
        self.missing = missing

    def __call__(self, command: list[str]) -> None:
        self.asked.append(command)
        if "wheel" in command:
            folder = Path(command[command.index("--wheel-dir") + 1])
            wheel_file(folder, "ita_excel", "1", *NEEDS)
            return
        folder = Path(command[command.index("--dest") + 1])
        if command[-1] == "uv":
            with zipfile.ZipFile(folder / "uv-1-py3-none-win_amd64.whl", "w") as wheel:
                wheel.writestr("uv-1.data/scripts/uv.exe", b"MZ uv")
            return
        own = next(Path(word) for word in command if word.endswith(".whl"))
        shutil.copyfile(own, folder / own.name)
        for name, version in (("click", "8.4"), ("xlwings", "0.37.8"), ("typst", "0.15.2")):
            if name != self.missing:
                wheel_file(folder, name, version)


@pytest.fixture
def small_python(tmp_path, monkeypatch):
    base = tmp_path / "base"
    base.mkdir()
    (base / "python.exe").write_bytes(b"MZ python")
    monkeypatch.setattr("sys.base_prefix", str(base))


def test_all_that_the_script_takes_is_there(tmp_path, small_python):
    downloads, folder = Downloads(), tmp_path / "ชุดติดตั้ง"
    bundle(folder, windows(tmp_path), run=downloads)
    assert {p.name for p in folder.iterdir()} == {
        "install.ps1", "install.cmd", "uv.exe", "wheels", "python", "requirements.txt", "hashes.txt"
    }  # fmt: skip
    assert (folder / "python" / "python.exe").read_bytes() == b"MZ python"
    assert (folder / "uv.exe").read_bytes() == b"MZ uv"


def test_wheels_are_those_of_windows(tmp_path, small_python):
    downloads, own = Downloads(), wheel_file(tmp_path, "ita_excel", "1", *NEEDS)
    bundle(tmp_path / "b", windows(tmp_path), str(own), run=downloads)
    first = downloads.asked[0]
    assert "download" in first
    assert first[first.index("--platform") + 1] == "win_amd64"
    # In the versions that the program asks for: a newer xlwings would not be the VBA module's.
    assert {str(own), "click>=8", "xlwings==0.37.8", "typst<0.16", "pywin32"} <= set(first)
    assert not {"appscript", "pytest"} & set(first)


def test_the_wheels_are_for_the_python_that_is_in_the_bundle(tmp_path, small_python):
    downloads = Downloads()
    bundle(tmp_path / "b", windows(tmp_path), run=downloads)
    copied = f"{sys.version_info.major}.{sys.version_info.minor}"  # the one that runs this test
    for command in downloads.asked[1:]:
        assert command[command.index("--python-version") + 1] == copied


def test_both_lists_have_the_hash_of_every_file_that_is_used(tmp_path, small_python):
    folder = tmp_path / "b"
    bundle(folder, windows(tmp_path), run=Downloads())
    listed = dict(
        reversed(line.split("  ", 1)) for line in (folder / "hashes.txt").read_text().splitlines()
    )
    wheels = {f"wheels/{p.name}" for p in (folder / "wheels").iterdir()}
    assert len(wheels) == 4
    assert set(listed) == {"uv.exe", "requirements.txt", "python/python.exe", *wheels}
    for name, digest in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    pins = (folder / "requirements.txt").read_text().splitlines()
    assert sorted(pins) == sorted(
        f"{name.replace('_', '-')}=={version} --hash=sha256:{listed[wheel]}"
        for wheel in wheels
        for name, version in [Path(wheel).name.split("-")[:2]]
    )


@pytest.mark.parametrize("missing", ["click", "typst", "xlwings"])
def test_a_bundle_that_would_not_install_is_not_made(missing, tmp_path, small_python):
    with pytest.raises(MachineError, match=missing):
        bundle(tmp_path / "b", windows(tmp_path), run=Downloads(missing))
    assert not (tmp_path / "b").exists()


def test_the_program_that_runs_is_the_one_in_the_bundle(tmp_path, small_python):
    downloads = Downloads()
    bundle(tmp_path / "b", windows(tmp_path), run=downloads)
    made, asked = downloads.asked[:2]
    assert "wheel" in made and (Path(made[-1]) / "pyproject.toml").is_file()
    assert any(word.endswith("ita_excel-1-py3-none-any.whl") for word in asked)


def test_what_failed_leaves_nothing_behind(tmp_path):
    def no_internet(command: list[str]) -> None:
        raise MachineError(Text("ไม่มีอินเทอร์เน็ต", "no internet"))

    with pytest.raises(MachineError):
        own = wheel_file(tmp_path, "ita_excel", "1")
        bundle(tmp_path / "b", windows(tmp_path), str(own), run=no_internet)
    assert not (tmp_path / "b").exists()


def test_an_installed_program_is_packed_again_as_its_wheel_was(tmp_path):
    (tmp_path / "wheels").mkdir()
    again = packed(distribution("click"), tmp_path / "wheels")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target"]
    subprocess.run([*pip, tmp_path / "site", again], check=True)
    (installed,) = distributions(path=[str(tmp_path / "site")])
    old = {f.as_posix(): f.read_binary() for f in distribution("click").files if ".py" in f.name}
    new = {f.as_posix(): f.read_binary() for f in installed.files if ".py" in f.name}
    same = {name for name in old if name.endswith(".py")}
    assert same and {n: old[n] for n in same} == {n: new[n] for n in same}


def test_nothing_is_packed_where_nothing_is_installed(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "ita_excel.buttons.addin.ownwheel.distribution", lambda name: PathDistribution(tmp_path)
    )
    with pytest.raises(MachineError, match="--wheel"):
        own_wheel(tmp_path, Downloads(), checkout=tmp_path)


def test_a_folder_with_files_is_left_alone(tmp_path):
    (tmp_path / "มีอยู่แล้ว.txt").touch()
    with pytest.raises(OutputError, match="โฟลเดอร์"):
        bundle(tmp_path, windows(tmp_path), run=Downloads())
