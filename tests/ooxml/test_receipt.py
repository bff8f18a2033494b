"""The receipt finds whatever differs that no edit declared, and then nothing is replaced."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ita_excel.core.errors import OutputError
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.ooxml.package import Package
from ita_excel.store.file import FileGrid
from ita_excel.store.saving import save_package
from tests import decorated
from tests.decorated import DATA
from tests.ooxml import raw
from tests.ooxml.editing import set_cells

Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return decorated.workbook(tmp_path_factory.mktemp("decorated") / "b.xlsx")


def replaced(name: str, old: bytes, new: bytes) -> Callable[[Parts], Parts]:
    def change(parts: Parts) -> Parts:
        assert old in parts[name]
        return parts | {name: parts[name].replace(old, new, 1)}

    return change


def reordered(parts: Parts) -> Parts:
    names = list(parts)
    names[3], names[4] = names[4], names[3]
    return {name: parts[name] for name in names}


SHEET = "xl/worksheets/sheet1.xml"
TAMPERED: dict[str, tuple[Callable[[Parts], Parts], str]] = {
    "a part lost": (lambda p: {n: d for n, d in p.items() if "comments" not in n}, "comments1.xml"),
    "a part added": (lambda p: p | {"xl/extra.xml": b"<a/>"}, "extra.xml"),
    "another order": (reordered, "order"),
    "a picture changed": (replaced("xl/media/image1.png", b"IEND", b"IENE"), "image1.png"),
    "another part changed": (replaced("xl/styles.xml", b"Calibri", b"Calibro"), "styles.xml"),
    "another cell changed": (replaced(SHEET, b"<v>1.5</v>", b"<v>1.6</v>"), "F4"),
    "a cell's style changed": (replaced(SHEET, b'<c r="B6" s="', b'<c r="B6" s="1'), "B6"),
    "a row's height changed": (replaced(SHEET, b'<row r="6"', b'<row ht="9" r="6"'), "6"),
    "a row lost": (
        lambda p: (
            p
            | {
                SHEET: p[SHEET][: p[SHEET].find(b'<row r="7"')]
                + p[SHEET][p[SHEET].find(b'<row r="8"') :]
            }
        ),
        "row 7",
    ),
    "a column's width changed": (replaced(SHEET, b' width="', b' width="1'), "col"),
    "an extension lost": (replaced(SHEET, b"D4:D8</xm:sqref>", b"D4:D7</xm:sqref>"), "sqref"),
    "a merged range moved": (replaced(SHEET, b'ref="A1:G1"', b'ref="A1:F1"'), "mergeCell"),
}


@pytest.mark.parametrize("kind", TAMPERED)
def test_what_was_not_declared_is_found(kind: str, source: Path, tmp_path: Path) -> None:
    tamper, where = TAMPERED[kind]
    path = tmp_path / "b.xlsx"
    package = Package.open(source)
    set_cells(package, DATA, {"D5": "แก้ไขแล้ว"})
    save_package(package, path)
    parts: dict[str, str | bytes] = dict(tamper(decorated.parts_of(path)))
    receipt = package.receipt(raw.zipped(parts))
    assert where in "; ".join(receipt.undeclared)
    with pytest.raises(OutputError, match="ไม่ได้สั่งแก้ไข"):
        receipt.require_clean()


def test_many_touched_rows_hide_nothing(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{r}"><c r="A{r}"><v>1</v></c><c r="B{r}"><v>2</v></c></row>'
        for r in range(1, 500)
    )
    path = raw.write(tmp_path / "b.xlsx", raw.book(raw.worksheet(rows)))
    package = Package.open(path)
    set_cells(package, "S", {f"A{r}": r + 5 for r in range(1, 400)})
    save_package(package, path)
    parts = decorated.parts_of(path)
    for old, new in ((b"<v>2</v>", b"<v>3</v>"), (b'"A450"><v>1', b'"A450"><v>7')):
        data = parts[SHEET].replace(old, new, 1)
        tampered: dict[str, str | bytes] = {**parts, SHEET: data}
        assert package.receipt(raw.zipped(tampered)).undeclared


def test_nothing_is_replaced_when_the_receipt_is_not_clean(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(source.read_bytes())
    grid = FileGrid(path)
    grid.apply([SetCell(CellRef(DATA, 5, 4), "แก้ไขแล้ว")])
    grid.package.declared.cells.clear()  # as if the writer had gone beyond what was asked
    with pytest.raises(OutputError, match="D5"):
        grid.save()
    assert path.read_bytes() == source.read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == ["b.xlsx"]


def test_the_receipt_is_a_value_that_can_be_kept(source: Path, tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(source.read_bytes())
    grid = FileGrid(path)
    grid.apply([SetCell(CellRef(DATA, 5, 4), "แก้ไขแล้ว")])
    grid.save()
    assert grid.receipt is not None
    kept = json.loads(grid.receipt.to_json())
    assert kept["cells"] == {DATA: ["D5"]}
    assert kept["undeclared"] == []
    assert kept["sha256_after"] == FileGrid(path).sha256
    assert "xl/styles.xml" in kept["same"]
