"""What is wrong with an address by its shape alone: places that nobody else can reach.

Paths of one's own disk or network, hosts of the office's own network, pages behind a login, and
addresses torn by a space. Whether anybody answers there is another question.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from ita_excel.schema.model import Result

Flaw = Literal["local", "inside", "login", "space"]

_LOCAL = re.compile(
    r"(?:(?<![A-Za-z0-9])[A-Za-z]:[\\/](?!/)|\\\\[^\\\s]+\\|file:/|/(?:Users|home|Volumes|mnt)/)[^\n]*",
    re.IGNORECASE,
)
# A path of the own computer has one of these, which are found in a fraction of the time.
_PERHAPS_LOCAL = re.compile(r":[\\/](?!/)|\\\\|[Ff][Ii][Ll][Ee]:/|/(?:[Uu]|[Hh]|[Vv]|[Mm])")
_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_PATH = re.compile(r"[/?#]")
_SENTENCE_END = ".,;:!?)]}»”'"
_SUFFIX = r"\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png|zip)"
_TORN = re.compile(rf"^ [^\s/][^\n/]{{0,80}}{_SUFFIX}$", re.IGNORECASE)
_WHOLE_FILE = re.compile(rf"(?:{_SUFFIX}|[/=])$", re.IGNORECASE)
# Only what nobody but its owner sees; shared files of the same services are evidence.
_LOGIN = re.compile(
    r"^(?:mail\.google\.com/|outlook\.(?:office|office365|live)\.com/|teams\.(?:microsoft|live)\.com/"
    r"|classroom\.google\.com/|drive\.google\.com/drive/(?:u/\d+/)?"
    r"(?:my-drive|home|recent|starred|shared-with-me|computers)"
    r"|onedrive\.live\.com/?(?:\?.*id=root.*)?$|[^/]+\.sharepoint\.com/(?::\w:/r/|personal/[^/]+/_layouts/"
    r"|sites/[^/]+/_layouts/)|(?:www\.)?dropbox\.com/(?:home|work)(?:/|$)"
    r"|accounts\.google\.com/|login\.microsoftonline\.com/|login\.live\.com/)",
    re.IGNORECASE,
)


class Flawed(NamedTuple):
    """An address, or what was meant as one, and what is wrong with it."""

    flaw: Flaw
    address: str


def is_local(text: str) -> bool:
    """Whether a text is a path of somebody's own disk or network."""
    return _LOCAL.match(text.strip()) is not None


def flawed(text: str) -> tuple[Flawed, ...]:
    """Return the addresses in a cell of evidence that nobody else can open, each once."""
    return tuple(dict.fromkeys(f for line in text.split("\n") for f in _in_line(line.strip())))


def is_inside(host: str) -> bool:
    """Whether a host is known inside an office's own network only."""
    name = host.strip("[]").rstrip(".").casefold()
    if (
        name[-1:].isdigit() or ":" in name
    ):  # perhaps an address in numbers, which takes long to read
        try:
            return not ipaddress.ip_address(name).is_global
        except ValueError:
            pass
    # Another name without a dot is rather one of which the end is missing (R407).
    return name == "localhost" or name.endswith((".local", ".localhost", ".lan", ".internal"))


def addresses(text: str) -> tuple[str, ...]:
    """Return the web addresses with a scheme in a text, of hosts of any form, each once."""
    found = (m[0].rstrip(_SENTENCE_END) for m in _ADDRESS.finditer(text))
    return tuple(dict.fromkeys(a for a in found if _host(a)))


def _in_line(line: str) -> Iterator[Flawed]:
    for match in _LOCAL.finditer(line) if _PERHAPS_LOCAL.search(line) else ():
        if not _ADDRESS.search(line[: match.end()]):
            yield Flawed("local", match[0].strip())
    for match in _ADDRESS.finditer(line):
        address = match[0].rstrip(_SENTENCE_END)
        host = _host(address)
        if not host:
            continue
        rest = line[match.end() :]
        if is_inside(host):
            yield Flawed("inside", address)
        elif _LOGIN.match(address.partition("://")[2]):
            yield Flawed("login", address)
        elif _TORN.match(rest) and not _WHOLE_FILE.search(address) and urlsplit(address).path:
            yield Flawed("space", unquote(address) + rest)


def _host(address: str) -> str:
    scheme, _, rest = address.partition("://")
    return _host_of(f"{scheme}://{_PATH.split(rest, maxsplit=1)[0]}")


@lru_cache(maxsize=1_000)  # an office's evidence lies on few hosts
def _host_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def addresses_of(result: Result) -> Iterator[tuple[str, str]]:
    """Yield the web addresses that are a row's evidence, each once, with the field in which it stands.

    Where `หลักฐาน` names none, those in the result itself are.
    """
    for field, text in (("evidence", result.evidence), ("outcome", result.outcome)):
        found = dict.fromkeys(addresses(text))
        if field == "evidence":
            hrefs = (part.href for line in result.evidence_lines for part in line.parts)
            found |= dict.fromkeys(href for href in hrefs if href)
        yield from ((field, address) for address in found)
        if found:
            return
