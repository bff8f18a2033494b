"""`ita-excel rules`: the catalogue of what validation finds, or one rule in full."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from ita_excel import schema
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import language_of, option
from ita_excel.cli.chosen_rules import CODE, codes
from ita_excel.cli.data import emit, json_option
from ita_excel.cli.widths import padded, width
from ita_excel.core.errors import UsageError
from ita_excel.core.findings import Rule, Severity
from ita_excel.core.language import Language, Text
from ita_excel.rules.ruleset import MERGED, RULES, SIGNED

_NATIVE = Text(
    "⚡ = แสดงในคอลัมน์ “ตรวจ” ของ Excel ด้วย", "⚡ = also shown by the column “ตรวจ” in Excel"
)
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_PLACE = re.compile(r"(\w+) (?:\d+ )?(\w+)")
_UNSEEN = re.compile(r"\\u([0-9a-f]{4})")


@declare(
    "rules",
    None,
    ("ita-excel rules P305", "อธิบายกฎหนึ่งข้อ", "one rule in full"),
    ("ita-excel rules --json", "กฎทั้งหมดสำหรับโปรแกรมอื่น", "all rules, for other programs"),
)
@click.argument("named", metavar="[CODE]...", type=CODE, nargs=-1)
@option("--markdown", is_flag=True, th="เป็นตาราง Markdown", en="as a Markdown table")
@json_option()
def command(named: tuple[str, ...], markdown: bool, as_data: bool) -> None:
    language = language_of()
    rules = [RULES[code] for code in codes(named)] if named else list(RULES.values())
    if markdown and as_data:
        raise UsageError(
            Text("ใช้ --markdown หรือ --json อย่างใดอย่างหนึ่ง", "give --markdown or --json, not both")
        )
    if markdown:
        click.echo(as_markdown(rules, language))
    elif as_data:
        emit([as_object(rule, language) for rule in rules])
    elif named:
        told = explanations()
        for number, rule in enumerate(rules):
            if number:
                click.echo()
            for line in in_full(rule, told[rule.code], language):
                click.echo(line)
    else:
        _list(rules, language)


def _list(rules: list[Rule], language: Language) -> None:
    widest = max(width(r.severity.label.say(language)) for r in rules)
    for rule in rules:
        label = padded(rule.severity.label.say(language), widest)
        mark = "⚡" if rule.native else "  "
        click.echo(f"{rule.code}  {label}  {mark}  {rule.finds.say(language)}")
    click.echo(f"\n{_NATIVE.say(language)}")
    more = Text("อธิบายกฎหนึ่งข้อ: ita-excel rules P305", "one rule in full: ita-excel rules P305")
    click.echo(more.say(language))


def explanations() -> dict[str, dict[str, Any]]:
    """Return what is told of each rule beyond its own sentences (see rules/explained.toml)."""
    import tomllib  # only where a rule is explained

    file = Path(__file__).parents[1] / "rules" / "explained.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def in_full(rule: Rule, told: Mapping[str, Any], language: Language) -> Iterator[str]:
    """Yield the lines that explain one rule."""
    heading = f"{rule.code} {rule.finds.say(language)}"
    yield click.style(heading, bold=True)
    severities = sorted(rule.severities, key=lambda s: s.rank)
    labels = " / ".join(click.style(s.label.say(language), fg=_COLOURS[s]) for s in severities)
    yield f"  {_LEVEL.say(language)}: {labels}"
    yield ""
    yield f"  {_said(told['why'], language)}"
    yield ""
    yield f"{_TODO.say(language)}: {_said(told['do'], language)}"
    yield f"{_EXAMPLE.say(language)}: {example(told, language)}"
    yield f"{_SENTENCES.say(language)}:"
    for message in rule.messages.values():
        yield f"  • {_blanks(message.text.say(language))}"
    yield ""
    yield f"validate --fix: {(_FIX if told.get('fix') else _NO_FIX).say(language)}"
    yield f"Excel: {(_IN_EXCEL if rule.native else _NOT_IN_EXCEL).say(language)}"
    yield f"{_FOUND_BY.say(language)}: {_found_by(rule)}"


def _found_by(rule: Rule) -> str:
    return "collect" if rule in MERGED else "papers --check" if rule in SIGNED else "validate"


def example(told: Mapping[str, Any], language: Language) -> str:
    """Return a rule's example as a sentence."""
    if "example" in told:
        return _said(told["example"], language)
    place = _PLACE.fullmatch(told["place"])
    assert place
    table = next(t for t in schema.TABLES if t.name == place[1])
    heading = (
        next(s.key for s in schema.SETTINGS if s.field == place[2])
        if table is schema.AGENCY
        else table.column(place[2]).heading
    )
    wrong, right = (_shown(told[name], language) for name in ("wrong", "right"))
    return _CELL.fill(sheet=table.sheet, column=heading, wrong=wrong, right=right).say(language)


def as_object(rule: Rule, language: Language) -> dict[str, Any]:
    """Return the object that `--json` prints for one rule."""
    told = explanations()[rule.code]
    return {
        "code": rule.code,
        "severity": rule.severity.value,
        "severities": [s.value for s in sorted(rule.severities, key=lambda s: s.rank)],
        "finds": rule.finds.say(language),
        "why": _said(told["why"], language),
        "do": _said(told["do"], language),
        "example": example(told, language),
        "messages": [_blanks(m.text.say(language)) for m in rule.messages.values()],
        "fixable": bool(told.get("fix")),
        "native": rule.native,
        "found_by": _found_by(rule),
    }


def as_markdown(rules: list[Rule], language: Language) -> str:
    """Return the table of rules as Markdown."""
    head = Text("| รหัส | ระดับ | พบว่า |", "| code | severity | finds |").say(language)
    lines = [head, "|---|---|---|"]
    for rule in rules:
        code = f"{rule.code} ⚡" if rule.native else rule.code
        finds = rule.finds.say(language).replace("|", "\\|")
        lines.append(f"| {code} | {rule.severity.label.say(language)} | {finds} |")
    return "\n".join([*lines, "", _NATIVE.say(language)])


def _said(pair: list[str], language: Language) -> str:
    return Text(*pair).say(language)


def _shown(value: str, language: Language) -> str:
    """Return a value as one reads it: what can't be seen is named."""
    text = _UNSEEN.sub(lambda m: f"[U+{m[1].upper()}]", value)
    return f"“{text}”" if text else Text("(ว่าง)", "(empty)").say(language)


def _blanks(text: str) -> str:
    """Return a sentence with its placeholders as dots."""
    return re.sub(r"\{\w+(:[^{}]*)?\}", "…", text)


_LEVEL = Text("ระดับ", "severity")
_TODO = Text("สิ่งที่ควรทำ", "what to do")
_EXAMPLE = Text("ตัวอย่าง", "example")
_SENTENCES = Text("ข้อความที่จะเห็น", "what it says")
_FOUND_BY = Text("พบด้วยคำสั่ง", "found by")
_CELL = Text(
    "ชีต {sheet} ช่อง “{column}” ผิด: {wrong} ถูก: {right}",
    "sheet {sheet}, “{column}”, wrong: {wrong}, right: {right}",
)
_FIX = Text("แก้ให้ในกรณีที่แน่ชัด", "mends it where that is sure")
_NO_FIX = Text("ไม่แก้ให้ ต้องให้คนตัดสิน", "doesn't mend it: that is for a person to decide")
_IN_EXCEL = Text(
    "แสดงทันทีในคอลัมน์ “ตรวจ” ⚡ โดยไม่ต้องใช้โปรแกรมนี้", "shown at once by the column “ตรวจ” ⚡"
)
_NOT_IN_EXCEL = Text("ตรวจได้ด้วยโปรแกรมนี้เท่านั้น", "only this program finds it")
