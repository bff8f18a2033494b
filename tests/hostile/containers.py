"""Archives and mails that are made to fill the memory or never to end."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterator

from tests.hostile.packages import zipped

_HEAD = b"Subject: x\r\nDate: Tue, 15 Mar 2022 10:00:00 +0700\r\nMIME-Version: 1.0\r\n"


def mail(name: bytes, content: bytes, head: bytes = _HEAD) -> bytes:
    """Return a message with one attachment; `name` is what stands after `filename=`."""
    return (
        head
        + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
        + b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
        + b"Content-Disposition: attachment; filename="
        + name
        + b"\r\n\r\n"
        + base64.encodebytes(content)
        + b"\r\n--b--\r\n"
    )


def nested_mail(levels: int) -> bytes:
    """Return a message of parts in parts."""
    start = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n)
        for n in range(levels)
    )
    return _HEAD + start + b'Content-Type: text/plain; name="a.xlsx"\r\n\r\nx\r\n'


def zip_of_zips(levels: int, width: int, size: int) -> bytes:
    """Return archives in archives: `width` in each, the innermost holding `size` bytes of zeros."""
    data = zipped(("0.xlsx", bytes(size)))
    for level in range(levels):
        data = zipped(*((f"{level}-{n}.zip", data) for n in range(width)))
    return data


def encrypted_zip() -> bytes:
    """Return an archive whose entry says that it is encrypted."""
    data = bytearray(zipped(("a.xlsx", b"x" * 100)))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def overlapping_zip(times: int, size: int) -> bytes:
    """Return an archive whose many entries are all the same compressed bytes."""
    one = zipped(("a.xlsx", bytes(size)))
    at = one.index(b"PK\x01\x02")
    end = one.index(b"PK\x05\x06")
    directory = one[at:end] * times
    tail = bytearray(one[end:])
    tail[8:12] = times.to_bytes(2, "little") * 2
    tail[12:16] = len(directory).to_bytes(4, "little")
    return one[:at] + directory + bytes(tail)


def containers(good: bytes) -> Iterator[tuple[str, str, bytes]]:
    """Yield name, ending and bytes; `good` is an honest returned workbook."""
    yield "a zip of zips", ".zip", zip_of_zips(2, 10, 48_000_000)
    yield "a zip of many zips", ".zip", zip_of_zips(2, 60, 1_000_000)
    yield "five zips deep", ".zip", zip_of_zips(5, 2, 1000)
    yield "a gigabyte of zeros", ".zip", zip_of_zips(0, 1, 1_000_000_000)
    yield "overlapping entries", ".zip", overlapping_zip(4000, 20_000_000)
    yield "encrypted", ".zip", encrypted_zip()
    yield "60,000 entries", ".zip", zipped(*((f"{n}.xlsx", b"") for n in range(60_000)))
    yield "cut off", ".zip", zipped(("a.xlsx", good))[:-40]
    yield "no zip", ".zip", b"PK\x03\x04 no zip"
    yield "nothing", ".zip", b""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as package:
        package.writestr("a.xlsx", bytes(200_000_000))
    yield "packed by lzma", ".zip", out.getvalue()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as package:
        package.writestr("a.xlsx", bytes(500_000_000))
    yield "packed by bzip2", ".zip", out.getvalue()
    words = b"\r\n ".join([b"=?utf-8?b?4LiB4LiCeA==?="] * 50_000)
    yield "50,000 words in a name", ".eml", mail(words + b".xlsx", b"x")
    yield (
        "50,000 words in a subject",
        ".eml",
        mail(b'"a.xlsx"', b"x", _HEAD.replace(b": x", b": " + words)),
    )
    yield (
        "50,000 parameters",
        ".eml",
        mail(b"".join(b'a;\r\n filename*%d="x"' % n for n in range(50_000)), b"x"),
    )
    yield "a name of 5 MB", ".eml", mail(b'"' + b"x" * 5_000_000 + b'.xlsx"', b"x")
    yield "3,000 parts deep", ".eml", nested_mail(3000)
    yield "20,000 parts deep", ".eml", nested_mail(20_000)
    parts = b'--b\r\nContent-Type: text/plain; name="a.xlsx"\r\n\r\nx\r\n' * 100_000
    yield (
        "100,000 parts",
        ".eml",
        _HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + parts + b"--b--\r\n",
    )
    yield "a head of 20 MB", ".eml", b"X-A: " + b"a b\r\n " * 3_000_000 + _HEAD + b"\r\nx"
    yield "20 MB of headers", ".eml", b"X-A: b\r\n" * 2_500_000 + b"\r\nx"
    yield "30 MB of text", ".eml", _HEAD + b"\r\n" + b"a\r\n" * 10_000_000
    yield "no such encoding", ".eml", mail(b"=?x-none?b?4LiB?=.xlsx", good)
    yield (
        "no base64",
        ".eml",
        mail(b'"a.xlsx"', good).replace(b"PK", b"\xff\xfe").replace(b"A", b"!"),
    )
    yield (
        "an odd date",
        ".eml",
        mail(b'"a.xlsx"', good).replace(b"Tue, 15 Mar 2022", b"Xxx, 99 Zzz 99999999999999999999"),
    )
    yield (
        "a mail in a zip in a mail",
        ".eml",
        mail(b'"a.zip"', zipped(("b.eml", nested_mail(3000)))),
    )
    yield "a zip of zips in a mail", ".eml", mail(b'"a.zip"', zip_of_zips(2, 10, 48_000_000))
    yield "nothing", ".eml", b""
    yield "only bytes", ".eml", bytes(range(256)) * 1000
