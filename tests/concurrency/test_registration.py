"""Registrations at the same moment. Each control takes the guard away and shows the harm it prevents."""

from datetime import timedelta
from decimal import Decimal
from threading import Barrier

import pytest

from accounts.models import Party
from core.events.outbox import deliver_outbox
from core.models import Event
from facilities.models import OpenUnit
from facilities.services.units import strike_off_unit
from tests.concurrency.races import PATIENCE, codes, execute, together, winners, without
from tests.factories.contracts import MONDAY, draft, offer, register, unit, user
from tests.factories.rounds import coupon, enterprise, round_
from tests.integration.vouchers.test_claims import broken
from tests.integration.vouchers.test_lapses import LATE, lapse
from vouchers.models import Coupon, Movement, ServiceContract
from vouchers.services import contracts, registrations

pytestmark = pytest.mark.django_db(transaction=True)

LAST_SECOND = LATE - timedelta(seconds=1)


def party_now(party_id):
    return Party.objects.get(pk=party_id)


@pytest.fixture
def without_share():
    """The database without the CHECK on a contract's coupons; it is made again once the rows are gone."""
    with without("contract_coupons_within_share", emptied="vouchers_servicecontract"):
        yield


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


def test_control_a_coupon_that_is_read_but_not_locked_counts_on_two_contracts(monkeypatch):
    one, rows = two_drafts()
    read = Barrier(2)

    def coupons_now(coupon_ids):
        found = list(Coupon.objects.filter(pk__in=coupon_ids))
        read.wait(PATIENCE)
        return found

    monkeypatch.setattr(registrations, "lock_party", party_now)
    monkeypatch.setattr(registrations, "lock_coupons", coupons_now)
    assert len(winners(together([lambda row=row: register(row, one) for row in rows]))) == 2
    assert list(ServiceContract.objects.values_list("coupon_total", flat=True)) == [Decimal("50000.00")] * 2
    assert broken() != []


# Two coupons on one contract that has room for one


def crowded():
    owner, in_round = enterprise(), round_()
    coupons = [coupon(of=owner, in_round=in_round, amount="40000.00") for _ in range(2)]
    row = draft(applicant=owner, of=unit(), amount=Decimal("100000.00"))
    offer(row, *coupons)
    return row, [lambda one=one: register(row, one) for one in coupons]


def read_together(monkeypatch):
    """Both registrations read the contract before either writes."""
    read = Barrier(2)

    def contract_now(contract_id):
        found = ServiceContract.objects.get(pk=contract_id)
        read.wait(PATIENCE)
        return found

    monkeypatch.setattr(registrations, "lock_party", party_now)
    monkeypatch.setattr(contracts, "lock_contract", contract_now)


def test_the_share_of_a_contract_holds_for_two_registrations_at_once():
    row, works = crowded()
    results = together(works)
    assert (len(winners(results)), codes(results)) == (1, ["contract_share"])
    row.refresh_from_db()
    assert (row.coupon_total, row.coupon_limit) == (Decimal("40000.00"), Decimal("50000.00"))
    assert broken() == []


def test_the_database_alone_holds_the_share(monkeypatch):
    row, works = crowded()
    read_together(monkeypatch)
    assert len(winners(together(works))) == 1
    row.refresh_from_db()
    assert row.coupon_total == Decimal("40000.00")


def test_control_without_lock_and_check_the_share_is_passed(monkeypatch, without_share):
    row, works = crowded()
    read_together(monkeypatch)
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


def test_control_a_registration_that_trusts_what_it_read_takes_a_lapsed_coupon(monkeypatch):
    row, one = offered()
    read = list(Coupon.objects.filter(pk=one.pk))
    lapse()
    execute("ALTER TABLE vouchers_coupon DISABLE TRIGGER USER")
    monkeypatch.setattr(registrations, "lock_coupons", lambda coupon_ids: read)
    try:
        register(row, one, at=LAST_SECOND)
        one.refresh_from_db()
        assert (one.state, one.round.held) == ("registered", Decimal("0.00"))
        assert broken() != []
    finally:
        execute("ALTER TABLE vouchers_coupon ENABLE TRIGGER USER")


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


def test_control_a_unit_that_is_read_but_not_held_keeps_a_coupon(monkeypatch):
    row, one = offered()

    def struck_off_meanwhile(unit_id):
        found = OpenUnit.objects.get(pk=unit_id)
        together([lambda: strike_off(unit_id)])
        return found

    monkeypatch.setattr(registrations, "hold_unit", struck_off_meanwhile)
    register(row, one)
    one.refresh_from_db()
    assert (one.state, OpenUnit.objects.get(pk=row.unit_id).state) == ("registered", "struck_off")
    assert Event.objects.filter(type="open_unit.struck_off").count() == 1
