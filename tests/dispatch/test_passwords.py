"""A returned file that a password closes says so, whatever its kind, and stops no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import run
from tests.dispatch.files import make_master, split, type_into, typed
from tests.engine.office import Office, properties, url

FILTERS = {"ods": "calc8", "xls": "MS Excel 97"}


def with_password(office: Office, path: Path, kind: str) -> Path:
    """Save a workbook as a person does who ticks “Save with password” in Calc."""
    document = office.load(path, Hidden=True)
    closed = path.with_name(f"ปิดไว้.{kind}")
    document.storeToURL(url(closed), properties(FilterName=FILTERS[kind], Password="ลับ1234"))
    document.close(True)
    return closed


@pytest.mark.xdist_group("office")
@pytest.mark.parametrize("kind", sorted(FILTERS))
def test_a_password_is_told_as_one_and_the_other_answers_are_merged(office, tmp_path, kind):
    master = make_master(tmp_path / "master.xlsx")
    sent = split(master, tmp_path / "out")
    type_into(sent["กองคลัง"], "KCCC", outcome="ตอบแล้วตามปกติ")
    closed = with_password(office, sent["สำนักปลัด"], kind)
    before = closed.read_bytes()
    ran = run("collect", master, closed, sent["กองคลัง"])
    assert ran.code == 1
    assert "ตั้งรหัสผ่านสำหรับเปิดไว้" in ran.out
    assert "เสียหาย" not in ran.out and "กว้างหรือยาวเกิน" not in ran.out
    assert typed(master, "KCCC", "outcome") == "ตอบแล้วตามปกติ"
    assert closed.read_bytes() == before
