"""Denied access goes to the audit, apart from any business transaction."""

from typing import Any

from core.database.transactions import write
from core.events.recording import Change, record
from core.timekeeping import clock


@write
def record_denial(request: Any) -> None:
    """Write `access.denied` for a request that was refused for want of a role; the path without its query, no data."""
    actor = getattr(request, "actor", None)
    record(
        Change(
            type="access.denied",
            subject_kind="user",
            subject_id=getattr(request.user, "pk", None) or 0,
            at=clock.now(),
            actor_id=getattr(request.user, "pk", None),
            party_id=actor.party_id if actor else None,
            data={"method": request.method, "path": request.path},
        )
    )
