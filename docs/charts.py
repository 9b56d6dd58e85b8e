"""Fetch the chart libraries of the report's page again: `make charts`.

    python3 docs/charts.py [d3@7.9.2] [@observablehq/plot@0.6.17]

npm gets each package as its authors published it; the minified file and the licences go beside the page,
VERSIONS says what is there. tests/views/report/page/test_page.py holds that the files are those. Look at
the page in a browser before you commit: tests/e2e/test_page.py does, too.
"""

import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PAGE = Path(__file__).parent.parent / "src/git_sessionlog/views/report/page"
FILES = {"d3": "dist/d3.min.js", "@observablehq/plot": "dist/plot.umd.min.js"}
INSIDE = ("isoformat", "interval-tree-1d", "binary-search-bounds")
"""What the file of Plot has in it beside d3."""


def main() -> None:
    asked = {word.rpartition("@")[0]: word for word in sys.argv[1:]}
    lines, licences = [], []
    for name in (*FILES, *INSIDE):
        package = Package(asked.get(name, name))
        licences.append(f"{name} {package.version}\n\n{package.licence()}\n")
        if name in FILES:
            data = package.read(FILES[name])
            file = Path(FILES[name]).name
            (PAGE / file).write_bytes(data)
            lines.append(f"{file} {name} {package.version} {hashlib.sha256(data).hexdigest()}\n")
    (PAGE / "VERSIONS").write_text("".join(lines), encoding="utf-8")
    rule = "\n" + "-" * 80 + "\n\n"
    (PAGE / "LICENSES").write_text(rule.join(licences), encoding="utf-8")


class Package:
    """A package of the npm registry."""

    def __init__(self, wanted: str) -> None:
        with tempfile.TemporaryDirectory() as there:
            pack = ["npm", "pack", "--silent", "--pack-destination", there, wanted]
            subprocess.run(pack, check=True, stdout=subprocess.DEVNULL)
            self._tar = tarfile.open(fileobj=io.BytesIO(next(Path(there).iterdir()).read_bytes()))  # noqa: SIM115
        self.version: str = json.loads(self.read("package.json"))["version"]

    def read(self, path: str) -> bytes:
        file = self._tar.extractfile(f"package/{path}")
        assert file is not None
        return file.read()

    def licence(self) -> str:
        name = next(n for n in self._tar.getnames() if n.upper().startswith("PACKAGE/LICENSE"))
        return self.read(name.partition("/")[2]).decode().strip()


if __name__ == "__main__":
    main()
