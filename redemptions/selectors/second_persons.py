"""Who may not take the steps of a batch that belong to another person (I11). Services and pages ask the same.

The lists and counts of what a person may clear or approve (selectors.batches) say it as a filter; a test compares both.
"""

from collections.abc import Collection
from datetime import datetime

from accounts.selectors.handovers import is_substitute
from core.events.history import list_actors
from core.values.money import ZERO
from oversight.selectors.stages import has_acted, list_not_waited_for
from redemptions.models import Redemption, RedemptionBatch
from redemptions.selectors.batches import LIVE, has_cleared, has_decided, sum_decided


def must_not_clear(batch: RedemptionBatch, *, user_id: int, at: datetime) -> bool:
    """Whether the person summarised the batch or decided one of its items (复核)."""
    return batch.summarised_by_id == user_id or _has_decided(batch, operation="batch.clear", user_id=user_id, at=at)


def must_not_approve(batch: RedemptionBatch, *, user_id: int, at: datetime, operation: str = "batch.approve") -> bool:
    """Whether the person prepared, summarised, cleared or signed the batch, or decided one of its items (审批、会签)."""
    acted = user_id in (batch.prepared_by_id, batch.summarised_by_id)
    acted = acted or has_cleared(batch_id=batch.pk, user_id=user_id)
    acted = acted or has_acted(subject_kind="batch", subject_id=batch.pk, user_id=user_id)
    return acted or _has_decided(batch, operation=operation, user_id=user_id, at=at)


def _has_decided(batch: RedemptionBatch, *, operation: str, user_id: int, at: datetime) -> bool:
    """Whether the person decided an item of the batch and is no substitute for the operation on it."""
    decided = has_decided(batch_id=batch.pk, user_id=user_id)
    return decided and not is_substitute(user_id=user_id, operation=operation, case_id=batch.pk, at=at)


def list_involved(*, operation: str, case_id: int, user_ids: Collection[int]) -> set[int]:
    """Return those of the people who acted on a batch, decided an item, or cannot sign its next stage.

    settings.CASE_PARTS.
    """
    deciders = Redemption.objects.filter(LIVE, batch_id=case_id, decided_by__in=user_ids)
    involved = list_actors(subject_kind="batch", subject_id=case_id) | set(
        deciders.values_list("decided_by", flat=True)
    )
    if operation == "batch.sign":
        amount = sum_decided([case_id]).get(case_id, ZERO)
        involved |= list_not_waited_for("batch", case_id, amount=amount, user_ids=user_ids)
    return involved
