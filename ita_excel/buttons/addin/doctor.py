"""What this computer has and lacks for the program, and how to put each right.

Looks only: changes nothing, starts no other program.
"""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from ita_excel.buttons.addin.installing import status
from ita_excel.buttons.addin.machine import MAC, WINDOWS, Machine
from ita_excel.core.errors import MachineError
from ita_excel.core.language import Text
from ita_excel.core.requirements import FEATURES, PROGRAM, Dependency, dependencies, python

# Environment markers (PEP 508) of the systems that a Machine can be.
_MARKERS = {
    WINDOWS: {
        "platform_system": "Windows",
        "platform_machine": "AMD64",
        "sys_platform": "win32",
        "os_name": "nt",
    },
    MAC: {"platform_system": "Darwin", "sys_platform": "darwin", "os_name": "posix"},
}
_OFFICE = {"excel": "Microsoft Excel.app", "winword": "Microsoft Word.app"}
_POLICIES = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"

Registry = Callable[[str, str], object]  # key and value name -> what it holds, None for nothing


class Health(Enum):
    """How one thing stands."""

    GOOD = "✓"
    ADVICE = "!"  # works without
    LACKING = "✗"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `remedy` says how to put it right."""

    what: Text
    state: Health
    found: str = ""
    remedy: Text | None = None


_NO_ARCHIVES = Text(
    "เปิดไฟล์ .7z ที่หน่วยงานส่งกลับไม่ได้ โปรดแตกไฟล์ด้วย 7-Zip ก่อน หรือติดตั้งด้วย pip install “ita-excel[7z]”",
    "the .7z archives that units send back can't be opened: unpack them with 7-Zip first, or install "
    'the extra with pip install "ita-excel[7z]"',
)


def examine(machine: Machine, registry: Registry | None = None) -> list[Check]:
    """Return everything that was looked at, in the order a person would put it right."""
    asked = registry or _registry
    return [
        _python(),
        *_packages(machine),
        _archives(),
        *_excel(machine, asked),
        *_fonts(machine),
        *_converters(machine, asked),
    ]


def _python() -> Check:
    version = platform.python_version()
    wanted = python()
    found = f"{version} ({wanted.wanted})" if wanted.wanted else version
    return Check(Text("Python", "Python"), Health.GOOD if wanted.fits else Health.LACKING, found,
                 None if wanted.fits else _OTHER_PYTHON.fill(wanted=wanted.wanted))  # fmt: skip


def _packages(machine: Machine) -> Iterator[Check]:
    """What the program asks for, each; of what those ask for in their turn, what is wrong."""
    markers = {} if machine.system == platform.system() else _MARKERS.get(machine.system, {})
    try:
        found = dependencies(markers)
    except MachineError as error:
        yield Check(_package(PROGRAM), Health.LACKING, "", error.text)
        return
    shown: dict[str, Dependency] = {}  # a package once, by the first who is not content with it
    for dependency in found:
        before = shown.get(dependency.name)
        if before is None:
            told = dependency.by == PROGRAM or not dependency.fits
        else:
            told = before.fits and not dependency.fits
        if told:
            shown[dependency.name] = dependency
    yield from map(_judged, shown.values())


def _archives() -> Check:
    """Whether .7z archives among the returned files can be opened: an extra, which few need."""
    try:
        found = importlib.metadata.version("py7zr")
    except importlib.metadata.PackageNotFoundError:
        return Check(_package("py7zr"), Health.ADVICE, "", _NO_ARCHIVES)
    return Check(_package("py7zr"), Health.GOOD, found)


def _judged(dependency: Dependency) -> Check:
    what, feature = _package(dependency.name), FEATURES.get(dependency.name)
    if dependency.fits:
        return Check(what, Health.GOOD, f"{dependency.found} ({dependency.wanted or '*'})")
    if dependency.found:
        remedy = _OTHER_VERSION.fill(wanted=dependency.wanted, by=dependency.by, how=_REINSTALL)
        return Check(what, Health.LACKING, dependency.found, remedy)
    if feature is None:
        return Check(what, Health.LACKING, "", _REINSTALL)
    told = _WITHOUT if dependency.expected else _NOT_FOR_THIS
    remedy = told.fill(what=feature.what, instead=feature.instead, how=_REINSTALL)
    lacking = dependency.expected and feature.vital
    return Check(what, Health.LACKING if lacking else Health.ADVICE, "", remedy)


def _package(name: str) -> Text:
    return Text(f"แพ็กเกจ {name}", f"package {name}")


def _excel(machine: Machine, registry: Registry) -> Iterator[Check]:
    if machine.system not in (WINDOWS, MAC):
        yield Check(Text("Excel", "Excel"), Health.ADVICE, "", _NO_EXCEL_HERE)
        return
    place = _office(machine, registry, "excel")
    yield Check(Text("Excel", "Excel"), Health.GOOD if place else Health.LACKING, place,
                None if place else _NO_EXCEL)  # fmt: skip
    now = status(machine)
    if not now.installed:
        yield Check(_ADDIN, Health.LACKING, str(now.addin), _INSTALL)
    elif not now.current:
        yield Check(_ADDIN, Health.LACKING, str(now.addin), _OUTDATED)
    else:
        yield Check(_ADDIN, Health.GOOD, str(now.addin))
    good = now.interpreter_there
    yield Check(_SETTINGS, Health.GOOD if good else Health.LACKING, now.interpreter or
                str(now.settings), None if good else _INSTALL)  # fmt: skip
    if machine.system == WINDOWS:
        yield from _policies(registry)


def _policies(registry: Registry) -> Iterator[Check]:
    """What an organisation may have forbidden; XLSTART is trusted unless it did."""
    barred = {
        "DisableAllAddins": _ADDINS_BARRED,
        "RequireAddinSig": _SIGNATURE,
        r"Trusted Locations\AllLocationsDisabled": _LOCATIONS_BARRED,
    }
    found = [
        (name, remedy)
        for name, remedy in barred.items()
        if registry(_POLICIES + "\\" + name.rpartition("\\")[0] if "\\" in name else _POLICIES,
                    name.rpartition("\\")[2]) == 1
    ]  # fmt: skip
    for name, remedy in found:
        yield Check(_TRUST, Health.LACKING, name, remedy)
    if not found:
        yield Check(_TRUST, Health.GOOD)


def _fonts(machine: Machine) -> Iterator[Check]:
    folders = [machine.home / ".local/share/fonts", machine.home / "Library/Fonts"]
    folders += [Path("/Library/Fonts"), Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
    if machine.system == WINDOWS:
        local = Path(machine.environ.get("LOCALAPPDATA", machine.home))
        windows = Path(machine.environ.get("WINDIR", r"C:\Windows"))
        folders = [windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts"]
    found = {
        path.stem
        for folder in folders
        if folder.is_dir()
        for path in folder.rglob("*.[tToO][tT][fF]")
        if "sarabun" in path.stem.lower()
    }
    state = Health.GOOD if found else Health.ADVICE
    yield Check(_FONT, state, ", ".join(sorted(found)[:3]), None if found else _GET_FONT)


def _converters(machine: Machine, registry: Registry) -> Iterator[Check]:
    word = _office(machine, registry, "winword")
    libre = shutil.which("soffice", path=machine.environ.get("PATH", "")) or ""
    found = word or libre
    what = Text("Word หรือ LibreOffice (เปิดไฟล์ .docx)", "Word or LibreOffice (opens .docx)")
    yield Check(what, Health.GOOD if found else Health.ADVICE, found, None if found else _GET_WORD)


def _office(machine: Machine, registry: Registry, program: str) -> str:
    """Return where a program of Office is, '' if it isn't there."""
    if machine.system == WINDOWS:
        key = rf"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\{program}.exe"
        return str(registry(key, "") or "")
    if machine.system == MAC:
        for folder in (Path("/Applications"), machine.home / "Applications"):
            if (folder / _OFFICE[program]).exists():
                return str(folder / _OFFICE[program])
    return ""


def _registry(key: str, name: str) -> object:
    """Return a value of Windows' registry, the person's before the computer's."""
    if sys.platform != "win32":
        return None
    import winreg

    for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
        try:
            with winreg.OpenKey(root, key) as opened:
                return winreg.QueryValueEx(opened, name)[0]
        except OSError:
            continue
    return None


_ADDIN = Text("แท็บ ITA ใน Excel", "the tab ITA in Excel")
_SETTINGS = Text("ค่าตั้งของแท็บ ITA (โปรแกรมที่เรียกใช้)", "the tab's settings (program to start)")
_TRUST = Text("ศูนย์ความเชื่อถือของ Excel", "Excel's Trust Center")
_FONT = Text("แบบอักษร TH Sarabun", "the font TH Sarabun")
_INSTALL = Text("สั่ง: ita-excel addin install", "run: ita-excel addin install")
_OUTDATED = Text(
    "แท็บ ITA ที่ติดตั้งไว้เป็นของโปรแกรมรุ่นอื่น สั่ง: ita-excel addin install",
    "the installed tab belongs to another version; run: ita-excel addin install",
)
_REINSTALL = Text(
    "ติดตั้งโปรแกรมใหม่จากชุดติดตั้งที่ได้รับมา (ดับเบิลคลิก install.cmd)",
    "install the program again from the bundle that you were given (double-click install.cmd)",
)
_OTHER_VERSION = Text(
    "{by} ต้องใช้รุ่น {wanted} {how}",
    "{by} needs a version {wanted}: {how}",
)
_WITHOUT = Text("ไม่มี{what} {instead} {how}", "without it, no {what}: {instead}; {how}")
_NOT_FOR_THIS = Text(
    "ไม่มีสำหรับ Windows แบบ 32 บิตและ ARM จึงไม่มี{what} {instead}",
    "there is none for 32-bit and ARM Windows, so no {what}: {instead}",
)
_OTHER_PYTHON = Text("ต้องใช้ Python {wanted}", "Python {wanted} is needed")
_NO_EXCEL = Text(
    "ไม่พบ Microsoft Excel ปุ่มในแท็บ ITA ใช้ไม่ได้ แต่ใช้คำสั่ง ita-excel ในเทอร์มินัลได้ทุกอย่าง",
    "Microsoft Excel was not found: the buttons need it, the command ita-excel doesn't",
)
_NO_EXCEL_HERE = Text(
    "เครื่องนี้ไม่มี Excel ให้ใช้คำสั่ง ita-excel ในเทอร์มินัล",
    "there is no Excel on this system: use the command ita-excel",
)
_ADDINS_BARRED = Text(
    "หน่วยงานปิดใช้งาน Add-in ทั้งหมด โปรดขอให้ผู้ดูแลระบบอนุญาต หรือใช้สมุดงานแบบมีปุ่ม: ita-excel new ชื่อไฟล์.xlsm",
    "your organisation disables all add-ins: ask its administrator, or use a workbook with "
    "buttons: ita-excel new FILE.xlsm",
)
_SIGNATURE = Text(
    "หน่วยงานอนุญาตเฉพาะ Add-in ที่ลงลายมือชื่อดิจิทัล โปรดขอให้ผู้ดูแลระบบอนุญาต",
    "your organisation allows signed add-ins only: ask its administrator",
)
_LOCATIONS_BARRED = Text(
    "หน่วยงานปิดตำแหน่งที่เชื่อถือได้ Excel จะถามก่อนเปิดแมโครทุกครั้ง โปรดกด เปิดใช้งานแมโคร",
    "your organisation disables trusted locations: Excel asks each time, answer Enable macros",
)
_GET_FONT = Text(
    "ไฟล์ PDF ไม่ต้องใช้ ไฟล์ Word มีแบบอักษรแทนฝังไปด้วย แต่ถ้าจะแก้ไขต่อ ควรติดตั้ง TH Sarabun New จากเว็บไซต์ของทางราชการ",
    "PDF files don't need it and Word files carry one in its place; to go on editing those, install "
    "TH Sarabun New",
)
_GET_WORD = Text(
    "ไฟล์ PDF ไม่ต้องใช้ แต่ต้องมีโปรแกรมหนึ่งในนี้เพื่อแก้ไขไฟล์ .docx",
    "PDF files don't need one, but editing the .docx does",
)
