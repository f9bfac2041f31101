"""Sanctions, step by step, by different people."""

from datetime import date, datetime, timedelta

from core.values.deadlines import beijing_day
from oversight.models import Sanction
from oversight.services.liftings import lift_sanction, propose_lifting
from oversight.services.sanctions import decide_sanction, hear_sanction, propose_sanction
from tests.factories.batches import OVER
from tests.factories.contracts import staff

DAY = timedelta(days=1)


def heard(
    party_id: int,
    *,
    measure: str = "payments_suspended",
    at: datetime = OVER,
    begins_on: date | None = None,
    proposed_by: int = 0,
) -> Sanction:
    """A measure of thirty days on which the party was heard, by default from today on and proposed by an officer."""
    begins_on = begins_on or beijing_day(at)
    row = propose_sanction(
        party_id=party_id,
        measure=measure,
        reason="拒不配合监督检查",
        begins_on=begins_on,
        until=begins_on + 29 * DAY,
        actor_id=proposed_by or staff("case_officer").user_id,
        at=at,
    )
    return hear_sanction(sanction_id=row.pk, statement="无异议", actor_id=staff("case_officer").user_id, at=at)


def decided(party_id: int, *, at: datetime = OVER, begins_on: date | None = None) -> Sanction:
    """A suspension that is decided, by default in force at once."""
    row = heard(party_id, at=at, begins_on=begins_on)
    return decide_sanction(sanction_id=row.pk, actor_id=staff("approver").user_id, at=at)


def lifting(row: Sanction, *, at: datetime = OVER) -> Sanction:
    """A measure whose lifting is proposed."""
    return propose_lifting(sanction_id=row.pk, reason="已整改", actor_id=staff("case_officer").user_id, at=at)


def lifted(row: Sanction, *, at: datetime = OVER) -> Sanction:
    """A measure that was lifted."""
    lifting(row, at=at)
    return lift_sanction(sanction_id=row.pk, actor_id=staff("approver").user_id, at=at)
