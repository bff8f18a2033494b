"""Which names of types and programs a VBA project uses on each platform, and which exist there.

A small reader of VBA: it takes the branches of conditional compilation that a platform takes, as
[MS-VBAL] 3.4 has them, and finds what `As`, `New`, `Implements`, `TypeOf … Is`, `CreateObject` and
`GetObject` name. Knows nothing of expressions and statements: it compiles nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

Constants = Mapping[str, object]
# Excel of today: VBA 7 everywhere. Excel for Mac tells its version, and 64-bit ones have said both
# true and false for Win64, so what holds on a Mac must hold either way.
PLATFORMS: dict[str, Constants] = {
    "Windows 32 bit": {"vba7": True, "vba6": True, "win32": True, "win16": False},
    "Windows 64 bit": {"vba7": True, "vba6": True, "win32": True, "win64": True},
    "Mac": {"vba7": True, "vba6": True, "mac": True, "mac_office_version": 16},
    "Mac, Win64 set": {"vba7": True, "mac": True, "win64": True, "mac_office_version": 16},
}
_WINDOWS = frozenset(p for p in PLATFORMS if p.startswith("Windows"))
_MACS = frozenset(PLATFORMS) - _WINDOWS
_ALL = frozenset(PLATFORMS)

# [MS-VBAL] 3.3.5.3 and VBA's own library, Excel's and Office's object models (the classes that a
# project like ours comes to use); what they have on one platform only is said beside them.
_EVERYWHERE = """
    any boolean byte collection currency date decimal double err errobject integer long longptr
    object single string variant vbcomparemethod vbmsgboxresult vbmsgboxstyle vbvartype
    application border borders characters chart chartobject comment font hyperlink hyperlinks
    interior listcolumn listobject listrow name names pagesetup picture range shape shapes sheets
    validation window windows workbook workbooks worksheet worksheetfunction worksheets
    xlcalculation xlcalculationstate xldirection xllookat
    commandbar commandbarbutton commandbars documentproperties documentproperty iribboncontrol
    iribbonui ipicturedisp stdpicture stdfont
"""
_TYPES = {
    **dict.fromkeys(_EVERYWHERE.split(), _ALL),
    "longlong": _ALL - {"Windows 32 bit"},
    "filedialog": _WINDOWS,
}
_PROGRAMS = {
    "scripting.dictionary": _WINDOWS,
    "scripting.filesystemobject": _WINDOWS,
    "wscript.shell": _WINDOWS,
    "shell.application": _WINDOWS,
    "msxml2.xmlhttp": _WINDOWS,
    "vbscript.regexp": _WINDOWS,
    "outlook.application": _WINDOWS,
    "excel.application": _ALL,
    "word.application": _ALL,
}
# Functions of the language that one platform has: elsewhere their name alone stops the compiler.
_FUNCTIONS = {"applescripttask": _MACS, "macscript": _MACS}
_NAME = r"[a-z_]\w*(?:\.[a-z_]\w*)?"
_USES = re.compile(
    rf"\bas\s+(?:new\s+)?(?P<as>{_NAME})|\bnew\s+(?P<new>{_NAME})"
    rf"|^\s*implements\s+(?P<implements>{_NAME})|\btypeof\s+[\w.]+\s+is\s+(?P<is>{_NAME})",
    re.IGNORECASE,
)
_STARTS = re.compile(r'\b(?:createobject\s*\(\s*|getobject\s*\([^,)]*,\s*)"([^"]+)"', re.IGNORECASE)
_DEFINES = re.compile(r"^\s*(?:(?:public|private|global)\s+)?(?:enum|type)\s+(\w+)", re.IGNORECASE)
_BEGINS = re.compile(r"^\s*(?:(?:public|private|friend|static)\s+)*function\s+(\w+)", re.IGNORECASE)
_ENDS = re.compile(r"^\s*end\s+function\b", re.IGNORECASE)
_OPENS = re.compile(r"^\s*open\s", re.IGNORECASE)  # a file `As` a number
_LIBRARIES = {"vba", "excel", "office", "stdole"}
_DIRECTIVE = re.compile(r"^\s*#\s*(const|if|elseif|else|end\s*if)\b(.*)$", re.IGNORECASE)


@dataclass(frozen=True)
class Unknown:
    """A name that doesn't exist on a platform: VBA stops there with a compile or run-time error."""

    platform: str
    module: str
    line: int
    name: str


def unknown(modules: Mapping[str, str]) -> list[Unknown]:
    """Return what a project (modules by file name, classes as `.cls`) names in vain."""
    return [found for platform in PLATFORMS for found in _unknown_on(platform, modules)]


def _unknown_on(platform: str, modules: Mapping[str, str]) -> Iterator[Unknown]:
    compiled = {name: list(_compiled(text, PLATFORMS[platform])) for name, text in modules.items()}
    own = {name.removesuffix(".cls").lower() for name in modules if name.endswith(".cls")}
    for lines in compiled.values():
        own |= {m[1].lower() for _, line in lines if (m := _DEFINES.match(_code(line)))}
    reached = _reached(line for lines in compiled.values() for _, line in lines)
    for module, lines in compiled.items():
        function = ""
        for number, line in lines:
            function = _function(line, function)
            for name in _named(line):
                # To start a program is no matter of compiling: what nobody calls starts none.
                idle = name.startswith('"') and function not in reached
                if not idle and not _exists(name, platform, own):
                    yield Unknown(platform, module, number, name)


def _reached(lines: Iterable[str]) -> set[str]:
    """Return the functions that something calls, and '' for what Excel itself starts."""
    bodies: dict[str, set[str]] = {"": set()}
    function = ""
    for line in lines:
        function = _function(line, function)
        bodies.setdefault(function, set()).update(re.findall(r"\w+", _code(line).lower()))
    reached, waiting = {""}, [""]
    while waiting:
        more = (bodies[waiting.pop()] & bodies.keys()) - reached
        reached |= more
        waiting += more
    return reached


def _function(line: str, before: str) -> str:
    """Return the name of the function that a line is in, '' outside and in what buttons call."""
    if _ENDS.match(line):
        return ""
    begins = _BEGINS.match(line)
    return begins[1].lower() if begins else before


def _named(line: str) -> Iterator[str]:
    code = _code(line)
    for use in _USES.finditer("" if _OPENS.match(code) else code):
        yield next(filter(None, use.groups()))
    for start in _STARTS.finditer(_without_comment(line)):
        yield f'"{start[1]}"'
    for word in re.findall(r"\w+", code):
        if word.lower() in _FUNCTIONS:
            yield f"{word}()"


def _exists(name: str, platform: str, own: set[str]) -> bool:
    low = name.lower()
    if low.startswith('"'):
        return platform in _PROGRAMS.get(low.strip('"'), ())
    if low.endswith("()"):
        return platform in _FUNCTIONS[low[:-2]]
    library, _, bare = low.rpartition(".")
    if library and library not in _LIBRARIES:
        return False  # a reference that the project doesn't have
    return (not library and bare in own) or platform in _TYPES.get(bare, ())


def _compiled(text: str, platform: Constants) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines that are compiled on a platform, continued lines as one."""
    constants = dict(platform)
    taken: list[tuple[bool, bool]] = []  # for each open #If: this branch counts; one has counted
    for number, line in _lines(text):
        directive = _DIRECTIVE.match(line)
        live = all(now for now, _ in taken)
        if not directive:
            if live and not line.startswith(("Attribute ", "VERSION ")):
                yield number, line
            continue
        word, rest = re.sub(r"\s", "", directive[1].lower()), _without_comment(directive[2])
        if word == "if":
            good = live and _true(rest, constants)
            taken.append((good, good))
        elif word == "elseif":
            _, done = taken.pop()
            outside = all(now for now, _ in taken)
            good = outside and not done and _true(rest, constants)
            taken.append((good, done or good))
        elif word == "else":
            _, done = taken.pop()
            taken.append((not done, True))
        elif word == "endif":
            taken.pop()
        elif live:  # const
            name, _, value = rest.partition("=")
            constants[name.strip().lower()] = _value(value, constants)
    assert not taken, "#If without #End If"


def _lines(text: str) -> Iterator[tuple[int, str]]:
    joined, start = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        start = start or number
        joined += line
        if joined.rstrip().endswith(" _"):
            joined = joined.rstrip()[:-1]
            continue
        yield start, joined
        joined, start = "", 0


def _true(condition: str, constants: Constants) -> bool:
    return bool(
        _value(re.sub(r"\bthen\s*$", "", condition.strip(), flags=re.IGNORECASE), constants)
    )


def _value(expression: str, constants: Constants) -> object:
    """Evaluate a constant expression; a name that nothing defines is Empty, which is false."""
    python: list[str] = []
    for token in re.findall(r'"[^"]*"|\w+|<>|<=|>=|[=<>()]', expression):
        low = token.lower()
        if low in ("and", "or", "not", "true", "false"):
            python.append(low.capitalize() if low in ("true", "false") else low)
        elif low in ("=", "<>"):
            python.append("==" if low == "=" else "!=")
        elif token[0].isalpha() or token[0] == "_":
            python.append(repr(constants.get(low, False)))
        else:
            python.append(token)
    return eval(" ".join(python), {"__builtins__": {}})  # of tokens made here, nothing else


def _without_comment(line: str) -> str:
    found = re.match(r"""(?:[^"']|"[^"]*")*""", line)
    code = found[0] if found else ""
    return re.sub(r"(?:^|:)\s*rem\b.*", "", code, flags=re.IGNORECASE)


def _code(line: str) -> str:
    """Return a line without its comment and without what stands in quotes."""
    return re.sub(r'"[^"]*"', '""', _without_comment(line))
