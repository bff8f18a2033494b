"""Results as JSON: one value on stdout, of the shapes that the README gives, for other programs."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from pathlib import Path
from typing import Any

import click

from ita_excel.cli.bilingual import Decorator, option


def json_option() -> Decorator:
    """`--json`: print the result as one JSON value; given to the command as `as_data`."""
    return option("--json", "as_data", is_flag=True, th="พิมพ์ผลเป็น JSON", en="print it as JSON")


def emit(value: object) -> None:
    """Print a value as JSON."""
    import json  # only where it is asked for

    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: Any) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    return str(value)
