"""What a machine holds: a digest of every row and of every file, and what of it another machine lacks."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Digests of the rows by table, and of the files by path."""

    tables: Mapping[str, Counter[str]]
    files: Mapping[str, str]

    @property
    def rows(self) -> int:
        return sum(rows.total() for rows in self.tables.values())


def read_contents(*, database: str, uploads: Path) -> Contents:
    """Read every row of every table, and every file."""
    with psycopg.connect(database) as connection:
        names = [name for (name,) in connection.execute(TABLES)]
        tables = {name: _digests(connection, name) for name in names}
    paths = [path for path in sorted(uploads.rglob("*")) if path.is_file()]
    files = {str(path.relative_to(uploads)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    return Contents(tables=tables, files=files)


def lost(*, before: Contents, after: Contents) -> list[str]:
    """Return what was there before and is not after, one line for each table and file; empty if nothing was lost."""
    rows = [
        f"{name}: {missing.total()} of {there.total()} rows"
        for name, there in before.tables.items()
        if (missing := there - after.tables.get(name, Counter())).total()
    ]
    found = {path: after.files.get(path) for path in before.files}
    files = [
        f"{path}: {'lost' if found[path] is None else 'altered'}"
        for path, digest in before.files.items()
        if found[path] != digest
    ]
    return rows + files


def _digests(connection: psycopg.Connection, table: str) -> Counter[str]:
    query = sql.SQL("SELECT md5(t::text) FROM {} AS t").format(sql.Identifier(table))
    return Counter(digest for (digest,) in connection.execute(query))
