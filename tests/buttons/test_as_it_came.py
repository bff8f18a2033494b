"""Split pressed in the workbook that came by mail, by an officer who knows only Excel."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from ita_excel import buttons
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from tests.dispatch.districts import names_divisions
from tests.dispatch.files import make_master, split
from tests.jobs.ways import FileDesk
from tests.live.desks import NOW, Person

UNIT = "แขวงทดลอง"


@pytest.fixture
def received(tmp_path) -> Path:
    rows = [{"key": "KBBB", "text": "จัดทำแผนป้องกันการทุจริต", "responsible": UNIT}]
    master = make_master(tmp_path / "บน.xlsx", rows, (UNIT,), name="กรมทดลอง")
    return split(master, tmp_path / "out")[UNIT]


def press(file: Path, person: Person) -> Person:
    app = SimpleNamespace(status_bar=None, screen_updating=True)
    book = SimpleNamespace(name=file.name, app=app)
    desk = FileDesk(book, person, file.parent / "state", now=lambda: NOW, patience=0.5)
    desk.file, desk.show = file, person.shown.append
    buttons.split(desk)
    return person


def test_it_becomes_a_master_which_the_button_then_splits(received, tmp_path):
    before = received.read_bytes()
    person = press(received, Person(agrees=[True], folders=[tmp_path]))
    made = tmp_path / f"ไฟล์หลัก {UNIT}.xlsx"
    assert str(made) in person.message and "กรมทดลอง" in person.questions[0]
    assert received.read_bytes() == before
    assert [u.value.name for u in read(FileGrid(made)).units] == [UNIT]
    names_divisions(made, ("ส่วนแผน",), {"KBBB": "ส่วนแผน"})
    out = tmp_path / "ส่งต่อ"
    press(made, Person(texts=["31/3/2569"], folders=[out]))
    assert [p.name for p in out.glob("*ส่วนแผน.xlsx")]


def test_nothing_is_made_unasked(received, tmp_path):
    person = press(received, Person(agrees=[False]))
    assert len(person.questions) == 1
    assert not (tmp_path / f"ไฟล์หลัก {UNIT}.xlsx").exists()
