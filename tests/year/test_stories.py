"""A workbook that lives for a year, by the command line and by buttons: five stories of an office."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import run
from tests.dispatch.files import make_master
from tests.year.bookkeeping import KEY, MEASURE, OUTCOME, ROUND, SIX, STATUS, TEXT, TWELVE, WHO
from tests.year.ways import Command, FileButtons, OpenButtons, conflicts, reported, sort
from tests.year.workbook import AGENCY, CONFLICTS, PLAN, RESULTS, UNITS, Sheets, Table, put

OFFICE = ("สำนักปลัดเทศบาล", "กองสาธารณสุข", "กองการศึกษา", "กองคลัง")
RENAMED = {
    "กองสาธารณสุข": "กองสาธารณสุขและสิ่งแวดล้อม",
    "กองการศึกษา": "กองการศึกษา ศาสนาและวัฒนธรรม",
}
SERVICE, OPEN, BUYING = "ยกระดับการให้บริการ", "เปิดเผยข้อมูลสาธารณะ", "ป้องกันการทุจริตในการจัดซื้อ"
ACTIONS = (
    (SERVICE, "จัดบริการนอกเวลาราชการที่จุดบริการเดียว", "สำนักปลัดเทศบาล"),
    (None, "ตรวจสุขาภิบาลอาหารตลาดสดทุกเดือน", "กองสาธารณสุข"),
    (None, "เปิดรับสมัครเด็กเล็กทางออนไลน์", "กองการศึกษา"),
    (OPEN, "เผยแพร่งบแสดงฐานะการเงิน", "กองคลัง"),
    (None, "เผยแพร่ผลตรวจคุณภาพน้ำประปา", "กองสาธารณสุข"),
    (None, "เผยแพร่เมนูอาหารกลางวันเด็กเล็ก", "กองการศึกษา"),
    (BUYING, "ประกาศราคากลางทุกโครงการ", "กองคลัง"),
    (None, "อบรมคณะกรรมการตรวจรับพัสดุ", "สำนักปลัดเทศบาล"),
)
MEASURES = {}
for _measure, _text, _ in ACTIONS:
    MEASURES[_text] = _measure or list(MEASURES.values())[-1]


@pytest.fixture(scope="module")
def typed(tmp_path_factory) -> bytes:
    """A plan as officers type it: the measure in the first of its rows alone."""
    rows = [
        {"measure": m, "number": n, "text": text, "responsible": unit, "start": "ต.ค. ๖๔",
         "end": "ก.ย. ๖๕", "times": 1}
        for n, (m, text, unit) in zip((1, 2, 3, 1, 2, 3, 1, 2), ACTIONS, strict=True)
    ]  # fmt: skip
    path = make_master(tmp_path_factory.mktemp("office") / "plan.xlsx", rows, OFFICE)
    table = Table(Sheets(path), RESULTS)
    put(path, RESULTS, lambda row: True, **dict.fromkeys(table.headings[:-1]))
    return path.read_bytes()


@pytest.fixture(params=["command", "buttons"])
def office(request, typed, tmp_path):
    path = tmp_path / "งานคุณธรรม ๒๕๖๕.xlsx"
    path.write_bytes(typed)
    return {"command": Command, "buttons": FileButtons}[request.param](path)


def rows(path: Path, sheet: str = RESULTS) -> list[dict[str, object]]:
    table = Table(Sheets(path), sheet)
    lines = [line for line in table.rows if table.filled(line)]
    return [dict(zip(table.headings, line, strict=True)) for line in lines]


def corrected(path: Path) -> None:
    """The council renames two units and the officer rewords two actions, in the plan alone."""
    put(path, UNITS, lambda r: r["หน่วยงาน"] == "กองสาธารณสุข", หน่วยงาน=RENAMED["กองสาธารณสุข"])
    put(path, UNITS, lambda r: r["หน่วยงาน"] == "กองการศึกษา", หน่วยงาน=RENAMED["กองการศึกษา"])
    for old, new in RENAMED.items():
        put(path, PLAN, lambda r, old=old: r[WHO] == old, **{WHO: new})
    put(path, PLAN, lambda r: r[TEXT] == ACTIONS[3][1], **{TEXT: "เผยแพร่งบการเงินภายใน ๓๐ วัน"})
    put(path, PLAN, lambda r: r[TEXT] == ACTIONS[7][1], **{TEXT: "อบรมกรรมการตรวจรับพัสดุปีละ ๒ ครั้ง"})


def answered(path: Path, months: str = SIX) -> None:
    """The officer types an answer into each row of a round."""
    for n, row in enumerate(rows(path)):
        said = {STATUS: "อยู่ระหว่างดำเนินการ", OUTCOME: f"ดำเนินการแล้ว ๑{n} ครั้ง ณ ตำบลท่าไม้"}
        put(path, RESULTS, lambda r, k=row[KEY]: (r[KEY], r[ROUND]) == (k, months), **said)


def begin_twelve(office) -> None:
    put(office.path, AGENCY, lambda r: r["รายการ"] == "รอบการรายงาน", ค่า=TWELVE)
    office.fill(12)


# --- the five stories


def test_a_corrected_plan_is_sent_and_reported_in_one_wording(office, tmp_path):
    office.fill()
    corrected(office.path)
    office.fill()
    office.split(tmp_path / "ส่ง")
    sent = {row[TEXT]: path.stem for path in (tmp_path / "ส่ง").glob("*.xlsx") for row in rows(path)}
    plan = rows(office.path, PLAN)
    assert {r[TEXT]: r[WHO] for r in plan if r[WHO] in sent.get(r[TEXT], "")} == {
        r[TEXT]: r[WHO] for r in plan
    }
    answered(office.path)
    office.export(tmp_path / "รายงาน", draft=True)
    report = reported(tmp_path / "รายงาน")
    assert len(report["plan"]) == len(ACTIONS)
    for name in (TEXT, WHO, MEASURE):
        assert [r[name] for r in report["results"]] == [r[name] for r in report["plan"]]
    whole = json.dumps(report, ensure_ascii=False)
    assert ACTIONS[3][1] not in whole and ACTIONS[7][1] not in whole
    assert {r[WHO] for r in report["results"]} == {RENAMED.get(u, u) for u in OFFICE}


def test_march_is_no_report_of_september(office, tmp_path):
    office.fill()
    answered(office.path)
    begin_twelve(office)
    office.export(tmp_path / "ก")
    assert not list(tmp_path.glob("ก/*"))
    said = office.check()
    found = [r for r in rows(office.path, "ผลการตรวจ") if "R415" in map(str, r.values())]
    assert found or "R415" in said
    last = rows(office.path)[-1]
    for row in rows(office.path)[:-1]:
        if row[ROUND] == TWELVE:
            new = {OUTCOME: f"รวมทั้งปี {row[OUTCOME]} และเพิ่มอีก ๓ ครั้ง"}
            put(
                office.path, RESULTS, lambda r, k=row[KEY]: (r[KEY], r[ROUND]) == (k, TWELVE), **new
            )
    office.export(tmp_path / "ข")
    assert not list(tmp_path.glob("ข/*"))  # one row still says what March said
    assert run("confirm", office.path, "--all").code == 0
    ran = run("validate", office.path, "--no-write", "--json")
    assert "R415" not in ran.out
    confirmed = [r[KEY] for r in rows(office.path) if r["ยืนยัน"]]
    assert confirmed == [last[KEY]]


@pytest.mark.parametrize("heading", [TEXT, WHO, "ลำดับ", KEY])
def test_no_sort_moves_an_action_under_another_measure(office, tmp_path, heading):
    office.fill()
    answered(office.path)
    office.export(tmp_path / "ก่อน", draft=True)
    sort(office.path, PLAN, heading, backwards=heading == WHO)
    office.fill()
    sort(office.path, RESULTS, heading)
    office.fill()
    office.export(tmp_path / "หลัง", draft=True)
    for sheet in (PLAN, RESULTS):
        assert {r[TEXT]: r[MEASURE] for r in rows(office.path, sheet)} == MEASURES
    assert reported(tmp_path / "หลัง") == reported(tmp_path / "ก่อน")


def test_words_changed_on_both_sides_are_asked_for_and_one_wording_is_reported(office, tmp_path):
    """A unit has answered already; its answer stays where it is."""
    office.fill()
    office.split(tmp_path / "ส่ง")
    [file] = [p for p in (tmp_path / "ส่ง").glob("*.xlsx") if "กองคลัง" in p.name]
    put(file, RESULTS, lambda r: r[TEXT] == ACTIONS[6][1], **{OUTCOME: "ประกาศครบ ๑๔ โครงการ"})
    put(
        office.path, RESULTS, lambda r: r[TEXT] == ACTIONS[6][1], **{TEXT: "ให้กองคลังประกาศราคากลาง"}
    )
    put(office.path, PLAN, lambda r: r[TEXT] == ACTIONS[6][1], **{TEXT: "ประกาศราคากลางและผู้ชนะ"})
    office.fill()
    office.collect([file])
    [waiting] = conflicts(office.path)
    assert waiting["ค่าในไฟล์หลัก"] == "ให้กองคลังประกาศราคากลาง"
    assert waiting["ค่าของหน่วยงาน"] == "ประกาศราคากลางและผู้ชนะ"
    put(office.path, CONFLICTS, lambda r: bool(r[KEY]), เลือก="ใช้ค่าของหน่วยงาน")
    office.resolve()
    assert conflicts(office.path) == []
    office.export(tmp_path / "รายงาน", draft=True)
    report = reported(tmp_path / "รายงาน")
    assert [r[OUTCOME] for r in report["results"] if r[TEXT] == "ประกาศราคากลางและผู้ชนะ"] == [
        "ประกาศครบ 14 โครงการ"
    ]
    whole = json.dumps(report, ensure_ascii=False)
    assert "ให้กองคลังประกาศราคากลาง" not in whole and ACTIONS[6][1] not in whole


@pytest.mark.xdist_group("office")
def test_a_year_at_the_open_workbook(typed, tmp_path, app):
    """The corrected plan, a sort and the second round by buttons in LibreOffice."""
    path = tmp_path / "เปิดอยู่.xlsx"
    path.write_bytes(typed)
    office = OpenButtons(path, app)
    office.fill()
    corrected(path)
    sort(path, PLAN, TEXT)
    office.fill()
    answered(path)
    plan = {r[TEXT]: (r[MEASURE], r[WHO]) for r in rows(path, PLAN)}
    assert {r[TEXT]: (r[MEASURE], r[WHO]) for r in rows(path)} == plan
    assert {m for m, _ in plan.values()} == {SERVICE, OPEN, BUYING}
    begin_twelve(office)
    office.export(tmp_path / "ก")
    assert not list(tmp_path.glob("ก/*"))
    assert len(rows(path)) == 2 * len(ACTIONS)
