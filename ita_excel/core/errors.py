"""What stops a command: "could not do it". What is wrong with a person's data is a `Finding`.

Each error is one bilingual sentence that says what is wrong, where, and what to do, and carries
the exit code that the command line ends with.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from ita_excel.core.language import Language, Text


class ExitCode(IntEnum):
    """What the process returns; a contract with scripts (see README)."""

    OK = 0
    DATA = 1  # done, and there are errors in the data or conflicts to decide
    USAGE = 2  # click's own
    INPUT = 3  # can't be read, or isn't an ITA workbook
    OUTPUT = 4  # can't be written: open in Excel, no permission, changed meanwhile, disk full
    MACHINE = 5  # this machine lacks something (Excel, Word …)


class ItaExcelError(Exception):
    """Base of everything the package raises on purpose."""

    exit_code = ExitCode.DATA

    def __init__(self, text: Text, /, **context: object) -> None:
        self.text = text.fill(**context) if context else text
        super().__init__(self.text.th)

    def __reduce__(self) -> tuple[object, ...]:
        """Return how to make it again in another process: of its sentence."""
        return _again, (type(self), self.text)

    def say(self, language: Language) -> str:
        """Return the sentence for a person in `language`."""
        return self.text.say(language)


def _again(kind: type[ItaExcelError], text: Text) -> ItaExcelError:
    error = kind.__new__(kind)
    ItaExcelError.__init__(error, text)
    return error


class UsageError(ItaExcelError):
    """The words of a command don't make sense together."""

    exit_code = ExitCode.USAGE


class InputError(ItaExcelError):
    """A file can't be read, or isn't what the command needs."""

    exit_code = ExitCode.INPUT


class OutputError(ItaExcelError):
    """A file can't be written, or must not be."""

    exit_code = ExitCode.OUTPUT


class RefusedEdit(OutputError):
    """An edit that can't be made without harm to what is already in the workbook."""


class MachineError(ItaExcelError):
    """This computer lacks something the command needs."""

    exit_code = ExitCode.MACHINE


_REASONS = {
    errno.ENOSPC: Text("ดิสก์เต็ม", "the disk is full"),
    errno.EDQUOT: Text("เกินโควตาพื้นที่ดิสก์", "the disk quota is used up"),
    errno.EACCES: Text("ไม่มีสิทธิ์", "no permission"),
    errno.EPERM: Text("ไม่มีสิทธิ์", "no permission"),
    errno.EROFS: Text("ที่เก็บนี้อ่านได้อย่างเดียว", "this place is read-only"),
    errno.EBUSY: Text("มีโปรแกรมอื่นใช้อยู่", "another program uses it"),
    errno.ENAMETOOLONG: Text("ชื่อยาวเกินไป", "the name is too long"),
    errno.ENOENT: Text("ไม่พบ", "not found"),
    errno.ENOTDIR: Text("ส่วนหนึ่งของที่อยู่ไม่ใช่โฟลเดอร์", "a part of the path is no folder"),
    errno.EISDIR: Text("เป็นโฟลเดอร์", "it is a folder"),
    errno.EIO: Text("อ่านหรือเขียนดิสก์ไม่สำเร็จ", "the disk failed"),
}


def why(error: OSError | ValueError) -> Text:
    """Return what the system says of a failure, in both languages where we know its word."""
    number = getattr(error, "errno", None)
    if number in _REASONS:
        return _REASONS[number]
    text = os.strerror(number) if number else str(error)
    return Text(text, text)


def from_os(error: OSError) -> ItaExcelError:
    """Return what the system's refusal means for a person."""
    name = str(error.filename or "")
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return OutputError(_DISK_FULL)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return OutputError(_NO_PERMISSION, name=name)
    if error.errno == errno.ENOENT:
        return InputError(_NOT_FOUND, name=name)
    return OutputError(_REFUSED, name=name, why=why(error))


_DISK_FULL = Text(
    "ดิสก์เต็ม จึงบันทึกไม่ได้ โปรดลบไฟล์ที่ไม่ใช้แล้วลองใหม่", "the disk is full: make room and try again"
)
_NO_PERMISSION = Text(
    "ไม่มีสิทธิ์ใช้ “{name}” หรือไฟล์เปิดค้างอยู่ในโปรแกรมอื่น โปรดปิดไฟล์นั้น เลือกโฟลเดอร์อื่น หรือขอสิทธิ์จากผู้ดูแลระบบ",
    "no permission for “{name}”, or another program has it open: close it, choose another folder, "
    "or ask for the right",
)
_NOT_FOUND = Text("ไม่พบ “{name}” โปรดตรวจชื่อไฟล์และโฟลเดอร์", "“{name}” was not found: check the name")
_REFUSED = Text("ระบบปฏิบัติการปฏิเสธ “{name}”: {why}", "the system refused “{name}”: {why}")


@contextmanager
def system_refusals() -> Iterator[None]:
    """Raise what the system refuses as the ItaExcelError that says what to do."""
    try:
        yield
    except OSError as error:
        raise from_os(error) from error
