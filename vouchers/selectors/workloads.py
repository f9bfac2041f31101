"""What the pages of open units and of staff show, in few queries however much there is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Sum

from core.actors import Actor
from core.errors import DomainError
from core.money import ZERO
from core.periods import beijing_day
from matching.selectors.requests import accepted_projects
from vouchers.models import PolicyVersion, Redemption, RedemptionBatch, Round, ServiceContract, ServiceRecord
from vouchers.models.redemptions import ENDED_UNPAID
from vouchers.permissions import STAFF
from vouchers.rules.contracts import LIVE, UNDER_WAY
from vouchers.selectors.batches import batches_with_items, visible_batches
from vouchers.selectors.contracts import CORRECTABLE, contracts_in_full, visible_contracts, visible_service_records
from vouchers.selectors.redemptions import visible_redemptions, with_details
from vouchers.selectors.rounds import visible_rounds

OVER = (*ENDED_UNPAID, "paid")
"""A redemption that nobody works on any more, unless it is final without money."""
DROPPED = Q(state="terminated", registered_at=None)
"""A draft that was given up; its project may have another."""
DUE_SOON = timedelta(days=14)
MOST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTally:
    """An open unit's work in numbers; yuan."""

    running: int
    running_coupons: Decimal
    redeeming: int
    redeeming_payable: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTask:
    """What the unit must do by a day: `kind` says what, about the contract or redemption with this id and title."""

    kind: str
    subject_id: int
    title: str
    day: date | None


def search_contracts(actor: Actor, *, state: str = "", text: str = "") -> QuerySet[ServiceContract]:
    """A unit's contracts, all for staff: of a state or under way (`running`), by title, reference, applicant or unit."""
    rows = _worked_on(visible_contracts(actor), actor)
    if state:
        rows = rows.filter(state__in=UNDER_WAY if state == "running" else (state,))
    if text:
        named = Q(title__icontains=text) | Q(reference__icontains=text)
        rows = rows.filter(named | Q(applicant__name__icontains=text) | Q(unit__party__name__icontains=text))
    return rows


def get_worked_contract(actor: Actor, contract_id: int) -> ServiceContract:
    """A contract of the unit, any for staff, with its coupons, offers, amendments and records; `not_found`."""
    row = _worked_on(contracts_in_full(actor), actor).select_related("project").filter(pk=contract_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def find_contract_of_project(project_id: int) -> ServiceContract | None:
    """The contract entered for a project and not given up, or None."""
    return ServiceContract.objects.filter(project_id=project_id).exclude(DROPPED).first()


def search_service_records(actor: Actor, *, text: str = "") -> QuerySet[ServiceRecord]:
    """The records of a unit's contracts, all for staff, by contract or content."""
    rows = visible_service_records(actor).select_related("contract__applicant")
    if not actor.has(*STAFF):
        rows = rows.filter(contract__unit_id=actor.party_id or 0)
    named = Q(description__icontains=text) | Q(contract__title__icontains=text) | Q(contract__reference__icontains=text)
    return rows.filter(named) if text else rows


def get_service_record(actor: Actor, record_id: int) -> ServiceRecord:
    """A record of the unit's; `not_found`."""
    row = search_service_records(actor).filter(pk=record_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def search_redemptions(actor: Actor, *, state: str = "", text: str = "") -> QuerySet[Redemption]:
    """The redemptions the actor may see: of a state or those still worked on (`live`), by id, contract or party."""
    rows = visible_redemptions(actor)
    if state == "live":
        rows = rows.exclude(state__in=OVER)
    elif state:
        rows = rows.filter(state=state)
    if not text:
        return rows
    if text.isascii() and text.isdigit() and len(text) < 19:
        return rows.filter(pk=int(text))
    named = Q(contract__title__icontains=text) | Q(contract__reference__icontains=text)
    return rows.filter(named | Q(applicant__name__icontains=text) | Q(unit__party__name__icontains=text))


def get_visible_redemption(actor: Actor, redemption_id: int) -> Redemption:
    """The redemption with its contract, coupons and invoices; `not_found` for another's as for none."""
    row = with_details(visible_redemptions(actor)).filter(pk=redemption_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def get_claimed_redemption(actor: Actor, redemption_id: int) -> Redemption:
    """The unit's own redemption, as above; `not_found` for staff and the applicant too: it is the unit's to change."""
    row = with_details(visible_redemptions(actor)).filter(pk=redemption_id, unit_id=actor.party_id or 0).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def tally_unit(unit_id: int) -> UnitTally:
    """The unit's contracts under way and redemptions in work. Two queries."""
    contracts = ServiceContract.objects.filter(unit_id=unit_id, state__in=UNDER_WAY)
    running = contracts.aggregate(n=Count("pk"), amount=Sum("coupon_total"))
    live = Redemption.objects.filter(unit_id=unit_id).exclude(state__in=(*OVER, "final"))
    redeeming = live.aggregate(n=Count("pk"), amount=Sum("payable"))
    return UnitTally(
        running=running["n"],
        running_coupons=running["amount"] or ZERO,
        redeeming=redeeming["n"],
        redeeming_payable=redeeming["amount"] or ZERO,
    )


def list_unit_tasks(*, unit_id: int, at: datetime) -> list[UnitTask]:
    """What waits for the unit, the most pressing first: coupons to register, redemptions to start, finish or correct.
    Two queries."""
    found = [*_contract_tasks(unit_id, on=beijing_day(at)), *_redemption_tasks(unit_id)]
    return sorted(found, key=lambda task: (task.day is None, task.day))[:MOST]


def count_redemptions_by_state() -> dict[str, int]:
    """How many redemptions are in each state. One query."""
    return dict(Redemption.objects.values_list("state").annotate(n=Count("pk")).order_by())


def count_batches_by_state() -> dict[str, int]:
    """How many batches are in each state. One query."""
    return dict(RedemptionBatch.objects.values_list("state").annotate(n=Count("pk")).order_by())


def count_uncollected() -> int:
    """Redemptions that a batch may collect and none has."""
    return _collectable().count()


def list_collectable(*, limit: int) -> list[Redemption]:
    """Redemptions that a batch may collect, the oldest first."""
    rows = _collectable().select_related("contract", "applicant", "unit__party").order_by("submitted_at", "pk")
    return list(rows[:limit])


def count_notices_over(*, at: datetime) -> int:
    """Publicised batches whose notice is over: they wait for the approver."""
    rows = RedemptionBatch.objects.filter(state="publicised", notice__ends_on__lt=beijing_day(at))
    return rows.count()


def list_uncontracted(*, unit_id: int, limit: int) -> list[Any]:
    """Projects the unit accepted and entered no contract for, the oldest first."""
    contracted = ServiceContract.objects.filter(unit_id=unit_id).exclude(DROPPED).values("project_id")
    return list(accepted_projects(unit_id).exclude(pk__in=contracted).order_by("pk")[:limit])


def count_drafted_policies() -> int:
    """Policy versions that wait for a second person."""
    return PolicyVersion.objects.filter(state="draft").count()


def list_rounds_in_work() -> list[Round]:
    """Rounds that are not settled, the newest first."""
    return list(Round.objects.exclude(state="settled").order_by("-opens_at", "-pk")[:MOST])


def search_rounds(actor: Actor, *, state: str = "", text: str = "") -> QuerySet[Round]:
    """The rounds the actor may see with their policy, of a state, by name."""
    rows = visible_rounds(actor)
    rows = rows.filter(state=state) if state else rows
    return rows.filter(name__icontains=text) if text else rows


def get_visible_round(actor: Actor, round_id: int) -> Round:
    """A round the actor may see, drafts for staff; `not_found`."""
    row = visible_rounds(actor).filter(pk=round_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def search_batches(actor: Actor, *, state: str = "", text: str = "") -> QuerySet[RedemptionBatch]:
    """Batches with what they come to, of a state, by title."""
    rows = visible_batches(actor)
    rows = rows.filter(state=state) if state else rows
    return rows.filter(title__icontains=text) if text else rows


def get_visible_batch(actor: Actor, batch_id: int) -> Any:
    """The batch with its live redemptions as `items` and the people who acted on it; `not_found`."""
    people = ("prepared_by", "summarised_by", "cleared_by", "approved_by", "notice")
    row = batches_with_items(actor).select_related(*people).filter(pk=batch_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def _worked_on(rows: QuerySet[ServiceContract], actor: Actor) -> QuerySet[ServiceContract]:
    return rows if actor.has(*STAFF) else rows.filter(unit_id=actor.party_id or 0)


def _collectable() -> QuerySet[Redemption]:
    return Redemption.objects.filter(state__in=("accepted", "under_review"), batch=None)


def _contract_tasks(unit_id: int, *, on: date) -> list[UnitTask]:
    live = Redemption.objects.filter(contract=OuterRef("pk")).exclude(state__in=ENDED_UNPAID)
    waiting = Q(offers__coupon__state="claimed", offers__coupon__register_by__gte=on)
    rows = ServiceContract.objects.filter(unit_id=unit_id).annotate(
        redeemed=Exists(live), register_by=Min("offers__coupon__register_by", filter=waiting)
    )
    rows = rows.filter(
        Q(state="draft", register_by__isnull=False)
        | Q(state__in=("completed", "terminated"), redeemed=False, redeem_by__gte=on)
        | Q(state__in=LIVE, redeemed=False, redeem_by__range=(on, on + DUE_SOON))
    )
    found = rows.order_by(F("redeem_by").asc(nulls_first=True), "pk")[:MOST]
    return [
        UnitTask(
            kind="register" if row.state == "draft" else "start",
            subject_id=row.pk,
            title=row.title,
            day=row.register_by if row.state == "draft" else row.redeem_by,
        )
        for row in found
    ]


def _redemption_tasks(unit_id: int) -> list[UnitTask]:
    rows = Redemption.objects.filter(unit_id=unit_id, state__in=CORRECTABLE).select_related("contract")
    return [
        UnitTask(
            kind="correct" if row.state == "returned" else "finish",
            subject_id=row.pk,
            title=row.contract.title,
            day=row.correct_by if row.state == "returned" else row.contract.redeem_by,
        )
        for row in rows.order_by("pk")[:MOST]
    ]
