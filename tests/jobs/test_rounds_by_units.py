"""The second round goes out to the units: what they see of answers carried over, confirm and return."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from ita_excel import buttons, schema
from ita_excel.core.grid import SetCell
from ita_excel.core.values import Value
from ita_excel.rules.native.checks import CARRIED, GONE
from ita_excel.schema.model import Result, Round
from ita_excel.sheets import Record, read
from ita_excel.sheets.carrying import FROM_SIX
from ita_excel.store.file import FileGrid
from tests import libreoffice
from tests.command import run
from tests.dispatch.files import make_master
from tests.jobs.ways import FileDesk
from tests.live.desks import NOW, Person

KEYS = ("KAAA", "KBBB", "KCCC")
ROWS = [
    {"key": key, "text": f"เรื่องที่ {n}", "responsible": "กองคลัง", "status": "อยู่ระหว่างดำเนินการ",
     "outcome": f"ดำเนินการแล้ว {n} ครั้ง", "problems": "ไม่มี", "end": "ก.ย. ๖๕"}
    for n, key in enumerate(KEYS, 1)
]  # fmt: skip


@pytest.fixture(scope="module")
def _sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    master = make_master(folder / "master.xlsx", ROWS, round=Round.TWELVE.value)
    assert run("fill", master, "--round", "12").code == 0
    assert run("split", master, "-o", folder / "out", "--due", "30/9/2565").code == 0
    return folder


@pytest.fixture
def office(_sent: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The master, and the workbook of the one unit."""
    folder = Path(shutil.copytree(_sent, tmp_path / "office"))
    [unit] = (folder / "out").glob("*.xlsx")
    return folder / "master.xlsx", unit


def twelve(path: Path) -> dict[str, Record[Result]]:
    found = read(FileGrid(path)).results
    return {r.value.key: r for r in found if r.value.in_round is Round.TWELVE}


def put(path: Path, key: str, round_: Round = Round.TWELVE, **values: Value) -> None:
    grid = FileGrid(path)
    [record] = [r for r in read(grid).results if (r.value.key, r.value.in_round) == (key, round_)]
    grid.apply([SetCell(record.at(field), value) for field, value in values.items()])
    grid.save()


def collect(master: Path, unit: Path, by: str) -> None:
    inbox = master.parent / "in"
    inbox.mkdir(exist_ok=True)
    shutil.copy(unit, inbox)
    if by == "command":
        assert run("collect", master, inbox).code in (0, 1)
        return
    person = Person(agrees=[True], folders=[inbox])
    app = SimpleNamespace(status_bar=None, screen_updating=True)
    shown = SimpleNamespace(name=master.name, app=app)
    desk = FileDesk(shown, person, master.parent / "state", now=lambda: NOW)
    desk.file = master
    buttons.collect(desk)
    desk.opened.save()


def said(path: Path, *, by_calc: bool = False) -> list[str]:
    """Return what ตรวจ says of the 12-month rows, as saved or worked out by LibreOffice."""
    if by_calc:
        path = libreoffice.convert(path, "xlsx", path.parent / "calculated")
    return [str(r.typed("check") or "") for r in twelve(path).values()]


@pytest.mark.parametrize("of", [0, 1], ids=["master", "unit"])
def test_a_workbook_says_itself_what_waits_and_follows_what_is_typed(
    office: tuple[Path, Path], of: int
) -> None:
    path = office[of]
    assert said(path) == [CARRIED] * 3
    put(path, "KAAA", outcome="ดำเนินการแล้ว 4 ครั้ง")
    put(path, "KBBB", confirmed=schema.CONFIRMED)
    assert said(path) == said(path, by_calc=True) == ["", "", CARRIED]
    put(path, "KAAA", outcome="ดำเนินการแล้ว 1 ครั้ง")
    assert said(path)[0] == CARRIED


def test_a_row_without_an_action_says_so_until_it_is_removed(office: tuple[Path, Path]) -> None:
    master, _ = office
    grid = FileGrid(master)
    plan = read(grid).plan[1]
    grid.apply([SetCell(plan.at(f), None) for f in plan.block.columns if f != "check"])
    grid.save()
    assert said(master)[1] == said(master, by_calc=True)[1] == GONE
    found = json.loads(run("validate", master, "--no-write", "--json").out)["findings"]
    row = twelve(master)["KBBB"].row
    [waits] = [f["message"] for f in found if f["rule"] == "R415"]
    assert f"{row - 1}, {row + 1}" in waits  # nobody is asked to confirm it
    assert run("split", master, "-o", master.parent / "again", "--due", "30/9/2565").code in (0, 1)
    [again] = (master.parent / "again").glob("*.xlsx")
    assert GONE not in said(again)  # a unit removes nothing


@pytest.mark.parametrize("by", ["command", "button"])
def test_what_a_unit_confirms_is_confirmed_in_the_master(
    office: tuple[Path, Path], by: str
) -> None:
    master, unit = office
    put(unit, "KAAA", confirmed=schema.CONFIRMED)
    put(unit, "KBBB", outcome="ดำเนินการแล้ว 9 ครั้ง")
    collect(master, unit, by)
    rows = twelve(master)
    assert [rows[k].value.confirmed for k in KEYS] == [schema.CONFIRMED, "", ""]
    assert [rows[k].typed("carried") for k in KEYS] == [FROM_SIX, None, FROM_SIX]
    waits = run("validate", master, "--no-write", "--json").out
    assert waits.count("R415") == 1 and "KCCC" not in waits
    assert "R415" in run("export", master, "-o", master.parent / "doc", "--round", "12").out
    assert run("confirm", master, "--all").code == 0
    assert "R415" not in run("validate", master, "--no-write", "--json").out


def test_a_correction_of_march_after_the_split_meets_the_units_answer(
    office: tuple[Path, Path],
) -> None:
    master, unit = office
    for key in KEYS:
        put(master, key, Round.SIX, outcome=f"แก้ไขแล้ว {key}")
    assert run("fill", master, "--round", "12").code == 0
    assert [r.value.outcome for r in twelve(master).values()] == [f"แก้ไขแล้ว {k}" for k in KEYS]
    put(unit, "KAAA", confirmed=schema.CONFIRMED)  # of the words that it was sent
    put(unit, "KBBB", outcome="ดำเนินการแล้ว 9 ครั้ง")
    collect(master, unit, "command")
    rows = twelve(master)
    assert rows["KCCC"].value.outcome == "แก้ไขแล้ว KCCC"  # nobody touched it there
    assert rows["KAAA"].value.outcome == "แก้ไขแล้ว KAAA"
    conflicts = read(FileGrid(master)).blocks[schema.CONFLICTS.name]
    waiting = [
        (conflicts.cell(n, "key"), conflicts.cell(n, "theirs")) for n in conflicts.filled_rows()
    ]
    assert ("KBBB", "ดำเนินการแล้ว 9 ครั้ง") in waiting
    # The unit confirmed other words than the row has now: a person decides, and until then it waits.
    assert rows["KAAA"].value.confirmed == "" and ("KAAA", schema.CONFIRMED) in waiting
    assert "R415" in run("validate", master, "--no-write", "--json").out
    collect(master, unit, "command")  # the same file once more
    assert twelve(master)["KAAA"].value.confirmed == ""
    grid = FileGrid(master)
    block = read(grid).blocks[schema.CONFLICTS.name]
    unit_s = schema.LISTS["decisions"][1]
    grid.apply([SetCell(block.at(n, "decision"), unit_s) for n in block.filled_rows()])
    grid.save()
    assert run("resolve", master).code == 0
    rows = twelve(master)
    assert rows["KAAA"].value.confirmed == schema.CONFIRMED
    assert rows["KBBB"].value.outcome == "ดำเนินการแล้ว 9 ครั้ง"
