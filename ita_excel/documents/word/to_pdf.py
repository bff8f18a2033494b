"""A Word file made into PDF by an office program: Word on Windows and Mac, else LibreOffice.

For agencies with their own templates: the PDF says what the Word file says. LibreOffice is lent our
font under the names of the ones that documents ask for, where this machine lacks them; else it
would take any other, too wide. It is the font of our own PDFs: with it the text of LibreOffice's,
too, is read right by Firefox, MuPDF and others, but for a tone before SARA AM (น้ำ), which readers
without /ActualText find as น้ำำ. Word's PDFs are Word's.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from html import escape
from importlib import import_module
from pathlib import Path

from ita_excel.core.errors import MachineError, why
from ita_excel.core.language import Text
from ita_excel.documents.word.font import with_letters_apart

_NO_PROGRAM = Text(
    "ไม่ได้ทำ PDF เพราะต้องทำจากไฟล์ Word แต่เครื่องนี้ไม่มีโปรแกรม Word หรือ LibreOffice "
    "โปรดติดตั้ง หรือเปิดไฟล์ Word ในเครื่องที่มี แล้วบันทึกเป็น PDF",
    "no PDF was made: it has to be made from the Word file, and neither Word nor LibreOffice is on "
    "this computer: install one, or open the Word file where there is one and save it as PDF",
)
_FAILED = Text(
    "ไม่ได้ทำ PDF เพราะแปลงจากไฟล์ Word ไม่สำเร็จ ({why}) โปรดปิด Word หรือ LibreOffice แล้วลองใหม่ "
    "หรือเปิดไฟล์ Word แล้วบันทึกเป็น PDF",
    "no PDF was made: the Word file could not be made into one ({why}): close Word or LibreOffice "
    "and try again, or open the Word file and save it as PDF",
)
_FAMILIES = ("TH SarabunPSK", "TH Sarabun New", "TH SarabunIT๙", "TH SarabunIT9")
_FIRST_START = 81  # what LibreOffice may end with when its profile is new
_WORD_PDF = 17  # wdFormatPDF


# Where installers put it; none of them puts it on the path but Linux'.
_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
# Word on a Mac may write only where the person let it, or into this folder of its own.
_WORDS_OWN = "Library/Group Containers/UBF8T346G9.Office"
_APPLESCRIPT = """on run {source, target}
tell application "Microsoft Word"
open POSIX file source
save as active document file name target file format format PDF
close active document saving no
end tell
end run"""


def word_to_pdf(files: Mapping[str, bytes], timeout: float = 180) -> dict[str, bytes]:
    """Return the PDF of each Word file by its name; MachineError where no program can do it."""
    with tempfile.TemporaryDirectory(prefix="ita-excel-", dir=_parent()) as folder:
        place = Path(folder)
        sources = []
        for name, data in files.items():
            source = place / f"{name}.docx"
            source.write_bytes(data)
            sources.append(source)
        _convert(sources, place, timeout)
        return {name: (place / f"{name}.pdf").read_bytes() for name in files}


def libreoffice() -> str | None:
    """Return LibreOffice's program, None where it isn't installed."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    return named or next((place for place in _PLACES if Path(place).is_file()), None)


def _parent() -> Path | None:
    """Return where the files are put for a while; None: the system's own place."""
    own = Path.home() / _WORDS_OWN
    return own if sys.platform == "darwin" and own.is_dir() else None


def _convert(sources: Sequence[Path], folder: Path, timeout: float) -> None:
    """Have Word make the PDFs where it is installed, LibreOffice where it isn't or fails."""
    failed = None
    by_word = {"win32": _by_word, "darwin": _by_word_of_a_mac}.get(sys.platform)
    if by_word:
        try:
            if by_word(sources, timeout):
                return
        except MachineError as error:
            failed = error
    if libreoffice() is None:
        raise failed or MachineError(_NO_PROGRAM)
    _by_libreoffice(sources, folder, timeout)


def lent_fonts(folder: Path) -> dict[str, str]:
    """Return the environment in which fontconfig knows our font by the names of TH Sarabun."""
    fonts = Path(__file__).parents[1] / "fonts"
    lines = ['<?xml version="1.0"?>', "<fontconfig>"]
    lines.append('<include ignore_missing="yes">/etc/fonts/fonts.conf</include>')
    lines.append(f"<dir>{escape(str(fonts))}</dir><cachedir>{escape(str(folder))}</cachedir>")
    for family in _FAMILIES:
        lines.append(
            f'<alias binding="same"><family>{family}</family>'
            "<accept><family>ITA Laksaman PDF</family></accept></alias>"
        )
    config = folder / "fonts.conf"
    config.write_text("\n".join([*lines, "</fontconfig>"]), encoding="utf-8")
    return {"FONTCONFIG_FILE": str(config)}


def _by_libreoffice(sources: Sequence[Path], folder: Path, timeout: float) -> None:
    program = libreoffice()
    if program is None:
        raise MachineError(_NO_PROGRAM)
    for source in sources:
        source.write_bytes(with_letters_apart(source.read_bytes()))
    profile = folder / "profile"
    command = [
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
        "--convert-to", "pdf", "--outdir", str(folder), *map(str, sources),
    ]  # fmt: skip
    for _ in range(3):
        try:
            done = subprocess.run(
                command,
                check=False,
                capture_output=True,
                text=True,
                timeout=timeout,
                env={**os.environ, **lent_fonts(folder)},
            )
        except subprocess.TimeoutExpired as error:
            raise MachineError(_FAILED, why=f"{timeout:.0f} s") from error
        except OSError as error:  # a program that can't be started
            raise MachineError(_FAILED, why=why(error)) from error
        if done.returncode != _FIRST_START:
            break
    if not all(source.with_suffix(".pdf").exists() for source in sources):
        raise MachineError(_FAILED, why=_said(done))


def _said(done: subprocess.CompletedProcess[str]) -> str:
    """Return what a program said last, in one line."""
    return " ".join((done.stderr or done.stdout).split())[-200:] or f"exit {done.returncode}"


def _by_word(sources: Sequence[Path], timeout: float) -> bool:
    """Return whether Windows' Word is there; it has no limit of time."""
    try:
        word = import_module("win32com.client").DispatchEx("Word.Application")
    except Exception:  # noqa: BLE001 - what COM raises where Word is missing has no public class
        return False
    try:
        word.DisplayAlerts = 0
        for source in sources:
            document = word.Documents.Open(str(source), ReadOnly=True, AddToRecentFiles=False)
            document.SaveAs2(str(source.with_suffix(".pdf")), FileFormat=_WORD_PDF)
            document.Close(False)
    except Exception as error:
        raise MachineError(_FAILED, why=str(error)) from error
    finally:
        word.Quit()
    return True


def _by_word_of_a_mac(sources: Sequence[Path], timeout: float) -> bool:
    """Return whether a Mac's Word is there."""
    if not Path("/Applications/Microsoft Word.app").is_dir():
        return False
    for source in sources:
        made = source.with_suffix(".pdf")
        command = ["osascript", "-e", _APPLESCRIPT, str(source), str(made)]
        try:
            done = subprocess.run(
                command, check=False, capture_output=True, text=True, timeout=timeout
            )
        except subprocess.TimeoutExpired as error:
            raise MachineError(_FAILED, why=f"{timeout:.0f} s") from error
        if not made.is_file():
            raise MachineError(_FAILED, why=_said(done))
    return True
