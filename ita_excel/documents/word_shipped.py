"""Fills the templates that we ship: the few words of Jinja they use, understood without Jinja.

Loading Jinja and compiling with it takes longer than all else that a memo and its report need. An
office's own template may use every word of it and goes through it (`word_template.py`); a test
proves that both ways give the same document. Knows `{{ path }}`, `{% for name in path %}`,
`{% if path %}` and `{% else %}`, and a path's steps: `.name`, `[number]` and `loop.first`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ita_excel.documents.package import unpack

_WORD = re.compile(r"\{%\s*(.*?)\s*%\}|\{\{\s*(.*?)\s*\}\}", re.DOTALL)
_STEP = re.compile(r"\w+")
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})

_Scope = dict[str, Any]
_Piece = Callable[[_Scope, list[str]], None]  # writes itself, as the scope has it, to the list


@dataclass(frozen=True, slots=True)
class Shipped:
    """A template of ours: its parts, and how those with placeholders are made."""

    parts: Mapping[str, bytes]
    filled: Mapping[str, _Piece]

    def fill(self, context: Mapping[str, Any]) -> dict[str, bytes]:
        """Return the parts of the document; KeyError where `context` lacks what a path names."""
        parts = dict(self.parts)
        for name, write in self.filled.items():
            written: list[str] = []
            write(dict(context), written)
            parts[name] = "".join(written).encode()
        return parts


@cache
def shipped(data: bytes) -> Shipped | None:
    """Return the template whose file is `data`, None where it isn't one of ours as shipped."""
    file = resources.files("ita_excel.documents.templates").joinpath("sources.json")
    known: dict[str, dict[str, str]] = json.loads(file.read_text("utf-8"))
    sources = known.get(hashlib.sha256(data).hexdigest())
    if sources is None:
        return None
    return Shipped(unpack(data), {name: _reader(text) for name, text in sources.items()})


def _reader(source: str) -> _Piece:
    """Return what writes a whole source."""
    # Between the texts stand each word's command and placeholder, of which one is None.
    words = iter(_WORD.split(source))
    return _block(words)[0]


def _block(words: Iterator[str | None]) -> tuple[_Piece, str]:
    """Return what writes the source up to the end of its block, and the word that ended it."""
    pieces: list[_Piece] = [_text(next(words) or "")]
    for command in words:
        placeholder = next(words)
        if placeholder is not None:
            pieces.append(_placeholder(placeholder))
        elif command is not None and command.startswith("for "):
            pieces.append(_loop(command, words))
        elif command is not None and command.startswith("if "):
            pieces.append(_choice(command, words))
        else:
            return _all(pieces), command or ""
        pieces.append(_text(next(words) or ""))
    return _all(pieces), ""


def _all(pieces: list[_Piece]) -> _Piece:
    def write(scope: _Scope, out: list[str]) -> None:
        for piece in pieces:
            piece(scope, out)

    return write


def _text(text: str) -> _Piece:
    return lambda scope, out: out.append(text)


def _placeholder(path: str) -> _Piece:
    value = _value(path)
    return lambda scope, out: out.append(str(value(scope)).translate(_ESCAPED))


def _loop(command: str, words: Iterator[str | None]) -> _Piece:
    _, name, _, path = command.split()
    items = _value(path)
    body, _ = _block(words)

    def write(scope: _Scope, out: list[str]) -> None:
        for i, item in enumerate(items(scope)):
            body({**scope, name: item, "loop": {"first": i == 0}}, out)

    return write


def _choice(command: str, words: Iterator[str | None]) -> _Piece:
    condition = _value(command.removeprefix("if "))
    then, ended = _block(words)
    otherwise = _block(words)[0] if ended == "else" else _all([])
    return lambda scope, out: (then if condition(scope) else otherwise)(scope, out)


def _value(path: str) -> Callable[[_Scope], Any]:
    first, *steps = (int(s) if s.isdigit() else s for s in _STEP.findall(path))

    def look(scope: _Scope) -> Any:
        value = scope[str(first)]
        for step in steps:
            value = value[step]
        return value

    return look
