"""Run `ita-excel` in this process and look at what came out; or in one of its own."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import io
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ita_excel.cli import main

# After how many new objects Python searches for garbage: by itself after 700, which is a tenth of all
# that the tests cost. A command hardly does, its process ends before memory is full; this one runs
# thousands, and workbooks refer to themselves.
SEARCHED = (50_000, 10, 10)


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def problems(self) -> list[str]:
        """The lines of stderr, but for what is to be seen to before papers are signed."""
        lines = self.err.splitlines()
        return [s for s in lines if not s.startswith(("ก่อนลงนาม", "before it is signed", "  • "))]


def run(*words: object, lang: str = "th") -> Ran:
    """Run the command line in this process."""
    out, err = io.TextIOWrapper(io.BytesIO()), io.TextIOWrapper(io.BytesIO())
    kept = {k: os.environ.get(k) for k in ("ITA_EXCEL_LANG", "LANGUAGE")}
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main(["--lang", lang, *map(str, words)])
            except SystemExit as end:
                code = int(end.code or 0)
    finally:
        gc.set_threshold(*SEARCHED)
        for name, value in kept.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
    return Ran(code, *(_text(stream) for stream in (out, err)))


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode()  # type: ignore[attr-defined]


def on_small_disk(folder: Path, kilobytes: int, *words: object, read_only: bool = False) -> Ran:
    """Run in a process that sees `folder` as a small disk of its own, with the same files.

    The disk is a mount in a name space of that process, so nothing is left behind.
    """
    mount = [f"mount -t tmpfs -o size={kilobytes}k tmpfs {shlex.quote(str(folder))}"]
    mount += ["mount -o remount,ro " + shlex.quote(str(folder))] if read_only else []
    aside = folder.with_name(folder.name + "-aside")
    fill = f"cp -a {shlex.quote(str(aside))}/. {shlex.quote(str(folder))}"
    command = shlex.join([sys.executable, "-m", "ita_excel", "--lang", "th", *map(str, words)])
    script = " && ".join([mount[0], fill, *mount[1:]]) + f"; {command}; code=$?; "
    script += f"ls -A {shlex.quote(str(folder))} >&3; exit $code"
    subprocess.run(["cp", "-a", folder, aside], check=True)
    listing = folder.with_name(folder.name + "-listing")
    user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    done = subprocess.run(
        ["unshare", *user, "--mount", "sh", "-c", f"exec 3>{shlex.quote(str(listing))}; {script}"],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
        check=False,
    )
    left = set(listing.read_text().split("\n")) - {""}
    assert left <= {p.name for p in aside.iterdir()}, f"left on the disk: {left}"
    return Ran(done.returncode, done.stdout, done.stderr)


def fingerprint(folder: Path) -> dict[str, str]:
    """Every file below `folder` with the hash of its bytes."""
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


@contextlib.contextmanager
def unchanged(folder: Path) -> Iterator[None]:
    """Fail where a file below `folder` is other than before, gone, or new."""
    before = fingerprint(folder)
    yield
    assert fingerprint(folder) == before
