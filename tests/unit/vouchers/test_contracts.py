from datetime import date

import pytest

from core.values.errors import Refusal
from vouchers.rules.contracts import (
    APPLICANT_STEPS,
    UNIT_STEPS,
    is_left_over,
    late_refusals,
    may_step,
    next_steps,
    record_refusals,
    signature_refusals,
)
from vouchers.rules.states import BINDING_COUPONS, CONTRACT, COUPON, OPEN_CONTRACTS, ContractState, CouponState

DAY = date(2026, 6, 22)


@pytest.mark.parametrize("steps", [UNIT_STEPS, APPLICANT_STEPS])
def test_every_step_is_taken_from_known_states(steps):
    assert {state for states in steps.values() for state in states} <= set(CONTRACT.states)


@pytest.mark.parametrize(
    ("state", "redemption_open", "steps"),
    [
        ("draft", False, ["update", "drop", "register"]),
        ("registered", False, ["register", "amend", "complete", "terminate", "record"]),
        ("registered", True, ["complete", "record"]),
        ("amended", False, ["register", "amend", "complete", "terminate", "record"]),
        ("completed", False, ["record"]),
        ("terminated", False, ["record"]),
        ("closed", False, []),
    ],
)
def test_what_the_unit_can_do_next(state, redemption_open, steps):
    assert next_steps(steps=UNIT_STEPS, state=state, redemption_open=redemption_open) == steps


@pytest.mark.parametrize(
    ("state", "redemption_open", "steps"),
    [
        ("draft", False, ["offer"]),
        ("registered", False, ["offer", "press"]),
        ("registered", True, ["offer"]),
        ("amended", False, ["offer", "confirm_amendment", "press"]),
        ("completed", False, ["accept_results", "press"]),
        ("terminated", False, ["accept_results", "press"]),
        ("terminated", True, ["accept_results"]),
        ("closed", False, []),
    ],
)
def test_what_the_applicant_can_do_next(state, redemption_open, steps):
    assert next_steps(steps=APPLICANT_STEPS, state=state, redemption_open=redemption_open) == steps


def test_a_closed_contract_allows_nothing():
    assert not any(may_step(step=step, state="closed") for step in (*UNIT_STEPS, *APPLICANT_STEPS))


def test_a_step_of_either_side_asks_for_its_state():
    assert may_step(step="amend", state="registered")
    assert may_step(step="confirm_amendment", state="amended")
    assert not may_step(step="confirm_amendment", state="registered")


def test_a_draft_that_was_given_up_allows_nothing():
    assert not any(may_step(step=step, state=None) for step in (*UNIT_STEPS, *APPLICANT_STEPS))
    assert next_steps(steps=UNIT_STEPS, state=None, redemption_open=False) == []


def test_a_contract_is_kept_open_by_coupons_that_may_still_be_paid():
    assert set(BINDING_COUPONS) < set(COUPON.states) - COUPON.ends


def test_a_contract_may_be_redeemed_while_it_is_registered_and_not_closed():
    assert set(CONTRACT.states) - set(OPEN_CONTRACTS) == {"draft", "closed"}


def test_a_late_redemption_hears_the_last_day_and_the_article():
    params = {"limit": "2026-06-22", "value": "2026-06-23", "article": "第十五条"}
    assert late_refusals(on=date(2026, 6, 23), redeem_by=DAY) == (Refusal(code="redeem_by", params=params),)


def test_a_signature_to_come_hears_the_day():
    params = {"limit": "2026-06-22", "value": "2026-06-23"}
    refusals = signature_refusals(signed_on=date(2026, 6, 23), on=DAY)
    assert refusals == (Refusal(code="signed_on", params=params, field="signed_on"),)


@pytest.mark.parametrize(
    ("on", "terminated", "last"),
    [
        ("2026-06-22", None, "2026-06-20"),
        ("2026-06-22", "2026-06-15", "2026-06-15"),
        ("2026-06-12", "2026-06-15", "2026-06-12"),
    ],
)
def test_work_outside_hears_the_first_and_the_last_day(on, terminated, last):
    refusals = record_refusals(
        done_on=date(2026, 6, 30),
        start=date(2026, 6, 10),
        end=date(2026, 6, 20),
        terminated_on=date.fromisoformat(terminated) if terminated else None,
        on=date.fromisoformat(on),
    )
    params = {"first": "2026-06-10", "last": last, "value": "2026-06-30"}
    assert refusals == (Refusal(code="record_day", params=params, field="done_on"),)


@pytest.mark.parametrize(("on", "codes"), [("2026-06-21", []), ("2026-06-22", []), ("2026-06-23", ["redeem_by"])])
def test_the_last_day_to_redeem_still_counts(on, codes):
    assert [each.code for each in late_refusals(on=date.fromisoformat(on), redeem_by=DAY)] == codes


@pytest.mark.parametrize(("signed", "codes"), [("2026-06-21", []), ("2026-06-22", []), ("2026-06-23", ["signed_on"])])
def test_a_contract_is_signed_by_today(signed, codes):
    assert [each.code for each in signature_refusals(signed_on=date.fromisoformat(signed), on=DAY)] == codes


@pytest.mark.parametrize(
    ("done", "terminated", "codes"),
    [
        ("2026-06-09", None, ["record_day"]),
        ("2026-06-10", None, []),
        ("2026-06-20", None, []),
        ("2026-06-21", None, ["record_day"]),
        ("2026-06-15", "2026-06-15", []),
        ("2026-06-16", "2026-06-15", ["record_day"]),
    ],
)
def test_work_lies_within_the_contract_and_its_termination(done, terminated, codes):
    refusals = record_refusals(
        done_on=date.fromisoformat(done),
        start=date(2026, 6, 10),
        end=date(2026, 6, 20),
        terminated_on=date.fromisoformat(terminated) if terminated else None,
        on=DAY,
    )
    assert [each.code for each in refusals] == codes


@pytest.mark.parametrize(
    ("coupon", "contract", "day", "left"),
    [
        ("claimed", "completed", "2026-03-17", True),
        ("claimed", "closed", "2026-03-17", True),
        ("claimed", "terminated", "2026-03-17", True),
        ("claimed", None, "2026-03-17", True),
        ("claimed", "completed", "2026-03-18", False),
        ("claimed", "registered", "2026-03-17", False),
        ("claimed", "draft", "2026-03-17", False),
        ("registered", "completed", "2026-03-17", False),
        ("returned", "completed", "2026-03-17", False),
    ],
)
def test_a_coupon_is_left_over_once_the_contract_ended_without_it_and_while_it_lasts(coupon, contract, day, left):
    found = is_left_over(
        coupon=CouponState(coupon),
        register_by=date(2026, 3, 17),
        contract=None if contract is None else ContractState(contract),
        on=date.fromisoformat(day),
    )
    assert found == left
