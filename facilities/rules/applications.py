"""Applications to become an open unit (开放单位申请): who acts on one, and when the approvers are reminded. Pure."""

from datetime import datetime, timedelta

from core.values.standings import Standing, Waits
from facilities.rules.states import ApplicationState

ESCALATED_AFTER = timedelta(days=10)
"""After this time without an answer the approvers are reminded. An application never ends by that."""


def application_standing(
    *, state: ApplicationState, registration: Standing, requested_at: datetime, decided_at: datetime | None
) -> Standing:
    """Return who acts on an application now, and since when.

    An officer answers once the registration of the organisation was sent with what was asked for. Who was refused may
    apply again.
    """
    if state == ApplicationState.REFUSED:
        return Standing(waits=Waits.MANAGER, since=decided_at or requested_at)
    if state != ApplicationState.REQUESTED:
        return Standing(waits=Waits.NONE, since=decided_at or requested_at)
    if registration.waits == Waits.MANAGER:
        return registration
    since = registration.since if registration.waits == Waits.OFFICER else requested_at
    return Standing(waits=Waits.OFFICER, since=max(requested_at, since))
