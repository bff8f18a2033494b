"""What the program needs of other packages, by its own metadata, and what this Python has of it.

The ranges stand in one place, `pyproject.toml`; an installed program carries them in its metadata
(core metadata specification, PyPA). A package that not every system can have costs one feature.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from ita_excel.core.errors import MachineError
from ita_excel.core.language import Text

PROGRAM = "ita-excel"


@dataclass(frozen=True, slots=True)
class Feature:
    """What is lost without a package; `vital` where a command ends for it."""

    what: Text
    instead: Text
    vital: bool


FEATURES = {
    "isal": Feature(
        Text("การเขียนไฟล์ให้เร็วขึ้น", "writing files faster"),
        Text("ใช้ zlib แทน ได้ผลเหมือนกันแต่ช้ากว่า", "zlib does the work: the same result, more slowly"),
        vital=False,
    ),
    "typst": Feature(
        Text("การทำไฟล์ PDF", "making PDF files"),
        Text(
            "ทำรูปแบบอื่นได้ด้วย --format docx,html,csv,json หรือทำ PDF จากไฟล์ Word ด้วย --pdf-from word",
            "other formats can be made with --format docx,html,csv,json, or the PDF from the Word "
            "file with --pdf-from word",
        ),
        vital=True,
    ),
}


@dataclass(frozen=True, slots=True)
class Dependency:
    """A package that is asked for, by us or by one of ours, and how it stands here."""

    name: str
    wanted: str  # the versions that fit, '' for any
    found: str  # the version that is there, '' for none
    fits: bool  # it is there in a version that was asked for
    expected: bool  # this system is one on which it is installed
    by: str  # who asks for it


def dependencies(system: Mapping[str, str] | None = None) -> list[Dependency]:
    """Return what the program asks for, then what those packages ask for in their turn.

    `system` replaces environment markers ("sys_platform" and its kin) of the running Python, to
    judge for another system. MachineError where the program's own metadata is missing.
    """
    found: dict[tuple[str, str], Dependency] = {}
    waiting = [PROGRAM]
    while waiting:
        asker = waiting.pop(0)
        for dependency, more in _asked(asker, system or {}):
            key = (dependency.name, dependency.wanted)
            if key not in found:
                found[key] = dependency
                waiting += more
    return list(found.values())


def python() -> Dependency:
    """Return the Python that the program asks for, beside the one that runs it."""
    from importlib import metadata

    from packaging.specifiers import SpecifierSet

    try:
        wanted = metadata.metadata(PROGRAM)["Requires-Python"] or ""
    except metadata.PackageNotFoundError:
        wanted = ""
    found = platform.python_version()
    fits = SpecifierSet(wanted).contains(found, prereleases=True)
    return Dependency("Python", wanted, found, fits, True, PROGRAM)


def _asked(asker: str, system: Mapping[str, str]) -> Iterator[tuple[Dependency, list[str]]]:
    """Yield what one package asks for, with the packages whose own needs are to be seen next."""
    from importlib import metadata

    from packaging.requirements import InvalidRequirement, Requirement
    from packaging.utils import canonicalize_name

    name, _, extra = asker.partition("[")
    try:
        lines = metadata.requires(name) or []
    except metadata.PackageNotFoundError as error:
        if name == PROGRAM:
            raise MachineError(_NO_METADATA) from error
        return
    markers = {**system, "extra": extra.rstrip("]")}
    for line in lines:
        try:
            wanted = Requirement(line)
        except InvalidRequirement:  # of a package so old that pip reads it no more either
            continue
        own = canonicalize_name(wanted.name)
        expected = wanted.marker is None or wanted.marker.evaluate(markers)
        if not expected and (name != PROGRAM or own not in FEATURES):
            continue
        version = _version(own)
        fits = bool(version) and wanted.specifier.contains(version, prereleases=True)
        more = [own, *(f"{own}[{e}]" for e in wanted.extras)] if version else []
        # As a person would say it: from, to.
        range_ = ",".join(sorted(map(str, wanted.specifier), key=lambda part: part[0] != ">"))
        yield Dependency(own, range_, version, fits, expected, name), more


def _version(name: str) -> str:
    from importlib import metadata  # loads the whole of e-mail: not for who only asks `there`

    try:
        return metadata.version(name) or ""  # None where its metadata is damaged
    except metadata.PackageNotFoundError:
        return ""


def there(package: str) -> bool:
    """Return whether a package can be found; its version is a matter of `require`."""
    return find_spec(package) is not None


def require(package: str, failed: ImportError | None = None) -> None:
    """Raise MachineError, naming the lost feature, where a package is missing or doesn't fit.

    `failed` is what its import raised: it is there, and this system doesn't load it. A package of
    which nothing is known, because our own metadata is missing, passes.
    """
    feature = FEATURES[package]
    asked = _asked(PROGRAM, {}) if _version(PROGRAM) else ()
    for dependency, _ in asked:
        if dependency.name == package and not dependency.fits:
            told = _LACKING if dependency.found else _ABSENT
            raise MachineError(
                told,
                what=feature.what,
                package=package,
                found=dependency.found,
                wanted=dependency.wanted,
                instead=feature.instead,
            )
    if failed:
        raise MachineError(
            _UNLOADABLE, what=feature.what, package=package, why=failed, instead=feature.instead
        ) from failed


_ABSENT = Text(
    "{what}ต้องใช้แพ็กเกจ {package} ({wanted}) ซึ่งเครื่องนี้ไม่มี ยังไม่ได้เขียนไฟล์ใด {instead}",
    "{what} needs the package {package} ({wanted}), which this computer lacks; nothing was written. "
    "{instead}",
)
_LACKING = Text(
    "{what}ต้องใช้แพ็กเกจ {package} รุ่น {wanted} แต่เครื่องนี้มีรุ่น {found} ยังไม่ได้เขียนไฟล์ใด "
    "โปรดติดตั้งโปรแกรมใหม่ {instead}",
    "{what} needs the package {package} in a version {wanted}, and this computer has {found}; "
    "nothing was written. Install the program again; {instead}",
)
_UNLOADABLE = Text(
    "{what}ต้องใช้แพ็กเกจ {package} ซึ่งเครื่องนี้เปิดไม่ได้ ({why}) ยังไม่ได้เขียนไฟล์ใด {instead}",
    "{what} needs the package {package}, which this computer can't load ({why}); nothing was "
    "written. {instead}",
)
_NO_METADATA = Text(
    "โปรแกรมนี้ไม่ได้ติดตั้งไว้อย่างถูกต้อง จึงไม่ทราบว่าต้องใช้แพ็กเกจใดบ้าง โปรดติดตั้งใหม่",
    "the program isn't properly installed, so what it needs is unknown: install it again",
)
