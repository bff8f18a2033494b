"""Paths in the order in which people read them, and names that some file systems take for one."""

from __future__ import annotations

import unicodedata
from pathlib import Path


def in_order(path: Path) -> tuple[tuple[str, ...], str]:
    """Return the key that sorts paths as people read them, the same on every system."""
    return tuple(same_name(part) for part in path.parts), str(path)


def same_name(name: str) -> str:
    """Return what two names have in common that some file systems take for one.

    Windows and macOS know no case, macOS no difference between composed and decomposed letters.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
