"""What an officer double-clicks: read by a parser of PowerShell, and its commands run where they can be.

There is no Windows here. The script's syntax and the words of its commands are read from its tree, and
uv's commands are run with those words on a bundle for this system.
"""

from __future__ import annotations

import base64
import functools
import http.server
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import tree_sitter
import tree_sitter_powershell

from ita_excel.buttons.addin.bundle import script
from ita_excel.buttons.addin.wheelhouse import HASHES, REQUIREMENTS, write_lists

TEXT = script("install.ps1").read_text("utf-8-sig")
CMD = script("install.cmd").read_text("ascii")


@functools.cache
def tree() -> tree_sitter.Node:
    language = tree_sitter.Language(tree_sitter_powershell.language())
    return tree_sitter.Parser(language).parse(TEXT.encode()).root_node


def nodes(kind: str, below: tree_sitter.Node | None = None) -> Iterator[tree_sitter.Node]:
    waiting = [below or tree()]
    while waiting:
        node = waiting.pop(0)
        if node.type == kind:
            yield node
        waiting = [*node.children, *waiting]


def text(node: tree_sitter.Node) -> str:
    return (node.text or b"").decode()


def runs() -> list[list[str]]:
    """Return the words of each `Run program @(…)`: quoted words, and variables by their `$name`."""
    found = []
    for command in nodes("command"):
        words = text(command)
        if words.startswith("Run "):
            listed = words.partition("@(")[2].rpartition(")")[0]
            listed = re.sub(r"\(Join-Path (\$\w+) '([^']*)'\)", r"'\1/\2'", listed)
            quoted = re.findall(r"'([^']*)'|(\$\w+)", listed)
            found.append([words.split()[1], *(a or b for a, b in quoted)])
    return found


def test_the_parser_understands_all_of_the_script():
    assert not tree().has_error
    assert len(list(nodes("function_statement"))) == 3
    broken = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
    assert broken.parse(TEXT.replace("} catch {", "catch {", 1).encode()).root_node.has_error


def test_windows_powershell_reads_the_scripts_as_they_were_written():
    """Windows PowerShell 5 takes a file without the mark for one in the machine's code page."""
    for name in ("install.ps1", "install.cmd"):
        written = script(name).read_bytes()
        assert b"\n" not in written.replace(b"\r\n", b"")
    assert script("install.ps1").read_bytes().startswith(b"\xef\xbb\xbf")


def test_nothing_comes_from_elsewhere():
    for source in (TEXT, CMD):
        code = "\n".join(line for line in source.splitlines() if not line.lstrip().startswith("#"))
        assert not re.search(r"https?:|ftp:|www\.|\\\\\\\\", code)
        assert not re.search(
            r"Invoke-(WebRequest|RestMethod|Expression)|\b(iwr|irm|iex|curl|wget)\b|Net\.WebClient|"
            r"BitsTransfer|DownloadFile|winget|(?<!no-)index|--upgrade",
            code, re.IGNORECASE,
        )  # fmt: skip


def test_whatever_starts_uv_forbids_the_network():
    called = [words for words in runs() if words[0] == "$uv"]
    assert [words[1:3] for words in called] == [["venv", "--offline"], ["pip", "install"]]
    for words in called:
        assert {"--offline", "--no-config", "--no-cache"} <= set(words)
    (install,) = (words for words in called if "install" in words)
    assert {"--no-index", "--require-hashes", "--no-build"} <= set(install)
    assert install[install.index("--find-links") + 1] == "$wheels"
    assert install[install.index("--requirements") + 1] == "$list"
    others = [text(c) for c in nodes("command") if text(c).startswith("& $uv")]
    assert others == ["& $uv tool update-shell --no-config"]  # changes PATH, asks nobody


def test_every_program_that_is_started_can_stop_it():
    assert "$ErrorActionPreference = 'Stop'" in TEXT
    assert "2>" not in TEXT  # what a program says there would itself stop PowerShell 5
    started = [text(c) for c in nodes("command") if text(c).startswith("&")]
    assert started == ["& $program @words", "& $uv tool update-shell --no-config"]


def test_files_are_named_literally():
    """A folder "[งาน] 2570" is a pattern to the commands that aren't told otherwise."""
    for command in nodes("command"):
        words = text(command)
        if re.match(r"(Copy|Remove|Move)-Item|Test-Path|Get-(FileHash|Content|ChildItem)", words):
            piped = "Remove-Item -Recurse -Force -ErrorAction" in words or "env:" in words
            assert piped or "-LiteralPath" in words, words


def test_each_file_that_it_names_is_in_a_bundle():
    named = set(re.findall(r"Join-Path \$here '([^']+)'", TEXT))
    assert named == {"wheels", REQUIREMENTS, HASHES, "uv.exe", "python"}


def test_a_missing_file_is_told_in_thai_before_anything_is_installed():
    first_change = TEXT.index("New-Item")
    for code, sentence in (
        (3, "ชุดติดตั้งไม่ครบหรือเสียหาย: $fault"),
        (4, "ปิดโปรแกรม Excel"),
        (5, "64 บิต"),
    ):
        at = TEXT.index(sentence)
        assert at < first_change
        assert TEXT.index(f"exit {code}", at) < TEXT.index("}", TEXT.index("\n", at))
    assert TEXT.index("Find-Fault", TEXT.index("$fault =")) < first_change


def test_a_failure_takes_back_what_was_begun():
    (handler,) = (c for c in nodes("catch_clause") if "ติดตั้งไม่สำเร็จ" in text(c))
    assert "Remove-Item -Recurse -Force -LiteralPath $new" in text(handler)
    assert "exit 4" in text(handler)


def test_double_clicking_starts_the_script_beside_it_and_keeps_its_exit_code():
    assert '-File "%~dp0install.ps1"' in CMD
    assert CMD.index("set code=%errorlevel%") < CMD.index("pause") < CMD.index("exit /b %code%")


def test_opened_inside_a_zip_file_it_says_so_in_thai():
    (message,) = re.findall(r"FromBase64String\('([^']+)'\)", CMD)
    assert "แตกไฟล์ zip" in base64.b64decode(message).decode("utf-8")
    assert CMD.index('if not exist "%~dp0install.ps1" goto alone') < CMD.index("powershell.exe")
    assert "set code=3" in CMD[CMD.index(":alone") :]


def small_wheel(folder: Path, name: str, version: str, needs: str = "") -> Path:
    """Make a wheel that installs: one module, and for the program a command."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    parts = {
        f"{name}/__init__.py": "def run():\n    print('it runs')\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        + (f"Requires-Dist: {needs}\n" if needs else ""),
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    if needs:
        parts[f"{info}/entry_points.txt"] = "[console_scripts]\nita-excel = ita_excel:run\n"
    parts[f"{info}/RECORD"] = "".join(f"{n},,\n" for n in [*parts, f"{info}/RECORD"])
    with zipfile.ZipFile(path, "w") as wheel:
        for part, content in parts.items():
            wheel.writestr(part, content)
    return path


class Index:
    """An index that would gladly serve a program of the same name; counts who asks."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                self.send_error(404)

            def log_message(self, *_: object) -> None: ...

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/simple"


@pytest.fixture
def index() -> Iterator[Index]:
    made = Index()
    yield made
    made.server.shutdown()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a bundle with small wheels, in a folder as offices name them."""
    made = tmp_path / "ชุดติดตั้ง [ITA] 2570"
    (made / "wheels").mkdir(parents=True)
    (made / "python").mkdir()
    (made / "uv.exe").write_bytes(b"MZ")
    small_wheel(made / "wheels", "ita_excel", "9.9", "small_part>=2")
    small_wheel(made / "wheels", "small_part", "2.0")
    write_lists(made)
    return made


def installed(folder: Path, tmp_path: Path, index: Index) -> subprocess.CompletedProcess[str]:
    """Run the script's uv commands as they stand, with an index in the person's own settings."""
    place = tmp_path / "ผู้ใช้ หนึ่ง" / "ita-excel"
    place.mkdir(parents=True)
    (place / "uv.toml").write_text(f'index-url = "{index.address}"\n')
    values = {
        "$uv": shutil.which("uv") or "", "$wheels": str(folder / "wheels"),
        "$list": str(folder / REQUIREMENTS), "$environment": str(place / "env"),
        "$python": str(place / "env" / "bin" / "python"),
    }  # fmt: skip
    done = None
    for words in runs():
        if words[0] == "$uv":
            known = [values.get(word, word) for word in words]
            known = [sys.executable if "python.exe" in word else word for word in known]
            done = subprocess.run(
                known, cwd=place, capture_output=True, text=True, check=False,
                env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "UV_INDEX_URL": index.address,
                     "UV_CONFIG_FILE": str(place / "uv.toml")},
            )  # fmt: skip
            if done.returncode:
                return done
    assert done is not None
    said = subprocess.run([place / "env" / "bin" / "ita-excel"], capture_output=True, check=True)
    assert said.stdout == b"it runs\n"
    return done


def test_uv_installs_what_lies_there_and_asks_nobody(folder, tmp_path, index):
    done = installed(folder, tmp_path, index)
    assert done.returncode == 0, done.stderr
    assert index.asked == []


def test_uv_refuses_a_wheel_that_was_exchanged(folder, tmp_path, index):
    (folder / "wheels" / "small_part-2.0-py3-none-any.whl").unlink()
    changed = small_wheel(folder / "wheels", "small_part", "2.0")
    with zipfile.ZipFile(changed, "a") as wheel:
        wheel.writestr("small_part/more.py", "print('not ours')")
    done = installed(folder, tmp_path, index)
    assert done.returncode != 0
    assert "hash" in done.stderr.lower()
    assert index.asked == []


def test_uv_refuses_when_a_wheel_is_missing_rather_than_ask_the_index(folder, tmp_path, index):
    (folder / "wheels" / "small_part-2.0-py3-none-any.whl").unlink()
    assert installed(folder, tmp_path, index).returncode != 0
    assert index.asked == []
