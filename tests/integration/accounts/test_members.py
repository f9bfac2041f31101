import pytest

from accounts.models import Membership, User
from accounts.selectors.members import list_user_ids
from accounts.services.members import leave_party, remove_member
from accounts.services.parties import refuse_party
from core.models import Event
from core.values.errors import DomainError
from tests.factories import parties

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm():
    return parties.enterprise().party


@pytest.fixture
def boss(firm):
    row = Membership.objects.get(party=firm)
    return parties.acting(firm, "applicant_manager", person=row.user)


def refusal(action, **arguments) -> str:
    with pytest.raises(DomainError) as caught:
        action(**arguments, at=parties.AT)
    return caught.value.code


def test_removed_member_is_kept_as_history(firm, boss) -> None:
    row = Membership.objects.get(user_id=parties.acting(firm, "applicant_operator").user_id)
    remove_member(membership_id=row.pk, actor=boss, at=parties.AT)
    assert Membership.objects.get(pk=row.pk).ended_at == parties.AT
    assert list_user_ids(party_id=firm.pk, roles=["applicant_operator"]) == []
    assert Event.objects.filter(type="member.removed", subject_id=row.pk).count() == 1


def test_last_manager_stays(firm, boss) -> None:
    row = Membership.objects.get(party=firm)
    assert refusal(remove_member, membership_id=row.pk, actor=boss) == "last_manager"
    assert Membership.objects.get(pk=row.pk).ended_at is None


def test_manager_leaves_when_there_is_another(firm, boss) -> None:
    row = Membership.objects.get(party=firm)
    parties.acting(firm, "applicant_manager")
    assert remove_member(membership_id=row.pk, actor=boss, at=parties.AT).ended_at == parties.AT


def test_who_leaves_ends_every_own_role_and_nobody_elses(firm, boss) -> None:
    parties.acting(firm, "applicant_operator", person=User.objects.get(pk=boss.user_id))
    other = parties.acting(firm, "applicant_manager")
    leave_party(actor=boss, at=parties.AT)
    assert list(Membership.objects.filter(party=firm, ended_at=None).values_list("user_id")) == [(other.user_id,)]
    assert Event.objects.filter(type="member.left", party_id=firm.pk).count() == 2


def test_last_manager_does_not_leave(firm, boss) -> None:
    operator = parties.acting(firm, "applicant_operator")
    assert refusal(leave_party, actor=boss) == "last_manager"
    leave_party(actor=operator, at=parties.AT)
    assert list(Membership.objects.filter(party=firm, ended_at=None).values_list("user_id")) == [(boss.user_id,)]


def test_a_lone_registrant_leaves_a_refused_registration():
    row = parties.enterprise(verified=False)
    boss = parties.manager(row)
    refuse_party(party_id=row.pk, reason="不符", actor=parties.staff(), at=parties.AT)
    leave_party(actor=boss, at=parties.AT)
    parties.appoint(User.objects.get(pk=boss.user_id).username, "finance")
    assert list(Membership.objects.filter(user_id=boss.user_id, ended_at=None).values_list("role")) == [("finance",)]


def test_member_of_another_party_is_not_found(boss) -> None:
    other = Membership.objects.get(party=parties.enterprise().party)
    assert refusal(remove_member, membership_id=other.pk, actor=boss) == "not_found"
    assert Membership.objects.get(pk=other.pk).ended_at is None


def test_inactive_user_is_told_nothing(firm) -> None:
    actor = parties.acting(firm, "applicant_operator")
    Membership.objects.get(user_id=actor.user_id).user.__class__.objects.filter(pk=actor.user_id).update(
        is_active=False
    )
    assert actor.user_id not in list_user_ids(party_id=firm.pk, roles=["applicant_operator", "applicant_manager"])
