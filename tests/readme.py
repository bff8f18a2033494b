"""Write the pages of rules and commands from the code: `python -m tests.readme`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from ita_excel.cli import cli
from ita_excel.cli.bilingual import BilingualOption
from ita_excel.rules.ruleset import RULES

README = Path(__file__).parents[1] / "README.md"
_HEAD = """# Rules · กฎที่ตรวจ

`ita-excel rules CODE` explains one: why, what to do, an example. `ita-excel rules CODE` อธิบายกฎหนึ่งข้อ: ทำไม ต้องทำอย่างไร ตัวอย่าง

⚡ = also shown by the column “ตรวจ” in plain Excel · แสดงในคอลัมน์ “ตรวจ” ของ Excel ด้วย

| code · รหัส | severity · ระดับ | finds | พบว่า |
|---|---|---|---|
"""


_COMMANDS_HEAD = """# Commands · คำสั่ง

Every command also has `--help`, and speaks English with `--lang en` before it.
ทุกคำสั่งมี `--help` และพูดภาษาอังกฤษได้ด้วย `--lang en`
"""


def rules_page() -> str:
    """Return the page of rules, with both languages side by side."""
    rows = []
    for rule in RULES.values():
        code = f"{rule.code} ⚡" if rule.native else rule.code
        severity = " · ".join(rule.severity.label.say(language) for language in ("en", "th"))
        finds = [rule.finds.say(language).replace("|", "\\|") for language in ("en", "th")]
        rows.append(f"| {code} | {severity} | {finds[0]} | {finds[1]} |")
    return _HEAD + "\n".join(rows) + "\n"


def commands_page() -> str:
    """Return the page of commands: each with its words, options and examples in both languages."""
    return "\n".join([_COMMANDS_HEAD, *(_command(path, c) for path, c in _commands(cli))])


def _commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        assert command
        path = f"{before} {name}".strip()
        if isinstance(command, click.Group):
            yield from _commands(command, path)
        else:
            yield path, command


def _metavar(argument: Any, context: click.Context) -> str:
    # Before 8.5 click puts the choices of an argument that may be left out in one pair of brackets.
    return re.sub(r"^\[\[(.*)\]\]$", r"[\1]", str(argument.make_metavar(context)))


def _command(path: str, command: Any) -> str:
    arguments = [p for p in command.params if isinstance(p, click.Argument)]
    context = click.Context(command)
    words = " ".join([path, *(_metavar(p, context) for p in arguments)])
    lines = [
        f"## {path}",
        "",
        f"`ita-excel {words}`",
        "",
        command.words.en,
        "",
        command.words.th,
        "",
    ]
    options = [p for p in command.params if isinstance(p, BilingualOption) and not p.hidden]
    if options:
        lines += ["| option · ตัวเลือก | English | ไทย |", "|---|---|---|"]
        for option in options:
            names = " ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
            lines.append(f"| {names} | {_cell(option.words.en)} | {_cell(option.words.th)} |")
        lines.append("")
    if command.examples:
        shown = (f"{line}    # {en} · {th}" for line, th, en in command.examples)
        lines += ["```sh", *shown, "```", ""]
    return "\n".join(lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


PAGES = {
    README.parent / "docs/rules.md": rules_page,
    README.parent / "docs/commands.md": commands_page,
}

if __name__ == "__main__":
    for page, text in PAGES.items():
        page.write_text(text(), encoding="utf-8")
