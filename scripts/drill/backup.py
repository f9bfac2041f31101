"""Backup and restore as docs/operations.md says: first the database, then the files, the keys in another place."""

import sys
import tarfile
from pathlib import Path

from scripts.drill.machine import Keys, Machine, run

DUMP, FILES, KEYS = "vouchers.dump", "uploads.tar.gz", "keys.env"


def new_keys(*, place: Path) -> Keys:
    """Make the keys of an installation and keep them in a place of their own."""
    place.mkdir()
    (place / KEYS).write_text(run(sys.executable, "scripts/new_keys.py"))
    return read_keys(place=place)


def read_keys(*, place: Path) -> Keys:
    """Return the keys that are kept in a place."""
    lines = (place / KEYS).read_text().splitlines()
    return {name: value.strip("'") for name, _, value in (line.partition("=") for line in lines)}


def back_up(*, machine: Machine, to: Path) -> None:
    """Write the dump of the database and the archive of the files."""
    to.mkdir()
    machine.program("pg_dump", "--format=custom", f"--file={to / DUMP}", machine.database)
    with tarfile.open(to / FILES, "w:gz") as archive:
        archive.add(machine.uploads, arcname=".")


def restore(*, backup: Path, on: Machine) -> None:
    """Read the dump into the empty database and the files into the empty folder."""
    on.program("pg_restore", "--exit-on-error", "--no-owner", f"--dbname={on.database}", backup / DUMP)
    with tarfile.open(backup / FILES) as archive:
        archive.extractall(on.uploads, filter="data")
