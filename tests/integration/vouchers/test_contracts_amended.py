from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.models import Event
from core.values.errors import DomainError
from redemptions.services.redemptions import start_redemption
from tests.factories.contracts import MONDAY, draft, offer, party, register, registered, unit, user, work
from tests.factories.rounds import coupon, enterprise, round_
from vouchers.models import ContractAmendment, Coupon, ServiceContract
from vouchers.services.amendments import amend_contract
from vouchers.services.contracts import confirm_amendment

pytestmark = pytest.mark.django_db


def amend(row, at=MONDAY, **changes):
    values = {"unit_id": row.unit_id, "amount": row.amount, "end_on": row.end_on, "reason": "增加样品"}
    return amend_contract(contract_id=row.pk, actor_id=user().pk, at=at, **{**values, **changes})


def refused(row, at=MONDAY, **changes):
    """Return the codes of a refused amendment; assert that it wrote nothing."""
    before = list(ServiceContract.objects.values()), list(Coupon.objects.values()), Event.objects.count()
    with pytest.raises(DomainError) as caught:
        amend(row, at=at, **changes)
    assert (list(ServiceContract.objects.values()), list(Coupon.objects.values()), Event.objects.count()) == before
    assert not ContractAmendment.objects.exists()
    return [refusal.code for refusal in caught.value.refusals]


def test_an_amendment_moves_amount_end_limit_and_the_day_to_redeem():
    row = registered(coupon())
    row = amend(row, amount=Decimal("120000.00"), end_on=date(2026, 5, 31))
    assert (row.state, row.amount, row.coupon_limit) == ("amended", Decimal("120000.00"), Decimal("60000.00"))
    assert (row.redeem_by_raw, row.redeem_by) == (date(2026, 6, 30), date(2026, 6, 30))
    assert Coupon.objects.get().redeem_by == date(2026, 6, 30)
    kept = ContractAmendment.objects.get()
    assert (kept.amount_before, kept.amount_after) == (Decimal("200000.00"), Decimal("120000.00"))
    assert (kept.end_before, kept.end_after, kept.reason) == (date(2026, 5, 20), date(2026, 5, 31), "增加样品")


def test_a_contract_is_amended_again_and_confirmed():
    row = amend(registered(coupon()), amount=Decimal("150000.00"))
    row = amend(row, amount=Decimal("160000.00"))
    confirmed = confirm_amendment(contract_id=row.pk, applicant_id=row.applicant_id, actor_id=user().pk, at=MONDAY)
    assert (confirmed.state, confirmed.amendments.count()) == ("registered", 2)
    states = Event.objects.filter(subject_kind="contract").order_by("pk").values_list("from_state", "to_state")
    assert list(states)[-3:] == [("registered", "amended"), ("amended", "amended"), ("amended", "registered")]


@pytest.mark.parametrize(("amount", "allowed"), [("99999.98", False), ("100000.00", True), ("100000.01", True)])
def test_an_amended_amount_still_carries_its_coupons(amount, allowed):
    row = registered(coupon())
    if allowed:
        assert amend(row, amount=Decimal(amount)).coupon_total == Decimal("50000.00")
    else:
        assert refused(row, amount=Decimal(amount)) == ["contract_share"]


@pytest.mark.parametrize(("end", "allowed"), [("2026-06-01", True), ("2026-06-02", True), ("2026-06-03", False)])
def test_an_amended_end_stays_within_the_validity(end, allowed):
    row = registered(coupon())
    if allowed:
        assert amend(row, end_on=date.fromisoformat(end)).end_on == date.fromisoformat(end)
    else:
        assert refused(row, end_on=date.fromisoformat(end)) == ["valid_until"]


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "NaN", "Infinity"])
def test_an_amended_amount_is_an_amount(amount):
    assert refused(registered(coupon()), amount=Decimal(amount)) == ["amount"]


def test_an_end_before_the_start_is_refused():
    row = registered(coupon(), start_on=date(2026, 3, 10))
    assert refused(row, end_on=date(2026, 3, 9)) == ["contract_dates"]


def test_an_end_that_would_be_too_late_to_redeem_is_refused():
    row = registered(coupon(), start_on=date(2026, 2, 2))
    assert refused(row, at=MONDAY + timedelta(days=40), end_on=date(2026, 2, 20)) == ["redeem_by"]


def test_an_end_before_work_that_was_done_is_refused():
    row = registered(coupon())
    work(row, done_on=date(2026, 3, 20), at=MONDAY + timedelta(days=20))
    assert refused(row, at=MONDAY + timedelta(days=20), end_on=date(2026, 3, 19)) == ["records_later"]


def test_every_reason_is_named_at_once():
    row = registered(coupon())
    assert refused(row, amount=Decimal("1.00"), end_on=date(2026, 9, 1)) == ["valid_until", "contract_share"]


def test_nothing_is_amended_while_a_redemption_is_open():
    row = registered(coupon())
    start_redemption(contract_id=row.pk, unit_id=row.unit_id, actor_id=user().pk, at=MONDAY)
    assert refused(row, amount=Decimal("150000.00")) == ["redemption_open"]


def test_an_amendment_changes_something_and_says_why():
    row = registered(coupon())
    assert refused(row) == ["nothing_changed"]
    assert refused(row, amount=Decimal("150000.00"), reason=" ") == ["reason_missing"]


def test_nothing_is_amended_after_the_last_day_to_redeem():
    row = registered(coupon())
    assert refused(row, at=MONDAY + timedelta(days=113), amount=Decimal("150000.00")) == ["redeem_by"]


def test_drafts_and_other_units_contracts_are_not_amended():
    row = registered(coupon())
    assert refused(row, unit_id=unit().pk, amount=Decimal("150000.00")) == ["not_found"]
    assert refused(draft(applicant=party(), of=unit()), amount=Decimal("150000.00")) == ["illegal_state"]


def test_more_coupons_are_registered_on_an_amended_contract():
    owner, in_round = enterprise(), round_()
    first, second = (coupon(of=owner, in_round=in_round, amount="50000.00") for _ in range(2))
    row = registered(first, amount=Decimal("100000.00"))
    row = amend(row, amount=Decimal("200000.00"))
    offer(row, second)
    row = register(row, second)
    assert (row.state, row.coupon_total) == ("amended", Decimal("100000.00"))
