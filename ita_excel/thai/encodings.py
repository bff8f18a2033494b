"""Thai texts in the encodings of before Unicode: names of files, heads of messages.

TIS-620 is the Thai standard (Thai Industrial Standard 620-2533); ISO 8859-11 and Windows' code page
874 contain it, so code page 874 reads all three. Its bytes hardly ever make valid UTF-8.
"""

from __future__ import annotations

import codecs

_THAI = frozenset(
    {
        "tis-620", "tis620", "tis620-0", "tis620.2533", "tis-620-0", "iso-ir-166", "iso-8859-11",
        "iso8859-11", "windows-874", "x-windows-874", "cp874", "cp-874", "ms874", "ms-874", "x-ibm874",
        "ibm-874", "dos-874", "874", "th_th.tis620",
    }
)  # fmt: skip


def decoded(data: bytes, charset: str = "") -> str:
    """Return the text of some bytes.

    `charset` is the encoding that they are said to be in. Where it is unknown, wrong or not said:
    UTF-8 if they are that, else Thai.
    """
    said = charset.strip().lower().replace("_", "-")
    try:
        known = codecs.lookup(said).name if said and said not in _THAI else ""
    except (LookupError, ValueError):
        known = ""
    # A message may say us-ascii or Latin-1 of bytes that its program knew nothing about.
    if known and known not in ("ascii", "iso8859-1", "utf-8"):
        try:
            return data.decode(known)
        except (UnicodeError, LookupError):  # binary codecs, too, are codecs
            pass
    if said not in _THAI:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    try:
        return data.decode("cp874")
    except UnicodeDecodeError:
        return data.decode("utf-8" if known == "utf-8" else "latin-1", "replace")


def legible(name: str) -> str:
    """Return the name of a file as it was meant, whatever bytes it has on the disk.

    Python stands a lone surrogate for each byte that isn't UTF-8 (PEP 383), which can be neither
    printed nor written into a workbook.
    """
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        try:
            return decoded(name.encode("utf-8", "surrogateescape"))
        except UnicodeEncodeError:  # half a pair that stands for no byte: Windows allows it
            return name.encode("utf-8", "replace").decode("utf-8")
    return name
