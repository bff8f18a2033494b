"""Every rule works on cells as long as Excel allows, whatever stands in them: 50 ms, linear, no error."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from ita_excel import schema
from ita_excel.rules import personal
from ita_excel.rules.derived import Book
from ita_excel.rules.engine import validate
from ita_excel.rules.every import CHECKS
from ita_excel.sheets import Reading, read
from tests import books
from tests.documents.formats import csv_files, memo_content, report_content, report_html
from tests.linear.clock import seconds
from tests.linear.texts import LONGEST, UNITS, distinct, mixed, repeated

LIMIT = 0.05  # seconds for a rule and one cell of the longest text
Field = tuple[str, str]
FIELDS: list[Field] = [
    (table.name, column.field)
    for table in (schema.PLAN, schema.RESULTS, schema.UNITS, schema.SIGNATORIES)
    for column in table.columns
    if column.field not in ("check", "key")
] + [("Agency", setting.field) for setting in schema.SETTINGS]
OTHERS = {
    "parts, all different": distinct(),
    "words, all different": distinct(sign=" "),
    "lines, all different": distinct(sign="\n"),
    "กอง…, all different": "กอง".join(distinct(LONGEST // 2, "").split("ก"))[:LONGEST],
    "everything": mixed(),
}
# Those that were slow once, and a few of the others: all take minutes.
ONCE_SLOW = (
    "ก",
    "กกก/",
    "\t",
    " @",
    "a",
    "1",
    "ํา",
    "่",
    "ะ",
    "กองคลัง",
    "漢",
    "1101700203450 ",
    "กข/กค,",
)
CHOSEN = dict.fromkeys([*ONCE_SLOW, *UNITS[::20]])
TEXTS = {repr(unit): repeated(unit) for unit in CHOSEN} | OTHERS


def planted(fields: Iterable[Field], text: str) -> Reading:
    tables = books.clean()
    for table, field in fields:
        if table == "Agency":
            at = books.cell(f"Agency {field}")
            tables[table][at.row - schema.AGENCY.header_row - 1]["value"] = text
        else:
            tables[table][1][field] = text
    return read(books.grid(tables))


def slow_rules(fields: list[Field], text: str, limit: float) -> list[str]:
    """The rules that take longer than `limit` for a workbook with `text` in all `fields`."""
    book, slow = Book(planted(fields, text)), []
    for one in CHECKS:
        personal._found.cache_clear()
        if seconds(lambda one=one: list(one.check(book)), 2.0) > limit:
            slow.append(one.rule.code)
    return slow


def alone(code: str, fields: list[Field], text: str, tries: int = 1) -> float:
    """The time of one rule for a few cells, what the rules share being worked out afresh."""
    (check,) = (one.check for one in CHECKS if one.rule.code == code)
    reading = planted(fields, text)

    def call() -> None:
        personal._found.cache_clear()
        list(check(Book(reading)))

    return seconds(call, 2.0, tries)


@pytest.mark.parametrize("name", TEXTS)
def test_each_rule_is_quick_for_the_longest_cells(name: str) -> None:
    text = TEXTS[name]
    tables = [[f for f in FIELDS if f[0] == table] for table in dict.fromkeys(t for t, _ in FIELDS)]
    slow = slow_rules(FIELDS, text, LIMIT)
    for code, fields in ((c, fields) for fields in tables for c in slow):
        if alone(code, fields, text) <= LIMIT:
            continue
        for field in fields:
            took = alone(code, [field], text)
            if took > LIMIT:
                took = alone(code, [field], text, tries=3)
            if took > LIMIT:
                quarter = alone(code, [field], text[: LONGEST // 4], tries=3)
                linear = took < 6.5 * max(quarter, 0.005) and took < 0.4  # a busy machine
                assert linear, f"{code} {field}: {took:.3f} s"


@pytest.mark.parametrize("digits", ["9" * 5000, "๙" * 5000, "1" * LONGEST, "9" * 400])
def test_thousands_of_digits_are_a_finding_and_no_error(digits: str) -> None:
    findings = validate(planted(FIELDS, digits))
    assert {"A202", "P307"} <= {f.code for f in findings}
    assert all(f.say("th") for f in findings)


@pytest.mark.parametrize("value", [1e308, -1e308, 1e-308, 10**15, -(10**14), 0.1, 1e15])
def test_numbers_of_any_size_are_no_error(value: float) -> None:
    findings = validate(planted(FIELDS, value))  # type: ignore[arg-type]
    assert all(f.say("th") for f in findings)


@pytest.mark.parametrize("value", ["9" * 5000, "๙" * 5000, 1e308, -1e308, 10**15, 1e-300])
def test_documents_of_odd_numbers_are_made(value: object) -> None:
    workbook = planted(FIELDS, value).workbook  # type: ignore[arg-type]
    report, memo = report_content(workbook), memo_content(workbook)
    assert list(report.texts()) and list(memo.texts())
    assert report_html(report) and csv_files(report, workbook)


def test_the_judge_sees_a_slow_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    import re

    from ita_excel.rules import thai_text

    monkeypatch.setattr(thai_text, "_SPACES", re.compile(r"[^\S\n]+(?=\n)"))
    assert "T604" in slow_rules([("Plan", "details")], "ก" + " " * 9000 + "ก", LIMIT)


@pytest.mark.parametrize("rows", [1000])
def test_rules_are_linear_in_the_rows_too(rows: int) -> None:
    def book(number: int) -> Reading:
        tables = books.clean()
        more = [
            {
                **tables["Plan"][i % 6],
                "key": f"N{i}",
                "text": f"{tables['Plan'][i % 6]['text']} {i}",
            }
            for i in range(number)
        ]
        told = "จัดประชุมชี้แจงแนวทางปฏิบัติงานตามมาตรการแก่เจ้าหน้าที่ทุกคน"
        results = [
            {
                **tables["Results"][1],
                "key": f"N{i}",
                "outcome": f"{told}{'กขคงจฉ'[i % 6] * (i % 40)}",
            }
            for i in range(number)
        ]
        tables["Plan"] += more
        tables["Results"] += results
        return read(books.grid(tables))

    small, big = book(rows), book(4 * rows)
    for one in CHECKS:
        few = seconds(lambda one=one: list(one.check(Book(small))), 5.0, tries=2)
        many = seconds(lambda one=one: list(one.check(Book(big))), 5.0)
        if many > 5 * max(few, 0.02):
            # A busy machine or a collection of garbage makes one try slow, but not each of eight.
            many = min(many, seconds(lambda one=one: list(one.check(Book(big))), 10.0, tries=8))
        assert many < 7 * max(few, 0.02), f"{one.rule.code}: {few:.3f} s, then {many:.3f} s"
