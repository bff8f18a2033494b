"""What is said of the units is true: sent is what a server took, answered is what was filled in."""

from __future__ import annotations

import email
import email.policy
import json
import random
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from ita_excel.merging import ledger_sheet
from ita_excel.sheets import read, set_field
from ita_excel.store.file import FileGrid
from tests.dispatch.files import make_master, type_into, typed
from tests.dispatch.test_commands import run
from tests.mail.test_mail import _free_port

pytestmark = pytest.mark.usefixtures("uncalculated")

UNITS = tuple(f"กองที่ {n}" for n in range(1, 6))
ROWS = tuple(
    {"key": f"K{u}X{n:02}", "text": f"วิธีการที่ {n} ของ {unit}", "responsible": unit}
    for u, unit in enumerate(UNITS, 1)
    for n in range(11 if u == 1 else 2)
)


class Office:
    """A mail server that takes what `takes` says: an address -> '' or the refusal; None drops."""

    def __init__(self):
        self.takes = lambda address: ""
        self.messages = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        word = self.takes(address)
        if word is None:
            server.transport.close()
            return "421 going away"
        if word:
            return word
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.messages.append((envelope.rcpt_tos[0], message))
        return "250 OK"


@pytest.fixture
def office():
    box = Office()
    controller = Controller(
        box, hostname="127.0.0.1", port=_free_port(), server_hostname="localhost"
    )
    controller.start()
    box.options = (
        *("--send", "--from", "me@example.go.th", "--smtp-host", "127.0.0.1"),
        *("--smtp-port", controller.port, "--smtp-security", "none"),
    )
    yield box
    controller.stop()


@pytest.fixture
def master(tmp_path):
    return make_master(tmp_path / "master.xlsx", ROWS, UNITS)


def standing(master: Path) -> dict[str, dict]:
    return {u["unit"]: u for u in json.loads(run("status", master, "--json").out)["units"]}


def dispatches(master: Path) -> dict[str, str]:
    return {
        d.unit: d.id for d in ledger_sheet.load(read(FileGrid(master)).meta).dispatches.values()
    }


def attached(message) -> bytes:
    (one,) = message.iter_attachments()
    return one.get_content()


def first_only(address):
    return "" if address.startswith("unit1@") else "550 5.1.1 no such mailbox"


def test_sent_is_what_the_server_took_and_the_same_command_sends_the_rest(master, tmp_path, office):
    office.takes = first_only
    words = ("split", master, "-o", tmp_path / "out", *office.options)
    ran = run(*words, "--json")
    assert ran.code == 1
    told = json.loads(ran.out)
    assert [w["sent"] for w in told["workbooks"]] == [True, False, False, False, False]
    assert told["workbooks"][1]["why"] == "550 5.1.1 no such mailbox"
    before, made = dispatches(master), {p: p.read_bytes() for p in (tmp_path / "out").iterdir()}
    now = standing(master)
    assert [bool(now[u]["sent"]) for u in UNITS] == [True, False, False, False, False]
    assert now[UNITS[1]]["not_sent"] == "550 5.1.1 no such mailbox"
    assert "550" in run("status", master).out

    office.takes = lambda address: ""
    again = run(*words, "--json")
    assert again.code == 0, again.err
    assert [to for to, _ in office.messages] == [f"unit{n}@example.go.th" for n in range(1, 6)]
    assert dispatches(master) == before
    told = json.loads(again.out)
    assert {w["unit"]: w["dispatch"] for w in told["workbooks"]} == {
        unit: before[unit] for unit in UNITS[1:]
    }
    assert {p: p.read_bytes() for p in (tmp_path / "out").iterdir()} == made
    assert all(s["sent"] and not s["not_sent"] for s in standing(master).values())
    # Now that all are sent, the same command is another splitting, and the files are in its way.
    assert run(*words).code == 4
    assert len(office.messages) == 5


def test_an_answer_to_a_message_whose_last_word_was_lost_is_merged(master, tmp_path, office):
    office.takes = lambda address: None if address.startswith("unit2@") else ""
    words = ("split", master, "-o", tmp_path / "out", *office.options)
    assert run(*words).code == 1
    path = tmp_path / "out" / f"ITA 2565 6 เดือน {UNITS[1]}.xlsx"
    type_into(path, "K2X00", outcome="ได้รับแล้ว")
    assert run("collect", master, path).code == 0
    assert typed(master, "K2X00", "outcome") == "ได้รับแล้ว"
    assert standing(master)[UNITS[1]]["sent"]
    assert not standing(master)[UNITS[1]]["not_sent"]


def test_failures_at_random_end_with_every_unit_sent_its_own_workbook_once(
    master, tmp_path, office
):
    chance = random.Random(7)
    fates = ["", "451 4.7.1 try later", None, "550 5.7.1 no"]
    office.takes = lambda address: chance.choice(fates)
    words = ("split", master, "-o", tmp_path / "out", *office.options)
    run(*words)
    before = dispatches(master)
    for _ in range(40):
        known = standing(master)
        took = {to for to, _ in office.messages}
        assert {s["unit"] for s in known.values() if s["sent"]} == {
            unit for n, unit in enumerate(UNITS, 1) if f"unit{n}@example.go.th" in took
        }
        if len(took) == len(UNITS):
            break
        run(*words)
    assert len(office.messages) == len(UNITS)
    assert dispatches(master) == before
    for to, message in office.messages:
        number = int(to[4])
        rows = read(FileGrid.from_bytes(attached(message))).results
        assert {r.value.key[:2] for r in rows} == {f"K{number}"}


def test_a_workbook_that_waits_and_is_gone_is_named(master, tmp_path, office):
    office.takes = first_only
    words = ("split", master, "-o", tmp_path / "out", *office.options)
    run(*words)
    (tmp_path / "out" / f"ITA 2565 6 เดือน {UNITS[2]}.xlsx").unlink()
    office.takes = lambda address: ""
    ran = run(*words)
    assert ran.code == 1
    assert UNITS[2] in ran.err
    assert len(office.messages) == 4


def test_a_server_that_is_not_there_at_all_leaves_every_unit_unsent(master, tmp_path):
    ran = run(
        *("split", master, "-o", tmp_path / "out", "--send", "--from", "me@example.go.th"),
        *("--smtp-host", "127.0.0.1", "--smtp-port", _free_port(), "--smtp-security", "none"),
    )
    assert ran.code == 5
    assert all(s["not_sent"] and not s["sent"] for s in standing(master).values())


def test_a_corrected_address_is_used_when_the_rest_is_sent(master, tmp_path, office):
    office.takes = lambda address: "550 no" if address.startswith("unit3@") else ""
    words = ("split", master, "-o", tmp_path / "out", *office.options)
    assert run(*words).code == 1
    grid = FileGrid(master)
    record = next(u for u in read(grid).units if u.value.name == UNITS[2])
    grid.apply(set_field(record.block, record.row, "email", "right@example.go.th"))
    grid.save()
    assert run(*words).code == 0
    assert office.messages[-1][0] == "right@example.go.th"


# --- what came back


def test_one_row_of_eleven_is_one_of_eleven_and_the_reminder_names_the_other_ten(master, tmp_path):
    out = tmp_path / "out"
    assert run("split", master, "-o", out, "--due", "31/3/2565").code == 0
    for n, unit in enumerate(UNITS[:2], 1):
        path = out / f"ITA 2565 6 เดือน {unit}.xlsx"
        for row in range(1 if n == 1 else 2):
            type_into(path, f"K{n}X{row:02}", status="ดำเนินการแล้ว", outcome="ทำแล้ว")
    run("collect", master, out)
    now = standing(master)
    one, whole, blank = (now[u] for u in UNITS[:3])
    assert (one["answered"], one["rows"], one["owed"], one["overdue"]) == (1, 11, 10, True)
    assert (whole["answered"], whole["rows"], whole["owed"], whole["overdue"]) == (2, 2, 0, False)
    assert (blank["answered"], blank["owed"], bool(blank["opened"])) == (0, 2, True)
    assert not blank["returned"]
    table = run("status", master).out
    assert "1/11" in table
    assert "เปิดแล้ว ยังไม่กรอก" in table

    ran = run("remind", master, "-o", out, "--json")
    told = {r["unit"]: r for r in json.loads(ran.out)["reminders"]}
    assert set(told) == {UNITS[0], *UNITS[2:]}
    assert told[UNITS[0]]["owed"] == [f"วิธีการที่ {n} ของ {UNITS[0]}" for n in range(1, 11)]
    (draft,) = out.glob(f"ติดตาม {UNITS[0]}.eml")
    letter = email.message_from_bytes(draft.read_bytes(), policy=email.policy.default)
    text = letter.get_body().get_content()
    assert f"วิธีการที่ 10 ของ {UNITS[0]}" in text
    assert f"วิธีการที่ 0 ของ {UNITS[0]}" not in text
    assert "๑๐ รายการ" in text
    assert "๑๑ รายการ" in text


def test_a_file_that_says_nothing_is_remembered_once(master, tmp_path):
    out = tmp_path / "out"
    run("split", master, "-o", out)
    run("collect", master, out)
    first = master.read_bytes()
    ran = run("collect", master, out)
    assert ran.out.count("ยังไม่มีคำตอบ") == 5
    assert master.read_bytes() == first


def test_an_answer_on_an_older_dispatch_counts(master, tmp_path):
    run("split", master, "-o", tmp_path / "a")
    run("split", master, "-o", tmp_path / "b")
    path = tmp_path / "a" / f"ITA 2565 6 เดือน {UNITS[1]}.xlsx"
    for row in range(2):
        type_into(path, f"K2X{row:02}", status="ดำเนินการแล้ว")
    run("collect", master, path)
    assert standing(master)[UNITS[1]]["answered"] == 2
    assert standing(master)[UNITS[1]]["returned"]
    assert UNITS[1] not in run("remind", master, "-o", tmp_path / "b").out


def test_what_the_officer_filled_in_is_owed_by_nobody(master, tmp_path):
    run("split", master, "-o", tmp_path / "out")
    for row in range(2):
        type_into(master, f"K2X{row:02}", status="ดำเนินการแล้ว")
    assert UNITS[1] not in run("remind", master, "-o", tmp_path / "out").out


def test_a_row_of_two_units_is_owed_by_the_one_that_said_nothing(tmp_path):
    rows = [{"key": "KAAA", "text": "งานร่วม", "responsible": f"{UNITS[0]}, {UNITS[1]}"}]
    master = make_master(tmp_path / "m.xlsx", rows, UNITS)
    out = tmp_path / "out"
    run("split", master, "-o", out)
    type_into(out / f"ITA 2565 6 เดือน {UNITS[0]}.xlsx", "KAAA", status="ดำเนินการแล้ว")
    run("collect", master, out)
    owed = json.loads(run("remind", master, "-o", out, "--json").out)["reminders"]
    assert [r["unit"] for r in owed] == [UNITS[1]]


def test_a_reminder_that_arrives_is_the_sending_that_failed(master, tmp_path, office):
    office.takes = first_only
    out = tmp_path / "out"
    run("split", master, "-o", out, *office.options)
    before = dispatches(master)
    office.takes = lambda address: ""
    assert run("remind", master, "-o", out, *office.options).code == 0
    assert all(s["sent"] for s in standing(master).values())
    assert dispatches(master) == before
    # A reminder that fails doesn't unmake what arrived before.
    office.takes = lambda address: "550 no"
    assert run("remind", master, "-o", out, *office.options).code == 1
    assert all(s["sent"] and not s["not_sent"] for s in standing(master).values())


def test_a_ledger_of_before_counts_what_it_sent_as_sent(master, tmp_path):
    run("split", master, "-o", tmp_path / "out")
    assert all(s["sent"] for s in standing(master).values())
    assert not ledger_sheet.load(read(FileGrid(master)).meta).mailed


def test_a_correction_of_some_rows_leaves_the_others_owed(master, tmp_path):
    run("split", master, "-o", tmp_path / "a")
    path = tmp_path / "a" / f"ITA 2565 6 เดือน {UNITS[0]}.xlsx"
    type_into(path, "K1X00", status="ดำเนินการแล้ว")
    run("collect", master, path)
    done = run(
        *("split", master, "-o", tmp_path / "b", "--unit", UNITS[0]),
        *("--rows", "K1X00", "--note", "ขอหลักฐาน"),
    )
    assert done.code == 0, done.err
    assert (standing(master)[UNITS[0]]["rows"], standing(master)[UNITS[0]]["owed"]) == (11, 10)


def test_a_row_that_is_anothers_by_now_is_owed_by_that_unit_alone(master, tmp_path):
    run("split", master, "-o", tmp_path / "a")
    type_into(master, "K1X00", responsible=UNITS[1])
    assert standing(master)[UNITS[0]]["owed"] == 10
