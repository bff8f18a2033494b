"""Random workbooks after each command that writes, by seed: what officers type, right and odd.

Left out is what LibreOffice calculates otherwise than Excel: `&` and `COUNT` of TRUE, which it takes
for the number 1, and `COUNTIF` of a number by a pattern of stars alone, which it lets match.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from ita_excel import schema
from ita_excel.core.grid import CellRef, Edit, SetCell
from ita_excel.sheets import append_rows, newbook, read, require_block
from ita_excel.store.file import FileGrid
from ita_excel.store.shipped import template_bytes
from tests import command
from tests.dispatch import files
from tests.template.typed_rows import Row, Typist

UNITS = ("สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา ศาสนาและวัฒนธรรม", "กองสวัสดิการสังคม")
NAMES = ("อบต.ตัวอย่าง", " เทศบาลตำบลพ่วง", "ก*ข?~", "", None, "A & B <C>", 12, " ", "\u200b")
ROUNDS = ("๖ เดือน", "๑๒ เดือน", "12 เดือน", None, "6", " ๖ เดือน", "*", "")
YEARS = (2565, "2565", "๒๕๖๕", "พ.ศ. 2570", None, "", "ปี 65", 2570.0, 65, "25 65", "2565 ", 0)
MEASURES = (
    "มาตรการที่ ๑", "มาตรการที่ ๒", "มาตรการ*", "ด้าน ? ก", "มาตรการที่ ๑ ", "=1+1", ">5", "<>ก",
    "ABC", "abc", "5", 5, "ยาว" * 70, "a\nb", "~*", None, None, None, " ", "-",
)  # fmt: skip


class Officer(Typist):
    """Types whole workbooks."""

    def settings(self) -> dict[str, object]:
        return {
            "name": self.choice(NAMES),
            "fiscal_year": self.choice(YEARS),
            "round": self.choice(ROUNDS),
        }

    def units(self) -> list[Row]:
        names = [
            self.choice((*UNITS, None, " ", "กอง*", UNITS[0])) for _ in range(self.number(0, 9))
        ]
        shorts = (None, "กค.", "สป", "", "*", "ก")
        return [{"name": name, "short_name": self.choice(shorts)} for name in names]

    def plan(self) -> list[Row]:
        return [
            self.plan_row() | {"measure": self.choice(MEASURES)} for _ in range(self.number(0, 26))
        ]

    def results(self) -> list[Row]:
        return [
            self.result_row()
            | {
                "measure": self.choice(MEASURES),
                "round": self.choice(ROUNDS),
                "responsible": self.choice(
                    (*UNITS, f"{UNITS[1]}, {UNITS[0]}", "ทุกส่วน/กอง", "กค.", None, "นิติกร สป", "7")
                ),
            }
            for _ in range(self.number(0, 30))
        ]

    def scores(self) -> list[Row]:
        values = (80, 92.25, 100, 0, "85", "๘๕", None, "-", 33.333)
        full = self.random.random() < 0.4
        return [
            {f: self.choice(values[:4] if full else values) for f in ("score", "target")}
            for _ in range(10)
        ]


def typed(path: Path, seed: int) -> Path:
    """Write a new workbook into which an officer typed."""
    officer = Officer(seed, slips=Random(seed).choice((0.05, 0.4, 1.0)))
    grid = FileGrid.from_bytes(template_bytes())
    reading = read(grid)
    blocks = reading.blocks
    edits: list[Edit] = newbook.edits(reading, officer.settings(), f"random-{seed}")
    for table, rows in (
        (schema.UNITS, officer.units()),
        (schema.PLAN, officer.plan()),
        (schema.RESULTS, officer.results()),
    ):
        edits += append_rows(require_block(blocks, table), rows)
    scores = blocks[schema.SCORES.name]
    for number, row in enumerate(officer.scores(), scores.header_row + 1):
        for field, value in row.items():
            edits.append(SetCell(CellRef(scores.sheet, number, scores.columns[field]), value))
    grid.apply(edits)
    grid.save(path)
    return path


def after_new(folder: Path, seed: int) -> Iterator[Path]:
    path = folder / f"new-{seed}.{Random(seed).choice(('xlsx', 'xlsm'))}"
    year = Random(seed).choice(("2565", "๒๕๗๐", "2571"))
    assert command.run("new", path, "--fiscal-year", year, "--agency", "เทศบาลเมืองก").code == 0
    yield path


def after_typing(folder: Path, seed: int) -> Iterator[Path]:
    yield typed(folder / f"typed-{seed}.xlsx", seed)


def after_fill(folder: Path, seed: int) -> Iterator[Path]:
    path = typed(folder / f"fill-{seed}.xlsx", seed)
    assert command.run("fill", path, "--round", Random(seed).choice(("6", "12"))).code in (0, 1)
    yield path


def after_validate(folder: Path, seed: int) -> Iterator[Path]:
    path = typed(folder / f"validate-{seed}.xlsx", seed)
    fix = ["--fix"] if seed % 2 else []
    assert command.run("validate", path, *fix).code in (0, 1)
    yield path


def after_split_and_collect(folder: Path, seed: int) -> Iterator[Path]:
    """The units' workbooks, the master, and the master again with the answers."""
    rng, officer = Random(seed), Officer(seed, slips=0.4)
    rows = [
        {"key": f"K{n}BC", "text": f"ทำเรื่องที่ {n}", "responsible": rng.choice((*UNITS[:3], "ทุกส่วน/กอง")),
         "start": officer.cell(), "end": officer.month()}
        for n in range(rng.randint(1, 9))
    ]  # fmt: skip
    master = files.make_master(folder / f"master-{seed}.xlsx", rows, UNITS[:3])
    parcels = files.split(master, folder / f"outbox-{seed}")
    for unit, path in parcels.items():
        yield path.rename(path.with_name(f"unit-{seed}-{UNITS.index(unit)}.xlsx"))
    inbox = folder / f"outbox-{seed}"
    for path in inbox.iterdir():
        for record in read(FileGrid(path)).results:
            answer = {
                k: v
                for k, v in officer.result_row().items()
                if k in ("status", "outcome", "problems")
            }
            files.type_into(path, record.value.key, **answer)
    assert command.run("collect", master, inbox).code in (0, 1)
    yield master


STAGES: dict[str, Callable[[Path, int], Iterator[Path]]] = {
    "new": after_new,
    "typed": after_typing,
    "fill": after_fill,
    "validate": after_validate,
    "split, collect": after_split_and_collect,
}


def without_results(path: Path, to: Path) -> Path:
    """Write a copy in which no formula has a stored result."""
    import re

    pattern = re.compile(rb"(</f>|<f[^>]*/>)<v[^>]*?(?:/>|>[^<]*</v>)")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename.startswith("xl/worksheets/sheet"):
                data = pattern.sub(rb"\1", data)
            new.writestr(info, data)
    return to
