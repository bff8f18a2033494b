"""One workbook of every kind that the program writes, for judges that look at all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from ita_excel import schema
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.sheets import append_rows, read, require_block
from ita_excel.store.file import FileGrid
from ita_excel.store.shipped import template_bytes
from tests.command import run
from tests.dispatch import files
from tests.template.typed_rows import Typist
from tests.workbooks import sample_workbook

AGENCY = "องค์การบริหารส่วนตำบลตัวอย่าง"


def template(folder: Path) -> Iterator[Path]:
    path = folder / "template.xlsx"
    path.write_bytes(template_bytes())
    yield path


def new(folder: Path) -> Iterator[Path]:
    for name in ("new.xlsx", "new.xlsm"):
        assert run("new", folder / name, "--fiscal-year", "2570", "--agency", AGENCY).code == 0
        yield folder / name


def demo(folder: Path) -> Iterator[Path]:
    assert run("demo", folder / "demo").code == 0
    yield from (folder / "demo").glob("*.xlsx")


def filled_and_checked(folder: Path) -> Iterator[Path]:
    """After `fill`, then `validate`, of a plan so long that the table grew, `--fix` too."""
    path = sample_workbook(folder / "filled.xlsx", results=False)
    grid = FileGrid(path)
    rows = [Typist(7).plan_row() for _ in range(40)]
    grid.apply(append_rows(require_block(read(grid).blocks, schema.PLAN), rows))
    grid.save()
    assert run("fill", path, "--round", "6").code in (0, 1)
    yield path
    checked = folder / "checked.xlsx"
    checked.write_bytes(path.read_bytes())
    assert run("validate", checked, "--fix").code in (0, 1)
    yield checked


def following_year(folder: Path) -> Iterator[Path]:
    path = sample_workbook(folder / "this-year.xlsx")
    assert run("new-year", path, folder / "next-year.xlsx").code == 0
    yield folder / "next-year.xlsx"


def sent_and_collected(folder: Path) -> Iterator[Path]:
    """The units' workbooks, the master after `split`, `collect`, `resolve` and `withdraw`."""
    master, outbox = files.make_master(folder / "master.xlsx"), folder / "outbox"
    assert run("split", master, "-o", outbox).code in (0, 1)
    yield from _copied(master, folder / "split.xlsx")
    for number, path in enumerate(sorted(outbox.glob("*.xlsx"))):
        yield from _copied(path, folder / f"unit-{number}.xlsx")
        for record in read(FileGrid(path)).results:
            files.type_into(
                path, record.value.key, status="ดำเนินการแล้ว", outcome=f"ผลของ {path.stem}"
            )
    files.type_into(master, "KDDD", outcome="ผลที่พิมพ์ในไฟล์หลัก")
    assert run("collect", master, outbox).code in (0, 1)
    yield from _copied(master, folder / "collected.xlsx")
    grid = FileGrid(master)
    conflicts = require_block(read(grid).blocks, schema.CONFLICTS)
    decision = conflicts.columns["decision"]
    choice = schema.LISTS["decisions"][1]
    grid.apply(
        [SetCell(CellRef(conflicts.sheet, r, decision), choice) for r in conflicts.filled_rows()]
    )
    grid.save()
    assert run("resolve", master).code in (0, 1)
    yield from _copied(master, folder / "resolved.xlsx")
    assert run("withdraw", master, min(outbox.glob("*.xlsx"))).code in (0, 1)
    yield from _copied(master, folder / "withdrawn.xlsx")


def _copied(path: Path, to: Path) -> Iterator[Path]:
    to.write_bytes(path.read_bytes())
    yield to


KINDS: dict[str, Callable[[Path], Iterator[Path]]] = {
    "template": template,
    "new": new,
    "demo": demo,
    "fill, validate": filled_and_checked,
    "new-year": following_year,
    "split, collect, resolve, withdraw": sent_and_collected,
}
