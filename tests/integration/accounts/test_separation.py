"""Staff are staff: no one holds a staff role and a membership of an applicant or a unit at once."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Membership, User
from accounts.notifications import notify_member
from accounts.rules.roles import Consent
from accounts.selectors.members import list_own_parties
from accounts.services.invitations import accept_invitation, invite_member
from accounts.services.members import start_membership
from accounts.services.parties import register_organisation
from accounts.services.staff_roles import propose_staff_role
from accounts.services.takeovers import approve_takeover, request_takeover
from core.database.transactions import write
from core.models import Event, Notification
from core.values.errors import DomainError
from tests.factories import contracts, parties
from tests.factories.outcomes import broken, untriggered

pytestmark = pytest.mark.django_db


def roles(user_id: int) -> list[str]:
    return [role for party in list_own_parties(user_id) for role in party.roles]


def accept(actor):
    boss = parties.manager(parties.enterprise())
    username = User.objects.get(pk=actor.user_id).username
    sent = invite_member(party_id=boss.party, named=username, role="applicant_operator", actor=boss, at=parties.AT)
    return accept_invitation(invitation_id=sent.pk, actor=actor, at=parties.AT)


def take_over(actor):
    code = parties.enterprise().party.uscc
    return request_takeover(uscc=code, role="applicant_manager", reason="离职", actor=actor, at=parties.AT)


WAYS = {
    "invitation": accept,
    "enterprise": lambda actor: parties.enterprise(actor=actor, verified=False),
    "organisation": lambda actor: register_organisation(
        name="示例研究院", uscc=parties.make_uscc(), role="unit_manager", actor=actor, at=parties.AT
    ),
    "team": lambda actor: parties.team(actor=actor, verified=False),
    "takeover": take_over,
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_staff_become_member_of_nothing(way):
    officer = parties.staff()
    with pytest.raises(DomainError, match="staff_no_membership"):
        way(officer)
    assert roles(officer.user_id) == ["case_officer"]


@pytest.mark.parametrize("way", [WAYS["invitation"], WAYS["team"]])
def test_an_expert_may_be_a_member(way):
    expert = parties.staff("expert")
    way(expert)
    assert len(roles(expert.user_id)) == 2


def test_a_claimant_who_became_staff_does_not_take_over():
    claimant = parties.nobody_yet()
    asked = take_over(claimant)
    parties.acting(parties.authority(), "finance", person=User.objects.get(pk=claimant.user_id))
    with pytest.raises(DomainError, match="staff_no_membership"):
        approve_takeover(takeover_id=asked.pk, reason="已核", actor=parties.staff(), at=parties.AT)
    assert roles(claimant.user_id) == ["finance"]


def test_a_member_is_given_no_staff_role():
    boss, admin = parties.manager(parties.enterprise()), parties.staff("system_admin")
    username = User.objects.get(pk=boss.user_id).username
    with pytest.raises(DomainError, match="member_no_staff"):
        propose_staff_role(username=username, role="finance", actor=admin, at=parties.AT)
    assert roles(boss.user_id) == ["applicant_manager"]
    parties.appoint(username, "expert")


@write
def become_staff(user_id: int) -> None:
    """Begin a staff role that was proposed before the user became a member."""
    appointed = contracts.appointed(User.objects.get(pk=user_id), "finance", at=parties.AT)
    how = {"consent": Consent.APPOINTED, "appointment_id": appointed.pk}
    start_membership(party_id=parties.authority().pk, user_id=user_id, role="finance", by=None, at=parties.AT, **how)


def test_who_becomes_staff_ends_as_a_member_and_is_told():
    boss = parties.manager(parties.enterprise())
    become_staff(boss.user_id)
    assert roles(boss.user_id) == ["finance"]
    notify_member(event=Event.objects.get(type="member.became_staff", party_id=boss.party))
    assert Notification.objects.get(kind="member.became_staff").user_id == boss.user_id


def test_the_database_keeps_staff_apart():
    officer, firm = parties.staff(), contracts.party()
    with pytest.raises(IntegrityError, match="has a staff role and a membership"), transaction.atomic():
        contracts.acting(firm, "applicant_operator", person=User.objects.get(pk=officer.user_id))
    boss = contracts.acting(firm, "applicant_manager")
    with pytest.raises(IntegrityError, match="has a staff role and a membership"), transaction.atomic():
        contracts.acting(parties.authority(), "finance", person=User.objects.get(pk=boss.user_id))


def test_who_is_both_breaks_the_books():
    held = Membership.objects.get(user_id=parties.manager(parties.enterprise()).user_id)
    now = Membership.objects.filter(user_id=parties.staff().user_id)
    with untriggered():
        now.update(user_id=held.user_id)
    assert [(code, ids) for code, _, ids in broken()] == [("I13", (str(held.pk),))]
