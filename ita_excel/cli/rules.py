"""`ita-excel rules`: the catalogue of what validation finds, from the code itself."""

from __future__ import annotations

import click
from wcwidth import wcswidth

from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import language_of, option
from ita_excel.findings import Rule
from ita_excel.language import Language, Text
from ita_excel.ruleset import RULES

_NATIVE = Text(
    "⚡ = แสดงในคอลัมน์ “ตรวจ” ของ Excel ด้วย", "⚡ = also shown by the column “ตรวจ” in Excel"
)


@declare("rules", "แสดงกฎทั้งหมดที่ใช้ตรวจ", "Print every rule that validation checks.")
@option("--markdown", is_flag=True, th="เป็นตาราง Markdown", en="as a Markdown table")
def command(markdown: bool) -> None:
    language = language_of()
    rules = list(RULES.values())
    if markdown:
        click.echo(as_markdown(rules, language))
        return
    width = max(wcswidth(r.severity.label.say(language)) for r in rules)
    for rule in rules:
        label = rule.severity.label.say(language)
        padded = label + " " * (width - wcswidth(label))
        mark = "⚡" if rule.native else "  "
        click.echo(f"{rule.code}  {padded}  {mark}  {rule.finds.say(language)}")
    click.echo(f"\n{_NATIVE.say(language)}")


def as_markdown(rules: list[Rule], language: Language) -> str:
    """Return the table that stands in the README."""
    head = Text("| รหัส | ระดับ | พบว่า |", "| code | severity | finds |").say(language)
    lines = [head, "|---|---|---|"]
    for rule in rules:
        code = f"{rule.code} ⚡" if rule.native else rule.code
        finds = rule.finds.say(language).replace("|", "\\|")
        lines.append(f"| {code} | {rule.severity.label.say(language)} | {finds} |")
    return "\n".join([*lines, "", _NATIVE.say(language)])
