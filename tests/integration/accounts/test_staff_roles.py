"""Roles of the authority: proposed by one administrator, confirmed by another (I11)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from accounts.models import Appointment, Membership, User
from accounts.services.staff_roles import (
    confirm_staff_role,
    end_staff_role,
    expire_appointments,
    propose_staff_role,
    refuse_staff_role,
    replace_administrator,
    withdraw_staff_role,
)
from core.events.outbox import deliver_outbox
from core.models import Event, Notification
from core.values.actors import Actor
from tests.factories import parties
from tests.factories.outcomes import broken, refusal

pytestmark = pytest.mark.django_db

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def admin() -> Actor:
    return parties.staff("system_admin")


def proposed(username: str = "li", role: str = "case_officer", *, by: Actor | None = None) -> Appointment:
    if not User.objects.filter(username=username).exists():
        parties.user(username=username)
    return propose_staff_role(username=username, role=role, actor=by or admin(), at=parties.AT)


def roles(username: str) -> list[str]:
    return sorted(Membership.objects.filter(user__username=username, ended_at=None).values_list("role", flat=True))


def test_a_role_begins_when_another_administrator_confirms():
    row = proposed()
    assert roles("li") == []
    confirm_staff_role(appointment_id=row.pk, actor=admin(), at=parties.AT)
    assert (roles("li"), broken()) == (["case_officer"], [])


def test_who_proposed_does_not_confirm():
    one = admin()
    row = proposed(by=one)
    assert refusal(confirm_staff_role, appointment_id=row.pk, actor=one, at=parties.AT) == ["same_person"]


def test_an_administrator_does_not_confirm_a_role_of_their_own():
    row = proposed(role="expert")
    own = replace(admin(), user_id=row.user_id)
    assert refusal(confirm_staff_role, appointment_id=row.pk, actor=own, at=parties.AT) == ["same_person"]


def test_nobody_proposes_a_role_for_themselves():
    one = parties.acting(parties.authority(), "system_admin", person=parties.user(username="chen"))
    how = {"username": "chen", "role": "approver", "actor": one, "at": parties.AT}
    assert refusal(propose_staff_role, **how) == ["same_person"]


def test_one_proposal_of_a_role_at_a_time():
    proposed()
    how = {"username": "li", "role": "case_officer", "actor": admin(), "at": parties.AT}
    assert refusal(propose_staff_role, **how) == ["appointment_open"]


@pytest.mark.parametrize(("held", "given"), [("auditor", "finance"), ("case_officer", "system_admin")])
def test_audit_and_system_have_no_other_role(held, given):
    parties.acting(parties.authority(), held, person=parties.user(username="li"))
    how = {"username": "li", "role": given, "actor": admin(), "at": parties.AT}
    assert (refusal(propose_staff_role, **how), roles("li")) == (["roles_collide"], [held])


def test_what_collides_by_then_is_not_confirmed():
    row = proposed(role="auditor")
    parties.appoint("li", "finance")
    assert refusal(confirm_staff_role, appointment_id=row.pk, actor=admin(), at=parties.AT) == ["roles_collide"]


def test_a_case_officer_may_also_pay():
    parties.user(username="li")
    for role in ("case_officer", "finance"):
        parties.appoint("li", role)
    assert roles("li") == ["case_officer", "finance"]


@pytest.mark.parametrize("role", ["unit_manager", "king"])
def test_roles_of_other_parties_are_not_given_by_the_authority(role):
    parties.user(username="li")
    how = {"username": "li", "role": role, "actor": admin(), "at": parties.AT}
    assert refusal(propose_staff_role, **how) == ["role_not_given"]


def test_who_proposed_hears_of_a_refusal():
    row = proposed()
    refuse_staff_role(appointment_id=row.pk, reason="不必", actor=admin(), at=parties.AT)
    deliver_outbox(at=parties.AT)
    heard = Notification.objects.get(kind="appointment.refused")
    assert (heard.user_id, heard.params["reason"], roles("li")) == (row.proposed_by_id, "不必", [])


def test_the_other_administrators_are_asked():
    one, other = admin(), admin()
    proposed(by=one)
    deliver_outbox(at=parties.AT)
    event = Event.objects.filter(type="appointment.proposed").latest("pk")
    told = Notification.objects.filter(dedup=f"appointment.proposed:{event.pk}")
    asked = set(told.values_list("user_id", flat=True))
    assert (one.user_id in asked, other.user_id in asked) == (False, True)


def test_a_withdrawn_appointment_is_not_confirmed():
    row = proposed()
    withdraw_staff_role(appointment_id=row.pk, actor=admin(), at=parties.AT)
    assert refusal(confirm_staff_role, appointment_id=row.pk, actor=admin(), at=parties.AT) == ["illegal_state"]


@pytest.mark.parametrize(("late", "expired"), [(14 * DAY, 0), (14 * DAY + SECOND, 1)])
def test_an_appointment_that_nobody_confirms_expires_after_14_days(late, expired):
    proposed()
    done = expire_appointments(at=parties.AT + late, progress=lambda count: None)
    assert done == {"expired": expired}
    assert Appointment.objects.filter(user__username="li", state="expired").count() == expired


def test_the_database_refuses_one_person_for_an_appointment():
    row = proposed()
    with pytest.raises(IntegrityError, match="appointment_confirmed_by_another"), transaction.atomic():
        Appointment.objects.filter(pk=row.pk).update(state="confirmed", decided_by_id=row.proposed_by_id)


def test_the_database_refuses_a_staff_role_without_a_confirmed_appointment():
    row = proposed()
    columns = {"user_id": row.user_id, "party": parties.authority(), "consent": "appointed", "since": parties.AT}
    with pytest.raises(IntegrityError, match="membership_by_consent"), transaction.atomic():
        Membership.objects.create(role="case_officer", **columns)
    with pytest.raises(IntegrityError, match="was not confirmed for this member"), transaction.atomic():
        Membership.objects.create(role="case_officer", appointment=row, **columns)
    confirm_staff_role(appointment_id=row.pk, actor=admin(), at=parties.AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(role="approver", appointment=row, **columns)


def test_a_role_of_the_authority_ends():
    row = Membership.objects.get(user_id=parties.staff("case_officer").user_id)
    assert end_staff_role(membership_id=row.pk, actor=admin(), at=parties.AT).ended_at == parties.AT


def test_a_membership_of_a_firm_is_not_ended_by_the_authority():
    row = Membership.objects.get(party=parties.enterprise().party)
    assert refusal(end_staff_role, membership_id=row.pk, actor=admin(), at=parties.AT) == ["not_found"]


def test_two_administrators_remain():
    founders = list(Membership.objects.filter(party=parties.authority(), role="system_admin"))
    assert len(founders) == 2
    third = admin()
    end_staff_role(membership_id=founders[0].pk, actor=third, at=parties.AT)
    how = {"membership_id": founders[1].pk, "actor": third, "at": parties.AT}
    assert refusal(end_staff_role, **how) == ["last_manager"]


def replace_one(former: str, successor: str, *, at=parties.AT) -> Appointment:
    return replace_administrator(former=former, successor=successor, reason="离职", at=at)


def founders() -> list[str]:
    rows = Membership.objects.filter(party=parties.authority(), role="system_admin", ended_at=None)
    return sorted(rows.values_list("user__username", flat=True))


def test_the_server_replaces_one_administrator_and_all_staff_hear():
    old = founders()
    officer = parties.staff("finance")
    parties.user(username="xin")
    replace_one(old[0], "xin")
    deliver_outbox(at=parties.AT)
    told = Notification.objects.filter(kind="administrator.replaced", user_id=officer.user_id).get()
    assert (founders(), told.params["former"], broken()) == (sorted([old[1], "xin"]), old[0], [])


@pytest.mark.parametrize(("later", "codes"), [(7 * DAY - SECOND, ["replaced_recently"]), (7 * DAY, [])])
def test_at_most_one_administrator_is_replaced_in_seven_days(later, codes):
    old = founders()
    for name in ("xin", "er"):
        parties.user(username=name)
    replace_one(old[0], "xin")
    if codes:
        assert refusal(replace_one, old[1], "er", at=parties.AT + later) == codes
    else:
        replace_one(old[1], "er", at=parties.AT + later)
        assert founders() == ["er", "xin"]


def test_the_database_refuses_a_second_replacement_within_seven_days():
    old = founders()
    parties.user(username="xin")
    first = replace_one(old[0], "xin")
    row = Appointment.objects.create(
        user=parties.user(), role="system_admin", origin="replacement", proposed_at=parties.AT
    )
    with pytest.raises(IntegrityError, match="appointment_one_replacement_in_seven_days"), transaction.atomic():
        Appointment.objects.filter(pk=row.pk).update(
            state="confirmed", decided_at=first.decided_at + 6 * DAY, blocked_until=first.decided_at + 13 * DAY
        )


def test_the_command_replaces_an_administrator(capsys):
    old = founders()
    parties.user(username="xin")
    call_command("replace_administrator", old[0], "xin", reason="离职")
    assert "xin" in capsys.readouterr().out
    with pytest.raises(CommandError, match="七日内已更换过"):
        call_command("replace_administrator", old[1], old[0], reason="再换")


def test_who_is_no_administrator_is_not_replaced():
    parties.authority()
    for name in ("wei", "xin"):
        parties.user(username=name)
    assert refusal(replace_one, "wei", "xin") == ["not_found"]
