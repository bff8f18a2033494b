"""Nothing in the inbox is overlooked: whatever it is called and however it is packed, it is read or named."""

from __future__ import annotations

import base64
import datetime as dt
import io
import os
import shutil
import sys
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner

from ita_excel.cli import cli
from ita_excel.core.apart import readers
from ita_excel.dispatch.collect import State
from ita_excel.dispatch.inbox import FoundFile, Other, Refused, find
from tests.dispatch.compound import Message
from tests.dispatch.files import make_master, split, type_into, typed
from tests.dispatch.test_round_trip import collected

pytestmark = pytest.mark.usefixtures("uncalculated")

THAI = "ผลกองคลัง.xlsx"
RAW = THAI.encode("cp874")
SENT = dt.datetime(2022, 3, 15, 3, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A master, and กองคลัง's answered workbook, made once."""
    folder = tmp_path_factory.mktemp("office")
    master = make_master(folder / "master.xlsx")
    path = split(master, folder / "out")["กองคลัง"]
    return master, type_into(path, "KCCC", outcome="ตอบแล้ว").read_bytes()


@pytest.fixture
def inbox(office, tmp_path):
    """A master of one's own, an answer's bytes, an empty folder."""
    master, answer = office
    (tmp_path / "inbox").mkdir()
    return Path(shutil.copy(master, tmp_path / "master.xlsx")), answer, tmp_path / "inbox"


def looked(*paths):
    return [(type(f).__name__, f.name) for f in find(paths)]


def zipped(*entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries:
            package.writestr(name, data)
    return out.getvalue()


def mailed(*parts: bytes, head: bytes = b"") -> bytes:
    """A message as old programs write it: heads as bytes, whatever they are."""
    begin = (
        b"From: a@example.go.th\r\nTo: b@example.go.th\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        + head
    )
    begin += b'Content-Type: multipart/mixed; boundary="XX"\r\n\r\n'
    text = b"--XX\r\nContent-Type: text/plain\r\n\r\n" + b"see attached\r\n"
    return begin + text + b"".join(b"--XX\r\n" + p + b"\r\n" for p in parts) + b"--XX--\r\n"


def part(head: bytes, data: bytes) -> bytes:
    return head + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(data)


# --- Outlook


@pytest.mark.parametrize("name", ["ตอบ.msg", "ตอบ.dat", "ตอบ"])
def test_a_message_saved_by_outlook_is_opened(inbox, name):
    master, answer, folder = inbox
    (folder / name).write_bytes(Message(sent=SENT, attached=[("คลัง.xlsx", answer)]).saved())
    result = collected(master, folder)
    assert [(r.name, r.state) for r in result.files] == [(f"{name}/คลัง.xlsx", State.MERGED)]
    assert typed(master, "KCCC", "outcome") == "ตอบแล้ว"


def test_outlook_nests_messages_and_writes_names_in_its_code_page(inbox):
    _, answer, folder = inbox
    inner = Message(attached=[(THAI, answer), ("", answer)], sent=SENT, page=874)
    outer = Message(attached=[("Fw", inner), ("สแกน.pdf", b"%PDF-1.7 x"), ("ลิงก์.xlsx", None)])
    (folder / "ส่งต่อ.msg").write_bytes(outer.saved())
    found = list(find([folder]))
    assert {(type(f).__name__, f.name.partition("/")[2]) for f in found} == {
        ("FoundFile", THAI), ("FoundFile", "ไฟล์แนบที่ 2"), ("Other", "สแกน.pdf"),
        ("Refused", "ลิงก์.xlsx"),
    }  # fmt: skip
    assert {f.when for f in found if isinstance(f, FoundFile)} == {SENT}


def test_a_damaged_message_of_outlook_stops_nothing(inbox):
    _, answer, folder = inbox
    whole = Message(attached=[("คลัง.xlsx", answer)]).saved()
    (folder / "ก.msg").write_bytes(whole[: len(whole) // 2])
    (folder / "ข.xlsx").write_bytes(answer)
    assert [kind for kind, _ in looked(folder)][-1] == "FoundFile"
    assert all(name.startswith("ก.msg") for _, name in looked(folder)[:-1])


# --- archives


def test_a_7z_archive_is_opened_also_in_a_mail(inbox):
    import py7zr

    master, answer, folder = inbox
    packed = io.BytesIO()
    with py7zr.SevenZipFile(packed, "w") as archive:
        archive.writestr(answer, "โฟลเดอร์/คลัง.xlsx")
        archive.writestr(b"%PDF-1.7 x", "โฟลเดอร์/สแกน.pdf")
    mail = EmailMessage()
    mail["From"] = mail["To"] = "a@example.go.th"
    mail.set_content("x")
    mail.add_attachment(packed.getvalue(), maintype="application", subtype="x-7z", filename="ก.7z")
    (folder / "ตอบ.eml").write_bytes(mail.as_bytes())
    assert looked(folder) == [
        ("FoundFile", "ตอบ.eml/ก.7z/คลัง.xlsx"), ("Other", "ตอบ.eml/ก.7z/สแกน.pdf"),
    ]  # fmt: skip
    assert [r.state for r in collected(master, folder).files] == [State.MERGED]


def test_a_7z_archive_with_a_password_or_a_bomb_is_named(inbox, monkeypatch):
    import py7zr

    _, answer, folder = inbox
    with py7zr.SevenZipFile(folder / "ก.7z", "w", password="ลับ") as archive:
        archive.writestr(answer, "คลัง.xlsx")
    with py7zr.SevenZipFile(folder / "ข.7z", "w") as archive:
        for n in range(4):
            archive.writestr(bytes(50_000_000), f"ศูนย์{n}.xlsx")
    (folder / "ค.7z").write_bytes(b"7z\xbc\xaf\x27\x1c not an archive")
    (folder / "ง.xlsx").write_bytes(answer)
    found = list(find([folder]))
    assert [type(f) for f in found] == [Refused, Refused, Refused, FoundFile]
    assert "รหัสผ่าน" in found[0].why.th
    assert "ใหญ่เกินไป" in found[1].why.th or "หน่วยความจำ" in found[1].why.th
    assert "เสียหาย" in found[2].why.th


def test_without_py7zr_it_is_said_what_to_do(inbox, monkeypatch):
    from ita_excel.dispatch.nest import Nest
    from ita_excel.dispatch.seven_zip import entries

    monkeypatch.setitem(sys.modules, "py7zr", None)
    (entry,) = entries(b"7z\xbc\xaf\x27\x1c", Nest())
    assert "ita-excel[7z]" in entry.content.th
    assert "7-Zip" in entry.content.th


def test_a_zip_with_a_password_says_so(inbox):
    _, answer, folder = inbox
    data = bytearray(zipped(("คลัง.xlsx", answer)))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1  # its entry says that it is encrypted
    (folder / "ก.zip").write_bytes(data)
    (found,) = find([folder])
    assert "รหัสผ่าน" in found.why.th


@pytest.mark.parametrize(
    "name, data, word",
    [
        ("ก.rar", b"Rar!\x1a\x07\x01\x00 x", "WinRAR"),
        ("ก.dat", b"Rar!\x1a\x07\x01\x00 x", "WinRAR"),
        ("ก.tar.gz", b"\x1f\x8b\x08\x00 x", "แตกไฟล์"),
        ("ก.numbers", zipped(("Index/Document.iwa", b"x")), "Excel"),
        ("ก.bin", zipped(("Index/Document.iwa", b"x")), "Excel"),
        ("winmail.dat", b"\x78\x9f\x3e\x22\x01\x00", "winmail.dat"),
        ("smime.p7m", b"\x30\x82\x01\x00", "โปรแกรมอีเมล"),
        ("ผล.gsheet", b'{"url": "https://docs.example.com"}', "ลิงก์"),
        ("ก.fods", b'<?xml version="1.0"?><office:document xmlns', ".xlsx"),
    ],
)
def test_what_cannot_be_opened_is_named_with_what_to_do(inbox, name, data, word):
    _, answer, folder = inbox
    (folder / name).write_bytes(data)
    (folder / "ฮ.zip").write_bytes(zipped((name, data), ("คลัง.xlsx", answer)))
    found = list(find([folder]))
    assert [f.name for f in found] == [name, f"ฮ.zip/{name}", "ฮ.zip/คลัง.xlsx"]
    assert all(word in f.why.th for f in found[:2])
    assert isinstance(found[2], FoundFile)


# --- names that lie, and none at all


@pytest.mark.parametrize("name", ["ตอบ", "ตอบ.dat", "ตอบ.pdf", "ตอบ.txt", "ตอบ.xlsx.download"])
@pytest.mark.parametrize("what", ["workbook", "zip", "mail"])
def test_contents_tell_what_a_file_is(inbox, name, what):
    _, answer, folder = inbox
    mail = mailed(part(b"Content-Type: application/octet-stream", answer))
    data = {"workbook": answer, "zip": zipped(("a", answer)), "mail": mail}[what]
    (folder / name).write_bytes(data)
    (found,) = find([folder])
    assert isinstance(found, FoundFile)
    assert found.name.startswith(name)
    assert found.data == answer


def test_an_archive_called_a_workbook_and_a_workbook_called_an_archive(inbox):
    _, answer, folder = inbox
    (folder / "ก.xlsx").write_bytes(zipped(("คลัง.xlsx", answer)))
    (folder / "ข.zip").write_bytes(answer)
    assert looked(folder) == [("FoundFile", "ก.xlsx/คลัง.xlsx"), ("FoundFile", "ข.zip")]


def test_attachments_without_a_name_are_read_and_texts_are_not(inbox):
    _, answer, folder = inbox
    data = mailed(
        part(b"Content-Type: application/vnd.ms-excel", answer),
        b"Content-Type: text/html\r\n\r\n<p>x</p>",
        part(b'Content-Type: image/png; name="logo.png"\r\nContent-ID: <a@b>', b"\x89PNG x"),
        part(b'Content-Type: image/jpeg; name="scan.jpg"', b"\xff\xd8\xff\xe0 x"),
        part(b"Content-Disposition: attachment", answer),
    )
    (folder / "ก.eml").write_bytes(data)
    assert looked(folder) == [
        ("FoundFile", "ก.eml/ไฟล์แนบที่ 1"), ("Other", "ก.eml/scan.jpg"),
        ("FoundFile", "ก.eml/ไฟล์แนบที่ 4"),
    ]  # fmt: skip


def test_letters_and_scans_are_named_and_stop_nothing(inbox):
    master, answer, folder = inbox
    (folder / "คลัง.xlsx").write_bytes(answer)
    (folder / "บันทึก.docx").write_bytes(
        zipped(("[Content_Types].xml", b"x"), ("word/document.xml", b"x"))
    )
    (folder / "สแกน.pdf").write_bytes(b"%PDF-1.7")
    done = CliRunner().invoke(cli, ["collect", str(master), str(folder)], obj="th")
    assert done.exit_code == 0, done.output
    assert "บันทึก.docx" in done.output
    assert "สแกน.pdf" in done.output


def test_a_named_file_that_is_no_workbook_is_refused_and_the_others_are_merged(inbox):
    master, answer, folder = inbox
    (folder / "คลัง.xlsx").write_bytes(answer)
    (folder / "สแกน.pdf").write_bytes(b"%PDF-1.7")
    result = collected(master, folder / "สแกน.pdf", folder / "คลัง.xlsx")
    assert [r.state for r in result.files] == [State.REFUSED, State.MERGED]


# --- names in the encodings of before Unicode


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_names_on_disk_in_tis_620_are_shown_right_and_stop_nothing(inbox):
    master, answer, folder = inbox
    for name, data in (
        (RAW, answer),
        (b"\xa1.zip", b"PK\x03\x04"),
        (b"\xa2.zip", zipped(("a.xlsx", b"x"))),
    ):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(data)
    Path(os.fsdecode(os.fsencode(folder) + b"/\xa4.xlsx")).symlink_to("/nowhere")
    done = CliRunner().invoke(cli, ["collect", str(master), str(folder), "--json"], obj="th")
    assert done.exit_code == 1, done.output
    assert THAI in done.output
    assert '"ก.zip"' in done.output
    assert '"ข.zip/a.xlsx"' in done.output
    assert '"ค.xlsx"' in done.output
    assert typed(master, "KCCC", "outcome") == "ตอบแล้ว"


@pytest.mark.parametrize(
    "head",
    [
        b'Content-Disposition: attachment; filename="' + RAW + b'"',
        b'Content-Type: application/octet-stream; name="' + RAW + b'"',
        b'Content-Disposition: attachment; filename="' + THAI.encode() + b'"',
        *(
            b"Content-Disposition: attachment; filename*=%s''" % charset
            + "".join(f"%{b:02X}" for b in RAW).encode()
            for charset in (b"windows-874", b"TIS-620", b"x-windows-874", b"tis_620", b"")
        ),
        (b"Content-Disposition: attachment; filename*0*=windows-874''%BC%C5;\r\n"
        b" filename*1*=%A1%CD%A7%A4%C5%D1%A7.xlsx"),
        *(
            b'Content-Disposition: attachment; filename="=?%s?B?' % charset
            + base64.b64encode(RAW) + b'?="'
            for charset in (b"windows-874", b"TIS-620", b"iso-8859-11")
        ),
        b'Content-Type: application/octet-stream;\r\n name="=?UTF-8?B?'
        + base64.b64encode(THAI.encode()) + b'?="',
    ],
)  # fmt: skip
def test_names_in_mails_are_shown_right(inbox, head):
    _, answer, folder = inbox
    (folder / "ก.eml").write_bytes(mailed(part(head, answer), part(head, b"not a workbook")))
    found = list(find([folder]))
    assert [f.name for f in found] == [f"ก.eml/{THAI}"] * 2
    assert found[0].data == answer


@pytest.mark.parametrize("raw", [RAW, THAI.encode()])
def test_names_in_zips_without_the_flag_are_shown_right(inbox, raw):
    _, answer, folder = inbox
    data = zipped(("x" * len(raw), answer)).replace(b"x" * len(raw), raw)
    (folder / "ก.zip").write_bytes(data)
    assert looked(folder) == [("FoundFile", f"ก.zip/{THAI}")]


def test_nothing_is_read_in_this_process_but_heads(inbox, monkeypatch):
    _, answer, folder = inbox
    asked = []
    apart = readers.ask
    monkeypatch.setattr(
        readers, "ask", lambda work, *a, **k: asked.append(work) or apart(work, *a, **k)
    )
    (folder / "ก.msg").write_bytes(Message(attached=[("a.xlsx", answer)]).saved())
    (folder / "ข.bin").write_bytes(answer)
    (folder / "ค").write_bytes(b"7z\xbc\xaf\x27\x1c")
    list(find([folder]))
    assert asked == ["unpack"] * 3
    assert Other not in map(type, find([folder]))


# --- other programs' workbooks


_TO_XLSB = """
const XLSX = require('xlsx');
const book = XLSX.readFile(process.argv[1]);
const sheet = book.Sheets['ผลการดำเนินการ'];
if (process.argv[3]) sheet[process.argv[3]] = {t: 'e', v: 0x2A};
XLSX.writeFile(book, process.argv[2], {bookType: 'xlsb'});
"""


def as_xlsb(path: Path, target: Path, error: str = "") -> Path:
    """Have SheetJS save a workbook as .xlsb, perhaps with an error in a cell."""
    import subprocess

    from tests import validator

    words = ["node", "-e", _TO_XLSB, "--", str(path), str(target), error]
    env = {**os.environ, "NODE_PATH": str(validator.node_modules())}
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, env=env, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return target


def as_excel_writes(path: Path) -> bytes:
    """Return an .xlsb with a column in every cell, as Excel has it: SheetJS leaves it out."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, _with_columns(data) if "worksheets/sheet" in name else data)
    return out.getvalue()


def _with_columns(data: bytes) -> bytes:
    out, at, column = bytearray(), 0, -1
    while at < len(data):
        begin = at
        kind, at = _number(data, at)
        size, at = _number(data, at)
        body = data[at : at + size]
        at += size
        if 1 <= kind <= 11:
            column = int.from_bytes(body[:4], "little")
        if 12 <= kind <= 18:
            column += 1
            out += bytes([kind - 11, *_seven_bits(size + 4)]) + column.to_bytes(4, "little") + body
        else:
            out += data[begin:at]
    return bytes(out)


def _number(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        value |= (data[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if not data[at - 1] & 0x80:
            return value, at


def _seven_bits(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def test_a_binary_workbook_that_cannot_be_read_whole_is_refused(inbox):
    master, answer, folder = inbox
    (folder.parent / "a.xlsx").write_bytes(answer)
    as_xlsb(folder.parent / "a.xlsx", folder / "คลัง.xlsb")
    (report,) = collected(master, folder).files
    assert report.state is State.REFUSED
    assert ".xlsx" in report.why.th


def test_a_binary_workbook_is_read(inbox):
    master, answer, folder = inbox
    (folder.parent / "a.xlsx").write_bytes(answer)
    path = as_xlsb(folder.parent / "a.xlsx", folder / "คลัง.xlsb")
    path.write_bytes(as_excel_writes(path))
    result = collected(master, folder)
    assert [r.state for r in result.files] == [State.MERGED], result.files
    assert typed(master, "KCCC", "outcome") == "ตอบแล้ว"
    assert len(result.merged.written) == 1


def test_an_error_in_a_binary_workbook_is_no_blank(inbox):
    from ita_excel.core.values import CellError
    from ita_excel.store.xlsb import read_xlsb

    _, answer, folder = inbox
    (folder / "a.xlsx").write_bytes(answer)
    data = as_excel_writes(as_xlsb(folder / "a.xlsx", folder / "คลัง.xlsb", "J4"))
    sheets = read_xlsb(data)
    assert sheets.rows["ผลการดำเนินการ"][3][9] == CellError("#N/A")
    for cut in (len(data) // 2, len(data) - 30):
        (folder / "คลัง.xlsb").write_bytes(data[:cut])
        collect_nothing(folder / "คลัง.xlsb", inbox[0])


def collect_nothing(path: Path, master: Path) -> None:
    (report,) = collected(master, path).files
    assert report.state is State.REFUSED
    assert report.why or report.findings


@pytest.mark.parametrize("encoding", ["cp874", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_results_saved_as_plain_text_are_read_whatever_the_encoding(encoding, delimiter):
    import csv

    from ita_excel.dispatch.plain_table import read_plain

    rows = [
        ["ผลการดำเนินการ"],
        ["รหัส", "รอบ", "สถานะ", "ผลการดำเนินการ"],
        ["KCCC", "๖ เดือน", "", "ก\nข"],
    ]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    found = read_plain(out.getvalue().encode(encoding))
    assert found == [[v or None for v in row] for row in rows]
    assert read_plain("ข้อความ,อื่น\n".encode(encoding)) is None
