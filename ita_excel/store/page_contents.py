"""What a web address's answer is: a page, a document, a login, or the server's own "not found"."""

from __future__ import annotations

import re
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import unquote, urlsplit

from ita_excel.core.apart import readers
from ita_excel.core.errors import InputError, MachineError
from ita_excel.core.limits import TEXT
from ita_excel.rules.evidence_facts import PageFacts, PageProblem
from ita_excel.store.beside_workbook import days_said
from ita_excel.thai.calendar import FiscalYear

_AT_ONCE = BoundedSemaphore(2)  # processes that read answers
_LOGIN_HOST = re.compile(
    r"^(?:accounts\.google\.com|login\.(?:microsoftonline|live|yahoo)\.com|login\.windows\.net"
    r"|(?:www\.|m\.)?facebook\.com/(?:login|checkpoint)|access\.line\.me)",
    re.IGNORECASE,
)
_LOGIN_PATH = re.compile(
    r"(?:^|[/_.-])(?:log-?in|log-?on|sign-?in|wp-login|sso|saml2?|adfs|oauth2?|authorize)(?:[/_.-]|$)",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"\b(?:error )?404\b|not found|ไม่พบหน้า|ไม่พบเพจ|ไม่พบข้อมูลที่(?:ท่าน|คุณ)", re.IGNORECASE
)
_FRONT = re.compile(r"/(?:index\.\w{2,5}|home|main|th|th/home)?/?", re.IGNORECASE)
_LITTLE = 800  # letters: what stands around a login form


def page_facts(
    asked: str, final: str, status: int, said_kind: str, data: bytes, whole: bool, year: FiscalYear
) -> PageFacts:
    """Return the facts of an answer. `data` is its beginning, all of it where `whole`."""
    if not data:
        return PageFacts(PageProblem.EMPTY, str(status))
    if _is_login(final):
        return PageFacts(PageProblem.LOGIN, urlsplit(final).hostname or "")
    said = _said(data, said_kind, year)
    kind = str(said.get("kind", ""))
    title = str(said.get("title", ""))
    if kind == "html":
        problem, detail = _page_problem(asked, final, said, title)
        if problem:
            return PageFacts(problem, detail, title)
    facts = PageFacts(None, "", title, frozenset(map(int, said.get("years", ()))),
                      *days_said(said))  # fmt: skip
    from ita_excel.store.document_facts import BY_SUFFIX

    suffix = re.search(r"\.\w{2,4}$", unquote(urlsplit(asked).path))
    expected = BY_SUFFIX.get(suffix[0].lower(), "") if suffix else ""
    if expected and kind == "html":
        return facts._replace(problem=PageProblem.OTHER_KIND, detail="html")
    if kind not in ("html", "other") and "text/html" in said_kind.lower():
        return facts._replace(problem=PageProblem.SERVED_AS_PAGE, detail=kind)
    if whole and said.get("problem") in ("damaged", "locked"):
        damaged = said["problem"] == "damaged"
        return PageFacts(PageProblem.DAMAGED if damaged else PageProblem.LOCKED, "", title)
    return facts


def _page_problem(
    asked: str, final: str, said: dict[str, Any], title: str
) -> tuple[PageProblem | None, str]:
    refresh = str(said.get("refresh", ""))
    if refresh and _is_login(refresh):
        return PageProblem.LOGIN, refresh
    if said.get("password") and int(said.get("letters", 0)) < _LITTLE:
        return PageProblem.LOGIN, urlsplit(final).hostname or ""
    if _GONE.search(title):
        return PageProblem.GONE, title[:60]
    before, now = urlsplit(asked), urlsplit(final)
    moved = not _FRONT.fullmatch(before.path or "/") and _FRONT.fullmatch(now.path or "/")
    if moved and not now.query and not before.fragment:
        return PageProblem.FRONT_PAGE, ""
    return None, ""


def _is_login(address: str) -> bool:
    parts = urlsplit(address)
    whole = f"{parts.hostname or ''}{parts.path}"
    return bool(_LOGIN_HOST.match(whole) or _LOGIN_PATH.search(parts.path))


def _said(data: bytes, said_kind: str, year: FiscalYear) -> dict[str, Any]:
    charset = re.search(r"charset=[\"']?([\w-]+)", said_kind)
    words = {"near": year.year, "charset": charset[1] if charset else ""}
    try:
        with _AT_ONCE:
            for said, _ in readers.ask("evidence", words, data, most=TEXT):
                return said
    except (InputError, MachineError):
        pass  # nobody can tell what it is
    return {}
