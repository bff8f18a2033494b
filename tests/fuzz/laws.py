"""What must hold whatever a file is: how a try is made and what breaks a law."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ita_excel.cli import main
from ita_excel.core.apart import readers
from ita_excel.dispatch.collect import State, collect
from ita_excel.dispatch.inbox import find
from ita_excel.merging.merge import Moment
from ita_excel.sheets import Reading
from tests.command import fingerprint
from tests.fuzz.mutators import damaged
from tests.fuzz.seeds import Seeds

SECONDS, MEGABYTES = 2.0, 300
_NOW = dt.datetime(2022, 4, 1)
CODES = {0, 1, 2, 3, 4, 5}
COMMANDS: dict[str, Callable[[Path, Path], list[object]]] = {
    "validate": lambda m, out: ["validate", m],
    "validate --fix": lambda m, out: ["validate", "--fix", m],
    "fill": lambda m, out: ["fill", m],
    "status": lambda m, out: ["status", m],
    "due": lambda m, out: ["due", m, "--ics", out / "due.ics"],
    "score": lambda m, out: ["score", m, "--propose"],
    "split": lambda m, out: ["split", m, "-o", out],
    "remind": lambda m, out: ["remind", m],
    "export": lambda m, out: ["export", m, "-o", out, "--format", "docx,html,json", "--draft"],
    "resolve": lambda m, out: ["resolve", m],
    "new-year": lambda m, out: ["new-year", m, out / "next.xlsx"],
    "diff": lambda m, out: ["diff", m, m, "--html", out / "d.html"],
    "history": lambda m, out: ["history", m],
    "confirm": lambda m, out: ["confirm", m, "--all"],
    "withdraw": lambda m, out: ["withdraw", m, m],
}


@dataclass
class Count:
    """What the tries came to."""

    tries: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    slowest: dict[str, tuple[float, str]] = field(default_factory=dict)  # by kind of try
    largest: dict[str, tuple[int, str]] = field(default_factory=dict)

    def breaks(self, line: str) -> None:
        """Note a broken law, and say so at once: an hour's run is looked at while it goes on."""
        self.broken.append(line)
        print(f"broken  {line}", file=sys.stderr, flush=True)

    def saw(self, what: str, seconds: float, megabytes: int) -> None:
        """Note what a try took: the name of what was tried, its seconds of CPU, its most memory."""
        kind = Path(what).suffix or what.rpartition(" ")[0]
        self.slowest[kind] = max(self.slowest.get(kind, (0.0, "")), (seconds, what))
        self.largest[kind] = max(self.largest.get(kind, (0, "")), (megabytes, what))
        if seconds > SECONDS:
            self.breaks(f"{what}: {seconds:.1f} s")
        if megabytes > MEGABYTES:
            self.breaks(f"{what}: {megabytes} MB")


@dataclass
class Office:
    """Where the tries are made; `kept` is where the files that break a law go."""

    seeds: Seeds
    folder: Path
    reading: Reading
    count: Count
    kept: Path | None = None

    def fresh(self) -> Path:
        place = self.folder / "try"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        return place

    def keep(self, name: str, data: bytes) -> None:
        if self.kept:
            self.kept.mkdir(parents=True, exist_ok=True)
            (self.kept / name).write_bytes(data)


def answers(office: Office, number: int, chance: random.Random) -> None:
    """Some bad files in an inbox with three good answers: those are merged, the bad are named."""
    place, count = office.fresh(), office.count
    for name, data in office.seeds.good.items():
        (place / name).write_bytes(data)
    bad: dict[str, bytes] = {}
    for n in range(8):
        suffix = chance.choice((".xlsx", ".xlsx", ".ods", ".xls", ".zip", ".eml"))
        origin = chance.choice(office.seeds.answers[suffix])
        # Before and after the good ones, in the order of names.
        bad[f"{'!ฮ'[n % 2]}{number}-{n}{suffix}"] = damaged(origin, suffix, chance)
    for name, data in bad.items():
        (place / name).write_bytes(data)
    before = len(count.broken)
    with _measured(count):
        result = collect(office.reading, find([place]), Moment("collect", _NOW))
    for name, data in bad.items():
        count.tries[Path(name).suffix] += 1
        reports = [r for r in result.files if r.name.split("/")[0] == name]
        for report in reports:
            count.ends[report.state.value] += 1
        if not reports and name.endswith((".xlsx", ".ods", ".xls")):
            count.breaks(f"{name}: not named")
        if any(r.state is State.REFUSED and not (r.why or r.findings) for r in reports):
            count.breaks(f"{name}: refused without a reason")
        if len(count.broken) > before:
            office.keep(name, data)
    # A bad one may be a good one's very bytes, left as they were.
    merged = {r.name for r in result.files if r.state in (State.MERGED, State.KNOWN)}
    if not set(office.seeds.good) <= merged:
        count.breaks(f"answers {number}: a good one is not merged")


def command(office: Office, number: int, chance: random.Random) -> None:
    """A bad master given to a command: a right end, nothing changed where it failed."""
    name = chance.choice(list(COMMANDS))
    place = office.fresh()
    data = damaged(chance.choice(office.seeds.masters), ".xlsx", chance)
    master = place / "master.xlsx"
    master.write_bytes(data)
    out = place / "out"
    out.mkdir()
    tried(office, f"{name} {number}", place, COMMANDS[name](master, out), data, ".xlsx")


def others(office: Office, number: int, chance: random.Random) -> None:
    """A bad list, letter, template or picture beside an honest master."""
    place, seeds = office.fresh(), office.seeds
    master, out = place / "master.xlsx", place / "out"
    master.write_bytes(seeds.master)
    out.mkdir()
    kind = chance.choice(("items", "letter", "template", "picture"))
    match kind:
        case "items" | "letter":
            data = damaged(seeds.texts[kind], "text", chance)
            file = place / f"{kind}.txt"
            words: list[object] = (
                ["validate", "--no-write", master, "--oit", file]
                if kind == "items"
                else ["split", master, "-o", out, "--mail", "--template", file]
            )
        case "template":
            which = chance.choice(("memo", "report"))
            data = damaged(seeds.templates[which], ".docx", chance)
            templates = place / "templates"
            templates.mkdir()
            file = templates / f"{which}.docx"
            words = [
                "export",
                master,
                "-o",
                out,
                "--format",
                "docx",
                "--draft",
                "--templates",
                templates,
            ]
        case _:
            name, picture = next(iter(seeds.pictures.items()))
            data = damaged(picture, "picture", chance)
            file = place / name
            words = ["export", master, "-o", out, "--format", "docx,html", "--draft"]
    file.write_bytes(data)
    tried(office, f"{kind} {number}", place, words, data, file.suffix)


def tried(
    office: Office, what: str, place: Path, words: list[object], data: bytes, suffix: str
) -> None:
    """Run a command line on the files of a folder and hold it against the laws."""
    count = office.count
    before, broken = fingerprint(place), len(count.broken)
    code, err, seconds, megabytes = forked(words, place)
    count.tries[what.rpartition(" ")[0]] += 1
    count.ends[f"exit {code}"] += 1
    count.saw(what, seconds, megabytes)
    if code not in CODES or "Traceback" in err or "panicked" in err:
        count.breaks(f"{what}: exit {code} {err.strip()[-300:]}")
    if code > 1:
        after = {n: h for n, h in fingerprint(place).items() if n in before}
        if after != before:
            count.breaks(f"{what}: exit {code} and a file is changed")
    if len(count.broken) > broken:
        office.keep(what.replace(" ", "-") + suffix, data)


def forked(words: list[object], folder: Path) -> tuple[int, str, float, int]:
    """Run a command line in a fork of this process, which has everything loaded.

    Returns its exit code (below 0 a signal), what it said on stderr, the seconds that it and its
    readers computed and the most memory in MB, beyond what this process has and a fork begins with.
    """
    readers.close()
    begins = _memory(os.getpid(), "VmRSS")
    sys.stdout.flush()
    source, sink = os.pipe()
    pid = os.fork()
    if not pid:
        _child(words, folder, sink)
    os.close(sink)
    said = b""
    until = time.monotonic() + 60
    os.set_blocking(source, False)
    while True:
        with contextlib.suppress(BlockingIOError):
            said += os.read(source, 1 << 16)
        done, status, usage = os.wait4(pid, os.WNOHANG)
        if done:
            break
        if time.monotonic() > until:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.002)
    with contextlib.suppress(BlockingIOError):
        while piece := os.read(source, 1 << 16):
            said += piece
    os.close(source)
    seconds = usage.ru_utime + usage.ru_stime
    return (
        os.waitstatus_to_exitcode(status),
        said.decode(errors="replace"),
        seconds,
        max(0, usage.ru_maxrss // 1000 - begins),
    )


def _child(words: list[object], folder: Path, sink: int) -> None:
    """Be the command; what it prints is dropped, what it says on stderr goes to `sink`."""
    code = 99
    try:
        os.dup2(sink, 2)
        os.chdir(folder)  # where remind writes
        sys.stdout = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        sys.stderr = open(sink, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115
        main(["--lang", "en", *map(str, words)])
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
    except BaseException as error:  # noqa: BLE001 (that is what is looked for)
        os.write(sink, f"Traceback: {error!r}".encode())
    finally:
        readers.close()
        with contextlib.suppress(Exception):
            sys.stderr.flush()
        os._exit(code)


@contextlib.contextmanager
def _measured(count: Count) -> Iterator[None]:
    """Look at each file's reading: the seconds that the process apart computed, its memory."""
    plain = readers.Reader.ask

    def ask(self, words, *rest):  # type: ignore[no-untyped-def]
        pid = self._process.pid
        used = _computed(pid) if self._ready else None
        try:
            yield from plain(self, words, *rest)
        finally:
            now, memory = _computed(pid), _memory(pid)
            if now is not None:
                count.saw(str(words.get("name")), now - (used or now), memory)
            elif self.late:
                count.saw(str(words.get("name")), 99, 0)

    readers.Reader.ask = ask  # type: ignore[method-assign]
    try:
        yield
    finally:
        readers.Reader.ask = plain  # type: ignore[method-assign]


def _computed(pid: int) -> float | None:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int, which: str = "VmHWM") -> int:
    try:
        said = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(x.split()[1]) // 1000 for x in said.splitlines() if x.startswith(which)), 0)
