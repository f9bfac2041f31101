"""The audit of requests that a conflict of interest refused, in a transaction of its own."""

from django.http import HttpRequest
from rest_framework.request import Request

from core.access.checks import user_id_of
from core.database.transactions import write
from core.events.recording import Change, record
from core.timekeeping import clock
from core.values.errors import DomainError

CONFLICT = "conflict_of_interest"
"""The code of a refusal for a conflict of interest (accounts.selectors.conflicts), which is audited."""


def record_conflict(request: HttpRequest | Request, error: DomainError) -> None:
    """Record `access.conflict` for an error with a conflict of interest: method, path, parties and reasons.

    Any other error is not recorded.
    """
    found = [dict(refusal.params) for refusal in error.refusals if refusal.code == CONFLICT]
    if found:
        _record(request, data={"method": request.method, "path": request.path, "conflicts": found})


@write
def _record(request: HttpRequest | Request, *, data: dict[str, object]) -> None:
    user_id = user_id_of(request.user)
    record(
        Change(
            type="access.conflict",
            subject_kind="user",
            subject_id=user_id,
            at=clock.now(),
            actor_id=user_id,
            data=data,
        )
    )
