"""Damaged files of every kind: read or refused with a sentence, never anything else."""

from __future__ import annotations

import random

import pytest

from ita_excel.core.errors import InputError
from ita_excel.dispatch import answer_reader
from ita_excel.dispatch.unpacking import Inside, unpacked
from tests import libreoffice
from tests.dispatch.files import SENT, make_master, split

ROUNDS = {"xlsx": 150, "ods": 150, "xls": 150}


@pytest.fixture(scope="module")
def originals(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fuzz")
    path = split(make_master(folder / "master.xlsx"), folder / "out")["กองคลัง"]
    found = {"xlsx": path.read_bytes()}
    for kind in ("ods", "xls"):
        found[kind] = libreoffice.convert(path, kind, folder / kind).read_bytes()
    return found


def damaged(data, chance):
    data = bytearray(data)
    match chance.randrange(3):
        case 0:
            for _ in range(chance.randrange(1, 30)):
                data[chance.randrange(len(data))] = chance.randrange(256)
        case 1:
            del data[chance.randrange(len(data)) :]
        case _:
            at = chance.randrange(len(data))
            data[at : at + chance.randrange(1, 600)] = bytes(chance.randrange(600))
    return bytes(data)


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_a_damaged_workbook(originals, kind):
    chance = random.Random(2565)
    for _ in range(ROUNDS[kind]):
        try:
            answer_reader.read("x", damaged(originals[kind], chance))
        except InputError as error:
            assert error.say("th") != error.say("en")


@pytest.mark.parametrize("kind", ["zip", "eml"])
def test_a_damaged_container(originals, tmp_path, kind):
    import zipfile
    from email.message import EmailMessage

    small = originals["xls"][:5000]
    if kind == "zip":
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("a.xlsx", small)
        data = path.read_bytes()
    else:
        mail = EmailMessage()
        mail["Subject"], mail["Date"] = "ส่งคืน", "Tue, 15 Mar 2022 10:00:00 +0700"
        mail.set_content("แนบ")
        mail.add_attachment(small, maintype="a", subtype="b", filename="ก.xlsx")
        data = mail.as_bytes()
    chance = random.Random(2565)
    for _ in range(150):
        list(unpacked(Inside(f"x.{kind}", damaged(data, chance), SENT)))
