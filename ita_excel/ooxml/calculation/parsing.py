"""From tokens to a tree, by the precedence of Excel's operators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ita_excel.core.values import CellError
from ita_excel.ooxml.calculation.outcomes import Scalar, Unknown
from ita_excel.ooxml.calculation.tokens import Form, Token, number


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that the formula says itself."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class Array:
    """A constant of several values: `{"a","b"}`."""

    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class ErrorConstant:
    """An error that the formula says itself, as `#REF!` where a reference was lost."""

    error: CellError


@dataclass(frozen=True, slots=True)
class Given:
    """A number that was taken out of the form."""

    number: int


@dataclass(frozen=True, slots=True)
class FormReference:
    """A reference that was taken out of the form."""

    number: int


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments; one that is left out is a blank."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """Two values and a sign between them; `-` and `%` of one value have a constant beside it."""

    sign: str
    left: Node
    right: Node


Node = Constant | Array | ErrorConstant | Given | FormReference | Name | Call | Operation

# How tightly a sign binds; those that bind alike stand from left to right.
_BINDS = dict.fromkeys(("=", "<>", "<", ">", "<=", ">="), 1)
_BINDS |= {"&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}


def parse(tokens: Sequence[Token]) -> Node:
    """Return the tree of a formula; Unknown where it isn't one that is understood."""
    reader = _Reader(tokens)
    node = reader.operation(1)
    if reader.at < len(tokens):
        raise Unknown(tokens[reader.at].text)
    return node


class _Reader:
    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens, self.at = tokens, 0

    def _sign(self) -> str:
        here = self.tokens[self.at] if self.at < len(self.tokens) else None
        return here.text if here and here.what == "sign" else ""

    def _take(self, sign: str) -> None:
        if self._sign() != sign:
            raise Unknown(sign)
        self.at += 1

    def operation(self, binding: int) -> Node:
        """Read what is joined by signs that bind at least as tightly as `binding`."""
        node = self._unary()
        while (tightness := _BINDS.get(sign := self._sign(), 0)) >= binding:
            self.at += 1
            node = Operation(sign, node, self.operation(tightness + 1))
        return node

    def _unary(self) -> Node:
        sign = self._sign()
        if sign in ("-", "+"):
            self.at += 1
            return Operation(sign, Constant(0), self._unary())
        node = self._primary()
        while self._sign() == "%":
            self.at += 1
            node = Operation("/", node, Constant(100))
        return node

    def _primary(self) -> Node:
        if self.at >= len(self.tokens):
            raise Unknown("end")
        what, text = self.tokens[self.at]
        self.at += 1
        match what:
            case "text":
                return Constant(text[1:-1].replace('""', '"'))
            case "number":
                return Constant(number(text))
            case "array":
                return Array(_values(text))
            case "given":
                return Given(int(text))
            case "area":
                return FormReference(int(text))
            case "error":
                return ErrorConstant(CellError(text))
            case "name":
                upper = text.upper()
                return Constant(upper == "TRUE") if upper in ("TRUE", "FALSE") else Name(text)
            case "function":
                return self._call(text.upper())
        if text != "(":
            raise Unknown(text)
        node = self.operation(1)
        self._take(")")
        return node

    def _call(self, function: str) -> Node:
        arguments: list[Node] = []
        if self._sign() == ")":
            self.at += 1
            return Call(function, ())
        while True:
            left_out = self._sign() in (",", ")")
            arguments.append(Constant(None) if left_out else self.operation(1))
            if self._sign() == ")":
                self.at += 1
                return Call(function, tuple(arguments))
            self._take(",")


def _values(text: str) -> tuple[Scalar, ...]:
    found: list[Scalar] = []
    for token in Form(text[1:-1].replace(";", ","), ()).tokens():
        if token.what == "text":
            found.append(token.text[1:-1].replace('""', '"'))
        elif token.what == "number":
            found.append(number(token.text))
        elif token.text != ",":
            raise Unknown(text)
    return tuple(found)
