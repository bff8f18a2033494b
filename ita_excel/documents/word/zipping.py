"""Reads and writes the zip packages of Word files: the same parts always give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from ita_excel.core import limits

_MOMENT = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can hold


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Return the package; Word wants its content types first."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in sorted(parts, key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, _MOMENT)
            # Packing fonts takes longer than all else in a document; they are stored as they are.
            stored = name.endswith(".odttf")
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            entry.create_system = 0  # else the system that made it would show
            package.writestr(entry, parts[name])
    return out.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the parts; zipfile.BadZipFile where it is no package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entries = [e for e in package.infolist() if not e.is_dir()]
        if sum(e.file_size for e in entries) > limits.TEMPLATE_PARTS:
            raise zipfile.BadZipFile("too large when unpacked")
        return {entry.filename: package.read(entry) for entry in entries}
