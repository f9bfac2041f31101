from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.models import Event
from core.values.errors import DomainError, Refused
from matching.services.projects import decline_project
from tests.factories.contracts import MONDAY, acting, draft, offer, party, project, registered, staff, terms, unit, user
from tests.factories.contracts import work as record_work
from tests.factories.rounds import coupon, enterprise, round_
from vouchers.models import CouponOffer, ServiceContract
from vouchers.selectors.contracts import contracts_in_full, visible_contracts
from vouchers.services import contracts

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def made(**changes):
    return draft(applicant=enterprise(), of=unit(), **changes)


def refused(**changes):
    with pytest.raises(DomainError) as caught:
        made(**changes)
    assert not ServiceContract.objects.exists()
    return [refusal.code for refusal in caught.value.refusals]


def of_unit(service, row, at=MONDAY, **more):
    return service(**{"contract_id": row.pk, "unit_id": row.unit_id, "actor_id": user().pk, "at": at, **more})


def of_applicant(service, row, at=MONDAY, **more):
    values = {"contract_id": row.pk, "applicant_id": row.applicant_id, "actor_id": user().pk, "at": at}
    return service(**{**values, **more})


def told(row):
    return list(
        Event.objects.filter(subject_kind="contract", subject_id=row.pk).order_by("pk").values_list("type", flat=True)
    )


def test_a_draft_takes_what_was_declared_of_its_project():
    row = made(statutory_testing=True)
    assert (row.state, row.statutory_testing, row.coupon_limit) == ("draft", True, Decimal("0.00"))
    assert told(row) == ["contract.drafted"]


def test_every_fault_of_the_terms_is_named():
    faults = {"amount": Decimal("NaN"), "end_on": date(2026, 3, 1), "signed_on": date(2026, 3, 3)}
    assert refused(**faults) == ["amount", "contract_dates", "signed_on"]


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "Infinity"])
def test_the_amount_is_an_amount(amount):
    assert refused(amount=Decimal(amount)) == ["amount"]


def draft_for(row, unit_id=None, **changes):
    return contracts.draft_contract(
        project_id=row.pk, unit_id=unit_id or row.unit_id, terms=terms(**changes), actor_id=user().pk, at=MONDAY
    )


def test_only_an_accepted_project_gets_a_contract():
    row = project(applicant=enterprise(), of=unit(), accepted=False)
    with pytest.raises(DomainError, match="illegal_state"):
        draft_for(row)
    decline_project(project_id=row.pk, unit_id=row.unit_id, reason="设备检修", actor_id=user().pk, at=MONDAY)
    with pytest.raises(DomainError, match="illegal_state"):
        draft_for(row)
    assert not ServiceContract.objects.exists()


def test_another_units_project_is_as_absent():
    row = project(applicant=enterprise(), of=unit())
    with pytest.raises(DomainError, match="not_found"):
        draft_for(row, unit_id=unit().pk)
    assert not ServiceContract.objects.exists()


def test_a_project_has_one_contract_until_its_draft_is_dropped():
    row = made()
    with pytest.raises(DomainError, match="contract_exists"):
        draft_for(row.project)
    of_unit(contracts.drop_contract, row, reason="条款未谈妥")
    assert draft_for(row.project).state == "draft"
    assert told(row) == ["contract.drafted", "contract.dropped"]


def test_a_reference_is_used_once_a_unit():
    of = unit()
    draft(applicant=enterprise(), of=of, reference="HT-1")
    with pytest.raises(DomainError, match="contract_reference_taken"):
        draft(applicant=enterprise(), of=of, reference="HT-1")
    assert draft(applicant=enterprise(), of=unit(), reference="HT-1").reference == "HT-1"


def test_a_changed_draft_voids_what_was_offered_for_it():
    row = draft(applicant=(owner := enterprise()), of=unit())
    offer(row, coupon(of=owner))
    of_unit(contracts.update_contract, row, terms=terms(amount=Decimal("90000.00")), version=row.version)
    row.refresh_from_db()
    assert (row.amount, row.version) == (Decimal("90000.00"), 2)
    assert not CouponOffer.objects.exists()


def test_a_draft_changed_meanwhile_is_not_overwritten():
    row = made()
    with pytest.raises(DomainError, match="stale_version"):
        of_unit(contracts.update_contract, row, terms=terms(amount=Decimal("1.00")), version=7)
    row.refresh_from_db()
    assert row.amount == Decimal("200000.00")


def test_coupons_offered_take_the_place_of_those_before():
    row = draft(applicant=(owner := enterprise()), of=unit())
    first, second = (coupon(of=owner, amount="100.00") for _ in range(2))
    offer(row, first)
    offer(row, second)
    assert [each.coupon_id for each in CouponOffer.objects.all()] == [second.pk]
    with pytest.raises(DomainError, match="coupons_missing"):
        offer(row)
    assert [each.coupon_id for each in CouponOffer.objects.all()] == [second.pk]


@pytest.mark.parametrize(("amount", "allowed"), [("100000.00", True), ("99999.99", False)])
def test_coupons_above_the_share_are_not_offered(amount, allowed):
    row = draft(applicant=(owner := enterprise()), of=unit(), amount=Decimal(amount))
    coupons = [coupon(of=owner, amount="40000.00"), coupon(of=owner, amount="10000.00")]
    if allowed:
        assert offer(row, *coupons).offers.count() == 2
        return
    with pytest.raises(Refused) as caught:
        offer(row, *coupons)
    assert [(each.code, each.params["limit"]) for each in caught.value.refusals] == [("contract_share", "49999.99")]
    assert not CouponOffer.objects.exists()


def test_coupons_registered_before_count_in_the_share_of_an_offer():
    row = registered(first := coupon(amount="40000.00"), amount=Decimal("100000.00"))
    with pytest.raises(DomainError, match="contract_share"):
        offer(row, coupon(of=first.applicant, in_round=first.round, amount="10000.01"))


def test_an_applicant_offers_its_own_coupons_only():
    row = made()
    with pytest.raises(DomainError, match="not_found"):
        offer(row, coupon())
    assert not CouponOffer.objects.exists()


def test_a_coupon_that_is_used_is_not_offered():
    owner = enterprise()
    used = coupon(of=owner)
    registered(used)
    with pytest.raises(DomainError, match="coupon_state"):
        offer(draft(applicant=owner, of=unit()), used)


def test_what_was_registered_stays_offered():
    owner = enterprise()
    first, second = (coupon(of=owner, amount="100.00") for _ in range(2))
    row = registered(first)
    offer(row, second)
    assert {each.coupon_id for each in CouponOffer.objects.all()} == {first.pk, second.pk}


@pytest.mark.parametrize(
    ("service", "more"),
    [
        (contracts.complete_contract, {}),
        (contracts.drop_contract, {"reason": "否"}),
        (contracts.update_contract, {"terms": terms(), "version": 1}),
    ],
)
def test_another_units_contract_is_as_absent(service, more):
    row = registered(coupon()) if service is contracts.complete_contract else made()
    with pytest.raises(DomainError, match="not_found"):
        of_unit(service, row, unit_id=unit().pk, **more)
    row.refresh_from_db()
    assert row.state in ("registered", "draft")


@pytest.mark.parametrize("service", [contracts.press_unit, contracts.accept_results, contracts.confirm_amendment])
def test_another_applicants_contract_is_as_absent(service):
    row = registered(coupon())
    with pytest.raises(DomainError, match="not_found"):
        of_applicant(service, row, applicant_id=party().pk)


def test_a_draft_can_be_neither_completed_nor_pressed():
    row = made()
    with pytest.raises(DomainError, match="illegal_state"):
        of_unit(contracts.complete_contract, row)
    with pytest.raises(DomainError, match="illegal_state"):
        of_applicant(contracts.press_unit, row)
    assert told(row) == ["contract.drafted"]


def test_work_is_not_done_before_it_starts():
    row = registered(coupon(), start_on=date(2026, 3, 3))
    with pytest.raises(DomainError, match="not_started"):
        of_unit(contracts.complete_contract, row)
    assert of_unit(contracts.complete_contract, row, at=MONDAY + DAY).state == "completed"


@pytest.mark.parametrize(("day", "allowed"), [("2026-06-21", True), ("2026-06-22", True), ("2026-06-23", False)])
def test_nothing_is_completed_after_the_last_day_to_redeem(day, allowed):
    row = registered(coupon())
    at = MONDAY + (date.fromisoformat(day) - date(2026, 3, 2))
    if allowed:
        assert of_unit(contracts.complete_contract, row, at=at).completed_at == at
    else:
        with pytest.raises(DomainError, match="redeem_by"):
            of_unit(contracts.complete_contract, row, at=at)


def test_results_are_accepted_once_after_completion():
    row = registered(coupon())
    with pytest.raises(DomainError, match="illegal_state"):
        of_applicant(contracts.accept_results, row)
    of_unit(contracts.complete_contract, row)
    assert of_applicant(contracts.accept_results, row).results_accepted_at == MONDAY
    with pytest.raises(DomainError, match="already_accepted"):
        of_applicant(contracts.accept_results, row)
    assert told(row)[-1] == "contract.results_accepted"


def test_a_unit_is_pressed_once_a_day():
    row = registered(coupon())
    of_applicant(contracts.press_unit, row)
    with pytest.raises(DomainError, match="pressed_today"):
        of_applicant(contracts.press_unit, row)
    of_applicant(contracts.press_unit, row, at=MONDAY + DAY)
    assert told(row).count("contract.unit_pressed") == 2


def test_nobody_presses_when_it_is_too_late():
    row = registered(coupon())
    with pytest.raises(DomainError, match="redeem_by"):
        of_applicant(contracts.press_unit, row, at=MONDAY + 113 * DAY)


def test_contracts_are_seen_by_their_sides_and_staff():
    owner, of = enterprise(), unit()
    row = draft(applicant=owner, of=of)
    for actor in (acting(owner, "applicant_operator"), acting(of.party, "unit_operator"), staff("auditor")):
        assert [each.pk for each in visible_contracts(actor)] == [row.pk]
    for actor in (acting(enterprise(), "applicant_manager"), acting(unit().party, "unit_manager")):
        assert not visible_contracts(actor).exists()
    assert not visible_contracts(acting(of.party, "applicant_operator")).exists()


def test_contracts_are_read_whole_in_a_fixed_number_of_queries(django_assert_num_queries):
    owner, of, in_round = enterprise(), unit(), round_()
    for _ in range(3):
        record_work(registered(coupon(of=owner, in_round=in_round, amount="100.00"), of=of))
    actor = acting(owner, "applicant_operator")
    with django_assert_num_queries(5):
        rows = [
            (list(row.coupons.all()), list(row.records.all()), list(row.offers.all()))
            for row in contracts_in_full(actor)
        ]
    assert [len(coupons) for coupons, _, _ in rows] == [1, 1, 1]


def test_contracts_are_closed_when_their_coupons_have_ended():
    owner, in_round = enterprise(), round_()
    ended, going = (registered(coupon(of=owner, in_round=in_round, amount="100.00")) for _ in range(2))
    ended.coupons.update(state="lapsed")
    counts = []
    assert contracts.close_ended_contracts(at=MONDAY, progress=counts.append) == {"closed": 1}
    assert contracts.close_ended_contracts(at=MONDAY, progress=counts.append) == {"closed": 0}
    states = dict(ServiceContract.objects.values_list("pk", "state"))
    assert (states, counts) == ({ended.pk: "closed", going.pk: "registered"}, [1])


def test_a_dropped_draft_is_not_closed_and_keeps_no_other_from_it():
    dropped = made()
    of_unit(contracts.drop_contract, dropped, reason="条款未谈妥")
    ended = registered(coupon())
    ended.coupons.update(state="lapsed")
    assert contracts.close_ended_contracts(at=MONDAY, progress=lambda done: None) == {"closed": 1}
    assert dict(ServiceContract.objects.values_list("pk", "state")) == {dropped.pk: "terminated", ended.pk: "closed"}


@pytest.mark.parametrize("step", [contracts.accept_results, contracts.press_unit])
def test_a_dropped_draft_allows_its_applicant_nothing(step):
    row = made()
    of_unit(contracts.drop_contract, row, reason="条款未谈妥")
    with pytest.raises(DomainError, match="illegal_state"):
        of_applicant(step, row)
    assert told(row) == ["contract.drafted", "contract.dropped"]


def test_nothing_is_recorded_of_a_dropped_draft():
    row = made()
    of_unit(contracts.drop_contract, row, reason="条款未谈妥")
    with pytest.raises(DomainError, match="illegal_state"):
        record_work(row)
    assert not row.records.exists()
