"""Concurrent registrations. Each control removes the guard and shows the harm it prevents."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest

from core.events.outbox import deliver_outbox
from core.models import Event
from facilities.models import OpenUnit
from facilities.selectors import locks as units
from facilities.services.units import strike_off_unit
from tests.concurrency.guards import after, meeting, without
from tests.concurrency.races import codes, together, winners
from tests.factories.contracts import MONDAY, draft, offer, offer_unchecked, register, unit, user
from tests.factories.outcomes import broken
from tests.factories.rounds import LATE, coupon, enterprise, lapse, round_
from vouchers.models import Coupon, Movement, ServiceContract
from vouchers.selectors import locks

pytestmark = pytest.mark.django_db(transaction=True)

LAST_SECOND = LATE - timedelta(seconds=1)


# One coupon on two contracts


def two_drafts():
    owner = enterprise()
    one = coupon(of=owner)
    rows = [draft(applicant=owner, of=unit()) for _ in range(2)]
    for row in rows:
        offer(row, one)
    return one, rows


def test_one_coupon_on_two_contracts_is_registered_once():
    one, rows = two_drafts()
    results = together([lambda row=row: register(row, one) for row in rows])
    assert (len(winners(results)), codes(results)) == (1, ["coupon_state"])
    assert Coupon.objects.get().contract_id == winners(results)[0].pk
    assert sorted(ServiceContract.objects.values_list("state", "coupon_total")) == [
        ("draft", Decimal("0.00")),
        ("registered", Decimal("50000.00")),
    ]
    assert broken() == []


def test_control_a_coupon_that_is_read_but_not_locked_counts_on_two_contracts():
    one, rows = two_drafts()
    with without("lock_party", "lock_coupons"), meeting(locks.lock_coupons):
        assert len(winners(together([lambda row=row: register(row, one) for row in rows]))) == 2
    assert list(ServiceContract.objects.values_list("coupon_total", flat=True)) == [Decimal("50000.00")] * 2
    assert broken() != []


# Two coupons on one contract that has room for one


def crowded():
    owner, in_round = enterprise(), round_()
    coupons = [coupon(of=owner, in_round=in_round, amount="40000.00") for _ in range(2)]
    row = draft(applicant=owner, of=unit(), amount=Decimal("100000.00"))
    offer_unchecked(row, *coupons)
    return row, [lambda one=one: register(row, one) for one in coupons]


def test_the_share_of_a_contract_holds_for_two_registrations_at_once():
    row, works = crowded()
    results = together(works)
    assert (len(winners(results)), codes(results)) == (1, ["contract_share"])
    row.refresh_from_db()
    assert (row.coupon_total, row.coupon_limit) == (Decimal("40000.00"), Decimal("50000.00"))
    assert broken() == []


UNLOCKED = ("lock_party", "lock_contract")


def test_the_database_alone_holds_the_share():
    row, works = crowded()
    with without(*UNLOCKED), meeting(locks.lock_contract):
        assert len(winners(together(works))) == 1
    row.refresh_from_db()
    assert row.coupon_total == Decimal("40000.00")


def test_control_without_lock_and_check_the_share_is_passed():
    row, works = crowded()
    with without(*UNLOCKED, "contract_coupons_within_share", emptied="vouchers_servicecontract"):
        with meeting(locks.lock_contract):
            assert len(winners(together(works))) == 2
        row.refresh_from_db()
        assert (row.coupon_total, row.coupon_limit) == (Decimal("80000.00"), Decimal("50000.00"))


# Register × lapse


def offered():
    owner = enterprise()
    one = coupon(of=owner)
    row = draft(applicant=owner, of=unit())
    offer(row, one)
    return row, one


def test_register_and_lapse_of_one_coupon_one_of_them_wins():
    row, one = offered()
    results = together([lambda: register(row, one, at=LAST_SECOND), lapse])
    one.refresh_from_db()
    assert (one.state, codes(results)) in (("registered", []), ("lapsed", ["coupon_state"]))
    assert Movement.objects.filter(cause="lapse_unregistered").count() == (one.state == "lapsed")
    assert broken() == []


def test_a_lapse_that_came_first_stops_the_registration():
    row, one = offered()
    lapse()
    assert codes(together([lambda: register(row, one, at=LAST_SECOND)])) == ["coupon_state"]


def test_control_a_registration_that_read_without_a_lock_takes_a_lapsed_coupon():
    row, one = offered()
    with without("lock_coupons", "coupon_legal_edge"), after(locks.lock_coupons, lambda: together([lapse])):
        register(row, one, at=LAST_SECOND)
    one.refresh_from_db()
    assert (one.state, one.round.held) == ("registered", Decimal("0.00"))
    assert broken() != []


# Register × strike-off


def strike_off(unit_id):
    strike_off_unit(unit_id=unit_id, reason="违规", actor_id=user().pk, at=MONDAY)
    deliver_outbox(at=MONDAY)


def test_register_and_strike_off_no_coupon_stays_with_the_unit():
    row, one = offered()
    results = together([lambda: register(row, one), lambda: strike_off(row.unit_id)])
    one.refresh_from_db()
    assert (one.state, codes(results)) in (("returned", []), ("claimed", ["not_open_unit"]))
    assert broken() == []


def test_control_a_unit_that_is_read_but_not_locked_keeps_a_coupon():
    row, one = offered()
    striking = partial(together, [lambda: strike_off(row.unit_id)])
    with without("lock_unit_shared"), after(units.lock_unit_shared, striking):
        register(row, one)
    one.refresh_from_db()
    assert (one.state, OpenUnit.objects.get(pk=row.unit_id).state) == ("registered", "struck_off")
    assert Event.objects.filter(type="open_unit.struck_off").count() == 1
