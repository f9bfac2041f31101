"""Who acts on an application to become an open unit, and when the approvers are reminded."""

from datetime import UTC, datetime, timedelta

import pytest

from core.values.standings import Standing, Waits
from facilities.rules.applications import ESCALATED_AFTER, application_standing
from facilities.rules.states import ApplicationState

ASKED = datetime(2026, 3, 2, 1, tzinfo=UTC)
LATER = ASKED + timedelta(days=3)
SENT, MISSING = Standing(waits=Waits.OFFICER, since=LATER), Standing(waits=Waits.MANAGER, since=LATER, ends=LATER)
VERIFIED_BEFORE = Standing(waits=Waits.NONE, since=ASKED - timedelta(days=9))
VERIFIED_SINCE = Standing(waits=Waits.NONE, since=LATER)


def standing(state: ApplicationState, *, registration: Standing = SENT, decided_at: datetime | None = None) -> Standing:
    return application_standing(state=state, registration=registration, requested_at=ASKED, decided_at=decided_at)


def test_the_approvers_are_reminded_after_ten_days() -> None:
    assert timedelta(days=10) == ESCALATED_AFTER


@pytest.mark.parametrize(
    ("registration", "expected"),
    [
        (SENT, Standing(waits=Waits.OFFICER, since=LATER)),
        (MISSING, MISSING),
        (VERIFIED_BEFORE, Standing(waits=Waits.OFFICER, since=ASKED)),
        (VERIFIED_SINCE, Standing(waits=Waits.OFFICER, since=ASKED)),
    ],
)
def test_an_officer_answers_once_the_documents_are_there(registration: Standing, expected: Standing) -> None:
    assert standing(ApplicationState.REQUESTED, registration=registration) == expected


def test_who_was_refused_may_apply_again() -> None:
    found = standing(ApplicationState.REFUSED, decided_at=LATER)
    assert found == Standing(waits=Waits.MANAGER, since=LATER)


@pytest.mark.parametrize("state", [ApplicationState.ACCEPTED, ApplicationState.ENDED])
def test_an_ended_application_waits_for_none(state: ApplicationState) -> None:
    assert standing(state, decided_at=LATER) == Standing(waits=Waits.NONE, since=LATER)
