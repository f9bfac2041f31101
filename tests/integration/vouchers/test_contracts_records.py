from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.models import Event
from core.values.errors import DomainError
from redemptions.models import Redemption
from redemptions.services.redemptions import start_redemption
from tests.factories.contracts import MONDAY, WORK, acting, draft, party, registered, service, unit, user
from tests.factories.contracts import work as record_work
from tests.factories.rounds import coupon
from vouchers.models import ServiceRecord
from vouchers.selectors.contracts import visible_service_records
from vouchers.services.service_records import Work, correct_service_record, remove_service_record
from vouchers.services.terminations import terminate_contract

pytestmark = pytest.mark.django_db

LATER = MONDAY + timedelta(days=30)


def refused(row, **changes):
    with pytest.raises(DomainError) as caught:
        record_work(row, **changes)
    assert not ServiceRecord.objects.exists()
    return caught.value.code


def correct(row, **changes):
    values = {"unit_id": row.contract.unit_id, "actor_id": user().pk, "at": MONDAY}
    values |= {name: changes.pop(name) for name in ("unit_id",) if name in changes}
    return correct_service_record(record_id=row.pk, work=Work(**{**WORK, **changes}), **values)


def remove(row, **changes):
    values = {"unit_id": row.contract.unit_id, "actor_id": user().pk, "at": MONDAY}
    remove_service_record(record_id=row.pk, **{**values, **changes})


def test_what_was_done_is_recorded():
    of = unit()
    row = record_work(registered(coupon(), of=of), service_id=service(of).pk)
    assert (row.hours, row.amount, row.done_on) == (Decimal("8.00"), Decimal("200000.00"), date(2026, 3, 2))
    assert Event.objects.get(type="service_record.added").data["contract"] == row.contract_id


@pytest.mark.parametrize(
    ("day", "allowed"),
    [("2026-03-09", False), ("2026-03-10", True), ("2026-04-01", True), ("2026-04-02", False), ("2026-05-21", False)],
)
def test_work_is_done_within_the_contract_and_not_in_the_future(day, allowed):
    row = registered(coupon(), start_on=date(2026, 3, 10))
    if allowed:
        assert record_work(row, at=LATER, done_on=date.fromisoformat(day)).done_on == date.fromisoformat(day)
    else:
        assert refused(row, at=LATER, done_on=date.fromisoformat(day)) == "record_day"


@pytest.mark.parametrize("with_service", [False, True])
def test_without_a_count_an_amount_is_needed(with_service):
    row = registered(coupon(), of=(of := unit()))
    chosen = service(of, price_unit="样").pk if with_service else None
    assert refused(row, service_id=chosen, amount=None) == "amount_missing"


def test_a_correction_without_an_amount_takes_the_price_again():
    of = unit()
    row = record_work(registered(coupon(), of=of), service_id=service(of, price_unit="小时").pk, amount=None)
    assert row.amount == Decimal("6400.00")
    assert correct(row, service_id=row.service_id, hours=Decimal("2.00"), amount=None).amount == Decimal("1600.00")


def test_a_quantity_without_an_amount_takes_the_price():
    of = unit()
    row = record_work(
        registered(coupon(), of=of), service_id=service(of, price_unit="样").pk, quantity=Decimal("3.00"), amount=None
    )
    assert (row.amount, row.quantity) == (Decimal("2400.00"), Decimal("3.00"))
    assert Event.objects.get(type="service_record.added").data["after"]["quantity"] == "3.00"


def test_another_units_service_was_not_used():
    assert refused(registered(coupon()), service_id=service(unit()).pk) == "service_unknown"


@pytest.mark.parametrize(
    "figures",
    [
        {"hours": "-1"},
        {"amount": "0.001"},
        {"hours": "NaN"},
        {"amount": "Infinity"},
        {"quantity": "-1"},
        {"quantity": "0.001"},
    ],
)
def test_figures_are_figures(figures):
    changes = {name: Decimal(value) for name, value in figures.items()}
    assert refused(registered(coupon()), **changes) == "figures"


def test_nothing_is_recorded_on_a_draft():
    assert refused(draft(applicant=party(), of=unit())) == "illegal_state"


def test_a_record_is_put_right():
    row = record_work(registered(coupon()))
    assert correct(row, hours=Decimal("6.50")).hours == Decimal("6.50")
    data = Event.objects.get(type="service_record.corrected").data
    assert (data["before"]["hours"], data["after"]["hours"]) == ("8.00", "6.50")


def test_a_wrong_record_is_taken_back():
    row = record_work(registered(coupon()))
    remove(row)
    assert not ServiceRecord.objects.exists()
    assert Event.objects.get(type="service_record.removed").data["before"]["amount"] == "200000.00"


@pytest.mark.parametrize("act", [correct, remove])
def test_another_units_record_is_as_absent(act):
    row = record_work(registered(coupon()))
    with pytest.raises(DomainError, match="not_found"):
        act(row, unit_id=unit().pk)
    assert ServiceRecord.objects.get().hours == Decimal("8.00")


@pytest.mark.parametrize(("state", "open_"), [("draft", True), ("submitted", False)])
def test_records_stand_once_they_are_submitted(state, open_):
    row = record_work(registered(coupon()))
    start_redemption(contract_id=row.contract_id, unit_id=row.contract.unit_id, actor_id=user().pk, at=MONDAY)
    Redemption.objects.update(state=state)
    if open_:
        assert correct(row, hours=Decimal("1.00")).hours == Decimal("1.00")
    else:
        with pytest.raises(DomainError, match="evidence_closed"):
            correct(row, hours=Decimal("1.00"))
        with pytest.raises(DomainError, match="evidence_closed"):
            remove(row)
        assert ServiceRecord.objects.get().hours == Decimal("8.00")


def test_the_last_record_of_a_terminated_contract_stays():
    row = record_work(registered(coupon()))
    terminate_contract(
        contract_id=row.contract_id, unit_id=row.contract.unit_id, reason="样品取消", actor_id=user().pk, at=MONDAY
    )
    with pytest.raises(DomainError, match="record_last"):
        remove(row)
    assert ServiceRecord.objects.count() == 1


def test_records_are_seen_by_the_sides_of_their_contract():
    row = record_work(registered(coupon()))
    contract = row.contract
    for actor in (acting(contract.applicant, "applicant_operator"), acting(contract.unit.party, "unit_operator")):
        assert [each.pk for each in visible_service_records(actor)] == [row.pk]
    assert not visible_service_records(acting(unit().party, "unit_operator")).exists()
