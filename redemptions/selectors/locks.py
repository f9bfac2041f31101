"""Every row lock of this app. Order: batch, redemption, its appeals, then the order of vouchers.selectors.locks."""

from collections.abc import Iterable
from datetime import date

from redemptions.models import Appeal, Redemption, RedemptionBatch
from redemptions.rules.states import RedemptionState
from vouchers.selectors.locks import _found


def lock_batch(batch_id: int) -> RedemptionBatch:
    """Lock and return the batch; `not_found`."""
    return _found(RedemptionBatch.objects.select_for_update(no_key=True).filter(pk=batch_id).first())


def lock_redemption(redemption_id: int) -> Redemption:
    """Lock and return the redemption; `not_found`."""
    return _found(Redemption.objects.select_for_update(no_key=True).filter(pk=redemption_id).first())


def lock_redemptions(redemption_ids: Iterable[int]) -> list[Redemption]:
    """Lock these redemptions in the order of their ids."""
    return list(Redemption.objects.select_for_update(no_key=True).filter(pk__in=redemption_ids).order_by("pk"))


def lock_late_corrections(*, day: date, limit: int) -> list[Redemption]:
    """Lock returned redemptions whose correction day is before the day; skip those locked by another transaction."""
    late = Redemption.objects.filter(state=RedemptionState.RETURNED, correct_by__lt=day).order_by("pk")
    return list(late.select_for_update(no_key=True, skip_locked=True)[:limit])


def lock_late_drafts(*, day: date, limit: int) -> list[Redemption]:
    """Lock drafts whose contract's redeem_by is before the day, and skip those locked by another transaction."""
    late = Redemption.objects.filter(state=RedemptionState.DRAFT, contract__redeem_by__lt=day).order_by("pk")
    return list(late.select_for_update(no_key=True, skip_locked=True, of=("self",))[:limit])


def lock_batches(batch_ids: Iterable[int]) -> list[RedemptionBatch]:
    """Lock these batches in the order of their ids."""
    return list(RedemptionBatch.objects.select_for_update(no_key=True).filter(pk__in=batch_ids).order_by("pk"))


def lock_appeals(redemption_id: int) -> list[Appeal]:
    """Lock the appeals against the present decision on a locked redemption, in the order of their ids."""
    return list(
        Appeal.objects.select_for_update(no_key=True).filter(redemption=redemption_id, live=True).order_by("pk")
    )
