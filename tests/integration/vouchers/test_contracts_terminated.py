from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.events.outbox import deliver_outbox
from core.models import Event, Notification
from core.values.errors import DomainError
from facilities.services.units import strike_off_unit
from proofs.selectors.proofs import list_findings
from redemptions.services.redemptions import start_redemption
from tests.factories.contracts import MONDAY, acting, draft, party, registered, unit, user, work
from tests.factories.rounds import coupon, enterprise, round_
from vouchers.models import AnnualUse, Coupon, Movement, ServiceContract
from vouchers.services.contracts import complete_contract, press_unit
from vouchers.services.terminations import return_coupons_of_unit, terminate_contract

pytestmark = pytest.mark.django_db


def terminate(row, at=MONDAY, **changes):
    values = {"unit_id": row.unit_id, "reason": "样品取消", "actor_id": user().pk}
    return terminate_contract(contract_id=row.pk, at=at, **{**values, **changes})


def refused(row, at=MONDAY, **changes):
    before = list(ServiceContract.objects.values()), list(Coupon.objects.values()), Event.objects.count()
    with pytest.raises(DomainError) as caught:
        terminate(row, at=at, **changes)
    assert (list(ServiceContract.objects.values()), list(Coupon.objects.values()), Event.objects.count()) == before
    return caught.value.code


def test_nothing_done_gives_the_coupons_back_and_closes():
    owner, in_round = enterprise(), round_()
    row = registered(*(coupon(of=owner, in_round=in_round, amount="40000.00") for _ in range(2)))
    row = terminate(row)
    assert (row.state, row.coupon_total, row.terminated_on) == ("closed", Decimal("0.00"), date(2026, 3, 2))
    assert list(Coupon.objects.values_list("state", flat=True)) == ["returned", "returned"]
    in_round.refresh_from_db()
    assert (in_round.free, in_round.held, AnnualUse.objects.get().used) == (Decimal("1000000.00"), 0, 0)
    assert Movement.objects.filter(cause="termination").count() == 2


def test_something_done_is_redeemed_within_a_month_of_the_termination():
    row = registered(coupon())
    work(row)
    row = terminate(row, at=MONDAY + timedelta(days=8))
    assert (row.state, row.redeem_by_raw, row.redeem_by) == ("terminated", date(2026, 4, 10), date(2026, 4, 10))
    held = Coupon.objects.get()
    assert (held.state, held.redeem_by, row.coupon_total) == ("registered", date(2026, 4, 10), Decimal("50000.00"))


def test_a_termination_after_the_end_gives_no_more_days():
    row = registered(coupon())
    work(row)
    assert terminate(row, at=MONDAY + timedelta(days=90)).redeem_by == date(2026, 6, 22)


def test_the_books_are_proven_after_a_termination():
    terminate(registered(coupon()))
    broken = {found.code for found in list_findings() if found.broken}
    assert broken.isdisjoint({"I1", "I2", "I3", "I4", "I5", "I7", "I9"})


def test_an_officer_terminates_any_contract():
    assert terminate(registered(coupon()), unit_id=None).state == "closed"


def test_what_cannot_be_terminated():
    row = registered(coupon())
    assert refused(row, unit_id=unit().pk) == "not_found"
    assert refused(row, reason=" ") == "reason_missing"
    assert refused(row, at=MONDAY + timedelta(days=113)) == "redeem_by"
    assert refused(draft(applicant=party(), of=unit())) == "illegal_state"
    complete_contract(contract_id=row.pk, unit_id=row.unit_id, actor_id=user().pk, at=MONDAY)
    assert refused(row) == "illegal_state"


def test_nothing_is_terminated_while_a_redemption_is_open():
    row = registered(coupon())
    start_redemption(contract_id=row.pk, unit_id=row.unit_id, actor_id=user().pk, at=MONDAY)
    assert refused(row) == "redemption_open"


def test_coupons_of_a_struck_off_unit_go_back_where_nothing_was_done():
    of, owner, in_round = unit(), enterprise(), round_()
    begun, untouched = (registered(coupon(of=owner, in_round=in_round, amount="100.00"), of=of) for _ in range(2))
    other = registered(coupon(of=owner, in_round=in_round, amount="100.00"))
    work(begun)
    assert return_coupons_of_unit(unit_id=of.pk, reason="违规", actor_id=None, at=MONDAY) == 1
    states = dict(ServiceContract.objects.values_list("pk", "state"))
    assert states == {begun.pk: "registered", untouched.pk: "closed", other.pk: "registered"}
    assert return_coupons_of_unit(unit_id=of.pk, reason="违规", actor_id=None, at=MONDAY) == 0


@pytest.mark.django_db(transaction=True)
def test_striking_a_unit_off_reaches_its_contracts():
    of = unit()
    row = registered(coupon(), of=of)
    strike_off_unit(unit_id=of.pk, reason="违规", actor_id=user().pk, at=MONDAY)
    deliver_outbox(at=MONDAY)
    row.refresh_from_db()
    assert (row.state, row.termination_reason, row.coupons.get().state) == ("closed", "违规", "returned")


@pytest.mark.django_db(transaction=True)
def test_the_people_of_a_pressed_unit_are_told():
    of = unit()
    operator = acting(of.party, "unit_operator")
    row = registered(coupon(), of=of)
    press_unit(contract_id=row.pk, applicant_id=row.applicant_id, actor_id=user().pk, at=MONDAY)
    deliver_outbox(at=MONDAY)
    told = Notification.objects.get(kind="contract.unit_pressed")
    assert (told.user_id, told.party_id, told.params["redeem_by"]) == (operator.user_id, of.pk, "2026-06-22")
