"""A document as one web page: self-contained, for a phone, a screen reader and a printer.

A line breaks where it does in print; no invisible character stands in the text, so that copying
and searching find what is read. Everything typed is escaped; a link leads only to web addresses.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ita_excel.documents import style
from ita_excel.documents.content.elements import (
    Content,
    Paragraph,
    PrintedColumn,
    PrintedTable,
    Section,
    Signature,
    photos,
    said,
)
from ita_excel.documents.layout.linebreaks import pieces
from ita_excel.documents.pictures import Picture
from ita_excel.documents.style import Page
from ita_excel.schema.model import Status

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_ROOM = 13  # ems that even a narrow phone shows in a line
_CLASSES = {
    Status.DONE: "done",
    Status.UNDER_WAY: "going",
    Status.NOT_DONE: "none",
    Status.CANCELLED: "cancelled",
}
_KINDS = {".png": "image/png", ".jpg": "image/jpeg"}


def web_page(content: Content, name: str, page: Page, pictures: Mapping[str, Picture]) -> bytes:
    """Return the page, made from the template `name`.html where there is one.

    `pictures` are those that can be read, by their files' names; `page` is the paper on which it
    would be printed.
    """
    names = content.properties.names
    context: dict[str, Any] = {
        "document": content,
        "photos": [
            {"caption": photo.caption, "address": _address(pictures[photo.file])}
            for photo in photos(content)
        ],
        "parts": [(name, _kind(value), value) for name, value in said(content).items()],
        "units_of": _units,
        "statuses": list(Status),
        "classes": _CLASSES,
        "share": _share,
        "style": style,
        "paper": _paper(page),
        "words": lambda text: _words(text, names),
        "paragraph": lambda p, status=None: _paragraph(p, names, status),
    }
    template = environment().select_template([f"{name}.html", "document.html"])
    made: str = template.render(context)
    return made.encode()


def _kind(value: object) -> str:
    """Return what a field is, in a word that a template can ask for."""
    kinds = {str: "text", Section: "section", Signature: "signature"}
    return kinds.get(type(value), "list" if value else "nothing")


def _units(table: PrintedTable) -> list[str]:
    """Return the units that a table's rows concern, in the alphabet's order."""
    return sorted({unit for row in table.rows for unit in row.units})


@cache
def environment() -> Environment:
    """Return the templates of this folder; what they show is escaped."""
    import jinja2

    folder = Path(__file__).parent
    sources = {f.name: f.read_text("utf-8") for f in folder.iterdir() if f.name.endswith(".html")}
    loader = jinja2.DictLoader(sources)
    return jinja2.Environment(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _words(text: str, names: tuple[str, ...]) -> Markup:
    """Return the words, each kept whole, with a place to break after each."""
    from markupsafe import Markup, escape

    out = []
    for piece in pieces(text, names, _ROOM):
        if piece.isspace():
            out.append(Markup(" "))
        elif len(piece) > 1 and not piece.isascii():
            out.append(Markup("<span class=w>") + escape(piece) + Markup("</span><wbr>"))
        else:
            out.append(escape(piece) + Markup("<wbr>"))
    return Markup("").join(out)


def _paragraph(paragraph: Paragraph, names: tuple[str, ...], status: Status | None) -> Markup:
    from markupsafe import Markup

    body = _words(paragraph.text, names)
    if paragraph.kind == "link":
        body = Markup('<a href="{}" rel="nofollow noopener">{}</a>').format(paragraph.href, body)
    if paragraph.kind == "status":
        kind = _CLASSES[status] if status else "unknown"
        body = Markup('<span class="status {}">{}</span>').format(kind, body)
    label = Markup("<span class=label>{} </span>").format(paragraph.label)
    kinds = {"bullet": "item bullet", "numbered": "item"}
    listed = kinds.get(paragraph.kind, "text")
    return Markup('<p class="{}">{}{}</p>').format(listed, label if paragraph.label else "", body)


def _paper(page: Page) -> str:
    """Return the size of a page and its margins as CSS has them."""
    size = f"{10 * page.width:g}mm {10 * page.height:g}mm"
    margins = " ".join(f"{10 * m:g}mm" for m in (page.top, page.right, page.bottom, page.left))
    return f"{size};margin:{margins}"


def _share(column: PrintedColumn, table: PrintedTable) -> float:
    """Return how much of the table's width a column takes, in percent, as in the PDF."""
    return round(100 * column.width / sum(c.width for c in table.columns), 2)


def _address(picture: Picture) -> str:
    kind, data = _KINDS[picture.suffix], base64.b64encode(picture.oriented).decode()
    return f"data:{kind};base64,{data}"
