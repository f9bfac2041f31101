"""A membership that two requests end at once. The control removes its lock."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Membership, User
from accounts.rules.roles import Consent
from accounts.services.closures import end_account
from accounts.services.members import leave_party, start_membership
from accounts.services.takeovers import approve_takeover, request_takeover
from core.database.transactions import write
from core.models import Event
from core.values.actors import Actor
from tests.concurrency.guards import without
from tests.concurrency.races import codes, one_after_the_other
from tests.factories import contracts, parties

pytestmark = pytest.mark.django_db(transaction=True)

Work = Callable[[], Any]


def leaving(actor: Actor) -> Work:
    return lambda: leave_party(actor=actor, at=parties.AT)


def ending(actor: Actor) -> Work:
    admin = parties.staff("system_admin")
    return lambda: end_account(user_id=actor.user_id, reason="离职", actor=admin, at=parties.AT)


def becoming_staff(actor: Actor) -> Work:
    """Begin a staff role that was proposed before the user became a member."""
    row = contracts.appointed(User.objects.get(pk=actor.user_id), "finance", at=parties.AT)
    how = {"role": "finance", "consent": Consent.APPOINTED, "appointment_id": row.pk, "by": None, "at": parties.AT}
    return lambda: write(start_membership)(party_id=parties.authority().pk, user_id=actor.user_id, **how)


def taken_over(actor: Actor) -> Work:
    code = Membership.objects.get(user_id=actor.user_id).party.uscc
    how = {"uscc": code, "role": "applicant_manager", "reason": "离职", "at": parties.AT}
    asked, officer = request_takeover(actor=parties.nobody_yet(), **how), parties.staff()
    return lambda: approve_takeover(takeover_id=asked.pk, reason="已核", actor=officer, at=parties.AT)


def ends(actor: Actor) -> int:
    """Count the events that end the membership."""
    row = Membership.objects.get(user_id=actor.user_id, role="applicant_manager")
    return Event.objects.filter(subject_kind="membership", subject_id=row.pk).exclude(type="member.added").count()


def raced(first: Callable[[Actor], Work], second: Callable[[Actor], Work]) -> int:
    """Race two ends of the membership of one of two managers; return how often it ended."""
    firm = parties.enterprise()
    actor = parties.manager(firm)
    parties.acting(firm.party, "applicant_manager")
    User.objects.filter(pk=actor.user_id).update(default_party=None)  # its release would lock the user
    assert codes(one_after_the_other(first(actor), second(actor))) == []
    return ends(actor)


RACES = [(leaving, ending), (leaving, becoming_staff), (ending, taken_over)]


@pytest.mark.parametrize(("first", "second"), RACES)
def test_a_membership_ends_once(first: Callable[[Actor], Work], second: Callable[[Actor], Work]) -> None:
    assert raced(first, second) == 1


@pytest.mark.parametrize(("first", "second"), RACES)
def test_without_its_lock_a_membership_ends_twice(
    first: Callable[[Actor], Work], second: Callable[[Actor], Work]
) -> None:
    with without("lock_live"):
        assert raced(first, second) == 2
