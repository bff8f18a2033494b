"""Two packages that say the same are the same, and a changed word is seen."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.meaning import said


def package(**parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in parts.items():
            file.writestr(name.replace("_", "."), content)
    return buffer.getvalue()


def test_how_it_is_written_down_means_nothing():
    one = package(a_xml='<a b="1" c="2"><d></d></a>', x_png="1")
    other = package(x_png="1", a_xml="<?xml version='1.0'?>\n<a  c='2'\n b='1'><d/></a>")
    assert one != other
    assert said(one) == said(other)


def test_the_version_of_the_library_means_nothing():
    with_version = io.BytesIO()
    with zipfile.ZipFile(with_version, "w") as file:
        file.writestr("docProps/app.xml", "<P><AppVersion>3.1</AppVersion></P>")
    assert said(with_version.getvalue()) == {}


@pytest.mark.parametrize(
    "changed",
    [
        package(a_xml='<a b="1"> </a>', x_png="1"),
        package(a_xml='<a b="2"/>', x_png="1"),
        package(a_xml='<a b="1"/>', x_png="2"),
        package(a_xml='<a b="1"/>'),
    ],
)
def test_what_is_said_differently_is_seen(changed):
    assert said(package(a_xml='<a b="1"/>', x_png="1")) != said(changed)
