"""Names of parts, and what they are called where one part points to another (ECMA-376 part 2).

Forgives what is found in the field: absolute and relative targets, backslashes, other letter case,
percent codes.
"""

from __future__ import annotations

import posixpath
from functools import lru_cache
from urllib.parse import unquote


@lru_cache(maxsize=1024)  # the names of a package's parts are asked for again and again
def part_key(name: str) -> str:
    """Return what makes two part names the same: case, slashes and percent codes don't count."""
    return unquote(name.replace("\\", "/").lstrip("/")).lower()


def rels_name(part: str) -> str:
    """Return the name of the part with the relationships of `part` ('' for the package)."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def join(part: str, target: str) -> str:
    """Return the part that `target` means when it stands in the relationships of `part`."""
    target = target.replace("\\", "/").partition("#")[0]
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    folder = part.replace("\\", "/").rpartition("/")[0]
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def relative(part: str, target: str) -> str:
    """Return how the relationships of `part` name the part `target`.

    Relative, as Office writes it: ExcelJS can't open a workbook with other targets.
    """
    return posixpath.relpath(f"/{target}", f"/{part.rpartition('/')[0]}")
