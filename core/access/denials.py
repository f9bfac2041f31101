"""The audit of denied requests, in a transaction of its own."""

from django.http import HttpRequest
from rest_framework.request import Request

from core.database.transactions import write
from core.events.recording import NO_SUBJECT, Change, record
from core.timekeeping import clock


@write
def record_denial(request: HttpRequest | Request) -> None:
    """Record `access.denied` for a request without the required role: method and path, no query string, no data."""
    actor = getattr(request, "actor", None)
    user_id = getattr(request.user, "pk", None)
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
