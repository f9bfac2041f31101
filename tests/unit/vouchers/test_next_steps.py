from datetime import UTC, date, datetime, timedelta

import pytest

from vouchers.permissions import OPERATIONS
from vouchers.rules.next_steps import (
    ContractSituation,
    CouponSituation,
    CouponStep,
    Progress,
    Side,
    contract_progress,
    contract_steps,
    coupon_progress,
    coupon_steps,
    policy_steps,
    round_steps,
)
from vouchers.rules.states import COUPON, POLICY, ROUND, ContractState, CouponState, PolicyState, RoundState

REGISTER_BY, REDEEM_BY = date(2026, 3, 17), date(2026, 6, 22)
OPENS_AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


def progress(state, *, is_registered=True, is_served=False, is_submitted=False, is_approved=False, correct_by=None):
    return coupon_progress(
        CouponSituation(
            state=CouponState(state),
            register_by=REGISTER_BY,
            redeem_by=REDEEM_BY,
            is_registered=is_registered,
            is_served=is_served,
            is_submitted=is_submitted,
            is_approved=is_approved,
            correct_by=correct_by,
        )
    )


def test_a_claimed_coupon_is_registered_by_both_sides():
    assert progress("claimed", is_registered=False) == Progress(step=CouponStep.REGISTER, who=Side.BOTH, by=REGISTER_BY)


@pytest.mark.parametrize(("is_served", "step"), [(False, "serve"), (True, "apply")])
def test_a_registered_coupon_waits_for_the_service_and_then_for_the_application(is_served, step):
    assert progress("registered", is_served=is_served) == Progress(step=CouponStep(step), who=Side.UNIT, by=REDEEM_BY)


def test_a_coupon_whose_redemption_was_returned_waits_for_the_unit():
    assert progress("in_redemption", is_served=True) == Progress(step=CouponStep.APPLY, who=Side.UNIT, by=REDEEM_BY)
    last = REDEEM_BY + timedelta(days=9)
    returned = progress("in_redemption", is_served=True, correct_by=last)
    assert returned == Progress(step=CouponStep.APPLY, who=Side.UNIT, by=last)


def test_a_coupon_whose_redemption_was_submitted_waits_for_the_authority():
    expected = Progress(step=CouponStep.REVIEW, who=Side.AUTHORITY)
    assert progress("in_redemption", is_served=True, is_submitted=True) == expected
    assert (expected.failed, expected.by) == (False, None)


def test_an_approved_coupon_waits_for_its_money():
    assert progress("approved") == Progress(step=CouponStep.PAY, who=Side.AUTHORITY)


@pytest.mark.parametrize("state", ["paid", "recovered"])
def test_a_paid_coupon_has_all_steps_done(state):
    assert progress(state) == Progress(step=None)


@pytest.mark.parametrize(
    ("state", "is_registered", "step"),
    [
        ("lapsed", False, "register"),
        ("lapsed", True, "apply"),
        ("revoked", False, "register"),
        ("revoked", True, "serve"),
        ("rejected", True, "review"),
    ],
)
def test_a_coupon_that_ended_unpaid_failed_in_a_step(state, is_registered, step):
    assert progress(state, is_registered=is_registered) == Progress(step=CouponStep(step), failed=True)


@pytest.mark.parametrize(
    ("facts", "step"),
    [
        ({"is_served": True}, "apply"),
        ({"is_served": True, "is_submitted": True}, "review"),
        ({"is_served": True, "is_submitted": True, "is_approved": True}, "pay"),
    ],
)
def test_a_revoked_coupon_failed_in_the_furthest_step_it_had_reached(facts, step):
    assert progress("revoked", **facts) == Progress(step=CouponStep(step), failed=True)


@pytest.mark.parametrize(("is_registered", "step"), [(False, "register"), (True, "apply")])
def test_a_returned_coupon_stopped_and_did_not_fail(is_registered, step):
    assert progress("returned", is_registered=is_registered) == Progress(step=CouponStep(step), stopped=True)


@pytest.mark.parametrize(
    ("failed", "stopped", "over"), [(False, False, False), (True, False, True), (False, True, True)]
)
def test_a_process_is_over_where_it_failed_or_stopped(failed, stopped, over):
    assert Progress(step=CouponStep.APPLY, failed=failed, stopped=stopped).is_over is over


def test_nobody_has_to_act_until_no_day_where_nothing_says_so():
    done = Progress(step=None)
    assert (done.failed, done.who, done.by) == (False, None, None)


def test_the_sides_have_their_words():
    assert list(Side) == [
        "both",
        "applicant",
        "unit",
        "authority",
        "officer",
        "second_person",
        "public",
        "approver",
        "finance",
    ]


def test_the_steps_of_a_coupon_stand_in_their_order():
    assert list(CouponStep) == ["claim", "register", "serve", "apply", "review", "pay"]


def test_a_claimed_coupon_may_be_returned_and_no_other():
    assert {state: coupon_steps(state) for state in COUPON.states if coupon_steps(state)} == {
        "claimed": {"return": "coupon.return"}
    }


def test_a_drafted_policy_may_be_approved_and_no_other():
    assert {state: policy_steps(state) for state in POLICY.states if policy_steps(state)} == {
        PolicyState.DRAFT: {"approve": "policy.approve"}
    }


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("draft", {"edit": "round.manage", "propose": "round.manage"}),
        ("proposed", {"withdraw": "round.manage", "refuse": "round.announce", "announce": "round.announce"}),
        ("announced", {"close": "round.manage", "budget": "round.manage"}),
        ("open", {"close": "round.manage", "budget": "round.manage"}),
        ("closed", {"settle": "round.settle", "budget": "round.manage"}),
        ("settled", {}),
    ],
)
def test_what_may_be_done_with_a_round(state, steps):
    assert round_steps(RoundState(state), opens_at=OPENS_AT, at=OPENS_AT) == steps


@pytest.mark.parametrize(("early", "closes"), [(1, False), (0, True), (-1, True)])
def test_an_announced_round_is_closed_from_the_moment_it_opens(early, closes):
    steps = round_steps(RoundState.ANNOUNCED, opens_at=OPENS_AT, at=OPENS_AT - timedelta(seconds=early))
    assert list(steps) == [*(["close"] if closes else []), "budget"]


@pytest.mark.parametrize("state", ["open", "closed"])
def test_a_pending_change_of_a_budget_is_decided_before_another_or_the_settlement(state):
    steps = round_steps(RoundState(state), opens_at=OPENS_AT, at=OPENS_AT, budget_change_open=True)
    decisions = {"approve_budget": "budget_change.decide", "withdraw_budget": "round.manage"}
    assert steps == ({"close": "round.manage"} if state == "open" else {}) | decisions


def test_an_open_round_is_closed_whatever_its_hour_says():
    steps = round_steps(RoundState.OPEN, opens_at=OPENS_AT, at=OPENS_AT - timedelta(seconds=1))
    assert set(steps) == {"close", "budget"}


def situation(state="registered", **given):
    return ContractSituation(
        state=ContractState(state) if state else None,
        **{
            "coupons": [CouponState.REGISTERED],
            "redeem_by": REDEEM_BY,
            "redemption_open": False,
            "correctable": False,
            "on": REDEEM_BY,
            **given,
        },
    )


def test_a_unit_may_redeem_on_the_last_day():
    assert contract_steps(situation()) == {"register", "amend", "complete", "terminate", "record", "redeem"}


@pytest.mark.parametrize(
    "given",
    [
        {"on": REDEEM_BY + timedelta(days=1)},
        {"redeem_by": None},
        {"coupons": []},
        {"coupons": [CouponState.RETURNED, CouponState.IN_REDEMPTION]},
        {"redemption_open": True},
    ],
)
def test_a_unit_does_not_redeem_too_late_nor_nothing_nor_twice(given):
    assert "redeem" not in contract_steps(situation(**given))


@pytest.mark.parametrize(("correctable", "steps"), [(True, {"complete", "record"}), (False, {"complete"})])
def test_records_stay_open_while_a_redemption_may_be_changed(correctable, steps):
    assert contract_steps(situation(redemption_open=True, correctable=correctable)) == steps


WORKED = {"state": "completed", "coupons": [CouponState.IN_REDEMPTION], "redemption_open": True, "correctable": True}
AHEAD = REDEEM_BY - timedelta(days=40)


@pytest.mark.parametrize(
    ("given", "step", "who", "by"),
    [
        ({"state": "draft", "coupons": []}, "offer", "applicant", None),
        ({"state": "draft", "coupons": [], "register_by": AHEAD}, "register", "unit", AHEAD),
        ({}, "serve", "unit", REDEEM_BY),
        ({"register_by": AHEAD}, "serve", "unit", REDEEM_BY),
        ({"state": "amended"}, "confirm_amendment", "applicant", None),
        ({"state": "completed"}, "accept_results", "applicant", REDEEM_BY),
        ({"state": "completed", "accepted": True}, "apply", "unit", REDEEM_BY),
        ({"state": "terminated", "accepted": True}, "apply", "unit", REDEEM_BY),
        (WORKED, "accept_results", "applicant", REDEEM_BY),
        (WORKED | {"accepted": True}, "apply", "unit", REDEEM_BY),
        (WORKED | {"accepted": True, "submitted": True, "correct_by": AHEAD}, "correct", "unit", AHEAD),
        (WORKED | {"submitted": True, "correctable": False}, "review", "authority", None),
        ({"state": "terminated", "coupons": [CouponState.RETURNED]}, None, None, None),
        ({"state": "closed", "coupons": [CouponState.PAID]}, None, None, None),
        ({"state": None, "coupons": []}, None, None, None),
    ],
)
def test_a_contract_waits_for_one_side_by_one_day(given, step, who, by):
    found = contract_progress(situation(**given))
    assert (found.step, found.who, found.by) == (step, who, by)


def test_no_application_was_sent_and_no_result_accepted_unless_stated():
    assert (situation().submitted, situation().accepted) == (False, False)


def test_a_draft_that_was_given_up_allows_nothing():
    assert contract_steps(situation(state=None, coupons=[], redeem_by=None)) == set()


def test_every_operation_is_one_that_somebody_may_ask_for():
    steps = [*map(coupon_steps, COUPON.states), *map(policy_steps, POLICY.states)]
    steps += [round_steps(state, opens_at=OPENS_AT, at=OPENS_AT) for state in ROUND.states]
    assert {operation for each in steps for operation in each.values()} <= set(OPERATIONS)
