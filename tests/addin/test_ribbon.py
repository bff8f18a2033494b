"""The ribbon tab: groups, labels, callbacks with the right signature, ids and key tips unique."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from ita_excel.buttons.addin import ribbon
from ita_excel.buttons.addin.build import MACROS
from ita_excel.jobs.wishes import BUTTONS

NS = {"ui": "http://schemas.microsoft.com/office/2009/07/customui"}
RIBBON = etree.parse(MACROS / "customUI14.xml").getroot()
BUTTON_ELEMENTS = RIBBON.findall(".//ui:button", NS)


def identifier(button: str) -> str:
    return "ita" + "".join(word.capitalize() for word in button.split("_"))


def test_one_tab_with_four_groups() -> None:
    [tab] = RIBBON.findall(".//ui:tab", NS)
    assert tab.get("label") == "ITA"
    groups = [group.get("label") for group in tab.findall("ui:group", NS)]
    assert groups == ["ตรวจ", "ผลการดำเนินการ", "หน่วยงาน", "เอกสาร"]


def test_the_buttons_are_those_of_the_program_with_its_labels() -> None:
    assert {b.get("id"): b.get("label") for b in BUTTON_ELEMENTS} == {
        identifier(button): of.label.th for button, of in BUTTONS.items()
    }


def test_the_files_in_macros_are_those_of_the_list_of_buttons() -> None:
    for name, text in ribbon.written().items():
        assert (MACROS / name).read_text("utf-8") == text, (
            "run: python -m ita_excel.buttons.addin build"
        )


def test_every_callback_is_a_public_sub_that_takes_the_control() -> None:
    source = "\n".join(p.read_text("ascii") for p in MACROS.glob("Ita*.bas"))
    named = {e.get(a) for e in RIBBON.iter() for a in e.attrib if a.startswith(("on", "get"))}
    assert named, "no callbacks at all"
    for callback in sorted(map(str, named)):
        pattern = rf"(?m)^Public Sub {callback}\(ByVal \w+ As IRibbonControl\)$"
        assert len(re.findall(pattern, source)) == 1, callback


@pytest.mark.parametrize("attribute", ["id", "keytip"])
def test_ids_and_key_tips_are_unique(attribute: str) -> None:
    found = [e.get(attribute) for e in RIBBON.iter() if e.get(attribute)]
    assert len(found) == len(set(found)) >= len(BUTTONS)


@pytest.mark.parametrize("element", BUTTON_ELEMENTS, ids=lambda e: e.get("id"))
def test_each_button_explains_itself_in_thai(element: etree._Element) -> None:
    for attribute in ("label", "screentip", "supertip"):
        assert re.search("[ก-๙]", element.get(attribute, "")), attribute
    assert element.get("imageMso")
    assert element.get("keytip")
