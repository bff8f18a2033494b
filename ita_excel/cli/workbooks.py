"""The workbooks that a command's words mean: files, folders, and patterns such as `2570/*.xlsx`.

Patterns are worked out here and not left to the shell, because those of Windows leave them alone.
Files that programs keep beside a workbook (locks, backups, half-written ones) are no workbooks.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ita_excel.core.errors import InputError, why
from ita_excel.core.language import Text
from ita_excel.jobs.paths import in_order

SUFFIXES = (".xlsx", ".xlsm")

_NO_MATCH = Text(
    "ไม่พบสมุดงานที่ตรงกับ “{word}” โปรดตรวจชื่อไฟล์และโฟลเดอร์",
    "no workbook matches “{word}”: check the name and the folder",
)
_NO_WORKBOOKS = Text(
    "ไม่พบสมุดงาน (.xlsx .xlsm) ในโฟลเดอร์ “{word}” โปรดตรวจว่าเป็นโฟลเดอร์ที่ถูกต้อง",
    "the folder “{word}” holds no workbook (.xlsx, .xlsm): check that it is the right one",
)
_ONLY_LOCKS = Text(
    "“{word}” เป็นไฟล์ที่ Excel หรือ LibreOffice สร้างไว้ชั่วคราวขณะเปิดสมุดงาน ไม่ใช่สมุดงาน",
    "“{word}” is what Excel or LibreOffice keeps beside a workbook that is open, not a workbook",
)
_UNREADABLE = Text("เปิดโฟลเดอร์ “{word}” ไม่ได้: {why}", "the folder “{word}” can't be opened: {why}")


class Workbooks(NamedTuple):
    """What the words of a command mean.

    `several` is whether they could mean more than one file, whatever there was; `named` are the
    files that a word names itself; `problems` says which words came to nothing.
    """

    files: tuple[Path, ...]
    several: bool
    named: frozenset[Path]
    problems: tuple[InputError, ...] = ()


def find(words: Sequence[Path]) -> Workbooks:
    """Return the workbooks in the order of the words, each once; within a folder by their paths.

    A word that names a file is that file, also with brackets in its name, and is returned where
    there is none, for the command to say so. InputError where no word means any workbook.
    """
    files: dict[object, Path] = {}
    named: set[Path] = set()
    problems: list[InputError] = []
    several = len(words) > 1
    for word in words:
        if not os.path.isdir(word) and (os.path.lexists(word) or not _is_pattern(word)):
            if is_beside(word.name):
                problems.append(InputError(_ONLY_LOCKS, word=word))
                continue
            named.add(files.setdefault(_identity(word), word))
            continue
        several = True
        closed: list[OSError] = []
        paths = [word] if os.path.isdir(word) else matching(str(word))
        found = list(_workbooks(paths, closed))
        problems += [InputError(_UNREADABLE, word=e.filename, why=why(e)) for e in closed]
        if not found and not closed:
            nothing = _NO_WORKBOOKS if os.path.isdir(word) else _NO_MATCH
            problems.append(InputError(nothing, word=word))
        for file in found:
            files.setdefault(_identity(file), file)
    if not files and problems:
        raise problems[0]
    return Workbooks(tuple(files.values()), several, frozenset(named), tuple(problems))


def expanded(words: Iterable[Path]) -> list[Path]:
    """Return the words with patterns replaced by what they match; InputError where that is nothing.

    For a command that looks into folders and containers by itself.
    """
    found: dict[object, Path] = {}
    for word in words:
        if os.path.lexists(word) or not _is_pattern(word):
            found.setdefault(_identity(word), word)
            continue
        matches = [p for p in matching(str(word)) if not is_beside(p.name)]
        if not matches:
            raise InputError(_NO_MATCH, word=word)
        for path in matches:
            found.setdefault(_identity(path), path)
    return list(found.values())


def matching(pattern: str) -> list[Path]:
    """Return what a pattern matches, hidden names left out, in the order of the names.

    Brackets stand for themselves where they match nothing as a choice of letters.
    """
    found = glob.glob(pattern, recursive=True)
    if not found and "[" in pattern:
        found = glob.glob(pattern.replace("[", "[[]"), recursive=True)
    return sorted(map(Path, found), key=in_order)


def is_beside(name: str) -> bool:
    """Whether a program keeps a file of this name beside a workbook: a lock, a temporary file."""
    return name.startswith(("~$", ".~lock.", ".ita-", "._"))


def _is_pattern(word: Path) -> bool:
    return any(sign in str(word) for sign in "*?[")


def _workbooks(paths: Iterable[Path], closed: list[OSError]) -> Iterator[Path]:
    """Yield files that are workbooks, also those in folders; `closed` gets folders kept shut."""
    for path in paths:
        if os.path.isdir(path):
            yield from _inside(path, closed)
        elif _is_workbook(path):
            yield path


def _inside(folder: Path, closed: list[OSError]) -> list[Path]:
    """Return the workbooks of a folder and its folders; hidden ones (`.ita-backup`) are left out."""
    found: list[Path] = []
    for base, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = [f for f in folders if not f.startswith(".")]
        paths = (Path(base, name) for name in names if not name.startswith("."))
        found += (path for path in paths if _is_workbook(path))
    return sorted(found, key=in_order)


def _is_workbook(path: Path) -> bool:
    return (
        path.suffix.lower() in SUFFIXES and not path.name.startswith("~") and os.path.isfile(path)
    )


def _identity(path: Path) -> object:
    """Return what tells a file from every other, by whatever name it is called."""
    try:
        status = path.stat()
    except OSError:
        return os.path.normcase(os.path.abspath(path))
    # Two hard links are two files to whoever writes one of them anew.
    if status.st_ino and status.st_nlink == 1:
        return status.st_dev, status.st_ino
    return os.path.normcase(os.path.realpath(path))
