"""Pictures are read as they are seen, and lose what a camera wrote beside them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ita_excel.core.errors import InputError
from ita_excel.documents.pictures import Picture, read_picture
from tests.documents.books import jpeg, png, sample_workbook
from tests.documents.formats import memo_content, memo_pdf


def read(tmp_path: Path, data: bytes, name: str = "a.png") -> Picture | None:
    (tmp_path / name).write_bytes(data)
    return read_picture(tmp_path / name)


def test_png_without_its_texts(tmp_path: Path) -> None:
    picture = read(tmp_path, png(40, 30))
    assert picture and (picture.width, picture.height, picture.turn) == (40, 30, 0)
    assert b"somebody" not in picture.data
    assert Image.open(io.BytesIO(picture.data)).getpixel((0, 0)) == (0x20, 0x40, 0x60)


@pytest.mark.parametrize(("orientation", "turn"), [(1, 0), (3, 180), (6, 90), (8, 270)])
def test_photo_is_turned_as_it_was_taken(tmp_path: Path, orientation: int, turn: int) -> None:
    picture = read(tmp_path, jpeg(40, 20, orientation), "a.jpg")
    assert picture and picture.turn == turn
    assert picture.ratio == pytest.approx(0.5 if turn in (90, 270) else 2)
    assert b"SecretPhone" not in picture.data + picture.oriented
    assert b"Exif" not in picture.data
    seen = Image.open(io.BytesIO(picture.oriented))
    assert seen.getexif().get(0x0112, 1) == orientation


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_none(tmp_path: Path, data: bytes) -> None:
    assert read(tmp_path, data) is None
    assert read_picture(tmp_path / "missing.png") is None
    assert read_picture(tmp_path) is None


@given(st.integers(0, 200), st.booleans())
def test_a_torn_picture_never_raises(
    tmp_path_factory: pytest.TempPathFactory, cut: int, photo: bool
) -> None:
    data = jpeg(9, 9, 6) if photo else png(9, 9)
    folder = tmp_path_factory.mktemp("torn")
    picture = read(folder, data[: len(data) - cut] if cut else data)
    assert (picture is not None) == (cut == 0)


def test_a_picture_for_a_printing_shop_is_none(tmp_path: Path) -> None:
    """CMYK: a PDF/A of it would need the shop's colour profile."""
    kept = io.BytesIO()
    Image.new("CMYK", (40, 30)).save(kept, "JPEG")
    assert read(tmp_path, kept.getvalue(), "a.jpg") is None


def test_a_png_with_a_wrong_byte_is_none(tmp_path: Path) -> None:
    good = png(40, 30)
    at = good.index(b"IDAT") + 6
    assert read(tmp_path, good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :]) is None


def test_a_jpeg_that_can_not_be_drawn_is_told_in_a_sentence(tmp_path: Path) -> None:
    good = jpeg(40, 20, 1)
    table = good.index(b"\xff\xc4") + 5  # the counts of a Huffman table
    picture = read(tmp_path, good[:table] + b"\xff" * 16 + good[table + 16 :], "a.jpg")
    assert picture
    memo = memo_content(sample_workbook())
    with pytest.raises(InputError, match="ภาพ"):
        memo_pdf(memo, picture)
