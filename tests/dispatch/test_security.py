"""What comes back from outside is never trusted: bombs, paths, macros, links, formulas."""

from __future__ import annotations

import datetime as dt
import io
import time
import zipfile

import openpyxl
import pytest

from ita_excel import schema
from ita_excel.core import limits
from ita_excel.core.errors import InputError
from ita_excel.dispatch.collect import State, collect
from ita_excel.dispatch.inbox import FoundFile, Refused, find
from ita_excel.dispatch.returned import open_returned
from ita_excel.dispatch.unpacking import Inside, Unusable, unpacked
from ita_excel.merging.merge import Moment
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from ita_excel.store.ods import read_ods
from ita_excel.store.saving import save_package
from tests import libreoffice
from tests.dispatch.files import SENT, make_master, split, type_into, typed
from tests.dispatch.test_round_trip import codes, collected

NOW = Moment("collect", dt.datetime(2022, 4, 1))
ODS = "application/vnd.oasis.opendocument.spreadsheet"


@pytest.fixture
def sent(tmp_path):
    master = make_master(tmp_path / "master.xlsx")
    return master, split(master, tmp_path / "out")["กองคลัง"]


def zipped(path, entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries:
            package.writestr(name, data)
    return path


def rewritten(path, target, change):
    """Copy a package, its parts changed by `change(name, data)` (None leaves a part out)."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
    return target


# --- containers


def test_a_zip_with_paths_leading_out_writes_nothing_and_is_merged(sent, tmp_path):
    master, path = sent
    type_into(path, "KCCC", outcome="จาก zip")
    folder = tmp_path / "deep" / "inbox"
    folder.mkdir(parents=True)
    before = set(tmp_path.rglob("*"))
    zipped(folder / "ส่งคืน.zip", [("../../evil.xlsx", path.read_bytes())])
    result = collected(master, folder)
    assert [(r.name, r.state) for r in result.files] == [("ส่งคืน.zip/evil.xlsx", State.MERGED)]
    assert typed(master, "KCCC", "outcome") == "จาก zip"
    after = {p for p in tmp_path.rglob("*") if ".ita-backup" not in p.parts}
    assert after - before == {folder / "ส่งคืน.zip"}


def test_a_gigabyte_of_zeros_is_refused_quickly_and_stops_nothing(sent, tmp_path):
    master, path = sent
    type_into(path, "KCCC", outcome="ตอบ")
    zeros = io.BytesIO()
    with (
        zipfile.ZipFile(zeros, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("ศูนย์.xlsx", "w", force_zip64=True) as entry,
    ):
        for _ in range(1024):
            entry.write(bytes(1 << 20))
    bomb = tmp_path / "bomb.zip"
    bomb.write_bytes(zeros.getvalue())
    started = time.perf_counter()
    result = collected(master, bomb, path)
    assert time.perf_counter() - started < 20
    assert [r.state for r in result.files] == [State.REFUSED, State.MERGED]


def test_a_directory_that_lies_about_its_size_is_found_out(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "ANSWER", 1000)
    path = zipped(tmp_path / "lie.zip", [("a.xlsx", bytes(100_000))])
    data = path.read_bytes().replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    path.write_bytes(data)
    found = list(unpacked(Inside(path.name, path.read_bytes(), SENT)))
    assert [type(f) for f in found] == [Unusable]


def test_too_many_entries(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "NEST_ENTRIES", 10)
    path = zipped(tmp_path / "many.zip", [(f"{n}.xlsx", b"x") for n in range(11)])
    assert [type(f) for f in unpacked(Inside(path.name, path.read_bytes(), SENT))] == [Unusable]


def test_zip_in_zip_in_zip_ends_somewhere(tmp_path):
    data = b"PK"
    for depth in range(6):
        path = zipped(tmp_path / f"{depth}.zip", [("x.zip" if depth else "x.xlsx", data)])
        data = path.read_bytes()
    assert [type(f) for f in find([path])] == [Refused]


def test_encrypted_and_damaged_containers_are_said(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 not a zip")
    assert [type(f) for f in find([tmp_path])] == [Refused]


def test_a_message_with_its_attachment(sent, tmp_path):
    from email.message import EmailMessage

    master, path = sent
    type_into(path, "KCCC", outcome="แนบมากับอีเมล")
    mail = EmailMessage()
    mail["Subject"], mail["Date"] = "ส่งคืน", "Tue, 15 Mar 2022 10:00:00 +0700"
    mail.set_content("แนบไฟล์แล้ว")
    mail.add_attachment(
        path.read_bytes(), maintype="application", subtype="octet-stream", filename="คลัง.xlsx"
    )
    forwarded = EmailMessage()
    forwarded["Subject"] = "Fw: ส่งคืน"
    forwarded.set_content("ส่งต่อ")
    forwarded.add_attachment(mail)
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "ส่งต่อ.eml").write_bytes(forwarded.as_bytes())
    result = collected(master, tmp_path / "mail")
    assert [r.name for r in result.files] == ["ส่งต่อ.eml/คลัง.xlsx"]
    assert typed(master, "KCCC", "outcome") == "แนบมากับอีเมล"


def test_a_thai_windows_zip_shows_its_names(tmp_path):
    path = tmp_path / "windows.zip"
    path.write_bytes(_zip_of("กองคลัง.xlsx".encode("cp874")))
    assert [f.name for f in find([path])] == ["windows.zip/กองคลัง.xlsx"]


def _zip_of(raw):
    """A zip with one entry whose name is in the code page of Thai Windows."""
    out = io.BytesIO()
    plain = "x" * len(raw)
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(plain, b"x")
    return out.getvalue().replace(plain.encode(), raw)


def test_locks_and_hidden_files_are_left_alone(tmp_path):
    for name in ("~$ก.xlsx", ".ก.xlsx"):
        (tmp_path / name).write_bytes(b"x")
    assert list(find([tmp_path])) == []


def test_a_wrong_path_is_said(tmp_path):
    with pytest.raises(InputError, match="ไม่มี"):
        list(find([tmp_path / "ไม่มี"]))


# --- workbooks


def test_a_million_columns_declared(sent, tmp_path):
    master, path = sent

    type_into(path, "KCCC", outcome="กว้างมาก")
    wide = rewritten(path, tmp_path / "wide.xlsx", _with_dimension)
    started = time.perf_counter()
    collected(master, wide)
    assert time.perf_counter() - started < 20
    assert typed(master, "KCCC", "outcome") == "กว้างมาก"


def _with_dimension(name, data):
    import re

    if name.startswith("xl/worksheets/sheet"):
        return re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', data)
    return data


def test_a_value_in_the_last_cell_of_a_sheet_is_refused_with_the_reason(sent, tmp_path):
    master, path = sent
    book = openpyxl.load_workbook(path)
    book[schema.RESULTS.sheet]["XFD1048576"] = "ไกล"
    book.save(tmp_path / "far.xlsx")
    started = time.perf_counter()
    result = collected(master, tmp_path / "far.xlsx")
    assert time.perf_counter() - started < 20
    assert [r.state for r in result.files] == [State.REFUSED]
    assert result.files[0].why is not None


_ROWS = '<table:table-row table:number-rows-repeated="{n}">'
_CELL = '<table:table-cell office:value-type="string" table:number-columns-repeated="{n}">'
_FILLED = _CELL + "<text:p>x</text:p></table:table-cell></table:table-row>"


@pytest.mark.parametrize(
    "content",
    [
        _ROWS.format(n=1_000_000) + _FILLED.format(n=1_000_000),
        _ROWS.format(n=1) + _FILLED.format(n=999_999_999),
        _ROWS.format(n="9" * 20) + "</table:table-row>",
    ],
)
def test_an_ods_that_repeats_a_million_times_is_refused(content):
    urn = "urn:oasis:names:tc:opendocument:xmlns:"
    xml = (
        f'<office:document-content xmlns:office="{urn}office:1.0" xmlns:table="{urn}table:1.0" '
        f'xmlns:text="{urn}text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="S">{content}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", ODS)
        package.writestr("content.xml", xml)
    with pytest.raises(InputError):
        read_ods(out.getvalue())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4096,
        "รหัส,ผล\n1,2\n".encode(),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + bytes(999),
    ],
)
def test_what_is_no_workbook_is_refused_with_a_reason(data, tmp_path):
    master = make_master(tmp_path / "master.xlsx")
    found = [FoundFile("x.xlsx", data, dt.datetime(2022, 3, 1, tzinfo=dt.UTC))]
    result = collect(read(FileGrid(master)), found, NOW)
    assert [r.state for r in result.files] == [State.REFUSED]
    assert result.files[0].why is not None
    assert result.merged.edits == ()


# --- active content


@pytest.mark.parametrize(
    ("part", "word"),
    [
        ("xl/vbaProject.bin", "แมโคร"),
        ("xl/externalLinks/externalLink1.xml", "ลิงก์"),
        ("xl/embeddings/oleObject1.bin", "วัตถุ"),
    ],
)
def test_macros_links_and_objects_are_told_and_only_values_merged(sent, tmp_path, part, word):
    master, path = sent
    type_into(path, "KCCC", outcome="มีของแถม")
    target = tmp_path / "active.xlsm"
    target.write_bytes(path.read_bytes())
    with zipfile.ZipFile(target, "a") as package:
        package.writestr(part, b"content")
    result = collected(master, target)
    assert codes(result) == [("M805", "parts")]
    assert word in result.files[0].findings[0].say("th")
    assert typed(master, "KCCC", "outcome") == "มีของแถม"
    with zipfile.ZipFile(master) as package:
        assert part not in package.namelist()


def with_formula(path, target, formula, value=None):
    """The returned workbook with a formula in the first answer, stored value or not."""
    import re

    type_into(path, "KCCC", outcome="ที่ของสูตร")
    stored = f"<v>{value}</v>" if value is not None else ""

    def change(name, data):
        pattern = rb'<c r="(J\d+)"([^>]*?) t="inlineStr"><is><t[^>]*>' + "ที่ของสูตร".encode()
        pattern += rb"</t></is></c>"
        new = rf'<c r="\1"\2 t="str"><f>{formula}</f>{stored}</c>'.encode()
        return re.sub(pattern, new, data)

    rewritten(path, target, change)
    assert target.read_bytes() != path.read_bytes()
    return target


def test_a_formula_gives_its_stored_value_as_plain_text(sent, tmp_path):
    master, path = sent
    formula = 'HYPERLINK("http://evil.example/","กดที่นี่")'
    bad = with_formula(path, tmp_path / "f.xlsx", formula, "กดที่นี่")
    result = collected(master, bad)
    assert codes(result) == [("M805", "formula")]
    assert typed(master, "KCCC", "outcome") == "กดที่นี่"
    # The address behind the words is evidence: a text to read, no link and no formula.
    assert typed(master, "KCCC", "evidence") == "http://evil.example/"
    whole = everything(master)
    assert b'Target="http://evil.example' not in whole and b"HYPERLINK(" not in whole


def test_a_formula_without_a_value_is_kept_aside_as_text(sent, tmp_path):
    master, path = sent
    result = collected(master, with_formula(path, tmp_path / "f.xlsx", "1+1"))
    assert codes(result) == [("M804", "formula")]
    assert typed(master, "KCCC", "outcome") is None


def test_a_text_that_looks_like_a_formula_stays_a_text(sent):
    master, path = sent
    text = '=HYPERLINK("http://evil.example/","กด")'
    type_into(path, "KCCC", outcome=text)
    collected(master, path)
    assert typed(master, "KCCC", "outcome") == text
    cell = openpyxl.load_workbook(master)[schema.RESULTS.sheet]
    found = [c for row in cell.iter_rows() for c in row if c.value == text]
    assert [c.data_type for c in found] == ["s"] or b"<f>HYPERLINK" not in everything(master)


def everything(path):
    with zipfile.ZipFile(path) as package:
        return b"".join(package.read(n) for n in package.namelist())


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_formulas_and_errors_in_other_formats_remove_nothing(tmp_path, kind):
    rows = [
        {"key": "KBBB", "text": "งานหนึ่ง", "responsible": "กองคลัง", "outcome": "เดิมหนึ่ง"},
        {"key": "KCCC", "text": "งานสอง", "responsible": "กองคลัง", "outcome": "เดิมสอง"},
    ]
    master = make_master(tmp_path / "master.xlsx", rows)
    path = split(master, tmp_path / "out")["กองคลัง"]
    book = openpyxl.load_workbook(path)
    sheet = book[schema.RESULTS.sheet]
    sheet["J4"], sheet["J5"] = "=1/0", '="คำนวณ"&"แล้ว"'
    book.save(tmp_path / "formulas.xlsx")
    again = libreoffice.convert(tmp_path / "formulas.xlsx", kind, tmp_path / kind)
    result = collected(master, again)
    assert sorted(codes(result)) == [("M804", "error"), ("M805", "formula")]
    assert typed(master, "KBBB", "outcome") == "เดิมหนึ่ง"
    assert typed(master, "KCCC", "outcome") == "คำนวณแล้ว"


def test_nothing_is_fetched(sent, tmp_path, monkeypatch):
    import socket

    def refuse(*args, **kwargs):
        raise AssertionError("a returned workbook made the program use the network")

    master, path = sent
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    bad = with_formula(path, tmp_path / "f.xlsx", "'http://evil.example/[x.xlsx]S'!A1", "ค่า")
    assert [r.state for r in collected(master, bad).files] == [State.MERGED]


# --- bases


def test_a_workbook_of_another_master_agency_or_year(sent, tmp_path):
    _, path = sent
    type_into(path, "KCCC", outcome="x")
    for settings, variant in (
        ({"name": "เทศบาลตำบลอื่น"}, "agency"),
        ({"fiscal_year": 2566}, "year"),
        ({}, "master"),
    ):
        folder = tmp_path / variant
        folder.mkdir()
        other = make_master(folder / "m.xlsx", **settings)
        _give_id(other, "OTHER")
        assert codes(collected(other, path)) == [("M801", variant)]


def _give_id(master, identity):
    from ita_excel.sheets import newbook

    grid = FileGrid(master)
    grid.apply(newbook.identify(read(grid), identity))
    grid.save()


def test_a_master_that_never_sent_it(sent, tmp_path):
    _, path = sent
    type_into(path, "KCCC", outcome="x")
    copy = make_master(tmp_path / "copy.xlsx")
    assert codes(collected(copy, path)) == [("M801", "dispatch")]


def test_two_copies_of_the_base_that_differ(sent, tmp_path):
    from ita_excel.merging.base import NAMESPACE

    master, path = sent
    other = split(master, tmp_path / "again", sent=dt.datetime(2022, 3, 2, tzinfo=dt.UTC))
    content = FileGrid(other["กองคลัง"]).package.custom_xml(NAMESPACE)
    package = FileGrid(path).package
    package.add_custom_xml(NAMESPACE, content)
    save_package(package, tmp_path / "mixed.xlsx")
    result = collected(master, tmp_path / "mixed.xlsx")
    assert codes(result) == [("M801", "damaged")]


def test_a_bomb_in_the_hidden_sheet_is_damage(sent, tmp_path, monkeypatch):
    import base64
    import zlib

    monkeypatch.setattr(limits, "READ_SECONDS", 120)  # a busy machine isn't what refuses it
    master, path = sent
    bomb = base64.b64encode(zlib.compress(b" " * 60_000_000, 9)).decode()
    book = openpyxl.load_workbook(path)
    book["_ita"]["B4"] = bomb[:30_000]
    for number in range(1, len(bomb) // 30_000 + 1):
        book["_ita"][f"A{4 + number}"] = f"sent:{number + 1:04}"
        book["_ita"][f"B{4 + number}"] = bomb[number * 30_000 : (number + 1) * 30_000]
    book.save(tmp_path / "bomb.xlsx")
    assert codes(collected(master, tmp_path / "bomb.xlsx")) == [("M801", "damaged")]


def test_an_answer_is_as_old_as_its_file_says(sent, tmp_path):
    _, path = sent
    openpyxl.load_workbook(path).save(tmp_path / "now.xlsx")
    saved = open_returned((tmp_path / "now.xlsx").read_bytes()).saved
    assert abs((dt.datetime.now(dt.UTC) - saved).total_seconds()) < 120


def test_a_moment_before_the_sending_is_not_believed(tmp_path):
    master = make_master(tmp_path / "master.xlsx")
    sent = dt.datetime(2025, 3, 1, tzinfo=dt.UTC)
    path = split(master, tmp_path / "out", sent=sent)["กองคลัง"]
    type_into(path, "KCCC", outcome="x")  # our own saving leaves the template's moment
    found = [FoundFile("x.xlsx", path.read_bytes(), dt.datetime(2025, 3, 15, tzinfo=dt.UTC))]
    (report,) = collect(read(FileGrid(master)), found, NOW).files
    assert report.answer.saved == "2025-03-15T00:00:00+00:00"
