"""What a unit is sent: its rows, nothing of the others', locked, and known to Excel."""

from __future__ import annotations

import re
import zipfile

import pytest
from lxml import etree

from ita_excel import schema
from ita_excel.core.errors import InputError, OutputError, UsageError
from ita_excel.core.grid import column_letters
from ita_excel.dispatch.filenames import free_name, safe_name
from ita_excel.merging import base as bases
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from tests import libreoffice, validator
from tests.dispatch.files import ROWS, make_master, split

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    folder = tmp_path_factory.mktemp("split")
    master = make_master(folder / "master.xlsx")
    return master, split(master, folder / "out")


def everything(path):
    with zipfile.ZipFile(path) as package:
        return "".join(package.read(n).decode("utf-8", "replace") for n in package.namelist())


def test_each_unit_has_its_own_rows_and_the_shared_ones(sent):
    _, workbooks = sent
    keys = {u: [r.value.key for r in read(FileGrid(p)).results] for u, p in workbooks.items()}
    assert keys == {
        "สำนักปลัด": ["KBBB", "KDDD"],
        "กองคลัง": ["KCCC", "KDDD"],
        "กองช่าง": ["KDDD"],
    }
    plan = [a.value.key for a in read(FileGrid(workbooks["กองช่าง"])).plan]
    assert plan == ["KDDD"]


def test_nothing_of_other_units_nor_of_persons_is_inside(sent):
    _, workbooks = sent
    content = everything(workbooks["กองช่าง"])
    assert "รายงานการจัดซื้อจัดจ้างรายเดือน" not in content
    assert "จัดทำสถิติการให้บริการ" not in content
    assert "นายทดสอบ" not in content
    assert "unit1@example.go.th" not in content
    assert "ผู้ประสานงาน กองคลัง" not in content
    base = bases.from_meta(read(FileGrid(workbooks["กองช่าง"])).meta)
    assert [row.key for row in base.rows] == ["KDDD"]


def test_the_base_travels_twice_and_the_same(sent):
    _, workbooks = sent
    grid = FileGrid(workbooks["กองคลัง"])
    hidden = bases.from_meta(read(grid).meta)
    content = etree.fromstring(grid.package.custom_xml(bases.NAMESPACE))
    assert bases.read([e.text for e in content]) == hidden
    assert (hidden.unit, hidden.master, hidden.due) == ("กองคลัง", "MASTER-ID", "2022-03-31")
    assert hidden.dispatch.startswith("D-")


def test_only_what_the_unit_writes_is_unlocked(sent):
    _, workbooks = sent
    with zipfile.ZipFile(workbooks["กองคลัง"]) as package:
        names = _sheets(package)
        styles = etree.fromstring(package.read("xl/styles.xml"))
        xfs = styles.find(f"{MAIN}cellXfs")
        unlocked = {}
        for sheet, part in names.items():
            root = etree.fromstring(package.read(part))
            protection = root.find(f"{MAIN}sheetProtection")
            if sheet == schema.META.sheet:
                continue
            assert protection is not None, sheet
            assert protection.get("sheet") == "1"
            assert protection.get("password") is None
            assert protection.get("hashValue") is None
            for cell in root.iter(f"{MAIN}c"):
                lock = xfs[int(cell.get("s", "0"))].find(f"{MAIN}protection")
                if lock is not None and lock.get("locked") == "0":
                    unlocked.setdefault(sheet, set()).add(re.sub(r"\d", "", cell.get("r")))
    columns = list(schema.RESULTS.columns)
    columns.insert(schema.RESULTS.number(schema.GUARD_BEFORE) - 1, schema.GUARD)
    editable = {
        column_letters(n)
        for n, c in enumerate(columns, start=1)
        if c.unit_writes or c is schema.GUARD
    }
    assert unlocked == {schema.RESULTS.sheet: editable}


def _sheets(package):
    rels = {
        r.get("Id"): r.get("Target").removeprefix("/").removeprefix("xl/")
        for r in etree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    }
    sheets = etree.fromstring(package.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
    id_ = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    return {s.get("name"): f"xl/{rels[s.get(id_)]}" for s in sheets}


def test_the_guide_names_the_unit_and_the_due_date(sent):
    _, workbooks = sent
    grid = FileGrid(workbooks["กองคลัง"])
    text = " ".join(str(v) for row in grid.rows(schema.GUIDE) for v in row if v)
    shown = [s for s in grid.sheets() if not grid.hidden(s)]
    assert "กองคลัง" in text
    assert "๓๑ มีนาคม ๒๕๖๕" in text
    # Commands are of no use to a unit, which has installed nothing.
    told = [str(v) for sheet in shown for row in grid.rows(sheet) for v in row if v]
    assert not [t for t in told if "ita-excel" in t]
    assert shown == [schema.GUIDE, schema.PLAN.sheet, schema.RESULTS.sheet]


def test_it_is_macro_free_and_the_native_checks_work(sent, tmp_path):
    _, workbooks = sent
    path = workbooks["กองคลัง"]
    with zipfile.ZipFile(path) as package:
        assert not [n for n in package.namelist() if "vba" in n.lower()]
    calculated = FileGrid(libreoffice.convert(path, "xlsx", tmp_path / "calculated"))
    reading = read(calculated)
    checks = [r.block.cell(r.row, "check") for r in reading.results]
    assert all(checks), checks  # no status yet: each row says so


def test_excels_own_validator_finds_nothing(sent):
    master, workbooks = sent
    assert validator.errors(workbooks["กองคลัง"]) == []
    assert validator.errors(master) == []


def test_the_master_remembers_and_changes_nothing_else(sent):
    from ita_excel.merging import ledger_sheet

    master, workbooks = sent
    ledger = ledger_sheet.load(read(FileGrid(master)).meta)
    assert {d.unit for d in ledger.dispatches.values()} == set(workbooks)
    assert {d.file for d in ledger.dispatches.values()} == {p.name for p in workbooks.values()}
    texts = [r.value.text for r in read(FileGrid(master)).results]
    assert texts == [r["text"] for r in ROWS]


def test_a_chosen_unit_only(tmp_path):
    master = make_master(tmp_path / "m.xlsx")
    assert list(split(master, tmp_path / "out", units=["กองช่าง"])) == ["กองช่าง"]


def test_an_unknown_unit_is_told_with_the_nearest(tmp_path):
    master = make_master(tmp_path / "m.xlsx")
    with pytest.raises(UsageError, match="กองช่าง"):
        split(master, tmp_path / "out", units=["กองชาง"])


def test_rows_without_a_key_are_filled_first(tmp_path):
    master = make_master(tmp_path / "m.xlsx", [{"text": "ไม่มีรหัส", "responsible": "กองคลัง"}])
    with pytest.raises(InputError, match="fill"):
        split(master, tmp_path / "out")


def test_a_file_that_exists_is_not_overwritten_and_none_is_left_behind(tmp_path):
    master = make_master(tmp_path / "m.xlsx")
    out = tmp_path / "out"
    out.mkdir()
    there = out / "ITA 2565 6 เดือน กองช่าง.xlsx"
    there.write_bytes(b"other")
    with pytest.raises(OutputError):
        split(master, out)
    assert [p.name for p in out.iterdir()] == [there.name]
    assert there.read_bytes() == b"other"


NASTY = [
    "../../x",
    "..\\..\\x",
    "CON",
    "con.txt",
    "LPT1",
    "กอง" * 100,
    "/etc/passwd",
    "C:\\Windows",
    "a\x00b",
    'x<>:"|?*y',
    ". .",
    "",
    " ",
    "\u202egpj.exe",
    "่ก",
    "😀" * 200,
    "กองคลัง.",
]


@pytest.mark.parametrize("text", NASTY)
def test_any_units_name_gives_a_safe_file_name(tmp_path, text):
    name = safe_name(text)
    assert name
    assert len(name.encode()) <= 120
    assert not set(name) & set('<>:"/\\|?*\x00\u202e')
    assert name == name.strip(" .")
    assert name.split(".")[0].upper() not in {"CON", "LPT1"}
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(b"x")
    assert path.resolve().parent == tmp_path.resolve()


def test_units_with_nasty_names_are_sent_their_workbooks(tmp_path):
    units = ["../../x", "CON", "ก" * 300, "a/b"]
    rows = [{"key": f"K{n}", "text": f"งานที่ {n}", "responsible": u} for n, u in enumerate(units)]
    master = make_master(tmp_path / "m.xlsx", rows, units)
    workbooks = split(master, tmp_path / "out")
    assert all(p.parent == tmp_path / "out" and p.is_file() for p in workbooks.values())
    assert len({p.name.casefold() for p in workbooks.values()}) == len(workbooks) >= 3


def test_two_units_with_the_same_safe_name_get_two_files():
    assert free_name("x", ".xlsx", ["X.xlsx", "x (2).xlsx"]) == "x (3).xlsx"
