"""Clean workbooks of random agencies, years, measures, months and units, from a seed."""

from __future__ import annotations

from random import Random

from ita_excel import schema
from ita_excel.catalogue import data_files, oit, places
from ita_excel.thai.calendar import ABBREVIATIONS, MONTHS, FiscalYear, Month, to_buddhist
from ita_excel.thai.digits import to_thai
from tests import books

UNITS = ("สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา ศาสนาและวัฒนธรรม", "กองสวัสดิการสังคม")
WAYS = ("{0}", "{0} อบต.", "{0}\nอบต.", "นิติกร {0} อบต.", "{0}องค์การบริหารส่วนตำบล", "{0}, {1}", "{0}/{1}",
        "ทุกส่วน/กอง", "ทุกสำนัก/กอง")  # fmt: skip


def month(rng: Random, when: Month) -> object:
    """Return a month in one of the ways that officers write it."""
    year, short = to_buddhist(when.year), f"{to_buddhist(when.year) % 100}"
    ways = [
        to_thai(f"{ABBREVIATIONS[when.month - 1]} {short}"),
        f"{ABBREVIATIONS[when.month - 1]} {short}",
        f"{MONTHS[when.month - 1]} {year}",
        f"{ABBREVIATIONS[when.month - 1]}{short}",
        f"{when.month}/{year}",
        when.first_day,
    ]
    return rng.choice(ways)


def random_book(rng: Random) -> books.Tables:
    year = FiscalYear(rng.choice((2565, 2566)))
    province = rng.choice([p for p in places.provinces() if p != "กรุงเทพมหานคร"])
    own = rng.choice([n for n in data_files.text("subdistricts.txt").split("\n") if len(n) > 3])
    tables = books.clean()
    _settings(tables, rng, year, own, province)
    tables["Units"] = [{"name": name} for name in UNITS]
    tables["Signatories"][1]["position"] = f"ปลัดองค์การบริหารส่วนตำบล{own}"
    tables["Plan"], tables["Results"] = [], []
    groups = sorted({item.group for item in oit.items(year) if item.group})
    for measure, group in enumerate(rng.sample(groups, rng.randrange(1, 4)), start=1):
        name = f"มาตรการด้านที่ {measure} ตามตัวชี้วัดย่อย {group}"
        for number, item in enumerate((i for i in oit.items(year) if i.group == group), start=1):
            _action(tables, rng, year, name, number, item)
    return tables


def _settings(tables: books.Tables, rng: Random, year: FiscalYear, own: str, province: str) -> None:
    values = {
        "name": f"องค์การบริหารส่วนตำบล{own}",
        "district": rng.choice(places.districts_of(province)),
        "province": province,
        "letter_number": to_thai(f"กก {rng.randrange(10000, 99999)}/{rng.randrange(1, 999)}"),
        "letter_date": to_thai(f"{rng.randrange(10, 29)} ธันวาคม {year.year}"),
        "fiscal_year": rng.choice((year.year, str(year.year), to_thai(str(year.year)))),
        "analysed_year": year.year - 1,
        "results_year": year.year,
        "to": f"นายกองค์การบริหารส่วนตำบล{own}",
        "subject": to_thai(f"รายงานผลการดำเนินการมาตรการ ประจำปีงบประมาณ พ.ศ. {year.year}"),
        "round": rng.choice(("๑๒ เดือน", "12 เดือน", "รอบ ๑๒ เดือน")),
    }
    for setting, row in zip(schema.SETTINGS, tables["Agency"], strict=True):
        row["value"] = values.get(setting.field, row["value"])


def _action(
    tables: books.Tables, rng: Random, year: FiscalYear, measure: str, number: int, item: oit.Item
) -> None:
    key = f"K{len(tables['Plan'])}"
    units = rng.sample(UNITS, 2)
    first, last = sorted(rng.sample(year.months, 2))
    # One reading of the months serves both sheets, however each writes them.
    common: books.Row = {"key": key, "number": number, "text": item.title}
    plan = common | {
        "measure": measure if number == 1 else None,
        "responsible": rng.choice(WAYS).format(*units),
        "oit": item.code,
        "times": 1,
        "start": month(rng, first),
        "end": month(rng, last),
    }
    serial = to_thai(str(100 + len(tables["Plan"])))
    day = to_thai(f"{rng.randrange(1, 9)} ธ.ค. {year.year % 100}")
    result = common | {
        "round": "๑๒ เดือน",
        "measure": rng.choice((measure, f"{measure} ")).strip() if number == 1 else None,
        "responsible": plan["responsible"],
        "start": month(rng, first),
        "end": month(rng, last),
        "status": rng.choice(("ดำเนินการแล้ว", "แล้วเสร็จ")),
        "outcome": f"จัดประชุมชี้แจง {serial} คน ณ หอประชุมอำเภอ แล้วติดประกาศให้ประชาชนทราบ",
        "suggestions": f"ควรทบทวนปีละ {serial} เรื่อง และประชาสัมพันธ์ให้ทั่วถึง",
        "evidence": f"https://www.example.go.th/news/{rng.randrange(10**6)}",
        "reported_on": day,
    }
    tables["Plan"].append(plan)
    tables["Results"].append(result)
