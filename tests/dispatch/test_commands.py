"""split, remind, collect, resolve, withdraw and status as officers type them."""

from __future__ import annotations

import csv
import datetime as dt
import email
import email.policy
import io
import json

import openpyxl
import pytest

from ita_excel import schema
from ita_excel.merging.conflicts import THEIRS
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from tests import validator
from tests.command import run
from tests.dispatch.files import UNITS, make_master, type_into, typed
from tests.mail.test_mail import Mailbox, mailbox  # noqa: F401 (a fixture)


@pytest.fixture
def master(tmp_path):
    return make_master(tmp_path / "master.xlsx")


def workbook(folder, unit):
    return folder / f"ITA 2565 6 เดือน {unit}.xlsx"


def split(master, *words):
    folder = master.parent / "out"
    ran = run("split", master, "-o", folder, "--due", "31/3/2565", *words)
    assert ran.code == 0, ran
    return folder


def choose(master, choice, reason):
    grid = FileGrid(master)
    block = read(grid).blocks[schema.CONFLICTS.name]
    from ita_excel.core.grid import SetCell

    grid.apply([SetCell(block.at(4, "decision"), choice), SetCell(block.at(4, "reason"), reason)])
    grid.save()


def test_rows_are_told_by_their_words_and_a_trial_by_what_would_be_done(master):
    out = split(master)
    type_into(workbook(out, "กองคลัง"), "KCCC", outcome="เผยแพร่แล้ว", status="ดำเนินการแล้ว")
    type_into(workbook(out, "กองคลัง"), "KDDD", outcome="ของคลัง")
    type_into(workbook(out, "กองช่าง"), "KDDD", outcome="ของช่าง")
    (out / "เสีย.xlsx").write_bytes(b"PK")
    ran = run("collect", master, out, "--dry-run", "--certificate", out / "c.json")
    lines = ran.out.splitlines()
    at = lines.index("  “รายงานการจัดซื้อจัดจ้างรายเดือน” (KCCC)")
    assert lines[at + 1 : at + 3] == [
        "    สถานะ: (ว่าง) → “ดำเนินการแล้ว”  [กองคลัง]",
        "    ผลการดำเนินการ: (ว่าง) → “เผยแพร่แล้ว”  [กองคลัง]",
    ]
    at = lines.index("  ขัดแย้ง “สำรวจความพึงพอใจผู้รับบริการ” (KDDD)")
    assert lines[at + 1 : at + 4] == [
        "    ผลการดำเนินการ: (ว่าง)  [ในไฟล์หลัก]",
        "    ผลการดำเนินการ: “ของคลัง”  [กองคลัง]",
        "    ผลการดำเนินการ: “ของช่าง”  [กองช่าง]",
    ]
    assert any(line.startswith("จะรวม  ") for line in lines)
    assert "รวมแล้ว" not in ran.out
    assert lines[-2].startswith("จะเขียน 2 เซลล์")
    assert any(line.endswith("c.json") for line in lines)
    assert not any(line.strip().startswith(":") for line in lines)  # no name to begin with


def test_the_whole_way(master):
    out = split(master)
    type_into(workbook(out, "กองคลัง"), "KCCC", status="ดำเนินการแล้ว", outcome="เผยแพร่แล้ว")
    type_into(workbook(out, "กองคลัง"), "KDDD", outcome="ของคลัง")
    type_into(workbook(out, "กองช่าง"), "KDDD", outcome="ของช่าง")
    before = master.read_bytes()
    shown = run("collect", master, out, "--dry-run")
    assert "เผยแพร่แล้ว" in shown.out
    assert master.read_bytes() == before

    ran = run("collect", master, out)
    assert ran.code == 1  # there is a conflict to decide
    assert typed(master, "KCCC", "outcome") == "เผยแพร่แล้ว"
    assert not FileGrid(master).hidden(schema.CONFLICTS.sheet)
    merged = master.read_bytes()
    run("collect", master, out)
    assert master.read_bytes() == merged

    choose(master, THEIRS, "มีหลักฐานครบ")  # the first row is that of กองคลัง
    ran = run("resolve", master, "--by", "หัวหน้าสำนักปลัด")
    assert ran.code == 1  # the other unit's value still stands against it
    assert typed(master, "KDDD", "outcome") == "ของคลัง"

    ran = run("withdraw", master, workbook(out, "กองช่าง"))
    assert ran.code == 0, ran
    assert typed(master, "KDDD", "outcome") == "ของคลัง"
    assert FileGrid(master).hidden(schema.CONFLICTS.sheet)
    assert "ถอนออกไว้" in run("collect", master, out).out  # from a folder it doesn't come back
    assert run("collect", master, workbook(out, "กองช่าง")).code == 1  # named, it does


def test_a_master_with_conflicts_is_clean_for_excels_validator(master):
    out = split(master)
    for unit in ("กองคลัง", "กองช่าง"):
        type_into(workbook(out, unit), "KDDD", outcome=unit, number=9)
    run("collect", master, out)
    grid = FileGrid(master)
    block = read(grid).blocks[schema.CONFLICTS.name]
    assert isinstance(block.cell(4, "found_at"), dt.datetime)
    assert not grid.hidden(schema.SETASIDE.sheet)
    assert validator.errors(master) == []


def test_everything_merged_is_in_the_history(master):
    out = split(master)
    path = type_into(workbook(out, "กองคลัง"), "KCCC", outcome="เผยแพร่แล้ว")
    run("collect", master, path)
    import hashlib

    block = read(FileGrid(master)).blocks[schema.HISTORY.name]
    row = list(block.filled_rows())[-1]
    fields = ("command", "key", "column", "old", "new", "file", "hash", "unit")
    assert [block.cell(row, f) for f in fields] == [
        *("collect", "KCCC", "ผลการดำเนินการ", None, "เผยแพร่แล้ว", path.name),
        *(hashlib.sha256(path.read_bytes()).hexdigest(), "กองคลัง"),
    ]


@pytest.mark.parametrize("kind", ["json", "csv", "xlsx"])
def test_a_certificate_accounts_for_every_cell_and_closes(master, tmp_path, kind):
    out = split(master)
    type_into(workbook(out, "กองคลัง"), "KCCC", outcome="=1+1", status="ดำเนินการแล้ว")
    path = tmp_path / f"ใบรับรอง.{kind}"
    assert run("collect", master, out, "--certificate", path).code == 0
    rows = certified(path)
    assert len(rows) == 3 * sum(c.unit_writes for c in schema.RESULTS.columns)
    from_unit = [r for r in rows if "กองคลัง" in r]
    assert sorted(r[4].lstrip("'") for r in from_unit) == ["=1+1", "ดำเนินการแล้ว"]
    if kind == "json":
        sums = json.loads(path.read_text(encoding="utf-8"))["sums"]
        assert (sums["values_in"], sums["merged"], sums["closes"]) == (2, 2, True)
    if kind == "csv":
        assert "ตรงกัน" in path.read_text(encoding="utf-8-sig")
        assert "'=1+1" in path.read_text(encoding="utf-8-sig")


def certified(path):
    if path.suffix == ".json":
        return [list(c.values()) for c in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    if path.suffix == ".csv":
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        return rows[1 : rows.index([])]
    sheet = openpyxl.load_workbook(path)["ที่มาของค่า"]
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    return [[v or "" for v in row] for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_a_certificate_of_another_kind_is_refused(master, tmp_path):
    out = split(master)
    assert run("collect", master, out, "--certificate", tmp_path / "c.docx").code == 2


def test_status_before_and_after(master):
    out = split(master)
    first = json.loads(run("status", master, "--json").out)["units"]
    assert [u["unit"] for u in first] == list(UNITS)
    assert all(u["sent"] and not u["returned"] and u["overdue"] for u in first)
    type_into(workbook(out, "กองคลัง"), "KCCC", status="ดำเนินการแล้ว")
    type_into(workbook(out, "กองคลัง"), "KDDD", status="กำลังดำเนินการ")
    run("collect", master, out)
    after = {u["unit"]: u for u in json.loads(run("status", master, "--json").out)["units"]}
    finance = after["กองคลัง"]
    assert (finance["done"], finance["under_way"], finance["blank"]) == (1, 1, 0)
    assert (bool(finance["returned"]), finance["overdue"]) == (True, False)
    assert after["กองช่าง"]["overdue"]
    table = run("status", master).out.splitlines()
    assert len(table) == 5 and "ita-excel due" in table[4]  # below the units: the plan's due dates
    assert "เกินกำหนด" in table[3]


def test_a_workbook_as_it_was_sent_is_no_answer(master):
    out = split(master)
    ran = run("collect", master, out)
    assert ran.out.count("ยังไม่มีคำตอบ") == 3
    assert "ทุกหน่วยงาน" not in run("remind", master, "-o", out).out


def test_drafts_open_with_the_workbook_attached(master, tmp_path):
    out = split(master, "--mail", "--from", "officer@example.go.th")
    drafts = sorted(out.glob("*.eml"))
    assert len(drafts) == 3
    for path in drafts:
        parsed = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert parsed["X-Unsent"] == "1"
        (attached,) = parsed.iter_attachments()
        assert attached.get_filename() == f"{path.stem}.xlsx"
        assert attached.get_content() == path.with_suffix(".xlsx").read_bytes()
        assert read(FileGrid.from_bytes(attached.get_content())).results
        unit = path.stem.split()[-1]
        assert unit in parsed["Subject"]
        assert "๓๑ มีนาคม ๒๕๖๕" in parsed.get_body().get_content()


def test_reminders_go_to_those_who_have_not_answered(master):
    out = split(master)
    type_into(workbook(out, "กองคลัง"), "KCCC", outcome="แล้ว")
    type_into(workbook(out, "กองคลัง"), "KDDD", outcome="แล้ว")
    run("collect", master, out)
    assert run("remind", master, "-o", out).code == 0
    assert {p.name for p in out.glob("*.eml")} == {
        "ติดตาม กองช่าง.eml",
        "ติดตาม สำนักปลัด.eml",
    }


def test_sending_lists_what_went_out_and_what_did_not(tmp_path, mailbox: Mailbox, monkeypatch):  # noqa: F811
    master = make_master(tmp_path / "master.xlsx")
    _set_email(master, "กองคลัง", "refused@example.go.th")
    monkeypatch.setenv("ITA_EXCEL_SMTP_PASSWORD", "right")
    server = mailbox.server
    ran = run(
        *("split", master, "-o", tmp_path / "out", "--send", "--from", "me@example.go.th"),
        *("--smtp-host", server.host, "--smtp-port", server.port, "--smtp-security", "none"),
        *("--smtp-user", "officer"),
    )
    assert ran.code == 1
    assert ran.out.count("ส่งแล้ว") == 2
    assert "550 5.1.1 no such mailbox here" in ran.err
    assert len(mailbox.messages) == 2
    assert "right" not in ran.out + ran.err


def _set_email(master, unit, address):
    from ita_excel.sheets import set_field

    grid = FileGrid(master)
    record = next(u for u in read(grid).units if u.value.name == unit)
    grid.apply(set_field(record.block, record.row, "email", address))
    grid.save()


def test_sending_needs_a_server_and_a_sender(master, tmp_path):
    ran = run("split", master, "-o", tmp_path / "out", "--send")
    assert ran.code == 2
    assert not (tmp_path / "out").exists()


def test_an_older_file_after_a_newer_is_called_so(master, tmp_path):
    import os

    out = split(master)
    path = workbook(out, "กองคลัง")
    first = tmp_path / "ครั้งแรก.xlsx"
    first.write_bytes(type_into(path, "KCCC", outcome="ครั้งแรก").read_bytes())
    os.utime(first, (4_000_000_000, 4_000_000_000))
    type_into(path, "KCCC", outcome="ครั้งหลัง")
    os.utime(path, (4_000_001_000, 4_000_001_000))
    assert run("collect", master, path).code == 0
    ran = run("collect", master, first)
    assert "เก่ากว่าคำตอบที่รวมไว้แล้ว" in ran.out
    assert typed(master, "KCCC", "outcome") == "ครั้งหลัง"


def test_withdrawing_what_was_never_merged_names_what_was(master):
    out = split(master)
    type_into(workbook(out, "กองคลัง"), "KCCC", outcome="แล้ว")
    run("collect", master, out)
    ran = run("withdraw", master, "ไม่มี.xlsx")
    assert ran.code == 3
    assert "กองคลัง" in ran.err


def test_a_date_that_is_none(master, tmp_path):
    assert run("split", master, "-o", tmp_path, "--due", "พรุ่งนี้").code == 2


@pytest.mark.parametrize("name", ["split", "remind", "collect", "resolve", "withdraw", "status"])
def test_help_in_both_languages(name):
    thai, english = (run(name, "--help", lang=lang).out for lang in ("th", "en"))
    assert thai != english
    assert "ita-excel" in english


def test_a_due_date_that_is_past_is_told_and_one_to_come_is_not(master, tmp_path):
    past = run("split", master, "-o", tmp_path / "a", "--due", "31/3/2565")
    assert past.code == 0 and "ผ่านมาแล้ว" in past.err
    tomorrow = dt.date.today() + dt.timedelta(days=1)
    assert (
        "ผ่านมาแล้ว"
        not in run("split", master, "-o", tmp_path / "b", "--due", tomorrow.isoformat()).err
    )
