"""A wheel of the program that is running, for a bundle: the same program, published or not.

Made from the checkout, or packed again from what pip or uv installed; the form is that of the
binary distribution format (PyPA specifications).
"""

from __future__ import annotations

import base64
import hashlib
import sys
import zipfile
from collections.abc import Callable, Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from ita_excel.core.errors import MachineError
from ita_excel.core.language import Text

_NAME = "ita-excel"
_CHECKOUT = Path(__file__).resolve().parents[3]
# What an installer adds to a wheel's files, and the list that is made anew.
_OF_THE_INSTALLER = {"INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json", "RECORD"}


def own_wheel(
    folder: Path, run: Callable[[Sequence[str]], None], checkout: Path = _CHECKOUT
) -> Path:
    """Make the wheel in `folder` and return it; MachineError where the program isn't installed."""
    if (checkout / "pyproject.toml").is_file():
        pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
        run([*pip, "--wheel-dir", str(folder), str(checkout)])
        return next(folder.glob("ita_excel-*.whl"))
    try:
        return packed(distribution(_NAME), folder)
    except (PackageNotFoundError, OSError) as error:
        raise MachineError(_NOT_INSTALLED) from error


def packed(installed: Distribution, folder: Path) -> Path:
    """Return an installed distribution as a wheel again; OSError where its files are gone."""
    files = [f for f in installed.files or () if _of_the_wheel(f.parts)]
    if not files:
        raise FileNotFoundError("RECORD")
    name = installed.metadata["Name"].replace("-", "_")
    wheel = folder / f"{name}-{installed.version}-py3-none-any.whl"
    record = next(f.parent for f in files if f.name == "METADATA") / "RECORD"
    lines = []
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as package:
        for file in files:
            data = Path(str(file.locate())).read_bytes()
            package.writestr(file.as_posix(), data)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            lines.append(f"{file.as_posix()},sha256={digest},{len(data)}\n")
        package.writestr(record.as_posix(), "".join([*lines, f"{record.as_posix()},,\n"]))
    return wheel


def _of_the_wheel(parts: tuple[str, ...]) -> bool:
    return not {"..", "__pycache__"} & {*parts} and parts[-1] not in _OF_THE_INSTALLER


_NOT_INSTALLED = Text(
    "ไม่พบไฟล์ของโปรแกรมที่ติดตั้งไว้ โปรดระบุไฟล์ wheel ด้วย --wheel",
    "the installed program's files can't be found: name a wheel file with --wheel",
)
