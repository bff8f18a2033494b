"""The wheels of a bundle: whether they are all that a Windows PC needs, and the lists of their hashes.

The PC takes nothing from anywhere else, so what is missing is found where the bundle is prepared.
"""

from __future__ import annotations

import hashlib
import zipfile
from email.parser import HeaderParser
from pathlib import Path
from typing import TYPE_CHECKING

from ita_excel.core.errors import MachineError
from ita_excel.core.language import Text

if TYPE_CHECKING:
    from packaging.requirements import Requirement

REQUIREMENTS = "requirements.txt"  # name, version and hash of every wheel, as pip and uv read it
HASHES = "hashes.txt"  # of every file that the installing script uses, as sha256sum writes it
# Environment markers (PEP 508) of the PCs that a bundle is for, whatever computer prepares it.
_WINDOWS = {
    "os_name": "nt",
    "sys_platform": "win32",
    "platform_system": "Windows",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "implementation_name": "cpython",
    "extra": "",
}


def wanted_on_windows(wheel: Path, python: str) -> list[Requirement]:
    """Return what a wheel asks for on a 64-bit Windows with that Python ("3.12")."""
    from packaging.requirements import Requirement

    with zipfile.ZipFile(wheel) as package:
        name = next(n for n in package.namelist() if n.endswith(".dist-info/METADATA"))
        described = HeaderParser().parsestr(package.read(name).decode("utf-8"))
    system = {**_WINDOWS, "python_version": python, "python_full_version": f"{python}.0"}
    asked = [Requirement(line) for line in described.get_all("Requires-Dist") or ()]
    return [r for r in asked if r.marker is None or r.marker.evaluate(system)]


def check_complete(folder: Path, python: str) -> None:
    """Raise MachineError where a wheel asks for a package that isn't there in a version that fits."""
    from packaging.utils import canonicalize_name, parse_wheel_filename

    wheels = sorted(folder.glob("*.whl"))
    named = (parse_wheel_filename(wheel.name) for wheel in wheels)
    there = {str(name): version for name, version, _, _ in named}
    for wheel in wheels:
        for asked in wanted_on_windows(wheel, python):
            version = there.get(canonicalize_name(asked.name))
            if version is None or not asked.specifier.contains(version, prereleases=True):
                raise MachineError(_INCOMPLETE, part=f"{asked.name} {asked.specifier}".strip())


def write_lists(folder: Path) -> None:
    """Write both lists into a bundle whose other files are all there."""
    from packaging.utils import parse_wheel_filename

    wheels = sorted((folder / "wheels").glob("*.whl"))
    lines = [
        f"{name}=={version} --hash=sha256:{_sha256(wheel)}\n"
        for wheel in wheels
        for name, version, _, _ in [parse_wheel_filename(wheel.name)]
    ]
    (folder / REQUIREMENTS).write_text("".join(lines), encoding="ascii", newline="\n")
    # Of Python, which is thousands of files, what Windows loads first.
    python = [p for p in sorted((folder / "python").iterdir()) if p.suffix in (".exe", ".dll")]
    used = [folder / "uv.exe", folder / REQUIREMENTS, *wheels, *python]
    sums = [f"{_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in used]
    (folder / HASHES).write_text("".join(sums), encoding="ascii", newline="\n")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


_INCOMPLETE = Text(
    "ชุดติดตั้งขาดแพ็กเกจ {part} จึงยังใช้ติดตั้งไม่ได้ โปรดลองใหม่เมื่อเชื่อมต่ออินเทอร์เน็ตได้",
    "the bundle lacks the package {part} and would not install: try again with the internet at hand",
)
