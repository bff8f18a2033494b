"""The same work by the command line, at a desk on a file, and at a desk on the open workbook."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ita_excel import buttons
from ita_excel.buttons import ordering
from tests.command import run
from tests.jobs.ways import FileDesk
from tests.live.desks import NOW, Person, desk
from tests.year.workbook import AGENCY, CONFLICTS, Sheets, Table, change, put


class Command:
    """An officer at the command line."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fill(self, months: int = 6) -> str:
        return self._run("fill", self.path, "--round", months)

    def split(self, out: Path) -> str:
        return self._run("split", self.path, "-o", out)

    def collect(self, files: Sequence[Path]) -> str:
        return self._run("collect", self.path, *files)

    def resolve(self) -> str:
        return self._run("resolve", self.path)

    def check(self) -> str:
        return self._run("validate", self.path)

    def export(self, out: Path, *, draft: bool = False) -> str:
        """Make the report of the workbook's round as open data."""
        words = ["--draft"] if draft else []
        asked = ("export", self.path, "-o", out, "--only", "report", "--format", "json")
        return self._run(*asked, *words)

    @staticmethod
    def _run(*words: object) -> str:
        ran = run(*words)
        assert ran.code in (0, 1), ran
        return ran.out + ran.err


class FileButtons:
    """An officer who presses buttons; the workbook is a file that is saved after each press."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fill(self, months: int = 6) -> str:
        said = ("รอบ", "๑๒ เดือน" if months == 12 else "๖ เดือน")
        put(self.path, AGENCY, lambda r: str(r["รายการ"]).startswith(said[0]), ค่า=said[1])
        return self.press("fill", Person())

    def split(self, out: Path) -> str:
        return self.press("split", Person(texts=[""], folders=[out]))

    def collect(self, files: Sequence[Path]) -> str:
        return self.press("collect", Person(agrees=[False], file_lists=[files]))

    def resolve(self) -> str:
        return self.press("resolve", Person())

    def check(self) -> str:
        return self.press("check", Person(agrees=[True, True]))

    def export(self, out: Path, *, draft: bool = False) -> str:
        wanted = [i for i, one in enumerate(ordering.FIRST) if one in ("report", "json")]
        options = [2] if draft else []
        person = Person(agrees=[False, False], choices=[wanted, options], folders=[out])
        return self.press("export", person)

    def press(self, button: str, person: Person) -> str:
        app = SimpleNamespace(status_bar=None, screen_updating=True)
        book = SimpleNamespace(name=self.path.name, app=app)
        at = FileDesk(book, person, self.path.parent / "state", now=lambda: NOW, person="ผู้ทดสอบ")
        at.file, at.show = self.path, person.shown.append
        shutil.rmtree(at.state, ignore_errors=True)
        getattr(buttons, button)(at)
        at.opened.save()
        return "\n".join([*person.questions, *person.told])


class OpenButtons(FileButtons):
    """The same at a workbook that is open in Calc; it is opened anew for each press."""

    def __init__(self, path: Path, app: Any) -> None:
        super().__init__(path)
        self._app = app

    def press(self, button: str, person: Person) -> str:
        book = self._app.books.open(str(self.path))
        try:
            getattr(buttons, button)(desk(book, person, self.path.parent / "state"))
            book.save()
        finally:
            book.close()
        return "\n".join([*person.questions, *person.told])


def reported(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the tables of the report in a folder."""
    [made] = folder.glob("*.json")
    data = json.loads(made.read_text("utf-8"))
    return {table["name"]: table["data"] for table in data["resources"]}


def conflicts(path: Path) -> list[dict[str, Any]]:
    """Return what waits for a decision."""
    table = Table(Sheets(path), CONFLICTS)
    lines = [line for line in table.rows if table.filled(line)]
    return [dict(zip(table.headings, line, strict=True)) for line in lines]


def sort(path: Path, sheet: str, heading: str, *, backwards: bool = False) -> None:
    """Sort a sheet's rows as Excel does."""
    table = Table(Sheets(path), sheet)
    table.sort(heading, backwards)
    change(path, table.edits())
