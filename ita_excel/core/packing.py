"""How the merge's memory is written into cells: JSON, packed, as plain letters and digits.

Packed, because programs change texts in cells (line ends, `_x000D_`, a leading `=`), and no
program changes a line of base64. Unpacking has a limit: a returned file comes from outside.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from ita_excel.core import limits
from ita_excel.core.values import CellError, Uncalculated, Value

CHUNK = 30_000  # characters in one cell; Excel holds 32,767


def pack(content: object) -> list[str]:
    """Return `content` as texts that each fit into a cell; equal content gives equal texts."""
    import base64  # with json and zlib: not for what only lists rules or reads a workbook
    import json
    import zlib

    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # Level 3: a third of level 6's time for a tenth more bytes on Thai texts.
    packed = base64.b64encode(zlib.compress(text.encode("utf-8", "surrogatepass"), 3)).decode()
    return [packed[i : i + CHUNK] for i in range(0, len(packed), CHUNK)]


def unpack(texts: list[str]) -> Any:
    """Return what was packed; ValueError where it is damaged or unpacks to too much."""
    import base64
    import binascii
    import json
    import zlib

    try:
        raw = base64.b64decode("".join(t.strip() for t in texts), validate=True)
        inflate = zlib.decompressobj()
        content = inflate.decompress(raw, limits.CARRIED)
        if not inflate.eof:
            raise ValueError("too large or incomplete")
        return json.loads(content.decode("utf-8", "surrogatepass"))
    except (binascii.Error, zlib.error, RecursionError) as error:
        raise ValueError(str(error)) from error


def to_json(value: Value) -> Any:
    """Return a cell's value as JSON has it: what JSON doesn't know becomes `[kind, text]`."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, CellError):
        return ["error", value.name]
    if isinstance(value, Uncalculated):
        return ["formula", value.formula]
    if isinstance(value, dt.timedelta):
        return ["seconds", str(value.total_seconds())]
    kind = {dt.datetime: "moment", dt.date: "date", dt.time: "time"}[type(value)]
    return [kind, value.isoformat()]


class EachOnce:
    """Values written once each, as JSON has them (`values`); elsewhere their numbers stand for them."""

    __slots__ = ("_numbers", "values")

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[object, int] = {}

    def number(self, value: Value) -> int:
        """Return the number of a value, which counts from 0 in the order in which values come."""
        # 1, 1.0 and True are equal, and not the same.
        key = value if type(value) is str else (type(value), value)
        number = self._numbers.setdefault(key, len(self.values))
        if number == len(self.values):
            self.values.append(to_json(value))
        return number


def from_json(content: Any) -> Value:
    """Return the value that `to_json` wrote; ValueError for anything else."""
    if content is None or isinstance(content, (bool, int, float, str)):
        return content
    try:
        kind, text = content
        value: Value = _KINDS[kind](text)
        return value
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"not a value: {content!r}") from error


_KINDS: dict[str, Any] = {
    "error": CellError,
    "formula": Uncalculated,
    "seconds": lambda text: dt.timedelta(seconds=float(text)),
    "moment": dt.datetime.fromisoformat,
    "date": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
}
