"""Redemption batches: collected, reviewed, summarised, cleared by a second person, publicised (articles 15.4, 15.5)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from accounts.rules.delegations import people_of, principal_data
from accounts.selectors.conflicts import require_no_conflict
from accounts.selectors.handovers import is_substitute
from accounts.services.delegations import require_standing
from core.database.transactions import write
from core.events.recording import Change, record_many
from core.events.transitions import move, record_beginning, require_version
from core.values.errors import DomainError
from core.values.money import ZERO
from core.values.names import visible_name
from oversight.rules.stages import Stage
from oversight.services.stages import begin_chain, decide_stage
from redemptions.models import Redemption, RedemptionBatch
from redemptions.rules.states import (
    APPROVED_BATCHES,
    BATCH,
    COLLECTABLE_REDEMPTIONS,
    RECOMMENDED_REDEMPTIONS,
    REDEMPTION,
    UNSUMMARISED_BATCHES,
    BatchState,
    RedemptionState,
    is_internal,
)
from redemptions.selectors.batches import list_item_ids, list_stage_rules, map_batches, sum_decided
from redemptions.selectors.locks import lock_batch, lock_batches, lock_redemption, lock_redemptions
from redemptions.selectors.second_persons import must_not_approve, must_not_clear
from redemptions.services.publicity import get_notice_of_carried, publish_items, withdraw_own_notice
from redemptions.services.set_aside import require_no_conflict_in, set_conflicted_aside, take_conflicted_out

UNDECIDED: Mapping[str, Any] = {
    "decision": "",
    "decided_amount": None,
    "decision_reason": "",
    "decided_by_id": None,
    "fault": "",
    "raised": False,
}
"""The decision columns of a redemption that goes back to review, to be decided again."""


@write
def create_batch(*, title: str, actor_id: int, at: datetime) -> RedemptionBatch:
    """Create a batch (建立兑现批次). Raises the errors of `visible_name`."""
    title = visible_name(title, field="title", most=200)
    batch = RedemptionBatch.objects.create(title=title, prepared_by_id=actor_id, created_at=at)
    record_beginning(batch, machine=BATCH, event="batch.created", at=at, actor_id=actor_id, data={"title": title})
    return batch


@write
def collect_redemptions(
    *, batch_id: int, redemption_ids: Collection[int], actor_id: int, at: datetime
) -> RedemptionBatch:
    """Collect redemptions in a batch that is collecting (归集).

    Accepted ones, those that went back to review, and carried ones of an approved batch or of none, which keep their
    notice. `not_found`, `illegal_state`; `redemption_not_collectable` names one that is in another state or batch. One
    about which the person has a conflict of interest is left to another; `conflict_of_interest` where none remains.
    """
    sources = {source for source in map_batches(redemption_ids).values() if source is not None}
    batches = {batch.pk: batch for batch in lock_batches({batch_id, *sources})}
    batch = _in_state(batches.get(batch_id), BatchState.COLLECTING)
    redemptions = lock_redemptions(redemption_ids)
    if len(redemptions) != len(set(redemption_ids)):
        raise DomainError("not_found", field="redemptions", kind="missing")
    for redemption in redemptions:
        _require_collectable(redemption, batches=batches)
    mine = set_conflicted_aside(batch, redemptions, step="collect", actor_id=actor_id, at=at)
    Redemption.objects.filter(pk__in=[row.pk for row in mine]).update(batch=batch)
    _record_events(mine, event="redemption.collected", batch=batch, actor_id=actor_id, at=at)
    return batch


@write
def remove_redemption(*, batch_id: int, redemption_id: int, actor_id: int, at: datetime) -> RedemptionBatch:
    """Remove a redemption from a batch before its summary (移出批次); another batch may collect it.

    Its decision is cleared, unless an appeal raised its amount.

    `not_found` if it is not in the batch; `illegal_state`; `conflict_of_interest`.
    """
    batch = _in_state(lock_batch(batch_id), *UNSUMMARISED_BATCHES)
    redemption = lock_redemption(redemption_id)
    if redemption.batch_id != batch_id or redemption.state == RedemptionState.WITHDRAWN:
        raise DomainError("not_found", field="redemption", kind="missing")
    require_no_conflict(user_id=actor_id, party_ids=[redemption.applicant_id, redemption.unit_id], at=at)
    _record_events([redemption], event="redemption.removed", batch=batch, actor_id=actor_id, at=at)
    if redemption.state == RedemptionState.RECOMMENDED and not redemption.raised:
        move_redemptions([redemption], target=RedemptionState.UNDER_REVIEW, actor_id=actor_id, at=at, columns=UNDECIDED)
    Redemption.objects.filter(pk=redemption_id).update(batch=None)
    return batch


@write
def begin_review(*, batch_id: int, actor_id: int, at: datetime) -> RedemptionBatch:
    """Close the collection and begin the review (开始评审). Conflicted items leave the batch, here and in the next steps.

    `not_found`, `illegal_state`, `batch_empty`; `conflict_of_interest` where no other item remains.
    """
    batch = lock_batch(batch_id)
    BATCH.get_transition(source=batch.state, target=BatchState.REVIEWING)
    items = take_conflicted_out(batch, _lock_items(batch), step="review", actor_id=actor_id, at=at)
    accepted = [item for item in items if item.state == RedemptionState.ACCEPTED]
    move_redemptions(accepted, target=RedemptionState.UNDER_REVIEW, actor_id=actor_id, at=at)
    return move_batch(batch, target=BatchState.REVIEWING, actor_id=actor_id, at=at)


@write
def summarise_batch(*, batch_id: int, version: int | None = None, actor_id: int, at: datetime) -> RedemptionBatch:
    """Summarise the review once every item is decided (汇总评审结果).

    `not_found`, `illegal_state`, `stale_version`, `batch_empty`, `conflict_of_interest`; `batch_undecided` names the
    items that are not decided.
    """
    batch = lock_batch(batch_id)
    BATCH.get_transition(source=batch.state, target=BatchState.SUMMARISED)
    _in_state(batch, BatchState.REVIEWING)
    require_version(batch, version)
    items = take_conflicted_out(batch, _lock_items(batch), step="summarise", actor_id=actor_id, at=at)
    undecided = [item.pk for item in items if item.state not in RECOMMENDED_REDEMPTIONS]
    if undecided:
        raise DomainError("batch_undecided", kind="refused", redemptions=undecided)
    columns = {"summarised_by_id": actor_id, "summarised_at": at}
    move_batch(batch, target=BatchState.SUMMARISED, actor_id=actor_id, at=at, columns=columns)
    return _begin_chain(batch, preparer_id=actor_id, at=at)


@write
def clear_batch(
    *, batch_id: int, version: int | None, actor_id: int, at: datetime, principal_id: int | None = None
) -> RedemptionBatch:
    """Clear the summary (复核), by a second person, maybe in another's name (代理).

    `not_found`, `illegal_state`, `stale_version`, `conflict_of_interest`, the errors of `require_standing`; `same_person`
    where actor or principal summarised it or decided one of its items.
    """
    batch = lock_batch(batch_id)
    BATCH.get_transition(source=batch.state, target=BatchState.CLEARED)
    require_version(batch, version)
    if any(must_not_clear(batch, user_id=pk, at=at) for pk in people_of(actor_id, principal_id)):
        raise DomainError("same_person", kind="refused")
    require_standing_on(batch, operation="batch.clear", actor_id=actor_id, principal_id=principal_id, at=at)
    items = lock_redemptions(list_item_ids(batch_id))
    take_conflicted_out(batch, items, step="clear", actor_id=actor_id, at=at)
    decide_batch_stage(
        batch, stage=Stage.CLEAR, operation="batch.clear", actor_id=actor_id, principal_id=principal_id, at=at
    )
    columns = {"cleared_by_id": actor_id, "cleared_at": at, "sent_back_reason": ""}
    data = principal_data(principal_id)
    return move_batch(batch, target=BatchState.CLEARED, actor_id=actor_id, at=at, columns=columns, data=data)


@write
def return_batch(
    *, batch_id: int, reason: str, actor_id: int, at: datetime, principal_id: int | None = None
) -> RedemptionBatch:
    """Send a cleared batch back to its summary, with the reason (退回).

    `not_found`, `illegal_state`, the errors of `require_standing`; `conflict_of_interest` about any of its items.
    """
    batch = _in_state(lock_batch(batch_id), BatchState.CLEARED)
    require_standing_on(batch, operation="batch.clear", actor_id=actor_id, principal_id=principal_id, at=at)
    require_no_conflict_in(batch, actor_id=actor_id, at=at)
    return _back_to_summary(batch, reason=reason, actor_id=actor_id, principal_id=principal_id, at=at)


@write
def publish_batch(*, batch_id: int, actor_id: int, at: datetime) -> RedemptionBatch:
    """Publicise the recommendations of the batch (公示) for as long as its policies require: items with parties and
    amounts.

    A batch with carried items only uses the newest of their notices. `not_found`, `illegal_state`, `batch_empty`,
    `conflict_of_interest`.
    """
    batch = lock_batch(batch_id)
    BATCH.get_transition(source=batch.state, target=BatchState.PUBLICISED)
    mine = take_conflicted_out(
        batch, lock_redemptions(list_item_ids(batch_id)), step="publish", actor_id=actor_id, at=at
    )
    items = [item for item in mine if item.state == RedemptionState.RECOMMENDED]
    notice_id = publish_items(batch, items=items, actor_id=actor_id, at=at) if items else get_notice_of_carried(batch)
    move_redemptions(items, target=RedemptionState.PUBLICISED, actor_id=actor_id, at=at, data={"notice": notice_id})
    return move_batch(batch, target=BatchState.PUBLICISED, actor_id=actor_id, at=at, columns={"notice_id": notice_id})


@write
def refuse_batch(
    *, batch_id: int, reason: str, actor_id: int, at: datetime, principal_id: int | None = None
) -> RedemptionBatch:
    """Refuse a publicised batch (不予批准): it goes back to its summary with the reason, its notice is withdrawn.

    Items carried from another batch keep their notice. `not_found`, `illegal_state`, the errors of `require_standing`;
    `same_person` for a person who acted on the batch before; `conflict_of_interest` about any of its items.
    """
    batch = _in_state(lock_batch(batch_id), BatchState.PUBLICISED)
    require_other_person(batch, actor_id=actor_id, principal_id=principal_id, at=at)
    require_standing_on(batch, operation="batch.approve", actor_id=actor_id, principal_id=principal_id, at=at)
    require_no_conflict_in(batch, actor_id=actor_id, at=at)
    subjects = withdraw_own_notice(batch, reason=reason, actor_id=actor_id, at=at)
    items = lock_redemptions(subjects & set(list_item_ids(batch_id, states=[RedemptionState.PUBLICISED])))
    move_redemptions(items, target=RedemptionState.RECOMMENDED, actor_id=actor_id, at=at, data={"reason": reason})
    return _back_to_summary(batch, reason=reason, actor_id=actor_id, principal_id=principal_id, at=at)


def require_other_person(
    batch: RedemptionBatch,
    *,
    actor_id: int,
    at: datetime,
    principal_id: int | None = None,
    operation: str = "batch.approve",
) -> None:
    """Refuse the person who prepared, summarised, cleared or signed the batch, or decided an item (I11): `same_person`.

    A substitute may have decided an item.
    """
    people = people_of(actor_id, principal_id)
    if any(must_not_approve(batch, user_id=pk, at=at, operation=operation) for pk in people):
        raise DomainError("same_person", kind="refused")


def require_standing_on(
    batch: RedemptionBatch, *, operation: str, actor_id: int, principal_id: int | None, at: datetime
) -> None:
    """Refuse an act in a name that was not delegated, or whose bearer has a conflict of interest about any item.

    `delegation_not_in_force`, `principal_required`, `conflict_of_interest`.
    """
    require_standing(actor_id=actor_id, principal_id=principal_id, operation=operation, case_id=batch.pk, at=at)
    if principal_id is not None:
        require_no_conflict_in(batch, actor_id=principal_id, at=at)


def decide_batch_stage(
    batch: RedemptionBatch, *, stage: Stage, operation: str, actor_id: int, principal_id: int | None, at: datetime
) -> None:
    """Record the decision of a stage on the decided total of a locked batch. Errors as `decide_stage`."""
    decide_stage(
        subject_kind=BATCH.name,
        subject_id=batch.pk,
        stage=stage,
        amount=sum_decided([batch.pk]).get(batch.pk, ZERO),
        actor_id=actor_id,
        principal_id=principal_id,
        at=at,
        is_substitute=is_substitute(user_id=actor_id, operation=operation, case_id=batch.pk, at=at),
    )


def move_batch(
    batch: RedemptionBatch,
    *,
    target: BatchState,
    actor_id: int | None,
    at: datetime,
    columns: Mapping[str, object] | None = None,
    data: Mapping[str, object] | None = None,
) -> RedemptionBatch:
    """Move a locked batch along a legal transition."""
    move([batch], machine=BATCH, target=target, at=at, actor_id=actor_id, columns=columns, data=data)
    return batch


def move_redemptions(
    redemptions: Sequence[Redemption],
    *,
    target: RedemptionState,
    actor_id: int | None,
    at: datetime,
    columns: Mapping[str, object] | None = None,
    data: Mapping[str, object] | None = None,
) -> None:
    """Move locked redemptions along a legal transition. The event belongs to the unit, except in a review."""
    move(
        redemptions,
        machine=REDEMPTION,
        target=target,
        at=at,
        actor_id=actor_id,
        columns=columns,
        data=data,
        party=lambda row: None if is_internal(source=row.state, target=target) else row.unit_id,
    )


def _in_state(batch: RedemptionBatch | None, *states: BatchState) -> RedemptionBatch:
    if batch is None:
        raise DomainError("not_found", kind="missing")
    if batch.state not in states:
        raise DomainError("illegal_state", kind="refused", state=batch.state)
    return batch


def _require_collectable(row: Redemption, *, batches: Mapping[int, RedemptionBatch]) -> None:
    if row.batch_id is None:
        collectable = row.state in COLLECTABLE_REDEMPTIONS
    else:
        source = batches.get(row.batch_id)
        collectable = (
            row.state == RedemptionState.PUBLICISED and source is not None and source.state in APPROVED_BATCHES
        )
    if not collectable:
        raise DomainError(
            "redemption_not_collectable", kind="refused", redemption=row.pk, number=row.number, state=row.state
        )


def _lock_items(batch: RedemptionBatch) -> list[Redemption]:
    items = lock_redemptions(list_item_ids(batch.pk))
    if not items:
        raise DomainError("batch_empty", kind="refused")
    return items


def _back_to_summary(
    batch: RedemptionBatch, *, reason: str, actor_id: int, principal_id: int | None, at: datetime
) -> RedemptionBatch:
    columns = {"cleared_by_id": None, "cleared_at": None, "sent_back_reason": reason}
    data = {"reason": reason, **principal_data(principal_id)}
    move_batch(batch, target=BatchState.SUMMARISED, actor_id=actor_id, at=at, columns=columns, data=data)
    return _begin_chain(batch, preparer_id=batch.summarised_by_id or batch.prepared_by_id, at=at)


def _begin_chain(batch: RedemptionBatch, *, preparer_id: int, at: datetime) -> RedemptionBatch:
    """Begin the chain of a batch that was summarised or sent back to its summary; its summariser is the first person."""
    begin_chain(
        subject_kind=BATCH.name,
        subject_id=batch.pk,
        rules=list_stage_rules(batch.pk),
        amount=sum_decided([batch.pk]).get(batch.pk, ZERO),
        preparer_id=preparer_id,
        at=at,
    )
    return batch


def _record_events(
    redemptions: Sequence[Redemption], *, event: str, batch: RedemptionBatch, actor_id: int, at: datetime
) -> None:
    record_many(
        [
            Change(
                type=event,
                subject_kind="redemption",
                subject_id=redemption.pk,
                party_id=redemption.unit_id,
                actor_id=actor_id,
                at=at,
                data={"batch": batch.pk, "number": batch.number},
            )
            for redemption in redemptions
        ]
    )
