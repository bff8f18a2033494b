"""Where things are on a person's computer, as far as Excel's add-ins go.

A `Machine` is a plain value, so that the tests can be a Windows or a Mac that they are not.
"""

from __future__ import annotations

import locale
import os
import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ita_excel.core.errors import MachineError
from ita_excel.core.language import Text

WINDOWS, MAC = "Windows", "Darwin"
PROJECT = "ita_excel"  # PROJECT_NAME in macros/xlwings.bas: the name of the settings file
SCRIPT = "xlwings-0.37.8-ita_excel.applescript"  # after XLWINGS_VERSION there


@dataclass(frozen=True, slots=True)
class Machine:
    """A computer and the person who is logged in."""

    system: str  # what platform.system() says
    home: Path
    environ: Mapping[str, str]
    interpreter: Path  # the Python that runs this program
    code_page: str = "cp874"  # in which VBA reads a text file

    @classmethod
    def this(cls) -> Machine:
        """Return the computer that the program runs on."""
        return cls(
            platform.system(),
            Path.home(),
            dict(os.environ),
            Path(sys.executable),
            "mbcs" if sys.platform == "win32" else locale.getpreferredencoding(False),
        )

    @property
    def startup(self) -> Path:
        """The folder whose add-ins Excel loads by itself; MachineError where there is no Excel."""
        if self.system == WINDOWS:
            roaming = self.environ.get("APPDATA") or self.home / "AppData" / "Roaming"
            return Path(roaming) / "Microsoft" / "Excel" / "XLSTART"
        if self.system == MAC:
            office = self.home / "Library" / "Group Containers" / "UBF8T346G9.Office"
            return office / "User Content.localized" / "Startup.localized" / "Excel"
        raise MachineError(_NO_EXCEL_HERE)

    @property
    def settings(self) -> Path:
        """The file in which the add-in looks up what program to start."""
        if self.system == WINDOWS:
            profile = Path(self.environ.get("USERPROFILE") or self.home)
            return profile / f".{PROJECT}" / f"{PROJECT}.conf"
        if self.system == MAC:
            return self.home / "Library/Containers/com.microsoft.Excel/Data" / f"{PROJECT}.conf"
        raise MachineError(_NO_EXCEL_HERE)

    @property
    def script(self) -> Path | None:
        """On a Mac, where Excel may run a script from; None elsewhere."""
        if self.system != MAC:
            return None
        return self.home / "Library" / "Application Scripts" / "com.microsoft.Excel" / SCRIPT

    @property
    def state(self) -> Path:
        """The folder for the log, the lock and the list of what was installed."""
        if self.system == WINDOWS:
            local = self.environ.get("LOCALAPPDATA") or self.home / "AppData" / "Local"
            return Path(local) / "ita-excel" / "state"
        if self.system == MAC:
            return self.home / "Library" / "Application Support" / "ita-excel"
        return Path(self.environ.get("XDG_STATE_HOME") or self.home / ".local/state") / "ita-excel"


_NO_EXCEL_HERE = Text(
    "เครื่องนี้ไม่ใช่ Windows หรือ macOS จึงไม่มี Excel ให้ติดตั้งส่วนเสริม โปรดใช้คำสั่ง ita-excel ในเทอร์มินัลแทน",
    "this is neither Windows nor macOS, so there is no Excel to install the add-in into: use the "
    "command ita-excel in a terminal instead",
)
