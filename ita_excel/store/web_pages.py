"""What web addresses give: asked in parallel, each within bounds of time, size and redirects.

Only ever asked for on a person's wish. What comes back is a stranger's and is read apart. Addresses
of the office's own network are not asked, nor followed to: a workbook that came by mail must not
make this machine speak to what only it can reach. This computer itself may be asked by its name.
"""

from __future__ import annotations

import http.client
import http.cookiejar
import ipaddress
import math
import re
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable, Collection, Iterable
from typing import IO, Any, NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from ita_excel.core import limits
from ita_excel.rules.evidence_facts import PageFacts, PageProblem
from ita_excel.sheets.address_shapes import is_inside
from ita_excel.store.page_contents import page_facts
from ita_excel.thai.calendar import FiscalYear

_AGENT = "ita-excel (checks the links of an agency's own report)"
_SAFE = "%/:=&?~#+!$,;'@()*[]|"
_PIECE = 65_536
_LITTLE = 1_000  # bytes: whoever sends no more in that time sends nothing


class WebAnswer(NamedTuple):
    """An answer: where it came from in the end, what it says it is, and its beginning."""

    asked: str
    final: str
    status: int
    said_kind: str  # Content-Type
    data: bytes
    whole: bool


class _Inside(Exception):
    """An address leads into the office's own network."""


def ask_all(
    addresses: Collection[str],
    year: FiscalYear,
    each: Callable[[Collection[str]], Iterable[str]] = iter,
) -> dict[str, PageFacts]:
    """Return what each address gave; those for which no time was left are missing.

    `each` passes the addresses on as they are done, so that somebody sees how far it is.
    """
    asking = _Asking(addresses, year)
    found = {}
    for address in each(addresses):
        facts = asking.result(address)
        if facts is not None:
            found[address] = facts
    return found


class _Asking:
    """The threads that ask. One that hangs is left behind: nothing can end it, nobody waits for it."""

    def __init__(self, addresses: Collection[str], year: FiscalYear) -> None:
        self._year = year
        self._waiting = deque(addresses)
        self._started: dict[str, float] = {}
        self._done: dict[str, PageFacts] = {}
        self._news = threading.Condition()
        self._end = time.monotonic() + limits.ONLINE_SECONDS
        for _ in range(min(limits.PAGES_AT_ONCE, len(addresses))):
            self._start()

    def _start(self) -> None:
        threading.Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        while True:
            with self._news:
                if not self._waiting or time.monotonic() > self._end:
                    return
                address = self._waiting.popleft()
                self._started[address] = time.monotonic()
            given = ask(address)
            with self._news:
                if address in self._done:  # given up: another thread is at work instead
                    return
                self._started[address] = math.inf  # reading has bounds of its own
            facts = given if isinstance(given, PageFacts) else page_facts(*given, self._year)
            with self._news:
                self._done[address] = facts
                self._news.notify_all()

    def result(self, address: str) -> PageFacts | None:
        """Return what an address gave, after waiting for it; None where its turn never came."""
        with self._news:
            while address not in self._done:
                now = time.monotonic()
                started = self._started.get(address)
                if started is None and now > self._end:
                    return None
                if started is not None and now - started > 2 * limits.PAGE_SECONDS:
                    self._done[address] = PageFacts(PageProblem.TOO_SLOW)
                    self._start()
                    break
                self._news.wait(0.2)
            return self._done[address]


def ask(address: str) -> WebAnswer | PageFacts:
    """Return what an address gives; whatever goes wrong is a fact, too."""
    try:
        return _get(address)
    except _Inside as error:
        return PageFacts(PageProblem.INSIDE, str(error))
    except urllib.error.HTTPError as error:
        loop = error.code in (301, 302, 303, 307, 308)
        return PageFacts(PageProblem.LOOP) if loop else _by_status(error.code)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return _by_error(error, address)


def _get(address: str) -> WebAnswer:
    end = time.monotonic() + limits.PAGE_SECONDS
    url = _ascii(address)
    _require_outside(url, first=True)
    here = _is_here(urlsplit(url).hostname or "")
    handlers: list[urllib.request.BaseHandler] = [
        _Redirects(), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()),
    ]  # fmt: skip
    if here:  # a proxy would look for this computer at its own place
        handlers.append(urllib.request.ProxyHandler({}))
    opener = urllib.request.build_opener(*handlers)
    request = urllib.request.Request(
        url, headers={"User-Agent": _AGENT, "Accept": "*/*", "Accept-Language": "th,en"}
    )
    with opener.open(request, timeout=limits.PAGE_SECONDS / 2) as answer:
        data, whole = _read(answer, end)
        kind = str(answer.headers.get("Content-Type", ""))
        return WebAnswer(address, answer.geturl(), answer.status, kind, data, whole)


def _read(answer: IO[bytes], end: float) -> tuple[bytes, bool]:
    """Return the beginning of an answer, and whether that is all: a page's is short."""
    parts: list[bytes] = []
    size, most = 0, limits.PAGE
    while size < most:
        if time.monotonic() > end:
            if size < _LITTLE:
                raise TimeoutError
            return b"".join(parts), False
        piece = answer.read1(min(_PIECE, most - size)) if hasattr(answer, "read1") else b""
        if not piece:
            return b"".join(parts), True
        parts.append(piece)
        size += len(piece)
        if parts[0].startswith((b"%PDF", b"PK")):
            most = limits.PAGE_FILE
    return b"".join(parts), False


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few, to the outside only."""

    max_redirections = 10
    max_repeats = 3

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any,
        newurl: str,
    ) -> urllib.request.Request | None:  # fmt: skip
        target = _ascii(urljoin(req.full_url, newurl))
        first = _is_here(urlsplit(req.full_url).hostname or "")
        _require_outside(target, first=first)
        return super().redirect_request(req, fp, code, msg, headers, target)


def _require_outside(url: str, *, first: bool) -> None:
    """Raise _Inside for an address in the office's network; this computer only where it was named."""
    host = urlsplit(url).hostname or ""
    if first and _is_here(host):
        return
    if is_inside(host):
        raise _Inside(host)
    if urllib.request.getproxies().get(urlsplit(url).scheme):
        return  # the proxy finds the host, and has its own rules
    for *_, address in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM):
        if not ipaddress.ip_address(str(address[0]).partition("%")[0]).is_global:
            raise _Inside(host)


def _is_here(host: str) -> bool:
    if host in ("localhost", "::1") or host.endswith(".localhost"):
        return True
    return re.fullmatch(r"127(?:\.\d{1,3}){3}", host) is not None


def _ascii(address: str) -> str:
    """Return an address with its Thai letters and spaces as the net writes them."""
    parts = urlsplit(address.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("no web address")
    host = parts.hostname
    if not host.isascii():
        host = host.encode("idna").decode()
    if ":" in host:
        host = f"[{host}]"
    port = f":{parts.port}" if parts.port else ""
    path, query = quote(parts.path or "/", _SAFE), quote(parts.query, _SAFE)
    return urlunsplit((parts.scheme, host + port, path, query, ""))


def _by_status(status: int) -> PageFacts:
    if status in (404, 410):
        return PageFacts(PageProblem.GONE, str(status))
    if status in (401, 407):
        return PageFacts(PageProblem.LOGIN, str(status))
    problem = PageProblem.FAULT if status >= 500 else PageProblem.REFUSED
    return PageFacts(problem, str(status))


def _by_error(error: Exception, address: str) -> PageFacts:
    """Return what the system's word for a failure means."""
    reason = getattr(error, "reason", error)
    host = unquote(urlsplit(address).hostname or address)
    if isinstance(reason, ssl.SSLCertVerificationError):
        return PageFacts(PageProblem.CERTIFICATE, reason.verify_message or host)
    if isinstance(reason, socket.gaierror) or isinstance(error, UnicodeError):
        return PageFacts(PageProblem.NO_HOST, host)
    if isinstance(reason, TimeoutError):
        return PageFacts(PageProblem.TOO_SLOW, host)
    return PageFacts(PageProblem.NO_ANSWER, host)
