"""Rounds: a window and a budget, in which coupons are claimed until the money is gone (article 12)."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from core.database.transactions import write
from core.events.recording import Change, record
from core.events.transitions import move
from core.models import Event
from core.values.errors import DomainError
from core.values.money import is_amount, yuan
from vouchers.models import Round
from vouchers.rules.books import budget_posting
from vouchers.rules.states import CLAIMABLE_ROUNDS, ROUND, PolicyState, RoundState
from vouchers.selectors.locks import lock_policy_version, lock_round, lock_rounds
from vouchers.services.books import Entry, post


@write
def create_round(
    *,
    name: str,
    policy_version_id: int,
    budget: Decimal,
    opens_at: datetime,
    closes_at: datetime,
    actor_id: int,
    at: datetime,
) -> Round:
    """Draft a round with its budget in yuan (新建周期). Its policy version never changes.

    `not_found` for the policy; `policy_not_in_force`; `amount` for an impossible budget; `round_window` if it closes
    before it opens.
    """
    _check(budget=budget, opens_at=opens_at, closes_at=closes_at)
    version = lock_policy_version(policy_version_id)
    if version.state != PolicyState.IN_FORCE:
        raise DomainError("policy_not_in_force", field="policy_version", kind="refused")
    created = Round.objects.create(
        name=name,
        policy_version=version,
        opens_at=opens_at,
        closes_at=closes_at,
        created_by_id=actor_id,
        created_at=at,
        budget=Decimal(0),
    )
    event = _record(created, event="round.drafted", source="", at=at, actor_id=actor_id, budget=yuan(budget))
    _fund(created, difference=budget, event=event, at=at)
    return created


@write
def announce_round(*, round_id: int, actor_id: int, at: datetime) -> Round:
    """Announce a draft, so that everybody sees when it opens (发布周期). `round_window` if its window is over."""
    row = lock_round(round_id)
    if row.closes_at <= at:
        raise DomainError("round_window", field="closes_at", kind="refused")
    return _move(row, target=RoundState.ANNOUNCED, at=at, actor_id=actor_id)


@write
def change_budget(*, round_id: int, budget: Decimal, reason: str, actor_id: int, at: datetime) -> Round:
    """Raise a round's budget, or lower it by at most the free money (调整预算), with the reason.

    `amount`; `budget_below_use` names the least possible budget; `illegal_state` once settled.
    """
    row = lock_round(round_id)
    if row.state == RoundState.SETTLED:
        raise DomainError("illegal_state", kind="refused", state=row.state)
    if not is_amount(budget):
        raise DomainError("amount", field="budget", amount=str(budget))
    if budget < row.budget - row.free:
        raise DomainError("budget_below_use", field="budget", kind="refused", least=yuan(row.budget - row.free))
    if budget == row.budget:
        return row
    event = _record(
        row,
        event="round.budget_changed",
        source=row.state,
        at=at,
        actor_id=actor_id,
        budget_before=yuan(row.budget),
        budget=yuan(budget),
        reason=reason,
    )
    _fund(row, difference=budget - row.budget, event=event, at=at)
    return row


@write
def close_round(*, round_id: int, reason: str, actor_id: int, at: datetime) -> Round:
    """Close an open round before its closing time (提前关闭), with the reason."""
    row = lock_round(round_id)
    if row.state == RoundState.ANNOUNCED and row.opens_at <= at:
        _move(row, target=RoundState.OPEN, at=at, actor_id=None)
    return _move(row, target=RoundState.CLOSED, at=at, actor_id=actor_id, reason=reason)


@write
def settle_round(*, round_id: int, actor_id: int, at: datetime) -> Round:
    """Settle a closed round whose money is all paid, forfeited or free (周期结算); otherwise `round_not_settled`."""
    row = lock_round(round_id)
    if row.held or row.approved:
        raise DomainError("round_not_settled", kind="refused", held=yuan(row.held), approved=yuan(row.approved))
    return _move(row, target=RoundState.SETTLED, at=at, actor_id=actor_id)


def turn_rounds(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Run the job that opens and closes rounds (周期开放与截止)."""
    progress(count := open_and_close_rounds(at=at))
    return {"turned": count}


@write
def open_and_close_rounds(*, at: datetime) -> int:
    """Record the opening and closing of rounds whose moment has come; return how many. Claims do not wait for it."""
    due = [row for row in lock_rounds(state__in=CLAIMABLE_ROUNDS) if _due(row, at)]
    for row in due:
        if row.state == RoundState.ANNOUNCED:
            _move(row, target=RoundState.OPEN, at=at, actor_id=None)
        if row.closes_at <= at:
            _move(row, target=RoundState.CLOSED, at=at, actor_id=None)
    return len(due)


def _due(row: Round, at: datetime) -> bool:
    return (row.opens_at if row.state == RoundState.ANNOUNCED else row.closes_at) <= at


def _check(*, budget: Decimal, opens_at: datetime, closes_at: datetime) -> None:
    if not is_amount(budget):
        raise DomainError("amount", field="budget", amount=str(budget))
    if closes_at <= opens_at:
        raise DomainError("round_window", field="closes_at")


def _fund(row: Round, *, difference: Decimal, event: Event, at: datetime) -> None:
    posting = budget_posting(difference)
    post([Entry(round_id=row.pk, coupon_id=None, event_id=event.pk, posting=posting)], at=at)
    row.refresh_from_db()


def _move(row: Round, *, target: RoundState, at: datetime, actor_id: int | None, **data: object) -> Round:
    move([row], machine=ROUND, target=target, at=at, actor_id=actor_id, data={"name": row.name, **data})
    return row


def _record(row: Round, *, event: str, source: str, at: datetime, actor_id: int | None, **data: object) -> Event:
    return record(
        Change(
            type=event,
            subject_kind="round",
            subject_id=row.pk,
            at=at,
            actor_id=actor_id,
            from_state=source,
            to_state=row.state,
            data={"name": row.name, **data},
        )
    )
