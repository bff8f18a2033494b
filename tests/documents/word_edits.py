"""Edits of Word files as people make them: by python-docx, and in the XML as Word writes it."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from ita_excel.ooxml.zipping import unzipped, zipped


def edit(path: Path, change: Callable[[Document], object]) -> Path:
    """Change a Word file in its place by python-docx."""
    document = docx.Document(str(path))
    change(document)
    document.save(str(path))
    return path


def paragraphs(document: Document) -> Iterator[Paragraph]:
    """Yield all paragraphs in reading order, those of tables too."""
    for element in document.element.body.iter(qn("w:p")):
        yield Paragraph(element, document)


def shown(paragraph: Paragraph) -> str:
    return "".join(t.text or "" for t in paragraph._p.iter(qn("w:t"))).replace("\u00a0", " ")


def replaced(document: Document, old: str, new: str) -> None:
    """Replace a text where it stands first, as somebody types over it: runs split as Word does."""
    for paragraph in paragraphs(document):
        if old in shown(paragraph):
            typed_over(paragraph, old, new)
            return
    raise AssertionError(f"nowhere: {old}")


def typed_over(paragraph: Paragraph, old: str, new: str) -> None:
    """Put `new` in the place of `old`, in a run of its own between two halves, with a proofing mark."""
    for text in paragraph._p.iter(qn("w:t")):
        said = (text.text or "").replace("\u00a0", " ")
        if old in said:
            head, _, tail = said.partition(old)
            run = text.getparent()
            assert run is not None
            before, middle, after = run, copy.deepcopy(run), copy.deepcopy(run)
            for one, words in ((before, head), (middle, new), (after, tail)):
                kept = [
                    t for t in one.iter(qn("w:t")) if (t.text or "").replace("\u00a0", " ") == said
                ]
                for t in kept:
                    t.text = words
                    t.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                if one is not before:
                    for other in list(one):
                        if other.tag in (qn("w:t"), qn("w:tab")) and other not in kept:
                            one.remove(other)
            before.addnext(middle)
            middle.addnext(after)
            middle.addprevious(middle.makeelement(qn("w:proofErr"), {qn("w:type"): "spellStart"}))
            return
    raise AssertionError(f"in no run: {old}")


def tracked(paragraph: Paragraph, old: str, new: str) -> None:
    """Replace a text with changes tracked: the old one deleted, the new one inserted."""
    typed_over(paragraph, old, new)
    (run,) = (
        r
        for r in paragraph._p.iter(qn("w:r"))
        if "".join(t.text or "" for t in r.iter(qn("w:t"))) == new
    )
    who = {qn("w:id"): "901", qn("w:author"): "ผู้ตรวจ", qn("w:date"): "2026-01-01T00:00:00Z"}
    gone = copy.deepcopy(run)
    for text in gone.iter(qn("w:t")):
        text.tag, text.text = qn("w:delText"), old
    deleted = run.makeelement(qn("w:del"), who)
    inserted = run.makeelement(qn("w:ins"), {**who, qn("w:id"): "902"})
    run.addprevious(deleted)
    deleted.append(gone)
    run.addprevious(inserted)
    inserted.append(run)


def without_memory(path: Path, *, name: bool = True) -> Path:
    """Drop what the file remembers, as some programs do; the property that names it too."""
    parts = unzipped(path.read_bytes())
    kept = {
        n: d for n, d in parts.items()
        if not n.startswith("customXml/") and not (name and n == "docProps/custom.xml")
    }  # fmt: skip
    for part in ("[Content_Types].xml", "word/_rels/document.xml.rels", "_rels/.rels"):
        text = kept[part].decode()
        kept[part] = "".join(
            piece for piece in _elements(text) if "customXml" not in piece
            and not (name and "custom" in piece)
        ).encode()  # fmt: skip
    path.write_bytes(zipped(kept))
    return path


def _elements(xml: str) -> list[str]:
    return xml.replace("><", ">\0<").split("\0")


def saved_again(path: Path) -> Path:
    """Write the package anew as another zip program does, with other times and order."""
    parts = unzipped(path.read_bytes())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for part in sorted(parts, reverse=True):
            package.writestr(part, parts[part])
    path.write_bytes(out.getvalue())
    return path
