"""Changes of the budget of an announced round: proposed by one person, approved by another (I11)."""

from datetime import datetime
from decimal import Decimal

from core.database.transactions import write
from core.events.transitions import move, record_beginning
from core.values.errors import DomainError
from core.values.money import is_amount, yuan
from vouchers.models import BudgetChange, Round
from vouchers.rules.appropriations import year_of_round
from vouchers.rules.states import BUDGET_CHANGE, CHANGEABLE_ROUNDS, BudgetChangeState
from vouchers.selectors.budget_changes import has_open_change
from vouchers.selectors.locks import lock_budget_change, lock_round
from vouchers.services.appropriations import commit_budget
from vouchers.services.rounds import fund_round


@write
def propose_budget(*, round_id: int, budget: Decimal, reason: str, actor_id: int, at: datetime) -> BudgetChange:
    """Propose another budget in yuan for an announced round (申请调整预算), with the reason.

    `not_found`; `illegal_state` for a draft, which is edited, and once settled; `amount`; `budget_unchanged`;
    `budget_below_use` names the least possible budget; `budget_change_open` while another change is pending.
    """
    row = lock_round(round_id)
    if row.state not in CHANGEABLE_ROUNDS:
        raise DomainError("illegal_state", kind="refused", state=row.state)
    if has_open_change(round_id):
        raise DomainError("budget_change_open", kind="refused")
    _check(row, budget=budget)
    change = BudgetChange.objects.create(
        round=row,
        budget_before=row.budget,
        budget=budget,
        reason=reason,
        proposed_by_id=actor_id,
        proposed_at=at,
    )
    record_beginning(
        change,
        machine=BUDGET_CHANGE,
        event="budget_change.proposed",
        at=at,
        actor_id=actor_id,
        data=_event_data(change, name=row.name),
    )
    return change


@write
def approve_budget_change(*, change_id: int, actor_id: int, at: datetime) -> BudgetChange:
    """Approve a change (批准调整预算), by another person: the round has the new budget at once.

    `not_found`, `illegal_state`; `same_person` for the person who proposed it; `budget_below_use`;
    `appropriation_missing`, `appropriation_exceeded`.
    """
    change, row = lock_budget_change(change_id)
    _require_another(change, actor_id=actor_id)
    BUDGET_CHANGE.get_transition(source=change.state, target=BudgetChangeState.APPROVED)
    if row.state not in CHANGEABLE_ROUNDS:
        raise DomainError("illegal_state", kind="refused", state=row.state)
    _check(row, budget=change.budget)
    commit_budget(year=year_of_round(row.opens_at), difference=change.budget - row.budget)
    decided = _decide(change, row, target=BudgetChangeState.APPROVED, actor_id=actor_id, at=at)
    fund_round(row, budget=change.budget, reason=change.reason, actor_id=actor_id, at=at)
    return decided


@write
def refuse_budget_change(*, change_id: int, reason: str, actor_id: int, at: datetime) -> BudgetChange:
    """Refuse a change with a reason (不予批准). `not_found`, `illegal_state`; `same_person` for its proposer."""
    change, row = lock_budget_change(change_id)
    _require_another(change, actor_id=actor_id)
    return _decide(change, row, target=BudgetChangeState.REFUSED, actor_id=actor_id, at=at, reason=reason)


@write
def withdraw_budget_change(*, change_id: int, actor_id: int, at: datetime) -> BudgetChange:
    """Withdraw a change that is not decided yet (撤回调整预算). `not_found`, `illegal_state`."""
    change, row = lock_budget_change(change_id)
    return _decide(change, row, target=BudgetChangeState.WITHDRAWN, actor_id=actor_id, at=at)


def _check(row: Round, *, budget: Decimal) -> None:
    if not is_amount(budget):
        raise DomainError("amount", field="budget", amount=str(budget))
    if budget == row.budget:
        raise DomainError("budget_unchanged", field="budget", kind="refused")
    if budget < row.budget - row.free:
        raise DomainError("budget_below_use", field="budget", kind="refused", least=yuan(row.budget - row.free))


def _require_another(change: BudgetChange, *, actor_id: int) -> None:
    if change.proposed_by_id == actor_id:
        raise DomainError("same_person", kind="refused")


def _decide(
    change: BudgetChange, row: Round, *, target: BudgetChangeState, actor_id: int, at: datetime, reason: str = ""
) -> BudgetChange:
    columns = {"decided_by_id": actor_id, "decided_at": at, "decision_reason": reason}
    data = {**_event_data(change, name=row.name), "reason": reason}
    move([change], machine=BUDGET_CHANGE, target=target, at=at, actor_id=actor_id, columns=columns, data=data)
    return change


def _event_data(change: BudgetChange, *, name: str) -> dict[str, object]:
    before, after = yuan(change.budget_before), yuan(change.budget)
    return {"name": name, "round": change.round_id, "budget_before": before, "budget": after, "reason": change.reason}
