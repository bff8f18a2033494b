"""A document is four files, and the whole program has it: shown on a copy of the program."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path

import docx
import pypdf
import pytest

from tests.documents.readers import axe, in_browser
from tests.growing import a_document, grown
from tests.growing.a_document import CHIEF, TITLE
from tests.growing.grown import command, said
from tests.growing.recipes import agree

_SPOIL = """
import json, sys
from ita_excel.sheets import read, set_field
from ita_excel.store.file import FileGrid
path, table, field = sys.argv[1:]
grid = FileGrid(path)
record = getattr(read(grid), table)[0]
grid.apply(set_field(record.block, record.row, field, ""))
grid.save()
print(json.dumps(True))
"""
_PRESS = """
import datetime, json, sys
from pathlib import Path
from types import SimpleNamespace
from ita_excel.buttons import ordering
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from ita_excel.store.shipped import template_bytes
shown = {"lists": []}
class Asking:
    def agree(self, question): return False
    def choose(self, question, names, before):
        shown["lists"].append(names)
        return [0, len(names) - 1] if len(shown["lists"]) == 1 else None
desk = SimpleNamespace(asking=Asking(), language="th", folder=sys.argv[1], state=Path(sys.argv[1]),
                       book=SimpleNamespace(name="book.xlsx"), now=lambda: datetime.datetime(2022, 4, 1))
try:
    ordering.ask(desk, read(FileGrid.from_bytes(template_bytes())))
except ordering.Cancelled:
    print(json.dumps(shown))
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = grown.copied(tmp_path_factory.mktemp("with-a-document"))
    assert len(a_document.announce(made)) == 4
    return made


@pytest.fixture(scope="module")
def sample(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    command(copy, "demo", folder)
    return next(folder.glob("*.xlsx"))


def test_the_command_makes_it_in_every_format(copy: Path, sample: Path, tmp_path: Path) -> None:
    made = tmp_path / "out"
    command(copy, "export", sample, "-o", made, "--only", "notice", "--all")
    files = sorted(path.name for path in made.iterdir())
    endings = [name.split("เดือน", 1)[1] for name in files]
    assert sorted(endings) == [".csv", ".datapackage.json", ".docx", ".html", ".json", ".pdf"]
    assert all(name.startswith(TITLE) for name in files)
    one = {path.suffix: path for path in made.iterdir() if "datapackage" not in path.name}
    wanted = ("ประกาศให้ทราบทั่วกัน", "การติดตามผล", CHIEF)

    word = docx.Document(str(one[".docx"]))
    cells = [c.text for table in word.tables for row in table.rows for c in row.cells]
    text = "\n".join([*(p.text for p in word.paragraphs), *cells])
    assert all(w in text for w in wanted)
    page = one[".html"].read_text("utf-8").replace("<wbr>", "").replace("<span class=w>", "")
    assert all(w in page.replace("</span>", "") for w in wanted)
    script = """axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]})
      .then(r => JSON.stringify([r.passes.length, r.violations.map(v => v.id)]))"""
    passes, violations = json.loads(in_browser(one[".html"].read_bytes(), script, setup=axe()))
    assert passes > 10 and violations == []
    pdf = subprocess.run(
        ["pdftotext", "-raw", one[".pdf"], "-"], capture_output=True, check=True, encoding="utf-8"
    ).stdout
    read = "".join(p.extract_text() for p in pypdf.PdfReader(one[".pdf"]).pages)
    for found in (pdf, read):
        assert all(w.replace(" ", "") in "".join(found.split()) for w in wanted)
    rows = list(csv.reader(io.StringIO(one[".csv"].read_text("utf-8-sig"))))
    data = json.loads(one[".json"].read_text("utf-8"))["resources"][0]["data"]
    assert rows[0][-1] == "การติดตามผล" and len(rows) - 1 == len(data) > 5
    assert data[0][rows[0][1]] == rows[1][1]


def test_only_those_that_are_usual_are_made_unasked(
    copy: Path, sample: Path, tmp_path: Path
) -> None:
    command(copy, "export", sample, "-o", tmp_path, "--format", "docx")
    assert {path.name.split("-")[0] for path in tmp_path.iterdir()} == {"บันทึกข้อความ", "รายงานผล"}


def test_help_and_the_button_offer_it(copy: Path, tmp_path: Path) -> None:
    told = command(copy, "export", "--help")
    assert "memo|notice|" in told and "the announcement" in told
    shown = said(copy, _PRESS, tmp_path)
    assert shown["lists"][0][:2] == ["บันทึกข้อความ", "รายงานผล"]  # it isn't usual
    assert TITLE in shown["lists"][1]


@pytest.mark.parametrize(
    ("table", "field", "stops"),
    [("signatories", "name", "memo"), ("plan", "responsible", "notice")],
)
def test_what_it_prints_stops_it_and_nothing_else(
    copy: Path, sample: Path, tmp_path: Path, table: str, field: str, stops: str
) -> None:
    book = tmp_path / "book.xlsx"
    shutil.copy(sample, book)
    said(copy, _SPOIL, book, table, field)
    for kind in ("memo", "notice"):
        out = tmp_path / kind
        words = ("--only", kind, "--format", "docx")
        command(copy, "export", book, "-o", out, *words, codes=(int(kind == stops),))
        assert out.exists() == (kind != stops)


def test_an_office_may_change_its_template(copy: Path, sample: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    command(copy, "templates", "copy", own)
    assert (own / "notice.docx").is_file()
    word = docx.Document(str(own / "notice.docx"))
    word.add_paragraph("ถ้อยคำของหน่วยงาน")
    word.save(str(own / "notice.docx"))
    out = tmp_path / "out"
    words = ("--only", "notice", "--format", "docx", "--templates", own)
    command(copy, "export", sample, "-o", out, *words)
    made = docx.Document(str(next(out.iterdir())))
    assert made.paragraphs[-1].text == "ถ้อยคำของหน่วยงาน"
    assert TITLE in made.paragraphs[0].text


def test_the_page_names_the_files(copy: Path) -> None:
    agree(copy, "a document", 4)
