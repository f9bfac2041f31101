"""Lifting of sanctions before their last day (解除处理措施): proposed with a reason, confirmed by a second person (I11)."""

from datetime import datetime

from core.database.transactions import write
from core.events.recording import Change, record
from core.values.errors import DomainError
from oversight.models import Sanction
from oversight.rules.states import SANCTION, SanctionState
from oversight.services.measures import turn
from oversight.services.sanctions import lock_case


@write
def propose_lifting(*, sanction_id: int, reason: str, actor_id: int, at: datetime) -> Sanction:
    """Propose to lift a measure that is in force (提请解除), with the reason.

    Raises `not_found`, `conflict_of_interest`, `illegal_state`, `lifting_proposed` while another proposal is open.
    """
    sanction = _lock_in_force(sanction_id, actor_id=actor_id, at=at)
    if sanction.lift_proposed_by_id is not None:
        raise DomainError("lifting_proposed", kind="refused")
    _propose(sanction, reason=reason, by=actor_id, at=at)
    _record(sanction, event="sanction.lifting_proposed", reason=reason, actor_id=actor_id, at=at)
    return sanction


@write
def lift_sanction(*, sanction_id: int, actor_id: int, at: datetime) -> Sanction:
    """Lift a measure as proposed (解除), by a second person; what it held goes on.

    Raises `not_found`, `conflict_of_interest`, `illegal_state`, `lifting_not_proposed`, and `same_person` for the person
    who proposed the lifting.
    """
    sanction = _lock_proposed(sanction_id, actor_id=actor_id, at=at)
    columns = {"lifted_by_id": actor_id, "lifted_at": at}
    data = {"reason": sanction.lift_reason}
    turn([sanction], target=SanctionState.LIFTED, columns=columns, data=data, actor_id=actor_id, at=at)
    return sanction


@write
def refuse_lifting(*, sanction_id: int, reason: str, actor_id: int, at: datetime) -> Sanction:
    """Refuse a proposed lifting (不予解除), with the reason; the measure stays and may be proposed for lifting again.

    Errors as `lift_sanction`.
    """
    sanction = _lock_proposed(sanction_id, actor_id=actor_id, at=at)
    _propose(sanction, reason="", by=None, at=None)
    _record(sanction, event="sanction.lifting_refused", reason=reason, actor_id=actor_id, at=at)
    return sanction


def _lock_in_force(sanction_id: int, *, actor_id: int, at: datetime) -> Sanction:
    sanction = lock_case(sanction_id, actor_id=actor_id, at=at)
    SANCTION.get_transition(source=sanction.state, target=SanctionState.LIFTED)
    return sanction


def _lock_proposed(sanction_id: int, *, actor_id: int, at: datetime) -> Sanction:
    sanction = _lock_in_force(sanction_id, actor_id=actor_id, at=at)
    if sanction.lift_proposed_by_id is None:
        raise DomainError("lifting_not_proposed", kind="refused")
    if sanction.lift_proposed_by_id == actor_id:
        raise DomainError("same_person", kind="refused")
    return sanction


def _propose(sanction: Sanction, *, reason: str, by: int | None, at: datetime | None) -> None:
    sanction.lift_reason, sanction.lift_proposed_by_id, sanction.lift_proposed_at = reason, by, at
    sanction.save(update_fields=["lift_reason", "lift_proposed_by", "lift_proposed_at"])


def _record(sanction: Sanction, *, event: str, reason: str, actor_id: int, at: datetime) -> None:
    """Record a step before the decision. It names no party, because it is internal to the authority."""
    record(
        Change(
            type=event,
            subject_kind="sanction",
            subject_id=sanction.pk,
            actor_id=actor_id,
            at=at,
            data={"reason": reason},
        )
    )
