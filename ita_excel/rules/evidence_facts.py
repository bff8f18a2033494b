"""What is known of a file or a page named as evidence, as far as its reader could find out.

The core opens no file and asks no server: who does gives the rules these facts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import Enum
from typing import NamedTuple


class FileProblem(Enum):
    """Why a file is no evidence."""

    MISSING = "missing"
    OUTSIDE = "outside"  # of the workbook's folder
    EMPTY = "empty"
    DAMAGED = "damaged"
    LOCKED = "locked"  # by a password
    OTHER_KIND = "other_kind"  # than its name says
    TOO_BIG = "too_big"


class FileFacts(NamedTuple):
    """A file. `searchable` is None where nobody could tell; `made` are the days on which it was
    made and last saved, or taken.

    `years` are the fiscal years (พ.ศ.) and `days` the days that its text names. `really` is the
    kind of content where its name says another; `nearest` a file that is there, for one that isn't.
    """

    problem: FileProblem | None = None
    searchable: bool | None = None
    years: frozenset[int] = frozenset()
    days: frozenset[dt.date] = frozenset()
    made: tuple[dt.date, ...] = ()
    picture: bool = False
    really: str = ""
    nearest: str = ""


class PageProblem(Enum):
    """Why a web address is no evidence, or why nobody can tell."""

    GONE = "gone"  # 404, 410
    NO_HOST = "no_host"
    NO_ANSWER = "no_answer"
    TOO_SLOW = "too_slow"
    REFUSED = "refused"  # 403, 429: perhaps only to programs
    FAULT = "fault"  # 5xx
    CERTIFICATE = "certificate"
    LOOP = "loop"  # redirects without end
    INSIDE = "inside"  # leads into the office's own network, which isn't asked
    LOGIN = "login"
    FRONT_PAGE = "front_page"  # of the site, instead of the page that was there
    OTHER_KIND = "other_kind"
    SERVED_AS_PAGE = "served_as_page"  # a document of which the server says that it is a page
    DAMAGED = "damaged"
    LOCKED = "locked"
    EMPTY = "empty"


class PageFacts(NamedTuple):
    """What a web address gave. `title` is the page's; the others as of a file.

    `detail` says more of a problem: the status, the host, the system's word.
    """

    problem: PageProblem | None = None
    detail: str = ""
    title: str = ""
    years: frozenset[int] = frozenset()
    days: frozenset[dt.date] = frozenset()
    made: tuple[dt.date, ...] = ()


FilesBeside = Callable[[str], FileFacts]
PagesAsked = Callable[[str], "PageFacts | None"]  # by address; None for one that nobody asked
