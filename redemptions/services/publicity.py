"""The notices of batches (公示): published with the items, withdrawn with the batch."""

from collections.abc import Sequence
from datetime import datetime

from core.database.transactions import assert_inside
from core.timekeeping.calendars import get_calendar
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from oversight.selectors.notices import get_public_notice, map_newest_notices
from oversight.services.notices import NoticeLine, publish_notice, withdraw_notice
from redemptions.models import Redemption, RedemptionBatch
from redemptions.rules.publicity import objection_period, publicity_ends
from redemptions.rules.states import RedemptionState
from redemptions.selectors.batches import list_item_ids, map_policy_versions, map_public_labels
from vouchers.selectors.policies import get_policy

MOST_TITLE = 180
"""Characters of a batch's title in that of its notice, which has 200 with the number."""


def publish_items(batch: RedemptionBatch, *, items: Sequence[Redemption], actor_id: int, at: datetime) -> int:
    """Publish the notice of a locked batch's items for as long as their policies require; return its id."""
    assert_inside()
    today, calendar = beijing_day(at), get_calendar()
    ids = [item.pk for item in items]
    policies = [get_policy(version_id) for version_id in sorted(set(map_policy_versions(ids).values()))]
    labels = map_public_labels(ids)
    notice = publish_notice(
        subject_kind="batch",
        subject_id=batch.pk,
        title=_title(batch),
        lines=[
            NoticeLine(subject_kind="redemption", subject_id=item.pk, label=labels[item.pk], amount=item.decided_amount)
            for item in items
        ],
        ends=publicity_ends(published_on=today, policies=policies, calendar=calendar),
        objection=objection_period(published_on=today, policies=policies, calendar=calendar),
        actor_id=actor_id,
        at=at,
    )
    return notice.pk


def _title(batch: RedemptionBatch) -> str:
    """Return the title of a batch's notice with the batch's number, so that two notices of one title differ."""
    return f"{batch.title[:MOST_TITLE]}（{batch.number}）"


def get_notice_of_carried(batch: RedemptionBatch) -> int:
    """Return the newest notice of a batch's carried items; `batch_empty` if it has none."""
    carried = list_item_ids(batch.pk, states=[RedemptionState.PUBLICISED])
    notices = map_newest_notices(subject_kind="redemption", subject_ids=carried)
    if not notices:
        raise DomainError("batch_empty", kind="refused")
    return max(notices.values())


def withdraw_own_notice(batch: RedemptionBatch, *, reason: str, actor_id: int, at: datetime) -> set[int]:
    """Withdraw the notice that a locked batch published itself; return its redemptions. Carried items keep theirs."""
    assert_inside()
    if batch.notice_id is None:
        raise DomainError("not_found", kind="missing")
    notice = get_public_notice(batch.notice_id)
    if (notice.subject_kind, notice.subject_id) != ("batch", batch.pk):
        return set()
    return withdraw_notice(notice_id=notice.pk, reason=reason, actor_id=actor_id, at=at)
