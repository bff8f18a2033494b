"""Whatever a person gives: one clear sentence, the right exit code, every file as it was."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.command import on_small_disk, run, unchanged
from tests.workbooks import sample_workbook

COMMANDS = ("validate", "fill", "export")
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def words(command: str, file: Path) -> list[object]:
    return [command, file, "-o", file.parent / "out"] if command == "export" else [command, file]


def assert_refused(ran, code: int, *said: str) -> None:
    assert ran.code == code, ran
    assert "Traceback" not in ran.err
    assert len(ran.err.strip().splitlines()) == 1, ran.err
    for text in said:
        assert text in ran.err


@pytest.fixture
def book(tmp_path: Path) -> Path:
    file = tmp_path / "แผน ITA 2565.xlsx"
    assert run("new", file, "--fiscal-year", "2565").code == 0
    return file


def encrypted(file: Path) -> None:
    """An OLE file with the streams of an encrypted package, as Excel's “password to open” makes."""
    import msoffcrypto
    from msoffcrypto.format.ooxml import OOXMLFile

    plain = file.with_suffix(".plain.xlsx")
    openpyxl.Workbook().save(plain)
    with plain.open("rb") as source, file.open("wb") as out:
        OOXMLFile(source).encrypt("secret", out)
    plain.unlink()
    assert msoffcrypto.OfficeFile(file.open("rb")).is_encrypted()


def make(kind: str, folder: Path) -> Path:
    """A file that is no workbook for us."""
    file = folder / f"ไฟล์.{ {'xls': 'xls', 'ods': 'ods', 'csv': 'csv'}.get(kind, 'xlsx') }"
    match kind:
        case "folder":
            file.mkdir()
        case "empty":
            file.touch()
        case "text" | "csv":
            file.write_text("รหัส,มาตรการ\n1,ก\n", encoding="utf-8")
        case "xls":
            file.write_bytes(OLE + bytes(2000))
        case "ods":
            with zipfile.ZipFile(file, "w") as z:
                z.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        case "encrypted":
            encrypted(file)
        case "foreign":
            openpyxl.Workbook().save(file)
        case "zip":
            with zipfile.ZipFile(file, "w") as z:
                z.writestr("a.txt", "b")
    return file


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("missing", "ไม่พบ"),
        ("folder", "โฟลเดอร์"),
        ("empty", "ว่าง"),
        ("text", "ไม่ใช่"),
        ("zip", "ไม่ใช่"),
        ("encrypted", "รหัสผ่าน"),
        ("xls", ".xlsx"),
        ("ods", ".xlsx"),
        ("csv", ".xlsx"),
        ("foreign", "ไม่ใช่สมุดงาน ITA"),
    ],
)
def test_what_is_no_workbook_for_us(command, kind, said, tmp_path):
    file = make(kind, tmp_path)
    with unchanged(tmp_path):
        assert_refused(run(*words(command, file)), 3, said)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_truncated_zip(command, share, book):
    content = book.read_bytes()
    book.write_bytes(content[: int(len(content) * share)])
    with unchanged(book.parent):
        assert_refused(run(*words(command, book)), 3, book.name)


def without(
    book: Path, *, sheet: str | None = None, heading: tuple[str, str] | None = None
) -> None:
    """Take a sheet or a heading away, as a person would."""
    workbook = openpyxl.load_workbook(book)
    if sheet:
        del workbook[sheet]
    if heading:
        for row in workbook[heading[0]].iter_rows(max_row=5):
            for cell in row:
                if cell.value == heading[1]:
                    cell.value = "อื่น ๆ"
    workbook.save(book)


def test_a_missing_sheet_is_named(book):
    without(book, sheet="ผลการดำเนินการ")
    with unchanged(book.parent):
        for command in ("fill", "export"):
            ran = run(*words(command, book))
            assert ran.code in (1, 3)
            assert "ผลการดำเนินการ" in ran.err + ran.out
    ran = run("validate", book, "--no-write")
    assert ran.code == 1
    assert "S101" in ran.out
    assert "ผลการดำเนินการ" in ran.out


def test_a_missing_column_is_named(book):
    without(book, heading=("ผลการดำเนินการ", "รอบ"))
    with unchanged(book.parent):
        assert_refused(run("fill", book), 3, "รอบ")
    assert "S101" in run("validate", book, "--no-write").out


def test_an_output_that_exists_needs_force(book):
    with unchanged(book.parent):
        assert_refused(run("new", book, "--fiscal-year", "2566"), 4, "--force", book.name)
    assert run("new", book, "--fiscal-year", "2566", "--force").code == 0


@pytest.mark.parametrize("lock", ["~${name}", ".~lock.{name}#"])
@pytest.mark.parametrize("command", ["validate", "fill"])
def test_a_workbook_that_is_open_elsewhere(command, lock, sample_book):
    # Excel's lock file holds the length of the name, the name, then it again in UTF-16.
    path = sample_book.with_name(
        lock.replace("$", "$$").replace("$$", "$").format(name=sample_book.name)
    )
    path.write_bytes(b"\x04Somc" + b" " * 50 if lock[0] == "~" else b",somchai,pc,,;")
    with unchanged(sample_book.parent):
        ran = run(command, sample_book)
        assert ran.code == 4, ran
        assert "เปิดอยู่" in ran.err


@pytest.mark.parametrize("command", ["validate", "fill"])
def test_a_read_only_folder(command, sample_book):
    with unchanged(sample_book.parent):
        ran = on_small_disk(sample_book.parent, 4000, command, sample_book, read_only=True)
    assert ran.code == 4, ran
    assert "Traceback" not in ran.err
    assert len(ran.err.strip().splitlines()) == 1


@pytest.mark.parametrize("command", ["validate", "fill"])
def test_a_full_disk(command, sample_book):
    size = sample_book.stat().st_size // 1024 + 12
    with unchanged(sample_book.parent):
        ran = on_small_disk(sample_book.parent, size, command, sample_book)
    assert ran.code == 4, ran
    assert "ดิสก์เต็ม" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["new", "a.xlsx", "--fiscal-year", "2022"], "2565"),
        (["new", "a.xlsx", "--fiscal-year", "abc"], "abc"),
        (["new", "a.xlsx"], "--fiscal-year"),
        (["new", "a.docx", "--fiscal-year", "2565"], ".xlsx"),
        (["fill"], "FILE"),
        (["fill", "a.xlsx", "--round", "7"], "7"),
        (["fil", "a.xlsx"], "fil"),
        (["fill", "a.xlsx", "--roun", "6"], "--roun"),
    ],
)
def test_wrong_words(arguments, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with unchanged(tmp_path):
        ran = run(*arguments)
    assert ran.code == 2, ran
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_the_sentence_is_english_on_request(tmp_path):
    ran = run("validate", tmp_path / "no.xlsx", lang="en")
    assert ran.code == 3
    assert "There is no file" in ran.err
    assert not any("ก" <= c <= "๛" for c in ran.err)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_name_too_long_for_the_system(command, tmp_path):
    with unchanged(tmp_path):
        assert_refused(run(*words(command, tmp_path / f"{'ก' * 100}.xlsx")), 3, "ก.xlsx")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_pipe_is_not_waited_for(command, tmp_path):
    os.mkfifo(tmp_path / "ท่อ.xlsx")
    assert_refused(run(*words(command, tmp_path / "ท่อ.xlsx")), 3, "ไม่ใช่ไฟล์ธรรมดา")


@pytest.mark.parametrize("command", ["validate", "fill"])
def test_a_file_set_to_be_read_only(command, sample_book):
    sample_book.chmod(0o444)
    with unchanged(sample_book.parent):
        assert_refused(run(command, sample_book), 4, "อ่านอย่างเดียว")
    assert run("validate", sample_book, "--no-write").code in (0, 1)


def test_a_demo_where_no_folder_can_be_made():
    assert_refused(run("demo", "/proc/ตัวอย่าง"), 4, "/proc/ตัวอย่าง")


@pytest.mark.parametrize(
    ("shell", "code", "said"),
    [
        ("{command} >&-", 0, ""),
        ("{command} >&- 2>&-", 0, ""),
        ("{command} >/dev/full", 4, "ดิสก์เต็ม"),
        ("{command} --json >/dev/full", 4, "ดิสก์เต็ม"),
    ],
)
def test_nowhere_to_print(shell, code, said, tmp_path):
    book = sample_workbook(tmp_path / "ITA.xlsx")
    command = shlex.join([sys.executable, "-m", "ita_excel", "--lang", "th", "validate", str(book)])
    done = subprocess.run(
        ["sh", "-c", shell.format(command=command)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert done.returncode == code, done
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    assert said in done.stderr
