"""Appeals: the days and the one appeal of each side, when they are decided, never worse than before."""

from datetime import date
from decimal import Decimal

import pytest

from core.values.errors import Refusal
from redemptions.rules.appeals import (
    APPEALABLE_STATES,
    Appellant,
    appeal_refusal,
    appeal_steps,
    is_appealable,
    is_closed,
    raised_decision,
    raised_refusal,
)
from redemptions.rules.states import AppealState

LAST = date(2026, 3, 24)
NEXT = date(2026, 3, 25)


@pytest.mark.parametrize(
    ("decision", "raised", "appealable"),
    [("reduce", False, True), ("reject", False, True), ("approve", False, False), ("reduce", True, False)],
)
def test_a_reduction_or_rejection_is_appealable_unless_an_appeal_raised_it(decision, raised, appealable):
    assert is_appealable(decision=decision, raised=raised) is appealable


def test_the_last_day_still_counts_and_the_next_does_not():
    assert appeal_refusal(side=Appellant.UNIT, answered=[], appeal_by=LAST, on=LAST) is None
    late = appeal_refusal(side=Appellant.UNIT, answered=[], appeal_by=LAST, on=NEXT)
    assert late is not None and (late.code, late.params) == ("appeal_over", {"limit": "2026-03-24"})


def test_each_side_appeals_once_and_the_other_still_may():
    mine = appeal_refusal(side=Appellant.UNIT, answered=["unit"], appeal_by=LAST, on=LAST)
    assert mine is not None and mine.code == "appealed_already"
    assert appeal_refusal(side=Appellant.APPLICANT, answered=["unit"], appeal_by=LAST, on=LAST) is None


@pytest.mark.parametrize(
    ("answered", "on", "closed"),
    [([], LAST, False), (["unit"], LAST, False), (["unit", "applicant"], LAST, True), (["unit"], NEXT, True)],
)
def test_no_appeal_can_come_after_both_answers_or_the_last_day(answered, on, closed):
    assert is_closed(answered=answered, appeal_by=LAST, on=on) is closed


@pytest.mark.parametrize(
    ("amount", "allowed"),
    [("300.00", False), ("299.99", False), ("300.01", True), ("500.00", True), ("500.01", False), ("300.001", False)],
)
def test_a_raised_amount_is_above_the_decided_and_at_most_the_payable(amount, allowed):
    refusal = raised_refusal(amount=Decimal(amount), decided=Decimal("300.00"), payable=Decimal("500.00"))
    assert (refusal is None) is allowed


def test_a_raised_amount_in_full_is_an_approval():
    assert raised_decision(amount=Decimal("500.00"), payable=Decimal("500.00")) == "approve"
    assert raised_decision(amount=Decimal("499.99"), payable=Decimal("500.00")) == "reduce"


def test_the_steps_of_the_authority_wait_for_both_sides():
    assert appeal_steps(AppealState.FILED, closed=False) == {}
    assert appeal_steps(AppealState.FILED, closed=True) == {"examine": "appeal.examine"}
    assert appeal_steps(AppealState.EXAMINED, closed=True) == {"decide": "appeal.decide"}
    assert appeal_steps(AppealState.WAIVED, closed=True) == {}


def test_a_decision_is_appealable_until_it_is_final():
    assert APPEALABLE_STATES == ("decided", "appealed")


def test_without_a_last_day_no_appeal_can_be_filed_and_none_is_closed():
    refusal = appeal_refusal(side=Appellant.UNIT, answered=[], appeal_by=None, on=LAST)
    assert refusal == Refusal(code="appeal_over", params={"limit": ""})
    assert not is_closed(answered=["unit"], appeal_by=None, on=LAST)


def test_a_refused_amount_is_said_with_the_least_and_the_most():
    refusal = raised_refusal(amount=Decimal("300.001"), decided=Decimal("300.00"), payable=Decimal("500.00"))
    said = {"least": "300.00", "limit": "500.00", "value": "300.001"}
    assert refusal == Refusal(code="raised_amount", field="amount", params=said)
