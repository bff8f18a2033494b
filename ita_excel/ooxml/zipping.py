"""Whole packages made of their parts: the same parts always give the same bytes.

For files that the program makes, Word's too; what an officer has is edited by `parts`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from ita_excel.ooxml import contenttypes

Moment = tuple[int, int, int, int, int, int]
_FIRST: Moment = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can hold


def zipped(
    parts: Mapping[str, bytes], moment: Moment = _FIRST, stored: str | tuple[str, ...] = ()
) -> bytes:
    """Return the package; [Content_Types].xml first, as Office writes and wants it, then by name.

    Parts whose names end in one of `stored` are not compressed.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in sorted(parts, key=lambda n: (n != contenttypes.NAME, n)):
            entry = zipfile.ZipInfo(name, moment)
            plain = name.endswith(stored)
            entry.compress_type = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
            entry.create_system = 0  # as on Windows: the same bytes from every machine
            package.writestr(entry, parts[name])
    return out.getvalue()


def unzipped(data: bytes, most: int | None = None) -> dict[str, bytes]:
    """Return the parts; zipfile.BadZipFile where it is no package, or over `most` bytes unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entries = [e for e in package.infolist() if not e.is_dir()]
        if most is not None and sum(e.file_size for e in entries) > most:
            raise zipfile.BadZipFile("too large when unpacked")
        return {entry.filename: package.read(entry) for entry in entries}
