"""Messages as drafts and through a real server on loopback."""

from __future__ import annotations

import email
import email.policy
import logging
import socket
import threading

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from ita_excel.core.errors import InputError, MachineError, UsageError
from ita_excel.dispatch.cover_letters import Letter, template
from ita_excel.dispatch.mail import Server, draft, is_address, message, send

WORDS = {
    "หน่วยงาน": "กองคลัง",
    "ผู้ประสานงาน": "นางสาวทดสอบ",
    "ชื่อหน่วยงาน": "อบต.ตัวอย่าง",
    "ปีงบประมาณ": "๒๕๖๕",
    "รอบ": "๖ เดือน",
    "จำนวนแถว": "๑๒",
    "กำหนดส่ง": "๓๑ มีนาคม ๒๕๖๕",
    "ผู้ส่ง": "สำนักปลัด",
    "จำนวนที่ค้าง": "๓",
    "รายการที่ค้าง": "๑. ก",
}


class Mailbox:
    """What a server does with messages: keeps them, refuses some, drops the connection at some."""

    def __init__(self):
        self.messages, self.logins, self.drops = [], [], 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused"):
            return "550 5.1.1 no such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.drops:
            self.drops -= 1
            server.transport.close()
            return "421 going away"
        self.messages.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


@pytest.fixture
def mailbox():
    """A server on a free port of loopback that asks for a login."""
    box = Mailbox()

    def authenticate(server, session, envelope, mechanism, data):
        box.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"right", handled=False)

    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=_free_port(),
        server_hostname="localhost",  # else it asks the name service
        authenticator=authenticate,
        auth_require_tls=False,
    )
    controller.start()
    box.server = Server("127.0.0.1", controller.port, "none", "officer", "right")
    yield box
    controller.stop()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def letters(*addresses):
    return [
        (a, message(Letter("เรื่องทดสอบ", "ข้อความ\n"), a, "กองคลัง", "me@example.go.th"))
        for a in addresses
    ]


def test_every_message_arrives_in_thai(mailbox):
    results = send(mailbox.server, letters("a@example.go.th", "b@example.go.th"))
    assert [r.ok for r in results] == [True, True]
    to, content = mailbox.messages[0]
    arrived = email.message_from_bytes(content, policy=email.policy.default)
    assert to == ["a@example.go.th"]
    assert arrived["Subject"] == "เรื่องทดสอบ"
    assert arrived.get_content().strip() == "ข้อความ"
    assert mailbox.logins == [(b"officer", b"right")]


def test_a_refused_address_stops_nothing_and_is_told(mailbox):
    told = []
    results = send(
        mailbox.server,
        letters("a@example.go.th", "refused@example.go.th", "c@example.go.th"),
        told.append,
    )
    assert [r.ok for r in results] == [True, False, True]
    assert results[1].why == "550 5.1.1 no such mailbox here"
    assert told == results
    assert [to for to, _ in mailbox.messages] == [["a@example.go.th"], ["c@example.go.th"]]


def test_a_dropped_connection_is_made_again(mailbox):
    mailbox.drops = 1
    results = send(mailbox.server, letters("a@example.go.th", "b@example.go.th"))
    assert [r.ok for r in results] == [True, True]
    assert len(mailbox.messages) == 2


def test_a_connection_dropped_twice_fails_that_message_only(mailbox):
    mailbox.drops = 2
    results = send(mailbox.server, letters("a@example.go.th", "b@example.go.th"))
    assert [r.ok for r in results] == [False, True]
    assert [to for to, _ in mailbox.messages] == [["b@example.go.th"]]


def test_a_wrong_password_is_said_without_the_password(mailbox, caplog):
    caplog.set_level(logging.DEBUG)
    wrong = Server("127.0.0.1", mailbox.server.port, "none", "officer", "s3cret-wrong")
    with pytest.raises(MachineError) as error:
        send(wrong, letters("a@example.go.th"))
    assert "s3cret-wrong" not in str(error.value) + caplog.text + repr(wrong)


def test_a_server_that_is_not_there():
    with pytest.raises(MachineError, match="127"):
        send(Server("127.0.0.1", _free_port(), "none"), letters("a@example.go.th"))


def test_a_server_that_hangs_up_at_once():
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def hang_up():
            connection, _ = listener.accept()
            connection.close()

        threading.Thread(target=hang_up, daemon=True).start()
        port = listener.getsockname()[1]
        with pytest.raises(MachineError):
            send(Server("127.0.0.1", port, "none"), letters("a@example.go.th"))


def test_a_password_never_goes_out_unencrypted():
    with pytest.raises(UsageError):
        send(Server("mail.example.go.th", 25, "none", "officer", "p"), [])


def test_a_server_without_starttls_gets_no_password(mailbox):
    plain = Server("127.0.0.1", mailbox.server.port, "starttls", "officer", "right")
    with pytest.raises(MachineError):
        send(plain, letters("a@example.go.th"))
    assert mailbox.logins == []


@pytest.mark.parametrize("name", ["dispatch", "reminder"])
def test_the_shipped_templates_know_their_words(name):
    letter = template(name).fill(WORDS)
    assert "กองคลัง" in letter.subject
    assert "๓๑ มีนาคม ๒๕๖๕" in letter.text
    assert "{" not in letter.subject + letter.text


def test_an_agencys_own_template(tmp_path):
    path = tmp_path / "จดหมาย.txt"
    path.write_text("เรื่อง: ถึง {หน่วยงาน}\n\nส่งภายใน {กำหนดส่ง}", encoding="utf-8-sig")
    letter = template("dispatch", path).fill(WORDS)
    assert letter == Letter("ถึง กองคลัง", "ส่งภายใน ๓๑ มีนาคม ๒๕๖๕\n")


@pytest.mark.parametrize("text", ["เรื่อง: {ไม่รู้จัก}\n", "เรื่อง: {x.__class__}\n"])
def test_an_unknown_word_in_a_template_is_named(tmp_path, text):
    path = tmp_path / "t.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"ไม่รู้จัก|__class__"):
        template("dispatch", path).fill(WORDS)


@pytest.mark.parametrize("text", ["", "ไม่มีหัวเรื่อง\nข้อความ"])
def test_a_template_without_a_subject_is_refused(tmp_path, text):
    path = tmp_path / "t.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="เรื่อง"):
        template("dispatch", path)


def test_a_template_with_a_subject_as_long_as_a_book_is_refused(tmp_path):
    """A line of a message's head takes 22 microseconds a letter: seconds for each unit."""
    path = tmp_path / "letter.txt"
    path.write_text("เรื่อง: " + "ก" * 160_000 + "\n\nเรียน\n", encoding="utf-8")
    with pytest.raises(InputError, match="ยาวเกิน 1,000"):
        template("dispatch", path)
    path.write_text("เรื่อง: " + "ก" * 1_000 + "\n\nเรียน\n", encoding="utf-8")
    assert len(template("dispatch", path).subject) == 1_000


def test_a_draft_opens_unsent_with_the_workbook(tmp_path):
    workbook = tmp_path / "ITA 2565 กองคลัง.xlsx"
    workbook.write_bytes(b"PK content")
    made = message(Letter("เรื่อง", "ข้อความ\n"), "a@example.go.th", "กองคลัง", "", workbook)
    parsed = email.message_from_bytes(draft(made), policy=email.policy.default)
    assert parsed["X-Unsent"] == "1"
    assert parsed["To"].addresses[0].addr_spec == "a@example.go.th"
    (attachment,) = parsed.iter_attachments()
    assert attachment.get_filename() == workbook.name
    assert attachment.get_content() == b"PK content"


def test_a_name_or_subject_can_not_smuggle_a_header():
    made = message(Letter("a\r\nBcc: x@y.z", "t\n"), "a@example.go.th", "x\nCc: e@f.g")
    parsed = email.message_from_bytes(made.as_bytes(), policy=email.policy.default)
    assert parsed["Bcc"] is None
    assert parsed["Cc"] is None


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("a@example.go.th", True),
        ("a.b+c@example.go.th", True),
        ("a@b", False),
        ("a@example.go.th\nBcc: x@y.z", False),
        ("a@example.go.th, b@example.go.th", False),
        ("ไม่มี", False),
        ("", False),
    ],
)
def test_addresses(text, is_one):
    assert is_address(text) is is_one
