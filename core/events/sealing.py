"""Sealing of events: a chain of digests over all events reveals changes that bypass the triggers."""

from collections.abc import Callable
from datetime import datetime

from django.db import connection
from django.db.models import Max

from core.database.transactions import write
from core.events.locks import lock_events_for_a_moment, lock_seals
from core.events.seal_chain import seal_digest
from core.models import Event

RUN = 10_000


def seal_events(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int | str]:
    """Seal every event committed so far, in ranges of at most 10,000 (封存审计事件). Periodic job.

    Returns the newest digest, which proves the whole chain when it is noted elsewhere. Raises `busy` where a
    transaction that has written events stays open for a second.
    """
    horizon = _find_horizon()
    sealed, head = 0, ""
    while run := _seal_run(horizon=horizon, at=at):
        count, head = run
        sealed += count
        progress(count)
    return {"sealed": sealed, "head": head}


@write
def _find_horizon() -> int:
    """Return the greatest id below which no event can appear any more."""
    # A writer may have drawn a smaller id and not committed yet: wait for all writers before reading the maximum.
    lock_events_for_a_moment()
    return Event.objects.aggregate(newest=Max("pk"))["newest"] or 0


@write
def _seal_run(*, horizon: int, at: datetime) -> tuple[int, str] | None:
    """Seal the next range up to the horizon; return its size and digest, or None where nothing is left."""
    lock_seals()
    digest = seal_digest(
        previous="(SELECT digest FROM head)", first="min(e.id)", last="max(e.id)", count="count(e.id)", at="%(at)s"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH head AS (SELECT id, last_event_id, digest FROM core_eventseal ORDER BY id DESC LIMIT 1),
            e AS (
                SELECT * FROM core_event
                WHERE id > coalesce((SELECT last_event_id FROM head), 0) AND id <= %(horizon)s
                ORDER BY id LIMIT %(run)s
            )
            INSERT INTO core_eventseal (previous_id, first_event_id, last_event_id, count, digest, at)
            SELECT (SELECT id FROM head), min(e.id), max(e.id), count(e.id), {digest}, %(at)s
            FROM e HAVING count(e.id) > 0
            RETURNING count, digest
            """,
            {"horizon": horizon, "run": RUN, "at": at},
        )
        row = cursor.fetchone()
    return (row[0], bytes(row[1]).hex()) if row else None
