"""A document that is replaced can be brought back; a draft and the final one stand side by side."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ita_excel.core.errors import OutputError
from ita_excel.documents.order import FORMATS, Order
from ita_excel.documents.replacing import copy_templates
from ita_excel.store import backups, locks, together
from tests.command import run
from tests.documents.books import sample_workbook
from tests.documents.formats import export
from tests.workbooks import sample_workbook as sample_file

EDITED = b"what somebody typed in Word"
EVERYTHING = Order(formats=FORMATS)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return sample_file(tmp_path / "ITA-2565.xlsx")


def test_an_edited_document_of_any_format_is_kept_and_comes_back(
    book: Path, tmp_path: Path
) -> None:
    out = tmp_path / "ส่ง"
    assert run("export", book, "-o", out, "--all").code == 0
    made = {p: p.read_bytes() for p in out.iterdir() if p.is_file()}
    assert {p.suffix for p in made} == {".docx", ".pdf", ".html", ".csv", ".json"}
    for path in made:
        path.write_bytes(EDITED + path.name.encode())
    assert run("export", book, "-o", out, "--all").code == 4
    assert run("export", book, "-o", out, "--all", "--force").code == 0
    for path, data in made.items():
        assert path.read_bytes() == data
        assert run("restore", path, "--list").out.split()[0] == "1"
        assert run("restore", path).code == 0
        assert path.read_bytes() == EDITED + path.name.encode()
        assert run("restore", path).code == 0  # and what restoring replaced came to be one, too
        assert path.read_bytes() == data


def test_the_ten_newest_are_kept_and_the_same_again_is_no_version(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (path,) = together.write_all(out, {"a.docx": b"0"})
    for i in range(1, 15):
        for _ in range(2):
            together.write_all(out, {"a.docx": f"{i}".encode()})
    kept = [b.path.read_bytes() for b in backups.backups(path)]
    assert kept == [f"{i}".encode() for i in range(13, 3, -1)]


def test_a_draft_does_not_replace_the_final_document_nor_the_other_way_round(
    tmp_path: Path,
) -> None:
    out, source = tmp_path / "out", tmp_path / "b.xlsx"
    for order in (EVERYTHING, replace(EVERYTHING, draft=True)):
        made = export(sample_workbook(), source, out, order)
        assert all(path.stem.count("(ร่าง)") == order.draft for path in made)
    assert len(list(out.iterdir())) == 2 * len(made)
    assert not (out / backups.FOLDER).exists()


def test_templates_that_an_office_changed_are_kept_too(tmp_path: Path) -> None:
    memo, *_ = copy_templates(tmp_path / "own")
    memo.write_bytes(EDITED)
    copy_templates(tmp_path / "own", force=True)
    assert backups.find(memo).path.read_bytes() == EDITED


@pytest.mark.parametrize(
    ("name", "lock"),
    [
        ("บันทึกข้อความ-ก.docx", "~$นทึกข้อความ-ก.docx"),
        ("1234567.docx", "~$234567.docx"),
        ("123456.docx", "~$123456.docx"),
        ("ผล-ก.csv", "~$ผล-ก.csv"),
        ("ผล-ก.pdf", ".~lock.ผล-ก.pdf#"),
        ("บันทึกข้อความ.docx", ".~lock.บันทึกข้อความ.docx#"),
    ],
)
def test_what_is_open_in_word_is_not_replaced(name: str, lock: str, tmp_path: Path) -> None:
    (tmp_path / lock).write_bytes(b"")
    together.write_all(tmp_path, {"another.docx": b"x"})
    together.write_all(tmp_path, {name: b"old"})  # a lock without its file holds nobody up
    with pytest.raises(OutputError) as caught:
        together.write_all(tmp_path, {"first.docx": b"new", name: b"new"})
    assert caught.value.exit_code == 4
    assert name in caught.value.say("th") and lock in caught.value.say("en")
    assert (tmp_path / name).read_bytes() == b"old" and not (tmp_path / "first.docx").exists()


def test_word_and_excel_say_who_has_it_open(tmp_path: Path) -> None:
    """Word's lock file holds the name at byte 54, Excel's at byte 55, both as UTF-16 too."""
    who = "สมหญิง ใจดี"
    told = bytes([len(who), 0]) + who.encode("utf-16-le")
    word = tmp_path / "บันทึกข้อความ.docx"
    (tmp_path / "~$นทึกข้อความ.docx").write_bytes(
        (b"\x0bx".ljust(54, b"\0") + told).ljust(162, b"\0")
    )
    sheet = tmp_path / "ผล.csv"
    (tmp_path / "~$ผล.csv").write_bytes((b"\x0bx".ljust(55, b" ") + told).ljust(165, b"\0"))
    for path, program in ((word, "Word"), (sheet, "Excel")):
        with pytest.raises(OutputError) as caught:
            locks.check(path)
        assert f"{program} by {who}" in caught.value.say("en")


def test_the_command_ends_with_4_where_word_has_a_document_open(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "ส่ง"
    run("export", book, "-o", out, "--format", "docx")
    paths = sorted(out.iterdir())
    before = {p: p.read_bytes() for p in paths}
    (out / f"~${paths[-1].name[2:]}").write_bytes(b"")
    ran = run("export", book, "-o", out, "--format", "docx", "--force")
    assert ran.code == 4 and "Word" in ran.err and len(ran.err.splitlines()) == 1
    assert {p: p.read_bytes() for p in paths} == before


def test_when_one_can_not_take_its_place_none_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    together.write_all(tmp_path, {"a.docx": b"1", "c.docx": b"3"})
    really = os.replace

    def refused(source: str | Path, target: str | Path) -> None:
        if Path(target).name == "c.docx":
            raise PermissionError(13, "open elsewhere")
        really(source, target)

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(OutputError, match=r"c\.docx"):
        together.write_all(tmp_path, {"a.docx": b"x", "b.docx": b"y", "c.docx": b"z"})
    monkeypatch.undo()
    shutil.rmtree(tmp_path / backups.FOLDER)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {
        "a.docx": b"1", "c.docx": b"3",
    }  # fmt: skip


def test_a_read_only_document_is_told_and_a_link_stays(tmp_path: Path) -> None:
    together.write_all(tmp_path / "real", {"a.docx": b"1"})
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.docx").symlink_to(tmp_path / "real" / "a.docx")
    together.write_all(out, {"a.docx": b"2"})
    assert (out / "a.docx").is_symlink()
    assert (tmp_path / "real" / "a.docx").read_bytes() == b"2"
    (tmp_path / "real" / "a.docx").chmod(0o444)
    with pytest.raises(OutputError):
        together.write_all(out, {"a.docx": b"3"})
    assert (out / "a.docx").read_bytes() == b"2"
