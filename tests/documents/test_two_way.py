"""The two-way memo as a law: any edit of a paragraph or a cell in Word comes back as just that proposal.

And the workbook that takes it prints what stood in Word. Edited by python-docx, in runs that are torn as
Word tears them; some go through LibreOffice first.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import docx
from docx.oxml.ns import qn
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from ita_excel import schema
from ita_excel.core.grid import Grid
from ita_excel.documents.making import begin
from ita_excel.documents.order import Order
from ita_excel.documents.word import made_from
from ita_excel.documents.word.edited import WordEdits, edits
from ita_excel.documents.word.reading_back import read as read_document
from ita_excel.jobs.book import derived_heading
from ita_excel.jobs.word_proposals import Proposed, Proposing
from ita_excel.merging import copy_conflicts
from ita_excel.ooxml.zipping import unzipped
from ita_excel.schema.model import Round
from ita_excel.sheets import Reading, append_rows, newbook, read, require_block
from ita_excel.sheets.derived_cells import in_reports_order
from ita_excel.sheets.sample import sample
from ita_excel.store.file import FileGrid
from ita_excel.store.shipped import template_bytes
from ita_excel.thai.digits import to_arabic
from ita_excel.thai.normal import print_form
from tests.libreoffice import convert

KINDS = ("memo", "report", "measures")
MOMENT = dt.datetime(2026, 1, 2, 3, 4, 5)
PHASES = (
    Phase.explicit,
    Phase.reuse,
    Phase.generate,
)  # to make a failing example short takes minutes
# Cells whose edits can always be typed, if they can be typed at all.
FIELDS = {"text", "method", "details", "outcome", "suggestions", "measure"}
LETTERS = "กขคงจฉชซญดตถทนบปผพฟมยรลวศสหอาิีุูเแโ่้AbcXyz .,()-/๑๒๕0129"


def book() -> Grid:
    grid = FileGrid.from_bytes(template_bytes())
    told = sample()
    reading = read(grid)
    made = newbook.edits(reading, told.settings, "two-way")
    for table, rows in ((schema.UNITS, told.units), (schema.SIGNATORIES, told.signatories),
                        (schema.PLAN, told.plan), (schema.RESULTS, told.results)):  # fmt: skip
        made += append_rows(require_block(reading.blocks, table), rows)
    grid.apply(made)
    return grid


def printed(reading: Reading, kind: str, *, whole: bool = False) -> bytes:
    order = Order(kinds=(kind,), formats=("docx",), round=Round.SIX, whole_rows=whole)
    (data,) = begin(in_reports_order(reading), Path("/nowhere"), order).finish().values()
    return data


class Editable(NamedTuple):
    kind: str
    paragraph: int
    place: str
    text: str


@cache
def known() -> tuple[Reading, dict[str, bytes], tuple[Editable, ...]]:
    reading = read(book())
    made = {kind: printed(reading, kind) for kind in KINDS}
    found = []
    for kind, data in made.items():
        memory = made_from.unpacked(made_from.packed_in(unzipped(data)))
        assert memory is not None
        texts = {p.number: p.text for p in read_document(unzipped(data)).paragraphs()}
        for place in memory.places:
            field = place.name.rpartition(".")[2]
            cell = place.in_table and field in FIELDS and not place.name.startswith("summary")
            head = kind == "memo" and place.name in ("subject", "to", "number", "proposer.position")
            if (cell or head) and texts.get(place.paragraph):
                found.append(Editable(kind, place.paragraph, place.name, place.text))
    return reading, made, tuple(found)


def words_of(paragraph: Any) -> list[Any]:
    return list(paragraph.iter(qn("w:t")))


def typed_over(data: bytes, one: Editable, change: Any, tear: int) -> bytes:
    """Type over the value in a paragraph: what stands in its last text, torn into two runs."""
    document = docx.Document(io.BytesIO(data))
    paragraph = list(document.element.iter(qn("w:p")))[one.paragraph]
    texts = words_of(paragraph)
    old = one.text
    text = next(
        (t for t in texts if old and (t.text or "").replace("\u00a0", " ") == old), texts[-1]
    )
    new = change((text.text or "").replace("\u00a0", " "))
    run = text.getparent()
    second = docx.oxml.parse_xml(docx.oxml.xmlchemy.serialize_for_reading(run))
    for child in list(second):
        if child.tag in (qn("w:t"), qn("w:tab")):
            second.remove(child)
    cut = tear % (len(new) + 1)
    more = second.makeelement(
        qn("w:t"), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}
    )
    text.text, more.text = new[:cut], new[cut:]
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    second.append(more)
    run.addnext(second)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def proposed(reading: Reading, data: bytes, today: bytes) -> tuple[WordEdits, Proposed]:
    found = edits(data, today)
    assert found is not None
    proposing = Proposing(reading, found.about, "ก.docx", MOMENT)
    return found, proposing.propose(found.cells, found.texts)


def accepted(found: Proposed) -> Reading:
    """The workbook after the officer took every proposal, by the job's own way."""
    grid = book()
    reading = read(grid)
    grid.apply(copy_conflicts.listed(reading, found.found, derived_heading).edits)
    reading = read(grid)
    said = {c.identity: True for c in copy_conflicts.of_word_files(reading)}
    grid.apply(copy_conflicts.decided(reading, "resolve", MOMENT, derived_heading, said).edits)
    return read(grid)


def lines(data: bytes) -> list[str]:
    document = read_document(unzipped(data))
    return [" ".join(to_arabic(print_form(p.text)).split()) for p in document.paragraphs()]


def section(data: bytes) -> list[str]:
    """What a document says, but for what goes on from page to page."""
    return [line for line in lines(data) if line and not line.endswith("(ต่อ)")]


def agree(made: list[str], edited: list[str]) -> bool:
    """Whether a new document says what the edited one does.

    Numbers before a row's text are the program's; a status that an outcome no more repeats comes to
    be said by itself.
    """
    one, other = (Counter(NUMBER.sub("", line) for line in said) for said in (made, edited))
    statuses = schema.LISTS["statuses"]
    more = [m.removeprefix("สถานะ:").strip() for m in (one - other).elements()]
    return not other - one and all(m in statuses for m in more)


NUMBER = re.compile(r"^[0-9]+\. ?")


@st.composite
def new_text(draw: st.DrawFn) -> Any:
    """A way to type over a text: another one, or some letters put in or taken out."""
    word = draw(st.text(LETTERS, min_size=1, max_size=30))
    kind = draw(st.sampled_from(("all", "in", "end", "out")))
    at = draw(st.integers(0, 200))

    def change(old: str) -> str:
        place = at % (len(old) + 1)
        if kind == "all":
            return word
        if kind == "in":
            return old[:place] + word + old[place:]
        return old + word if kind == "end" else old[:place] + old[place + 3 :]

    return change


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(st.data())
def test_any_edit_comes_back_as_just_that_proposal_and_is_printed_so(data: st.DataObject) -> None:
    reading, made, places = known()
    one = data.draw(st.sampled_from(places))
    change = data.draw(new_text())
    before = made[one.kind]
    after = typed_over(before, one, change, data.draw(st.integers(0, 99)))
    assume(lines(after) != lines(before))
    found, told = proposed(reading, after, before)
    assert found.edited
    changed = len(found.cells) + len(found.texts) + len(found.untaken)
    assert changed == 1, found
    if not told.found:  # what no cell can say is told, never dropped
        assert len(told.untaken) + len(found.untaken) == 1
        return
    (field,) = {c.field for c in told.found}
    assert field == "measure" or len(told.found) == 1
    assert not told.untaken
    again = accepted(told)
    expected, got = section(after), section(printed(again, one.kind))
    if field == "measure":
        wished = {line for line in expected if line not in lines(before)}
        assert wished <= set(got)
    else:
        differ = Counter(got) - Counter(expected), Counter(expected) - Counter(got)
        assert agree(got, expected), (differ, told.found)
    # Taken once, it isn't proposed again.
    _, rest = proposed(again, after, printed(again, one.kind, whole=True))
    assert not rest.found and not rest.untaken


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(st.data())
def test_edits_of_several_cells_come_back_one_by_one(data: st.DataObject) -> None:
    reading, made, places = known()
    cells = [
        p
        for p in places
        if p.kind == "report" and p.place.rpartition(".")[2] in ("suggestions", "outcome")
    ]
    chosen = data.draw(
        st.lists(st.sampled_from(cells), min_size=2, max_size=4, unique_by=lambda p: p.place)
    )
    after = made["report"]
    for number, one in enumerate(chosen):
        after = typed_over(after, one, lambda old, n=number: f"{old} เพิ่มเติมครั้งที่{n}", number)
    found, told = proposed(reading, after, made["report"])
    assert len(told.found) == len(chosen) and not told.untaken and not found.untaken
    assert agree(section(printed(accepted(told), "report")), section(after))


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(st.data())
def test_through_libreoffice_the_same_edit_comes_back(
    tmp_path_factory: Any, data: st.DataObject
) -> None:
    reading, made, places = known()
    one = data.draw(st.sampled_from(places))
    after = typed_over(made[one.kind], one, data.draw(new_text()), 3)
    assume(lines(after) != lines(made[one.kind]))
    folder = tmp_path_factory.mktemp("lo")
    (folder / "a.docx").write_bytes(after)
    saved = convert(folder / "a.docx", "docx", folder / "b").read_bytes()
    (_, told), (_, again) = (proposed(reading, d, made[one.kind]) for d in (after, saved))
    assert [c[:8] for c in told.found] == [c[:8] for c in again.found]


def test_untouched_files_propose_nothing() -> None:
    reading, made, _ = known()
    for kind, data in made.items():
        found, told = proposed(reading, data, data)
        assert not found.edited and found.cells == found.texts == found.untaken == (), kind
        assert told == Proposed()


def test_words_for_a_row_that_said_nothing_are_not_asked_about_again() -> None:
    """The new document has a number and the status beside them, which the edited one has not."""
    reading, made, places = known()
    one = next(p for p in places if p.place.endswith("outcome.outcome") and not p.text)
    after = typed_over(made[one.kind], one, lambda _: "ได้จัดอบรมแล้ว", 3)
    _, told = proposed(reading, after, made[one.kind])
    [only] = told.found
    assert only.theirs == "ได้จัดอบรมแล้ว"
    again = accepted(told)
    _, rest = proposed(again, after, printed(again, one.kind, whole=True))
    assert not rest.found and not rest.untaken
