"""Whatever a command is given as a file: no pipe is waited for, no device read, nothing runs on."""

from __future__ import annotations

import io
import os
import shutil
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from ita_excel.core import limits
from ita_excel.core.apart import files, readers
from ita_excel.core.errors import InputError
from ita_excel.documents.pictures import read_picture
from ita_excel.documents.word.placeholders import template_bytes
from tests.command import run, unchanged
from tests.dispatch.files import make_master, split, type_into
from tests.hostile.running import ended

KINDS = ("pipe", "device", "link to a device", "link to nothing", "folder", "locked")


def odd(kind: str, path: Path) -> Path:
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "device":
            return Path("/dev/zero")
        case "link to a device":
            path.symlink_to("/dev/zero")
        case "link to nothing":
            path.symlink_to(path.with_name("gone"))
        case "folder":
            path.mkdir()
        case _:
            path.write_bytes(b"x")
            path.chmod(0)
    return path


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    master = make_master(folder / "master.xlsx")
    type_into(split(master, folder / "out")["กองคลัง"], "KCCC", outcome="ตอบ")
    return master


@pytest.fixture
def master(office, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # where remind writes
    return Path(shutil.copy(office, tmp_path / "master.xlsx"))


def words_for(command: str, file: Path, master: Path) -> list[object]:
    out = master.parent / "made"
    return {
        "validate": ["validate", file],
        "fill": ["fill", file],
        "confirm": ["confirm", file, "--all"],
        "split": ["split", file, "-o", out],
        "remind": ["remind", file],
        "status": ["status", file],
        "history": ["history", file],
        "resolve": ["resolve", file],
        "diff": ["diff", file, master],
        "diff, the second": ["diff", master, file],
        "export": ["export", file, "-o", out],
        "new-year": ["new-year", file, out],
        "collect": ["collect", file, master],
        "withdraw": ["withdraw", file, "x"],
        "withdraw what": ["withdraw", master, file],
        "validate --oit": ["validate", "--no-write", master, "--oit", file],
        "export --oit": ["export", master, "-o", out, "--draft", "--oit", file],
        "remind --template": ["remind", master, "--template", file],
        "export --templates": ["export", master, "-o", out, "--draft", "--templates", file],
    }[command]


COMMANDS = (
    "validate", "fill", "split", "remind", "status", "resolve", "export", "new-year", "collect",
    "diff", "diff, the second", "history", "confirm",
    "withdraw", "withdraw what", "validate --oit", "export --oit", "remind --template",
    "export --templates",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_no_file_is_refused_by_name(command, kind, master, tmp_path):
    if kind == "locked" and os.geteuid() == 0:
        kind = "pipe"  # root may read everything
    if kind == "folder" and command in ("validate", "export"):
        kind = "pipe"  # these look for workbooks in it
    file = odd(kind, tmp_path / "odd.xlsx")
    with unchanged(tmp_path):
        ran = run(*words_for(command, file, master), lang="en")
    assert ran.code == 3, ran
    assert len(ran.err.strip().splitlines()) == 1, ran.err
    assert file.name in ran.err


@pytest.mark.parametrize("name", ["memo", "report"])
def test_a_template_that_never_ends_is_given_up(master, tmp_path, monkeypatch, name):
    monkeypatch.setattr(limits, "READ_SECONDS", 3.0)
    loops = "".join(f"{{% for a{n} in range(99999) %}}" for n in range(5))
    own = tmp_path / "own"
    own.mkdir()
    (own / f"{name}.docx").write_bytes(with_text(template_bytes(name), loops + "{% endfor %}" * 5))
    ran = run("export", master, "-o", tmp_path / "e", "--draft", "--format", "docx", "--only", name,
              "--templates", own, lang="en")  # fmt: skip
    assert ran.code == 3, ran
    assert f"{name}.docx" in ran.err
    assert "seconds" in ran.err


def test_a_template_that_fills_the_memory_is_given_up(master, tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    text = "{% set ns = namespace(t='x' * 1000) %}{% for a in range(99999) %}"
    text += "{% set ns.t = ns.t ~ ns.t %}{% endfor %}"
    (own / "memo.docx").write_bytes(with_text(template_bytes("memo"), text))
    ran = ended("export", master, "-o", tmp_path / "e", "--draft", "--format", "docx", "--only",
                "memo", "--templates", own)  # fmt: skip
    assert ran.code == 3, ran
    assert "memo.docx" in ran.err
    assert ran.megabytes < 320


def with_text(template: bytes, text: str) -> bytes:
    """A template with one more paragraph."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                paragraph = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>".encode()
                content = content.replace(b"<w:body>", b"<w:body>" + paragraph, 1)
            new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "fiscal_year,item\n2565," + "x" * 200_000,
        "fiscal_year,item\n" + "9" * 5000 + ",O1",
        'fiscal_year,item\n2565,"O1\n' * 1000,
        "\0" * 1000,
        "x" * 2_000_000,
        "",
    ],
)
def test_a_list_that_is_none(master, tmp_path, text):
    file = tmp_path / "รายการ.csv"
    file.write_text(text, "utf-8")
    ran = run("validate", "--no-write", master, "--oit", file, lang="en")
    assert ran.code == 3, ran
    assert len(ran.err.strip().splitlines()) == 1
    assert len(ran.err) < 500


def test_a_letter_that_is_none(master, tmp_path):
    for data in (b"", b"x" * 2_000_000, b"\xff\xfe\x00", b"Subject: {" + b"{" * 100_000):
        file = tmp_path / "letter.txt"
        file.write_bytes(data)
        ran = run("remind", master, "--template", file, lang="en")
        assert ran.code in (0, 3), ran
        assert len(ran.err) < 500


def test_a_small_picture_that_unpacks_to_gigabytes_is_no_picture(tmp_path):
    def chunk(kind: bytes, body: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + crc

    path = tmp_path / "emblem.png"
    for side, found in ((40, True), (60_000, False)):
        head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
        path.write_bytes(
            b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")
        )
        assert bool(read_picture(path)) is found


def test_a_pipe_for_an_emblem_or_a_lock_is_not_waited_for(master, tmp_path):
    os.mkfifo(tmp_path / "emblem.png")
    assert read_picture(tmp_path / "emblem.png") is None
    os.mkfifo(tmp_path / ".~lock.master.xlsx#")
    ran = run("validate", master, lang="en")
    assert ran.code == 4, ran


def test_a_file_that_grows_while_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "growing.bin"
    path.write_bytes(b"x" * 1000)
    plain = os.read

    def read(handle: int, size: int) -> bytes:
        if path.stat().st_size < 5000:
            with path.open("ab") as more:
                more.write(b"y" * 1000)
        return plain(handle, size)

    monkeypatch.setattr(files.os, "read", read)
    with pytest.raises(InputError, match="กำลังถูกเขียน"):
        files.read(path, 1_000_000)
    with pytest.raises(InputError, match="ใหญ่เกินไป"):
        files.read(path, 1_500)


def test_a_file_that_is_gone_between_two_looks(tmp_path, monkeypatch):
    path = tmp_path / "going.bin"
    path.write_bytes(b"x")
    plain = os.open

    def open_(name, *rest):
        path.unlink()
        return plain(name, *rest)

    monkeypatch.setattr(files.os, "open", open_)
    with pytest.raises(InputError, match="ไม่พบ"):
        files.read(path, 1_000)


def test_a_module_beside_the_files_is_not_taken_for_ours(master, tmp_path, monkeypatch):
    """Python looks into the folder that it is started in, unless it is told not to."""
    trap = tmp_path / "sprung"
    for name in ("lxml", "json", "email", "ita_excel"):
        (tmp_path / f"{name}.py").write_text(f"open({str(trap)!r}, 'w')")
    monkeypatch.chdir(tmp_path)
    readers.close()
    (tmp_path / "a.eml").write_bytes(b"Subject: x\n\nx")
    run("collect", master, tmp_path / "a.eml")
    assert not trap.exists()
