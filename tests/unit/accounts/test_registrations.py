from datetime import UTC, datetime, timedelta

import pytest

from accounts.rules.registrations import (
    A_DAY,
    ESCALATED_AFTER,
    EVIDENCE_WITHIN,
    MOST_A_DAY,
    MOST_PENDING,
    awaits_officer,
    is_evidence_overdue,
    missing_evidence,
    registration_standing,
)
from accounts.rules.states import PartyState

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("asked", "answered", "after", "overdue"),
    [
        (None, None, EVIDENCE_WITHIN, False),
        (AT, None, EVIDENCE_WITHIN - SECOND, False),
        (AT, None, EVIDENCE_WITHIN, True),
        (AT, AT - SECOND, EVIDENCE_WITHIN, True),
        (AT, AT, EVIDENCE_WITHIN, False),
    ],
)
def test_evidence_is_overdue_after_thirty_days_without_an_answer(asked, answered, after, overdue):
    assert timedelta(days=30) == EVIDENCE_WITHIN
    assert is_evidence_overdue(asked_at=asked, answered_at=answered, at=AT + after) is overdue


@pytest.mark.parametrize(
    ("asked", "answered", "waits"),
    [(None, None, True), (AT, None, False), (AT, AT - SECOND, False), (AT, AT, True), (None, AT, True)],
)
def test_a_registration_awaits_the_officer_unless_it_owes_evidence(asked, answered, waits):
    assert awaits_officer(asked_at=asked, answered_at=answered) is waits


DAY = timedelta(days=1)
STANDINGS = [
    ({"draft": True}, ("manager", AT, AT + EVIDENCE_WITHIN)),
    ({}, ("officer", AT, None)),
    ({"answered_at": AT + DAY}, ("officer", AT + DAY, None)),
    ({"asked_at": AT + DAY}, ("manager", AT + DAY, AT + DAY + EVIDENCE_WITHIN)),
    ({"asked_at": AT + DAY, "answered_at": AT}, ("manager", AT + DAY, AT + DAY + EVIDENCE_WITHIN)),
    ({"asked_at": AT + DAY, "answered_at": AT + 2 * DAY}, ("officer", AT + 2 * DAY, None)),
    ({"state": PartyState.REFUSED, "decided_at": AT + DAY}, ("manager", AT + DAY, None)),
    ({"state": PartyState.SUSPENDED, "decided_at": AT + DAY}, ("officer", AT + DAY, None)),
    ({"state": PartyState.VERIFIED, "decided_at": AT + DAY}, ("none", AT + DAY, None)),
    ({"state": PartyState.ENDED}, ("none", AT, None)),
]


@pytest.mark.parametrize(("facts", "expected"), STANDINGS)
def test_a_registration_says_who_acts_since_when_and_until_when(facts, expected):
    blank = {"state": PartyState.REGISTERED, "draft": False, "registered_at": AT}
    blank |= {"asked_at": None, "answered_at": None, "decided_at": None}
    found = registration_standing(**{**blank, **facts})
    assert (found.waits, found.since, found.ends) == expected


@pytest.mark.parametrize(
    ("is_organisation", "given", "missing"),
    [
        (True, (), ("licence", "authorisation")),
        (True, ("authorisation", "authorisation"), ("licence",)),
        (True, ("licence", "authorisation"), ()),
        (False, (), ("licence",)),
        (False, ("licence",), ()),
    ],
)
def test_an_organisation_brings_a_licence_and_a_letter_a_team_its_proof(is_organisation, given, missing) -> None:
    assert missing_evidence(is_organisation=is_organisation, given=given) == missing


def test_a_user_registers_ten_parties_within_a_day_and_three_that_wait():
    assert (10, timedelta(hours=24), 3) == (MOST_A_DAY, A_DAY, MOST_PENDING)


def test_the_approvers_are_reminded_after_ten_days():
    assert timedelta(days=10) == ESCALATED_AFTER
