"""The chain of seals over the events: its digests in SQL, and its verification."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

CHUNK = 50

_UTC = "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')"
_COLUMNS = f"""
    e.id, e.type, e.subject_kind, e.subject_id, e.party_id, e.actor_id, e.from_state, e.to_state, e.data,
    {_UTC.format("e.at")}, {_UTC.format("e.recorded_at")}
"""
ROWS_DIGEST = f"""
    string_agg(sha256(convert_to(jsonb_build_array({_COLUMNS})::text, 'UTF8')), ''::bytea ORDER BY e.id)
"""
"""SQL: the concatenated digests of the events `e`, each over a JSON array of all columns, moments in UTC."""


def seal_digest(*, previous: str, first: str, last: str, count: str, at: str) -> str:
    """Return SQL for the digest of a seal: over the previous digest, its own columns and its events `e`."""
    head = f"jsonb_build_array({first}, {last}, {count}, {_UTC.format(at)})::text"
    rows = f"coalesce({ROWS_DIGEST}, ''::bytea)"
    return f"sha256(coalesce({previous}, ''::bytea) || convert_to({head}, 'UTF8') || {rows})"


@dataclass(frozen=True, kw_only=True, slots=True)
class BrokenSeal:
    """A seal that does not match (封存不符), with its range of events.

    `missing` is the number of events that are gone, negative for events that were added, 0 where an event, the seal
    itself or its place in the chain was changed.
    """

    seal_id: int
    first_event_id: int
    last_event_id: int
    missing: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SealReport:
    """The result of verifying the chain (封存核验): its length, the events it covers, broken seals, oldest first.

    `head` is the newest digest. Compared with a copy noted elsewhere, it proves the whole chain.
    """

    seals: int
    events: int
    broken: tuple[BrokenSeal, ...]
    head: str


def verify_seals() -> SealReport:
    """Recompute every seal from the events of its run and the seal before it."""
    seals = events = 0
    broken: list[BrokenSeal] = []
    head = ""
    for rows in _recomputed():
        for seal_id, first, last, count, found, matches, digest in rows:
            seals, events, head = seals + 1, events + count, bytes(digest).hex()
            if not matches:
                broken.append(
                    BrokenSeal(seal_id=seal_id, first_event_id=first, last_event_id=last, missing=count - found)
                )
    return SealReport(seals=seals, events=events, broken=tuple(broken), head=head)


def _recomputed() -> Iterator[list[tuple[int, int, int, int, int, bool, bytes]]]:
    """Yield all seals in chunks of (id, first, last, count, count found, whether it matches, digest)."""
    after = 0
    while rows := _recompute(after=after):
        yield rows
        after = rows[-1][0]


def _recompute(*, after: int) -> list[tuple[int, int, int, int, int, bool, bytes]]:
    digest = seal_digest(
        previous="s.before", first="s.first_event_id", last="s.last_event_id", count="s.count", at="s.at"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH chain AS (
                SELECT id, first_event_id, last_event_id, count, digest, at, previous_id,
                       lag(id) OVER links AS should_follow, lag(digest) OVER links AS before,
                       coalesce(lag(last_event_id) OVER links, 0) AS above
                FROM core_eventseal WINDOW links AS (ORDER BY id)
            )
            SELECT s.id, s.first_event_id, s.last_event_id, s.count, run.found,
                   s.digest = run.digest AND run.found = s.count AND s.previous_id IS NOT DISTINCT FROM s.should_follow,
                   s.digest
            FROM (SELECT * FROM chain WHERE id > %s ORDER BY id LIMIT %s) s
            CROSS JOIN LATERAL (
                SELECT count(e.id) AS found, {digest} AS digest
                FROM core_event e WHERE e.id > s.above AND e.id <= s.last_event_id
            ) run
            ORDER BY s.id
            """,
            [after, CHUNK],
        )
        return list(cursor.fetchall())
