"""An office's own Word template, compiled and filled in a process apart.

Its placeholders are a programming language: a loop in a loop in a loop needs no end. `work` is the
side that fills, `fill` and `unused` the side that asks; our own templates need neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ita_excel.core import limits
from ita_excel.core.apart import readers
from ita_excel.core.errors import InputError
from ita_excel.core.language import Text
from ita_excel.documents.word import made_from, placeholders

_WHICH = Text("แม่แบบ {name}.docx: {why}", "the template {name}.docx: {why}")


def fill(data: bytes, name: str, context: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the parts that the template gives; InputError as `placeholders.fill`, and apart."""
    words = {"name": name, "context": made_from.plain(context)}
    return {str(said.get("part")): content for said, content in _asked(name, words, data)}


def unused(data: bytes, name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return those of `names` that no placeholder names; InputError as `placeholders.unused`."""
    asked = tuple(names)
    lacks = {said.get("lacks") for said, _ in _asked(name, {"name": name, "names": asked}, data)}
    return tuple(n for n in asked if n in lacks)


def work(words: dict[str, Any], data: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Fill a template, or report what it lacks; called in the process apart."""
    name = str(words["name"])
    if "names" in words:
        for lacking in placeholders.unused(data, name, words["names"]):
            yield {"lacks": lacking}, b""
        return
    context = made_from.placed(words["context"])
    for part, content in placeholders.fill(data, name, context).items():
        yield {"part": part}, content


def _asked(name: str, words: dict[str, Any], data: bytes) -> list[readers.Said]:
    try:
        return list(readers.ask("template", words, data, most=limits.DOCUMENT))
    except readers.GivenUp as error:  # says nothing of what was read
        raise InputError(_WHICH, name=name, why=error.text) from error
