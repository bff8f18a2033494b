"""One headless office with its own throw-away profile and pipe, reached over UNO."""

from __future__ import annotations

import atexit
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_UNO = Path("/usr/lib/python3/dist-packages/uno.py")  # Debian's python3-uno, for its Python 3.11
_SOFFICE = "/usr/lib/libreoffice/program/soffice.bin"
_FIRST_START = 81  # "new profile: start me again"

_OPTIONS = {
    "Office.Common/Misc": {
        "UseLocking": "false",
        "UseDocumentOOoLockFile": "false",
        "FirstRun": "false",
    },
    "Setup/L10N": {"ooSetupSystemLocale": "th-TH", "ooLocale": "en-US"},
    "Office.Common/Save/Document": {"WarnAlienFormat": "false"},
    "Office.Common/Security/Scripting": {"MacroSecurityLevel": "0"},
    "Office.Calc/Filter/Import/VBA": {"Executable": "true"},
    # Opened as it was saved, which takes a third of the time: what is typed afterwards is worked out, and
    # what no result is stored of. That our stored results are right is judged in `ooxml/calculation`.
    "Office.Calc/Formula/Load": {"OOXMLRecalcMode": "1"},
}


def load_uno() -> Any:
    """Return the module `uno`, without making the rest of Debian's packages importable."""
    if "uno" not in sys.modules:
        assert _UNO.exists(), "python3-uno is missing: apt-get install python3-uno"
        spec = importlib.util.spec_from_file_location("uno", _UNO)
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        sys.modules["uno"] = module
        spec.loader.exec_module(module)
    return sys.modules["uno"]


def properties(**named: object) -> tuple[Any, ...]:
    """Return UNO PropertyValues."""
    made = []
    for name, value in named.items():
        one = load_uno().createUnoStruct("com.sun.star.beans.PropertyValue")
        one.Name, one.Value = name, value
        made.append(one)
    return tuple(made)


def url(path: str | os.PathLike[str]) -> str:
    return str(load_uno().systemPathToFileUrl(str(Path(path).resolve())))


class Office:
    """A running office; `stop()` ends it and removes its profile."""

    def __init__(
        self,
        environ: dict[str, str] | None = None,
        timeout: float = 90,
        options: Mapping[str, Mapping[str, str]] = _OPTIONS,
    ) -> None:
        self.uno = load_uno()
        self.profile = Path(tempfile.mkdtemp(prefix="ita-live-"))
        (self.profile / "user").mkdir()
        settings = self.profile / "user" / "registrymodifications.xcu"
        settings.write_text(_registry(options), encoding="utf-8")
        self._environ = {**os.environ, "SAL_USE_VCLPLUGIN": "svp", "LC_ALL": "C.UTF-8"}
        self._environ |= environ or {}
        self._pipe = f"ita{uuid.uuid4().hex}"
        self.process = self._start()
        atexit.register(self.stop)
        self.context = self._connect(time.monotonic() + timeout)
        self.desktop = self.service("com.sun.star.frame.Desktop")

    def service(self, name: str) -> Any:
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def load(self, path: str | os.PathLike[str] | None, **options: object) -> Any:
        """Return the document opened from `path`, a new workbook for None."""
        where = url(path) if path else "private:factory/scalc"
        document = self.desktop.loadComponentFromURL(where, "_blank", 0, properties(**options))
        if document is None:
            raise OSError(f"Calc can't load {path}")
        return document

    def stop(self) -> None:
        """End the office and remove its profile; a second call does nothing."""
        atexit.unregister(self.stop)
        if self.process.poll() is None:
            disposed = self.uno.getClass("com.sun.star.lang.DisposedException")
            try:
                self.desktop.terminate()
                self.process.wait(10)
            except (disposed, AttributeError, subprocess.TimeoutExpired):
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    def _start(self) -> subprocess.Popen[bytes]:
        command = [_SOFFICE, "--headless", "--norestore", "--nologo", "--nodefault"]
        command += [
            f"-env:UserInstallation={self.profile.as_uri()}",
            f"--accept=pipe,name={self._pipe};urp;",
        ]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(
            command, stdin=quiet, stdout=quiet, stderr=quiet, env=self._environ,
            start_new_session=True,
        )  # fmt: skip

    def _connect(self, deadline: float) -> Any:
        local = self.uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        not_yet = self.uno.getClass("com.sun.star.connection.NoConnectException")
        while True:
            try:
                return resolver.resolve(
                    f"uno:pipe,name={self._pipe};urp;StarOffice.ComponentContext"
                )
            except not_yet:
                ended = self.process.poll()
                if ended == _FIRST_START:
                    self.process = self._start()
                elif ended is not None or time.monotonic() > deadline:
                    self.stop()
                    raise AssertionError(f"soffice did not start (exit {ended})") from None
                time.sleep(0.05)


def _registry(wanted: Mapping[str, Mapping[str, str]]) -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for path, options in wanted.items()
        for name, value in options.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n' + items + "</oor:items>\n"
    )
