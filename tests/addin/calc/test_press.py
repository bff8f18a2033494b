"""Real buttons on the sheet, pressed in LibreOffice: the exact command that Python would get."""

from __future__ import annotations

import ast
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ita_excel.jobs.wishes import BUTTONS
from tests.addin.calc.build import macro_workbook_for_calc
from tests.addin.calc.windows import arguments, commands
from tests.addin.test_build import THAI_MESSAGES
from tests.engine.office import Office

pytestmark = pytest.mark.xdist_group("office")

# Folder and file names that offices have; on Windows a name can't hold a quotation mark.
NAMES = ("งาน ITA ๒๕๖๙", "o'brien's", "กองช่าง & กองคลัง (ใหม่)", "ผล 100%", "a,b;c=d+e~#@!")
INTERPRETER = "%ITA_PLACE%\\o'brien\\python.exe"  # as the installation writes it: ASCII only
_ALWAYS = 4  # com.sun.star.document.MacroExecMode.ALWAYS_EXECUTE_NO_WARN


class Desk:
    """An office whose macros write down what they would have done."""

    def __init__(self, folder: Path, workbook: bytes) -> None:
        self.folder, self.workbook = folder, workbook
        self.record = folder / "record.txt"
        # Windows' separator in names of this system: each is one file in `folder`.
        place, home = folder / "โปรแกรม ของเรา", folder / "ผู้ใช้ หนึ่ง"
        self.interpreter = Path(f"{place}\\o'brien\\python.exe")
        self.interpreter.write_text("the interpreter", encoding="utf-8")
        self.settings = Path(f"{home}\\.ita_excel\\ita_excel.conf")
        self.write_settings(INTERPRETER)
        self.office = Office(
            {
                "USERPROFILE": str(home),
                "ITA_RECORD": str(self.record),
                "ITA_PLACE": str(place),
                "Temp": str(folder),
            }
        )

    def write_settings(self, interpreter: str) -> None:
        # The last two: LibreOffice's Basic can't make a Boolean of VBA's default, "False".
        settings = {
            "INTERPRETER_WIN": interpreter,
            "ADD_WORKBOOK_TO_PYTHONPATH": "False",
            "USE UDF SERVER": "0",
            "SHOW CONSOLE": "0",
        }
        lines = "".join(f'"{name}","{value}"\n' for name, value in settings.items())
        self.settings.write_text(lines, encoding="ascii")

    def press(self, path: Path, button: str = "check", prepare: Any = None) -> dict[str, str]:
        """Open the workbook at `path`, press the button on its sheet, return what it recorded."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.workbook)
        self.record.unlink(missing_ok=True)
        document = self.office.load(path, MacroExecutionMode=_ALWAYS)
        try:
            if prepare:
                prepare(document)
            page = document.Sheets.getByIndex(0).DrawPage
            shape = page.getByIndex(list(BUTTONS).index(button))
            control = document.CurrentController.getControl(shape.Control)
            control.AccessibleContext.doAccessibleAction(0)
            return self._recorded()
        finally:
            document.close(True)

    def _recorded(self) -> dict[str, str]:
        deadline = time.monotonic() + 20
        while not self.record.exists() or not self.record.read_text("ascii").endswith("\n"):
            assert time.monotonic() < deadline, "the button did nothing"
            time.sleep(0.02)
        lines = [line.split() for line in self.record.read_text("ascii").splitlines()]
        return {kind: "".join(chr(int(n) % 65_536) for n in codes) for kind, *codes in lines}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("ปุ่ม"), macro_workbook_for_calc())
    yield made
    made.office.stop()


def python_call(command: str) -> tuple[list[str], str]:
    """Return argv and the Python source of a recorded command, after both readings of Windows."""
    assert command.startswith("cmd.exe /C ")
    [only] = commands(command.removeprefix("cmd.exe /C "))
    argv = arguments(only)
    return argv, argv[argv.index("-c") + 1]


@pytest.mark.parametrize("button", list(BUTTONS))
def test_each_button_calls_its_function(desk: Desk, button: str) -> None:
    recorded = desk.press(desk.folder / "สมุดงาน.xlsm", button)
    argv, source = python_call(recorded["command"])
    assert argv[0] == str(desk.interpreter)
    assert argv[1] == "-B"
    assert source.endswith(f"; from ita_excel import buttons; buttons.{button}()")
    assert "message" not in recorded


@pytest.mark.parametrize("name", NAMES)
def test_names_arrive_whole(desk: Desk, name: str) -> None:
    path = desk.folder / name / f"{name}.xlsm"
    argv, source = python_call(desk.press(path)["command"])
    assert f"--wb={path.name}" in argv
    assert {"--from_xl=1", "--hwnd=4711"} <= set(argv)
    calls = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call)]
    [paths] = [ast.literal_eval(c.args[0]) for c in calls if c.args]
    assert paths.split(";")[0] == "False"  # the workbook's folder is not a place for modules
    assert str(path) in paths


def refusals() -> Iterator[tuple[str, str, Callable[[Desk], Any], Any]]:
    def sheet(name: str) -> Callable[[Any], None]:
        return lambda document: document.Sheets.insertNewByName(name, 1)

    yield "a sheet of settings", "TextCarriesSettings", lambda d: None, sheet("ita_excel.conf")
    yield "a sheet of code", "TextCarriesSettings", lambda d: None, sheet("สอดแนม.py")
    yield "a caret", "TextUnspeakable", lambda d: "a^b", None
    yield "a quotation mark", "TextUnspeakable", lambda d: 'ก "ข"', None


@pytest.mark.parametrize(("what", "text", "name", "prepare"), list(refusals()))
def test_refused_with_a_message_and_no_command(
    desk: Desk, what: str, text: str, name: Callable[[Desk], Any], prepare: Any
) -> None:
    recorded = desk.press(desk.folder / f"{name(desk) or 'งาน'}.xlsm", prepare=prepare)
    assert recorded["message"].startswith(THAI_MESSAGES[text]), what
    assert "command" not in recorded


def test_settings_lying_beside_the_workbook_are_refused(desk: Desk) -> None:
    folder = desk.folder / "จดหมาย"
    folder.mkdir()
    (folder / "ita_excel.conf").write_text('"INTERPRETER_WIN","\\\\evil\\share\\python.exe"\n')
    recorded = desk.press(folder / "งาน.xlsm")
    assert recorded["message"].startswith(THAI_MESSAGES["TextCarriesSettings"])
    assert "command" not in recorded


def test_without_an_interpreter_the_message_says_to_install(desk: Desk) -> None:
    desk.write_settings("%ITA_PLACE%\\gone\\python.exe")
    try:
        recorded = desk.press(desk.folder / "งาน.xlsm")
    finally:
        desk.write_settings(INTERPRETER)
    assert recorded["message"].startswith(THAI_MESSAGES["TextNotInstalled"])
    assert "command" not in recorded


def test_the_model_of_windows_takes_a_hostile_name_apart() -> None:
    """The model itself can fail: an unescaped & is a second command."""
    assert commands("a & b") == ["a", "b"]
    assert commands("a ^& b") == ["a & b"]
    assert commands('"a & b" 2> "log"') == ['"a & b"']
    assert arguments(r'"C:\x y\p.exe" -c "f(\"a b\")"') == [r"C:\x y\p.exe", "-c", 'f("a b")']
