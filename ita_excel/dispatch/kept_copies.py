"""Returned files, kept byte for byte in the folder `.ita-inbox` beside the master.

A mailbox is emptied and a memory stick is lost: what was merged, and what else stood in the file,
must be there to be looked at. A copy is never replaced and never removed by the program.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path, PurePath

from ita_excel.core.errors import why
from ita_excel.core.language import Text
from ita_excel.dispatch.filenames import safe_name

FOLDER = ".ita-inbox"
NO_UNIT = "ไม่ทราบหน่วยงาน"
_DIGITS = 12  # of the hash in a name; what has the same ones is compared whole
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class KeptCopies:
    """The folder of one master. `day` is an ISO text, with which a new copy's name begins.

    `problem` says why a copy could not be written; the collecting goes on without it.
    """

    def __init__(self, beside: Path, day: str) -> None:
        self.folder = beside.resolve().parent / FOLDER
        self.problem: Text | None = None
        self.missing: list[str] = []  # files of which there is no copy
        self._day = day
        self._by_hash: dict[str, list[Path]] | None = None

    def keep(self, name: str, data: bytes, sha256: str, unit: str) -> str:
        """Return the name of the copy, made now or earlier; '' where it can't be made."""
        try:
            found = next((p for p in self._known(sha256) if _holds(p, data)), None)
            if found is None:
                found = self._write(name, data, sha256, unit)
        except OSError as error:
            self.problem = self.problem or why(error)
            self.missing.append(name)
            return ""
        return found.name

    def _known(self, sha256: str) -> list[Path]:
        if self._by_hash is None:
            self._by_hash = {}
            for path in sorted(self.folder.iterdir()) if self.folder.is_dir() else []:
                digits = path.stem.split(" (")[0].rpartition(" ")[2]
                self._by_hash.setdefault(digits, []).append(path)
        return self._by_hash.setdefault(sha256[:_DIGITS], [])

    def _write(self, name: str, data: bytes, sha256: str, unit: str) -> Path:
        self.folder.mkdir(exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".ita-", suffix=".tmp", dir=self.folder)
        try:
            with open(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            stem = f"{self._day} {safe_name(unit or NO_UNIT)} {sha256[:_DIGITS]}"
            final = _place(Path(temporary), self.folder, stem, _ending(name, data))
        finally:
            with suppress(OSError):
                os.unlink(temporary)
        self._known(sha256).append(final)
        return final


def _place(temporary: Path, folder: Path, stem: str, ending: str) -> Path:
    """Give a file that is whole its name, in one step, and never that of another file."""
    number = 1
    while True:
        final = folder / f"{stem}{f' ({number})' if number > 1 else ''}{ending}"
        try:
            os.link(temporary, final)  # a rename would replace what has the name
        except FileExistsError:
            number += 1
        except (OSError, AttributeError, NotImplementedError):
            # A file system without hard links (FAT, some network shares): whoever else writes
            # here now has the turn after ours.
            if final.exists():
                number += 1
                continue
            os.rename(temporary, final)
            return final
        else:
            return final


def _holds(path: Path, data: bytes) -> bool:
    """Whether a copy is still what was kept: a person may have opened and saved it."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _ending(name: str, data: bytes) -> str:
    """Return how the copy's name ends: as the file's own does, where that is one of letters."""
    ending = PurePath(name.replace("\\", "/")).suffix.lower()
    if 1 < len(ending) <= 9 and ending[1:].isascii() and ending[1:].isalnum():
        return ending
    if data.startswith(_ZIP):
        return ".ods" if b"opendocument.spreadsheet" in data[:200] else ".xlsx"
    return ".xls" if data.startswith(_OLE) else ".bin"
