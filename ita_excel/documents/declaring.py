"""What a document's declaration says; `declarations.py` holds them all.

Besides its declaration a document has a content function (content/) and, under its kind's name, a
template for each printed format: word/building/KIND.py builds the Word file that offices may
change, pdf/typst/KIND.typ is typst's source. A web page that is to look otherwise than
web/document.html has a web/KIND.html of its own; open data needs none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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

    @property
    def shows_evidence(self) -> bool:
        """Whether the files named in `หลักฐาน` are looked for."""
        return schema.RESULTS in self.prints.tables
