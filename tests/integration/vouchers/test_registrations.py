from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.models import Event
from core.values.errors import DomainError
from facilities.services.units import announce_exit
from oversight.models import Sanction
from tests.factories.contracts import (
    MONDAY,
    acting,
    draft,
    offer,
    offer_unchecked,
    party,
    register,
    registered,
    unit,
    user,
)
from tests.factories.rounds import coupon, enterprise, policy, round_
from vouchers.models import Coupon, ServiceContract
from vouchers.services.registrations import register_contract

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def offered(*amounts, of=None, **terms):
    """A draft contract and coupons of its applicant, offered for it."""
    owner, in_round = enterprise(), round_()
    row = draft(applicant=owner, of=of or unit(), **terms)
    coupons = [coupon(of=owner, in_round=in_round, amount=amount) for amount in amounts or ("50000.00",)]
    offer_unchecked(row, *coupons)
    return row, coupons


def refused(row, *coupons, at=MONDAY):
    """Return the codes of a refused registration; assert that it wrote nothing."""
    before = Event.objects.count(), list(Coupon.objects.order_by("pk").values()), list(ServiceContract.objects.values())
    with pytest.raises(DomainError) as caught:
        register(row, *coupons, at=at)
    assert (
        Event.objects.count(),
        list(Coupon.objects.order_by("pk").values()),
        list(ServiceContract.objects.values()),
    ) == before
    return [refusal.code for refusal in caught.value.refusals]


def test_a_registration_sets_every_day_and_counter():
    row, (first, second) = offered("50000.00", "30000.00")
    row = register(row, first, second)
    assert (row.state, row.coupon_total, row.coupon_limit) == ("registered", Decimal("80000.00"), Decimal("100000.00"))
    assert (row.valid_until, row.redeem_by_raw, row.redeem_by) == (
        date(2026, 6, 2),
        date(2026, 6, 20),
        date(2026, 6, 22),
    )
    first.refresh_from_db()
    assert (first.state, first.contract_id, first.registered_on) == ("registered", row.pk, date(2026, 3, 2))
    assert (first.valid_until_raw, first.valid_until, first.redeem_by) == (
        date(2026, 6, 2),
        date(2026, 6, 2),
        row.redeem_by,
    )
    told = Event.objects.filter(type__in=["contract.registered", "coupon.registered"]).values_list("type", flat=True)
    assert sorted(told) == ["contract.registered", "coupon.registered", "coupon.registered"]


def test_the_books_do_not_move_when_a_coupon_is_registered():
    row, coupons = offered()
    in_round = coupons[0].round
    register(row, *coupons)
    in_round.refresh_from_db()
    assert (in_round.held, in_round.free) == (Decimal("50000.00"), Decimal("950000.00"))


@pytest.mark.parametrize(("days", "allowed"), [(14, True), (15, True), (16, False)])
def test_the_last_day_to_register_holds_whatever_a_job_noted(days, allowed):
    row, coupons = offered()
    at = MONDAY + days * DAY
    if allowed:
        assert register(row, *coupons, at=at).state == "registered"
    else:
        assert refused(row, *coupons, at=at) == ["register_by"]


def test_a_day_that_was_shown_stands():
    row, coupons = offered()
    Coupon.objects.update(register_by=date(2026, 3, 19))
    assert register(row, *coupons, at=MONDAY + 17 * DAY).state == "registered"


@pytest.mark.parametrize(("amount", "allowed"), [("99999.98", False), ("100000.00", True), ("100000.01", True)])
def test_coupons_are_at_most_half_of_the_contract(amount, allowed):
    row, coupons = offered("50000.00", amount=Decimal(amount))
    if allowed:
        assert register(row, *coupons).coupon_total == Decimal("50000.00")
    else:
        assert refused(row, *coupons) == ["contract_share"]


@pytest.mark.parametrize(("end", "allowed"), [("2026-06-01", True), ("2026-06-02", True), ("2026-06-03", False)])
def test_a_contract_ends_while_its_coupons_are_valid(end, allowed):
    row, coupons = offered(end_on=date.fromisoformat(end))
    if allowed:
        assert register(row, *coupons).valid_until == date(2026, 6, 2)
    else:
        assert refused(row, *coupons) == ["valid_until"]


def test_every_reason_is_named_at_once():
    row, coupons = offered(
        amount=Decimal("1000.00"),
        category="other",
        end_on=date(2026, 9, 1),
        statutory_testing=True,
        municipal_funding=True,
    )
    announce_exit(unit_id=row.unit_id, leaves_on=date(2026, 12, 1), reason="调整", actor_id=user().pk, at=MONDAY)
    assert refused(row, *coupons, at=MONDAY + 16 * DAY) == [
        "not_open_unit",
        "service_category",
        "statutory_testing",
        "municipal_funding",
        "register_by",
        "valid_until",
        "contract_share",
    ]


def test_a_barred_applicant_registers_nothing():
    row, coupons = offered()
    Sanction.objects.create(
        party_id=row.applicant_id,
        measure="applicant_barred",
        reason="提供虚假信息",
        begins_on=date(2026, 3, 1),
        until=date(2026, 3, 3),
        proposed_by=user(),
        proposed_at=MONDAY,
    )
    Sanction.objects.update(state="heard", heard_at=MONDAY)
    Sanction.objects.update(state="decided", decided_by=user(), decided_at=MONDAY)
    assert refused(row, *coupons) == ["sanctioned"]
    assert refused(row, *coupons, at=MONDAY + DAY) == ["sanctioned"]
    assert register(row, *coupons, at=MONDAY + 2 * DAY).state == "registered"


def test_a_contract_that_is_too_late_to_redeem_is_not_registered():
    past = {"start_on": date(2026, 1, 5), "end_on": date(2026, 2, 2), "signed_on": date(2026, 1, 5)}
    row, coupons = offered(**past)
    assert refused(row, *coupons, at=MONDAY + DAY) == ["redeem_by"]
    assert register(row, *coupons).redeem_by == date(2026, 3, 2)


def test_only_offered_coupons_are_registered():
    row, coupons = offered()
    other = coupon(of=row.applicant, in_round=coupons[0].round, amount="100.00")
    assert refused(row, *coupons, other) == ["coupon_not_offered"]
    assert refused(row, coupon(amount="100.00")) == ["coupon_not_offered"]
    other.pk = 10**9
    assert refused(row, other) == ["coupon_not_offered"]
    assert refused(row) == ["coupons_missing"]


@pytest.mark.parametrize("state", ["returned", "lapsed"])
def test_a_coupon_that_ended_is_not_registered(state):
    row, coupons = offered()
    Coupon.objects.update(state=state)
    assert refused(row, *coupons) == ["coupon_state"]


def test_a_coupon_is_registered_on_one_contract():
    row, coupons = offered()
    other = draft(applicant=row.applicant, of=unit())
    offer(other, *coupons)
    register(row, *coupons)
    assert refused(other, *coupons) == ["coupon_state"]
    assert refused(row, *coupons) == ["coupon_state"]


@pytest.mark.parametrize("at", [MONDAY, MONDAY + 16 * DAY])
def test_of_a_coupon_on_the_contract_already_only_its_state_is_wrong(at):
    row, coupons = offered("50000.00", "50000.00")
    register(row, *coupons)
    assert refused(row, coupons[0], at=at) == ["coupon_state"]
    assert refused(row, *coupons, at=at) == ["coupon_state"]


def test_another_units_contract_is_as_absent():
    row, coupons = offered()
    with pytest.raises(DomainError, match="not_found"):
        register_contract(
            contract_id=row.pk, unit_id=unit().pk, coupon_ids=[coupons[0].pk], actor_id=user().pk, at=MONDAY
        )
    assert ServiceContract.objects.get().state == "draft"


def test_more_coupons_are_registered_while_the_share_holds():
    row, (first, second, third) = offered("50000.00", "50000.00", "0.01")
    register(row, first)
    row = register(row, second, at=MONDAY + DAY)
    assert (row.state, row.coupon_total, row.valid_until) == ("registered", Decimal("100000.00"), date(2026, 6, 2))
    assert refused(row, third, at=MONDAY + DAY) == ["contract_share"]
    assert Event.objects.filter(type="contract.coupons_registered").count() == 1


def test_later_coupons_do_not_restart_the_days_of_the_contract():
    row, (first, second) = offered("100.00", "100.00", end_on=date(2026, 5, 1))
    register(row, first)
    row = register(row, second, at=MONDAY + 5 * DAY)
    second.refresh_from_db()
    assert (row.valid_until, row.redeem_by) == (date(2026, 6, 2), date(2026, 6, 1))
    assert (second.valid_until, second.redeem_by) == (date(2026, 6, 8), date(2026, 6, 1))


def test_coupons_of_two_policies_do_not_meet_on_a_contract():
    owner = enterprise()
    another = round_(version=policy(code="example-2026"))
    row = draft(applicant=owner, of=unit())
    coupons = [coupon(of=owner, amount="100.00"), coupon(of=owner, in_round=another, amount="100.00")]
    offer(row, *coupons)
    assert refused(row, *coupons) == ["other_policy"]
    register(row, coupons[0])
    assert refused(row, coupons[1]) == ["other_policy"]


@pytest.mark.parametrize(("switch", "marked"), [("warn", True), ("ignore", False)])
def test_related_sides_are_marked_where_the_policy_warns(switch, marked):
    row, coupons = _related(switch)
    assert register(row, *coupons).related_party is marked


def test_related_sides_are_refused_where_the_policy_refuses():
    row, coupons = _related("refuse")
    assert refused(row, *coupons) == ["related_party"]


def _related(switch):
    owner, of = enterprise(), unit()
    person = user()
    acting(owner, "applicant_manager", person=person)
    acting(of.party, "unit_manager", person=person)
    version = policy(code="example-2026", related_party=switch)
    row, one = draft(applicant=owner, of=of), coupon(of=owner, in_round=round_(version=version))
    offer_unchecked(row, one)
    return row, [one]


def test_declared_relations_count_like_found_ones():
    assert registered(coupon(), related_party=True).related_party is True
    assert registered(coupon()).related_party is False


def test_strangers_are_not_related():
    owner, of = enterprise(), unit()
    acting(owner, "applicant_manager")
    acting(of.party, "unit_manager")
    acting(party(), "unit_manager")
    assert registered(coupon(of=owner), of=of).related_party is False
