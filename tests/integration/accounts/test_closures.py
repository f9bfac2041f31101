from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from knox.models import AuthToken

from accounts.models import Appointment, Invitation, Membership, SecondFactorReset, Takeover, User
from accounts.selectors.users import has_second_factor
from accounts.services.closures import (
    confirm_reset,
    end_account,
    end_resets,
    refuse_reset,
    request_reset,
    sign_out_account,
)
from accounts.services.invitations import invite_member
from accounts.services.staff_roles import confirm_staff_role, propose_staff_role
from accounts.services.takeovers import approve_takeover, request_takeover
from core.models import Event, Notification
from core.values.errors import DomainError
from tests.factories import parties

pytestmark = pytest.mark.django_db

DAYS_3 = timedelta(days=3)


@pytest.fixture
def admin():
    return parties.staff("system_admin")


def signed_in(user_id: int) -> tuple[Client, str]:
    """Return a session and a token of the user."""
    client, user = Client(), User.objects.get(pk=user_id)
    client.force_login(user)
    return client, AuthToken.objects.create(user=user)[1]


def works(client: Client, token: str) -> tuple[int, int]:
    """Return the statuses of a request with the session and of one with the token."""
    bearer = Client().get("/api/v1/me/", headers={"Authorization": f"Bearer {token}"})
    return client.get("/parties/choose/").status_code, bearer.status_code


def refusal(action, **arguments) -> str:
    with pytest.raises(DomainError) as caught:
        action(**arguments)
    return caught.value.code


def test_sign_ins_of_an_account_end_and_nobody_elses(admin):
    mine, others = (parties.manager(parties.enterprise()).user_id for _ in range(2))
    own, other = signed_in(mine), signed_in(others)
    assert (works(*own), works(*other)) == ((200, 200), (200, 200))
    sign_out_account(user_id=mine, actor=admin, at=parties.AT)
    assert (works(*own), works(*other)) == ((302, 401), (200, 200))
    assert works(*signed_in(mine)) == (200, 200)


def test_an_ended_account_signs_in_no_more_and_is_member_of_nothing(admin):
    row = parties.enterprise()
    user_id = parties.manager(row).user_id
    before = signed_in(user_id)
    end_account(user_id=user_id, reason="离职", actor=admin, at=parties.AT)
    assert works(*before) == (302, 401)
    assert not Client().login(username=User.objects.get(pk=user_id).username, password=parties.PASSWORD)
    assert Membership.objects.filter(user_id=user_id, ended_at=None).count() == 0
    assert Event.objects.get(type="user.ended").data == {"reason": "离职"}


def pending(person: User) -> tuple[Takeover, Invitation, Appointment]:
    """A takeover, an invitation and an appointment of a person that await an answer."""
    row, proposer = parties.enterprise(), parties.staff("system_admin")
    boss, username = parties.manager(row), person.username
    how = {"uscc": row.party.uscc, "role": "applicant_manager", "reason": "离职", "at": parties.AT}
    return (
        request_takeover(actor=parties.nobody_yet(person), **how),
        invite_member(party_id=boss.party, named=username, role="applicant_operator", actor=boss, at=parties.AT),
        propose_staff_role(username=username, role="finance", actor=proposer, at=parties.AT),
    )


def test_what_an_ended_account_had_pending_ends(admin):
    person = parties.user()
    rows = pending(person)
    end_account(user_id=person.pk, reason="离职", actor=admin, at=parties.AT)
    for row in rows:
        row.refresh_from_db()
    assert [row.state for row in rows] == ["ended", "declined", "withdrawn"]


def test_an_inactive_account_begins_no_role(admin):
    person, officer = parties.user(), parties.staff()
    takeover, _, appointment = pending(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    approval = {"takeover_id": takeover.pk, "reason": "已核", "actor": officer, "at": parties.AT}
    assert refusal(approve_takeover, **approval) == "account_ended"
    assert refusal(confirm_staff_role, appointment_id=appointment.pk, actor=admin, at=parties.AT) == "account_ended"
    assert Membership.objects.filter(user=person).count() == 0


def test_the_own_account_and_an_ended_one_are_not_ended(admin):
    person = parties.user()
    assert refusal(end_account, user_id=admin.user_id, reason="x", actor=admin, at=parties.AT) == "same_person"
    end_account(user_id=person.pk, reason="离职", actor=admin, at=parties.AT)
    assert refusal(end_account, user_id=person.pk, reason="x", actor=admin, at=parties.AT) == "illegal_state"


def test_the_last_administrators_are_not_ended(admin):
    auditor = parties.staff("auditor")
    rows = Membership.objects.filter(role="system_admin", ended_at=None)
    with pytest.raises(DomainError, match="last_manager"):
        for row in list(rows.order_by("-pk")):
            end_account(user_id=row.user_id, reason="离职", actor=auditor, at=parties.AT)
    assert rows.filter(user__is_active=True).exists()


def asked(admin, officer) -> SecondFactorReset:
    return request_reset(user_id=officer.user_id, reason="手机遗失", actor=admin, at=parties.AT)


def test_a_lost_second_factor_is_reset_by_two(admin):
    officer, second = parties.staff(), parties.staff("system_admin")
    own, row = signed_in(officer.user_id), asked(admin, officer)
    assert refusal(confirm_reset, reset_id=row.pk, actor=admin, at=parties.AT) == "same_person"
    assert has_second_factor(officer.user_id)
    confirm_reset(reset_id=row.pk, actor=second, at=parties.AT)
    assert (Authenticator.objects.filter(user_id=officer.user_id).count(), works(*own)) == (0, (302, 401))
    told = Notification.objects.filter(user_id=officer.user_id).order_by("pk").values_list("kind", flat=True)
    assert list(told) == ["account.reset_requested", "account.second_factor_removed"]


def test_nobody_resets_their_own(admin):
    assert refusal(asked, admin=admin, officer=admin) == "same_person"
    row = asked(parties.staff("system_admin"), admin)
    assert refusal(confirm_reset, reset_id=row.pk, actor=admin, at=parties.AT) == "same_person"


def test_a_reset_is_open_once_and_needs_a_second_factor(admin):
    officer = parties.staff()
    asked(admin, officer)
    assert refusal(asked, admin=admin, officer=officer) == "reset_open"
    assert refusal(asked, admin=admin, officer=parties.nobody_yet()) == "second_factor_none"


def test_a_refused_reset_changes_nothing(admin):
    officer = parties.staff()
    assert refuse_reset(reset_id=asked(admin, officer).pk, actor=admin, at=parties.AT).state == "refused"
    assert has_second_factor(officer.user_id)


def test_a_reset_is_confirmed_within_three_days(admin):
    officer, second = parties.staff(), parties.staff("system_admin")
    row = asked(admin, officer)
    assert refusal(confirm_reset, reset_id=row.pk, actor=second, at=parties.AT + DAYS_3) == "illegal_state"
    assert end_resets(at=parties.AT + DAYS_3, progress=lambda _: None) == {"ended": 1}
    assert has_second_factor(officer.user_id)


def test_the_database_wants_two_persons(admin):
    row = asked(admin, parties.staff())
    with pytest.raises(IntegrityError, match="second_factor_reset_by_two"), transaction.atomic():
        SecondFactorReset.objects.filter(pk=row.pk).update(state="confirmed", decided_by=admin.user_id)


def test_a_command_ends_the_sign_ins_of_one():
    people = [parties.manager(parties.enterprise()).user_id for _ in range(2)]
    sessions = [signed_in(user_id) for user_id in people]
    call_command("end_sign_ins", User.objects.get(pk=people[0]).username)
    assert [works(*each) for each in sessions] == [(302, 401), (200, 200)]


def test_the_command_wants_a_user_name():
    with pytest.raises(CommandError):
        call_command("end_sign_ins", "nobody")


def named(actor) -> str:
    return User.objects.get(pk=actor.user_id).username


def test_a_command_ends_an_account_in_the_name_of_an_administrator(admin):
    person = parties.user(username="zhou")
    call_command("end_account", "zhou", by=named(admin), reason="离职")
    event = Event.objects.get(type="user.ended")
    assert (User.objects.get(pk=person.pk).is_active, event.actor_id) == (False, admin.user_id)
    assert (event.subject_id, event.data) == (person.pk, {"reason": "离职"})


def test_a_command_requests_a_reset_that_another_administrator_confirms(admin):
    officer, second = parties.staff("case_officer"), parties.staff("system_admin")
    call_command("reset_second_factor", named(officer), by=named(admin), reason="遗失")
    row = SecondFactorReset.objects.get()
    assert (row.state, row.requested_by_id, has_second_factor(officer.user_id)) == ("requested", admin.user_id, True)
    assert refusal(confirm_reset, reset_id=row.pk, actor=admin, at=parties.AT) == "same_person"
    confirm_reset(reset_id=row.pk, actor=second, at=row.requested_at)
    assert not has_second_factor(officer.user_id)


@pytest.mark.parametrize("command", ["end_account", "reset_second_factor"])
@pytest.mark.parametrize(
    ("name", "by", "words"),
    [
        ("zhou", "zhou", "您的角色不能执行此操作"),
        ("zhou", "nobody", "没有"),
        ("nobody", "admin", "没有"),
        ("admin", "admin", "同一人"),
    ],
)
def test_a_command_needs_an_administrator_and_another_account(admin, command, name, by, words):
    parties.user(username="zhou")
    names = {"admin": named(admin)}
    with pytest.raises(CommandError, match=words):
        call_command(command, names.get(name, name), by=names.get(by, by), reason="离职")
    assert (Event.objects.filter(type="user.ended").count(), SecondFactorReset.objects.count()) == (0, 0)
