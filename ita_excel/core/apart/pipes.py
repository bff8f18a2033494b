"""What goes through the pipes: a few plain words as JSON, and bytes. Lengths are checked first."""

from __future__ import annotations

import json
import struct
from typing import IO, Any

_HEAD = struct.Struct("<4sIQ")
_MARK = b"ITA1"


def write(out: IO[bytes], words: dict[str, Any], data: bytes | memoryview = b"") -> None:
    """Write one frame and push it out."""
    out.write(packed(words, len(data)))
    out.write(data)
    out.flush()


def packed(words: Any, following: int = 0) -> bytes:
    """Return the beginning of a frame, after which so many bytes of data follow."""
    # Texts of cells may hold halves of surrogate pairs.
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    coded = text.encode("utf-8", "surrogatepass")
    return _HEAD.pack(_MARK, len(coded), following) + coded


def read(source: IO[bytes], most: int) -> tuple[dict[str, Any], bytes]:
    """Return the next frame; EOFError at its end, ValueError for what is none or has over `most`."""
    mark, words, data = _HEAD.unpack(_exactly(source, _HEAD.size))
    if mark != _MARK or words + data > most:
        raise ValueError("no frame, or too large a one")
    content = json.loads(_exactly(source, words).decode("utf-8", "surrogatepass"))
    if not isinstance(content, dict):
        raise ValueError("no words")  # noqa: TRY004 (what came is wrong, not who called)
    return content, _exactly(source, data)


def _exactly(source: IO[bytes], size: int) -> bytes:
    found = source.read(size)
    if found is None or len(found) != size:
        raise EOFError
    return found
