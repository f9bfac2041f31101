"""Chromium for the browser tests and the screens: the one of this machine, or a copy fetched without root.

python -m scripts.chromium      fetch it into .cache/chromium, unless there is one; Debian and Ubuntu only
"""

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FOLDER = Path(__file__).resolve().parent.parent / ".cache" / "chromium"
PACKAGES = ("chromium", "fonts-wqy-microhei")
"""The browser, and a font with Chinese characters."""
STARTER = """#!/bin/sh
root='{root}'
export LD_LIBRARY_PATH="$root/usr/lib/{machine}:$root/lib/{machine}" XDG_DATA_HOME="$root/usr/share"
exec "$root/usr/lib/chromium/chromium" "$@"
"""


def find_chromium() -> str | None:
    """Return the program of this machine, else the fetched one, else None."""
    fetched = FOLDER / "chromium"
    return next(filter(None, map(shutil.which, PROGRAMS)), str(fetched) if fetched.exists() else None)


def fetch_chromium() -> str:
    """Download the packages that this machine lacks, unpack them, and return the program. Needs no root, no install."""
    downloads, root = FOLDER / "packages", FOLDER / "root"
    downloads.mkdir(parents=True, exist_ok=True)
    _run("apt-get", "download", *_missing(), folder=downloads)
    for package in sorted(downloads.glob("*.deb")):
        _run("dpkg", "-x", str(package), str(root), folder=FOLDER)
    shutil.rmtree(downloads)
    starter = FOLDER / "chromium"
    starter.write_text(STARTER.format(root=root, machine=sysconfig.get_config_var("MULTIARCH")))
    starter.chmod(0o755)
    return str(starter)


def _missing() -> list[str]:
    """Return the wanted packages and those they need that are not installed, as apt would choose them."""
    planned = _run("apt-get", "install", "--simulate", "--no-install-recommends", *PACKAGES, folder=FOLDER)
    return [line.split()[1] for line in planned.splitlines() if line.startswith("Inst ")]


def _run(*command: str, folder: Path) -> str:
    return subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    print(find_chromium() or fetch_chromium(), file=sys.stdout)
