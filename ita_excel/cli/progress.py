"""A progress bar for work on many files that takes longer than a second, on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

import click

from ita_excel.cli.bilingual import language_of
from ita_excel.language import Text

T = TypeVar("T")
_PATIENCE = 1.0  # seconds a person waits without being told


def watched(items: Sequence[T], what: Text) -> Iterator[T]:
    """Yield the items; after a second show on stderr how far it is."""
    if len(items) < 2 or not sys.stderr.isatty():
        yield from items
        return
    started = time.monotonic()
    pending = iter(enumerate(items))
    for index, item in pending:
        yield item
        if time.monotonic() - started > _PATIENCE:
            with click.progressbar(
                length=len(items), label=what.say(language_of()), file=sys.stderr
            ) as bar:
                bar.update(index + 1)
                for _, later in pending:
                    yield later
                    bar.update(1)
