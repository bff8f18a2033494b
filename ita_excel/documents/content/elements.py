"""What a document is made of, as plain data: paragraphs, cells, tables, signature blocks.

Every text here is final: digits are the document's, nothing is left for a renderer to word. Sizes
are in centimetres. Knows no format.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, Protocol

from ita_excel.schema.model import Action, Result, Round, Status, Workbook

ParagraphKind = Literal["text", "numbered", "bullet", "link", "status"]


class Paragraph(NamedTuple):
    """One paragraph of a cell. `label` is its number or bullet, `href` where a link leads."""

    text: str
    kind: ParagraphKind = "text"
    label: str = ""
    href: str = ""

    @property
    def whole(self) -> str:
        """The paragraph as it reads, label and text."""
        return f"{self.label} {self.text}".strip()


PrintedCell = tuple[Paragraph, ...]


class PrintedColumn(NamedTuple):
    """A column's heading, its width in centimetres, and the name by which a template calls it."""

    heading: str
    width: float
    centred: bool = False
    name: str = ""


class PrintedRow(NamedTuple):
    """The cells after the measure's. `source` is the record that it reports; a row of sums has none.

    `status` and `units` let a web page filter. `fields` are the record's fields from which the
    paragraphs of a cell come, cell by cell, '' for a word of the program's own; a cell without any
    is of the field that its column is called by.
    """

    cells: tuple[PrintedCell, ...]
    source: Action | Result | None = None
    status: Status | None = None
    units: tuple[str, ...] = ()
    fields: tuple[tuple[str, ...], ...] = ()


class Group(NamedTuple):
    """The rows of one measure, whose cell spans them all. `total` is a row of sums."""

    measure: PrintedCell
    rows: tuple[PrintedRow, ...]
    total: bool = False


class PrintedTable(NamedTuple):
    """A table whose first column holds the measures. `caption` says what it shows."""

    caption: str
    columns: tuple[PrintedColumn, ...]
    groups: tuple[Group, ...]

    @property
    def rows(self) -> tuple[PrintedRow, ...]:
        """All rows, in order."""
        return tuple(row for group in self.groups for row in group.rows)


class Section(NamedTuple):
    """A heading, its lead-in (perhaps none) and its table.

    A table that `begins_page`, below the document's title or alone, may be longer than a page.
    """

    heading: str
    lead: str
    table: PrintedTable
    begins_page: bool = False


class Signature(NamedTuple):
    """A block to sign: an opinion has its heading, the proposer none. `name` has its brackets."""

    name: str
    position: str
    heading: str = ""


class Photo(NamedTuple):
    """A picture of the annex: the file as named in `หลักฐาน`, and its caption."""

    file: str
    caption: str


class Bar(NamedTuple):
    """A bar of a chart: what it is of, its value from 0 to 100 and how that is printed.

    `value` is None where none is known; a `low` one is drawn in another colour.
    """

    label: str
    value: float | None
    shown: str
    target: float | None = None
    low: bool = False


class Chart(NamedTuple):
    """Bars below each other, with a line at `goal`; all that it says stands in a table too."""

    caption: str
    bars: tuple[Bar, ...]
    goal: float


class Properties(NamedTuple):
    """What a file says about itself: no user's or machine's name."""

    title: str
    author: str
    date: dt.date
    draft: bool
    thai_digits: bool
    font: str
    names: tuple[str, ...]  # the agency's and persons' names, which no line break tears


class Content(Protocol):
    """A document's content: a named tuple whose fields are what its templates may name.

    A field is a text, a tuple of texts (paragraphs; lines, where it is called `title`), a Section,
    a Signature (or None), a tuple of Signatures or of Photos.
    """

    @property
    def properties(self) -> Properties: ...

    @property
    def round(self) -> Round | None: ...  # None of a document of no round

    def texts(self) -> Iterator[str]:
        """Yield every text in reading order: what each format must say, in this order."""
        ...

    def _asdict(self) -> dict[str, Any]: ...


# Fields that no template prints by themselves: how, where and with what the others are printed.
NOT_SAID = frozenset(
    {"properties", "round", "emblem", "annex", "missing", "chart", "found", "last"}
)


def said(content: Content) -> dict[str, Any]:
    """Return the fields that are to be printed, by name, in reading order."""
    return {n: v for n, v in content._asdict().items() if n not in NOT_SAID}


def sections(content: Content) -> dict[str, Section]:
    """Return the sections by their fields' names."""
    return {n: v for n, v in said(content).items() if isinstance(v, Section)}


def photos(content: Content) -> tuple[Photo, ...]:
    """Return the photos of the annex."""
    found: tuple[Photo, ...] = getattr(content, "photos", ())
    return found


def section_texts(section: Section) -> Iterator[str]:
    """Yield the texts of a section in reading order: heading, lead, table."""
    yield section.heading
    yield from [section.lead] if section.lead else []
    yield from (column.heading for column in section.table.columns)
    for group in section.table.groups:
        yield from (p.whole for p in group.measure)
        for row in group.rows:
            yield from (p.whole for cell in row.cells for p in cell)


class Memo(NamedTuple):
    """The official memo (บันทึกข้อความ), element by element from the top."""

    properties: Properties
    round: Round | None
    emblem: str  # file of the emblem's picture as typed, '' where there is none
    title: str
    department: str  # ส่วนราชการ
    number: str  # ที่
    date: str  # วันที่
    subject: str  # เรื่อง
    to: str  # เรียน
    enclosures: str  # สิ่งที่ส่งมาด้วย, '' where there is none
    paragraphs: tuple[str, ...]
    proposer: Signature | None
    opinions: tuple[Signature, ...]

    def texts(self) -> Iterator[str]:
        """Yield every text in reading order: what each format must say, in this order."""
        yield self.title
        yield from (self.department, self.number, self.date, self.subject, self.to)
        yield from [self.enclosures] if self.enclosures else []
        yield from self.paragraphs
        for signature in ([self.proposer] if self.proposer else []) + list(self.opinions):
            yield from [signature.heading] if signature.heading else []
            yield from (signature.name, signature.position)


class Report(NamedTuple):
    """The report: title, plan, summary, results; annexes of evidence, of units and of photos."""

    properties: Properties
    title: tuple[str, ...]
    round: Round
    plan: Section
    summary: Section
    results: Section
    evidence: Section | None  # the annex of what the results name as evidence
    units: Section | None  # the annex of what each unit says of shared actions
    annex: str  # the heading of the annex of photos
    photos: tuple[Photo, ...]
    missing: tuple[str, ...] = ()  # files named as evidence that don't exist
    last: Workbook | None = None  # last year's, where the results are its

    def texts(self) -> Iterator[str]:
        """Yield every text in reading order: what each format must say, in this order."""
        yield from self.title
        for section in sections(self).values():
            yield from section_texts(section)
        if self.photos:
            yield self.annex
            yield from (photo.caption for photo in self.photos)
