"""The kinds of agencies: what each must fill in, what its parts are called, who gives opinions on its papers.

`kinds.csv` has one row a kind, `kind_names.csv` one for each beginning (or end) of a name from which a
kind can be guessed, with its short form, the title of its head and the usual chain of opinions. A
guess is for a person, who is told of it: what a workbook's setting says comes first.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ita_excel.catalogue import data_files
from ita_excel.catalogue.certainty import Certainty
from ita_excel.thai.normal import compare_form

GENERAL = "general"  # the scheme of items that most agencies are assessed by (OIT)


class AgencyKind(NamedTuple):
    """A kind of agency. `name` is what the workbook's setting says, `code` what `new --kind` takes, too."""

    code: str
    name: str
    optional: frozenset[str]  # settings that others must fill in and this kind needn't
    parts: tuple[str, ...]  # words for its units
    every: tuple[str, ...]  # words for all of them, the usual first
    number_prefix: str  # how its letters' numbers begin, '' where unknown
    scheme: str  # of the items that its website is inspected for; a list may not be known
    certainty: Certainty  # of the words for its units


class OpinionPost(NamedTuple):
    """Who gives an opinion: the opinion's heading and the post."""

    heading: str
    position: str


class NameForm(NamedTuple):
    """What names of a kind begin or end with, and what follows from that. '' where unknown."""

    kind: str
    at_end: bool
    name: str
    short: str
    head: str  # the rest of the name follows
    posts: tuple[OpinionPost, ...]  # `*` stands for the rest of the name
    certainty: Certainty  # of the posts

    def rest(self, name: str) -> str:
        """Return what follows the form in an agency's name: `บ้านนา`; '' for a name of another form."""
        if self.at_end or not self.fits(name):
            return ""
        written = self.name if name.startswith(self.name) else self.short
        return name[len(written) :].strip()

    def fits(self, name: str) -> bool:
        """Whether an agency's name has the form; `รพ.สต.บ้านนา` isn't one of รพ."""
        if self.at_end:
            return name.endswith(self.name)
        if name.startswith(self.name):
            return True
        return (
            bool(self.short) and name.startswith(self.short) and "." not in name[len(self.short) :]
        )

    def chain(self, name: str) -> tuple[OpinionPost, ...]:
        """Return the usual chain of opinions, for a person to correct; () where it is a mere guess."""
        if self.certainty is Certainty.UNVERIFIED:
            return ()
        rest = self.rest(name)
        return tuple(OpinionPost(p.heading, p.position.replace("*", rest)) for p in self.posts)


@cache
def kinds() -> tuple[AgencyKind, ...]:
    """Return all kinds, in the order in which they are offered."""
    return tuple(
        AgencyKind(
            row["kind"], row["name"], frozenset(_several(row["optional"])), _several(row["parts"]),
            _several(row["every"]), row["number_prefix"], row["scheme"], Certainty(row["certainty"]),
        )
        for row in data_files.rows("kinds.csv")
    )  # fmt: skip


@cache
def name_forms() -> tuple[NameForm, ...]:
    """Return all forms of names, those of local authorities first."""
    return tuple(
        NameForm(
            row["kind"], row["where"] == "ends", row["name"], row["short"], row["head"],
            tuple(OpinionPost(*post.split("=")) for post in _several(row["chain"])), Certainty(row["certainty"]),
        )
        for row in data_files.rows("kind_names.csv")
    )  # fmt: skip


def find(typed: str) -> AgencyKind | None:
    """Return the kind that a setting or option names, by name or code; None for no kind."""
    wanted = compare_form(typed)
    return next((k for k in kinds() if wanted in (compare_form(k.name), k.code)), None)


def called(typed: str) -> AgencyKind | None:
    """Return the kind that a person asks for: as `find`, or by one of the words of its name.

    `โรงพยาบาล` for `โรงพยาบาล/สาธารณสุข`. No two kinds share a word.
    """
    wanted = compare_form(typed)
    parts = (k for k in kinds() if wanted in map(compare_form, k.name.split("/")))
    return find(typed) or next(parts, None)


def form_of(name: str) -> NameForm | None:
    """Return the longest form that an agency's name has; None where it has none."""
    fitting = (form for form in name_forms() if form.fits(name))
    # สำนักงาน… (องค์การมหาชน): the end tells more than the beginning.
    return max(fitting, key=lambda form: (form.at_end, len(form.name)), default=None)


def form_for(kind: AgencyKind, name: str) -> NameForm | None:
    """Return the form of a name of this kind, else the kind's usual one."""
    form = form_of(name)
    if form is not None and form.kind == kind.code:
        return form
    return next((form for form in name_forms() if form.kind == kind.code), None)


def guessed(name: str) -> AgencyKind | None:
    """Return the kind that an agency's name tells, for a person to confirm; None where it tells none."""
    form = form_of(" ".join(name.split()))
    return find(form.kind) if form else None


def kind_of(typed: str, name: str) -> AgencyKind | None:
    """Return the kind of an agency: the one its setting names, where that is empty the one guessed."""
    return find(typed) if typed else guessed(name)


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)
