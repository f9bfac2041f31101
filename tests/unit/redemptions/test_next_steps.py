from datetime import date, timedelta
from decimal import Decimal

import pytest

from redemptions.permissions import OPERATIONS
from redemptions.rules.next_steps import (
    BatchStep,
    RedemptionSituation,
    RedemptionStep,
    batch_progress,
    batch_steps,
    redemption_progress,
    redemption_steps,
)
from redemptions.rules.states import BATCH, REDEMPTION, BatchState, RedemptionState
from vouchers.rules.next_steps import Progress, Side

DAYS = {
    "redeem_by": date(2026, 6, 22),
    "correct_by": date(2026, 7, 1),
    "notice_ends": date(2026, 8, 3),
    "appeal_by": date(2026, 9, 1),
}
ENDS = DAYS["notice_ends"]


def progress(state, *, entered=(), decided="50000.00", decision_shown=True, on=ENDS):
    return redemption_progress(
        RedemptionSituation(
            state=RedemptionState(state),
            entered=entered,
            decided_amount=Decimal(decided),
            decision_shown=decision_shown,
            on=on,
            **DAYS,
        )
    )


@pytest.mark.parametrize(
    ("state", "step", "who", "by"),
    [
        ("draft", "submit", "unit", "redeem_by"),
        ("returned", "submit", "unit", "correct_by"),
        ("submitted", "check", "officer", None),
        ("accepted", "review", "officer", None),
        ("under_review", "review", "officer", None),
        ("doubtful", "review", "officer", None),
        ("recommended", "review", "officer", None),
        ("publicised", "publicise", "public", "notice_ends"),
        ("decided", "decide", "unit", "appeal_by"),
        ("appealed", "decide", "approver", None),
        ("final", "pay", "finance", None),
    ],
)
def test_a_redemption_waits_in_a_step_for_somebody_until_a_day(state, step, who, by):
    expected = Progress(step=RedemptionStep(step), who=Side(who), by=DAYS[by] if by else None)
    assert progress(state) == expected


def test_after_its_notice_a_redemption_waits_for_the_approver_without_a_day():
    assert progress("publicised", on=ENDS + timedelta(days=1)) == Progress(
        step=RedemptionStep.DECIDE, who=Side.APPROVER
    )


def test_a_paid_redemption_has_all_steps_done():
    assert progress("paid") == Progress(step=None)


def test_one_that_is_final_without_money_failed_in_the_decision():
    assert progress("final", decided="0") == Progress(step=RedemptionStep.DECIDE, failed=True)


def test_who_may_not_know_the_decision_does_not_see_that_it_failed():
    assert progress("final", decided="0", decision_shown=False) == Progress(step=RedemptionStep.PAY)


def test_a_withdrawn_one_stopped_and_did_not_fail():
    entered = ("draft", "submitted")
    assert progress("withdrawn", entered=entered) == Progress(step=RedemptionStep("check"), stopped=True)


@pytest.mark.parametrize("state", ["expired", "revoked"])
@pytest.mark.parametrize(
    ("entered", "step"),
    [
        ((), "submit"),
        (("draft", "submitted"), "check"),
        (("draft", "submitted", "returned"), "check"),
        (("recommended", "draft", "submitted", "accepted", "under_review"), "review"),
        (("draft", "publicised", "under_review"), "publicise"),
        (("draft", "paid"), "submit"),
    ],
)
def test_one_that_ended_unpaid_failed_in_the_last_step_it_reached(state, entered, step):
    assert progress(state, entered=entered) == Progress(step=RedemptionStep(step), failed=True)


def test_the_steps_stand_in_their_order():
    assert list(RedemptionStep) == ["submit", "check", "review", "publicise", "decide", "pay"]
    assert list(BatchStep) == ["collect", "review", "summarise", "clear", "publicise", "approve", "pay"]


CLAIM = "redemption.claim"


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("draft", {"submit": CLAIM, "withdraw": CLAIM}),
        ("returned", {"submit": CLAIM, "withdraw": CLAIM}),
        ("submitted", {"withdraw": CLAIM, "check": "redemption.check_form"}),
        ("accepted", {"withdraw": CLAIM}),
        ("recommended", {"withdraw": CLAIM}),
        ("publicised", {}),
        ("paid", {}),
    ],
)
def test_what_may_be_done_with_a_redemption(state, steps):
    assert redemption_steps(RedemptionState(state)) == steps


@pytest.mark.parametrize(
    ("state", "step", "who"),
    [
        ("collecting", "collect", "officer"),
        ("reviewing", "review", "officer"),
        ("summarised", "clear", "second_person"),
        ("cleared", "publicise", "public"),
        ("publicised", "approve", "approver"),
        ("approved", "pay", "finance"),
        ("paying", "pay", "finance"),
    ],
)
def test_a_batch_waits_in_a_step_for_somebody(state, step, who):
    on = ENDS + timedelta(days=1)
    assert batch_progress(BatchState(state), notice_ends=ENDS, on=on) == Progress(step=BatchStep(step), who=Side(who))


def test_a_closed_batch_has_all_steps_done():
    assert batch_progress(BatchState.CLOSED, notice_ends=ENDS, on=ENDS) == Progress(step=None)


@pytest.mark.parametrize(("after", "is_over"), [(-1, False), (0, False), (1, True)])
def test_a_publicised_batch_is_approved_after_the_last_day_of_its_notice(after, is_over):
    on = ENDS + timedelta(days=after)
    waits = Progress(step=BatchStep.PUBLICISE, who=Side.PUBLIC, by=ENDS)
    approved = Progress(step=BatchStep.APPROVE, who=Side.APPROVER)
    assert batch_progress(BatchState.PUBLICISED, notice_ends=ENDS, on=on) == (approved if is_over else waits)
    steps = batch_steps(BatchState.PUBLICISED, notice_ends=ENDS, on=on)
    after_notice = {"sign": "batch.sign", "approve": "batch.approve"} if is_over else {}
    assert steps == {"refuse": "batch.approve", **after_notice}


def test_a_batch_without_a_notice_waits_for_one():
    waits = Progress(step=BatchStep.PUBLICISE, who=Side.PUBLIC)
    assert batch_progress(BatchState.PUBLICISED, notice_ends=None, on=ENDS) == waits


PREPARE = "batch.prepare"


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("collecting", {"collect": PREPARE, "review": PREPARE, "remove": PREPARE}),
        ("reviewing", {"decide": "redemption.decide", "summarise": PREPARE, "remove": PREPARE}),
        ("summarised", {"decide": "redemption.decide", "clear": "batch.clear"}),
        ("cleared", {"publish": PREPARE, "return": "batch.clear"}),
        ("approved", {"carried": "batch.approve"}),
        ("paying", {"carried": "batch.approve"}),
        ("closed", {"carried": "batch.approve"}),
    ],
)
@pytest.mark.parametrize("ends", [None, ENDS])
def test_what_may_be_done_with_a_batch(state, steps, ends):
    assert batch_steps(BatchState(state), notice_ends=ends, on=ENDS + timedelta(days=1)) == steps


def test_every_operation_is_one_that_somebody_may_ask_for():
    steps = [*map(redemption_steps, REDEMPTION.states)]
    steps += [batch_steps(state, notice_ends=ENDS, on=ENDS + timedelta(days=1)) for state in BATCH.states]
    assert {operation for each in steps for operation in each.values()} <= set(OPERATIONS)
