"""追回: states, amounts and schedules of recoveries and of their repayments (article 17). Yuan, Beijing days. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.values.deadlines import add_months
from core.values.errors import Refusal
from core.values.money import FEN, floor_fen, is_amount, yuan
from payments.rules.states import RecoveryState

MOST_INSTALMENTS = 24


@dataclass(frozen=True, kw_only=True, slots=True)
class Instalment:
    """One part of what is owed (分期): the last Beijing day to repay it, and its yuan."""

    due_on: date
    amount: Decimal


def schedule(*, amount: Decimal, first_due_on: date, count: int) -> tuple[Instalment, ...]:
    """Return the instalments of an amount: so many equal ones, a month apart, the last with the rest.

    Days are counted from the first one, so that the 31st comes back after February.
    """
    share = floor_fen(amount / count)
    parts = [share] * (count - 1) + [amount - share * (count - 1)]
    return tuple(
        Instalment(due_on=add_months(day=first_due_on, count=month), amount=part) for month, part in enumerate(parts)
    )


def schedule_refusals(*, amount: Decimal, first_due_on: date, count: int, today: date) -> list[Refusal]:
    """Return why a schedule is refused: its first day is not to come, within a year; or it has too many parts."""
    refusals = []
    latest = add_months(day=today, count=12)
    if not today < first_due_on <= latest:
        days = {"today": today.isoformat(), "latest": latest.isoformat()}
        refusals.append(Refusal(code="recovery_first_day", field="first_due_on", params=days))
    if not 1 <= count <= MOST_INSTALMENTS or amount < FEN * count:
        refusals.append(Refusal(code="recovery_instalments", field="count", params={"most": MOST_INSTALMENTS}))
    return refusals


def amount_refusals(*, amount: Decimal, left: Decimal, code: str) -> list[Refusal]:
    """Return why an amount is refused: none, more than two decimals, or above what is left."""
    if is_amount(amount) and amount <= left:
        return []
    return [Refusal(code=code, field="amount", params={"limit": yuan(left), "value": f"{amount:f}"})]


def owed_state(*, amount: Decimal, repaid: Decimal) -> RecoveryState:
    """Return the state of a notified recovery of which so much is repaid."""
    return RecoveryState.REPAID if repaid == amount else RecoveryState.PARTLY_REPAID


def overdue(instalments: Sequence[Instalment], *, repaid: Decimal, today: date) -> Decimal:
    """Return the yuan that were due before a Beijing day and are not repaid; repayments fill the earliest parts."""
    due = sum((each.amount for each in instalments if each.due_on < today), Decimal(0))
    return max(due - repaid, Decimal("0.00"))
