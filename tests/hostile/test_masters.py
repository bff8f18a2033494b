"""A master that is written as no program writes it: read all the same, or refused with exit code 3."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from ita_excel import schema
from ita_excel.ooxml import tablexml, zipcopy
from ita_excel.ooxml.partnames import rels_name
from ita_excel.store.file import FileGrid
from tests.command import run
from tests.dispatch.files import make_master, split
from tests.hostile import corpus, packages, sheets
from tests.hostile.running import ended

COMMANDS = ("fill", "confirm", "export", "split", "status", "resolve", "new-year", "remind", "diff")
ENDS = {0, 1, 2, 3, 4, 5}


@pytest.fixture(scope="module")
def master(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    path = make_master(folder / "master.xlsx")
    split(path, folder / "out")
    return path.read_bytes()


def words(command, file):
    more = {
        "confirm": ["--all"],
        "export": ["-o", file.parent / "e", "--format", "docx", "--draft"],
        "split": ["-o", file.parent / "s"],
        "new-year": [file.parent / "next.xlsx"],
        "diff": [file],
    }
    return [command, file, *more.get(command, [])]


def test_light_ones(master, tmp_path, monkeypatch):
    """Some 190 workbooks are validated; each second one is given to another command, too."""
    monkeypatch.chdir(tmp_path)  # where remind writes
    for number, bad in enumerate(corpus.workbooks(master, heavy=False)):
        others = [COMMANDS[number // 2 % len(COMMANDS)]] if number % 2 else []
        for command in ("validate", *others):
            folder = tmp_path / f"{number}-{command}"
            folder.mkdir()
            file = folder / "master.xlsx"
            file.write_bytes(bad.data)
            ran = run(*words(command, file), lang="en")
            assert ran.code in ENDS, (bad.name, command, ran)
            assert "Traceback" not in ran.err
            if ran.code > 1:
                assert file.read_bytes() == bad.data, (bad.name, command)


def changed(master, name):
    part = sheets.part_of(master, schema.RESULTS.sheet)
    change = {**dict(sheets.cells()), **dict(sheets.xml())}[name]
    return sheets.repacked(master, sheets.in_part(part, change))


@pytest.mark.parametrize(
    "name",
    [
        *(f"cell at {r!r}" for r in ("ZZZZ99999999999999", "1A", "A99999999999", "XFE1", "", "a1")),
        *(f"row {r!r}" for r in ("99999999999999999999", "4294967297", "1048577")),
        "t='s' with 'คำ'",
        "t='s' with '-1'",
        "billion laughs",
        "the last cell of all",
    ],
)
def test_what_no_sheet_holds_is_refused_in_a_sentence(master, tmp_path, name):
    file = tmp_path / "master.xlsx"
    file.write_bytes(changed(master, name))
    ran = ended("validate", file)
    assert ran.code == 3, ran
    assert len(ran.err.strip().splitlines()) == 1
    assert "master.xlsx" in ran.err
    assert ran.megabytes < 300


@pytest.mark.parametrize("name", ["a sheet of spaces", "a sheet of empty rows", "styles"])
def test_a_bomb_is_refused_before_it_is_unpacked(master, tmp_path, name):
    file = tmp_path / "master.xlsx"
    file.write_bytes(packages.bomb(name, master, schema.RESULTS.sheet, megabytes=120))
    ran = ended("validate", file)
    assert ran.code == 3, ran
    assert "for safety" in ran.err
    assert ran.megabytes < 200


def test_a_bomb_that_lies_about_its_size_is_refused_too(master, tmp_path):
    """calamine would unpack all of it: it believes no directory."""
    book = packages.bomb("styles", master, schema.RESULTS.sheet, megabytes=200)
    at = book.index(b"PK\x01\x02")
    while not book[at + 46 :].startswith(b"xl/styles.xml"):
        at = book.index(b"PK\x01\x02", at + 4)
    file = tmp_path / "master.xlsx"
    file.write_bytes(book[: at + 24] + (1000).to_bytes(4, "little") + book[at + 28 :])
    ran = ended("validate", file)
    assert ran.code == 3, ran
    assert ran.megabytes < 200


def test_one_value_in_the_last_row_is_no_reason_to_refuse(master, tmp_path):
    """Ctrl+Down and a slip of the finger: read, and without room for the million rows between."""
    file = tmp_path / "master.xlsx"
    file.write_bytes(changed(master, "the last row"))
    ran = ended("validate", file, "--no-write")
    assert ran.code in (0, 1), ran
    assert ran.megabytes < 300


def test_a_really_big_workbook_opens(master, tmp_path):
    """A sheet that is over 64 MB is kept in a file and never in memory as a whole."""
    part = sheets.part_of(master, schema.RESULTS.sheet)
    row = '<row r="{n}"><c r="C{n}" t="inlineStr"><is><t>{text}</t></is></c></row>'
    texts = (random.Random(1).randbytes(100).hex() for _ in range(280_000))
    rows = "".join(row.format(n=n, text=text) for n, text in enumerate(texts, start=100)).encode()
    with zipfile.ZipFile(io.BytesIO(master)) as package:
        head, tail = package.read(part).split(b"</sheetData>")
    file = tmp_path / "big.xlsx"
    file.write_bytes(
        packages.blown_up(master, part, head, rows, 1, b"</sheetData>" + tail, level=1)
    )
    with zipfile.ZipFile(file) as package:
        assert package.getinfo(part).file_size > zipcopy.IN_FILE_ABOVE
    ran = ended("status", file, timeout=200)
    assert ran.code == 0, ran


def test_an_open_quotation_mark_is_looked_for_once(master, tmp_path):
    file = tmp_path / "master.xlsx"
    file.write_bytes(changed(master, "an open quotation mark"))
    ran = ended("validate", file, timeout=20)
    assert ran.code in ENDS, ran


def test_a_table_that_a_sheet_names_thousands_of_times_is_read_once(master, monkeypatch):
    part = sheets.part_of(master, schema.RESULTS.sheet)
    again = sheets.replaced(rb'(<Relationship [^>]*/table"[^>]*/>)', rb"\1" * 5_000)
    book = sheets.repacked(master, sheets.in_part(rels_name(part), again))
    read: list[str] = []
    plain = tablexml.read

    def counted(parts, part, sheet):
        read.append(part)
        return plain(parts, part, sheet)

    monkeypatch.setattr(tablexml, "read", counted)
    tables = FileGrid.from_bytes(book).tables()
    assert len(read) == len(set(read)) == len(tables)
