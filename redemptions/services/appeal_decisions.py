"""Decisions on appeals: examined by one person, decided by another, all appeals against one decision together."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from accounts.selectors.conflicts import require_no_conflict
from core.database.transactions import write
from core.events.transitions import move
from core.values.deadlines import beijing_day
from core.values.errors import DomainError, Refused
from core.values.money import ZERO, yuan
from redemptions.models import Appeal, Redemption
from redemptions.rules.appeals import is_closed, raised_decision, raised_refusal
from redemptions.rules.states import APPEAL, AppealState, RedemptionState
from redemptions.selectors.appeals import get_appeal, list_deciders, sides_of
from redemptions.selectors.batches import get_batch_of
from redemptions.selectors.locks import lock_appeals, lock_batch, lock_redemption
from redemptions.services.batches import move_redemptions
from redemptions.services.settlement import close_finished_batches, make_final


@write
def examine_appeals(*, appeal_id: int, findings: str, actor_id: int, at: datetime) -> Appeal:
    """Submit the findings on all appeals against one decision to the approver (申诉审理).

    `not_found`, `illegal_state`, `conflict_of_interest`; `appeal_running` while a side may still appeal, with the last
    day; `same_person` for somebody with a part in the decision.
    """
    redemption = lock_redemption(get_appeal(appeal_id).redemption_id)
    appeals = lock_appeals(redemption.pk)
    mine = _together(appeals, appeal_id=appeal_id, state=AppealState.FILED, target=AppealState.EXAMINED)
    _require_person(redemption, actor_id=actor_id, at=at)
    if not is_closed(answered=sides_of(appeals), appeal_by=redemption.appeal_by, on=beijing_day(at)):
        raise DomainError("appeal_running", kind="refused", limit=str(redemption.appeal_by))
    columns = {"findings": findings, "examined_by_id": actor_id, "examined_at": at}
    _move(mine, target=AppealState.EXAMINED, columns=columns, data={}, actor_id=actor_id, at=at)
    return _named(mine, appeal_id)


@write
def decide_appeals(
    *, appeal_id: int, outcome: AppealState, amount: Decimal | None, reason: str, actor_id: int, at: datetime
) -> Appeal:
    """Dismiss all appeals against one decision, or raise it to an amount in yuan (申诉决定).

    Dismissed, the decision is final. Raised, the redemption leaves its batch, recommended with the new amount, and the
    next batch publicises it. `not_found`, `illegal_state`, `conflict_of_interest`; `appeal_running` while another appeal
    is to be examined; `same_person` for the examiner and
    for somebody with a part in the decision; `required`, and `raised_amount` for an amount that is no more than before
    or above what is payable.
    """
    redemption_id = get_appeal(appeal_id).redemption_id
    batch_id = get_batch_of(redemption_id)
    batches = [] if batch_id is None else [lock_batch(batch_id)]
    redemption = lock_redemption(redemption_id)
    appeals = lock_appeals(redemption_id)
    mine = _together(appeals, appeal_id=appeal_id, state=AppealState.EXAMINED, target=outcome)
    if any(appeal.state == AppealState.FILED for appeal in appeals):  # a holiday notice gave its side more days
        raise DomainError("appeal_running", kind="refused", limit=str(redemption.appeal_by))
    _require_person(redemption, actor_id=actor_id, at=at)
    if any(appeal.examined_by_id == actor_id for appeal in mine):
        raise DomainError("same_person", kind="refused")
    raised = _raised_amount(redemption, amount=amount) if outcome == AppealState.RAISED else None
    columns = {"reason": reason, "amount": raised, "decided_by_id": actor_id, "decided_at": at}
    data = {"amount": yuan(redemption.decided_amount or ZERO if raised is None else raised), "reason": reason}
    _move(mine, target=outcome, columns=columns, data=data, actor_id=actor_id, at=at)
    if raised is None:
        make_final([redemption], actor_id=actor_id, at=at)
    else:
        _raise(redemption, appeals, amount=raised, reason=reason, actor_id=actor_id, at=at)
    close_finished_batches(batches, actor_id=actor_id, at=at)
    return _named(mine, appeal_id)


def _together(appeals: Sequence[Appeal], *, appeal_id: int, state: AppealState, target: AppealState) -> list[Appeal]:
    """Return the appeals that are decided with this one; `illegal_state` unless this one is in the state."""
    named = next((appeal for appeal in appeals if appeal.pk == appeal_id), None) or get_appeal(appeal_id)
    APPEAL.get_transition(source=named.state, target=target)
    return [appeal for appeal in appeals if appeal.state == state]


def _named(appeals: Sequence[Appeal], appeal_id: int) -> Appeal:
    return next(appeal for appeal in appeals if appeal.pk == appeal_id)


def _require_person(redemption: Redemption, *, actor_id: int, at: datetime) -> None:
    """Refuse a person with a conflict of interest, or with a part in the decision. No substitute is exempt."""
    require_no_conflict(user_id=actor_id, party_ids=[redemption.applicant_id, redemption.unit_id], at=at)
    if actor_id in list_deciders(redemption.pk):
        raise DomainError("same_person", kind="refused")


def _raised_amount(redemption: Redemption, *, amount: Decimal | None) -> Decimal:
    if amount is None:
        raise DomainError("required", field="amount")
    decided = redemption.decided_amount or ZERO
    refusal = raised_refusal(amount=amount, decided=decided, payable=redemption.payable)
    if refusal is not None:
        raise Refused([refusal], kind="invalid")
    return amount


def _raise(
    redemption: Redemption,
    appeals: Sequence[Appeal],
    *,
    amount: Decimal,
    reason: str,
    actor_id: int,
    at: datetime,
) -> None:
    decision = raised_decision(amount=amount, payable=redemption.payable)
    columns = {
        "batch_id": None,
        "decision": decision,
        "decided_amount": amount,
        "decision_reason": reason,
        "decided_by_id": actor_id,
        "fault": "" if decision == "approve" else redemption.fault,
        "raised": True,
        "appeal_by_raw": None,
        "appeal_by": None,
    }
    data = {"amount": yuan(amount), "reason": reason}
    move_redemptions(
        [redemption], target=RedemptionState.RECOMMENDED, actor_id=actor_id, at=at, columns=columns, data=data
    )
    Appeal.objects.filter(pk__in=[appeal.pk for appeal in appeals]).update(live=False)


def _move(
    appeals: Sequence[Appeal],
    *,
    target: AppealState,
    columns: Mapping[str, object],
    data: Mapping[str, object],
    actor_id: int,
    at: datetime,
) -> None:
    """Move appeals along a legal transition. The examination is internal; the decision belongs to each side."""
    internal = target == AppealState.EXAMINED
    move(
        appeals,
        machine=APPEAL,
        target=target,
        at=at,
        actor_id=actor_id,
        columns=columns,
        data=data,
        party=lambda row: None if internal else row.party_id,
    )
