"""File names out of names that people gave: safe on every system, whatever was typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # control, direction marks, unassigned …
# Names that Windows keeps for devices, with any extension.
_DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    f"{device}{n}" for device in ("COM", "LPT") for n in "0123456789¹²³"
}
_LONGEST = 120  # bytes of UTF-8; systems allow 255, mail programs and zip tools less


def safe_name(text: str) -> str:
    """Return `text` as the stem of a file name; never empty, never a path, never a device."""
    visible = "".join(c for c in text if unicodedata.category(c) not in _INVISIBLE)
    name = _FORBIDDEN.sub("_", visible)
    name = re.sub(r"\s+", " ", name).strip(" ._-")
    while len(name.encode()) > _LONGEST:
        name = name[:-1].rstrip(" ._-")
    name = _without_loose_marks(name)
    if name.split(".")[0].strip().upper() in _DEVICES:
        name = f"_{name}"
    return name or "_"


def _without_loose_marks(name: str) -> str:
    """Leave no vowel or tone mark at the start, where it would stand on nothing."""
    while name and unicodedata.category(name[0]) == "Mn":
        name = name[1:]
    return name


def free_name(stem: str, suffix: str, taken: Collection[str]) -> str:
    """Return a name that no other has, letter case aside: `กองคลัง (2).xlsx`."""
    lowered = {t.casefold() for t in taken}
    number, name = 1, f"{stem}{suffix}"
    while name.casefold() in lowered:
        number += 1
        name = f"{stem} ({number}){suffix}"
    return name
