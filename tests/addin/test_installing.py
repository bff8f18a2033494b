"""The add-in is put where Excel loads it, with settings it can read, and taken out without a trace."""

from __future__ import annotations

from pathlib import Path

import pytest

from ita_excel.buttons.addin import ADDIN, SCRIPT_SOURCE
from ita_excel.buttons.addin.installing import install, remove, status
from ita_excel.buttons.addin.machine import MAC, WINDOWS, Machine
from ita_excel.buttons.addin.settings_file import composed, interpreter_in
from ita_excel.core.errors import MachineError, OutputError

PERSON = "สมชาย ใจดี"


def windows(folder: Path) -> Machine:
    """A Windows PC in a folder; its person has a Thai name with a space, as offices have."""
    home = folder / "Users" / PERSON
    local = home / "AppData" / "Local"
    interpreter = Path(f"{local}\\uv\\tools\\ita-excel\\Scripts\\python.exe")
    interpreter.parent.mkdir(parents=True, exist_ok=True)
    interpreter.write_text("python", encoding="ascii")
    environ = {
        "USERPROFILE": str(home),
        "APPDATA": str(home / "AppData" / "Roaming"),
        "LOCALAPPDATA": str(local),
    }
    return Machine(WINDOWS, home, environ, interpreter)


def mac(folder: Path) -> Machine:
    home = folder / "Users" / PERSON
    interpreter = home / "Library" / "Application Support" / "โปรแกรม" / "python3"
    interpreter.parent.mkdir(parents=True, exist_ok=True)
    interpreter.write_text("python", encoding="ascii")
    return Machine(MAC, home, {}, interpreter)


MACHINES = pytest.mark.parametrize("machine_in", [windows, mac])


def files(folder: Path) -> dict[str, bytes | None]:
    return {
        str(p.relative_to(folder)): p.read_bytes() if p.is_file() else None
        for p in folder.rglob("*")
    }


@MACHINES
def test_installed_it_is_ready(machine_in, tmp_path):
    machine = machine_in(tmp_path)
    assert not status(machine).ready
    install(machine)
    now = status(machine)
    assert now.ready
    assert now.addin.read_bytes() == ADDIN.read_bytes()
    assert Path(now.interpreter) == machine.interpreter


@MACHINES
def test_removed_the_computer_is_as_it_was(machine_in, tmp_path):
    machine = machine_in(tmp_path)
    machine.state.mkdir(parents=True)
    before = files(tmp_path)
    install(machine)
    assert files(tmp_path) != before
    remove(machine)
    assert files(tmp_path) == before
    assert remove(machine) == []


@MACHINES
def test_installing_twice_is_the_same_as_once(machine_in, tmp_path):
    machine = machine_in(tmp_path)
    machine.state.mkdir(parents=True)
    before = files(tmp_path)
    install(machine)
    once = files(tmp_path)
    install(machine)
    assert files(tmp_path) == once
    remove(machine)
    assert files(tmp_path) == before


@MACHINES
def test_what_the_person_had_there_comes_back(machine_in, tmp_path):
    machine = machine_in(tmp_path)
    machine.settings.parent.mkdir(parents=True)
    machine.settings.write_bytes(b'"INTERPRETER_WIN","C:\\own\\python.exe"\r\n')
    install(machine)
    remove(machine)
    assert machine.settings.read_bytes() == b'"INTERPRETER_WIN","C:\\own\\python.exe"\r\n'


def test_on_windows_excel_loads_it_from_its_startup_folder(tmp_path):
    machine = windows(tmp_path)
    assert machine.startup == Path(machine.environ["APPDATA"]) / "Microsoft" / "Excel" / "XLSTART"


def test_on_a_mac_it_brings_the_script_that_starts_python(tmp_path):
    machine = mac(tmp_path)
    install(machine)
    assert machine.script.read_bytes() == SCRIPT_SOURCE.read_bytes()
    assert machine.script.name in _script_name_of_the_macros()


def _script_name_of_the_macros() -> str:
    source = (Path(__file__).parents[2] / "macros" / "xlwings.bas").read_text("ascii")
    version = source.split('XLWINGS_VERSION As String = "')[1].split('"')[0]
    return f"xlwings-{version}.applescript"


def test_settings_only_leaves_excel_without_the_tab(tmp_path):
    machine = windows(tmp_path)
    install(machine, with_addin=False)
    now = status(machine)
    assert now.interpreter_there
    assert not now.installed


def test_an_older_add_in_is_told_from_this_one(tmp_path):
    machine = windows(tmp_path)
    install(machine)
    status(machine).addin.write_bytes(b"an older version")
    assert status(machine).installed
    assert not status(machine).current


def test_excel_has_the_add_in_open(tmp_path, monkeypatch):
    machine = windows(tmp_path)

    def refuse(*args: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(OutputError, match="โปรดปิดโปรแกรม Excel"):
        install(machine)


def test_no_excel_on_this_system(tmp_path):
    machine = Machine("Linux", tmp_path, {}, tmp_path / "python")
    with pytest.raises(MachineError, match="Windows"):
        install(machine)


@pytest.mark.parametrize(
    ("environ", "interpreter", "written"),
    [
        (
            {"LOCALAPPDATA": r"C:\Users\สมชาย ใจดี\AppData\Local", "USERPROFILE": r"C:\Users\สมชาย ใจดี"},
            r"C:\Users\สมชาย ใจดี\AppData\Local\uv\python.exe",
            r"%LOCALAPPDATA%\uv\python.exe",
        ),
        (
            {"USERPROFILE": r"C:\Users\a", "OneDrive": r"C:\Users\a\OneDrive - อบต. ตัวอย่าง"},
            r"C:\Users\a\OneDrive - อบต. ตัวอย่าง\tool\python.exe",
            r"%OneDrive%\tool\python.exe",
        ),
        ({}, r"D:\โปรแกรม ของเรา\python.exe", r"D:\โปรแกรม ของเรา\python.exe"),
        ({"USERPROFILE": r"C:\Users\A"}, r"c:\users\a\x y\python.exe", r"%USERPROFILE%\x y\python.exe"),
    ],
)  # fmt: skip
def test_the_interpreter_is_written_so_that_vba_reads_it(environ, interpreter, written, tmp_path):
    machine = Machine(WINDOWS, tmp_path, environ, Path(interpreter))
    settings = composed(machine)
    assert f'"INTERPRETER_WIN","{written}"\r\n' in settings.decode("cp874")
    assert interpreter_in(settings, machine).casefold() == interpreter.casefold()


@pytest.mark.parametrize(
    ("interpreter", "code_page"),
    [(r"D:\โปรแกรม\python.exe", "cp1252"), (r"D:\100%\a%b\python.exe", "cp874"),
     (r"D:\a&b\python.exe", "cp874")],
)  # fmt: skip
def test_a_place_that_vba_cannot_read_is_refused_with_the_remedy(interpreter, code_page, tmp_path):
    machine = Machine(WINDOWS, tmp_path, {}, Path(interpreter), code_page)
    with pytest.raises(MachineError, match="ติดตั้งโปรแกรมใหม่"):
        composed(machine)


def test_the_workbooks_folder_is_no_place_for_modules(tmp_path):
    assert b'"ADD_WORKBOOK_TO_PYTHONPATH","False"' in composed(windows(tmp_path))
