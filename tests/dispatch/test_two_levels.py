"""A district is a unit of the province and a master of its own divisions: all by mail."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.dispatch.districts import (
    DISTRICTS,
    DIVISIONS,
    PROVINCE,
    action_keys,
    answers,
    attachments,
    data,
    done,
    history,
    names_divisions,
    province,
    reply,
    results,
)
from tests.dispatch.files import type_into

pytestmark = pytest.mark.usefixtures("uncalculated")

SILENT = "ความมั่นคง"  # the division of the first district that doesn't answer at first
COLUMNS = {
    "status": "ดำเนินการแล้ว",
    "outcome": "ผล {key} เผยแพร่แล้วเมื่อเดือนมีนาคม",
    "evidence": "https://example.go.th/{key}",
}


@dataclass
class Story:
    """What was done, and an account of its own of what everybody typed."""

    folder: Path
    master: Path
    masters: dict[str, Path] = field(default_factory=dict)
    typed: dict[str, dict[str, str]] = field(default_factory=dict)  # by รหัส
    whose: dict[str, tuple[str, str]] = field(default_factory=dict)  # รหัส -> district, division
    told: str = ""

    def inbox(self, who: str) -> Path:
        return self.folder / "กล่องจดหมาย" / who


def division_of(district: str) -> dict[str, str]:
    return {key: DIVISIONS[n % 4] for n, key in enumerate(action_keys(district))}


def district_works(story: Story, district: str) -> None:
    """A district gets its mail, splits on by mail, collects, and mails its master back."""
    (mail,) = (story.folder / "ส่ง").glob(f"*{district}.eml")
    (received,) = attachments(mail, story.folder / district / "ได้รับ")
    master = story.folder / district / f"ไฟล์หลัก {district}.xlsx"
    done("new", master, "--from-unit", received)
    names_divisions(master, DIVISIONS, division_of(district))
    out = story.folder / district / "ส่งต่อ"
    done("split", master, "-o", out, "--due", "15/3/2565", "--mail")
    assert len(list(out.glob("*.eml"))) == 4
    for division in DIVISIONS:
        (mail,) = out.glob(f"*{division}.eml")
        (book,) = attachments(mail, story.folder / district / division)
        if (district, division) == (DISTRICTS[0], SILENT):
            continue
        typed = answers(book, **COLUMNS)
        story.typed |= typed
        story.whose |= dict.fromkeys(typed, (district, division))
        reply(story.inbox(district), division, book)
    done("collect", master, story.inbox(district))
    story.masters[district] = master
    reply(story.inbox("province"), district, master)


@pytest.fixture(scope="module")
def story(tmp_path_factory) -> Story:
    folder = tmp_path_factory.mktemp("levels")
    story = Story(folder, province(folder))
    done("split", story.master, "-o", folder / "ส่ง", "--due", "31/3/2565", "--mail")
    for district in DISTRICTS:
        district_works(story, district)
    certificate = folder / "ที่มา.json"
    ran = done("collect", story.master, story.inbox("province"), "--certificate", certificate)
    story.told = ran.out
    return story


def test_every_value_of_twelve_divisions_stands_in_the_province(story):
    found = results(story.master, *COLUMNS)
    silent = {k for k, d in division_of(DISTRICTS[0]).items() if d == SILENT}
    assert len(found) == 18
    assert len(story.typed) == 18 - len(silent)
    for key, values in found.items():
        assert values == (tuple(story.typed[key].values()) if key in story.typed else (None,) * 3)


def test_nothing_of_a_master_is_noise(story):
    for code in ("M80", "ควรตรวจสอบ", "ต้องแก้ไข", "เก็บไว้ต่างหาก “"):
        assert code not in story.told
    assert "ข้อขัดแย้ง 0 · เก็บไว้ต่างหาก 0" in story.told


def test_each_value_has_its_path(story):
    lines = json.loads((story.folder / "ที่มา.json").read_text())["cells"]
    paths = {(line["key"], line["column"]): line["path"] for line in lines if line["value"]}
    assert len(paths) == 3 * len(story.typed)
    logged = {}
    for row in history(story.master):
        if row["command"] == "collect":
            logged[row["key"]] = row["unit"]
    for key, (district, division) in story.whose.items():
        assert paths[key, "ผลการดำเนินการ"] == f"{division} → {district} → {PROVINCE}"
        assert logged[key] == f"{division} → {district}"
        assert f"[{division} → {district}]" in story.told


def test_the_province_sees_who_of_whom_is_missing(story):
    units = {u["unit"]: u for u in data("status", story.master)["units"]}
    missing = {
        (name, one["unit"]) for name, unit in units.items() for one in unit["below"] if one["owed"]
    }
    assert missing == {(DISTRICTS[0], SILENT)}
    assert [len(u["below"]) for u in units.values()] == [4, 4, 4]
    lines = done("status", story.master).out.splitlines()
    at = lines.index(f"{DISTRICTS[0]}: ยังขาดหน่วยงานย่อย 1 จาก 4 หน่วยงาน")
    assert lines[at + 1].strip() == f"{SILENT} ยังไม่ตอบ (1 แถว)"
    assert f"{DISTRICTS[1]}: หน่วยงานย่อยตอบครบ 4 หน่วยงาน" in lines


def test_a_masters_copy_saved_again_and_sent_again_changes_nothing(story):
    before = results(story.master, *COLUMNS)
    told = data("collect", story.master, story.masters[DISTRICTS[1]])
    assert [f["state"] for f in told["files"]] == ["known"]
    copy = story.folder / "สำเนา.xlsx"
    copy.write_bytes(story.masters[DISTRICTS[1]].read_bytes())
    type_into(copy, action_keys(DISTRICTS[1])[0], reported_by="อำเภอ")
    told = data("collect", story.master, copy)
    assert [w["column"] for w in told["written"]] == ["ผู้รายงาน"]
    assert told["written"][0]["paths"] == [DISTRICTS[1]]  # no division wrote it
    assert results(story.master, *COLUMNS) == before


def test_a_divisions_file_mailed_past_its_district_is_told_with_its_path(story):
    district, division = DISTRICTS[2], DIVISIONS[0]
    (book,) = (story.folder / district / division).glob("*.xlsx")
    before = story.master.read_bytes()
    ran = done_with(1, "collect", story.master, reply(story.folder / "ผิดที่", division, book))
    assert "M801" in ran.out
    assert f"{division} → {district} → {PROVINCE}" in ran.out
    assert f"โปรดส่งต่อให้ {district}" in ran.out
    assert results_of(before) == results_of(story.master.read_bytes())


def test_rows_returned_for_correction_go_down_to_the_division_and_come_back(story):
    district = DISTRICTS[2]
    master, keys = story.masters[district], action_keys(DISTRICTS[2])
    asked = [keys[0], keys[1]]
    type_into(story.master, keys[1], suggestions="จังหวัดเติมไว้")
    before = results(story.master, *COLUMNS, "suggestions")
    out = story.folder / "ส่งคืน"
    done("split", story.master, "-o", out, "--unit", district, "--mail",
         "--rows", f"{asked[0]}, {row_number(story.master, asked[1])}",
         "--note", "ขอจำนวนผู้รับบริการ")  # fmt: skip
    (mail,) = out.glob("*.eml")
    ran = done("collect", master, mail)
    assert "รับงานจากผู้ส่งแล้ว" in ran.out
    assert "ขอจำนวนผู้รับบริการ" in ran.err
    assert f"{PROVINCE} ส่งมา 2 แถว" in ran.err
    assert results(master, "suggestions")[keys[1]] == ("จังหวัดเติมไว้",)  # the province's own word
    onward = story.folder / district / "ส่งต่อแก้ไข"
    told = data("split", master, "-o", onward, "--asked", "--mail")
    assert {(w["unit"], w["rows"]) for w in told["workbooks"]} == {
        (DIVISIONS[0], 1),
        (DIVISIONS[1], 1),
    }
    for n, division in enumerate(DIVISIONS[:2]):
        (mail,) = onward.glob(f"*{division}.eml")
        (book,) = attachments(mail, story.folder / district / f"{division} แก้ไข")
        assert "ขอจำนวนผู้รับบริการ" in guide_of(book)
        answers(book, outcome=f"ผู้รับบริการ 120{n} คน ตามที่ขอ")
        reply(story.inbox(f"{district} 2"), division, book)
    done("collect", master, story.inbox(f"{district} 2"))
    told = data("collect", story.master, reply(story.folder / "รับแก้ไข", district, master))
    assert {(w["key"], w["column"], w["paths"][0]) for w in told["written"]} == {
        (key, "ผลการดำเนินการ", f"{DIVISIONS[n]} → {district}") for n, key in enumerate(asked)
    }
    assert told["conflicts"] == told["set_aside"] == []
    after = results(story.master, *COLUMNS, "suggestions")
    for key, values in after.items():
        if key in asked:
            changed = f"ผู้รับบริการ 120{asked.index(key)} คน ตามที่ขอ"
            assert values == (before[key][0], changed, *before[key][2:])
        else:
            assert values == before[key]


def done_with(code: int, *words: object):
    from tests.command import run

    ran = run(*words)
    assert ran.code == code, ran
    return ran


def results_of(content: bytes) -> list[object]:
    from ita_excel.sheets import read
    from ita_excel.store.file import FileGrid

    return [r.value for r in read(FileGrid.from_bytes(content)).results]


def row_number(master: Path, key: str) -> int:
    from ita_excel.sheets import read
    from ita_excel.store.file import FileGrid

    return next(r.row for r in read(FileGrid(master)).results if r.value.key == key)


def guide_of(book: Path) -> str:
    from ita_excel.store.file import FileGrid

    return "\n".join(str(v) for row in FileGrid(book).rows("คำแนะนำ") for v in row if v)
