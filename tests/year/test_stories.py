"""A workbook that lives for a year, by the command line and by buttons: five stories of an office."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ita_excel.schema import BY_UNIT
from tests.command import run
from tests.dispatch.files import make_master
from tests.year.bookkeeping import (
    EVERYBODY,
    KEY,
    MEASURE,
    OUTCOME,
    ROUND,
    SIX,
    STATUS,
    TEXT,
    TWELVE,
    UNIT,
    WHO,
)
from tests.year.ways import Command, FileButtons, OpenButtons, conflicts, reported, sort
from tests.year.workbook import (
    AGENCY,
    CONFLICTS,
    PLAN,
    RESULTS,
    UNITS,
    Sheets,
    Table,
    put,
    type_into,
)

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


def typed_plan(folder: Path) -> bytes:
    """A plan as officers type it: the measure in the first of its rows alone."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [
        {"measure": m, "number": n, "text": text, "responsible": unit, "start": "ต.ค. ๖๔",
         "end": "ก.ย. ๖๕", "times": 1}
        for n, (m, text, unit) in zip((1, 2, 3, 1, 2, 3, 1, 2), ACTIONS, strict=True)
    ]  # fmt: skip
    path = make_master(folder / "plan.xlsx", rows, OFFICE)
    table = Table(Sheets(path), RESULTS)
    put(path, RESULTS, lambda row: True, **dict.fromkeys(table.headings[:-1]))
    return path.read_bytes()


@pytest.fixture(scope="module")
def typed(tmp_path_factory) -> bytes:
    return typed_plan(tmp_path_factory.mktemp("office"))


@pytest.fixture(params=["command", "buttons"])
def office(request, typed, tmp_path):
    path = tmp_path / "งานคุณธรรม ๒๕๖๕.xlsx"
    path.write_bytes(typed)
    return {"command": Command, "buttons": FileButtons}[request.param](path)


def rows(path: Path, sheet: str = RESULTS) -> list[dict[str, object]]:
    table = Table(Sheets(path), sheet)
    lines = [line for line in table.rows if table.filled(line)]
    return [dict(zip(table.headings, line, strict=True)) for line in lines]


NEW_WORDS = {
    ACTIONS[3][1]: "เผยแพร่งบการเงินภายใน ๓๐ วัน",
    ACTIONS[7][1]: "อบรมกรรมการตรวจรับพัสดุปีละ ๒ ครั้ง",
}


def corrected(path: Path) -> None:
    """The council renames two units and the officer rewords two actions, in the plan alone."""
    type_into(
        path,
        (UNITS, lambda r: {"หน่วยงาน": RENAMED.get(r["หน่วยงาน"], r["หน่วยงาน"])}),
        (PLAN, lambda r: {WHO: RENAMED.get(r[WHO], r[WHO]), TEXT: NEW_WORDS.get(r[TEXT], r[TEXT])}),
    )


def answered(path: Path, months: str = SIX) -> None:
    """The officer types an answer into each row of a round."""
    said = {
        row[KEY]: {STATUS: "อยู่ระหว่างดำเนินการ", OUTCOME: f"ดำเนินการแล้ว ๑{n} ครั้ง ณ ตำบลท่าไม้"}
        for n, row in enumerate(rows(path))
    }
    type_into(path, (RESULTS, lambda r: said[r[KEY]] if r[ROUND] == months else {}))


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

    def later(row):
        said = f"รวมทั้งปี {row[OUTCOME]} และเพิ่มอีก ๓ ครั้ง"
        return {OUTCOME: said} if row[ROUND] == TWELVE and row[KEY] != last[KEY] else {}

    type_into(office.path, (RESULTS, later))
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
    words_change_on_both_sides(office, tmp_path)


def words_change_on_both_sides(office, tmp_path: Path) -> None:
    """A unit has answered already; its answer stays where it is."""
    office.fill()
    office.split(tmp_path / "ส่ง")
    [file] = [p for p in (tmp_path / "ส่ง").glob("*.xlsx") if "กองคลัง" in p.name]
    put(file, RESULTS, lambda r: r[TEXT] == ACTIONS[6][1], **{OUTCOME: "ประกาศครบ ๑๔ โครงการ"})
    old, ours, plans = ACTIONS[6][1], "ให้กองคลังประกาศราคากลาง", "ประกาศราคากลางและผู้ชนะ"
    type_into(
        office.path,
        (RESULTS, lambda r: {TEXT: ours} if r[TEXT] == old else {}),
        (PLAN, lambda r: {TEXT: plans} if r[TEXT] == old else {}),
    )
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


def test_three_units_answer_one_action_and_none_is_asked_to_decide(office, tmp_path):
    """The council gives an action to everybody, and three of four units answer it."""
    everybodys(office.path)
    office.fill()
    sent = dispatched(office, tmp_path / "ส่ง")
    for n, unit in enumerate(OFFICE[:3]):
        answers(sent[unit], unit, ("ดำเนินการแล้ว", "อยู่ระหว่างดำเนินการ")[n % 2])
    office.collect([sent[unit] for unit in OFFICE[:3]])
    assert conflicts(office.path) == []
    office.export(tmp_path / "รายงาน", draft=True)
    said_by_all_of(office.path, tmp_path / "รายงาน", OFFICE[:3])
    missing = json.loads(run("status", office.path, "--json").out)["shared"]
    assert [shared["missing"] for shared in missing] == [[OFFICE[3]]]
    answers(sent[OFFICE[3]], OFFICE[3], "ดำเนินการแล้ว")
    answers(sent[OFFICE[1]], f"{OFFICE[1]}แก้ไข", "ดำเนินการแล้ว")  # late, and once more
    office.collect([sent[OFFICE[3]], sent[OFFICE[1]]])
    office.fill()
    office.export(tmp_path / "สุดท้าย", draft=True)
    said_by_all_of(office.path, tmp_path / "สุดท้าย", OFFICE, status="ดำเนินการแล้ว")
    [shared] = [r for r in reported(tmp_path / "สุดท้าย")["results"] if r[WHO] == EVERYBODY]
    assert f"{OFFICE[1]}แก้ไข" in shared[OUTCOME]


def what_waits_for_a_person(office, folder: Path) -> None:
    """No test: a year in which nothing was decided yet, for `pictures`."""
    everybodys(office.path)
    office.fill()
    sent = dispatched(office, folder / "ส่ง")
    for unit in OFFICE:
        answers(sent[unit], unit, "อยู่ระหว่างดำเนินการ")
    type_into(
        office.path,
        (
            RESULTS,
            lambda r: {OUTCOME: "สรุปของผู้รวบรวม"} if r[WHO] == EVERYBODY and not r[UNIT] else {},
        ),
    )
    office.collect(list(sent.values()))
    old = ACTIONS[6][1]
    type_into(
        office.path,
        (RESULTS, lambda r: {TEXT: "ให้กองคลังประกาศราคากลาง"} if r[TEXT] == old else {}),
        (PLAN, lambda r: {TEXT: "ประกาศราคากลางและผู้ชนะ"} if r[TEXT] == old else {}),
    )
    begin_twelve(office)
    office.check()


def everybodys(path: Path) -> None:
    """The second action is everybody's; each unit answers it in a row of its own."""
    type_into(
        path,
        (PLAN, lambda r: {WHO: EVERYBODY} if r[TEXT] == ACTIONS[1][1] else {}),
        (AGENCY, lambda r: {"ค่า": BY_UNIT} if r["รายการ"] == "แถวของวิธีการร่วม" else {}),
    )


def dispatched(office, folder: Path) -> dict[str, Path]:
    """Send the units their workbooks."""
    office.split(folder)
    return {u: next(p for p in folder.glob("*.xlsx") if u in p.name) for u in OFFICE}


def answers(path: Path, said: str, status: str) -> None:
    """A unit answers everybody's action in its workbook."""
    new = {STATUS: status, OUTCOME: f"ตรวจตลาดโดย{said}", "หลักฐาน": f"https://ita.go.th/{said}"}
    type_into(path, (RESULTS, lambda r: new if r[TEXT] == ACTIONS[1][1] else {}))


def said_by_all_of(path: Path, folder: Path, units, status="อยู่ระหว่างดำเนินการ") -> None:
    """The one row that is reported says what each of the units said, in their order."""
    [shared] = [r for r in reported(folder)["results"] if r[WHO] == EVERYBODY]
    places = [shared[OUTCOME].index(f"{unit}: ตรวจตลาดโดย{unit}") for unit in units]
    assert places == sorted(places)
    assert shared[STATUS] == status
    own = {r[UNIT]: r[OUTCOME] for r in rows(path) if r[TEXT] == ACTIONS[1][1] and r[UNIT]}
    assert [unit for unit in OFFICE if own[unit]] == [*units]


@pytest.mark.xdist_group("office")
def test_words_changed_on_both_sides_at_the_open_workbook(typed, tmp_path, app):
    path = tmp_path / "เปิดอยู่.xlsx"
    path.write_bytes(typed)
    words_change_on_both_sides(OpenButtons(path, app), tmp_path)


@pytest.mark.xdist_group("office")
def test_a_year_at_the_open_workbook(typed, tmp_path, app):
    """The corrected plan, a sort, shared answers and the second round by buttons in LibreOffice."""
    path = tmp_path / "เปิดอยู่.xlsx"
    path.write_bytes(typed)
    office = OpenButtons(path, app)
    everybodys(path)
    office.fill()
    sent = dispatched(office, tmp_path / "ส่ง")
    for unit in OFFICE:
        answers(sent[unit], unit, "ดำเนินการแล้ว")
    office.collect(list(sent.values()))
    assert conflicts(path) == []
    said_by_all_of_rows = [r[OUTCOME] for r in rows(path) if r[WHO] == EVERYBODY and not r[UNIT]]
    assert all(f"{u}: ตรวจตลาดโดย{u}" in said_by_all_of_rows[0] for u in OFFICE)
    corrected(path)
    sort(path, PLAN, TEXT)
    office.fill()
    plan = {r[TEXT]: (r[MEASURE], r[WHO]) for r in rows(path, PLAN)}
    assert {r[TEXT]: (r[MEASURE], r[WHO]) for r in rows(path)} == plan
    assert {m for m, _ in plan.values()} == {SERVICE, OPEN, BUYING}
    begin_twelve(office)
    office.export(tmp_path / "ก")
    assert not list(tmp_path.glob("ก/*"))
    twelve = [r for r in rows(path) if r[ROUND] == TWELVE]
    assert len([r for r in twelve if not r[UNIT]]) == len(ACTIONS)
