"""Redemptions that return to review after an upheld objection (settings.NOTICE_SUBJECTS)."""

from datetime import datetime

from core.database.transactions import write
from redemptions.rules.states import RECOMMENDED_REDEMPTIONS, RedemptionState
from redemptions.selectors.batches import get_batch_of
from redemptions.selectors.locks import lock_batch, lock_redemption
from redemptions.services.batches import UNDECIDED, move_redemptions


@write
def reopen_redemption(*, subject_id: int, objection_id: int, actor_id: int, at: datetime) -> None:
    """Send an item back to review after an upheld objection: it leaves its batch, and the next batch publicises it
    again.

    The same holds for an item whose batch was refused meanwhile. An item that is already under review does not change.
    Whether the person has a conflict of interest is asked with the decision on the objection.
    """
    batch_id = get_batch_of(subject_id)
    if batch_id is not None:
        lock_batch(batch_id)
    redemption = lock_redemption(subject_id)
    if redemption.state not in RECOMMENDED_REDEMPTIONS:
        return
    columns = {**UNDECIDED, "batch_id": None}
    data = {"objection": objection_id}
    move_redemptions(
        [redemption], target=RedemptionState.UNDER_REVIEW, actor_id=actor_id, at=at, columns=columns, data=data
    )
