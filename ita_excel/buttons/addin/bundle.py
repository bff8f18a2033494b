"""Prepares a folder from which an office PC without Python and without the internet installs all.

In it: the installing script, uv.exe, a Python for Windows, every wheel that is needed, and the lists
of their hashes. It is prepared on a computer with the internet, carried over, and `install.cmd` is
double-clicked there. That PC asks no index: whoever takes a free name there would run code on it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from ita_excel.buttons.addin.machine import WINDOWS, Machine
from ita_excel.buttons.addin.ownwheel import own_wheel
from ita_excel.buttons.addin.wheelhouse import check_complete, wanted_on_windows, write_lists
from ita_excel.core.errors import MachineError, OutputError
from ita_excel.core.language import Text

PYTHON = "3.12"  # where this isn't a Windows whose own Python can be copied
_PLATFORM = "win_amd64"
# pip judges "on Windows only" by the computer it runs on: what our packages need on Windows alone is
# named here; what we ourselves need there is asked of the program's wheel.
_WINDOWS_ONLY = ("pywin32", "colorama", "tzdata")
_SCRIPTS = ("install.ps1", "install.cmd")

Run = Callable[[Sequence[str]], None]


def bundle(
    folder: Path, machine: Machine, program: str | None = None, run: Run | None = None
) -> list[Path]:
    """Fill `folder` and return what stands in it.

    `program` is another wheel's file than that of the program that is running. OutputError where
    the folder holds something already; MachineError where a part can't be had on this computer, and
    then nothing is left in the folder.
    """
    if folder.exists() and any(folder.iterdir()):
        raise OutputError(_NOT_EMPTY, folder=folder)
    try:
        _fill(folder, machine, program, run or _run)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)  # a second try needs it empty
        raise
    return sorted(folder.iterdir())


def _fill(folder: Path, machine: Machine, program: str | None, run: Run) -> None:
    version = _python_version(machine)
    target = ["--platform", _PLATFORM, "--python-version", version, "--only-binary=:all:"]
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    for name in _SCRIPTS:
        shutil.copyfile(script(name), folder / name)
    with tempfile.TemporaryDirectory() as made:
        wanted = program or str(own_wheel(Path(made), run))
        asked = [f"{r.name}{r.specifier}" for r in wanted_on_windows(Path(wanted), version)]
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--dest", str(wheels)]
        run([*pip, *target, wanted, *asked, *_WINDOWS_ONLY])
    run([*pip, *target, "--no-deps", "uv"])
    _take_out_uv(wheels, folder)
    check_complete(wheels, version)
    _python(folder / "python", machine, run)
    write_lists(folder)


def script(name: str) -> Path:
    """Return an installing script: from the wheel, in a checkout from `macros/`."""
    shipped = Path(__file__).with_name(name)
    return shipped if shipped.is_file() else Path(__file__).resolve().parents[3] / "macros" / name


def _take_out_uv(wheels: Path, folder: Path) -> None:
    for wheel in wheels.glob("uv-*.whl"):
        with zipfile.ZipFile(wheel) as package:
            inside = [n for n in package.namelist() if n.endswith("/scripts/uv.exe")]
            (folder / "uv.exe").write_bytes(package.read(inside[0]))
        wheel.unlink()
        return
    raise MachineError(_NO_PART, part="uv.exe")


def _python_version(machine: Machine) -> str:
    """Return the version of the Python that goes into the bundle; the wheels must be for it."""
    if machine.system != WINDOWS:
        return PYTHON
    if sys.platform == "win32" and sysconfig.get_platform() != "win-amd64":
        raise MachineError(_NOT_64_BIT)  # its copy would not load the wheels
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _python(target: Path, machine: Machine, run: Run) -> None:
    """Put a Python for Windows there: a copy of this one on Windows, else uv fetches one."""
    if machine.system == WINDOWS:
        shutil.copytree(sys.base_prefix, target, ignore=shutil.ignore_patterns("__pycache__"))
        return
    uv = shutil.which("uv")
    if uv is None:
        raise MachineError(_NO_UV)
    wanted = f"cpython-{PYTHON}-windows-x86_64-none"
    run([uv, "python", "install", "--no-bin", "--install-dir", str(target), wanted])
    for made in list(target.glob("cpython-*")):  # uv makes a folder for the version
        for part in made.iterdir():
            part.replace(target / part.name)
        made.rmdir()


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or [""]
        raise MachineError(_FAILED, command=" ".join(command[:4]), why=lines[-1])


_NOT_EMPTY = Text(
    "โฟลเดอร์ {folder} มีไฟล์อยู่แล้ว โปรดระบุโฟลเดอร์ใหม่",
    "the folder {folder} isn't empty: name a new one",
)
_NO_PART = Text(
    "ดาวน์โหลด {part} ไม่สำเร็จ โปรดตรวจการเชื่อมต่ออินเทอร์เน็ตแล้วลองใหม่",
    "{part} could not be downloaded: check the internet connection and try again",
)
_NO_UV = Text(
    "การเตรียม Python สำหรับ Windows บนเครื่องนี้ต้องใช้ uv โปรดติดตั้งด้วย pip install uv "
    "หรือสั่งคำสั่งนี้บน Windows",
    "preparing a Python for Windows on this computer needs uv: pip install uv, or run this on "
    "Windows",
)
_NOT_64_BIT = Text(
    "ชุดติดตั้งเป็นของ Windows 64 บิต โปรดเตรียมด้วย Python แบบ 64 บิต (amd64)",
    "the bundle is for 64-bit Windows: prepare it with a 64-bit Python (amd64)",
)
_FAILED = Text(
    "คำสั่ง {command} ไม่สำเร็จ: {why} โปรดตรวจการเชื่อมต่ออินเทอร์เน็ตแล้วลองใหม่",
    "{command} failed: {why}. Check the internet connection and try again",
)
