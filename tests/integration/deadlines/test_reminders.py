"""Reminders: 7, 3 and 1 days before a deadline, once each, to the parties concerned (article 15.2, 15.3)."""

from datetime import timedelta

import pytest

from core.models import Notification
from core.values.deadlines import beijing_day
from deadlines.selectors.reminders import iterate_due
from deadlines.services.reminders import DAYS_AHEAD, remind
from tests.factories import redemptions
from tests.factories.contracts import MONDAY, acting, project, registered, unit
from tests.factories.rounds import coupon, enterprise

pytestmark = pytest.mark.django_db


def due(*, day, left):
    """Return the reminders this many days before the day: kind, subject, party."""
    found = iterate_due(today=day - timedelta(days=left), days_ahead=DAYS_AHEAD)
    return {(each.kind, each.subject_id, each.party_id, each.days_left) for each in found}


@pytest.mark.parametrize("left", [8, 7, 6, 4, 3, 2, 1, 0, -1])
def test_an_applicant_is_reminded_to_register_7_3_and_1_days_before(left):
    row = coupon()
    told = {("reminder.register_by", row.pk, row.applicant_id, left)} if left in (7, 3, 1) else set()
    assert due(day=row.register_by, left=left) == told


def test_both_sides_are_reminded_to_redeem():
    row = registered(coupon())
    told = {("reminder.redeem_by", row.pk, party_id, 7) for party_id in (row.unit_id, row.applicant_id)}
    assert due(day=row.redeem_by, left=7) == told


def test_a_contract_under_redemption_needs_no_reminder():
    row = redemptions.submitted()
    assert due(day=row.contract.redeem_by, left=7) == set()


def test_a_unit_is_reminded_to_correct():
    row = redemptions.returned()
    assert due(day=row.correct_by, left=3) == {("reminder.correct_by", row.pk, row.unit_id, 3)}


@pytest.mark.parametrize(("accepted", "told"), [(False, True), (True, False)])
def test_a_unit_is_reminded_to_answer_a_project(accepted, told):
    row = project(applicant=enterprise(), of=unit(), accepted=accepted)
    expected = {("reminder.answer_by", row.pk, row.unit_id, 1)} if told else set()
    assert due(day=row.answer_by, left=1) == expected


def test_nobody_is_told_twice_of_the_same_days_left():
    row = coupon()
    user_id = acting(row.applicant, "applicant_operator").user_id
    at = MONDAY + timedelta(days=(row.register_by - beijing_day(MONDAY)).days - 7)
    for _ in range(2):
        remind(at=at, progress=print)
    told = Notification.objects.get(user_id=user_id)
    assert (told.kind, told.params["days_left"]) == ("reminder.register_by", 7)
    assert told.params["day"] == row.register_by.isoformat()
