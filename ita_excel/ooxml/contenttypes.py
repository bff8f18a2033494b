"""`[Content_Types].xml`: what each part of a package holds, by its name or by its extension."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from ita_excel.core import limits
from ita_excel.ooxml.partnames import part_key
from ita_excel.ooxml.partxml import children, parse, serialize
from ita_excel.ooxml.zipcopy import Buffer

NAME = "[Content_Types].xml"
NAMESPACE = "http://schemas.openxmlformats.org/package/2006/content-types"


class ContentTypes:
    """The content types of one package, to which some are added or from which some are removed."""

    def __init__(self, data: Buffer, limit: int = limits.OWN.tree) -> None:
        self._source, self._root = data, parse(data, NAME, limit)

    @property
    def data(self) -> bytes:
        """The part as it is now."""
        return serialize(self._root, self._source)

    @property
    def of_parts(self) -> Mapping[str, str]:
        """The types given to single parts, by what `part_key` makes of their names."""
        overrides = children(self._root, "Override")
        return {part_key(e.get("PartName", "")): e.get("ContentType", "") for e in overrides}

    def default(self, extension: str) -> str | None:
        """Return the type of parts with an extension (lower case), None where none is said."""
        found = (e for e in children(self._root, "Default"))
        return next(
            (e.get("ContentType") for e in found if e.get("Extension", "").lower() == extension),
            None,
        )

    def set_default(self, extension: str, content_type: str) -> bool:
        """Say what parts with an extension are; False, nothing changed, where that is said."""
        known = {e.get("Extension", "").lower() for e in children(self._root, "Default")}
        if extension in known:
            return False
        attributes = {"Extension": extension, "ContentType": content_type}
        self._root.insert(0, self._root.makeelement(f"{{{NAMESPACE}}}Default", attributes))
        return True

    def set_part(self, part: str, content_type: str) -> None:
        """Say what one part is, in place of what was said of it."""
        self.remove(part)
        attributes = {"PartName": f"/{part}", "ContentType": content_type}
        etree.SubElement(self._root, f"{{{NAMESPACE}}}Override", attributes)

    def remove(self, part: str) -> str | None:
        """Remove what is said of one part; return its name as it stood there, None if nowhere."""
        found = None
        for element in children(self._root, "Override"):
            if part_key(element.get("PartName", "")) == part_key(part):
                self._root.remove(element)
                found = element.get("PartName")
        return found
