"""Reads of redemption batches."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from accounts.selectors.handovers import list_substituted_cases
from core.database.searching import contains
from core.models import Event
from core.values.actors import Actor
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from core.values.money import ZERO
from core.values.object_numbers import Series, id_in_series
from oversight.rules.stages import BATCH_STAGES, Stage, StageRule, next_stage, strictest_stages
from oversight.selectors.notices import list_objected
from oversight.selectors.stages import map_chains, waiting_for_roles
from redemptions.models import Redemption, RedemptionBatch
from redemptions.permissions import STAFF
from redemptions.rules.states import (
    APPROVED_BATCHES,
    COLLECTABLE_REDEMPTIONS,
    UNPAID_REDEMPTIONS,
    BatchState,
    RedemptionState,
)
from vouchers.rules.policies import Policy
from vouchers.selectors.policies import get_policy, stage_rules

BatchRow: TypeAlias = RedemptionBatch
"""The model's name for pages and views, which import no models."""

LIVE = ~Q(state__in=UNPAID_REDEMPTIONS)
"""An item of a batch: not withdrawn, expired or revoked."""
KEEPS_BATCH_OPEN = Q(state__in=[RedemptionState.DECIDED, RedemptionState.APPEALED]) | Q(
    state=RedemptionState.FINAL, decided_amount__gt=0
)
"""An item that keeps its batch open: an appeal is possible, or money is due."""


def visible_batches(actor: Actor) -> QuerySet[RedemptionBatch]:
    """Return every batch for staff, none for others, with the number of its items and their sums in yuan."""
    if not actor.has(*STAFF):
        return RedemptionBatch.objects.none()
    live = ~Q(redemptions__state__in=UNPAID_REDEMPTIONS)
    return RedemptionBatch.objects.annotate(
        items_count=Count("redemptions", filter=live),
        payable_total=Sum("redemptions__payable", filter=live),
        decided_total=Sum("redemptions__decided_amount", filter=live),
    )


def batches_with_items(actor: Actor) -> QuerySet[RedemptionBatch]:
    """Return the visible batches, each with its items."""
    items = (
        Redemption.objects.filter(LIVE)
        .select_related("applicant", "unit__party", "contract", "decided_by")
        .order_by("pk")
    )
    return visible_batches(actor).prefetch_related(Prefetch("redemptions", queryset=items, to_attr="items"))


def list_item_ids(batch_id: int, *, states: Collection[RedemptionState] = ()) -> list[int]:
    """Return the ids of a batch's live items in order; with `states`, only those in one of them."""
    rows = Redemption.objects.filter(LIVE, batch_id=batch_id)
    return list((rows.filter(state__in=states) if states else rows).order_by("pk").values_list("pk", flat=True))


def has_decided(*, batch_id: int, user_id: int) -> bool:
    """Whether a person decided an item of the batch."""
    return Redemption.objects.filter(LIVE, batch_id=batch_id, decided_by_id=user_id).exists()


def has_cleared(*, batch_id: int, user_id: int) -> bool:
    """Whether a person, or somebody in that person's name, cleared the batch at any time, also before it was sent back."""
    cleared = Event.objects.filter(subject_kind="batch", subject_id=batch_id, type="batch.cleared")
    return cleared.filter(Q(actor_id=user_id) | Q(data__principal=user_id)).exists()


def get_batch(batch_id: int) -> RedemptionBatch:
    """Return a batch, not locked; `not_found`."""
    row = RedemptionBatch.objects.filter(pk=batch_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def get_batch_of(redemption_id: int) -> int | None:
    """Return the batch of a redemption, which is locked before it; `not_found`."""
    row = Redemption.objects.filter(pk=redemption_id).values_list("batch_id").first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row[0]


def get_redemption_with_contract(redemption_id: int) -> Redemption:
    """Return the redemption with its contract; `not_found`."""
    row = Redemption.objects.select_related("contract").filter(pk=redemption_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def map_batches(redemption_ids: Collection[int]) -> dict[int, int | None]:
    """Map each redemption to its batch."""
    return dict(Redemption.objects.filter(pk__in=redemption_ids).values_list("pk", "batch_id"))


def map_policy_versions(redemption_ids: Collection[int]) -> dict[int, int]:
    """Map each redemption to the policy version of its contract."""
    rows = Redemption.objects.filter(pk__in=redemption_ids, contract__policy_version__isnull=False)
    return dict(rows.values_list("pk", "contract__policy_version_id"))


def map_public_labels(redemption_ids: Collection[int]) -> dict[int, str]:
    """Map each redemption to its public label in any language: its number, the unit and the applicant, no person."""
    rows = Redemption.objects.filter(pk__in=redemption_ids).select_related("unit__party", "applicant")
    return {row.pk: f"{row.number} {row.unit.party.name} / {row.applicant.name}" for row in rows}


def list_unfinished_batches(batch_ids: Collection[int]) -> set[int]:
    """Return those of the batches that have an item which may still be appealed or paid."""
    rows = Redemption.objects.filter(KEEPS_BATCH_OPEN, batch_id__in=batch_ids)
    return {batch_id for batch_id in rows.values_list("batch_id", flat=True) if batch_id is not None}


def list_unappealed_ids(*, today: date, after: int, limit: int) -> list[int]:
    """Return the ids of decided redemptions whose last day to appeal is over."""
    rows = Redemption.objects.filter(state=RedemptionState.DECIDED, appeal_by__lt=today, pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def policies_of_batches(batch_ids: Collection[int]) -> dict[int, list[Policy]]:
    """Return the policies that the redemptions of each batch follow."""
    rows = Redemption.objects.filter(batch_id__in=batch_ids, contract__policy_version_id__isnull=False)
    found: dict[int, list[Policy]] = {}
    for batch_id, version_id in rows.values_list("batch_id", "contract__policy_version_id").distinct():
        found.setdefault(batch_id, []).append(get_policy(version_id))
    return found


def list_stage_rules(batch_id: int) -> tuple[StageRule, ...]:
    """Return the approval stages of a batch: those of the policies that its redemptions follow."""
    lists = [stage_rules(policy.approval.batch) for policy in policies_of_batches([batch_id]).get(batch_id, ())]
    return strictest_stages(lists, default=BATCH_STAGES)


def sum_decided(batch_ids: Collection[int]) -> dict[int, Decimal]:
    """Return batch → the decided total of its live items, in yuan."""
    rows = Redemption.objects.filter(LIVE, batch_id__in=batch_ids).order_by().values_list("batch_id")
    return {pk: amount or ZERO for pk, amount in rows.annotate(amount=Sum("decided_amount")) if pk is not None}


def count_batches_by_state() -> dict[BatchState, int]:
    """Count the batches by state. One query."""
    return dict(RedemptionBatch.objects.values_list("state").annotate(n=Count("pk")).order_by())


def count_uncollected() -> int:
    """Count the redemptions that a batch may collect and none has."""
    return collectable().count()


def list_collectable(*, limit: int) -> list[Redemption]:
    """Return the redemptions that a batch may collect, oldest first."""
    rows = collectable().select_related("contract", "applicant", "unit__party").order_by("submitted_at", "pk")
    return list(rows[:limit])


def count_for(wanted: str, *, user_id: int, at: datetime) -> int:
    """Count the batches of a filter value, such as TO_CLEAR, for a person."""
    return RedemptionBatch.objects.filter(_wanted(wanted, user_id=user_id, on=beijing_day(at))).count()


def _wanted(wanted: str, *, user_id: int, on: date) -> Q:
    """Return the filter of a state or of a value beside the states."""
    if wanted == TO_CLEAR:
        acted = Q(summarised_by_id=user_id) | _decided_by(user_id, operation="batch.clear", on=on)
        return Q(state=BatchState.SUMMARISED) & ~acted
    if wanted in (TO_SIGN, TO_APPROVE):
        operation = "batch.sign" if wanted == TO_SIGN else "batch.approve"
        acted = _acted(user_id, operation=operation, on=on)
        return Q(pk__in=_waiting(wanted, user_id=user_id, on=on)) & _notice_over(on=on) & ~acted
    return _notice_over(on=on) if wanted == NOTICE_OVER else Q(state=BatchState(wanted))


def _waiting(wanted: str, *, user_id: int, on: date) -> list[int]:
    """Return the batches after their notice whose next stage is the approval, or a further one of the person's roles.

    Those in whose chain the person acted are left out.
    """
    ids = list(RedemptionBatch.objects.filter(_notice_over(on=on)).values_list("pk", flat=True))
    chains, totals = map_chains(subject_kind="batch", subject_ids=ids), sum_decided(ids)
    stages = {pk: next_stage(chain, amount=totals.get(pk, ZERO)) for pk, chain in chains.items()}
    if wanted == TO_APPROVE:
        mine = [pk for pk, rule in stages.items() if rule is not None and rule.stage == Stage.APPROVE]
    else:
        mine = waiting_for_roles(stages, user_id=user_id)
    return [pk for pk in mine if user_id not in chains[pk].people]


def _acted(user_id: int, *, operation: str, on: date) -> Q:
    """Return the filter of the batches that the person prepared, summarised or cleared, or of which decided an item."""
    cleared = Event.objects.filter(subject_kind="batch", type="batch.cleared")
    cleared = cleared.filter(Q(actor_id=user_id) | Q(data__principal=user_id))
    acted = Q(prepared_by_id=user_id) | Q(summarised_by_id=user_id) | Q(pk__in=cleared.values("subject_id"))
    return acted | _decided_by(user_id, operation=operation, on=on)


def _decided_by(user_id: int, *, operation: str, on: date) -> Q:
    """Return the filter of the batches of which the person decided an item and is no substitute."""
    decided = Redemption.objects.filter(LIVE, decided_by_id=user_id, batch_id__isnull=False)
    stood_in = list_substituted_cases(user_id=user_id, operation=operation, on=on)
    return Q(pk__in=decided.values("batch_id")) & ~Q(pk__in=stood_in)


def _notice_over(*, on: date) -> Q:
    return Q(state=BatchState.PUBLICISED, notice__ends_on__lt=on)


def list_carried_ids() -> list[int]:
    """Return the items carried past the approval of their batch that have no open objection."""
    carried = Redemption.objects.filter(state=RedemptionState.PUBLICISED, batch__state__in=APPROVED_BATCHES)
    ids = list(carried.values_list("pk", flat=True))
    return sorted(set(ids) - list_objected(subject_kind="redemption", subject_ids=ids))


def list_carried_to_decide(*, user_id: int, on: date) -> list[int]:
    """Return the carried items that a person may decide, who did nothing on their batch before its approval."""
    items = dict(Redemption.objects.filter(pk__in=list_carried_ids()).values_list("pk", "batch_id"))
    chains = map_chains(subject_kind="batch", subject_ids=set(items.values()))
    acted = _acted(user_id, operation="batch.approve", on=on)
    others = set(RedemptionBatch.objects.filter(~acted, pk__in=chains).values_list("pk", flat=True))
    free = {pk for pk, chain in chains.items() if pk in others and user_id not in chain.people_before_approval}
    return sorted(pk for pk, batch_id in items.items() if batch_id in free)


NOTICE_OVER, TO_CLEAR, TO_SIGN, TO_APPROVE = "notice_over", "to_clear", "to_sign", "to_approve"
"""Filter values beside the states: publicised batches whose notice is over; those that the reader may clear, sign, or
approve."""


def search_batches(
    actor: Actor, *, state: str = "", text: str = "", on: date | None = None
) -> QuerySet[RedemptionBatch]:
    """Return the visible batches, filtered by state or a value beside the states on a Beijing day, by number or title."""
    rows = visible_batches(actor)
    if state and on is not None:
        rows = rows.filter(_wanted(state, user_id=actor.user_id, on=on))
    if (number := id_in_series(text, Series.BATCH)) is not None:
        return rows.filter(pk=number)
    return rows.filter(contains(text, "title")) if text else rows


def get_visible_batch(actor: Actor, batch_id: int) -> Any:
    """Return the batch with its live redemptions as `items` and the people who acted on it; `not_found`."""
    people = ("prepared_by", "summarised_by", "cleared_by", "approved_by", "notice")
    row = batches_with_items(actor).select_related(*people).filter(pk=batch_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def collectable() -> QuerySet[Redemption]:
    """Return the redemptions that a batch may collect and none has."""
    return Redemption.objects.filter(state__in=COLLECTABLE_REDEMPTIONS, batch=None)
