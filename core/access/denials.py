"""The audit of denied requests, in transactions of their own: the first of an hour one by one, the others counted."""

from collections.abc import Callable
from datetime import datetime

from django.db import connection
from django.http import HttpRequest
from rest_framework.request import Request

from core.access.addresses import client_address
from core.access.limits import charge
from core.database.transactions import write
from core.events.recording import NO_SUBJECT, Change, record, record_many
from core.timekeeping import clock

COUNT_DENIAL = """
    INSERT INTO core_denialcount AS known (user_id, hour, count) VALUES (%s, date_trunc('hour', now()), 1)
    ON CONFLICT (user_id, hour) DO UPDATE SET count = known.count + 1
"""
TAKE_COUNTS = """
    DELETE FROM core_denialcount WHERE hour < date_trunc('hour', now()) RETURNING user_id, hour, count
"""


def record_denial(request: HttpRequest | Request) -> None:
    """Record `access.denied` for a request without the required role: method and path, no query string, no data.

    Once an account exceeds the limit `denial`, its further denials in that hour are only counted, in one row.
    """
    plain = request._request if isinstance(request, Request) else request
    user_id: int | None = getattr(request.user, "pk", None)
    if charge({"denial": 1}, account=user_id, address=client_address(plain)):
        _count_denial(user_id=user_id)
    else:
        _record_denial(request, user_id=user_id)


def record_denial_counts(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Record one `access.denied_often` for each user and past hour with counted denials (登记被拒访问计数). Periodic job."""
    recorded = _record_counts(at=at)
    progress(recorded)
    return {"recorded": recorded}


@write
def _record_denial(request: HttpRequest | Request, *, user_id: int | None) -> None:
    actor = getattr(request, "actor", None)
    record(
        Change(
            type="access.denied",
            subject_kind="user",
            subject_id=NO_SUBJECT if user_id is None else user_id,
            at=clock.now(),
            actor_id=user_id,
            party_id=actor.party_id if actor else None,
            data={"method": request.method, "path": request.path},
        )
    )


@write
def _count_denial(*, user_id: int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(COUNT_DENIAL, [NO_SUBJECT if user_id is None else user_id])


@write
def _record_counts(*, at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(TAKE_COUNTS)
        rows = sorted(cursor.fetchall())
    record_many(
        [
            Change(
                type="access.denied_often",
                subject_kind="user",
                subject_id=user_id,
                at=at,
                actor_id=user_id or None,
                data={"count": count, "hour": hour.isoformat()},
            )
            for user_id, hour, count in rows
        ]
    )
    return len(rows)
