"""What officers' evidence names: web addresses, right or wrong, files, pictures, or nothing.

Knows the form of an address and of a file's name only, not whether the page answers or the file is
there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ita_excel.schema.model import EvidenceLine, EvidencePart
from ita_excel.thai.blanks import says_none
from ita_excel.thai.normal import print_form

_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
_PATH = r"(?::\d{2,5})?(?:[/?#]\S*)?"
_NUMBER = r"(?:\d{1,3}\.){3}\d{1,3}"  # some agencies publish on a server that has no name
_WITH_SCHEME = rf"https?://(?:{_HOST}|{_NUMBER}){_PATH}"
_WITHOUT = rf"(?:www\.{_HOST}|{_HOST}(?=/))[^\s]*"
# Compiled when first used: a workbook without evidence needs none of them.
LINK = rf"(?i){_WITH_SCHEME}|(?<![\w@./-]){_WITHOUT}"
_WHOLE = rf"(?i)(?:{_WITH_SCHEME}|(?:www\.{_HOST}|{_HOST}){_PATH})[.,;)]*"

# What was meant as an address: a scheme or www, right or wrong.
_MEANT = r"(?i)(?:h?t{1,3}ps?|htpps?|hhtps?|http)\b\s*+[:;]*+\s*+/*+|w{2,4}[.,]"
_PIECES = re.compile(r"(?<![\s,;])[\s,;]++(?=\S)|[\u0e00-\u0e7f]+")
_LINE_END = re.compile(r"(?<![\s,;])(?:\s++[\s,;]*+|[,;]++\s[\s,;]*+)$")


_PICTURES = (".jpg", ".jpeg", ".png")
_FILE_END = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|zip|mp4)$", re.IGNORECASE)
_ONE_FILE = re.compile(rf"[^\s/\\]+{_FILE_END.pattern}", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]+")  # as documents make links of it
_SENTENCE_END = ".,;:!?)]}»”'"
BULLET = re.compile(r"^[-–—•*·▪●]\s*(?=\S)")


def odd_links(text: str) -> tuple[str, ...]:
    """Return what was meant as a web address and can't be one: `htp://…`, `https//…`, `http://`."""
    return tuple(_odd_links(text)) if text else ()


def web_address(text: str) -> str:
    """Return the address that a link may lead to, '' where `text` is no plain web address."""
    from urllib.parse import urlsplit  # not for what only reads plans and results

    address = text if "://" in text else f"http://{text}"
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and "." in parts.netloc else ""


def evidence_lines(text: str) -> tuple[EvidenceLine, ...]:
    """Return the lines of a cell of evidence, without those that say that there is none."""
    lines = (BULLET.sub("", line) for line in print_form(text).split("\n")) if text else ()
    return tuple(_line(line) for line in lines if not says_none(line))


def _line(line: str) -> EvidenceLine:
    """Return what a line names; a sentence that ends in a file's name is a sentence."""
    picture = line.lower().endswith(_PICTURES) and not _ADDRESS.search(line)
    file = picture or bool(_ONE_FILE.fullmatch(line))
    ends = file or (bool(_FILE_END.search(line)) and not _ADDRESS.search(line))
    return EvidenceLine(line, tuple(_parts(line)), file, picture, ends)


def _parts(line: str) -> Iterator[EvidencePart]:
    done = 0
    for found in _ADDRESS.finditer(line):
        address = found[0].rstrip(_SENTENCE_END)
        href = web_address(address)
        if href:
            yield EvidencePart(line[done : found.start()])
            yield EvidencePart(address, href)
            done = found.start() + len(address)
    yield EvidencePart(line[done:])


def _odd_links(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        for piece in _PIECES.split(_LINE_END.sub("", line)):
            meant = re.match(_MEANT, piece)
            if meant and not re.fullmatch(_WHOLE, piece):
                yield piece
