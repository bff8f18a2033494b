"""Known kinds of defects: each spoils a clean workbook at a random place and says what must be found.

A defect returns the places where its rule must find something. `also` names rules that rightly
see the same defect from their side; nothing else may be found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from ita_excel import schema
from ita_excel.sheets.unit_rows import unit_key
from ita_excel.thai.digits import to_thai
from tests import books

Tables = books.Tables
Spoil = Callable[[Random, Tables], list[str] | None]


@dataclass(frozen=True)
class Defect:
    rule: str
    also: frozenset[str]
    spoil: Spoil  # None where this workbook has no place for the defect

    @property
    def name(self) -> str:
        return f"{self.rule} {self.spoil.__name__}"


DEFECTS: list[Defect] = []


def defect(rule: str, *also: str) -> Callable[[Spoil], Spoil]:
    def enter(spoil: Spoil) -> Spoil:
        DEFECTS.append(Defect(rule, frozenset(also), spoil))
        return spoil

    return enter


def row_of(rng: Random, rows: list[books.Row]) -> tuple[int, books.Row]:
    index = rng.randrange(len(rows))
    return index + 1, rows[index]


def setting(tables: Tables, field: str) -> books.Row:
    return tables["Agency"][books.cell(f"Agency {field}").row - 4]


def put(table: str, field: str, *values: object) -> Spoil:
    """Return the defect that one field of one row holds one of `values`."""

    def spoil(rng: Random, tables: Tables) -> list[str]:
        number, row = row_of(rng, tables[table])
        row[field] = rng.choice(values)
        return [f"{table} {number} {field}"]

    spoil.__name__ = f"{table}.{field} := {values[0]!r}"
    return spoil


def put_setting(field: str, *values: object) -> Spoil:
    def spoil(rng: Random, tables: Tables) -> list[str]:
        setting(tables, field)["value"] = rng.choice(values)
        return [f"Agency {field}"]

    spoil.__name__ = f"{field} := {values[0]!r}"
    return spoil


def only_score(field: str, others: books.Row, *values: object) -> Spoil:
    """Return the defect that the one row of scores holds one of `values` beside `others`."""

    def spoil(rng: Random, tables: Tables) -> list[str]:
        tables["Scores"] = [{"instrument": "IIT", **others, field: rng.choice(values)}]
        return [f"Scores 1 {field}"]

    spoil.__name__ = f"Scores.{field} := {values[0]!r}"
    return spoil


@defect("P314")
def draft(rng: Random, tables: Tables) -> list[str]:
    tables["Plan"].append({"measure": "มาตรการใหม่", "text": "จัดทำคู่มือ", "draft": "ร่าง"})
    return [f"Plan {len(tables['Plan'])} draft"]


def insert(*pieces: str, fields: tuple[str, ...] = ("Plan details", "Results problems")) -> Spoil:
    """Return the defect that one of `pieces` stands in some text."""

    def spoil(rng: Random, tables: Tables) -> list[str]:
        table, field = rng.choice(fields).split()
        number, row = row_of(rng, tables[table])
        row[field] = f"ข้อมูลประกอบ {rng.choice(pieces)} ตามที่แจ้ง"
        return [f"{table} {number} {field}"]

    spoil.__name__ = f"text with {pieces[0]!r}"
    return spoil


defect("A201")(put_setting("name", None, " "))
defect("A201")(put_setting("subject", None))
defect("A201")(put_setting("to", None))
defect("A201")(put_setting("owner", None))
defect("A201")(put_setting("letter_date", "ปลายเดือน"))
defect("A201")(put_setting("round", "รอบแรก"))
defect("A202", "X502")(put_setting("fiscal_year", 2022, "๒๐๒๓", 65, 2365, "ปีนี้"))
defect("A202")(put_setting("results_year", 2022, 99))
defect("A203")(put_setting("letter_number", "กก ๑๒๓๔๕/", "กก ๑๒๓๔๕", "กก ๑๒๓๔๕/ว"))
defect("A204", "R410")(put_setting("letter_date", "๑ เมษายน ๒๕๖๙", "๑ เมษายน ๒๕๖๓"))
defect("A205")(put("Signatories", "name", None, "(................)"))
defect("A205")(put("Signatories", "position", None))
defect("A206")(put("Units", "email", "somchai", "a@b", "ก@example.go.th"))
defect("A207")(put_setting("province", "กรุงเทพนคร", "เมืองทิพย์"))
defect("A208")(put_setting("emblem", None, "-"))


@defect("A216")
def kind_unknown(rng: Random, tables: Tables) -> list[str]:
    setting(tables, "kind")["value"] = rng.choice(("ตำบล", "โรงงาน", "อื่น ๆ"))
    return ["Agency kind"]


@defect("A209", "A204", "P304", "R410", "R411", "X502")
def results_of_another_year(rng: Random, tables: Tables) -> list[str]:
    year = int(str(setting(tables, "fiscal_year")["value"]))
    setting(tables, "results_year")["value"] = year + rng.choice((-1, 1))
    return ["Agency results_year"]


defect("A210")(put("Signatories", "name", "นาย 王", "नाम", "นายก ☃︎⇨"))
defect("A211")(put_setting("due_six", "ปลายเดือนมีนาคม", "๓๑ มีนาคม ๒๕๕๖"))
defect("A211")(put_setting("other_dates", "ประชุมคณะทำงาน", "๑๕ มกราคม ๒๕๖๕"))
defect("A212")(only_score("score", {"number": 9}, "ร้อยละ 90", 101, -0.5, "88,5"))
defect("A213")(put_setting("published_total", "เก้าสิบ", 120))
defect("A214", "X502")(put_setting("analysed_year", 2599))
defect("A215")(only_score("number", {"score": 90}, 0, 11, "๑๒"))
defect("A215")(only_score("lost_items", {"number": 9}, "O77"))
defect("G701", "T603")(put("Wording", "text", "เรียน {ชื่อหน่วยงาร}", "ปี {ปีงบประมาน}"))
defect("G702")(put("Wording", "text", "เรียน {ชื่อหน่วยงาน", "เรียน {% x %}", "}{"))
defect("G703")(put("Wording", "text", "คะแนน {คะแนนรวม}", "ที่ {เลขที่คำสั่ง}"))
defect("G704")(put("Wording", "document", "หนังสือเวียน", None))
defect("G704")(put("Wording", "paragraph", "บทนำ", "ภาคสรุปผล"))
defect("G704")(put("Wording", "condition", "วันหยุด", "รอบ ๙ เดือน"))
defect("P312")(only_score("target", {"number": 1, "score": 84.5}, 85, "๙๕"))
defect("P313")(put("Plan", "serves", "การใช้งบประมาณ", "11", "O9"))
defect("P314")(put("Plan", "draft", "ไม่", "รับแล้ว"))
defect("P301")(put("Plan", "text", None, "-", " "))
defect("P303")(put("Plan", "responsible", None, "-"))
defect("P304", "R409")(put("Plan", "responsible", "กองกิจการสภา", "กองคล้ง", "สำนักปลด"))
defect("P305")(put("Plan", "start", None, "ต้นปี", "ต.ค. -", "13/2565"))
defect("P305")(put("Plan", "end", None, "ปลายปี", "ก.ย. ๖๕ ๖๖", "00/2565"))
defect("P306", "R409", "R410")(put("Plan", "start", "ส.ค. ๖๓", "ก.ค. 2563", "1/2563"))
defect("P306", "R409", "R411")(put("Plan", "end", "ม.ค. ๖๗", "ธันวาคม 2567", "3/2567"))
defect("P307")(put("Plan", "times", None, 0, -1, 1.5, "ปีละครั้ง"))
defect("P308", "P310")(put("Plan", "oit", "O44", "O99", "๕๐", "ไม่ทราบ"))
defect("R402")(put("Results", "status", None, "ดี", "-"))
defect("R403")(put("Results", "outcome", None, "-"))
defect("R404")(put("Results", "outcome", "ยังไม่มีการดำเนินการ", "๒. ยังไม่ได้ดำเนินการ"))
defect("R406")(put("Results", "status", "ยังไม่มีการดำเนินการ", "ยังไม่ได้ดำเนินการ"))
defect("R407")(put("Results", "evidence", None, "ภาพ.jpg", "htp://a.go.th", "https//a.go.th/1"))
defect("R409")(put("Results", "measure", "มาตรการอื่น", "มาตรการด้านที่ ๙"))
defect("R410")(put("Results", "reported_on", "๑ ม.ค. ๗๐", "๑ ม.ค. ๖๑", "วันศุกร์"))
defect("E805")(
    put("Results", "evidence", "C:\\ita\\o26.pdf", "file:///d:/1.jpg", "http://10.0.0.8/ita")
)
defect("X502")(insert("ปีงบประมาณ พ.ศ. ๒๕๕๙", "ประจำปี 2570"))
defect("X503")(insert("ของ อปต. ทุกแห่ง", "อบด. และ", "กองคลง", "กองสวัสดิการสงคม"))
defect("T601")(insert("ประ\u200bกาศ", "ว\u093fชัย", "ป\ufeffระกาศ", "ก\u0eb2น"))
defect("T602")(insert("ส\u0e4d\u0e32นัก", "เเผน", "ที่\u0e48", "ท\u0e48\u0e35", "แจ้ง \u0e35"))
defect("T603")(insert("องค้การ", "เว็ปไซด์", "ปฎิบัติ", "จัดทำมูล", "บุคคลากร", "มาตราการ"))
defect("T604")(insert("สอง  ช่อง", "ข้อ ๑ และ 2", "ท้ายบรรทัด \nต่อ"))
defect("V701", "T604")(insert("1101700203450", "๑-๑๐๑๗-๐๐๒๐๓-๔๕-๐"))
defect("V702")(insert("081-234-5678", "โทร. 06 1234 5678", "a.b@gmail.com", "เลขที่บัญชี 123 456 7890"))


@defect("S105", "R401", "P309")
def copied_row_of_the_plan(rng: Random, tables: Tables) -> list[str] | None:
    plan = tables["Plan"]
    if len(plan) < 2:
        return None
    first, second = sorted(rng.sample(range(len(plan)), 2))
    lost = plan[second]["key"]
    plan[second]["key"] = plan[first]["key"]
    return [f"Plan {second + 1} key", *_rows_with(tables, lost)]


def _rows_with(tables: Tables, key: str) -> list[str]:
    rows = enumerate(tables["Results"], start=1)
    return [f"Results {number} key" for number, row in rows if row["key"] == key]


@defect("S105", "R401")
def a_key_that_the_plan_does_not_have(rng: Random, tables: Tables) -> list[str]:
    number, row = row_of(rng, tables["Results"])
    row["key"] = rng.choice((None, "ZZZZ"))
    return [f"Results {number} key"]


@defect("P302")
def a_number_repeats_or_skips(rng: Random, tables: Tables) -> list[str] | None:
    # The last number of a measure of two or more: made that of the row before, or one too high.
    plan = tables["Plan"]
    last = [
        i
        for i, row in enumerate(plan)
        if row["number"] > 1 and (i + 1 == len(plan) or plan[i + 1]["number"] == 1)
    ]
    if not last:
        return None
    index = rng.choice(last)
    plan[index]["number"] += rng.choice((-1, 1, 2))
    return [f"Plan {index + 1} number"]


@defect("P305")
def ends_before_it_starts(rng: Random, tables: Tables) -> list[str]:
    number, row = row_of(rng, tables["Plan"])
    result = next(r for r in tables["Results"] if r["key"] == row["key"])
    for one in (row, result):
        one["start"], one["end"] = one["end"], one["start"]
    return [f"Plan {number} end"]


@defect("P309", "T604")
def the_same_action_twice(rng: Random, tables: Tables) -> list[str] | None:
    plan = tables["Plan"]
    pairs = [i for i in range(1, len(plan)) if plan[i]["number"] > 1]
    if not pairs:
        return None
    index = rng.choice(pairs)
    plan[index]["text"] = plan[index - 1]["text"] + rng.choice(("", " ", "\n"))
    return [f"Plan {index + 1} text"]


@defect("P310", "R407")
def no_action_for_an_item(rng: Random, tables: Tables) -> list[str] | None:
    plan = tables["Plan"]
    wide = [i for i in range(1, len(plan)) if plan[i]["number"] > 1]
    if not wide:
        return None
    index = rng.choice(wide)
    plan[index]["oit"] = None
    first = max(i for i in range(index + 1) if plan[i]["number"] == 1)
    return [f"Plan {first + 1} oit"]


@defect("R401")
def a_row_of_results_is_deleted(rng: Random, tables: Tables) -> list[str]:
    number, row = row_of(rng, tables["Results"])
    if row["measure"] and number < len(tables["Results"]):
        below = tables["Results"][number]
        below["measure"] = below["measure"] or row["measure"]
    del tables["Results"][number - 1]
    return [f"Plan {number} text"]


@defect("R405", "R404", "R406")
def no_reason(rng: Random, tables: Tables) -> list[str]:
    number, row = row_of(rng, tables["Results"])
    row["status"] = rng.choice(("ยังไม่มีการดำเนินการ", "ยกเลิก", "ยังไม่ได้ดำเนินการ"))
    row["outcome"] = rng.choice((None, "-", "ยังไม่ได้ดำเนินการ"))
    row["problems"], row["suggestions"] = rng.choice((None, "-")), rng.choice((None, "-"))
    return [f"Results {number} problems"]


@defect("R408")
def more_reports_promised(rng: Random, tables: Tables) -> list[str]:
    year = str(setting(tables, "results_year")["value"])
    setting(tables, "letter_date")["value"] = to_thai(f"20 ธันวาคม {year}")
    number, row = row_of(rng, tables["Plan"])
    row["times"] = rng.choice((2, 3, "๔", 12))
    return [f"Plan {number} times"]


@defect("R409")
def another_unit(rng: Random, tables: Tables) -> list[str]:
    number, row = row_of(rng, tables["Results"])
    plan = next(r for r in tables["Plan"] if r["key"] == row["key"])
    plan["responsible"], row["responsible"] = "กองช่าง", rng.choice(("กองคลัง", "ทุกส่วน/กอง", None))
    return [f"Results {number} responsible"]


@defect("R417")
def a_row_of_a_unit_that_shares_no_more(rng: Random, tables: Tables) -> list[str] | None:
    shared = [(n, r) for n, r in enumerate(tables["Results"]) if r["responsible"] == "ทุกส่วน/กอง"]
    if not shared:
        return None
    setting(tables, "shared_rows")["value"] = schema.BY_UNIT
    at, joint = rng.choice(shared)
    own = {**joint, "key": unit_key(joint["key"], "กองเดิม"), "unit": "กองเดิม", "measure": None}
    tables["Results"].insert(at + 1, own)
    return [f"Results {at + 2} unit"]


@defect("R415")
def nothing_new_since_the_six_months(rng: Random, tables: Tables) -> list[str]:
    number, row = row_of(rng, tables["Results"])
    row["status"], row["problems"] = "อยู่ระหว่างดำเนินการ", "ระเบียบใหม่ประกาศใช้ล่าช้า"
    above = tables["Results"][:number]
    measure = next(r["measure"] for r in reversed(above) if r["measure"])
    tables["Results"].append({**row, "measure": measure, "round": "๖ เดือน"})
    return [f"Results {number} outcome"]


@defect("R416")
def under_way_past_its_end(rng: Random, tables: Tables) -> list[str]:
    number, row = row_of(rng, tables["Results"])
    row["status"], row["problems"] = "อยู่ระหว่างดำเนินการ", rng.choice((None, "-"))
    return [f"Results {number} status"]


@defect("R411", "P306")
def done_before_its_end(rng: Random, tables: Tables) -> list[str]:
    number, row = row_of(rng, tables["Results"])
    plan = next(r for r in tables["Plan"] if r["key"] == row["key"])
    plan["end"] = row["end"] = "ธ.ค. ๖๙"
    return [f"Results {number} status"]


@defect("R412", "R407")
def only_repeats(rng: Random, tables: Tables) -> list[str]:
    number, row = row_of(rng, tables["Results"])
    row["evidence"] = None
    row["outcome"] = rng.choice(("ดำเนินการ{}แล้ว", "มีการจัดทำ{}", "{}")).format(row["text"])
    return [f"Results {number} outcome"]


@defect("R413")
def the_same_suggestion(rng: Random, tables: Tables) -> list[str] | None:
    results = tables["Results"]
    if len(results) < 2:
        return None
    first, second = sorted(rng.sample(range(len(results)), 2))
    results[first]["suggestions"] = "ควรกำชับให้เจ้าหน้าที่จัดทำประกาศลงเว็บไซต์"
    results[second]["suggestions"] = rng.choice(
        ("ควรกำชับให้เจ้าหน้าที่จัดทำประกาศลงเว็บไซต์", "ควรกำชับให้เจ้าหน้าที่จัดทำประกาศ\nลงเว็บไซต์",
         "ควรกำชับเจ้าหน้าที่ให้จัดทำประกาศลงเว็บไซต์")
    )  # fmt: skip
    return [f"Results {second + 1} suggestions"]


@defect("R414")
def a_suggestion_to_others(rng: Random, tables: Tables) -> list[str]:
    number, row = row_of(rng, tables["Results"])
    for one in (row, next(r for r in tables["Plan"] if r["key"] == row["key"])):
        one["responsible"] = "กองช่าง"
    row["suggestions"] = rng.choice(("ควรกำชับให้ทุกส่วน/กอง ส่งข้อมูล", "ควรแจ้งกองคลังส่งข้อมูล"))
    return [f"Results {number} suggestions"]


@defect("X501")
def the_agency_misspelled(rng: Random, tables: Tables) -> list[str]:
    name = str(setting(tables, "name")["value"]).removeprefix("องค์การบริหารส่วนตำบล")
    setting(tables, "name")["value"] = "องค์การบริหารส่วนตำบลพ่วงพรมคร"
    wrong = rng.choice(("พ่วงพรมนคร", "พวงพรมคร", "พ่วงพรคร", "พ่วงพรหมคร", "พ่วงพรมครร"))
    for row in (*tables["Agency"], *tables["Signatories"]):
        for field, value in row.items():
            if isinstance(value, str):
                row[field] = value.replace(f"ส่วนตำบล{name}", "ส่วนตำบลพ่วงพรมคร")
    before = rng.choice(("องค์การบริหารส่วนตำบล", "อบต.", "ตำบล", "ต. "))
    number, row = row_of(rng, tables["Results"])
    row["problems"] = f"ประชาชนใน{' ' * (before == 'ต. ')}{before}{wrong} ไม่ทราบข่าว"
    return [f"Results {number} problems"]


@defect("X501")
def the_province_misspelled(rng: Random, tables: Tables) -> list[str]:
    setting(tables, "province")["value"] = "สุราษฎร์ธานี"
    setting(tables, "district")["value"] = "เคียนซา"
    wrong = ("จังหวัดสุราษฏร์ธานี", "จ.สุราษฎธานี", "อำเภอกะเคียนซา", "อ.เคียนชา", "จังหวัดสุราษร์ธานี")
    number, row = row_of(rng, tables["Plan"])
    row["details"] = f"ประสาน {rng.choice(wrong)} ทราบ"
    return [f"Plan {number} details"]


@defect("A205")
def nobody_proposes(rng: Random, tables: Tables) -> list[str]:
    tables["Signatories"][0]["role"] = "ความเห็น"
    return ["Signatories 1 role"]


@defect("A206")
def a_unit_twice(rng: Random, tables: Tables) -> list[str]:
    tables["Units"].append({"name": rng.choice(tables["Units"])["name"]})
    return [f"Units {len(tables['Units'])} name"]


@defect("A207")
def a_district_of_another_province(rng: Random, tables: Tables) -> list[str]:
    setting(tables, "province")["value"] = "ภูเก็ต"
    setting(tables, "district")["value"] = rng.choice(("เคียนซา", "ปากช่อง", "หาดใหญ่"))
    return ["Agency district"]


@defect("S106")
def a_newer_schema(rng: Random, tables: Tables) -> list[str]:
    tables["Meta"][0]["value"] = rng.randrange(schema.VERSION + 1, 99)
    return ["Meta 1 value"]


@defect("G706")
def a_title_left_out(rng: Random, tables: Tables) -> list[str]:
    tables["Wording"][2]["text"] = rng.choice(["-", "—", "..."])
    return ["Wording 3 text"]


@defect("G707")
def the_same_words_twice(rng: Random, tables: Tables) -> list[str]:
    rows = tables["Wording"]
    rows.append({**rows[0], "key": None, "text": "จึงเรียนมาเพื่อโปรดทราบ"})
    return [f"Wording {len(rows)} text"]


@defect("G705")
def words_of_an_older_program(rng: Random, tables: Tables) -> list[str]:
    number = rng.randrange(3)
    tables["Wording"][number]["standard"] = "จึงเรียนมาเพื่อทราบ"
    return [f"Wording {number + 1} standard"]
