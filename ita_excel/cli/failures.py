"""How a command ends when it could not be done: one sentence, the right exit code, no traceback."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ita_excel.cli.bilingual import say
from ita_excel.core.errors import ExitCode, ItaExcelError, from_os
from ita_excel.core.language import Language, Text

if TYPE_CHECKING:
    from ita_excel.jobs.outcome import Outcome

OURS = 70  # sysexits' EX_SOFTWARE: a fault of the program, not of its user


def report_failure(error: Exception, language: Language, *, as_data: bool = False) -> int:
    """Say in one sentence what went wrong and return the exit code for it.

    With `as_data` it is also printed on stdout, as the one JSON value that was asked for.
    """
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if as_data:
        error = from_os(error) if isinstance(error, OSError) else error
        import json  # most commands never fail as data

        code = _code(error)
        said = error.text.say(language) if isinstance(error, ItaExcelError) else _words(error)
        with suppress(OSError):  # where nothing can be printed stderr says why
            click.echo(json.dumps({"error": said, "exit_code": code}, ensure_ascii=False, indent=2))
    if isinstance(error, click.Abort):
        tell(Text("ยกเลิกแล้ว", "stopped"), language)
        return 130
    if isinstance(error, click.UsageError):
        error.show()
        return ExitCode.USAGE
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    if isinstance(error, OSError):
        error = from_os(error)
    if isinstance(error, ItaExcelError):
        tell(error.text, language)
        return error.exit_code
    log = _write_log(error)
    tell(
        Text(
            "โปรแกรมทำงานผิดพลาดเอง ไม่ใช่ความผิดของท่าน โปรดส่งไฟล์ {log} ให้ผู้ดูแลโปรแกรม",
            "the program itself failed, which is not your fault: please send {log} to its makers",
        ).fill(log=log),
        language,
    )
    return OURS


def _code(error: Exception) -> int:
    if isinstance(error, click.Abort):
        return 130
    if isinstance(error, click.UsageError):
        return ExitCode.USAGE
    if isinstance(error, (click.ClickException, ItaExcelError)):
        return error.exit_code
    return OURS


def _words(error: Exception) -> str:
    return error.format_message() if isinstance(error, click.ClickException) else str(error)


def tell(text: Text, language: Language) -> None:
    """Say on stderr why something could not be done."""
    prefix = Text("ทำไม่ได้: ", "can't do that: ").say(language)
    click.echo(prefix + text.say(language), err=True)


def tell_notices(outcome: Outcome) -> None:
    """Say on stderr what a person should know of a job that was done."""
    for notice in outcome.notices:
        say(notice.text, err=True)


def tell_of(file: Path | None, error: ItaExcelError, language: Language) -> None:
    """Say on stderr why something could not be done, and with which of several files."""
    text = Text("{file}: {why}", "{file}: {why}").fill(file=file, why=error.text)
    tell(text if file else error.text, language)


def _write_log(error: Exception) -> Path:
    """Keep the traceback where the makers can ask for it."""
    # Loaded only here: most commands never need it, and each would wait for it.
    import logging
    import tempfile
    from logging.handlers import RotatingFileHandler

    path = Path(tempfile.gettempdir()) / "ita-excel.log"
    handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    logger = logging.getLogger("ita_excel")
    logger.addHandler(handler)
    logger.error("unexpected failure", exc_info=error)
    handler.close()
    logger.removeHandler(handler)
    return path
