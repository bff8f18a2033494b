"""Where a line may break: written here with | between the words."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_excel.thai.words import _own_words, segment

LINES = [
    "สำนักปลัด|องค์การบริหารส่วนตำบล",
    "ผู้รับผิดชอบ",
    "ธรรมาภิบาล|และ|ความโปร่งใส",
    "ผู้รับบริการ",
    "มาตรการ|ส่งเสริม|คุณธรรม|และ|ความโปร่งใส|ภายใน|หน่วยงาน",
    "รายงาน|การกำกับติดตาม|การใช้จ่าย|งบประมาณ|ประจำปี| |รอบ| |๖| |เดือน",
    "แนวทาง|การปฏิบัติงาน|ของ|เจ้าหน้าที่",
    "ข้าราชการ|ดำเนินการ|อย่าง|เป็นทางการ",
    "นิติกร|ปฏิบัติการ",
    "ปีงบประมาณ| |พ.ศ. ๒๕๖๕| |นั้น",
    "ต.ค. ๖๔ - ก.ย. ๖๕",
    "๑ ต.ค. ๖๔ - ๓๐ ก.ย. ๖๕",
    "ภายใน| |ต.ค. 2564",
    "สำนักปลัด| |อบต.",
    "สำนักปลัด|อบต.",
    "รพ.สต.| |ป.ป.ช.| |น.ส.|ผู้จัดทำ",
    "๓.| |E-Service",
    "Q&A| |O42| |No| |Gift| |Policy",
    "จำนวน| |๑,๒๓๔.๕๐| |บาท| |12.5%",
    "สฎ| |๗๒๗๐๑/๑๒๓",
    "ประกาศ|ต่าง ๆ| |ทั้งหลายๆ| |ฯลฯ",
    "คุณธรรมฯ| |(กองคลัง)| |“คำ”",
    'คำ| |"คำ"| |คำ',
    "มาตรการ/|แนวทาง",
    "-| |แสดง",
    "-แสดง|ข้อมูล",
    "https://www.example.go.th/ita?year=2565&o=42| |a.b@example.go.th",
    "กองคลัง|\n|กองช่าง",
    "ดี|👍🏽|🇹🇭|🇱🇦|🙂",
]


@pytest.mark.parametrize("line", LINES)
def test_words(line: str) -> None:
    assert segment(line.replace("|", "")) == line.split("|")


def test_names_that_no_dictionary_knows() -> None:
    assert "".join(segment("อบต.ทุ่งสมมติ")) == "อบต.ทุ่งสมมติ"
    assert segment("อบต.ทุ่งสมมติ", ("ทุ่งสมมติ",)) == ["อบต.", "ทุ่งสมมติ"]


def test_nothing() -> None:
    assert segment("") == []


def test_no_folder_is_left_in_the_persons_home(tmp_path: Path) -> None:
    code = "from ita_excel.thai.words import segment; print(len(segment('กองคลังรายงาน')))"
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTHAINLP")}
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=kept | home,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "2"
    assert list(tmp_path.iterdir()) == []


def test_own_words_fit_the_column_of_a_table() -> None:
    """A word that can't break must not be wider than a column: marks over and under take no room."""
    too_wide = [w for w in _own_words() if len(re.sub("[ัิ-ฺ็-๎]", "", w)) > 22]
    assert too_wide == []


def test_own_words_are_listed_once_and_clean() -> None:
    words = _own_words()
    assert len(words) > 250
    assert len(set(words)) == len(words)
    assert all(w == w.strip() for w in words)


# What the rules are about, often enough side by side.
_pieces = st.sampled_from(
    [
        *("การ", "ความ", "มาตรการ", "ทุ่ง", "อบต.", "พ.ศ.", "๒๕๖๕", "ต.ค.", "A", "E-Service"),
        *(" ", "  ", "\n", "\r\n", "ๆ", "ฯ", "(", ")", '"', "-", "/", ".", "่", "ะ", "ำ", "เ", "ก"),
    ]
)


@given(st.one_of(st.lists(_pieces, max_size=12).map("".join), st.text()))
def test_nothing_is_added_and_nothing_lost(text: str) -> None:
    words = segment(text)
    assert "".join(words) == text
    assert all(words)


@given(st.lists(_pieces, max_size=12).map("".join))
def test_no_line_starts_with_a_mark_or_closing_sign(text: str) -> None:
    words = segment(text)
    for before, word in pairwise(words):
        assert before.isspace() or word[0] not in ").ๆฯ่ะำ"
