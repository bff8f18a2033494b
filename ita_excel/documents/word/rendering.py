"""Documents as Word files: an office's template (or ours) filled with the content.

Knows what the placeholders of a template may name. How templates are read is `placeholders.py`'s
business, what Word needs beyond text `finishing.py`'s.

Lines end where the program that opens the file ends them, by its own dictionary. PDF and web page
break between our words; a Word file has nothing visible or silent to say so with. Tried with all
texts of the sample, 3.4 cm wide, in LibreOffice 7.4 (Word was not at hand), where 102 of 257 lines
ended inside one of our words: a run for each word, languages changing from run to run, no proofing
(`noProof`, language zxx), `cs`, `fitText`, `eastAsianLayout`, smart tags, bookmarks, `kinsoku` and
`wordWrap` off: the same 102; Japanese as language: 159; a content control for each word: 254;
zero-width spaces between words alone: 102. Only those with word joiners between all letters of a
word helped (7), and such characters end up in whatever is copied and searched. Another time, where
125 of 285 lines ended so: tracked insertions, `bdo`, `dir`, hyperlinks, spacing or shading from word
to word: 125 to 130; a QUOTE field for each word: 253; optional hyphens: 252; the same joiners as
hidden text: 19, but they are in the text all the same; an empty phonetic guide (`ruby`) over each
word: 7, but that is a field for each word in Word, and python-docx reads nothing of it. What no-break
spaces can hold together (`ต.ค. ๖๔ - ก.ย. ๖๕`) is held together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import singledispatch
from typing import Any

from ita_excel.core.errors import InputError
from ita_excel.documents.content.elements import (
    Content,
    Memo,
    Paragraph,
    Photo,
    PrintedCell,
    PrintedRow,
    Properties,
    Report,
    Section,
    Signature,
    said,
    sections,
)
from ita_excel.documents.content.proclamations import Proclamation
from ita_excel.documents.layout.continuing import CONTINUED, WORD, continued
from ita_excel.documents.layout.linebreaks import pieces
from ita_excel.documents.layout.opinions import columns, rows
from ita_excel.documents.pictures import Picture
from ita_excel.documents.word import own_template
from ita_excel.documents.word.finishing import Marks, finish
from ita_excel.documents.word.made_from import About, Memory, PlacedText, numbered, rows_of
from ita_excel.documents.word.placeholders import NO_WORD_FILE, fill, template_bytes

_NO_BREAK = "\u00a0"
_LONGEST_WHOLE = 24


def word_file(
    content: Content,
    name: str,
    template: bytes | None,
    pictures: Mapping[str, Picture],
    about: About | None = None,
    *,
    whole_rows: bool = False,
) -> bytes:
    """Return the document, made from our template `name` or from the office's own.

    `pictures` are those that can be read, by their files' names; the place of an emblem that isn't
    among them stays blank. With `about` the file remembers what it was made from; with `whole_rows`
    no row is cut at a page's end. InputError where the office's own template is no Word file or names
    what isn't there.
    """
    marks = Marks(whole_rows=whole_rows)
    context = _context(content, marks, pictures)
    memory = Memory(about, rows=rows_of(content)) if about else None
    return _made(name, template, context, marks, content.properties, memory)


@singledispatch
def _context(content: Content, marks: Marks, pictures: Mapping[str, Picture]) -> dict[str, Any]:
    """Return what a template may name: each field of the content in the form that its kind has.

    A document whose templates in the field name something else registers a function for it.
    """
    context = {name: _value(value, name) for name, value in said(content).items()}
    if (emblem := getattr(content, "emblem", None)) is not None:
        context["emblem"] = marks.emblem(pictures[emblem]) if emblem in pictures else ""
    if hasattr(content, "chart"):
        context["chart"] = marks.chart(content.chart) if content.chart else ""
    title = getattr(content, "title", ())
    for name, section in sections(content).items():
        if section.begins_page and not marks.whole_rows:
            section = continued(section, content.properties, WORD, title)
        title = ()  # stands above the first of them
        context[name] = _section(section, marks, name)
    if hasattr(content, "photos"):
        context["annex"] = getattr(content, "annex", "")
        context["photos"] = _photos(content.photos, marks, pictures)
    return context


def _value(value: object, place: str) -> Any:
    if isinstance(value, str):
        return _placed(_text(value), place)
    if isinstance(value, Signature):
        return _signature(value, place)
    if isinstance(value, tuple) and not isinstance(value, Section):
        whole = [v for v in value if not isinstance(v, Photo)]
        return [_value(v, f"{place}.{i}") for i, v in enumerate(whole)]
    return None


def _placed(text: str, place: str) -> str:
    """Return a text that says where it goes; an empty one too, where a person may type something."""
    return PlacedText(text, place)


@_context.register
def _(memo: Memo, marks: Marks, pictures: Mapping[str, Picture]) -> dict[str, Any]:
    plain = _context.dispatch(object)(memo, marks, pictures)
    numbers = iter(range(len(memo.opinions)))
    return plain | {
        "paragraphs": plain["paragraphs"][:-1],
        "closing": plain["paragraphs"][-1],
        "in_pairs": columns(memo) == 2,
        "opinion_rows": [
            [s and _signature(s, f"opinions.{next(numbers)}") for s in row] for row in rows(memo)
        ],
    }


@_context.register
def _(paper: Proclamation, marks: Marks, pictures: Mapping[str, Picture]) -> dict[str, Any]:
    seal = marks.seal(pictures[paper.emblem]) if paper.emblem in pictures else ""
    return _context.dispatch(object)(paper, marks, pictures) | {"emblem": seal}


@_context.register
def _(report: Report, marks: Marks, pictures: Mapping[str, Picture]) -> dict[str, Any]:
    plain = _context.dispatch(object)(report, marks, pictures)
    return plain | {"summary": _summary(report.summary, marks)}


def _photos(
    photos: Sequence[Photo], marks: Marks, pictures: Mapping[str, Picture]
) -> list[tuple[dict[str, str], dict[str, str]]]:
    """Return the photos two beside each other; an odd one has a blank place beside it."""
    made = [
        {"picture": marks.photo(pictures[p.file], p.caption), "caption": _text(p.caption)}
        for p in photos
    ]
    if len(made) % 2:
        made.append({"picture": "", "caption": ""})
    return list(zip(made[::2], made[1::2], strict=True))


# Fields that templates may print under another name.
_ALSO: dict[str, tuple[str, ...]] = {"opinions": ("opinions", "opinion_rows")}


def left_out(content: Content, name: str, template: bytes) -> tuple[str, ...]:
    """Return the placeholders that an office's template lacks though there is something to print."""
    filled = [n for n, value in said(content).items() if value]
    asked = [a for n in filled for a in _ALSO.get(n, (n,))]
    lacks = set(own_template.unused(template, name, asked))
    return tuple(n for n in filled if lacks.issuperset(_ALSO.get(n, (n,))))


def _made(
    name: str,
    template: bytes | None,
    context: dict[str, Any],
    marks: Marks,
    properties: Properties,
    memory: Memory | None,
) -> bytes:
    ours = template_bytes(name)
    if template is None or template == ours:
        return finish(fill(ours, name, context), marks, properties, memory)
    parts = own_template.fill(template, name, context)
    try:
        return finish(parts, marks, properties, memory)
    except (SyntaxError, LookupError, ValueError) as error:  # lxml's are the first
        raise InputError(NO_WORD_FILE, name=name) from error


def _text(text: str) -> str:
    """Return `text` with no-break spaces inside what is never torn: `ต.ค. ๖๔ - ก.ย. ๖๕`."""
    return "".join(
        p.replace(" ", _NO_BREAK) if " " in p.strip() and len(p) <= _LONGEST_WHOLE else p
        for p in pieces(text)
    )


def _signature(signature: Signature, place: str) -> dict[str, str]:
    return {
        "name": _placed(signature.name, f"{place}.name"),
        "position": _placed(_text(signature.position), f"{place}.position"),
        "heading": _placed(_text(signature.heading), f"{place}.heading"),
    }


def _section(section: Section, marks: Marks, place: str) -> dict[str, Any]:
    table, numbers = section.table, numbered(section)
    names = [c.name or f"column{i}" for i, c in enumerate(table.columns)]
    groups = []
    for group in table.groups:
        rows = [
            _row(row, names[1:], marks, f"{place}.{number}")
            for row, number in zip(group.rows, numbers, strict=False)
        ]
        first = rows[0]["number"] if rows else ""
        again = bool(group.measure) and group.measure[-1].text.endswith(CONTINUED)
        field = "" if again else "measure"  # `(ต่อ)` is a word of our own
        measure = _placed(_joined(group.measure, marks), f"{first}.measure.{field}")
        groups.append({"measure": measure, "rows": rows})
    return {
        "heading": _placed(_text(section.heading), f"{place}.heading"),
        "lead": _placed(_text(section.lead), f"{place}.lead"),
        "columns": {n: _text(c.heading) for n, c in zip(names, table.columns, strict=True)},
        "groups": groups,
    }


def _row(row: PrintedRow, names: Sequence[str], marks: Marks, place: str) -> dict[str, Any]:
    made: dict[str, Any] = {"number": place}
    for at, (name, cell) in enumerate(zip(names, row.cells, strict=True)):
        fields = row.fields[at] if at < len(row.fields) and row.fields[at] else (name,) * len(cell)
        whole = len(fields) == len(cell)  # else a part of a row that was cut at a page's end
        made[name] = [
            _placed(_paragraph(p, marks), f"{place}.{name}.{fields[i] if whole else ''}")
            for i, p in enumerate(cell)
        ]
    return made


def _summary(section: Section, marks: Marks) -> dict[str, Any]:
    rows = [
        {
            "measure": _joined(group.measure, marks),
            "numbers": [cell[0].text for cell in group.rows[0].cells],
        }
        for group in section.table.groups
    ]
    headings = [_text(c.heading) for c in section.table.columns]
    return {
        "heading": _placed(_text(section.heading), "summary.heading"),
        "lead": _placed(_text(section.lead), "summary.lead"),
        "first": headings[0],
        "statuses": headings[1:],
        "rows": rows[:-1],
        "total": rows[-1],
    }


def _joined(cell: PrintedCell, marks: Marks) -> str:
    """Return a measure's cell as one paragraph: merged cells hold but one placeholder."""
    return " ".join(_paragraph(p, marks) for p in cell)


def _paragraph(paragraph: Paragraph, marks: Marks) -> str:
    text = _text(paragraph.text)
    if paragraph.kind == "link":
        return marks.link(text, paragraph.href)
    if paragraph.kind == "bullet":
        return marks.bullet(text)
    if paragraph.kind == "numbered":
        return marks.numbered(text, paragraph.label)
    return f"{paragraph.label} {text}" if paragraph.label else text
