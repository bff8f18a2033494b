"""Returned files are kept beside the master as they came, whatever becomes of a mailbox."""

from __future__ import annotations

import json
import re
import zipfile

import pytest

from ita_excel import schema
from ita_excel.core.grid import SetCell
from ita_excel.dispatch import kept_copies
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from tests.command import run
from tests.dispatch.files import make_master, type_into, typed

pytestmark = pytest.mark.usefixtures("uncalculated")

NAME = re.compile(r"\d{4}-\d\d-\d\d กองคลัง [0-9a-f]{12}\.xlsx")


@pytest.fixture
def master(tmp_path):
    return make_master(tmp_path / "master.xlsx")


@pytest.fixture
def answer(master):
    folder = master.parent / "out"
    assert run("split", master, "-o", folder).code == 0
    path = folder / "ITA 2565 6 เดือน กองคลัง.xlsx"
    return type_into(path, "KCCC", outcome="เผยแพร่แล้ว")


def copies(master):
    folder = master.parent / kept_copies.FOLDER
    return sorted(folder.iterdir()) if folder.is_dir() else []


def test_the_file_itself_is_kept_byte_for_byte_and_once(master, answer):
    ran = run("collect", master, answer, "--json")
    (copy,) = copies(master)
    assert copy.read_bytes() == answer.read_bytes()
    assert NAME.fullmatch(copy.name)
    assert json.loads(ran.out)["files"][0]["kept"] == copy.name
    answer.rename(answer.with_name("ชื่ออื่น.xlsx"))
    assert run("collect", master, answer.parent).code == 0
    assert [p.name for p in copies(master)] == [copy.name]


def test_what_lies_in_an_archive_is_kept_as_it_lies_there(master, answer, tmp_path):
    packed = tmp_path / "จดหมาย.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(answer, "a/ตอบ.xlsx")
    run("collect", master, packed)
    assert [p.read_bytes() for p in copies(master)] == [answer.read_bytes()]


def test_a_trial_and_blank_files_leave_no_copy(master, answer):
    assert run("collect", master, answer.parent, "--dry-run").code == 0
    assert copies(master) == []
    run("collect", master, answer.parent)
    assert len(copies(master)) == 1  # the other two units' files are as they were sent


def test_copies_are_no_answers_but_can_be_collected_by_name(master, answer):
    run("collect", master, answer)
    answer.unlink()
    ran = run("collect", master, master.parent, "--json")
    assert all(".ita-inbox" not in f["name"] for f in json.loads(ran.out)["files"])
    assert not any(f["state"] == "known" for f in json.loads(ran.out)["files"])
    ran = run("collect", master, master.parent / kept_copies.FOLDER, "--json")
    assert [f["state"] for f in json.loads(ran.out)["files"]] == ["known"]
    assert len(copies(master)) == 1


def test_a_copy_that_a_person_changed_is_left_and_the_file_kept_beside_it(master, answer):
    run("collect", master, answer)
    (copy,) = copies(master)
    copy.write_bytes(b"somebody saved it")
    run("collect", master, answer)
    contents = {p.read_bytes() for p in copies(master)}
    assert contents == {b"somebody saved it", answer.read_bytes()}


def test_where_no_copy_can_be_made_the_rest_is_done_and_told(master, answer):
    (master.parent / kept_copies.FOLDER).write_text("a file is in the way")
    ran = run("collect", master, answer)
    assert ran.code == 0
    assert "เก็บสำเนาไฟล์ตอบกลับ 1 ไฟล์" in ran.out + ran.err
    assert typed(master, "KCCC", "outcome") == "เผยแพร่แล้ว"
    (master.parent / kept_copies.FOLDER).unlink()
    assert run("collect", master, answer).code == 0  # known by now, and kept now
    assert [p.read_bytes() for p in copies(master)] == [answer.read_bytes()]


def test_a_full_disk_leaves_nothing_half_written(master, answer, monkeypatch):
    import errno
    import os

    def full(handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    keeper = kept_copies.KeptCopies(master, "2026-01-02")
    monkeypatch.setattr(kept_copies.os, "fsync", full)
    assert keeper.keep("a.xlsx", b"PK..", "0" * 64, "กองคลัง") == ""
    assert keeper.missing == ["a.xlsx"]
    assert keeper.problem
    assert copies(master) == []


def test_without_hard_links_nothing_is_replaced_either(tmp_path, monkeypatch):
    def none(*_):
        raise OSError("no hard links here")

    monkeypatch.setattr(kept_copies.os, "link", none)
    keeper = kept_copies.KeptCopies(tmp_path / "m.xlsx", "2026-01-02")
    first = keeper.keep("a.xlsx", b"PK one", "0" * 64, "กอง/คลัง:*")
    second = keeper.keep("b.xlsx", b"PK two", "0" * 64, "กอง/คลัง:*")
    folder = tmp_path / kept_copies.FOLDER
    assert first == "2026-01-02 กอง_คลัง 000000000000.xlsx"
    assert second == "2026-01-02 กอง_คลัง 000000000000 (2).xlsx"
    assert [(folder / n).read_bytes() for n in (first, second)] == [b"PK one", b"PK two"]
    again = kept_copies.KeptCopies(tmp_path / "m.xlsx", "2026-03-04")
    assert again.keep("c.xlsx", b"PK two", "0" * 64, "") == second


@pytest.mark.parametrize(
    ("name", "data", "ending"),
    [
        ("a.XLSM", b"PK\x03\x04", ".xlsm"),
        ("ตอบกลับ", b"PK\x03\x04", ".xlsx"),
        ("ตอบ.ครั้งที่สอง", b"\xd0\xcf\x11\xe0", ".xls"),
        ("x.", b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.spreadsheet", ".ods"),
        ("x", b"?", ".bin"),
    ],
)
def test_the_copy_opens_with_the_program_that_its_content_is_of(tmp_path, name, data, ending):
    keeper = kept_copies.KeptCopies(tmp_path / "m.xlsx", "2026-01-02")
    assert keeper.keep(name, data, "a" * 64, "กองคลัง").endswith(f" aaaaaaaaaaaa{ending}")


def test_a_file_of_another_agency_is_returned_and_not_kept(master, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    theirs = make_master(other / "m.xlsx", name="เทศบาลอื่น")
    assert run("split", theirs, "-o", other / "out").code == 0
    path = type_into(other / "out" / "ITA 2565 6 เดือน กองคลัง.xlsx", "KCCC", outcome="ของเขา")
    grid = FileGrid(master)
    block = read(grid).blocks[schema.META.name]
    row = next(r for r in block.filled_rows() if block.cell(r, "key") == schema.META_WORKBOOK)
    grid.apply([SetCell(block.at(row, "value"), "ANOTHER-ID")])
    grid.save()
    ran = run("collect", master, path)
    assert ran.code == 1
    assert "เทศบาลอื่น" in ran.out
    assert copies(master) == []
