"""Items of a batch that a person leaves to another for a conflict of interest (回避); the rest proceeds."""

from collections.abc import Sequence
from datetime import datetime

from accounts.rules.conflicts import SetAside
from accounts.selectors.conflicts import list_set_aside, require_no_conflict
from core.database.transactions import assert_inside
from core.events.recording import Change, record_many
from core.messages.object_numbers import map_numbers
from redemptions.models import Redemption, RedemptionBatch
from redemptions.selectors.cases import map_batch_parties, parties_of


def set_conflicted_aside(
    batch: RedemptionBatch, items: Sequence[Redemption], *, step: str, actor_id: int, at: datetime
) -> list[Redemption]:
    """Return the locked items on which the person may act; the others are recorded, and named by `batch.set_aside`.

    `conflict_of_interest` where there is no other item.
    """
    assert_inside()
    batch.set_aside = list_set_aside(user_id=actor_id, cases=parties_of(items), at=at)
    ids = {each.case_id for each in batch.set_aside}
    if batch.set_aside:
        items_set_aside = _batch_change(batch, step=step, actor_id=actor_id, at=at)
        changes = [_change(each, batch=batch, step=step, actor_id=actor_id, at=at) for each in batch.set_aside]
        record_many([items_set_aside, *changes])
    return [item for item in items if item.pk not in ids]


def take_conflicted_out(
    batch: RedemptionBatch, items: Sequence[Redemption], *, step: str, actor_id: int, at: datetime
) -> list[Redemption]:
    """Set conflicted items aside and take them out of the locked batch, so that another person's batch collects them."""
    mine = set_conflicted_aside(batch, items, step=step, actor_id=actor_id, at=at)
    gone = [each.case_id for each in batch.set_aside]
    Redemption.objects.filter(pk__in=gone).update(batch=None)
    return mine


def require_no_conflict_in(batch: RedemptionBatch, *, actor_id: int, at: datetime) -> None:
    """Refuse a person with a conflict about any item, for a step that cannot leave items out: `conflict_of_interest`."""
    parties = map_batch_parties(case_ids=[batch.pk])[batch.pk]
    require_no_conflict(user_id=actor_id, party_ids=parties, at=at)


def _batch_change(batch: RedemptionBatch, *, step: str, actor_id: int, at: datetime) -> Change:
    numbers = map_numbers([("redemption", each.case_id) for each in batch.set_aside])
    return Change(
        type="batch.items_set_aside",
        subject_kind="batch",
        subject_id=batch.pk,
        actor_id=actor_id,
        at=at,
        data={"redemptions": "、".join(numbers.values()), "step": step},
    )


def _change(each: SetAside, *, batch: RedemptionBatch, step: str, actor_id: int, at: datetime) -> Change:
    """Return the event of an item that was set aside. It names no party, because a review is internal."""
    return Change(
        type="redemption.set_aside",
        subject_kind="redemption",
        subject_id=each.case_id,
        actor_id=actor_id,
        at=at,
        data={"batch": batch.pk, "number": batch.number, "step": step},
    )
