"""The coupon transition module, called with transitions that services never request."""

from datetime import UTC, datetime

import pytest

from core.database.transactions import write
from core.models import Event
from core.values.errors import DomainError
from tests.factories.rounds import coupon
from vouchers.models import Coupon, Movement
from vouchers.rules.states import CouponState
from vouchers.services.coupon_transitions import move_coupons, move_overdue_coupons

pytestmark = pytest.mark.django_db

LATE = datetime(2026, 3, 17, 16, 0, tzinfo=UTC)
"""The first instant after a coupon's last day to register."""


def overdue(source, target, *, limit=10):
    return write(move_overdue_coupons)(
        source=CouponState(source), target=CouponState(target), fault="applicant", limit=limit, at=LATE
    )


def written():
    return (Event.objects.filter(subject_kind="coupon").count(), Movement.objects.filter(coupon__isnull=False).count())


def test_only_a_service_moves_coupons():
    made = [coupon()]
    with pytest.raises(RuntimeError, match="only a service"):
        move_coupons(coupons=made, target=CouponState.LAPSED, at=LATE, actor_id=None)
    with pytest.raises(RuntimeError, match="only a service"):
        move_overdue_coupons(source=CouponState.CLAIMED, target=CouponState.LAPSED, fault="applicant", limit=1, at=LATE)


def test_no_more_than_the_limit_moves_at_once_the_first_due_first():
    first, second = coupon(amount="1000.00"), coupon(amount="1000.00")
    assert overdue("claimed", "lapsed", limit=1) == 1
    states = dict(Coupon.objects.values_list("pk", "state"))
    assert states == {first.pk: "lapsed", second.pk: "claimed"}


def test_a_set_moves_along_legal_transitions_only():
    coupon()
    before = written()
    with pytest.raises(DomainError) as caught:
        overdue("claimed", "paid")
    assert (caught.value.code, caught.value.params) == ("illegal_state", {"state": "claimed", "target": "paid"})
    assert written() == before


@pytest.mark.parametrize(("source", "target"), [("claimed", "registered"), ("claimed", "returned")])
def test_a_set_moves_by_a_deadline_with_a_give_back_only(source, target):
    coupon()
    before = written()
    with pytest.raises(ValueError, match=f"{source} → {target}"):
        overdue(source, target)
    assert written() == before


def test_one_coupon_that_cannot_go_there_keeps_all_where_they_are():
    made = [coupon(amount="1000.00"), coupon(amount="1000.00")]
    made[1].state = CouponState.LAPSED
    before = written()
    with pytest.raises(DomainError, match="illegal_state"):
        write(move_coupons)(coupons=made, target=CouponState.RETURNED, at=LATE, actor_id=None)
    assert written() == before
    assert set(Coupon.objects.values_list("state", flat=True)) == {CouponState.CLAIMED}
