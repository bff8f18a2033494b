"""What is personal data in a text and what isn't: cases, many made texts, and texts held out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ita_excel.rules.personal import is_national_id, personal_data
from ita_excel.schema.model import Agency
from tests.personal import generated

AGENCY = Agency(phone="๐ ๗๗๓๐ ๑๑๑๑, 081 555 4321", website="https://www.phuang.go.th/main")
HELD_OUT = Path(__file__).parent / "held_out.txt"


def kinds(text: str) -> list[str]:
    return [found.kind for found in personal_data(text, AGENCY)]


ID_NUMBERS = [
    "1-1017-00203-45-0", "1–1017–00203–45–0", "1 - 1017 - 00203 - 45 - 0", "1101700203450",
    "1\u00a01017\u00a000203\u00a045\u00a00", "1\u20111017\u201100203\u201145\u20110",
    "1.1017.00203.45.0", "1/1017/00203/45/0", "1-1017-00203-\n45-0", "1101700\n203450",
    "๑๑๐๑๗๐๐๒๐๓๔๕๐", "１１０１７００２０３４５０", "1๑0๑7๐0๒0๓4๕0", "110\u200b1700\u200b203450",
    "१-१०१७-००२०३-४५-०", "https://a.go.th/1101700203450", "https://a.go.th/v?pid=1101700203450&x=2",
    "https://a.go.th/x?id=1%2D1017%2D00203%2D45%2D0", "www.a.go.th/1-1017-00203-45-0.pdf",
    "เลขบัตรประชาชน:1101700203450", "1 1 0 1 7 0 0 2 0 3 4 5 0", "บัตรประชาชนเลขที่ 1101700203450",
    "ใบเสร็จเลขที่ 12 ของนางสาวดี 1101700203450", "1.1101700203450", "id1101700203450",
    "1101700203450,3402599757704", "เลขประจำตัวผู้เสียภาษี 1101700203450",
]  # fmt: skip
TELEPHONES = [
    "081–234–5678", "(081) 234-5678", "081.234.5678", "+66 81 234 5678", "+66812345678",
    "0066 81 234 5678", "+66(0)81-234-5678", "โทร.0812345678", "โทร 08 1234 5678", "06-1234-5678",
    "๐๘๑-๒๓๔-๕๖๗๘", "081\u00a0234\u00a05678", "0812345678-9", "081/234/5678", "เบอร์บ้าน 02-123-4567",
    "tel:0812345678", "https://wa.me/66812345678", "โทร 66812345678",
]  # fmt: skip
MAILS = [
    "somchai@gmail.com", "somchai (at) gmail.com", "somchai [at] gmail [dot] com", "a at gmail dot com",
    "somchai＠gmail.com", "somchai @ gmail.com", "นายดีsomchai@gmail.comครับ", "a(at)b(dot)co(dot)th",
]  # fmt: skip
LINES = [
    "LINE ID: somchai88", "ไลน์ไอดี somchai.k", "Line: @somchai", "@line: somchai99", "ไอดีไลน์ somchai",
    "id line : somchai", 'ID ไลน์ "krunok"', "line.me/ti/p/~somchai",
]  # fmt: skip
ACCOUNTS = [
    "เลขที่บัญชี 123 456 7890", "ธนาคารกรุงไทย เลขที่ 8123456789", "โอนเข้าบัญชี 123-4-56789-0",
    "ธ.ก.ส. 012345678901", "ออมสิน 020123456789", "123–4–56789–0", "บัญชี นายดี เลขที่ 8123456789",
    "8123456789 ธ.กรุงไทย",
]  # fmt: skip


@pytest.mark.parametrize("text", ID_NUMBERS)
def test_an_id_number_is_found_however_it_is_written(text: str) -> None:
    assert set(kinds(text)) == {"id_number"}


@pytest.mark.parametrize("text", TELEPHONES)
def test_a_persons_telephone_is_found_however_it_is_written(text: str) -> None:
    assert kinds(text) == ["telephone"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((t, "mail") for t in MAILS),
        *((t, "line") for t in LINES),
        *((t, "account") for t in ACCOUNTS),
        ("หนังสือเดินทางเลขที่ AA1234567", "passport"),
    ],
)
def test_addresses_and_accounts_are_found(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "1 2 3 4 5 6 7 8 9 10 11 12 13", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13",
        "งบ 1,234,567,890 บาท", "งบประมาณ 1234567890 บาท", "ใบเสร็จรับเงินเลขที่ 1101700203450",
        "ใบเสร็จเลขที่ 0812345678", "โทร. 0 2123 4567", "โทรสาร 0-7738-1234", "โทร 1567",
        "1800-123-456", "โทร. ๐ ๗๗๓๐ ๑๑๑๑", "โทร 081-555-4321", "192.168.1.100", "+66 2 141 9000",
        "https://a.go.th/1101700203451", "https://a.go.th/0812345678", "1101700203450 บาท",
        "https://www.facebook.com/photo?fbid=1101700203450", "เลขที่โครงการ e-GP 65017123456",
        "รหัสโครงการ 1101700203450", "1 ต.ค. 2564 - 30 ก.ย. 2565", "08.30-16.30 น.", "08 09 10 11 12",
        "saraban@phuang.go.th", "LINE OA @obtphuang", "ประชุม at hotel.com", "Online 24 ชั่วโมง",
        "เลขที่ สฎ 72701/0812345678", "รหัสบัญชี 5101010108", "ISBN 9786161234567",
        "https://www.youtube.com/@obt.channel", "DOC1101700203450", "1,101,700,203,450",
        "1101700203450.00", "06-07-2565 10.00 น.", "ที่ มท 0808.2/ว 0891",
    ],
)  # fmt: skip
def test_what_only_looks_like_it_is_let_alone(text: str) -> None:
    assert kinds(text) == []


def test_the_check_digit_of_a_national_id() -> None:
    assert is_national_id("1234567890121")
    assert not is_national_id("1234567890120") and not is_national_id("0000000000000")


def test_what_is_shown_is_never_the_whole() -> None:
    (found,) = personal_data("ปชช. 1-1017-00203-45-0", AGENCY)
    assert found.shown == "1…450" and found.rule == "V701"


def held_out() -> list[tuple[bool, str]]:
    """The lines that nothing was tuned on: whether there is personal data, and the text."""
    lines = HELD_OUT.read_text("utf-8").splitlines()
    escape = re.compile(r"\\(?:[nt]|u[0-9a-f]{4})")
    return [
        (line[0] == "+", escape.sub(lambda m: m[0].encode().decode("unicode_escape"), line[2:]))
        for line in lines
        if line[:2] in ("+ ", "- ")
    ]


def shares(texts: list[tuple[bool, str]]) -> tuple[float, float]:
    """Return which share of the personal data is found, and which of the rest is stopped."""
    hidden = [bool(kinds(text)) for personal, text in texts if personal]
    others = [bool(kinds(text)) for personal, text in texts if not personal]
    return sum(hidden) / len(hidden), sum(others) / len(others)


def test_nearly_all_held_out_personal_data_is_found_and_nearly_nothing_else() -> None:
    texts = held_out()
    assert len(texts) > 400
    found, stopped = shares(texts)
    print(f"held out: {len(texts)} texts, {found:.1%} found, {stopped:.1%} false alarms")
    assert found >= 0.95 and stopped <= 0.02


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_nearly_all_made_personal_data_is_found_and_nearly_nothing_else(seed: int) -> None:
    texts = [(True, t) for t in generated.positives(1200, seed)]
    texts += [(False, t) for t in generated.negatives(1200, seed)]
    found, stopped = shares(texts)
    print(f"made with seed {seed}: {found:.1%} found, {stopped:.1%} false alarms")
    assert found >= 0.98 and stopped <= 0.01


def test_the_judge_sees_a_search_that_finds_nothing_or_stops_everything() -> None:
    texts = held_out()
    assert {personal for personal, _ in texts} == {True, False}
    naive = re.compile("[0-9]")
    stopped = [bool(naive.search(text)) for personal, text in texts if not personal]
    assert sum(stopped) / len(stopped) > 0.5  # else the list would hold no look-alikes
