"""Memo and report as Word files: an office's template (or ours) filled with the content.

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

from collections.abc import Mapping
from typing import Any

from ita_excel.core.errors import InputError
from ita_excel.documents.content.elements import (
    Cell,
    Memo,
    Paragraph,
    Properties,
    Report,
    Section,
    Signature,
)
from ita_excel.documents.layout.continuing import WORD, continued
from ita_excel.documents.layout.linebreaks import pieces
from ita_excel.documents.layout.opinions import columns, rows
from ita_excel.documents.pictures import Picture
from ita_excel.documents.word import own_template
from ita_excel.documents.word.finishing import Marks, finish
from ita_excel.documents.word.placeholders import NO_WORD_FILE, fill, template_bytes

_NO_BREAK = "\u00a0"
_LONGEST_WHOLE = 24


def memo_docx(memo: Memo, template: bytes | None = None, emblem: Picture | None = None) -> bytes:
    """Return the memo; its emblem's place stays blank where `emblem` is None.

    InputError where the office's own template is no Word file or names what isn't there.
    """
    marks = Marks()
    context: dict[str, Any] = {
        name: _text(getattr(memo, name))
        for name in ("title", "department", "number", "date", "subject", "to", "enclosures")
    }
    context |= {
        "emblem": marks.emblem(emblem) if emblem else "",
        "paragraphs": [_text(p) for p in memo.paragraphs[:-1]],
        "closing": _text(memo.paragraphs[-1]),
        "proposer": memo.proposer and _signature(memo.proposer),
        "opinions": [_signature(s) for s in memo.opinions],
        "in_pairs": columns(memo) == 2,
        "opinion_rows": [[s and _signature(s) for s in row] for row in rows(memo)],
    }
    return _made("memo", template, context, marks, memo.properties)


def report_docx(
    report: Report,
    template: bytes | None = None,
    pictures: Mapping[str, Picture] | None = None,
) -> bytes:
    """Return the report; `pictures` holds those of the annex by their file's name."""
    marks = Marks()
    photos = [
        {
            "picture": marks.photo((pictures or {})[photo.file], photo.caption),
            "caption": _text(photo.caption),
        }
        for photo in report.photos
    ]
    if len(photos) % 2:
        photos.append({"picture": "", "caption": ""})
    properties = report.properties
    context = {
        "title": [_text(line) for line in report.title],
        "plan": _section(continued(report.plan, properties, WORD, report.title), marks),
        "summary": _summary(report.summary, marks),
        "results": _section(continued(report.results, properties, WORD), marks),
        "annex": report.annex,
        "photos": list(zip(photos[::2], photos[1::2], strict=True)),
    }
    return _made("report", template, context, marks, report.properties)


# What a template may name; and the other names by which it may print the same.
_SAYS: dict[str, tuple[str, ...]] = {"opinions": ("opinions", "opinion_rows")}
_NAMES = {
    "memo": (
        "title", "department", "number", "date", "subject", "to", "enclosures", "paragraphs",
        "proposer", "opinions",
    ),
    "report": ("title", "plan", "summary", "results", "photos"),
}  # fmt: skip


def left_out(document: Memo | Report, template: bytes) -> tuple[str, ...]:
    """Return the placeholders that an office's template lacks though there is something to print."""
    name = "memo" if isinstance(document, Memo) else "report"
    filled = [n for n in _NAMES[name] if getattr(document, n)]
    lacks = set(
        own_template.unused(template, name, [s for n in filled for s in _SAYS.get(n, (n,))])
    )
    return tuple(n for n in filled if lacks.issuperset(_SAYS.get(n, (n,))))


def _made(
    name: str,
    template: bytes | None,
    context: dict[str, Any],
    marks: Marks,
    properties: Properties,
) -> bytes:
    ours = template_bytes(name)
    if template is None or template == ours:
        return finish(fill(ours, name, context), marks, properties)
    parts = own_template.fill(template, name, context)
    try:
        return finish(parts, marks, properties)
    except (SyntaxError, LookupError, ValueError) as error:  # lxml's are the first
        raise InputError(NO_WORD_FILE, name=name) from error


def _text(text: str) -> str:
    """Return `text` with no-break spaces inside what is never torn: `ต.ค. ๖๔ - ก.ย. ๖๕`."""
    return "".join(
        p.replace(" ", _NO_BREAK) if " " in p.strip() and len(p) <= _LONGEST_WHOLE else p
        for p in pieces(text)
    )


def _signature(signature: Signature) -> dict[str, str]:
    return {
        "name": signature.name,
        "position": _text(signature.position),
        "heading": _text(signature.heading),
    }


def _section(section: Section, marks: Marks) -> dict[str, Any]:
    table = section.table
    return {
        "heading": _text(section.heading),
        "lead": _text(section.lead),
        "columns": {c.name: _text(c.heading) for c in table.columns},
        "groups": [
            {
                "measure": _joined(group.measure, marks),
                "rows": [
                    {
                        c.name: [_paragraph(p, marks) for p in cell]
                        for c, cell in zip(table.columns[1:], row.cells, strict=True)
                    }
                    for row in group.rows
                ],
            }
            for group in table.groups
        ],
    }


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
        "heading": _text(section.heading),
        "lead": _text(section.lead),
        "first": headings[0],
        "statuses": headings[1:],
        "rows": rows[:-1],
        "total": rows[-1],
    }


def _joined(cell: Cell, marks: Marks) -> str:
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
