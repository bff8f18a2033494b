"""What lies on a sheet beside the values of its cells: comments, links, pictures, shapes, objects."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class BesideKind(Enum):
    """What it is. The values travel between processes."""

    COMMENT = "comment"  # a note, or a thread of comments
    LINK = "link"  # the address behind a cell
    PICTURE = "picture"
    SHAPE = "shape"  # a text box, an arrow, ink
    CHART = "chart"
    OBJECT = "object"  # another program's file, embedded
    UNREADABLE = "unreadable"  # damaged: what it is can't be said


class Beside(NamedTuple):
    """One thing. `row` and `column` are 0 where it lies on the sheet as a whole.

    `text` is what it says: a comment with its writer, a link's address, the words of a shape.
    """

    row: int
    column: int
    kind: BesideKind
    text: str = ""
