"""Makes whole files of the templates' bodies: the same bytes on every run.

An office opens them in Word, changes what it likes and gives them back with `--templates`: every
look is a named style. Placeholders are docxtpl's; what they may name is listed in templates/README.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import import_module

from ita_excel.documents.word.building import plain_parts
from ita_excel.documents.word.building.markup import header, page_number
from ita_excel.documents.word.building.styles import HEAD, NAMESPACES, font_table, numbering, styles
from ita_excel.documents.word.placeholders import made_ready
from ita_excel.ooxml.zipping import zipped


def build(name: str) -> bytes:
    """Return the template of a kind of document; its body is made by the module of that name."""
    body = import_module(f"ita_excel.documents.word.building.{name}").body()
    parts = {
        "[Content_Types].xml": plain_parts.content_types(),
        "_rels/.rels": plain_parts.package_relations(),
        "docProps/core.xml": plain_parts.core(),
        "word/document.xml": f"{HEAD}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": plain_parts.document_relations(),
        "word/styles.xml": styles(body),
        "word/numbering.xml": numbering(),
        "word/fontTable.xml": font_table(),
        "word/settings.xml": plain_parts.settings(),
        "word/header1.xml": header(page_number()),
        "word/header2.xml": header('<w:p><w:pPr><w:pStyle w:val="ITANothing"/></w:pPr></w:p>'),
    }
    return zipped({name: text.encode() for name, text in parts.items()})


def sources(templates: Mapping[str, bytes]) -> str:
    """Return the JSON of what docxtpl and Jinja make of each template, by its name."""
    made = {name: made_ready(data) for name, data in templates.items()}
    return json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
