"""The command line: words in, one core call, words out.

Each command has a module of its own here, imported only when it is called, so that a quick
command doesn't pay for what others need.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress

import click

from ita_excel import __version__
from ita_excel.cli.bilingual import BilingualGroup, language_of, option, speak
from ita_excel.cli.failures import report_failure
from ita_excel.core.apart import WORKER
from ita_excel.core.language import Language, Text, detect
from ita_excel.jobs.wishes import COMMANDS

ALLOCATIONS = 200_000  # before Python looks for garbage in cycles; by itself it does at 700


_CODES = Text(
    "รหัสสิ้นสุด: 0 เรียบร้อย · 1 ข้อมูลมีข้อที่ต้องแก้ไข · 2 พิมพ์คำสั่งไม่ถูก · 3 อ่านไฟล์ไม่ได้ · "
    "4 เขียนไฟล์ไม่ได้ · 5 เครื่องนี้ขาดบางอย่าง · 70 โปรแกรมผิดพลาดเอง · 130 ถูกหยุดกลางคัน",
    "Exit codes: 0 done · 1 errors in the data · 2 wrong words · 3 can't be read · "
    "4 can't be written · 5 this computer lacks something · 70 the program's own fault · 130 stopped",
)


class Commands(BilingualGroup):
    """The group of all commands, each imported when it is asked for."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        formatter.write_text(_CODES.say(language_of(ctx)))
        more = Text("ตัวอย่างอยู่ใน --help ของแต่ละคำสั่ง", "examples: in the --help of each command")
        formatter.write_text(more.say(language_of(ctx)))

    def sentences(self) -> Mapping[str, Text]:
        return COMMANDS

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(
            f"{__name__}.{name.replace('-', '_')}"
        ).command
        return command


@click.command(
    cls=Commands,
    words=Text(
        "สมุดงาน ITA: ตรวจ เติมผลการดำเนินการ และทำบันทึกข้อความกับรายงาน\n\n"
        "เริ่มต้นด้วย: ita-excel demo ตัวอย่าง",
        "ITA workbooks: check, fill in results, and make the memo and the report.\n\n"
        "To begin: ita-excel demo SAMPLE",
    ),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@option(
    "--lang",
    type=click.Choice(["th", "en"]),
    expose_value=False,  # main() has taken it out of the words before click looks at them
    th="ภาษาที่โปรแกรมใช้ (หรือตั้งตัวแปรระบบ ITA_EXCEL_LANG)",
    en="the language to speak (or set ITA_EXCEL_LANG)",
)
@option(
    "-V",
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda ctx, param, value: _version(ctx, wanted=value),
    th="แสดงรุ่นของโปรแกรม",
    en="show the program's version",
)
def cli() -> None:
    pass


def _version(ctx: click.Context, *, wanted: bool) -> None:
    if wanted:
        click.echo(f"ita-excel {__version__}")
        ctx.exit()


def run() -> None:
    """Be the command `ita-excel`: do what `main` does, and end the process at once.

    By then all files are closed and nothing is left to be done; taking Python's objects apart one
    by one takes as long as reading a workbook.
    """
    code: object = 0
    if sys.argv[1:2] == [WORKER]:  # a frozen program is its own reader
        from ita_excel.core.apart import worker

        worker.main(sys.argv[2:])
    try:
        main()
    except SystemExit as ended:
        code = ended.code
    with suppress(OSError, ValueError):  # nobody listens
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with the code of the design."""
    # Loading makes many objects and no garbage: searching it is a tenth of a short command's time.
    gc.set_threshold(ALLOCATIONS)
    words = list(sys.argv[1:] if arguments is None else arguments)
    # Started without a console (a scheduled task, `>&-`), there is nobody to print for.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        # A Thai Windows console (code page 874) can't print everything that we say.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    language, words = _language(words)
    speak(language)
    try:
        code = cli.main(
            words, prog_name="ita-excel", standalone_mode=False, obj=language, color=_colour()
        )
    except Exception as error:  # noqa: BLE001 (whatever it is, no traceback for an officer)
        code = report_failure(error, language, as_data=_wants_data(words))
    try:
        sys.stdout.flush()
    except OSError as error:
        code = report_failure(error, language)
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 (what is left is lost)
    sys.exit(code if isinstance(code, int) else 0)


def _colour() -> bool | None:
    """Return whether to colour what is printed; None: as the terminal can (no-color.org)."""
    env = os.environ
    if env.get("NO_COLOR"):
        return False
    if any(env.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    if env.get("TERM") == "dumb" or env.get("CLICOLOR") == "0":
        return False
    return None


def _wants_data(words: Sequence[str]) -> bool:
    """Whether the command was to print JSON: then it gets its error as JSON, too."""
    return "--json" in (words[: words.index("--")] if "--" in words else words)


def _language(words: list[str]) -> tuple[Language, list[str]]:
    """Take `--lang` out of the words, wherever it stands, and say which language it means.

    It must be known before click looks at the words: help and usage errors are in it, too.
    """
    rest: list[str] = []
    chosen = None
    pending = iter(words)
    for word in pending:
        if word == "--":
            rest += [word, *pending]
        elif word == "--lang":
            chosen = next(pending, "")
        elif word.startswith("--lang="):
            chosen = word.removeprefix("--lang=")
        else:
            rest.append(word)
    if chosen is None:
        return detect(), rest
    if chosen not in ("th", "en"):
        speak(detect())
        code = report_failure(click.BadParameter("th | en", param_hint="--lang"), detect())
        sys.exit(code)
    os.environ["ITA_EXCEL_LANG"] = chosen  # for the processes that we start
    return ("en" if chosen == "en" else "th"), rest
