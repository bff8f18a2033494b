"""A province's master that was split to districts, each of which split on to divisions of its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from random import Random

from ita_excel import schema
from ita_excel.core.grid import Edit
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.own_master import own_master
from ita_excel.jobs.split import split
from ita_excel.sheets import append_rows, read, set_field
from ita_excel.store.file import FileGrid
from tests.dispatch.files import DUE, SENT, make_master
from tests.oracle import words
from tests.oracle.unit_file import Sent

PROVINCE = "จังหวัดลองดู"
DISTRICTS, DIVISIONS = 5, 5  # districts, and divisions of each: as many as units in a world


@dataclass
class District:
    """A district's own master that was split on, and what the district was sent itself."""

    name: str
    master: Path
    received: Sent
    sent: dict[str, list[Sent]]  # each division's attachments
    keys: list[str]  # of the actions that its divisions answer


@dataclass
class Province:
    """A master and those of its districts: made once, and copied for each world."""

    master: Path
    districts: dict[str, District]


def open_province(
    folder: Path, seed: int, districts: int = DISTRICTS, divisions: int = DIVISIONS
) -> Province:
    """Make a province's master with actions by chance, and split it down to the divisions."""
    chance = Random(f"province-{seed}")
    names = [f"อำเภอที่ {n}" for n in range(1, districts + 1)]
    below = {
        name: [f"ฝ่ายที่ {at * divisions + n}" for n in range(1, divisions + 1)]
        for at, name in enumerate(names)
    }
    whose: dict[str, str] = {}
    owners: list[tuple[str, str]] = []
    for name in names:
        for division in below[name]:
            owners += [(name, division)] * chance.randrange(4, 10)
    texts = words.actions(chance, len(owners) + 2)
    rows = []
    for n, (text, (name, division)) in enumerate(zip(texts, owners, strict=False)):
        rows.append({"key": f"K{n:04}", "text": text, "responsible": name})
        whose[f"K{n:04}"] = division
    rows += [
        {"key": f"KZ{n}", "text": text, "responsible": "ทุกส่วน/กอง"}
        for n, text in enumerate(texts[len(owners) :])
    ]
    folder.mkdir(parents=True)
    master = make_master(folder / "province.xlsx", rows, names, name=PROVINCE)
    received = attached(master, folder / "out", SENT)
    found = {}
    for name in names:
        (path,) = received[name]
        mine = {key: d for key, d in whose.items() if d in below[name]}
        own = folder / f"{name}.xlsx"
        own_master(own, occasion(SENT + dt.timedelta(hours=1)), sent=path)
        _names_divisions(own, below[name], mine)
        out = attached(own, folder / f"out {name}", SENT + dt.timedelta(hours=2))
        sent = {d: [Sent(p.read_bytes()) for p in out[d]] for d in below[name]}
        found[name] = District(name, own, Sent(path.read_bytes()), sent, list(mine))
    return Province(master, found)


def occasion(moment: dt.datetime) -> Occasion:
    """Return an occasion at a moment of the story."""
    return Occasion(moment.astimezone().replace(tzinfo=None), "เจ้าหน้าที่")


def attached(
    master: Path, out: Path, moment: dt.datetime, **options: object
) -> dict[str, list[Path]]:
    """Split a master at a moment of the story, and return each unit's workbooks."""
    done = split(master, occasion(moment), out, due=DUE, **options)  # type: ignore[arg-type]
    found: dict[str, list[Path]] = {}
    for one in done.workbooks:
        found.setdefault(one.unit.name, []).append(one.path)
    return found


def _names_divisions(master: Path, divisions: list[str], whose: dict[str, str]) -> None:
    """Type the divisions, the first with two addresses, and in the plan who does what."""
    grid = FileGrid(master)
    reading = read(grid)
    people = [{"name": d, "email": f"d{n}@example.go.th"} for n, d in enumerate(divisions)]
    people[0]["email"] += ", second@example.go.th"
    edits: list[Edit] = append_rows(reading.blocks[schema.UNITS.name], people)
    for record in reading.plan:
        if record.value.key in whose:
            edits += set_field(record.block, record.row, "responsible", whose[record.value.key])
    grid.apply(edits)
    grid.save()
