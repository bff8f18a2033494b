"""Word files that stand where new ones are to go: which of them a person has edited, and where they are kept."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ita_excel.core import limits
from ita_excel.core.apart import files, readers
from ita_excel.core.errors import InputError
from ita_excel.core.language import Text
from ita_excel.jobs.outcome import Notice
from ita_excel.store import made_papers

ENDING = ".docx"
_SIGN = "แก้ใน Word"  # in the name of an edited file that is kept
_KEPT = Text(
    "มีผู้แก้ไขใน Word แล้ว จึงเก็บฉบับที่แก้ไว้ข้างฉบับใหม่: {names}",
    "edited in Word, and kept beside the new ones: {names}",
)


def edited(folder: Path, documents: Mapping[str, bytes], workbook: Path | None) -> dict[str, bytes]:
    """Return the Word files in the way of new ones that a person has edited, by name.

    One is as it was made where it says what its memory says, however often a program saved it.
    One of which nothing is known, or which can't be read, counts as edited.
    """
    found = {}
    for name, new in documents.items():
        path = folder / name
        if name.endswith(ENDING) and path.is_file():
            data = path.read_bytes()
            if data != new and is_edited(path, data, workbook):
                found[name] = data
    return found


def is_edited(path: Path, data: bytes, workbook: Path | None) -> bool:
    """Whether a Word file says or shows something else than when it was made."""
    digest, memory = made_papers.word(workbook, path) if workbook else ("", "")
    if digest and hashlib.sha256(data).hexdigest() == digest:
        return False
    try:
        found = changes(data, b"", memory)
    except InputError:
        return True
    return found is None or bool(found["edited"])


def changes(data: bytes, today: bytes, memory: str) -> dict[str, Any] | None:
    """Return what was changed in a Word file (`word.edited.WordEdits` as a dict), read apart.

    None where nobody knows how it was made; InputError for what can't be read.
    """
    if len(data) > limits.DOCUMENT:
        raise InputError(
            limits.TOO_BIG_FILE, size=len(data) // limits.MB, limit=limits.DOCUMENT // limits.MB
        )
    words = {"length": len(data), "memory": memory}
    said: dict[str, Any] | None = None
    for answer, _ in readers.ask("edited", words, data + today):
        said = answer.get("edits")
    return said


def kept_beside(folder: Path, files_: Mapping[str, bytes]) -> dict[str, tuple[str, bytes]]:
    """Return under which name each edited file is kept: its own with a sign, and a number if need be.

    One that is kept already, with the same bytes, keeps that name.
    """
    found = {}
    for name, data in files_.items():
        stem = name.removesuffix(ENDING)
        number = 1
        while True:
            sign = f"({_SIGN})" if number == 1 else f"({_SIGN} {number})"
            kept = f"{stem} {sign}{ENDING}"
            path = folder / kept
            if not os.path.lexists(path) or (path.is_file() and path.read_bytes() == data):
                break
            number += 1
        found[name] = (kept, data)
    return found


def told(kept: Iterable[str]) -> tuple[Notice, ...]:
    """Return the line that says where edited files are now; none where there were none."""
    names = ", ".join(f"“{name}”" for name in kept)
    return (Notice("kept_edits", _KEPT.fill(names=names)),) if names else ()


def remember(workbook: Path, folder: Path, documents: Mapping[str, bytes]) -> None:
    """Keep beside the workbook's backups what the Word files remember of themselves."""
    from ita_excel.documents.word import made_from  # lxml: only where there are Word files

    words = {n: d for n, d in documents.items() if n.endswith(ENDING)}
    made = {name: (data, made_from.carried_in(data)) for name, data in words.items()}
    if made:
        made_papers.remember_words(workbook, folder, made)


def read(path: Path) -> bytes:
    """Return the bytes of a Word file; InputError for what is no ordinary file, or too big."""
    return files.read(path, limits.DOCUMENT)
