"""Fetch third-party files at exact versions: the front end's into static/vendor, axe into tests. Needs npm; for developers only.

    python scripts/vendor.py          fetch, cut to what is used, write the folders and VENDOR.json
    python scripts/vendor.py --check  offline: compare the folders with the checksums of VENDOR.json

Three edits are made to the npm files, for the strict CSP and for older browsers:
source map comments are removed (the static manifest would look for the maps), `data:` images become files
(img-src stays 'self'), and `light-dark(a, b)` becomes `a` (there is one theme; browsers before 2024 do not know it).
"""

import argparse
import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
MANIFEST = VENDOR / "VENDOR.json"

TABLER = ("@tabler/core", "1.6.1", "MIT")
ICONS = ("@tabler/icons", "3.51.0", "MIT")
HTMX = ("htmx.org", "2.0.11", "0BSD")
AXE = ("axe-core", "4.14.1", "MPL-2.0")

# Every icon a page may name; a page that needs another one adds it here and runs this script again.
ICON_NAMES = """
accessible activity adjustments affiliate alert-circle alert-triangle archive arrow-back-up arrow-left arrow-right
arrows-sort article award ban basket bell building building-bank businessplan calculator calendar calendar-due
calendar-event cash certificate chart-bar chart-pie check checks chevron-down chevron-left chevron-right circle-check
circle-dashed circle-x clipboard-check clipboard-list clock clock-exclamation coin contract cpu database download edit
external-link eye file-certificate file-check file-text filter flag flask gavel heart-handshake help history home
hourglass inbox info-circle key language layout-dashboard list-check list-details lock login logout mail menu-2
message-2 microscope package paperclip phone player-pause plus point printer qrcode receipt refresh report-money route
scale search send settings shield-check sort-ascending sort-descending speakerphone star ticket tool trash upload user
user-check user-circle users wallet world x zoom-question
""".split()  # noqa: SIM905 - a list of words reads better than a list of strings

# @tabler/core ships without its licence file.
MIT = """The MIT License (MIT)

Copyright (c) 2018-2026 The Tabler Authors
Copyright (c) 2018-2026 codecalm.net Paweł Kuna

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN
THE SOFTWARE.
"""


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fetch(package: str, version: str, into: Path) -> tuple[Path, str]:
    """Unpack one npm package; return its folder and the integrity string npm verified."""
    command = ["npm", "pack", "--json", "--silent", f"{package}@{version}"]
    packed = json.loads(subprocess.run(command, cwd=into, check=True, capture_output=True, text=True).stdout)[0]
    folder = into / package.replace("/", "-")
    with tarfile.open(into / packed["filename"]) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package", packed["integrity"]


def without_source_map(text: str) -> str:
    return re.sub(r"/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S*", "", text)


def first_of_light_dark(css: str) -> str:
    """Replace every `light-dark(light, dark)` by its light value; either side may hold brackets."""
    name = "light-dark("
    while (start := css.find(name)) != -1:
        depth, comma, at = 1, -1, start + len(name)
        while depth:
            char = css[at]
            depth += (char == "(") - (char == ")")
            if char == "," and depth == 1 and comma == -1:
                comma = at
            at += 1
        css = css[:start] + css[start + len(name) : comma] + css[at:]
    return css


def images_to_files(css: str, folder: Path) -> str:
    """Write each `data:` SVG of the style sheet to its own file and point to it."""
    folder.mkdir(parents=True)

    def replace(match: re.Match[str]) -> str:
        header, data = match["uri"].split(",", 1)
        svg = base64.b64decode(data) if header.endswith("base64") else unquote(data).encode()
        name = hashlib.sha256(svg).hexdigest()[:12] + ".svg"
        (folder / name).write_bytes(svg)
        return f'url("{folder.name}/{name}")'

    css = re.sub(r"""url\((?P<q>["'])(?P<uri>data:image/svg\+xml.*?)(?P=q)\)""", replace, css)
    if "data:" in css:
        raise SystemExit("a data: address is left in the style sheet")
    return css


def vendor_tabler(package: Path, out: Path) -> None:
    out.mkdir(parents=True)
    css = without_source_map((package / "dist/css/tabler.min.css").read_text("utf-8"))
    css = images_to_files(first_of_light_dark(css), out / "img")
    (out / "tabler.min.css").write_text(css.rstrip() + "\n", "utf-8")
    (out / "LICENSE").write_text(MIT, "utf-8")


def vendor_icons(package: Path, out: Path) -> None:
    """Write one sprite of symbols; the style sheet sets stroke and size."""
    out.mkdir(parents=True)
    ET.register_namespace("", "http://www.w3.org/2000/svg")
    sprite = ['<svg xmlns="http://www.w3.org/2000/svg">']
    for name in sorted(ICON_NAMES):
        root = ET.parse(package / f"icons/outline/{name}.svg").getroot()  # noqa: S314 - npm verified the package
        paths = [p.attrib["d"] for p in root.iter("{http://www.w3.org/2000/svg}path") if p.get("stroke") != "none"]
        body = "".join(f'<path d="{d}"/>' for d in paths)
        sprite.append(f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>')
    (out / "sprite.svg").write_text("\n".join([*sprite, "</svg>\n"]), "utf-8")
    shutil.copy(package / "LICENSE", out / "LICENSE")


def vendor_htmx(package: Path, out: Path) -> None:
    out.mkdir(parents=True)
    script = without_source_map((package / "dist/htmx.min.js").read_text("utf-8"))
    (out / "htmx.min.js").write_text(script, "utf-8")
    shutil.copy(package / "LICENSE", out / "LICENSE")


def vendor_axe(package: Path, out: Path) -> None:
    """Copy axe to the tests; it is not served."""
    out.mkdir(parents=True)
    for name in ("axe.min.js", "LICENSE"):
        shutil.copy(package / name, out / name)


PARTS = {
    "tabler": (TABLER, vendor_tabler),
    "tabler-icons": (ICONS, vendor_icons),
    "htmx": (HTMX, vendor_htmx),
    "axe": (AXE, vendor_axe),
}
PLACES = {"axe": ROOT / "tests" / "browser" / "axe"}
"""Folders outside static/vendor."""


def place(folder: str) -> Path:
    """Return the folder of a part."""
    return PLACES.get(folder, VENDOR / folder)


def fetch_all() -> None:
    """Replace the folders named in PARTS and their entries in the manifest; other vendored folders stay."""
    manifest = json.loads(MANIFEST.read_text("utf-8")) if MANIFEST.exists() else {}
    with tempfile.TemporaryDirectory() as temporary:
        for folder, ((package, version, licence), build) in PARTS.items():
            source, integrity = fetch(package, version, Path(temporary))
            out = place(folder)
            shutil.rmtree(out, ignore_errors=True)
            build(source, out)
            files = {str(p.relative_to(out)): sha256(p) for p in sorted(out.rglob("*")) if p.is_file()}
            manifest[folder] = {
                "package": package,
                "version": version,
                "license": licence,
                "npm_integrity": integrity,
                "sha256": files,
            }
    MANIFEST.write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n", "utf-8")


def problems() -> list[str]:
    """Return every file that is missing, changed, or not in the manifest."""
    listed = {
        place(folder) / name: digest
        for folder, entry in json.loads(MANIFEST.read_text("utf-8")).items()
        for name, digest in entry["sha256"].items()
    }
    roots = [VENDOR, *PLACES.values()]
    found = {p: sha256(p) for root in roots for p in root.rglob("*") if p.is_file() and p != MANIFEST}
    wrong = {path for path in listed.keys() | found.keys() if listed.get(path) != found.get(path)}
    return sorted(str(path.relative_to(ROOT)) for path in wrong)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare with VENDOR.json, fetch nothing")
    if not parser.parse_args().check:
        fetch_all()
    for name in problems():
        print(f"differs from VENDOR.json: {name}", file=sys.stderr)
    return 1 if problems() else 0


if __name__ == "__main__":
    raise SystemExit(main())
