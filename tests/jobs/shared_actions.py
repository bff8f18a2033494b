"""A master with an action that several units share: its rows, its units' workbooks, their answers."""

from __future__ import annotations

import json
from pathlib import Path

from ita_excel import schema
from ita_excel.schema.model import Status
from ita_excel.sheets import read, set_field
from ita_excel.store.file import FileGrid
from tests.command import run
from tests.dispatch import files
from tests.dispatch.files import ROWS, UNITS, make_master

DONE, GOING, NOT, _ = (status.value for status in Status)
SHARED = "KDDD"


def ita(*words: object, code: int = 0):
    ran = run(*words)
    assert ran.code == code, ran
    return ran


def data(*words: object, code: int = 0):
    return json.loads(ita(*words, "--json", code=code).out)


def master(folder: Path, setting: str = schema.BY_UNIT, **more: object) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return make_master(folder / "ไฟล์หลัก.xlsx", ROWS, UNITS, shared_rows=setting, **more)


def workbooks(folder: Path) -> dict[str, Path]:
    return {unit: next(folder.glob(f"*{unit}.xlsx")) for unit in UNITS}


def rows(path: Path, round_: str = "๖ เดือน") -> dict[str, dict[str, object]]:
    """Each row of the shared action by its unit, '' for the joint row."""
    found = [r for r in read(FileGrid(path)).every_result if r.value.round == round_]
    return {
        r.value.unit: {c: r.typed(c) for c in ("status", "outcome", "evidence", "problems")}
        for r in found
        if r.value.action_key == SHARED
    }


def answer(path: Path, **values: object) -> None:
    """Type into a unit's row of the shared action."""
    record = next(r for r in read(FileGrid(path)).results if r.value.action_key == SHARED)
    files.type_into(path, record.value.key, **values)


def type_joint(path: Path, **values: object) -> None:
    files.type_into(path, SHARED, **values)


def type_unit(path: Path, unit: str, round_: str = "๖ เดือน", **values: object) -> None:
    """Type into a unit's row of the shared action, in the master."""
    grid = FileGrid(path)
    record = next(
        r
        for r in read(grid).unit_rows
        if (r.value.unit, r.value.round, r.value.action_key) == (unit, round_, SHARED)
    )
    grid.apply([e for f, v in values.items() for e in set_field(record.block, record.row, f, v)])
    grid.save()
