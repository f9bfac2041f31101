"""Recording of events: every change is written to the audit and queued for its handlers here."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from core.database.transactions import assert_inside
from core.events.wakeups import wake_worker
from core.models import Event, OutboxItem

NO_SUBJECT = 0
"""`subject_id` of an event about a person without an account: a denied visitor, a sign-in with an unknown name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """The content of an event (变更): type, subject, actor, moment, states before and after, and details."""

    type: str
    subject_kind: str
    subject_id: int
    at: datetime
    actor_id: int | None = None
    party_id: int | None = None
    from_state: str = ""
    to_state: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def record(change: Change) -> Event:
    """Write one event in the service's transaction and queue it for its handlers.

    RuntimeError outside a service. KeyError for a type that config/subscriptions.py does not list.
    """
    assert_inside()
    event = _event(change)
    event.save(force_insert=True)
    _queue([event])
    return event


def record_many(changes: Sequence[Change]) -> list[Event]:
    """Write events in one statement, in the given order. Errors as for `record`."""
    assert_inside()
    events = [_event(change) for change in changes]
    with connection.cursor() as cursor:
        cursor.execute(RECORD_MANY, [*_columns(events)])
        for event, (pk,) in zip(events, cursor.fetchall(), strict=True):
            event.pk = pk
    _queue(events)
    return events


RECORD_MANY = """
    INSERT INTO core_event (type, subject_kind, subject_id, party_id, actor_id, from_state, to_state, data, at)
    SELECT type, subject_kind, subject_id, party_id, actor_id, from_state, to_state, data::jsonb, at
    FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[],
        %s::timestamptz[]) WITH ORDINALITY
        AS e (type, subject_kind, subject_id, party_id, actor_id, from_state, to_state, data, at, place)
    ORDER BY place RETURNING id
"""
"""One array a column: a chunk of 500 events costs a tenth of an INSERT with a parameter for each value."""


def _columns(events: Sequence[Event]) -> Iterator[list[Any]]:
    """Return the values of the events, one list for each array of `RECORD_MANY`."""
    for name in ("type", "subject_kind", "subject_id", "party_id", "actor_id", "from_state", "to_state"):
        yield [getattr(event, name) for event in events]
    yield [json.dumps(event.data) for event in events]
    yield [event.at for event in events]


def record_set(
    *,
    type: str,  # noqa: A002 - the name of the column
    subject_kind: str,
    at: datetime,
    actor_id: int | None,
    from_state: str,
    to_state: str,
) -> dict[str, Any]:
    """Return the parameters of `RECORD_SET` for one type of event. Errors as for `record`."""
    assert_inside()
    handlers = subscribers(type)
    if handlers:
        transaction.on_commit(wake_worker, robust=True)
    return {
        "event_type": type,
        "event_kind": subject_kind,
        "event_actor": actor_id,
        "event_from": from_state,
        "event_to": to_state,
        "event_at": at,
        "event_handlers": list(handlers),
    }


RECORD_SET = """
    recorded AS (
        INSERT INTO core_event (type, subject_kind, subject_id, party_id, actor_id, from_state, to_state, data, at)
        SELECT %(event_type)s, %(event_kind)s, subject_id, party_id, %(event_actor)s::bigint, %(event_from)s, %(event_to)s,
            data, %(event_at)s
        FROM {rows} ORDER BY subject_id
        RETURNING id, subject_id
    ), queued AS (
        INSERT INTO core_outboxitem (event_id, handler, attempts, last_error, dead)
        SELECT id, handler, 0, '', false FROM recorded CROSS JOIN unnest(%(event_handlers)s::text[]) AS h (handler)
    )
"""
"""Two WITH queries that record an event for each row of a set-based statement; `record_set` returns their parameters.

`rows` names an earlier WITH query with the columns subject_id, party_id and data (jsonb). The first query, `recorded`,
has the columns id and subject_id; the second queues the events for their handlers.
"""


def _event(change: Change) -> Event:
    return Event(
        type=change.type,
        subject_kind=change.subject_kind,
        subject_id=change.subject_id,
        party_id=change.party_id,
        actor_id=change.actor_id,
        from_state=change.from_state,
        to_state=change.to_state,
        data=dict(change.data),
        at=change.at,
    )


def _queue(events: Sequence[Event]) -> None:
    queued = [OutboxItem(event=event, handler=handler) for event in events for handler in subscribers(event.type)]
    if queued:
        OutboxItem.objects.bulk_create(queued)
        transaction.on_commit(wake_worker, robust=True)


def subscribers(event_type: str) -> tuple[str, ...]:
    """Return the handlers (dotted paths) of an event type. KeyError for a type that is not listed."""
    table: Mapping[str, tuple[str, ...]] = import_string(settings.EVENT_SUBSCRIPTIONS)
    return table[event_type]
