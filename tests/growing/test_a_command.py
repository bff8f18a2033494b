"""A command with its button is four files: the job, both shells, the list of wishes. On a copy."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.growing.grown import ROOT, command, copied, edit, python, said
from tests.growing.recipes import agree

_JOB = '''"""Count: how many actions the plan has."""

from __future__ import annotations

from dataclasses import dataclass

from ita_excel.jobs.book import OpenBook, Place, in_turn
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(Outcome):
    """How many actions there are."""

    actions: int


def count(place: Place, occasion: Occasion) -> Counted:
    """Return the number of actions in the plan. InputError for what is no ITA workbook."""

    def work(opened: OpenBook) -> Counted:
        return Counted(actions=len(opened.read().plan))

    return in_turn(place, occasion, work, writing=False)
'''
_COMMAND = '''"""`ita-excel count`: how many actions the plan has."""

from __future__ import annotations

from pathlib import Path

from ita_excel.cli.arguments import workbook_argument
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import say
from ita_excel.cli.progress import occasion
from ita_excel.core.language import Text
from ita_excel.jobs.count import count


@declare("count", None, ("ita-excel count ITA.xlsx", "นับ", "count"))
@workbook_argument()
def command(file: Path) -> None:
    say(Text("{n} รายการ", "{n} actions"), n=count(file, occasion()).actions)
'''
_BUTTON = '''"""Count the actions of the open workbook."""

from __future__ import annotations

from ita_excel.buttons.desk import Desk
from ita_excel.buttons.press import Said
from ita_excel.core.language import Text
from ita_excel.jobs.count import count as count_actions


def count(desk: Desk) -> Said:
    """Say how many actions there are."""
    counted = count_actions(desk.grid(), desk.occasion())
    return Said(Text("{n} รายการ", "{n} actions").fill(n=counted.actions))
'''
_WISH = """            "count": Button(
                Text("นับ", "Count"),
                "counting:count",
                "AutoSum",
                "N",
                "นับวิธีการดำเนินงาน",
                "บอกว่าแผนมีวิธีการดำเนินงานกี่รายการ",
            ),
"""
_PRESS = """
import json, sys
from pathlib import Path
from ita_excel import buttons
from ita_excel.buttons import desk as desks
from ita_excel.store.file import FileGrid
heard = []
class Asking:
    def tell(self, text, wrong=False): heard.append(text)
    def __getattr__(self, name): raise AssertionError(name)
class App: screen_updating = True
class Workbook:
    app, name, fullname = App(), Path(sys.argv[1]).name, sys.argv[1]
class AtHome(desks.Desk):
    def grid(self): return FileGrid(Path(sys.argv[1]))
buttons.count(AtHome(Workbook(), Asking(), Path(sys.argv[2]), "en"))
print(json.dumps(heard))
"""


_BEFORE = '    "restore": Text(\n'
_SENTENCE = '    "count": Text("นับวิธีการดำเนินงาน", "Count the actions."),\n'


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = copied(tmp_path_factory.mktemp("with-a-command"))
    shutil.copytree(ROOT / "macros", made / "macros")
    shutil.copy(ROOT / "workbook_template.xlsx", made)
    (made / "ita_excel/jobs/count.py").write_text(_JOB, "utf-8")
    (made / "ita_excel/cli/count.py").write_text(_COMMAND, "utf-8")
    (made / "ita_excel/buttons/counting.py").write_text(_BUTTON, "utf-8")
    edit(made, "jobs/wishes.py", _BEFORE, _SENTENCE + _BEFORE)
    start = '            "fix": Button('
    edit(made, "jobs/wishes.py", start, _WISH + start)
    python(made, "-m", "ita_excel.buttons.addin", "build")
    return made


@pytest.fixture(scope="module")
def book(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    command(copy, "demo", folder)
    return next(folder.glob("*.xlsx"))


def test_the_page_names_the_files(copy: Path) -> None:
    agree(copy, "a command with its button", 4)


def test_the_command_is_there_and_helps(copy: Path, book: Path) -> None:
    assert re.fullmatch(r"[1-9][0-9]* actions\n", command(copy, "count", book))
    assert "count" in command(copy, "--help")
    assert "Count the actions." in command(copy, "count", "--help")


def test_the_button_is_in_the_tab_and_on_the_sheet_and_does_it(
    copy: Path, book: Path, tmp_path: Path
) -> None:
    ribbon = (copy / "macros/customUI14.xml").read_text("utf-8")
    assert 'id="itaCount" label="นับ"' in ribbon and 'onAction="RibbonCount"' in ribbon
    assert "Public Sub RibbonCount(" in (copy / "macros/ItaRibbon.bas").read_text("ascii")
    assert "Public Sub SheetCount()" in (copy / "macros/ItaSheet.bas").read_text("ascii")
    told = command(copy, "count", book).strip()
    assert said(copy, _PRESS, book, tmp_path) == [told]


def test_a_program_calls_the_job(copy: Path, book: Path) -> None:
    code = (
        "import json, sys; from ita_excel.jobs.count import count; "
        "from ita_excel.jobs.occasion import Occasion; "
        "print(json.dumps(count(sys.argv[1], Occasion()).actions))"
    )
    actions = json.loads(python(copy, "-c", code, book))
    assert command(copy, "count", book).strip() == f"{actions} actions"
