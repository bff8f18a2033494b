"""The folder for PCs without the internet: scripts, uv, Python and the wheels of Windows."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from importlib.metadata import PathDistribution, distribution, distributions
from pathlib import Path

import pytest

from ita_excel.addin.bundle import bundle, script
from ita_excel.addin.ownwheel import own_wheel, packed
from ita_excel.errors import MachineError, OutputError
from ita_excel.language import Text
from tests.addin.test_installing import windows


class Downloads:
    """Instead of pip: writes down what was asked for, and leaves uv's wheel."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def __call__(self, command: list[str]) -> None:
        self.asked.append(command)
        if "wheel" in command:
            folder = Path(command[command.index("--wheel-dir") + 1])
            (folder / "ita_excel-1-py3-none-any.whl").touch()
        if command[-1] == "uv":
            folder = Path(command[command.index("--dest") + 1])
            with zipfile.ZipFile(folder / "uv-1-py3-none-win_amd64.whl", "w") as wheel:
                wheel.writestr("uv-1.data/scripts/uv.exe", b"MZ uv")


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
        "install.ps1", "install.cmd", "uv.exe", "wheels", "python"
    }  # fmt: skip
    assert (folder / "python" / "python.exe").read_bytes() == b"MZ python"
    assert (folder / "uv.exe").read_bytes() == b"MZ uv"


def test_wheels_are_those_of_windows(tmp_path, small_python):
    downloads = Downloads()
    bundle(tmp_path / "b", windows(tmp_path), "ita_excel.whl", run=downloads)
    first = downloads.asked[0]
    assert "download" in first
    assert first[first.index("--platform") + 1] == "win_amd64"
    assert {"ita_excel.whl", "xlwings", "pywin32"} <= set(first)


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
        bundle(tmp_path / "b", windows(tmp_path), "x.whl", run=no_internet)
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
        "ita_excel.addin.ownwheel.distribution", lambda name: PathDistribution(tmp_path)
    )
    with pytest.raises(MachineError, match="--wheel"):
        own_wheel(tmp_path, Downloads(), checkout=tmp_path)


def test_a_folder_with_files_is_left_alone(tmp_path):
    (tmp_path / "มีอยู่แล้ว.txt").touch()
    with pytest.raises(OutputError, match="โฟลเดอร์"):
        bundle(tmp_path, windows(tmp_path), run=Downloads())


def test_windows_powershell_reads_the_script_as_it_was_written():
    """Windows PowerShell 5 takes a file without the mark for one in the machine's code page."""
    written = script("install.ps1").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in written.replace(b"\r\n", b"")


def test_every_program_the_script_starts_can_stop_it():
    text = script("install.ps1").read_text("utf-8-sig")
    assert "$ErrorActionPreference = 'Stop'" in text
    for line in text.splitlines():
        if re.search(r"'(tool|addin)', 'install'", line):
            assert line.strip().startswith("Run "), line
    assert text.count("{") == text.count("}")
    assert text.count("(") == text.count(")")


def test_double_clicking_starts_the_script_beside_it():
    assert '-File "%~dp0install.ps1"' in script("install.cmd").read_text("ascii")
