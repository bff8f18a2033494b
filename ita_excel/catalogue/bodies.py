"""The kinds of local authorities: what their names begin with, their short form, and their heads.

Sources: the Tambon Council and Tambon Administrative Organization Act, the Provincial
Administrative Organization Act, the Municipality Act, the Pattaya City Act.
"""

from __future__ import annotations

from typing import NamedTuple

from ita_excel.catalogue.kinds import name_forms


class Body(NamedTuple):
    """A kind of authority: `เทศบาลเมือง`, `ทม.`, and the title of its head, `นายกเทศมนตรีเมือง`."""

    name: str
    short: str
    head: str


_LOCAL = ("sao", "pao", "municipality")
BODIES = tuple(
    Body(form.name, form.short, form.head)
    for form in name_forms()
    if form.kind in _LOCAL and form.head
)
PATTAYA = "เมืองพัทยา"  # the one authority of its kind, so with no place behind the name
BANGKOK = ("กรุงเทพมหานคร", "กรุงเทพฯ")  # no province; its districts are called เขต


def body_of(name: str) -> Body | None:
    """Return the kind of the authority with this name, None for any other agency."""
    return next((body for body in BODIES if name.startswith(body.name)), None)
