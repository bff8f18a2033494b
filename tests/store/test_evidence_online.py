"""Links of evidence asked with `validate --online`: a site of our own with all that goes wrong.

The site runs on this computer; nothing else is asked.
"""

from __future__ import annotations

import json
import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from ita_excel.core import limits
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.sheets import read, set_field
from ita_excel.store.file import FileGrid
from tests.command import run, unchanged
from tests.store.test_evidence_files import THIS, locked, pdf
from tests.workbooks import sample_workbook

LOGIN = "<title>เข้าสู่ระบบ</title><form><input name=u><input type=password name=p></form>"
PAGE = "<title>ข่าวกิจกรรม</title><p>อบรมเจ้าหน้าที่ วันที่ ๑ มีนาคม ๒๕๖๕ ผู้เข้าร่วม ๔๒ คน</p>"
SIDE = PAGE + "<p>" + "เนื้อหาของหน้าเว็บ " * 90 + "</p><form><input type=password></form>"
Answer = tuple[int, dict[str, str], bytes]


def html(words: str, status: int = 200, **headers: str) -> Answer:
    content = f"<!doctype html><html><head>{words}".encode()
    return status, {"Content-Type": "text/html; charset=utf-8", **headers}, content


def to(place: str) -> Answer:
    return 302, {"Location": place}, b""


OLD = "<title>แผนการฝึกอบรม ประจำปีงบประมาณ พ.ศ. ๒๕๖๓</title><p>เนื้อหาของแผน</p>"
SITE: dict[str, Answer] = {
    "/": html("<title>หน้าแรก</title>"),
    "/page": html(PAGE),
    "/side": html(SIDE),
    "/moved": to("/page"),
    "/thai/หน้า": html(PAGE),
    "/tis": (200, {"Content-Type": "text/html; charset=tis-620"},
             f"<html><title>แผน</title>{OLD}".encode("cp874")),
    "/gone": html("ไม่พบ", 404),
    "/soft404": html("<title>404 ไม่พบหน้าที่ท่านเรียก</title>"),
    "/ita/o15": to("/"),
    "/login": html(LOGIN),
    "/private": to("/wp-login.php?redirect_to=/private"),
    "/wp-login.php": html(LOGIN),
    "/refresh": html("<meta http-equiv=refresh content='0; url=/signin'>"),
    "/signin": html(LOGIN),
    "/basic": html("", 401, **{"WWW-Authenticate": "Basic"}),
    "/loop": to("/loop2"),
    "/loop2": to("/loop"),
    "/inside": to("http://192.168.1.1/admin"),
    "/forbidden": html("", 403),
    "/fault": html("", 500),
    "/empty": (*html("")[:2], b""),
    "/old": html(OLD),
    "/other": html("<title>O13 รายงานผลการดำเนินงานประจำปี</title><p>วันที่ ๑ มีนาคม ๒๕๖๕</p>"),
    "/mine": html("<title>O15 สถิติ และ O16</title><p>วันที่ ๑ มีนาคม ๒๕๖๕</p>"),
    "/lost.pdf": html("<title>ระบบเอกสาร</title><p>ไฟล์ถูกย้าย</p>"),
    "/ok.pdf": (200, {"Content-Type": "application/pdf"}, pdf(THIS)),
    "/as-page.pdf": (200, {"Content-Type": "text/html"}, pdf(THIS)),
    "/locked.pdf": (200, {"Content-Type": "application/pdf"}, locked(pdf(THIS))),
    "/torn.pdf": (200, {"Content-Type": "application/pdf"}, b"%PDF-1.7\n" + bytes(200)),
    "/old.pdf": (200, {"Content-Type": "application/octet-stream"},
                 pdf("รายงาน ประจำปีงบประมาณ พ.ศ. 2563 ของหน่วยงาน", made="")),
}  # fmt: skip
FINDS = {
    "/gone": "E811", "/soft404": "E811", "/ita/o15": "E811", "/loop": "E811", "/inside": "E811",
    "/forbidden": "E811", "/fault": "E811", "/empty": "E811", "/slow": "E811", "/drip": "E811",
    "/closed": "E811",
    "/login": "E812", "/private": "E812", "/refresh": "E812", "/basic": "E812",
    "/old": "E813", "/old.pdf": "E813", "/tis": "E813",
    "/other": "E814",
    "/lost.pdf": "E815", "/as-page.pdf": "E815", "/locked.pdf": "E815", "/torn.pdf": "E815",
}  # fmt: skip
QUIET = ("/", "/page", "/side", "/moved", "/thai/หน้า", "/mine", "/ok.pdf", "/huge.pdf")


class Site(BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012 (one site a test)

    def do_GET(self) -> None:
        from urllib.parse import unquote

        path = unquote(self.path.partition("?")[0])
        self.asked.append(path)
        if path == "/slow":
            time.sleep(8)
        elif path == "/closed":
            self.connection.shutdown(socket.SHUT_RDWR)
        elif path in ("/drip", "/huge.pdf"):
            self._endless(path == "/drip")
        else:
            status, headers, content = SITE[path]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

    def _endless(self, slowly: bool) -> None:
        """A page that comes letter by letter, or a file of any size."""
        self.send_response(200)
        self.end_headers()
        try:
            self.wfile.write(b"%PDF-1.7\n" if not slowly else b"")
            for _ in range(80 if slowly else 400):
                self.wfile.write(b" " if slowly else bytes(1_000_000))
                time.sleep(0.1 if slowly else 0)
        except OSError:
            pass

    def log_message(self, *words: object) -> None: ...


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(limits, "PAGE_SECONDS", 3.0)
    monkeypatch.setattr(Site, "asked", [])
    socketserver.TCPServer.request_queue_size = 50
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def typed(folder: Path, site: str, *pages: str) -> tuple[Path, CellRef]:
    """Return a workbook with links in the evidence of the row of O15, and that cell."""
    path = folder / "ITA.xlsx"
    if not path.exists():
        sample_workbook(path)
    grid = FileGrid(path)
    reading = read(grid)
    key = next(a.value.key for a in reading.plan if "O15" in a.value.items)
    record = next(r for r in reading.results if r.value.action_key == key)
    text = "\n".join(page if "://" in page else site + page for page in pages)
    at = CellRef(record.block.sheet, record.row, record.block.columns["evidence"])
    grid.apply([SetCell(at, text), *set_field(record.block, record.row, "outcome", "เผยแพร่แล้ว")])
    grid.save()
    return path, at


def checked(folder: Path, site: str, *pages: str, words: tuple[str, ...] = ("--online",)) -> Any:
    """Return what the command finds of such links, and what it printed."""
    path, at = typed(folder, site, *pages)
    with unchanged(folder):
        ran = run("validate", path, "--json", "--no-write", *words)
    assert ran.code in (0, 1), ran.err
    found = [f for f in json.loads(ran.out)["findings"] if f["rule"].startswith("E81")]
    assert all(f["cell"] == at.a1 for f in found)
    return found, ran


def test_each_page_is_judged_by_what_it_gives(site: str, tmp_path: Path) -> None:
    from ita_excel.jobs.check import check
    from ita_excel.jobs.occasion import Occasion

    path = typed(tmp_path, site, *FINDS, *QUIET)[0]
    found = check(path, Occasion(), write=False, online=True).findings
    assert len(Site.asked) >= len(FINDS) + len(QUIET)
    mine = {
        str(f.context["address"]).removeprefix(site): f.code
        for f in found
        if f.code.startswith("E81")
    }
    assert mine == FINDS


def test_nothing_is_asked_without_the_option(site: str, tmp_path: Path) -> None:
    found, ran = checked(tmp_path, site, "/gone", "/login", words=())
    assert found == [] and Site.asked == [] and "ลิงก์" not in ran.err
    assert run("export", tmp_path / "ITA.xlsx", "--output", tmp_path / "out", "--draft").code in (
        0,
        1,
    )
    assert Site.asked == []


def test_an_address_is_asked_once_however_often_it_stands_there(site: str, tmp_path: Path) -> None:
    checked(tmp_path, site, "/page", "/page", "/page")
    assert Site.asked == ["/page"]
    checked(tmp_path, site, "/page", words=("--online", "--rule", "P305"))
    assert Site.asked == ["/page"]  # no rule that wants to know


def test_the_offices_own_network_is_not_asked(site: str, tmp_path: Path) -> None:
    began = time.monotonic()
    (found,), _ = checked(tmp_path, site, "http://10.255.255.1/ita")
    assert found["rule"] == "E811" and time.monotonic() - began < 5


def test_without_any_answer_nothing_is_claimed(site: str, tmp_path: Path) -> None:
    found, ran = checked(
        tmp_path, site, "http://no-such-host-a.invalid/1", "http://no-such-host-b.invalid/2"
    )
    assert found == [] and "อินเทอร์เน็ต" in ran.err


def test_what_is_found_is_written_on_the_sheet_and_said_in_english(
    site: str, tmp_path: Path
) -> None:
    checked(tmp_path, site, "/gone", "/login", "/old")
    path = tmp_path / "ITA.xlsx"
    ran = run("validate", path, "--online", "--lang", "en")
    assert "E811" in ran.out and "E812" in ran.out and "last year" in ran.out
    assert "links of evidence were opened" in ran.err
    rows = [row for row in FileGrid(path).rows("ผลการตรวจ") if any(row)]
    assert {"E811", "E812", "E813"} <= {str(cell) for row in rows for cell in row}
