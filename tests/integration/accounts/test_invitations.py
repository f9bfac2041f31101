from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import DatabaseError, IntegrityError, transaction
from knox.models import AuthToken

from accounts.models import Invitation, Membership, Party, User
from accounts.notifications import notify_invited
from accounts.selectors.actors import resolve
from accounts.selectors.invitations import received_invitations
from accounts.services.default_parties import choose_default_party
from accounts.services.invitations import (
    accept_invitation,
    decline_invitation,
    end_invitations,
    invite_member,
    withdraw_invitation,
)
from accounts.services.members import leave_party, remove_member
from accounts.services.parties import refuse_party
from accounts.services.takeovers import request_takeover
from core.models import Event, Notification
from core.values.errors import DomainError
from tests.factories import contracts, parties
from tests.factories.outcomes import broken, untriggered

pytestmark = pytest.mark.django_db

DAYS_14 = timedelta(days=14)
AGREED_ALONE = [("took_over", "applicant_manager"), ("registered", "unit_manager"), ("registered", "unit_operator")]
"""Consents without an act of the member's own: nobody approved a takeover, another person registered the party."""


@pytest.fixture
def boss():
    return parties.manager(parties.enterprise())


@pytest.fixture
def wang():
    return parties.nobody_yet(parties.user(username="wang"))


def invite(boss, named="wang", *, role="applicant_operator", at=parties.AT) -> Invitation:
    return invite_member(party_id=boss.party, named=named, role=role, actor=boss, at=at)


def accept(row, actor, *, at=parties.AT) -> Membership:
    return accept_invitation(invitation_id=row.pk, actor=actor, at=at)


def join(actor, boss, *, consent, role) -> Membership:
    """A membership of the boss's party, written past the services."""
    columns = {"user_id": actor.user_id, "party_id": boss.party, "role": role, "since": parties.AT}
    return Membership.objects.create(**columns, consent=consent)


def changed(columns, row) -> None:
    """Try to change a row past the services: the database refuses it."""
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**columns)


def refusal(action, *arguments, **named) -> str:
    with pytest.raises(DomainError) as caught:
        action(*arguments, **named)
    return caught.value.code


def test_nothing_changes_before_the_invitation_is_accepted(boss, wang):
    _, token = AuthToken.objects.create(user=User.objects.get(pk=wang.user_id))
    row = invite(boss, "Wang")
    assert (row.named, Membership.objects.filter(user_id=wang.user_id).count()) == ("wang", 0)
    assert AuthToken.objects.filter(token_key=token[:15]).exists()
    assert resolve(user_id=wang.user_id, party=None).party_id is None


def test_accepting_makes_a_member(boss, wang):
    held = accept(row := invite(boss), wang)
    assert (held.user_id, held.party_id, held.role) == (wang.user_id, boss.party, "applicant_operator")
    assert (held.consent, held.invitation_id) == ("invited", row.pk)
    assert Event.objects.filter(subject_kind="invitation", subject_id=row.pk).count() == 2


def test_declining_looks_to_the_inviter_like_no_answer(boss, wang):
    row = invite(boss)
    decline_invitation(invitation_id=row.pk, actor=wang, at=parties.AT)
    assert refusal(invite, boss) == "invitation_open"
    assert not Event.objects.filter(type="invitation.declined").exclude(party_id=None).exists()
    assert withdraw_invitation(invitation_id=row.pk, actor=boss, at=parties.AT).state == "ended"
    assert not Event.objects.filter(type="invitation.ended").exclude(party_id=None).exists()


def test_a_person_is_invited_once_at_a_time(boss, wang):
    first = invite(boss)
    assert refusal(invite, boss, "WANG") == "invitation_open"
    withdraw_invitation(invitation_id=first.pk, actor=boss, at=parties.AT)
    assert invite(boss).pk != first.pk


@pytest.mark.parametrize("named", ["wang", "nobody", "wang@example.org", "nobody@example.org"])
def test_an_invitation_is_the_same_whoever_is_named(boss, wang, named):
    row = invite(boss, named)
    assert (row.named, row.state, row.expires_at) == (named, "invited", parties.AT + DAYS_14)


@pytest.mark.parametrize("typed", ["WANG", "wa\u200bng", "\ufeffｗａｎｇ"])
def test_an_invited_name_may_be_typed_in_any_form(boss, wang, typed):
    assert list(received_invitations(wang.user_id)) == [] != [invite(boss, typed)]
    assert received_invitations(wang.user_id).get().named == "wang"


def test_a_name_that_is_taken_later_is_not_the_invited_person(boss):
    invite(boss, "late")
    late = parties.nobody_yet(parties.user(username="late"))
    assert list(received_invitations(late.user_id)) == []


def test_a_mail_address_counts_once_it_is_confirmed(boss, wang):
    row = invite(boss, "Wang@Example.org")
    address = EmailAddress.objects.create(user_id=wang.user_id, email="Wang@example.org", verified=False)
    assert refusal(accept, row, wang) == "not_found"
    EmailAddress.objects.filter(pk=address.pk).update(verified=True)
    assert accept(row, wang).user_id == wang.user_id


@pytest.mark.parametrize("answer", [accept_invitation, decline_invitation])
def test_an_invitation_of_another_is_not_found(boss, wang, answer):
    row = invite(boss)
    other = parties.nobody_yet()
    assert refusal(answer, invitation_id=row.pk, actor=other, at=parties.AT) == "not_found"
    assert Invitation.objects.get().state == "invited"


@pytest.mark.parametrize(("after", "code"), [(-timedelta(seconds=1), None), (timedelta(0), "illegal_state")])
def test_an_invitation_is_accepted_within_its_time(boss, wang, after, code):
    row, at = invite(boss), parties.AT + DAYS_14 + after
    if code is None:
        assert accept(row, wang, at=at).since == at
    else:
        assert (refusal(accept, row, wang, at=at), Membership.objects.filter(user_id=wang.user_id).count()) == (code, 0)


def test_the_job_ends_what_was_not_accepted_in_time(boss, wang):
    declined, kept = invite(boss), invite(boss, "li", at=parties.AT + timedelta(seconds=1))
    decline_invitation(invitation_id=declined.pk, actor=wang, at=parties.AT)
    assert end_invitations(at=parties.AT + DAYS_14, progress=lambda _: None) == {"ended": 1}
    assert list(Invitation.objects.order_by("pk").values_list("pk", "state")) == [
        (declined.pk, "ended"),
        (kept.pk, "invited"),
    ]


@pytest.mark.parametrize("role", ["unit_operator", "case_officer"])
def test_a_role_of_another_side_is_not_offered(boss, role):
    assert (refusal(invite, boss, role=role), Invitation.objects.count()) == ("role_not_given", 0)


def test_an_operator_invites_nobody(boss):
    operator = parties.acting(Party.objects.get(pk=boss.party), "applicant_operator")
    assert (refusal(invite, operator), Invitation.objects.exclude(state="accepted").count()) == ("role_not_given", 0)


def test_a_refused_party_invites_nobody_and_is_not_joined(wang):
    boss = parties.manager(firm := parties.enterprise(verified=False))
    row = invite(boss)
    refuse_party(party_id=firm.pk, reason="执照不符", actor=parties.staff(), at=parties.AT)
    assert (refusal(invite, boss, "li"), refusal(accept, row, wang)) == ("illegal_state", "illegal_state")


def test_a_few_invitations_a_day(boss):
    for number in range(10):
        invite(boss, f"person{number}")
    assert refusal(invite, boss, "wang") == "invitations_today"
    invite(boss, "wang", at=parties.AT + timedelta(days=1))
    assert Invitation.objects.count() == 11


def test_accepting_twice_makes_one_member(boss, wang):
    row = invite(boss)
    accept(row, wang)
    assert refusal(accept, row, wang) == "not_found"
    assert Membership.objects.filter(user_id=wang.user_id).count() == 1


def test_the_database_wants_an_accepted_invitation(boss, wang):
    row = invite(boss)
    with pytest.raises(IntegrityError, match="was not accepted by this member"), transaction.atomic():
        Membership.objects.create(
            user_id=wang.user_id,
            party_id=boss.party,
            role="applicant_operator",
            consent="invited",
            invitation=row,
            since=parties.AT,
        )


@pytest.mark.parametrize("consent", ["invited", "appointed", "x"])
def test_the_database_knows_how_a_member_agreed(boss, wang, consent):
    with pytest.raises(IntegrityError, match="membership_by_consent"), transaction.atomic():
        Membership.objects.create(
            user_id=wang.user_id, party_id=boss.party, role="applicant_operator", consent=consent, since=parties.AT
        )


def test_a_second_party_leaves_the_first_one_the_default(boss, wang):
    lab = contracts.acting(contracts.party(), "unit_manager")
    accept(invite(boss), wang)
    accept(invite(lab, role="unit_operator"), wang)
    assert resolve(user_id=wang.user_id, party=None).party_id == boss.party
    choose_default_party(party_id=lab.party, user_id=wang.user_id)
    assert resolve(user_id=wang.user_id, party=None).party_id == lab.party


def test_the_only_party_of_an_account_without_a_default_stays_the_default(boss, wang):
    firm = parties.acting(parties.enterprise().party, "applicant_operator", person=User.objects.get(pk=wang.user_id))
    accept(invite(boss), wang)
    assert resolve(user_id=wang.user_id, party=None).party_id == firm.party_id


def test_after_leaving_the_default_the_only_party_left_is_the_default(boss, wang):
    lab = contracts.acting(contracts.party(), "unit_manager")
    held = accept(invite(boss), wang)
    accept(invite(lab, role="unit_operator"), wang)
    remove_member(membership_id=held.pk, actor=boss, at=parties.AT)
    assert User.objects.get(pk=wang.user_id).default_party_id == lab.party
    leave_party(actor=resolve(user_id=wang.user_id, party=lab.party), at=parties.AT)
    assert User.objects.get(pk=wang.user_id).default_party_id is None


def test_after_leaving_the_default_the_party_joined_first_of_several_is_the_default(boss, wang):
    labs = [contracts.acting(contracts.party(), "unit_manager") for _ in range(2)]
    held = accept(invite(boss), wang)
    for lab in labs:
        accept(invite(lab, role="unit_operator"), wang)
    remove_member(membership_id=held.pk, actor=boss, at=parties.AT)
    assert resolve(user_id=wang.user_id, party=None).party_id == labs[0].party


def test_only_an_own_party_is_chosen_as_the_default(boss, wang):
    assert refusal(choose_default_party, party_id=boss.party, user_id=wang.user_id) == "not_found"


@pytest.mark.parametrize(("named", "told"), [("wang", 1), ("nobody", 0), ("wang@example.org", 1)])
def test_the_named_person_is_notified_if_there_is_one(boss, wang, named, told):
    EmailAddress.objects.create(user_id=wang.user_id, email="wang@example.org", verified=True)
    invite(boss, named)
    notify_invited(event=Event.objects.get(type="invitation.sent"))
    assert Notification.objects.filter(kind="invitation.sent", user_id=wang.user_id).count() == told


@pytest.mark.parametrize(("consent", "role"), AGREED_ALONE)
def test_a_member_without_consent_breaks_the_books(boss, wang, consent, role):
    accept(invite(boss, role="applicant_operator"), wang)
    assert broken() == []
    with untriggered():
        held = join(wang, boss, consent=consent, role=role)
    assert [(code, ids) for code, _, ids in broken()] == [("I13", (str(held.pk),))]


@pytest.mark.parametrize(("consent", "role"), AGREED_ALONE)
def test_the_database_wants_the_act_by_which_a_member_agreed(boss, wang, consent, role):
    code = Party.objects.get(pk=boss.party).uscc
    request_takeover(uscc=code, role="applicant_manager", reason="负责人离职", actor=wang, at=parties.AT)
    with pytest.raises(IntegrityError, match="neither registered nor took over"):
        join(wang, boss, consent=consent, role=role)


@pytest.mark.parametrize("column", ["user", "party", "role", "consent", "since"])
def test_a_membership_stays_what_was_agreed_to(boss, wang, column):
    held = accept(invite(boss), wang)
    other = {
        "user": parties.user(),
        "party": contracts.party(),
        "role": "applicant_manager",
        "consent": "registered",
        "since": parties.AT - DAYS_14,
    }
    changed({column: other[column]}, held)


def test_an_ended_membership_is_neither_revived_nor_deleted(boss, wang):
    held = accept(invite(boss), wang)
    leave_party(actor=resolve(user_id=wang.user_id, party=boss.party), at=parties.AT)
    changed({"ended_at": None}, held)
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        Membership.objects.filter(pk=held.pk).delete()


@pytest.mark.parametrize("column", ["registered_by", "kind", "uscc"])
def test_who_registered_a_party_and_its_code_never_change(boss, wang, column):
    other = {"registered_by": wang.user_id, "kind": "team", "uscc": parties.make_uscc()}
    changed({column: other[column]}, Party.objects.get(pk=boss.party))


def test_an_invitation_and_a_takeover_stay_as_they_were_made(boss, wang):
    changed({"role": "applicant_manager"}, invite(boss))
    code = Party.objects.get(pk=boss.party).uscc
    row = request_takeover(uscc=code, role="applicant_manager", reason="负责人离职", actor=wang, at=parties.AT)
    changed({"claimant": boss.user_id}, row)
    changed({"role": "unit_manager"}, row)


def test_a_manager_of_one_side_registers_the_other_side(boss, wang):
    accept(invite(boss, role="applicant_manager"), wang)
    assert join(wang, boss, consent="registered", role="unit_manager").party_id == boss.party
    assert broken() == []
