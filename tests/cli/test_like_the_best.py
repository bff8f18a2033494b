"""What people expect of a command line: colours, suggestions, explanations, examples, completion."""

from __future__ import annotations

import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import get_completion_class

from ita_excel.cli import cli
from ita_excel.cli.rules import explanations
from ita_excel.jobs.wishes import COMMANDS
from ita_excel.rules.ruleset import MERGED, RULES
from tests import books
from tests.command import run
from tests.dispatch.files import make_master
from tests.rules.test_cases import cases

ROOT = Path(__file__).parents[2]
ESCAPE = "\x1b["


def on_a_terminal(*words: object, **env: str) -> str:
    """What a person sees who runs the command on a terminal with these variables."""
    keep = {k: v for k, v in os.environ.items() if k not in
            ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM")}  # fmt: skip
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "ita_excel", "--lang", "th", *map(str, words)]
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT,
        env={**keep, "TERM": "xterm-256color", **env},
    )  # fmt: skip
    os.close(theirs)
    seen = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:
            break
        if not more:
            break
        seen += more
    process.wait()
    os.close(ours)
    return seen.decode("utf-8", errors="replace")


@pytest.mark.parametrize(
    ("env", "coloured"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),  # only what isn't empty counts
        ({"TERM": "dumb"}, False),
        ({"CLICOLOR": "0"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    ],
    ids=str,
)
def test_colours_on_a_terminal(env: dict[str, str], coloured: bool) -> None:
    assert (ESCAPE in on_a_terminal("rules", "P305", **env)) == coloured


def test_colours_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert ESCAPE not in run("rules", "P305").out
    monkeypatch.setenv("CLICOLOR_FORCE", "1")
    assert ESCAPE in run("rules", "P305").out


def test_a_dumb_terminal_gets_no_bar(tmp_path: Path) -> None:
    import threading
    import time

    from ita_excel.cli import progress
    from ita_excel.core.language import Text

    class Terminal:
        written = ""

        def isatty(self) -> bool:
            return True

        def write(self, text: str) -> None:
            self.written += text

        def flush(self) -> None: ...

    for term, drawn in (("dumb", False), ("xterm", True)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TERM", term)
            patch.setattr(progress, "_PATIENCE", 0.0)
            patch.setattr(sys, "stderr", Terminal())
            patch.setattr(progress, "language_of", lambda: "th")
            with progress.working(Text("งาน", "work")):
                time.sleep(0.3)
            assert bool(sys.stderr.written) == drawn  # type: ignore[attr-defined]
    assert threading.active_count() < 50


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("valdate", "validate"), ("exprot", "export"), ("colect", "collect"), ("newyear", "new-year"),
     ("STATUS", "status")],
)  # fmt: skip
def test_a_mistyped_command_is_understood(typed: str, meant: str) -> None:
    for lang in ("th", "en"):
        ran = run(typed, "x", lang=lang)
        assert ran.code == 2
        assert f"“{meant}”" in ran.err
    assert "“" in run("qqqqqq").err and "หมายถึง" not in run("qqqqqq").err


def test_a_mistyped_option_or_rule_is_understood(tmp_path: Path) -> None:
    assert "--rule" in run("validate", "--rul", "P305", "x.xlsx").err
    assert "--format" in run("export", "--fromat", "docx", "x.xlsx").err
    assert "copy" in run("templates", "cpoy", "x").err
    for words in (["rules", "P35"], ["validate", "x.xlsx", "--ignore", "P35"]):
        ran = run(*words)
        assert ran.code == 2
        assert re.search(r"P30?\d", ran.err.replace("P35", ""))


@pytest.mark.parametrize("code", list(RULES))
def test_each_rule_is_explained(code: str) -> None:
    told = explanations()[code]
    rule = RULES[code]
    for name, least in (("why", 25), ("do", 12)):
        thai, english = told[name]
        assert len(thai) > least and re.search("[ก-๙]", thai)
        assert len(english) > least and len(re.findall("[ก-๙]", english)) < len(english) / 3
    for lang in ("th", "en"):
        out = run("rules", code.lower(), lang=lang).out
        assert out.startswith(code)
        assert rule.finds.say(lang) in out
        assert told["why"][lang == "en"] in out
        assert ("⚡" in out) == rule.native
        for name in ("wrong", "right"):  # which may be about braces
            out = out.replace(told.get(name, ""), "")
        assert "{" not in out


def test_explanations_are_of_rules_that_there_are() -> None:
    assert set(explanations()) == set(RULES)


@pytest.mark.parametrize("code", [c for c, told in explanations().items() if "place" in told])
def test_each_example_is_true(code: str) -> None:
    """What is called wrong is found there by the rule, and what is called right is not."""
    told = explanations()[code]
    found = [
        {(f.code, f.at) for f in books.findings(books.spoil(books.clean(), [change]))}
        for change in (f"{told['place']} = {told[name]}" for name in ("wrong", "right"))
    ]
    at = books.cell(told["place"])
    assert (code, at) in found[0]
    assert (code, at) not in found[1]


def test_what_is_said_of_fixing_is_true() -> None:
    mended = {
        f.code
        for case in cases()
        for f in books.findings(books.spoil(books.clean(), case.given))
        if f.fixable
    }
    mended.add("S109")  # whose rows are taken in before any cell is mended
    assert mended == {code for code, told in explanations().items() if told.get("fix")}


def commands(group: click.Group, before: str = "") -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        path = f"{before} {name}".strip()
        found |= commands(command, path) if isinstance(command, click.Group) else {path: command}
    return found


def test_every_command_has_examples_that_can_be_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for path, of in commands(cli).items():
        if path in ("addin remove", "addin status"):
            continue
        assert of.examples, path
        shown = run(*path.split(), "--help").out
        assert "ตัวอย่าง:" in shown
        assert "Examples:" in run(*path.split(), "--help", lang="en").out
        for line, *_ in of.examples:
            assert line in shown
            words = shlex.split(re.sub(r'^eval "\$\((.*)\)"$|\s+[>|].*$', r"\1", line))
            assert words[0] == "ita-excel"
            ctx = click.Context(cli, obj="th")
            name, command, rest = cli.resolve_command(ctx, words[1:])
            while isinstance(command, click.Group):
                name, command, rest = command.resolve_command(ctx, rest)
            assert command is not None
            command.make_context(name, rest, parent=ctx)


def test_exit_codes_are_told() -> None:
    for lang in ("th", "en"):
        out = " ".join(run("--help", lang=lang).out.split())
        assert all(f"{code} " in out for code in (0, 1, 2, 3, 4, 5, 70, 130))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "| 70 |" in readme and "| 130 |" in readme


def completed(words: str, *, shell: str = "bash", cwd: Path = ROOT) -> list[str]:
    """What the program offers for the last word."""
    split = shlex.split(words)
    if words.endswith(" "):
        split.append("")
    env = {
        **os.environ, "_ITA_EXCEL_COMPLETE": f"{shell}_complete", "COMP_WORDS": words,
        "COMP_CWORD": str(len(split) - 1), "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "ita_excel"],
        env=env,
        capture_output=True,
        text=True,
        cwd=cwd,
        check=False,
    )
    return [line.partition(",")[2] for line in done.stdout.splitlines() if line]


def test_values_are_completed(tmp_path: Path) -> None:
    master = make_master(tmp_path / "m.xlsx")
    assert set(COMMANDS) == set(completed("ita-excel "))
    assert completed("ita-excel valid") == ["validate"]
    assert completed("ita-excel validate --rule P3") == [c for c in RULES if c.startswith("P3")]
    assert completed("ita-excel validate --ignore P305,T60")[0] == "P305,T601"
    assert completed("ita-excel rules v") == ["V701", "V702"]
    assert completed("ita-excel fill x.xlsx --round ") == ["6", "12"]
    assert completed("ita-excel export x.xlsx --format docx,h") == ["docx,html"]
    assert completed("ita-excel export x.xlsx --only r") == ["report"]
    assert completed(f"ita-excel split {master} --unit ก") == ["กองคลัง", "กองช่าง"]
    assert completed(f"ita-excel export {master} -o out --unit ") == ["สำนักปลัด", "กองคลัง", "กองช่าง"]
    (tmp_path / "bad.xlsx").write_bytes(b"no workbook")
    assert completed(f"ita-excel export {tmp_path / 'bad.xlsx'} --unit ") == []
    assert "--round" in completed("ita-excel export x.xlsx --r")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_each_shell_gets_its_script(shell: str, tmp_path: Path) -> None:
    ran = run("completion", shell)
    if get_completion_class(shell) is None:  # an older click: said, and nothing that won't work
        assert shell == "powershell" and ran.code == 5 and "click" in ran.err
        return
    assert ran.code == 0, ran
    assert "_ITA_EXCEL_COMPLETE" in ran.out and "ita-excel" in ran.out
    assert shell in run("completion", "--help").out
    program = {"powershell": "pwsh"}.get(shell, shell)
    if shutil.which(program):
        script = tmp_path / "script"
        script.write_text(ran.out, encoding="utf-8")
        check = [program, "-n", str(script)] if shell != "powershell" else [program, str(script)]
        assert subprocess.run(check, check=False).returncode == 0


def test_bash_completes_as_a_person_presses_tab(tmp_path: Path) -> None:
    """The script in a real bash: what the function puts into COMPREPLY."""
    (tmp_path / "ita-excel").write_text(
        f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {sys.executable} -m ita_excel "$@"\n'
    )
    (tmp_path / "ita-excel").chmod(0o755)
    script = (
        f'PATH={tmp_path}:$PATH; eval "$(ita-excel completion bash)"; '
        "COMP_WORDS=(ita-excel rules P30); COMP_CWORD=2; "
        'function=$(complete -p ita-excel | sed "s/.*-F \\([^ ]*\\).*/\\1/"); '
        '$function ita-excel P30 rules 2>/dev/null; echo "${COMPREPLY[@]}"'
    )
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout.split() == [c for c in RULES if c.startswith("P30")], done


def test_merged_rules_say_who_finds_them() -> None:
    assert all("collect" in run("rules", rule.code).out.splitlines()[-1] for rule in MERGED)


# Older Pythons load tempfile, and random with it, for files that lie in a package.
_NOT_FOR_READING = {
    "json", "subprocess", "openpyxl", "difflib", "typst", "docx", "tempfile", "random", "tomllib",
    "importlib.metadata", "ita_excel.store.saving", "ita_excel.core.apart.readers", "ita_excel.rules.personal",
    "ita_excel.rules.printable", "ita_excel.ooxml.calculation", "ita_excel.sheets.history",
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "unwanted"),
    [
        ("--version", {"json", "subprocess", "openpyxl", "lxml", "difflib", "tomllib", "asyncio"}),
        ("--help", {f"ita_excel.cli.{name.replace('-', '_')}" for name in COMMANDS} | {"json"}),
        (
            "rules",
            {
                "subprocess",
                "openpyxl",
                "difflib",
                "tomllib",
                "json",
                "click.shell_completion",
                "ita_excel.rules.personal",
                "ita_excel.store.file",
            },
        ),
        (
            "status M",
            {
                *_NOT_FOR_READING - {"json", "random", "tempfile"},
                "ita_excel.store.turns",
                "ita_excel.rules.every",
            },
        ),
        ("restore M --list", {"ita_excel.schema.model", "ita_excel.store.file", "lxml.etree"}),
        ("fill M --dry-run", {*_NOT_FOR_READING - {"json"}, "ita_excel.rules.every"}),
        (
            "resolve M --dry-run",
            {
                *_NOT_FOR_READING - {"json"},
                "hashlib",
                "ita_excel.rules.every",
                "ita_excel.sheets.responsible",
                "ita_excel.thai.periods",
            },
        ),
        (
            "validate M --json",
            {
                "subprocess",
                "openpyxl",
                "difflib",
                "typst",
                "docx",
                "tomllib",
                "ita_excel.store.saving",
                "ita_excel.core.apart.readers",
                "ita_excel.ooxml.calculation",
            },
        ),
    ],
)
def test_quick_commands_load_only_what_they_need(
    words: str, unwanted: set[str], tmp_path: Path
) -> None:
    master = make_master(tmp_path / "m.xlsx")
    given = ["-m", "ita_excel", *words.replace("M", str(master)).split()]
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *given],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "ita_excel.cli" in loaded
    assert not loaded & unwanted
