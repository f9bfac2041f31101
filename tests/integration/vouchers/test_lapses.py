"""Overdue coupons lapse by the job."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core.models import Event
from tests.factories.contracts import MONDAY
from tests.factories.outcomes import broken
from tests.factories.rounds import LATE, coupon, enterprise, lapse, policy, round_
from vouchers.models import AnnualUse, Coupon, Movement
from vouchers.services import lapses
from vouchers.services.lapses import lapse_unregistered

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (LATE - timedelta(seconds=1), "claimed"),
        (LATE, "lapsed"),
        (LATE + timedelta(seconds=1), "lapsed"),
    ],
)
def test_the_last_second_still_counts(at, state):
    made = coupon()
    lapse(at)
    assert Coupon.objects.get(pk=made.pk).state == state


def test_a_lapse_gives_everything_back():
    made = coupon()
    assert lapse() == {"lapsed": 1}
    made.round.refresh_from_db()
    assert (made.round.free, made.round.held) == (Decimal("1000000.00"), Decimal(0))
    assert AnnualUse.objects.get(applicant=made.applicant).used == 0
    assert broken() == []


def test_a_lapse_is_told_once_with_its_cause():
    made = coupon()
    lapse()
    event = Event.objects.get(subject_kind="coupon", subject_id=made.pk, type="coupon.lapsed")
    assert event.data == {
        "amount": "50000.00",
        "year": 2026,
        "fault": "applicant",
        "cause": "lapse_unregistered",
    }
    assert (event.from_state, event.to_state) == ("claimed", "lapsed")


def test_running_twice_changes_nothing_more():
    coupon()
    lapse()
    before = (Movement.objects.count(), Event.objects.count())
    assert lapse() == {"lapsed": 0}
    assert (Movement.objects.count(), Event.objects.count()) == before


def test_what_the_policy_does_not_give_back_is_forfeited():
    switches = dict.fromkeys(policy().params["give_back"], True) | {"lapse_unregistered": False}
    made = coupon(in_round=round_(version=policy(code="strict", give_back=switches)))
    lapse()
    made.round.refresh_from_db()
    assert (made.round.free, made.round.forfeited) == (Decimal("950000.00"), Decimal("50000.00"))
    assert AnnualUse.objects.get(applicant=made.applicant).used == Decimal("50000.00")
    assert broken() == []


def test_many_coupons_lapse_in_chunks(monkeypatch):
    monkeypatch.setattr(lapses, "CHUNK", 2)
    open_round = round_()
    for _ in range(2):
        firm = enterprise()
        for _ in range(3):
            coupon(of=firm, in_round=open_round, amount="1000.00")
    seen = []
    assert lapse_unregistered(at=LATE, progress=seen.append) == {"lapsed": 6}
    assert seen == [2, 2, 2]
    assert broken() == []


def test_a_coupon_not_due_stays():
    coupon()
    assert lapse(MONDAY) == {"lapsed": 0}
