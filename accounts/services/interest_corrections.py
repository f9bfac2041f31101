"""Declarations that were mistaken (利害关系更正): their author asks to end them, an administrator confirms."""

from datetime import datetime

from accounts.models import Interest, InterestCorrection
from accounts.rules.states import CORRECTION, CorrectionState
from accounts.selectors.interests import get_own_interest
from accounts.selectors.locks import lock_correction, lock_user
from core.database.transactions import write
from core.events.transitions import move, record_beginning
from core.values.actors import Actor
from core.values.errors import DomainError


@write
def request_correction(*, interest_id: int, reason: str, actor: Actor, at: datetime) -> InterestCorrection:
    """Ask to end an own declaration as mistaken (申请更正), with the reason. It counts until an administrator confirms.

    Raises `not_found` for another's declaration, `reason_missing`; `correction_open` where one is pending or confirmed.
    """
    _require_reason(reason)
    lock_user(actor.user_id)
    interest = get_own_interest(actor, interest_id)
    if interest.corrections.exclude(state=CorrectionState.REFUSED).exists():
        raise DomainError("correction_open", kind="refused")
    row = InterestCorrection.objects.create(
        interest=interest, reason=reason, requested_by_id=actor.user_id, requested_at=at
    )
    record_beginning(
        row,
        machine=CORRECTION,
        event="interest_correction.requested",
        at=at,
        actor_id=actor.user_id,
        data=_data(row, interest, reason=reason),
    )
    return row


@write
def confirm_correction(*, correction_id: int, reason: str, actor: Actor, at: datetime) -> InterestCorrection:
    """Confirm that a declaration was mistaken (确认更正), with the reason, by an administrator other than its author.

    From now on the declaration does not count; earlier decisions and refusals stand. Raises `not_found`, `illegal_state`,
    `same_person`, `reason_missing`.
    """
    return _decide(correction_id, target=CorrectionState.CONFIRMED, reason=reason, actor=actor, at=at)


@write
def refuse_correction(*, correction_id: int, reason: str, actor: Actor, at: datetime) -> InterestCorrection:
    """Refuse it (不予更正): the declaration goes on counting. Its author may ask again. Errors as `confirm_correction`."""
    return _decide(correction_id, target=CorrectionState.REFUSED, reason=reason, actor=actor, at=at)


def _decide(
    correction_id: int, *, target: CorrectionState, reason: str, actor: Actor, at: datetime
) -> InterestCorrection:
    _require_reason(reason)
    row = lock_correction(correction_id)
    if row.requested_by_id == actor.user_id:
        raise DomainError("same_person", kind="refused")
    columns = {"decided_by_id": actor.user_id, "decided_at": at, "decision_reason": reason}
    data = _data(row, row.interest, reason=reason)
    move([row], machine=CORRECTION, target=target, at=at, actor_id=actor.user_id, columns=columns, data=data)
    return row


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise DomainError("reason_missing", field="reason")


def _data(row: InterestCorrection, interest: Interest, *, reason: str) -> dict[str, object]:
    """Return what the events say. They name no party's id: the party does not read who declared what."""
    said = {"party": interest.party_name or interest.uscc, "relation": interest.relation, "reason": reason}
    return {**said, "interest": interest.pk, "author": row.requested_by_id}
