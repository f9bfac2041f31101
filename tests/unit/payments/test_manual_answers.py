"""What two persons may record of an attempt, from the bank's paper or from a line that fits nothing."""

from datetime import date
from decimal import Decimal

import pytest

from payments.permissions import OPERATIONS
from payments.rules.bank_answers import AnswerOutcome, LineVerdict
from payments.rules.manual_answers import answer_refusals, manual_answer_steps, match_refusal, matched_outcome
from payments.rules.states import MANUAL_ANSWER, ManualAnswerState, PaymentState

SENT, TODAY = date(2026, 3, 10), date(2026, 3, 16)


def refusals(outcome="paid", state="sent", said_on=TODAY, reason=""):
    outcome, state = AnswerOutcome(outcome), PaymentState(state)
    found = answer_refusals(outcome=outcome, state=state, said_on=said_on, sent_on=SENT, on=TODAY, reason=reason)
    return [each.code for each in found]


@pytest.mark.parametrize(("outcome", "state"), [("paid", "sent"), ("failed", "sent"), ("returned", "paid")])
def test_what_may_be_entered(outcome, state):
    assert refusals(outcome, state, reason="户名不符") == []


@pytest.mark.parametrize(
    ("outcome", "state"),
    [("returned", "sent"), ("paid", "paid"), ("failed", "paid"), ("paid", "failed"), ("pending", "sent")],
)
def test_what_may_not_be_entered(outcome, state):
    assert refusals(outcome, state, reason="户名不符") == ["answer_outcome"]


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2026, 3, 9), ["bank_day"]),
        (SENT, []),
        (TODAY, []),
        (date(2026, 3, 17), ["bank_day"]),
    ],
)
def test_the_banks_day_is_between_the_sending_and_today(day, codes):
    assert refusals(said_on=day) == codes


def test_a_failure_and_a_return_need_a_reason():
    assert (refusals("failed"), refusals("returned", "paid"), refusals("paid")) == (["required"], ["required"], [])


def test_all_refusals_come_together():
    assert refusals("returned", "sent", said_on=date(2027, 1, 1)) == ["answer_outcome", "bank_day", "required"]


@pytest.mark.parametrize(
    ("said", "state", "outcome"),
    [
        ("paid", "sent", "paid"),
        ("failed", "sent", "failed"),
        ("returned", "sent", "failed"),
        ("failed", "paid", "returned"),
        ("returned", "paid", "returned"),
        ("paid", "paid", None),
        ("paid", "failed", None),
        ("pending", "sent", None),
        ("", "sent", None),
        ("returned", "failed", None),
    ],
)
def test_what_a_matched_line_records(said, state, outcome):
    assert matched_outcome(said, state=PaymentState(state)) == outcome


def refused(verdict="no_number", said="paid", line="1000.00", amount="1000.00", state="sent"):
    found = match_refusal(
        verdict=LineVerdict(verdict),
        said=said,
        line_amount=Decimal(line) if line else None,
        amount=Decimal(amount),
        state=PaymentState(state),
    )
    return found.code if found else None


@pytest.mark.parametrize(
    "verdict", ["waiting", "paid", "failed", "returned", "pending", "repeated", "cut", "no_amount"]
)
def test_a_line_that_fits_or_says_too_little_is_not_matched(verdict):
    assert refused(verdict) == "line_not_matchable"


def test_a_line_is_matched_with_an_attempt_of_its_amount_in_a_fitting_state():
    assert [refused(), refused("doubled"), refused("other_order"), refused("contradicts", "failed", state="paid")] == [
        None
    ] * 4
    assert (refused(line=""), refused(amount="1000.01"), refused(state="paid")) == (
        "line_not_matchable",
        "match_amount",
        "match_state",
    )


@pytest.mark.parametrize("state", MANUAL_ANSWER.states)
def test_the_second_person_confirms_or_refuses_what_was_entered(state):
    steps = manual_answer_steps(ManualAnswerState(state))
    assert set(steps) == ({"confirm", "refuse"} if state == "entered" else set())
    assert set(steps.values()) <= set(OPERATIONS)
