"""The settings file of the add-in, as xlwings' VBA reads it: `"NAME","value"` a line.

VBA reads it in the machine's code page, where a Thai user name may not exist. A folder that an
environment variable names is therefore written as `%VARIABLE%`, which the add-in expands; what is
left is almost always ASCII.
"""

from __future__ import annotations

import re
from pathlib import PurePath, PureWindowsPath

from ita_excel.buttons.addin.machine import WINDOWS, Machine
from ita_excel.core.errors import MachineError
from ita_excel.core.language import Text

_FOLDERS = (
    "LOCALAPPDATA",
    "APPDATA",
    "OneDriveCommercial",
    "OneDrive",
    "USERPROFILE",
    "ProgramFiles",
)
_LINE = re.compile(r'\s*"([^"]*)","([^"]*)"\s*')


def composed(machine: Machine) -> bytes:
    """Return the settings for this machine's interpreter, in its code page.

    MachineError where the add-in could not read the interpreter's path back.
    """
    on_windows = machine.system == WINDOWS
    values = {
        "INTERPRETER_WIN" if on_windows else "INTERPRETER_MAC": _interpreter(machine),
        # A module that lies beside a workbook from the mail must not be imported.
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
        "USE UDF SERVER": "False",
        "SHOW CONSOLE": "False",
    }
    lines = [f'"{name}","{value}"' for name, value in values.items()]
    text = "".join(line + ("\r\n" if on_windows else "\n") for line in lines)
    try:
        return text.encode(machine.code_page if on_windows else "utf-8")
    except UnicodeEncodeError as fault:
        raise MachineError(_UNREADABLE, path=machine.interpreter) from fault


def interpreter_in(settings: bytes, machine: Machine) -> str:
    """Return the interpreter that a settings file names, variables expanded; '' for none."""
    on_windows = machine.system == WINDOWS
    text = settings.decode(machine.code_page if on_windows else "utf-8", "replace")
    found = filter(None, map(_LINE.fullmatch, text.splitlines()))
    pairs: dict[str, str] = {match[1]: match[2] for match in found}
    named = pairs.get("INTERPRETER_WIN" if on_windows else "INTERPRETER_MAC", "")
    if not on_windows:
        return named
    known = {name.casefold(): value for name, value in machine.environ.items()}
    return re.sub(r"%([^%]+)%", lambda m: known.get(m[1].casefold(), m[0]), named)


def _interpreter(machine: Machine) -> str:
    if machine.system != WINDOWS:
        path = str(machine.interpreter)
        if '"' in path or "|" in path:
            raise MachineError(_UNREADABLE, path=path)
        return path
    place = PureWindowsPath(str(machine.interpreter))
    found = [
        (len(PureWindowsPath(value).parts), name, PureWindowsPath(value))
        for name in _FOLDERS
        if (value := machine.environ.get(name)) and place.is_relative_to(PureWindowsPath(value))
    ]
    if not found:
        return _plain(place)
    _, name, folder = max(found)
    return f"%{name}%\\{_plain(place.relative_to(folder))}"


def _plain(path: PurePath) -> str:
    """Return a path without what the add-in would expand or a command line take apart."""
    if set(str(path)) & set('%"^&'):
        raise MachineError(_UNREADABLE, path=path)
    return str(path)


_UNREADABLE = Text(
    "Excel อ่านที่อยู่ของโปรแกรมไม่ได้: {path} โปรดติดตั้งโปรแกรมใหม่ในโฟลเดอร์ที่ชื่อเป็นภาษาอังกฤษและไม่มีเครื่องหมายพิเศษ",
    "Excel can't read the program's place {path}: install the program again in a folder with an "
    "English name and no special characters",
)
