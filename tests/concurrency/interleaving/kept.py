"""A small world that is created once and restored after every interleaving, and the changes of an interleaving."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from django.db import connection

from proofs.selectors import proofs
from tests.concurrency.guards import own_apps

NEW = 7_000_000_000
"""First id of rows created by an interleaving, so that such ids are recognised anywhere."""
NOT_TOLD = (
    "- ARRAY['recorded_at', 'queued_at', 'contact_encrypted', 'number_encrypted', 'content_encrypted', 'token_hash']"
    " #- '{facts,round_remaining}'"
)
"""The real time of day; what is encrypted with chance; the hash of a token, which follows from the id of its row; what a round
had left when a claim read it, which the hold of the money asks again."""


def _tables() -> dict[str, tuple[str, ...]]:
    """Every table of the project, with the columns of its primary key."""
    models = [model for app in own_apps() for model in app.get_models()]
    return {model._meta.db_table: tuple(field.column for field in model._meta.pk_fields) for model in models}


def _same_row(key: tuple[str, ...]) -> str:
    """The condition that a row `t` of a table and a kept row `k` have the same primary key."""
    return " AND ".join(f"t.{column} = k.{column}" for column in key)


@dataclass
class Kept:
    """The original rows of the world; a connection whose session fires no triggers restores them."""

    server: psycopg.Connection
    tables: dict[str, tuple[str, ...]]
    since: int

    def restore(self) -> None:
        """Restore every row."""
        self.server.execute("SELECT kept.restore()")

    def changes(self) -> tuple[str, ...]:
        """Return the changes, one line per row; ids of new rows are not distinguished."""
        return tuple(line for (line,) in self.server.execute("SELECT line FROM kept.changes() AS line ORDER BY 1"))

    def broken(self, never: str) -> tuple[str, ...]:
        """Return the failed proofs of the books (proofs.selectors) and the rows of a query."""
        return tuple(
            line for (line,) in self.server.execute(f"SELECT line FROM kept.broken() AS line UNION ALL {never}")
        )

    def of_tables(self, names: set[str]) -> None:
        """Compare only these tables from now on."""
        _define(self.server, {name: key for name, key in self.tables.items() if name in names})

    def left_behind(self) -> tuple[str, ...]:
        """Return the changes in any table that were not restored."""
        self.restore()
        self.of_tables(set(self.tables))
        self.server.execute("UPDATE kept.since SET xid = %s", [self.since])
        return self.changes()


@contextmanager
def kept() -> Iterator[Kept]:
    """Store the current world in a schema; reset sequences at the end."""
    settings = connection.get_connection_params() | {"autocommit": True, "cursor_factory": psycopg.ClientCursor}
    with psycopg.connect(**settings) as server:
        server.execute("SET session_replication_role = 'replica'")
        sequences = _start_sequences(server)
        try:
            world = _keep(server)
            try:
                yield world
            finally:
                server.execute("SELECT kept.restore()")
        finally:
            server.execute("DROP SCHEMA IF EXISTS kept CASCADE")
            for name, value in sequences.items():
                server.execute("SELECT setval(%s, %s)", [name, value])


def _keep(server: psycopg.Connection) -> Kept:
    tables = _tables()
    server.execute("CREATE SCHEMA kept")
    server.execute("CREATE TABLE kept.since AS SELECT pg_current_xact_id()::text::bigint AS xid")
    ((since,),) = server.execute("SELECT xid FROM kept.since").fetchall()
    for name in tables:
        server.execute(f"CREATE UNLOGGED TABLE kept.{name} AS TABLE public.{name}")
    _define(server, tables)
    _define_proofs(server)
    return Kept(server, tables, since)


def _start_sequences(server: psycopg.Connection) -> dict[str, int]:
    rows = server.execute(
        "SELECT schemaname || '.' || sequencename, coalesce(last_value, 1) FROM pg_sequences"
        " WHERE schemaname = 'public' AND max_value > %s",
        [NEW],
    ).fetchall()
    for name, _ in rows:
        server.execute("SELECT setval(%s, %s)", [name, NEW])
    return dict(rows)


def _define(server: psycopg.Connection, tables: dict[str, tuple[str, ...]]) -> None:
    restored = "\n".join(
        f"""DELETE FROM public.{name} WHERE xmin::text::bigint > before;
        INSERT INTO public.{name} SELECT * FROM kept.{name} k
            WHERE NOT EXISTS (SELECT FROM public.{name} t WHERE {_same_row(key)});"""
        for name, key in tables.items()
    )
    changed = " UNION ALL ".join(
        f"""SELECT '{name} ' || regexp_replace((to_jsonb(t) {NOT_TOLD})::text, '{NEW // 1_000_000}[0-9]{{6}}', 'new', 'g')
        FROM public.{name} t WHERE xmin::text::bigint > before
            AND NOT EXISTS (SELECT FROM kept.{name} k WHERE {_same_row(key)} AND k::text = t::text)
        UNION ALL SELECT '{name} ' || concat_ws(' ', {", ".join(key)}) || ' is gone' FROM kept.{name} k
            WHERE NOT EXISTS (SELECT FROM public.{name} t WHERE {_same_row(key)})"""
        for name, key in tables.items()
    )
    server.execute(f"""
        CREATE OR REPLACE FUNCTION kept.restore() RETURNS void LANGUAGE plpgsql AS $$
        DECLARE before bigint := (SELECT xid FROM kept.since);
        BEGIN
            {restored}
            UPDATE kept.since SET xid = pg_current_xact_id()::text::bigint;
        END $$;
        CREATE OR REPLACE FUNCTION kept.changes() RETURNS SETOF text LANGUAGE plpgsql AS $$
        DECLARE before bigint := (SELECT xid FROM kept.since);
        BEGIN RETURN QUERY {changed}; END $$;
    """)


def _define_proofs(server: psycopg.Connection) -> None:
    cursor = psycopg.ClientCursor(server)
    every = (*proofs.MONEY, *proofs.STATES, *proofs.GUARDS)
    found = " UNION ALL ".join(
        f"SELECT $say${proof.code} {proof.says}: $say$ || string_agg(id::text, ', ') FROM ("
        f"{cursor.mogrify(proof.sql, proof.params or {'none': None})}) AS q HAVING count(*) > 0"
        for proof in every
    )
    server.execute(
        f"CREATE FUNCTION kept.broken() RETURNS SETOF text LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY {found}; END $$"
    )
