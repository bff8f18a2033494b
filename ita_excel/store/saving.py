"""Putting a new version in a file's place: whole or not at all, and never over another's work."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ita_excel.core.errors import OutputError, why
from ita_excel.core.language import Text
from ita_excel.store import backups, locks

if TYPE_CHECKING:
    from ita_excel.ooxml.package import Package
    from ita_excel.ooxml.receipt import Receipt

CHANGED = Text(
    "ไม่ได้บันทึก {file} เพราะมีผู้แก้ไขไฟล์นี้หลังจากที่โปรแกรมอ่าน — โปรดสั่งใหม่อีกครั้งเพื่อใช้ข้อมูลล่าสุด",
    "{file} was not saved: somebody changed it since it was read. Run the command again.",
)
EXISTS = Text(
    "มีไฟล์ {file} อยู่แล้ว จึงไม่เขียนทับ — โปรดใช้ชื่ออื่น หรือใช้ --force",
    "{file} exists and is not overwritten. Use another name, or --force.",
)
NO_FOLDER = Text(
    "ไม่มีโฟลเดอร์ {folder} — โปรดสร้างโฟลเดอร์ก่อน หรือระบุที่อื่น",
    "There is no folder {folder}. Make it first, or name another place.",
)
DISK_FULL = Text(
    "ไม่ได้บันทึก {file} เพราะพื้นที่ดิสก์เต็ม ไฟล์เดิมยังอยู่ครบ — โปรดเพิ่มพื้นที่ว่างแล้วทำใหม่",
    "{file} was not saved: the disk is full. The old file is untouched. Free some space.",
)
NO_PERMISSION = Text(
    "ไม่ได้บันทึก {file} เพราะไม่มีสิทธิ์เขียน หรือไฟล์เปิดอยู่ในโปรแกรมอื่น ไฟล์เดิมยังอยู่ครบ — "
    "โปรดปิดไฟล์ใน Excel หรือตรวจสิทธิ์ของโฟลเดอร์",
    "{file} was not saved: no permission to write, or it is open in another program. The old file "
    "is untouched. Close it in Excel, or check the folder's permissions.",
)
READ_ONLY = Text(
    "ไม่ได้บันทึก {file} เพราะไฟล์ตั้งไว้ให้อ่านอย่างเดียว — โปรดเอาเครื่องหมาย “อ่านอย่างเดียว” ออกจากคุณสมบัติของไฟล์ก่อน",
    "{file} was not saved: it is marked read-only. Take that mark off in the file's properties.",
)
NAME_TOO_LONG = Text(
    "ชื่อไฟล์ {file} ยาวเกินกว่าที่ระบบรับได้ — โปรดใช้ชื่อที่สั้นลง",
    "The file name {file} is too long for the system. Use a shorter one.",
)
FAILED = Text(
    "ไม่ได้บันทึก {file} ({reason}) ไฟล์เดิมยังอยู่ครบ — โปรดตรวจดิสก์หรือเครือข่ายแล้วทำใหม่",
    "{file} was not saved ({reason}). The old file is untouched. Check the disk or the network.",
)

# By name: not every system has all of them.
_FULL = {getattr(errno, name, None) for name in ("ENOSPC", "EDQUOT", "EFBIG")}
_FORBIDDEN = {
    getattr(errno, name, None) for name in ("EACCES", "EPERM", "EROFS", "EBUSY", "ETXTBSY")
}
_LEFT_OVER = 24 * 3600  # seconds after which a temporary file is surely nobody's any more


def save_package(
    package: Package, path: Path, before_replace: Callable[[Path], None] = lambda target: None
) -> Receipt:
    """Write a package into a file's place after its receipt was found clean.

    `before_replace` is called at the last moment with the real file behind `path`; what it raises
    leaves everything as it was. OutputError says why it could not be done.
    """
    made: list[Receipt] = []

    def write(file: BinaryIO) -> None:
        package.write_to(file)
        file.flush()
        file.seek(0)
        made.append(package.receipt(file.read()))
        made[0].require_clean()

    replace(path, write, before_replace)
    return made[0]


def replace(
    path: Path,
    write: Callable[[BinaryIO], None],
    before_replace: Callable[[Path], None] = lambda target: None,
) -> None:
    """Let `write` fill a new file, then put it in the place of `path` in one step.

    A symbolic link stays and what it points to is replaced; permissions are kept. Whatever stops
    it, at whatever instant, the old file stays complete.
    """
    target = Path(os.path.realpath(path))
    with _explained(path):
        if not target.parent.is_dir():
            raise OutputError(NO_FOLDER, folder=target.parent)
        if read_only(target):
            raise OutputError(READ_ONLY, file=path.name)
        _sweep(target.parent)
        import tempfile  # not for a command that saves nothing

        handle, name = tempfile.mkstemp(prefix=".ita-", suffix=".tmp", dir=target.parent)
        temporary = Path(name)
        try:
            with open(handle, "w+b") as file:
                write(file)
                file.flush()
                os.fsync(file.fileno())
            take_over(target, temporary)
            before_replace(target)
            os.replace(temporary, target)
            _sync_folder(target.parent)
        finally:
            temporary.unlink(missing_ok=True)


class Changed(OutputError):
    """Somebody saved the workbook since it was read: reading again and doing it anew may help."""


def check_unchanged(target: Path, sha256: str) -> None:
    """Raise Changed where the file isn't what was read from it."""
    import hashlib

    try:
        now = hashlib.sha256(target.read_bytes()).hexdigest()
    except FileNotFoundError:
        now = ""
    if now != sha256:
        raise Changed(CHANGED, file=target.name)


def require_writable(path: Path) -> None:
    """Raise OutputError where it is plain already that `path` can't be written or replaced.

    For work that writes other files first: those would be in vain.
    """
    target = Path(os.path.realpath(path))
    folder = target.parent
    if not folder.is_dir():
        raise OutputError(NO_FOLDER, folder=folder)
    with _explained(path):
        if read_only(target):
            raise OutputError(READ_ONLY, file=path.name)
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not os.access(folder, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    locks.check(path)


def restore(path: Path, which: int | None = None) -> backups.Backup:
    """Bring a backup back (the newest where None); what was there becomes a backup itself."""
    backup = backups.find(path, which)
    data = backup.path.read_bytes()
    locks.check(path)

    def keep(target: Path) -> None:
        if target.exists():
            backups.keep(target)

    with locks.alone(path):
        replace_bytes(path, data, keep)
    return backup


def replace_bytes(
    path: Path, data: bytes, before_replace: Callable[[Path], None] = lambda target: None
) -> None:
    """Put `data` in the place of `path` in one step, as `replace` does."""

    def write(file: BinaryIO) -> None:
        file.write(data)

    replace(path, write, before_replace)


def replace_at_once(path: Path, data: bytes) -> None:
    """Put `data` in the place of `path` in one step, without waiting until it is on the disk.

    For what may be lost where the power fails: waiting takes as long as writing a document.
    OSError where the system refuses.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        text = FAILED
        if error.errno and error.errno in _FULL:
            text = DISK_FULL
        elif (error.errno and error.errno in _FORBIDDEN) or isinstance(error, PermissionError):
            text = NO_PERMISSION
        elif error.errno == errno.ENAMETOOLONG:
            text = NAME_TOO_LONG
        raise OutputError(text, file=path.name, reason=why(error)) from error


def read_only(target: Path) -> bool:
    """Whether a person set the file not to be written: a rename would pass over that."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return False
    return not mode & 0o222 or not os.access(target, os.W_OK)


def take_over(target: Path, temporary: Path) -> None:
    """Give the new file the old one's permissions and owner, or those of any new file."""
    if not target.exists():
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        return
    status = target.stat()
    shutil.copystat(target, temporary)
    now = time.time()
    os.utime(temporary, (now, now))
    if hasattr(os, "chown") and (status.st_uid, status.st_gid) != (os.getuid(), os.getgid()):
        try:
            os.chown(temporary, status.st_uid, status.st_gid)
        except PermissionError:
            return  # only the system's administrator may give files away


def _sync_folder(folder: Path) -> None:
    """Make the new name durable, where the system lets folders be synced (not Windows)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        return  # a network share may not know how; the file itself is synced
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Remove what a killed process left behind long ago."""
    for left in folder.glob(".ita-*.tmp"):
        if time.time() - left.stat().st_mtime > _LEFT_OVER:
            left.unlink(missing_ok=True)
