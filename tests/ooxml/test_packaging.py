"""Names, relationships and content types of parts: openpyxl reads what is written, and says the same."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl.packaging.manifest import Manifest
from openpyxl.packaging.relationship import RelationshipList, get_rels_path
from openpyxl.xml.functions import fromstring

from ita_excel.core.errors import InputError
from ita_excel.ooxml import contenttypes
from ita_excel.ooxml.contenttypes import ContentTypes
from ita_excel.ooxml.package import Package
from ita_excel.ooxml.partnames import join, part_key, relative, rels_name
from ita_excel.ooxml.relationships import NAMESPACE, OFFICE, Relationships
from ita_excel.ooxml.zipping import unzipped, zipped
from tests.ooxml import raw

SHEET = "xl/worksheets/sheet1.xml"
IMAGE, LINK = f"{OFFICE}/image", f"{OFFICE}/hyperlink"


def read_by_openpyxl(data: bytes) -> dict[str, tuple[str, str, str | None]]:
    found = RelationshipList.from_tree(fromstring(data))
    found = getattr(found, "Relationship", found)  # before openpyxl 3.1.3 it was no list itself
    return {r.Id: (r.Type, r.Target, r.TargetMode) for r in found}


@pytest.mark.parametrize("part", ["xl/workbook.xml", SHEET, "word/document.xml"])
def test_relationships_stand_where_openpyxl_looks_for_them(part: str) -> None:
    assert rels_name(part) == get_rels_path(part).lstrip("/")


@pytest.mark.parametrize(
    "target",
    ["../media/a.png", "/xl/media/a.png", "..\\media\\a.png", "../media/../media/a.png#here"],
)
def test_a_part_is_found_however_its_target_is_written(target: str) -> None:
    assert join(SHEET, target) == "xl/media/a.png"


@pytest.mark.parametrize(
    ("part", "target"),
    [("", "xl/workbook.xml"), (SHEET, "xl/media/a.png"), (SHEET, "docProps/core.xml"),
     ("xl/workbook.xml", "customXml/item1.xml"), (SHEET, "xl/worksheets/sheet2.xml")],
)  # fmt: skip
def test_a_relative_target_leads_to_its_part(part: str, target: str) -> None:
    written = relative(part, target)
    assert not written.startswith("/")
    assert join(part, written) == target


def test_names_are_the_same_but_for_case_slashes_and_percent_codes() -> None:
    assert part_key("/XL/Media/a%20b.png") == part_key("xl\\media\\A b.PNG")


def test_a_new_relationship_has_a_free_id_and_the_same_one_is_not_made_twice() -> None:
    start = raw.relationships(("image", "a.png"), ("image", "b.png")).replace("rId2", "rId3")
    arrows = Relationships(SHEET, start.encode())
    assert arrows.add(IMAGE, "a.png") == "rId1"
    new = [arrows.add(IMAGE, "c.png"), arrows.add(LINK, "https://a.go.th/?a=1&b=2", external=True)]
    assert new == ["rId2", "rId4"]
    assert arrows.add(LINK, "https://a.go.th/?a=1&b=2") == "rId5"  # a part of that name
    found = read_by_openpyxl(arrows.data)
    assert found["rId3"] == (IMAGE, "b.png", None)
    assert found["rId2"] == (IMAGE, "c.png", None)
    assert found["rId4"] == (LINK, "https://a.go.th/?a=1&b=2", "External")


def test_the_first_relationship_of_a_part_makes_the_list() -> None:
    arrows = Relationships(SHEET, None)
    arrows.add(IMAGE, "../media/a.png")
    assert read_by_openpyxl(arrows.data) == {"rId1": (IMAGE, "../media/a.png", None)}
    assert arrows.target("rId1") == "xl/media/a.png"
    assert arrows.target("rId2") == ""


def test_all_relationships_to_a_part_are_removed_and_no_address_outside() -> None:
    arrows = Relationships(SHEET, None)
    for target in ("../media/a.png", "/xl/media/A.png", "../media/b.png"):
        arrows.add(IMAGE, target)
    arrows.add(LINK, "../media/a.png", external=True)
    assert arrows.remove("xl/media/a.png") == ["rId1", "rId2"]
    assert set(read_by_openpyxl(arrows.data)) == {"rId3", "rId4"}
    assert arrows.add(IMAGE, "../media/a.png") == "rId5"


def test_relationships_that_are_no_xml_are_refused() -> None:
    with pytest.raises(InputError, match=r"sheet1\.xml\.rels"):
        Relationships(SHEET, b"<Relationships")


def test_content_types_are_set_once_and_read_by_openpyxl() -> None:
    types = ContentTypes(raw.TYPES.replace("{more}", "").encode())
    assert types.set_default("png", "image/png")
    assert not types.set_default("png", "image/jpeg")
    assert not types.set_default("xml", "text/xml")
    types.set_part("xl/workbook.xml", "application/x-first")
    types.set_part("XL/Workbook.xml", "application/x-second")
    manifest = Manifest.from_tree(fromstring(types.data))
    defaults = {d.Extension: d.ContentType for d in manifest.Default}
    assert defaults["png"] == "image/png"
    assert defaults["xml"] == "application/xml"
    assert [o.PartName for o in manifest.Override if "orkbook" in o.PartName] == [
        "/XL/Workbook.xml"
    ]
    assert types.of_parts["xl/workbook.xml"] == "application/x-second"
    assert types.remove("xl/workbook.xml") == "/XL/Workbook.xml"
    assert types.remove("xl/workbook.xml") is None


def test_an_added_part_is_related_typed_and_declared() -> None:
    package = Package(raw.zipped(raw.book(raw.worksheet(""))))
    identity = package.add_part("xl/media/a.bin", b"x", "application/x-a", "image", SHEET)
    out = io.BytesIO()
    package.write_to(out)
    assert package.receipt(out.getvalue()).undeclared == ()
    parts = unzipped(out.getvalue())
    assert parts["xl/media/a.bin"] == b"x"
    relations = read_by_openpyxl(parts[rels_name(SHEET)])
    assert relations == {identity: (IMAGE, "../media/a.bin", None)}
    types = Manifest.from_tree(fromstring(parts[contenttypes.NAME]))
    assert "application/x-a" in [o.ContentType for o in types.Override]


def test_the_same_parts_give_the_same_package_in_whatever_order_they_come() -> None:
    parts = {"word/b.xml": b"b" * 1000, "a.odttf": b"a" * 1000, contenttypes.NAME: b"<Types/>"}
    made = zipped(parts, stored=".odttf")
    assert made == zipped(dict(reversed(parts.items())), stored=".odttf")
    assert unzipped(made) == parts
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        kinds = {e.filename: e.compress_type for e in package.infolist()}
    assert list(kinds) == [contenttypes.NAME, "a.odttf", "word/b.xml"]
    assert kinds["a.odttf"] == zipfile.ZIP_STORED
    assert kinds["word/b.xml"] == zipfile.ZIP_DEFLATED


def test_a_package_over_the_limit_is_not_unpacked() -> None:
    made = zipped({"a.xml": b"a" * 1001})
    assert unzipped(made, 1001)
    with pytest.raises(zipfile.BadZipFile, match="too large"):
        unzipped(made, 1000)


def test_namespaces_are_those_of_the_standard() -> None:
    assert NAMESPACE in raw.relationships()
    assert contenttypes.NAMESPACE in raw.TYPES
