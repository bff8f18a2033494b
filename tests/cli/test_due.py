"""`ita-excel due`: what the command says of files on disk, and its calendar read by two others.

The calendar is written by the icalendar library; Mozilla's ical.js, the parser of Thunderbird, reads
it back, and the lines themselves are measured here by RFC 5545.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from pathlib import Path
from typing import Any

import icalendar
import pytest

from ita_excel import schema
from ita_excel.jobs.due import due
from ita_excel.jobs.occasion import Occasion
from ita_excel.sheets import read, set_field
from ita_excel.store.file import FileGrid
from tests.command import run, unchanged
from tests.dispatch.files import make_master, split
from tests.validator import node_modules
from tests.workbooks import sample_workbook

NASTY = 'สำรวจ; ตรวจ, "แจ้ง" \\n\nบรรทัดสอง \\ 😀 ' + "กิ่งก้ำ" * 60
_ICAL_JS = """
const fs = require('fs'), path = require('path'), url = require('url');
const entry = path.join(process.argv[1], 'ical.js', 'dist', 'ical.js');
import(url.pathToFileURL(entry)).then(({default: ICAL}) => {
  const root = new ICAL.Component(ICAL.parse(fs.readFileSync(process.argv[2], 'utf8')));
  const events = root.getAllSubcomponents('vevent').map(part => {
    const event = new ICAL.Event(part);
    return {
      uid: event.uid, summary: event.summary, description: event.description,
      start: event.startDate.toString(), end: event.endDate.toString(),
      whole: event.startDate.isDate, sequence: event.sequence,
      status: part.getFirstPropertyValue('status'),
      alarms: part.getAllSubcomponents('valarm').map(
        a => a.getFirstPropertyValue('trigger').toSeconds()),
    };
  });
  console.log(JSON.stringify(events));
});
"""


def by_ical_js(path: Path) -> list[dict[str, Any]]:
    done = subprocess.run(
        ["node", "-e", _ICAL_JS, str(node_modules()), str(path)],
        capture_output=True, check=False, encoding="utf-8", timeout=60,
    )  # fmt: skip
    assert done.returncode == 0 and done.stdout, done.stderr
    events: list[dict[str, Any]] = json.loads(done.stdout)
    return events


def on(day: dt.date, path: Path, ics: Path | None = None):
    return due(path, Occasion(dt.datetime.combine(day, dt.time(9))), ics=ics)


def typed(path: Path, table: str, row: int, **values: object) -> None:
    grid = FileGrid(path)
    block = read(grid).blocks[table]
    edits = [e for f, v in values.items() for e in set_field(block, block.header_row + row, f, v)]
    grid.apply(edits)
    grid.save()


def setting(path: Path, field: str, value: object) -> None:
    grid = FileGrid(path)
    reading = read(grid)
    assert reading.agency.block
    grid.apply(set_field(reading.agency.block, reading.agency.rows[field], "value", value))
    grid.save()


def test_it_says_what_is_due_and_what_has_no_day(tmp_path: Path) -> None:
    path = sample_workbook(tmp_path / "ITA.xlsx")
    typed(path, "Plan", 2, start="เมื่อมีเวลา", end=None)
    with unchanged(tmp_path):
        ran = run("due", path)
    assert ran.code == 0
    assert "มาตรการ!" in ran.out and "“เมื่อมีเวลา”" in ran.out and "ไม่ทราบกำหนด 1" in ran.out
    said = json.loads(run("due", path, "--json").out)
    assert [u["typed"] for u in said["undated"]] == ["เมื่อมีเวลา"]
    days = [d["day"] for d in said["dates"]]
    assert days == sorted(days) and {"2022-03-31", "2022-09-30"} <= set(days)
    assert sum(said["summary"].values()) == len(said["dates"])
    none = json.loads(run("due", path, "--days", "0", "--json").out)
    assert {d["state"] for d in none["dates"]} <= {"overdue", "due"}
    assert all(d["days"] <= 0 for d in none["dates"])
    english = run("due", path, lang="en")
    assert "without a day" in english.out and "overdue" in english.out


def test_the_calendar_is_read_by_others_as_it_was_meant(tmp_path: Path) -> None:
    path, ics = sample_workbook(tmp_path / "ITA.xlsx"), tmp_path / "กำหนดการ.ics"
    typed(path, "Plan", 1, text=NASTY)
    done = on(dt.date(2022, 2, 20), path, ics)
    raw = ics.read_bytes()
    assert raw.endswith(b"\r\n") and raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    for line in raw.split(b"\r\n"):
        line.decode()  # no letter is cut in two

    events = by_ical_js(ics)
    assert len(events) == len(done.every) == len({e["uid"] for e in events})
    whole = {(e["start"], e["end"]) for e in events if e["whole"]}
    assert whole == {
        (d.day.isoformat(), (d.day + dt.timedelta(days=1)).isoformat()) for d in done.every
    }
    (nasty,) = [
        e for e in events if "สำรวจ; ตรวจ" in e["description"] and "ครบกำหนด" in e["summary"]
    ]
    assert " ".join(NASTY.split()) in nasty["description"].replace("\n", " ")
    open_ = [e for e in events if e["alarms"]]
    assert len(open_) == sum(d.state.value == "due" for d in done.every) > 0
    # A week before and on the day, at nine in the morning.
    assert all(e["alarms"] == [9 * 3600 - 7 * 86400, 9 * 3600] for e in open_)

    read_back = icalendar.Calendar.from_ical(raw)
    assert [str(e["UID"]) for e in read_back.walk("VEVENT")] == [e["uid"] for e in events]
    assert not any(getattr(part, "errors", ()) for part in read_back.walk())
    assert [str(e["SUMMARY"]) for e in read_back.walk("VEVENT")] == [e["summary"] for e in events]


def test_a_second_import_updates_and_adds_nothing(tmp_path: Path) -> None:
    path, ics = sample_workbook(tmp_path / "ITA.xlsx"), tmp_path / "a.ics"
    run("fill", path)
    on(dt.date(2022, 2, 1), path, ics)
    before = {e["uid"]: e for e in by_ical_js(ics)}
    typed(path, "Plan", 1, end="พ.ค. ๖๕", text="ถ้อยคำใหม่ของวิธีการนี้")
    typed(path, "Results", 2, status="ยกเลิก")
    setting(path, "due_six", "๑๕ มีนาคม ๒๕๖๕")
    on(dt.date(2022, 2, 2), path, ics)
    after = {e["uid"]: e for e in by_ical_js(ics)}
    assert before.keys() == after.keys()
    moved = {u for u in after if after[u]["start"] != before[u]["start"]}
    assert {after[u]["start"] for u in moved} == {"2022-05-31", "2022-03-15"}
    assert all(after[u]["sequence"] > before[u]["sequence"] for u in after)
    assert "CANCELLED" in {e["status"] for e in after.values()}


def test_rows_alike_and_rows_without_a_key_have_events_of_their_own(tmp_path: Path) -> None:
    path, ics = sample_workbook(tmp_path / "ITA.xlsx", results=False), tmp_path / "a.ics"
    for row in (1, 2):
        typed(path, "Plan", row, key=None, measure="ก", text="เหมือนกัน")
    ran = run("due", path, "--ics", ics)
    assert "รหัส" in ran.err
    uids = [e["uid"] for e in by_ical_js(ics)]
    assert len(uids) == len(set(uids))
    run("due", path, "--ics", ics)
    assert [e["uid"] for e in by_ical_js(ics)] == uids


def test_another_file_is_never_replaced(tmp_path: Path) -> None:
    path = sample_workbook(tmp_path / "ITA.xlsx")
    other = tmp_path / "notes.ics"
    other.write_text("ไม่ใช่ปฏิทิน", encoding="utf-8")
    with unchanged(tmp_path):
        assert run("due", path, "--ics", other).code == 4
        assert run("due", path, "--ics", path).code == 2
        assert run("due", path, "--ics", tmp_path / "none/a.ics").code == 4


def test_a_workbook_of_an_older_version_has_its_days(tmp_path: Path) -> None:
    kept = Path(__file__).parents[1] / "released/1/master.xlsx"
    said = json.loads(run("due", kept, "--json").out)
    assert {d["kind"] for d in said["dates"]} == {"action", "report", "round"}


@pytest.mark.parametrize(
    ("day", "used"), [(dt.date(2022, 3, 1), True), (dt.date(2022, 3, 16), False)]
)
def test_split_goes_by_the_offices_own_day(day: dt.date, used: bool, tmp_path: Path) -> None:
    from ita_excel.jobs.split import split as split_job

    path = make_master(tmp_path / "M.xlsx", due_six="๑๕ มี.ค. ๒๕๖๕")
    at = Occasion(dt.datetime.combine(day, dt.time(9)))
    done = split_job(path, at, tmp_path / "out")
    assert done.due == (dt.date(2022, 3, 15) if used else None)  # one that is past helps nobody
    given = split_job(path, at, tmp_path / "out", due=dt.date(2022, 3, 20), force=True)
    assert given.due == dt.date(2022, 3, 20)


def test_reminders_and_status_say_what_is_due(tmp_path: Path) -> None:
    rows = [
        {"key": "KBBB", "text": "จัดทำสถิติ", "responsible": "กองคลัง", "times": 1,
         "start": "ต.ค. ๖๔", "end": "ม.ค. ๖๕"},
        {"key": "KCCC", "text": "รายงานรายเดือน", "responsible": "กองคลัง", "start": "ไม่ทราบ"},
    ]  # fmt: skip
    path = make_master(tmp_path / "M.xlsx", rows=rows)
    split(path, tmp_path / "out")
    ran = run("remind", path, "-o", tmp_path / "out", "--json")
    (reminder,) = json.loads(ran.out)["reminders"]
    assert reminder["owed"] == ["จัดทำสถิติ", "รายงานรายเดือน"]
    assert reminder["owed_due"] == ["2022-01-31", None]
    import email
    from email import policy

    draft = next((tmp_path / "out").glob("*.eml")).read_bytes()
    body = email.message_from_bytes(draft, policy=policy.default).get_body(("plain",))
    assert body and "จัดทำสถิติ (เกินกำหนด ๓๑ ม.ค. ๖๕)" in body.get_content()
    assert "๒. รายงานรายเดือน" in body.get_content().splitlines()
    assert "เกินกำหนด ๓๑ ม.ค. ๖๕" in run("remind", path, "-o", tmp_path / "out").out
    said = json.loads(run("status", path, "--json").out)["due"]
    assert said["overdue"] > 0 and said["days"] == 30
    assert "ita-excel due" in run("status", path).out


def test_the_settings_come_with_an_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "M.xlsx"
    path.write_bytes((Path(__file__).parents[1] / "released/3/master.xlsx").read_bytes())
    assert run("upgrade", path).code == 0
    reading = read(FileGrid(path))
    assert {s.field for s in schema.SETTINGS if s.since == 4} <= reading.agency.rows.keys()
    assert reading.version == schema.VERSION
