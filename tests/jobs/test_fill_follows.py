"""`fill` keeps results in step with a plan that changes, through the command and the button.

Untouched cells follow, changed ones stay, what changed on both sides waits on `ข้อขัดแย้ง`.
"""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from ita_excel import buttons, schema
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.sheets import read, require_block
from ita_excel.store.file import FileGrid
from tests.command import run
from tests.jobs.ways import FileDesk
from tests.live.desks import NOW, Person
from tests.workbooks import sample_workbook

pytestmark = pytest.mark.usefixtures("uncalculated")

HEADING = {c.field: c.heading for c in schema.RESULTS.columns}


class Book:
    """A workbook file, changed as an officer types, and read again."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def type(self, table: schema.Table, row: int, **fields: object) -> None:
        """Type into the nth filled row of a table."""
        grid = FileGrid(self.path)
        block = require_block(read(grid).blocks, table)
        number = list(block.filled_rows())[row]
        grid.apply([SetCell(block.at(number, f), v) for f, v in fields.items()])
        grid.save()

    def rows(self, table: schema.Table) -> list[dict[str, object]]:
        block = read(FileGrid(self.path)).blocks[table.name]
        return [
            {c.field: block.cell(row, c.field) for c in table.columns}
            for row in block.filled_rows()
        ]

    def results(self, field: str) -> list[object]:
        return [row[field] for row in self.rows(schema.RESULTS)]

    def fill(self, *words: object, code: int = 0) -> dict:
        ran = run("fill", self.path, *words, "--json")
        assert ran.code == code, ran
        return json.loads(ran.out)

    def press(self, name: str = "fill") -> Person:
        person = Person()
        app = SimpleNamespace(status_bar=None, screen_updating=True)
        shown = SimpleNamespace(name=self.path.name, app=app)
        desk = FileDesk(shown, person, self.path.parent / "state", now=lambda: NOW)
        desk.file = self.path
        getattr(buttons, name)(desk)
        desk.opened.save()
        return person


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    path = sample_workbook(tmp_path_factory.mktemp("filled") / "a.xlsx", results=False)
    assert run("fill", path).code == 0
    return path.read_bytes()


@pytest.fixture
def book(once, tmp_path):
    path = tmp_path / "สมุด.xlsx"
    path.write_bytes(once)
    return Book(path)


def again_does_nothing(book: Book, *words: object, code: int = 0) -> None:
    before = book.path.read_bytes()
    book.fill(*words, code=code)
    assert book.path.read_bytes() == before


def test_a_corrected_plan_reaches_what_nobody_touched(book):
    book.type(schema.RESULTS, 1, text="ให้สำรวจความพึงพอใจ", outcome="สำรวจแล้ว ๑๒๐ คน")
    book.type(schema.PLAN, 0, text="ข้อมูลสถิติรายไตรมาส", start="พ.ย. ๖๔", number=9)
    dry = book.fill("--dry-run")
    done = book.fill()
    assert {**dry, "written": True} == done
    assert [(c["column"], c["plan"]) for c in done["updated"]] == [
        (HEADING["number"], "9"),
        (HEADING["text"], "ข้อมูลสถิติรายไตรมาส"),
        (HEADING["start"], "พ.ย. ๖๔"),
    ]
    assert [(c["row"], c["base"] is not None) for c in done["kept_cells"]] == [
        ("ให้สำรวจความพึงพอใจ", True)
    ]
    first, second, *_ = book.rows(schema.RESULTS)
    assert (first["number"], first["text"], first["start"]) == (9, "ข้อมูลสถิติรายไตรมาส", "พ.ย. ๖๔")
    assert (second["text"], second["outcome"]) == ("ให้สำรวจความพึงพอใจ", "สำรวจแล้ว ๑๒๐ คน")
    logged = [r for r in book.rows(schema.HISTORY) if r["new"] == "ข้อมูลสถิติรายไตรมาส"]
    assert [(r["command"], r["column"]) for r in logged] == [("fill", HEADING["text"])]
    again_does_nothing(book)


def test_renamed_units_reach_every_round_by_the_button(book):
    assert book.fill("--round", "12")["added"] == 6
    for row in range(6):
        book.type(schema.PLAN, row, responsible="สำนักปลัดเทศบาล")
    book.type(schema.RESULTS, 2, responsible="กองคลังและสำนักปลัด")
    person = book.press()
    assert set(book.results("responsible")) == {"สำนักปลัดเทศบาล", "กองคลังและสำนักปลัด"}
    assert "ปรับตามแผน 11 เซลล์" in person.message
    assert "กองคลังและสำนักปลัด" in person.message and "ข้อขัดแย้ง" in person.message
    assert person.warned == [True]
    assert "ปรับตามแผน" not in book.press().message


@pytest.mark.parametrize(("choice", "stands"), [(0, "ผมแก้เอง"), (1, "แผนใหม่")])
@pytest.mark.parametrize("by", ["command", "button"])
def test_where_both_changed_a_person_chooses(book, choice, stands, by):
    book.type(schema.RESULTS, 3, text="ผมแก้เอง")
    book.type(schema.PLAN, 3, text="แผนใหม่")
    [waiting] = book.fill(code=1)["choices"]
    assert (waiting["row"], waiting["plan"]) == ("ผมแก้เอง", "แผนใหม่")
    [row] = book.rows(schema.CONFLICTS)
    assert [row[f] for f in ("base", "ours", "theirs")] == [waiting["base"], "ผมแก้เอง", "แผนใหม่"]
    assert not FileGrid(book.path).hidden(schema.CONFLICTS.sheet)
    again_does_nothing(book, code=1)
    assert run("resolve", book.path).code == 1
    book.type(schema.CONFLICTS, 0, decision=schema.LISTS["decisions"][choice], reason="ประชุม")
    assert run("resolve", book.path, "--dry-run").code == 0
    if by == "command":
        ran = run("resolve", book.path, "--json")
        assert ran.code == 0
        assert [p["decided"] for p in json.loads(ran.out)["plan"]] == [["row", "plan"][choice]]
    else:
        assert book.press("resolve").warned == [False]
    assert book.results("text")[3] == stands
    assert book.rows(schema.CONFLICTS) == []
    logged = [r for r in book.rows(schema.HISTORY) if r["command"] == "resolve"]
    assert [(r["new"], "ประชุม" in str(r["file"])) for r in logged] == [(stands, True)]
    done = book.fill()
    assert done["choices"] == [] and len(done["kept_cells"]) == (choice == 0)
    book.type(schema.PLAN, 3, text="แผนใหม่กว่า")
    done = book.fill(code=1 - choice)
    assert len(done["updated"]) == choice and len(done["choices"]) == 1 - choice


def test_a_text_of_ones_own_settles_a_choice(book):
    book.type(schema.RESULTS, 3, text="ผมแก้เอง")
    book.type(schema.PLAN, 3, text="แผนใหม่")
    book.fill(code=1)
    own = schema.LISTS["decisions"][3]
    book.type(schema.CONFLICTS, 0, decision=own)
    assert run("resolve", book.path).code == 1  # no text yet: it waits
    book.type(schema.CONFLICTS, 0, own="ทั้งสองอย่าง")
    assert run("resolve", book.path).code == 0
    assert book.results("text")[3] == "ทั้งสองอย่าง"
    assert book.fill()["choices"] == []


def test_a_choice_made_for_another_value_of_the_plan_counts_no_more(book):
    book.type(schema.RESULTS, 3, text="ผมแก้เอง")
    book.type(schema.PLAN, 3, text="แผนใหม่")
    book.fill(code=1)
    book.type(schema.CONFLICTS, 0, decision=schema.LISTS["decisions"][1])
    book.type(schema.PLAN, 3, text="แผนใหม่กว่า")
    assert run("resolve", book.path).code == 1
    assert book.results("text")[3] == "ผมแก้เอง"
    [row] = book.rows(schema.CONFLICTS)
    assert (row["theirs"], row["decision"]) == ("แผนใหม่กว่า", None)


def test_a_merge_leaves_the_plans_choices_on_the_sheet(book, tmp_path):
    book.type(schema.RESULTS, 3, text="ผมแก้เอง")
    book.type(schema.PLAN, 3, text="แผนใหม่")
    book.fill(code=1)
    (tmp_path / "กล่อง").mkdir()
    run("collect", book.path, tmp_path / "กล่อง")
    run("resolve", book.path)
    assert [r["theirs"] for r in book.rows(schema.CONFLICTS)] == ["แผนใหม่"]


def test_an_action_removed_from_the_plan_keeps_its_row_until_it_comes_back(book):
    book.type(schema.RESULTS, 2, outcome="เปิด E-Service แล้ว")
    plan = book.rows(schema.PLAN)[2]
    book.type(schema.PLAN, 2, **dict.fromkeys(f for f in plan if f != "check"))
    done = book.fill()
    assert [r["key"] for r in done["without_action"]] == [plan["key"]]
    assert book.results("outcome")[2] == "เปิด E-Service แล้ว"
    ran = run("validate", book.path, "--no-write", "--json")
    [finding] = [f for f in json.loads(ran.out)["findings"] if f["rule"] == "S105"]
    assert finding["cell"][1:] == done["without_action"][0]["cell"][1:]
    again_does_nothing(book)
    grid = FileGrid(book.path)
    block = read(grid).blocks[schema.PLAN.name]
    at = list(block.filled_rows())[-1] + 1
    fields = {**plan, "text": "E-Service ใหม่", "measure": "มาตรการการป้องกันการทุจริต"}
    grid.apply([SetCell(block.at(at, f), v) for f, v in fields.items() if f != "check" and v])
    grid.save()
    done = book.fill()
    assert done["without_action"] == [] and len(done["updated"]) == 2
    assert book.results("text")[2] == "E-Service ใหม่"


def test_a_dry_run_shows_the_table_of_the_run(book):
    book.type(schema.RESULTS, 1, text="ให้สำรวจความพึงพอใจ")
    book.type(schema.PLAN, 0, text="ข้อมูลสถิติรายไตรมาส")
    plan = book.rows(schema.PLAN)[2]
    book.type(schema.PLAN, 2, **dict.fromkeys(f for f in plan if f != "check"))
    dry = run("fill", book.path, "--dry-run")
    done = run("fill", book.path)
    assert all(word in done.out for word in ("ปรับตามแผน", "คงไว้", "ไม่มีในแผนแล้ว"))
    assert dry.out.startswith(done.out)


@pytest.mark.parametrize("lost", ["damaged", "missing"])
def test_without_its_memory_nothing_is_overwritten(book, lost):
    grid = FileGrid(book.path)
    block = read(grid).blocks[schema.META.name]
    rows = [r for r in block.filled_rows() if str(block.cell(r, "key")).startswith("derived:")]
    cells = ["value"] if lost == "damaged" else ["key", "value"]
    new = "เสีย" if lost == "damaged" else None
    grid.apply([SetCell(block.at(row, f), new) for row in rows for f in cells])
    grid.save()
    book.type(schema.PLAN, 0, text="ข้อความใหม่ของแผน")
    before = book.results("text")
    done = book.fill()
    assert (done["updated"], done["choices"]) == ([], [])
    assert [(c["plan"], c["base"]) for c in done["kept_cells"]] == [("ข้อความใหม่ของแผน", None)]
    assert book.results("text") == before
    # Listed once; then counted, and listed for who asks.
    ran = run("fill", book.path)
    assert "ไม่ทราบว่าใครแก้" not in ran.out and "คงไว้เหมือนครั้งก่อน 1 เซลล์" in ran.out
    assert "ไม่ทราบว่าใครแก้" in run("fill", book.path, "--all").out
    assert "คงไว้เหมือนครั้งก่อน 1 เซลล์" in book.press().message
    # Equal cells are known from the first fill on.
    book.type(schema.PLAN, 1, text="อีกข้อความหนึ่ง")
    assert [c["plan"] for c in book.fill()["updated"]] == ["อีกข้อความหนึ่ง"]


def test_a_damaged_memory_is_told(book):
    grid = FileGrid(book.path)
    block = read(grid).blocks[schema.META.name]
    row = next(r for r in block.filled_rows() if str(block.cell(r, "key")).startswith("derived:"))
    grid.apply([SetCell(block.at(row, "value"), "เสีย")])
    grid.save()
    assert "เสียหาย" in (ran := run("fill", book.path)).err + ran.out


@pytest.mark.parametrize("what", ["column", "error"])
def test_what_the_plan_can_not_say_empties_nothing(book, what):
    before = book.results("responsible")
    grid = FileGrid(book.path)
    block = read(grid).blocks[schema.PLAN.name]
    at = (
        block.at(block.header_row, "responsible")
        if what == "column"
        else block.at(next(iter(block.filled_rows())), "responsible")
    )
    grid.apply([SetCell(at, "ใครก็ไม่รู้" if what == "column" else "#REF!")])
    grid.save()
    assert book.fill()["updated"] == []
    assert book.results("responsible") == before


def test_a_formula_in_a_row_is_a_persons(book):
    import openpyxl

    made = openpyxl.load_workbook(book.path)  # as another program would save it
    sheet = made[schema.RESULTS.sheet]
    block = read(FileGrid(book.path)).blocks[schema.RESULTS.name]
    at = block.at(next(iter(block.filled_rows())), "responsible")
    sheet[at.a1] = '="สำนัก"&"ปลัด"'
    made.save(book.path)
    book.type(schema.PLAN, 0, responsible="กองคลัง")
    assert book.fill()["updated"] == []
    assert FileGrid(book.path).calculated(CellRef(at.sheet, at.row, at.column))
