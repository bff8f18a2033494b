"""A report with what each unit says of shared actions: below the joint rows, or in an annex."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from frictionless import Package

from ita_excel.buttons import ordering
from ita_excel.buttons.desk import Desk
from ita_excel.buttons.documents import export
from ita_excel.buttons.press import press
from ita_excel.core.grid import Grid
from ita_excel.store.file import FileGrid
from tests.dispatch.files import UNITS, type_into
from tests.documents.books import png
from tests.documents.readers import docx_text, html_text, pdf_text, told
from tests.jobs.shared_actions import (
    DONE,
    GOING,
    SHARED,
    answer,
    data,
    ita,
    master,
    type_joint,
    type_unit,
    workbooks,
)
from tests.live.desks import Person

pytestmark = pytest.mark.usefixtures("uncalculated")

ANSWERED = UNITS[:2]
_READ = {"docx": docx_text, "pdf": pdf_text, "html": html_text}


def said(unit: str) -> str:
    return f"สำรวจผู้รับบริการของ{unit}แล้ว"


@pytest.fixture(scope="module")
def answered(tmp_path_factory) -> Path:
    """A master in which two of three units answered, the second with a picture."""
    folder = tmp_path_factory.mktemp("ร่วม")
    path = master(folder)
    ita("split", path, "-o", folder / "ส่ง")
    out = workbooks(folder / "ส่ง")
    for unit, status in zip(ANSWERED, (DONE, GOING), strict=True):
        answer(out[unit], status=status, outcome=said(unit), evidence=f"{unit}.png")
    type_into(out["สำนักปลัด"], "KBBB", status=DONE, outcome="จัดทำแล้ว")
    ita("collect", path, folder / "ส่ง")
    (folder / "กองคลัง.png").write_bytes(png(200, 120))
    return path


def made(path: Path, out: Path, *words: object) -> dict[str, str]:
    """The report in each printed format as a reader gets it, without spaces."""
    ita("export", path, "-o", out, "--only", "report", "--draft", "--all", *words)
    return {f: told(_READ[f](next(out.glob(f"*.{f}")).read_bytes())) for f in _READ}


def rows_of(out: Path, name: str) -> list[dict[str, str]]:
    found = list(out.glob(f"{name}-*.csv"))
    return list(csv.DictReader(io.StringIO(found[0].read_text("utf-8-sig")))) if found else []


def test_without_a_wish_the_report_has_the_joint_row_alone(answered, tmp_path):
    for text in made(answered, tmp_path).values():
        assert all(text.count(told(said(unit))) == 1 for unit in ANSWERED)
        assert told("ส่วนของกองคลัง") not in text and told("ของแต่ละหน่วยงาน") not in text
    assert len(rows_of(tmp_path, "ผลการดำเนินการ")) == 3
    assert not rows_of(tmp_path, "ผลการดำเนินการรายหน่วยงาน")


@pytest.mark.parametrize("wish", ["--by-unit", "--annex"])
def test_each_units_answer_is_printed_under_its_name(answered, tmp_path, wish):
    counted = []
    for name, text in made(answered, tmp_path, wish).items():
        # The joint row repeats nothing that stands below it; beside an annex it says everything.
        for unit in ANSWERED:
            assert text.count(told(said(unit))) == (1 if wish == "--by-unit" else 2), (name, unit)
        assert told("ยังไม่ได้รายงาน") in text
        heads = ["ส่วนของ" + u for u in UNITS] if wish == "--by-unit" else ["ภาคผนวก ก", "ภาคผนวก ข"]
        at = [text.rindex(told(head)) for head in heads]
        assert at == sorted(at), name
        assert (told("สถานะรวม: อยู่ระหว่างดำเนินการ") in text) is (wish == "--by-unit")
        counted.append(text[text.index(told("มาตรการทั้งหมด")) :][:60])
    assert len(set(counted)) == 1 and told("รวม ๓ รายการ") in counted[0]  # actions, not rows


@pytest.mark.parametrize("wish", ["--by-unit", "--annex"])
def test_open_data_has_the_units_rows_in_a_table_of_their_own(answered, tmp_path, wish):
    made(answered, tmp_path, wish)
    assert [r["รหัส"] for r in rows_of(tmp_path, "ผลการดำเนินการ")] == ["KBBB", "KCCC", SHARED]
    of_units = rows_of(tmp_path, "ผลการดำเนินการรายหน่วยงาน")
    assert [(r["หน่วยงานที่รายงาน"], r["รหัส"], r["ผลการดำเนินการ"]) for r in of_units] == [
        *((unit, SHARED, said(unit)) for unit in ANSWERED),
        ("กองช่าง", SHARED, ""),
    ]
    described = next(tmp_path.glob("*.datapackage.json"))
    report = Package(str(described)).validate()
    assert report.valid, report.flatten(["rowNumber", "message"])
    keys = {r["name"]: r["schema"] for r in json.loads(described.read_text("utf-8"))["resources"]}
    assert keys["unit-results"]["primaryKey"] == [
        *keys["results"]["primaryKey"],
        "หน่วยงานที่รายงาน",
    ]
    assert keys["unit-results"]["foreignKeys"][0]["reference"]["resource"] == "results"


def test_what_the_officer_wrote_into_the_joint_row_stands_there(answered, tmp_path):
    path = tmp_path / "ไฟล์หลัก.xlsx"
    path.write_bytes(answered.read_bytes())
    type_joint(path, outcome="ภาพรวมของทั้งอบต.")
    page = made(path, tmp_path / "ออก", "--by-unit", "--format", "html")["html"]
    at = [page.index(told(text)) for text in ("ภาพรวมของทั้งอบต.", *map(said, ANSWERED))]
    assert at == sorted(at)


def test_one_wish_at_a_time_and_none_where_no_unit_has_a_row(tmp_path):
    path = master(tmp_path, "แถวเดียว")
    out = tmp_path / "ออก"
    ran = ita("export", path, "-o", out, "--by-unit", "--annex", code=2)
    assert "เลือกอย่างเดียว" in ran.err and not out.exists()
    words = ("--only", "report", "--draft", "--format", "html")
    done = data("export", path, "-o", out, "--annex", *words)
    assert "ไม่มีแถวของหน่วยงานในรอบนี้" in done["workbooks"][0]["notes"][0]


def test_personal_data_in_a_units_row_is_not_published(answered, tmp_path):
    path = tmp_path / "ไฟล์หลัก.xlsx"
    path.write_bytes(answered.read_bytes())
    type_into(path, SHARED, outcome="ภาพรวม", evidence="-", problems="-")
    type_unit(path, "กองช่าง", outcome="ผู้ประสานงาน 1-1014-00001-23-1")
    words = ("--only", "report", "--draft", "--format", "html")
    ita("export", path, "-o", tmp_path / "ก", *words)
    ran = ita("export", path, "-o", tmp_path / "ข", "--by-unit", *words, code=1)
    assert "V701" in ran.err and not list((tmp_path / "ข").glob("*"))
    found = [
        f for f in data("validate", path, "--no-write", code=1)["findings"] if f["rule"] == "V701"
    ]
    assert len(found) == 1


class _FileDesk(Desk):
    def grid(self) -> Grid:
        return FileGrid(Path(self.book.fullname))


def test_the_button_has_the_same_choices(answered, tmp_path):
    more = list(ordering._OPTIONS)
    first = list(ordering.FIRST)
    html = [first.index("report"), first.index("html")]

    def pressed(*shared: int, out: Path) -> Person:
        app = SimpleNamespace(status_bar=False, screen_updating=True)
        open_ = SimpleNamespace(app=app, name=answered.name, fullname=str(answered))
        chosen = [html, [more.index("draft"), more.index("each")], list(shared)]
        person = Person(agrees=[False], choices=chosen, folders=[out])
        press(
            "export",
            export,
            _FileDesk(open_, person, tmp_path / "state", show=person.shown.append, patience=0.1),
        )
        return person

    pressed(0, out=tmp_path / "แถว")
    assert "ใต้แถวรวม" in pressed(1, out=tmp_path / "ภาคผนวก").questions[0]  # as the last time
    pressed(0, 1, out=tmp_path / "ทั้งสอง")
    pages = {f.parent.name: told(html_text(f.read_bytes())) for f in tmp_path.glob("*/*.html")}
    assert pages.keys() == {"แถว", "ภาคผนวก"}
    assert told("ส่วนของกองคลัง") in pages["แถว"] and told("ภาคผนวก") in pages["ภาคผนวก"]


def test_a_report_by_unit_takes_the_place_of_no_other(answered, tmp_path):
    """It had the plain report's name, so that whichever came last was the one that stayed."""
    out = tmp_path / "ออก"
    for words in ((), ("--by-unit",), ("--annex",)):
        ita(
            "export", answered, "-o", out, "--only", "report", "--format", "html", *words, "--draft"
        )
    names = sorted(p.stem for p in out.glob("*.html"))
    assert len(names) == 3 and sum("แยกหน่วยงาน" in name for name in names) == 1
