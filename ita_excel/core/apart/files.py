"""The bytes of an ordinary file, and nothing else: no pipe is waited for, no device read for ever.

What a name stands for is asked before it is opened and again of what was opened, for it may be
another thing by then.
"""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import NamedTuple

from ita_excel.core import limits
from ita_excel.core.errors import InputError, why
from ita_excel.core.language import Text

_NO_FILE = Text("ไม่พบไฟล์ {path} — โปรดตรวจชื่อและที่อยู่ของไฟล์",
                "There is no file {path}. Check its name and folder.")  # fmt: skip
_FOLDER = Text(
    "{path} เป็นโฟลเดอร์ ไม่ใช่ไฟล์ — โปรดระบุไฟล์", "{path} is a folder, not a file. Name a file."
)
_NOT_ORDINARY = Text(
    "{path} ไม่ใช่ไฟล์ธรรมดา — โปรดระบุไฟล์ที่บันทึกไว้จริง",
    "{path} is not an ordinary file. Name one that was really saved.",
)
_UNREADABLE = Text(
    "อ่านไฟล์ {path} ไม่ได้ ({reason}) — โปรดตรวจสิทธิ์การเข้าถึง หรือปิดโปรแกรมที่ใช้ไฟล์นี้อยู่",
    "The file {path} can't be read ({reason}). Check your permission, or close what uses it.",
)
_TOO_BIG = Text("{path}: {what}", "{path}: {what}")
_BEING_WRITTEN = Text(
    "ไฟล์ {path} กำลังถูกเขียนอยู่ — โปรดรอให้คัดลอกหรือบันทึกเสร็จแล้วสั่งใหม่",
    "The file {path} is being written just now. Wait until it is copied or saved and try again.",
)
_PIECE = 1 << 20


class FileSentences(NamedTuple):
    """The sentences for what can be wrong, with {path} in each; {reason} for `unreadable`."""

    no_file: Text = _NO_FILE
    folder: Text = _FOLDER
    not_ordinary: Text = _NOT_ORDINARY
    unreadable: Text = _UNREADABLE


def read(path: Path, limit: int, words: FileSentences | None = None) -> bytes:
    """Return the bytes of a file of at most `limit` bytes; InputError says what is wrong with it."""
    told = words or FileSentences()
    try:
        _check(path, os.stat(path), limit, told)
        handle = os.open(path, os.O_RDONLY | _PLAIN)
        try:
            before = os.fstat(handle)
            _check(path, before, limit, told)
            data = _all(handle, before.st_size, limit)
            after = os.fstat(handle)
        finally:
            os.close(handle)
    except FileNotFoundError as error:
        raise InputError(told.no_file, path=path) from error
    except IsADirectoryError as error:
        raise InputError(told.folder, path=path) from error
    except (OSError, ValueError) as error:
        if os.path.isdir(path):  # Windows calls it a lack of permission
            raise InputError(told.folder, path=path) from error
        raise InputError(told.unreadable, path=path, reason=why(error)) from error
    if len(data) > limit:
        raise _too_big(path, len(data), limit)
    changed = (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns)
    # /proc and the like have files of no size.
    if changed or (len(data) != before.st_size and before.st_size):
        raise InputError(_BEING_WRITTEN, path=path)
    return data


def head(path: Path, size: int) -> bytes:
    """Return the first bytes of a file, at most `size`; InputError as `read`."""
    try:
        _check(path, os.stat(path), sys.maxsize, FileSentences())
        handle = os.open(path, os.O_RDONLY | _PLAIN)
        try:
            _check(path, os.fstat(handle), sys.maxsize, FileSentences())
            return os.read(handle, size)
        finally:
            os.close(handle)
    except FileNotFoundError as error:
        raise InputError(_NO_FILE, path=path) from error
    except (OSError, ValueError) as error:
        raise InputError(_UNREADABLE, path=path, reason=why(error)) from error


def read_text(path: Path, limit: int = limits.TEXT) -> str:
    """Return a text in UTF-8; InputError as `read`, UnicodeDecodeError for another encoding."""
    return read(path, limit).decode("utf-8-sig").replace("\r\n", "\n")


def reason(error: Exception) -> Text:
    """Return why a file can't be read, in a sentence."""
    if isinstance(error, InputError):
        return error.text
    return why(error) if isinstance(error, (OSError, ValueError)) else Text(str(error), str(error))


# Without a wait for whoever writes into a pipe; without Windows' care for line ends.
_PLAIN = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def _check(path: Path, status: os.stat_result, limit: int, told: FileSentences) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise InputError(told.folder, path=path)
    if not stat.S_ISREG(status.st_mode):
        raise InputError(told.not_ordinary, path=path)
    if status.st_size > limit:
        raise _too_big(path, status.st_size, limit)


def _all(handle: int, size: int, limit: int) -> bytes:
    """Return what can be read, at most one byte more than allowed."""
    pieces: list[bytes] = []
    left = limit + 1
    while left > 0 and (piece := os.read(handle, min(left, max(size + 1, _PIECE)))):
        pieces.append(piece)
        left -= len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _too_big(path: Path, size: int, limit: int) -> InputError:
    what = limits.TOO_BIG_FILE.fill(size=size // limits.MB, limit=limit // limits.MB)
    return InputError(_TOO_BIG, path=path, what=what)
