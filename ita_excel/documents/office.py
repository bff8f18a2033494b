"""A Word file made into PDF by an office program: Word on Windows, LibreOffice elsewhere.

For agencies with their own templates. LibreOffice is lent our font under the names of the ones
that documents ask for, where this machine lacks them; else it would take any other, too wide.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from html import escape
from importlib import import_module, resources
from pathlib import Path

from ita_excel.errors import MachineError
from ita_excel.language import Text

_NO_PROGRAM = Text(
    "ไม่พบโปรแกรม Word หรือ LibreOffice ในเครื่องนี้ โปรดติดตั้ง หรือส่งออกโดยไม่ใช้ --pdf-from word",
    "neither Word nor LibreOffice is on this computer: install one, "
    "or export without --pdf-from word",
)
_FAILED = Text(
    "แปลงไฟล์ Word เป็น PDF ไม่สำเร็จ ({why}) โปรดปิดโปรแกรมแล้วลองใหม่ หรือส่งออกโดยไม่ใช้ --pdf-from word",
    "the Word file could not be made into PDF ({why}): close the program and try again, "
    "or export without --pdf-from word",
)
_FAMILIES = ("TH SarabunPSK", "TH Sarabun New", "TH SarabunIT๙", "TH SarabunIT9")
_FIRST_START = 81  # what LibreOffice may end with when its profile is new
_WORD_PDF = 17  # wdFormatPDF


def word_to_pdf(files: Mapping[str, bytes], timeout: float = 180) -> dict[str, bytes]:
    """Return the PDF of each Word file by its name; MachineError where no program can do it."""
    with tempfile.TemporaryDirectory(prefix="ita-excel-") as folder:
        place = Path(folder)
        sources = []
        for name, data in files.items():
            source = place / f"{name}.docx"
            source.write_bytes(data)
            sources.append(source)
        convert = _by_word if sys.platform == "win32" else _by_libreoffice
        convert(sources, place, timeout)
        return {name: (place / f"{name}.pdf").read_bytes() for name in files}


def libreoffice() -> str | None:
    """Return LibreOffice's program, None where it isn't installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def lent_fonts(folder: Path) -> dict[str, str]:
    """Return the environment in which fontconfig knows our font by the names of TH Sarabun."""
    with resources.as_file(resources.files("ita_excel.documents.fonts")) as fonts:
        lines = ['<?xml version="1.0"?>', "<fontconfig>"]
        lines.append('<include ignore_missing="yes">/etc/fonts/fonts.conf</include>')
        lines.append(f"<dir>{escape(str(fonts))}</dir><cachedir>{escape(str(folder))}</cachedir>")
    for family in _FAMILIES:
        lines.append(
            f'<alias binding="same"><family>{family}</family>'
            "<accept><family>ITA Laksaman</family></accept></alias>"
        )
    config = folder / "fonts.conf"
    config.write_text("\n".join([*lines, "</fontconfig>"]), encoding="utf-8")
    return {"FONTCONFIG_FILE": str(config)}


def _by_libreoffice(sources: Sequence[Path], folder: Path, timeout: float) -> None:
    program = libreoffice()
    if program is None:
        raise MachineError(_NO_PROGRAM)
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
        if done.returncode != _FIRST_START:
            break
    if not all(source.with_suffix(".pdf").exists() for source in sources):
        raise MachineError(_FAILED, why=(done.stderr or done.stdout).strip()[-200:])


def _by_word(sources: Sequence[Path], folder: Path, timeout: float) -> None:
    try:
        word = import_module("win32com.client").DispatchEx("Word.Application")
    except Exception:  # noqa: BLE001 - what COM raises where Word is missing has no public class
        return _by_libreoffice(sources, folder, timeout)
    try:
        for source in sources:
            document = word.Documents.Open(str(source), ReadOnly=True, AddToRecentFiles=False)
            document.SaveAs2(str(source.with_suffix(".pdf")), FileFormat=_WORD_PDF)
            document.Close(False)
    except Exception as error:
        raise MachineError(_FAILED, why=str(error)) from error
    finally:
        word.Quit()
    return None
