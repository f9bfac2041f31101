"""Decisions on redemptions: recommended by an officer, approved with the batch, final after the appeal period."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Literal

from django.db.models import F

from accounts.rules.delegations import principal_data
from accounts.selectors.conflicts import require_no_conflict
from core.database.transactions import write
from core.events.transitions import require_version
from core.timekeeping.calendars import get_calendar
from core.values.deadlines import beijing_day, late_from
from core.values.errors import DomainError
from core.values.money import ZERO, is_amount, yuan
from oversight.rules.stages import Stage
from oversight.selectors.notices import list_objected, map_newest_notices
from oversight.services.notices import close_notices
from redemptions.models import Redemption, RedemptionBatch
from redemptions.rules.appeals import is_appealable
from redemptions.rules.states import APPROVED_BATCHES, BATCH, BatchState, RedemptionState
from redemptions.selectors.batches import (
    get_batch_of,
    list_item_ids,
    list_unappealed_ids,
    map_batches,
    map_policy_versions,
)
from redemptions.selectors.locks import lock_batch, lock_batches, lock_redemption, lock_redemptions
from redemptions.services.batches import (
    decide_batch_stage,
    move_batch,
    move_redemptions,
    require_other_person,
    require_standing_on,
)
from redemptions.services.set_aside import set_conflicted_aside
from redemptions.services.settlement import close_finished_batches, make_final
from vouchers.rules.deadlines import named_deadline
from vouchers.selectors.policies import get_policy

CHUNK = 200
Decision = Literal["approve", "reduce", "reject"]
Fault = Literal["unit", "applicant", "neither"]


@write
def decide_redemption(
    *,
    redemption_id: int,
    decision: Decision,
    amount: Decimal | None,
    reason: str,
    fault: str,
    version: int | None,
    actor_id: int,
    at: datetime,
) -> Redemption:
    """Decide what a redemption's batch recommends (评审意见), in yuan; repeatable until the batch is cleared.

    A reduction needs an amount and a reason, a rejection a reason, both the side at fault (article 9.4). `not_found`,
    `redemption_not_in_batch`, `illegal_state`, `stale_version`, `conflict_of_interest`, `required`; `reduced_amount` with
    the limit; `decided_on_appeal` for an amount that an appeal raised.
    """
    batch = _lock_batch_of(redemption_id)
    redemption = lock_redemption(redemption_id)
    _require_deciding(redemption, batch=batch)
    require_version(redemption, version)
    require_no_conflict(user_id=actor_id, party_ids=[redemption.applicant_id, redemption.unit_id], at=at)
    decided = _decided_amount(redemption, decision=decision, amount=amount, reason=reason, fault=fault)
    if redemption.state == RedemptionState.RECOMMENDED:
        move_redemptions([redemption], target=RedemptionState.UNDER_REVIEW, actor_id=actor_id, at=at)
    columns = {
        "decision": decision,
        "decided_amount": decided,
        "decision_reason": reason,
        "decided_by_id": actor_id,
        "fault": fault if decision != "approve" else "",
    }
    data = {"decision": decision, "amount": yuan(decided), "reason": reason, "fault": columns["fault"]}
    move_redemptions(
        [redemption], target=RedemptionState.RECOMMENDED, actor_id=actor_id, at=at, columns=columns, data=data
    )
    RedemptionBatch.objects.filter(pk=batch.pk).update(version=F("version") + 1)
    return redemption


@write
def approve_batch(
    *, batch_id: int, version: int | None, actor_id: int, at: datetime, principal_id: int | None = None
) -> RedemptionBatch:
    """Approve a batch once its notice is over (审批), by another person, maybe in another's name (代理).

    Items without an open objection are decided, the others are carried, and so are those about which the person has a
    conflict of interest. Whether the notice is over is tested against `at`, under its lock. `not_found`,
    `illegal_state`, `stale_version`, `same_person`, `notice_running`; `stage_missing` for each further stage that the
    total asks for and nobody has decided; `batch_objected` if every item has an open
    objection, `conflict_of_interest` if the person may decide none.
    """
    batch = lock_batch(batch_id)
    BATCH.get_transition(source=batch.state, target=BatchState.APPROVED)
    require_version(batch, version)
    require_other_person(batch, actor_id=actor_id, principal_id=principal_id, at=at)
    require_standing_on(batch, operation="batch.approve", actor_id=actor_id, principal_id=principal_id, at=at)
    publicised = list_item_ids(batch_id, states=[RedemptionState.PUBLICISED])
    ready = _lock_unobjected(publicised, at=at)
    if publicised and not ready:
        raise DomainError("batch_objected", kind="refused", redemptions=publicised)
    ready = set_conflicted_aside(batch, ready, step="approve", actor_id=actor_id, at=at)
    decide_batch_stage(
        batch, stage=Stage.APPROVE, operation="batch.approve", actor_id=actor_id, principal_id=principal_id, at=at
    )
    columns = {"approved_by_id": actor_id, "approved_at": at}
    decided = {"decided": [item.pk for item in ready], "carried": sorted(set(publicised) - {item.pk for item in ready})}
    data = {**decided, **principal_data(principal_id)}
    move_batch(batch, target=BatchState.APPROVED, actor_id=actor_id, at=at, columns=columns, data=data)
    _decide(ready, actor_id=actor_id, principal_id=principal_id, at=at)
    close_finished_batches([batch], actor_id=actor_id, at=at)
    return batch


@write
def approve_carried(*, batch_id: int, actor_id: int, at: datetime, principal_id: int | None = None) -> RedemptionBatch:
    """Decide the carried items of an approved batch without an open objection, without a new notice.

    `not_found`, `illegal_state`, `same_person`; `batch_objected` if none can be decided yet, `conflict_of_interest` if
    the person may decide none.
    """
    batch = lock_batch(batch_id)
    if batch.state not in APPROVED_BATCHES:
        raise DomainError("illegal_state", kind="refused", state=batch.state)
    require_other_person(batch, actor_id=actor_id, principal_id=principal_id, at=at)
    require_standing_on(batch, operation="batch.approve", actor_id=actor_id, principal_id=principal_id, at=at)
    carried = list_item_ids(batch_id, states=[RedemptionState.PUBLICISED])
    ready = _lock_unobjected(carried, at=at)
    if not ready:
        raise DomainError("batch_objected", kind="refused", redemptions=carried)
    ready = set_conflicted_aside(batch, ready, step="approve", actor_id=actor_id, at=at)
    _decide(ready, actor_id=actor_id, principal_id=principal_id, at=at)
    return batch


def finalise_decisions(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Run the job that makes reductions and rejections final once their appeal period is over (决定生效).

    Their money is given back only now. Concurrent runs are safe.
    """
    done = last = 0
    while ids := list_unappealed_ids(today=beijing_day(at), after=last, limit=CHUNK):
        done += finalise_some_decisions(redemption_ids=ids, at=at)
        last = ids[-1]
        progress(len(ids))
    return {"final": done}


@write
def finalise_some_decisions(*, redemption_ids: Sequence[int], at: datetime) -> int:
    """Make one chunk of decisions final; return how many."""
    batches = lock_batches({pk for pk in map_batches(redemption_ids).values() if pk is not None})
    due = [row for row in lock_redemptions(redemption_ids) if _is_unappealed(row, at=at)]
    make_final(due, actor_id=None, at=at)
    close_finished_batches(batches, actor_id=None, at=at)
    return len(due)


def _lock_batch_of(redemption_id: int) -> RedemptionBatch:
    batch_id = get_batch_of(redemption_id)
    if batch_id is None:
        raise DomainError("redemption_not_in_batch", kind="refused")
    return lock_batch(batch_id)


def _require_deciding(redemption: Redemption, *, batch: RedemptionBatch) -> None:
    if redemption.batch_id != batch.pk:
        raise DomainError("redemption_not_in_batch", kind="refused")
    if batch.state not in (BatchState.REVIEWING, BatchState.SUMMARISED):
        raise DomainError("illegal_state", kind="refused", state=batch.state)
    if redemption.state not in (RedemptionState.UNDER_REVIEW, RedemptionState.RECOMMENDED):
        raise DomainError("illegal_state", kind="refused", state=redemption.state)
    if redemption.raised:
        raise DomainError("decided_on_appeal", kind="refused", amount=yuan(redemption.decided_amount or ZERO))


def _decided_amount(
    redemption: Redemption, *, decision: Decision, amount: Decimal | None, reason: str, fault: str
) -> Decimal:
    if decision == "approve":
        return redemption.payable
    if not reason.strip():
        raise DomainError("required", field="reason")
    if not fault:
        raise DomainError("required", field="fault")
    if decision == "reject":
        return ZERO
    if amount is None:
        raise DomainError("required", field="amount")
    if not is_amount(amount) or amount >= redemption.payable:
        raise DomainError("reduced_amount", field="amount", limit=yuan(redemption.payable), value=str(amount))
    return amount


def _lock_unobjected(redemption_ids: Sequence[int], *, at: datetime) -> list[Redemption]:
    """Lock and return the publicised ones of these without an open objection. Their notices accept none from now on."""
    notices = map_newest_notices(subject_kind="redemption", subject_ids=redemption_ids)
    close_notices(notice_ids=set(notices.values()), at=at)
    objected = list_objected(subject_kind="redemption", subject_ids=redemption_ids)
    rows = lock_redemptions(set(redemption_ids) - objected)
    return [row for row in rows if row.state == RedemptionState.PUBLICISED]


def _decide(redemptions: Sequence[Redemption], *, actor_id: int, principal_id: int | None, at: datetime) -> None:
    """Decide redemptions and notify the parties today.

    Approvals and amounts that an appeal raised are final at once, the others after the appeal period.
    """
    today = beijing_day(at)
    closed = [row for row in redemptions if not is_appealable(decision=row.decision, raised=row.raised)]
    columns, data = {"notified_on": today}, principal_data(principal_id)
    move_redemptions(closed, target=RedemptionState.DECIDED, actor_id=actor_id, at=at, columns=columns, data=data)
    for version_id, rows in _by_policy(
        [row for row in redemptions if is_appealable(decision=row.decision, raised=row.raised)]
    ).items():
        appeal = _appeal_columns(version_id, notified_at=at)
        move_redemptions(
            rows,
            target=RedemptionState.DECIDED,
            actor_id=actor_id,
            at=at,
            columns={**columns, **appeal},
            data=data,
        )
    make_final(closed, actor_id=actor_id, at=at)


def _by_policy(redemptions: Sequence[Redemption]) -> Mapping[int, list[Redemption]]:
    versions = map_policy_versions([row.pk for row in redemptions])
    grouped: dict[int, list[Redemption]] = defaultdict(list)
    for row in redemptions:
        grouped[versions[row.pk]].append(row)
    return grouped


def _appeal_columns(version_id: int, *, notified_at: datetime) -> dict[str, object]:
    ends = named_deadline(
        name="appeal", start=beijing_day(notified_at), policy=get_policy(version_id), calendar=get_calendar()
    )
    return {
        "appeal_by_raw": ends.raw,
        "appeal_by": ends.day,
        "provisional": ends.provisional,
        "calendar_version": ends.calendar_version,
    }


def _is_unappealed(redemption: Redemption, *, at: datetime) -> bool:
    appeal_by = redemption.appeal_by
    return redemption.state == RedemptionState.DECIDED and appeal_by is not None and at >= late_from(appeal_by)
