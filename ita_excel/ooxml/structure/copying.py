"""Parts of another package taken over with all that they relate to: tables, drawings, pictures."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from lxml import etree

from ita_excel.core.errors import RefusedEdit
from ita_excel.core.language import Text
from ita_excel.ooxml.contents import Contents
from ita_excel.ooxml.partnames import rels_name
from ita_excel.ooxml.partxml import children, local
from ita_excel.ooxml.relationships import NAMESPACE, OFFICE, OFFICE_STRICT
from ita_excel.ooxml.structure.styletransfer import StyleTransfer

TABLE_EXISTS = Text(
    "เพิ่มแผ่นงานไม่ได้ เพราะสมุดงานมีตารางหรือชื่อ {table} อยู่แล้วในแผ่นงานอื่น — โปรดเปลี่ยนชื่อตารางนั้นก่อน",
    "The sheet can't be added: the workbook has a table or name {table} already, in another sheet. "
    "Rename that table first.",
)
UNKNOWN = Text(
    "เพิ่มแผ่นงานไม่ได้ เพราะแผ่นในแม่แบบมีส่วนที่คัดลอกโดยปลอดภัยไม่ได้ ({what}) — โปรดใช้แม่แบบที่มากับโปรแกรม",
    "The sheet can't be added: that of the template has something that can't be copied safely "
    "({what}). Use the template that comes with the program.",
)
# What comes along with a sheet, by the last word of the relationship's type.
_COPIED = frozenset(
    [
        "table",
        "drawing",
        "chart",
        "image",
        "printersettings",
        "comments",
        "vmldrawing",
        "chartuseshapes",
        "chartusershapes",
        "chartstyle",
        "chartcolorstyle",
        "style",
        "themeoverride",
        "chartex",
    ]
)
_LEFT = frozenset(["threadedcomment"])  # its people are elsewhere; the note itself comes along
_LOOKS = (
    "dataDxfId", "headerRowDxfId", "totalsRowDxfId", "headerRowBorderDxfId", "tableBorderDxfId",
    "totalsRowBorderDxfId",
)  # fmt: skip
_STYLE_NAMES = ("dataCellStyle", "headerRowCellStyle", "totalsRowCellStyle")
_STRICT = (
    (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
     b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (OFFICE.encode(), OFFICE_STRICT.encode()),
    (b"http://schemas.openxmlformats.org/drawingml/2006/", b"http://purl.oclc.org/ooxml/drawingml/"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """A table that came along, with the formulas of its columns."""

    name: str
    formulas: tuple[str, ...]


class PartCopies:
    """Copies parts from `source` into `target`; one that is named twice comes once."""

    def __init__(self, source: Contents, target: Contents, styles: StyleTransfer) -> None:
        self._source, self._target, self._styles = source, target, styles
        self._names: dict[str, str] = {}
        self.tables: list[CopiedTable] = []

    def free_name(self, like: str) -> str:
        """Return a part's name that isn't taken: `xl/tables/table3.xml` for any of its kind."""
        stem, extension = posixpath.splitext(like)
        stem = stem.rstrip("0123456789")
        taken = set(self._names.values())
        numbers = (f"{stem}{n}{extension}" for n in range(1, 100_000))
        return next(n for n in numbers if self._target.parts.resolve(n) is None and n not in taken)

    def in_kind(self, data: bytes) -> bytes:
        """Return XML in the namespaces that the target uses: strict ones or the ordinary ones."""
        mine, theirs = self._source.workbook.strict, self._target.workbook.strict
        if mine != theirs:
            for ordinary, strict in _STRICT:
                data = data.replace(strict, ordinary) if mine else data.replace(ordinary, strict)
        return data

    def related(self, old: str, new: str) -> None:
        """Copy what the part `old` relates to, for the part `new`; the ids stay the same."""
        relationships = self._source.parts.relationships(old)
        raw = self._source.parts.resolve(rels_name(old))
        if not relationships or raw is None:
            return
        root = self._source.parts.xml(raw)
        for element, relation in zip(children(root, "Relationship"), relationships, strict=True):
            kind = relation.kind.lower()
            if relation.external:
                continue
            if kind in _LEFT:
                root.remove(element)
                continue
            if kind not in _COPIED:
                raise RefusedEdit(UNKNOWN, what=relation.kind)
            target = self._copy(relation.target, kind)
            element.set("Target", posixpath.relpath(target, posixpath.dirname(new)))
        data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        self._add(rels_name(new), self.in_kind(data), None)
        assert etree.QName(root).namespace == NAMESPACE

    def _copy(self, old: str, kind: str) -> str:
        if old in self._names:
            return self._names[old]
        name = self._names[old] = self.free_name(old)
        data = bytes(self._source.parts.read(old)[:])
        if kind == "table":
            data = self._table(old)
        types = self._source.parts.content_types()
        content_type = types.get(old.lower())
        self._add(name, self.in_kind(data) if kind != "image" else data, content_type)
        self.related(old, name)
        return name

    def _add(self, name: str, data: bytes, content_type: str | None) -> None:
        """Add a part; what has no content type of its own has one by its extension."""
        parts, declared = self._target.parts, self._target.declared
        if content_type is None:
            extension = posixpath.splitext(name)[1].lstrip(".").lower()
            parts.added[name] = data
            declared.mark(name, "added")
            given = self._source.parts.default_type(extension)
            if given and parts.set_default_type(extension, given):
                declared.mark("[Content_Types].xml", f"+Default[{extension}]")
            return
        for part, mark in parts.add(name, data, content_type).items():
            declared.mark(part, mark)

    def _table(self, part: str) -> bytes:
        """Return a table's part with an id of its own and the target's numbers of styles."""
        root = self._source.parts.xml(part)
        target = self._target
        name = root.get("displayName", "") or root.get("name", "")
        taken = {t.casefold() for t in target.tables()}
        groups = children(target.workbook.root, "definedNames")
        taken |= {n.get("name", "").casefold() for g in groups for n in children(g, "definedName")}
        if name.casefold() in taken:
            raise RefusedEdit(TABLE_EXISTS, table=name)
        ids = [int(target.parts.xml(t.part).get("id", "0")) for t in target.tables().values()]
        root.set("id", str(max(ids, default=0) + 1 + len(self.tables)))
        formulas: list[str] = []
        for element in root.iter():
            for attribute in _LOOKS:
                if element.get(attribute):
                    look = self._styles.look(int(element.get(attribute, "0")))
                    element.set(attribute, str(look))
            for attribute in _STYLE_NAMES:
                element.attrib.pop(attribute, "")
            if local(element) == "tableStyleInfo" and element.get("name"):
                self._styles.table_style(element.get("name", ""))
            if local(element) in ("calculatedColumnFormula", "totalsRowFormula") and element.text:
                formulas.append(element.text)
        self.tables.append(CopiedTable(name, tuple(formulas)))
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
