"""Appropriations: the money of a year, entered by finance and confirmed by a second person (articles 4, 8)."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import F

from core.database.transactions import assert_inside, write
from core.events.transitions import move, record_beginning
from core.values.errors import DomainError, Refused
from core.values.money import ZERO, is_amount, yuan
from core.values.names import visible_name
from vouchers.models import Appropriation
from vouchers.rules.appropriations import YearMoney, commitment_refusal, confirmation_refusal
from vouchers.rules.states import APPROPRIATION, AppropriationState
from vouchers.selectors.appropriations import get_appropriation
from vouchers.selectors.locks import lock_appropriations


@write
def enter_appropriation(*, year: int, amount: Decimal, document: str, actor_id: int, at: datetime) -> Appropriation:
    """Propose the money of a year in yuan, with the document that gives it (录入年度预算), by finance.

    `amount`; `appropriation_open` while another proposal for the year is pending; the errors of `visible_name`.
    """
    document = visible_name(document, field="document", most=200)
    if not is_amount(amount):
        raise DomainError("amount", field="amount", amount=str(amount))
    open_rows = lock_appropriations(year=year)
    if any(row.state == AppropriationState.PROPOSED for row in open_rows):
        raise DomainError("appropriation_open", field="year", kind="refused", year=year)
    row = Appropriation.objects.create(
        year=year, amount=amount, document=document, entered_by_id=actor_id, entered_at=at
    )
    record_beginning(
        row, machine=APPROPRIATION, event="appropriation.entered", at=at, actor_id=actor_id, data=_event_data(row)
    )
    return row


@write
def confirm_appropriation(*, appropriation_id: int, actor_id: int, at: datetime) -> Appropriation:
    """Confirm the money of a year (确认年度预算), by another person. It supersedes the year's confirmed appropriation.

    `not_found`, `illegal_state`; `same_person` for the person who entered it; `appropriation_below_use` names the least
    possible amount.
    """
    row, current = _lock(appropriation_id)
    _require_another(row, actor_id=actor_id)
    committed = current.committed if current else ZERO
    money = YearMoney(year=row.year, amount=current.amount if current else None, committed=committed)
    if refusal := confirmation_refusal(money, amount=row.amount):
        raise Refused([refusal])
    if current:
        data = _event_data(current)
        move(
            [current], machine=APPROPRIATION, target=AppropriationState.SUPERSEDED, at=at, actor_id=actor_id, data=data
        )
    return _decide(row, target=AppropriationState.CONFIRMED, actor_id=actor_id, at=at, committed=committed)


@write
def refuse_appropriation(*, appropriation_id: int, reason: str, actor_id: int, at: datetime) -> Appropriation:
    """Refuse the proposed money of a year with a reason (不予确认). Errors as `confirm_appropriation`."""
    row, _ = _lock(appropriation_id)
    _require_another(row, actor_id=actor_id)
    return _decide(row, target=AppropriationState.REFUSED, actor_id=actor_id, at=at, decision_reason=reason)


@write
def withdraw_appropriation(*, appropriation_id: int, actor_id: int, at: datetime) -> Appropriation:
    """Withdraw a proposal (撤回年度预算), by finance. `not_found`, `illegal_state`."""
    row, _ = _lock(appropriation_id)
    return _decide(row, target=AppropriationState.WITHDRAWN, actor_id=actor_id, at=at)


def commit_budget(*, year: int, difference: Decimal) -> None:
    """Count a change of the budgets of a year's announced rounds, in yuan (article 4).

    The caller has locked the round. `appropriation_missing`, `appropriation_exceeded`.
    """
    assert_inside()
    # Both rows: while the confirmed one is being superseded, this waits and then reads the one that took its place.
    row = _confirmed(lock_appropriations(year=year))
    money = YearMoney(year=year, amount=row.amount if row else None, committed=row.committed if row else ZERO)
    if refusal := commitment_refusal(money, difference=difference):
        raise Refused([refusal])
    if row:
        Appropriation.objects.filter(pk=row.pk).update(committed=F("committed") + difference)


def _lock(appropriation_id: int) -> tuple[Appropriation, Appropriation | None]:
    """Lock the proposal and the confirmed appropriation of its year; return both."""
    year = get_appropriation(appropriation_id).year
    rows = lock_appropriations(year=year)
    row = next((row for row in rows if row.pk == appropriation_id), None) or get_appropriation(appropriation_id)
    if row.state != AppropriationState.PROPOSED:
        raise DomainError("illegal_state", kind="refused", state=row.state)
    return row, _confirmed(rows)


def _confirmed(rows: Sequence[Appropriation]) -> Appropriation | None:
    return next((row for row in rows if row.state == AppropriationState.CONFIRMED), None)


def _require_another(row: Appropriation, *, actor_id: int) -> None:
    if row.entered_by_id == actor_id:
        raise DomainError("same_person", kind="refused")


def _decide(
    row: Appropriation, *, target: AppropriationState, actor_id: int, at: datetime, **columns: object
) -> Appropriation:
    decided = {"decided_by_id": actor_id, "decided_at": at, **columns}
    data = {**_event_data(row), "reason": str(columns.get("decision_reason", ""))}
    move([row], machine=APPROPRIATION, target=target, at=at, actor_id=actor_id, columns=decided, data=data)
    return row


def _event_data(row: Appropriation) -> dict[str, object]:
    return {"year": row.year, "amount": yuan(row.amount), "document": row.document}
