"""Puts the add-in where Excel loads it by itself, tells how things stand, and takes it out again.

Everything that was put somewhere is listed in the state folder, with what was there before, so
that `remove` leaves the computer as it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ita_excel.buttons.addin import ADDIN, SCRIPT_SOURCE
from ita_excel.buttons.addin.machine import MAC, Machine
from ita_excel.buttons.addin.settings_file import composed, interpreter_in
from ita_excel.core.errors import OutputError
from ita_excel.core.language import Text

_SAVED = ".before-ita-excel"  # after the name of a file of the person's that we put aside


@dataclass(frozen=True, slots=True)
class AddinStatus:
    """How the add-in stands on a machine."""

    addin: Path
    installed: bool
    current: bool  # the installed add-in is this program's
    settings: Path
    interpreter: str  # which program the add-in starts, '' for none
    interpreter_there: bool

    @property
    def ready(self) -> bool:
        return self.installed and self.current and self.interpreter_there


def install(machine: Machine, *, with_addin: bool = True) -> list[Path]:
    """Install, or install anew, and return the files written.

    Without `with_addin` only the settings are written: workbooks with buttons need just those.
    OutputError where Excel has the add-in open; MachineError where there can't be an Excel.
    """
    wanted = {machine.settings: composed(machine)}
    if with_addin:
        wanted[machine.startup / ADDIN.name] = ADDIN.read_bytes()
    if machine.script:
        wanted[machine.script] = SCRIPT_SOURCE.read_bytes()
    listed = _Listed(machine)
    for path, content in wanted.items():
        listed.write(path, content)
    return list(wanted)


def remove(machine: Machine) -> list[Path]:
    """Take out what was installed, put back what was there before; return the files removed."""
    return _Listed(machine).take_back()


def status(machine: Machine) -> AddinStatus:
    """Return how the add-in stands; MachineError where there can't be an Excel."""
    addin, settings = machine.startup / ADDIN.name, machine.settings
    named = interpreter_in(settings.read_bytes(), machine) if settings.is_file() else ""
    return AddinStatus(
        addin,
        addin.is_file(),
        addin.is_file() and addin.read_bytes() == ADDIN.read_bytes(),
        settings,
        named,
        bool(named) and Path(named).is_file(),
    )


def to_allow(machine: Machine) -> list[Text]:
    """Return what the person may still have to allow in Excel."""
    return [_MAC_ASKS, _MAC_RESTART] if machine.system == MAC else [_RESTART, _POLICY]


class _Listed:
    """The list of what was installed: files, and folders that were made for them."""

    def __init__(self, machine: Machine) -> None:
        self._path = machine.state / "installed.json"
        self._files: list[str] = []
        self._folders: list[str] = []
        if self._path.is_file():
            listed = json.loads(self._path.read_text("utf-8"))
            self._files, self._folders = listed["files"], listed["folders"]

    def write(self, path: Path, content: bytes) -> None:
        with _refusals(path):
            self._make_folder(path.parent)
            if str(path) not in self._files:
                if path.exists() and path.read_bytes() != content:
                    path.replace(path.with_name(path.name + _SAVED))
                self._files.append(str(path))
                self._save()
            path.write_bytes(content)

    def take_back(self) -> list[Path]:
        removed = []
        for path in map(Path, list(self._files)):
            with _refusals(path):
                saved = path.with_name(path.name + _SAVED)
                if saved.exists():
                    saved.replace(path)
                else:
                    path.unlink(missing_ok=True)
            removed.append(path)
            self._files.remove(str(path))
            self._save()
        for folder in map(Path, reversed(self._folders)):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        self._path.unlink(missing_ok=True)
        return removed

    def _make_folder(self, folder: Path) -> None:
        missing = [p for p in (folder, *folder.parents) if not p.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        self._folders += [str(p) for p in reversed(missing)]

    def _save(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        listed = {"files": self._files, "folders": self._folders}
        self._path.write_text(json.dumps(listed, ensure_ascii=False, indent=1), "utf-8")


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError as fault:
        raise OutputError(_IN_USE, path=path) from fault


_IN_USE = Text(
    "เขียน {path} ไม่ได้ โปรดปิดโปรแกรม Excel ทุกหน้าต่างแล้วลองใหม่",
    "{path} can't be written: close every window of Excel and try again",
)
_RESTART = Text(
    "ปิดแล้วเปิด Excel ใหม่ จะพบแท็บ ITA ถัดจากแท็บ รีวิว",
    "Close Excel and open it again: the tab ITA stands after Review.",
)
_POLICY = Text(
    "หากไม่พบแท็บ ITA: ไฟล์ > ตัวเลือก > ศูนย์ความเชื่อถือ > การตั้งค่าศูนย์ความเชื่อถือ > Add-in "
    "ต้องไม่ปิดใช้งาน Add-in ทั้งหมด ถ้าหน่วยงานล็อกค่านี้ไว้ โปรดแจ้งผู้ดูแลระบบ",
    "If there is no tab ITA: File > Options > Trust Center > Trust Center Settings > Add-ins must "
    "not disable all add-ins; where your organisation sets this, ask its administrator.",
)
_MAC_RESTART = Text("ปิดแล้วเปิด Excel ใหม่ จะพบแท็บ ITA", "Close Excel and open it again.")
_MAC_ASKS = Text(
    "ครั้งแรกที่กดปุ่ม macOS จะถามว่าให้โปรแกรมควบคุม Microsoft Excel หรือไม่ และให้เข้าถึงไฟล์หรือไม่ โปรดกด ตกลง",
    "At the first press macOS asks whether the program may control Microsoft Excel and reach "
    "files: answer OK.",
)
