from datetime import UTC, datetime, timedelta

import pytest

from accounts.rules.invitations import DAY, MOST_A_DAY, PENDING, is_mail, is_over, named_as, state_for_inviter
from accounts.rules.states import InvitationState

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "named"),
    [(" Wang ", "wang"), ("ＷＡＮＧ", "wang"), ("王示例", "王示例"), ("Wang@Example.ORG\n", "wang@example.org")],
)
def test_a_person_is_named_in_one_form(text, named):
    assert named_as(text) == named_as(named) == named


@pytest.mark.parametrize(("named", "mail"), [("wang", False), ("wang@example.org", True)])
def test_only_a_mail_address_has_the_sign_at(named, mail):
    assert is_mail(named) is mail


@pytest.mark.parametrize(("after", "over"), [(timedelta(0), True), (-timedelta(microseconds=1), False)])
def test_an_invitation_is_open_for_fourteen_days(after, over):
    assert timedelta(days=14) == PENDING
    assert is_over(expires_at=AT + PENDING, at=AT + PENDING + after) is over


@pytest.mark.parametrize(
    ("state", "shown"),
    [("invited", "invited"), ("declined", "invited"), ("accepted", "accepted"), ("ended", "ended")],
)
def test_the_inviter_does_not_see_that_an_invitation_was_declined(state, shown):
    assert state_for_inviter(InvitationState(state)) == shown


def test_a_user_sends_ten_invitations_within_a_day():
    assert (10, timedelta(hours=24)) == (MOST_A_DAY, DAY)
