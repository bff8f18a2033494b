"""What a document's declaration says; `declarations.py` holds them all.

Besides its declaration a document has a content function (content/) and, under its template's name
(that of its kind, where none is said), a template for each printed format:
word/building/TEMPLATE.py builds the Word file that offices may change, pdf/typst/TEMPLATE.typ is
typst's source. A web page that is to look otherwise than web/document.html has a
web/TEMPLATE.html of its own; open data needs none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from ita_excel import schema
from ita_excel.core.language import Text
from ita_excel.documents.content.elements import Content
from ita_excel.documents.content.material import Material
from ita_excel.documents.style import Page
from ita_excel.rules.prints import Prints


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format of files. `public` ones are for publication, some are set `in_our_font`."""

    key: str  # on the command line, and the files' ending
    name: Text
    public: bool = False
    in_our_font: bool = False


class Covers(Enum):
    """What a document is about: it decides which year and round it names, and what it needs."""

    PLAN = "plan"  # the measures of the workbook's year, whatever came of them
    ROUND = "round"  # a round of the plan's year, of which results are only asked for
    RESULTS = "results"  # what came of the measures in a round of the results' year


@dataclass(frozen=True, slots=True)
class Document:
    """A document that can be made of a workbook.

    An error in what it `prints`, and nothing else, keeps it from being made. `usual` ones are made
    where nobody says which. Those that take longest to make are declared last.
    """

    kind: str  # its word on the command line, and the name of its templates
    title: Text  # as people call it in lists
    file_name: str  # how its files' names begin
    page: Page
    prints: Prints
    content: Callable[[Material], Content]
    formats: tuple[str, ...]  # keys of file formats
    usual: bool = True
    covers: Covers = Covers.RESULTS
    template: str = ""  # the name of its templates, where several documents share them
    memo_of: str = ""  # the kind of the document that this memo goes with

    @property
    def layout(self) -> str:
        """The name of its templates."""
        return self.template or self.kind

    @property
    def shows_evidence(self) -> bool:
        """Whether the files named in `หลักฐาน` are looked for."""
        prints = self.prints
        return schema.RESULTS in prints.tables and prints.has_column(schema.RESULTS, "evidence")
