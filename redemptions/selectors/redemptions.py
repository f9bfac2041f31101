"""Reads of redemptions."""

from datetime import date
from typing import TypeAlias

from django.db.models import Count, Min, Prefetch, Q, QuerySet

from accounts.rules.roles import APPLICANT_ROLES, UNIT_ROLES
from core.access.checks import of_party
from core.database.searching import contains
from core.values.actors import Actor
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from core.values.object_numbers import Series, id_in_series
from redemptions.models import Invoice, Redemption
from redemptions.permissions import STAFF
from redemptions.rules.states import CORRECTABLE_REDEMPTIONS, ENDED_REDEMPTIONS, UNPAID_REDEMPTIONS, RedemptionState
from redemptions.selectors.batches import collectable, list_carried_ids, list_carried_to_decide
from vouchers.models import Coupon, ServiceContract
from vouchers.rules.policies import Policy
from vouchers.selectors.policies import get_policy

RedemptionRow: TypeAlias = Redemption
"""The model's name for pages and views, which import no models."""
LIVE = "live"
"""A filter value beside the states: redemptions that have not ended."""
UNCOLLECTED, CARRIED, TO_DECIDE = "uncollected", "carried", "to_decide"
"""Filter values of staff: redemptions that a batch may collect; those carried past an approval that may be decided; those
of them that the reader may decide."""


def visible_redemptions(actor: Actor) -> QuerySet[Redemption]:
    """Return the redemptions an actor may see: a unit's own, those on an applicant's contracts, all for staff (I12)."""
    redemptions = Redemption.objects.select_related("contract", "applicant", "unit__party")
    if actor.has(*STAFF):
        return redemptions
    mine = redemptions.none()
    if actor.has(*UNIT_ROLES):
        mine = mine | redemptions.filter(unit_id=actor.party_id)
    if actor.has(*APPLICANT_ROLES):
        mine = mine | redemptions.filter(applicant_id=actor.party_id)
    return mine


def redemptions_with_evidence(actor: Actor) -> QuerySet[Redemption]:
    """Return the redemptions whose invoices, files and check sheet the actor may see: a unit's own, all for staff."""
    if actor.has(*STAFF):
        return Redemption.objects.all()
    own = of_party(Redemption.objects.all(), actor, column="unit_id")
    return own if actor.has(*UNIT_ROLES) else own.none()


def with_details(redemptions: QuerySet[Redemption]) -> QuerySet[Redemption]:
    """Add the coupons and invoices to the redemptions, in two more queries."""
    return redemptions.prefetch_related(
        Prefetch("contract__coupons", queryset=Coupon.objects.order_by("pk")),
        Prefetch("invoices", queryset=Invoice.objects.order_by("pk")),
    )


def get_redemption(redemption_id: int, *, unit_id: int) -> Redemption:
    """Return the unit's redemption with its contract; `not_found`, also for another unit's."""
    found = Redemption.objects.select_related("contract").filter(pk=redemption_id, unit_id=unit_id).first()
    if found is None:
        raise DomainError("not_found", kind="missing")
    return found


def get_redemption_for_checks(redemption_id: int) -> Redemption:
    """Return the redemption with its contract and the two parties; `not_found`."""
    rows = Redemption.objects.select_related("contract", "applicant", "unit__party")
    found = rows.filter(pk=redemption_id).first()
    if found is None:
        raise DomainError("not_found", kind="missing")
    return found


def get_contract_policy(contract: ServiceContract) -> Policy:
    """Return the policy of a registered contract; `illegal_state` before its registration."""
    if contract.policy_version_id is None:
        raise DomainError("illegal_state", kind="refused", state=contract.state)
    return get_policy(contract.policy_version_id)


def find_live_redemption(contract_id: int) -> Redemption | None:
    """Return the redemption of the contract that has not ended unpaid, or None."""
    return Redemption.objects.filter(contract_id=contract_id).exclude(state__in=UNPAID_REDEMPTIONS).first()


def find_newest_in_progress(actor: Actor) -> Redemption | None:
    """Return the redemption submitted last among the visible ones that are neither paid nor ended, or None."""
    under_way = visible_redemptions(actor).exclude(state__in=[*CORRECTABLE_REDEMPTIONS, *ENDED_REDEMPTIONS])
    return under_way.order_by("-submitted_at", "-pk").first()


def due_by(redemptions: QuerySet[Redemption], day: date) -> QuerySet[Redemption]:
    """Keep those that the unit must submit by a Beijing day: drafts by redeem_by, returned ones by correct_by."""
    drafts = Q(state=RedemptionState.DRAFT, contract__redeem_by__lte=day)
    return redemptions.filter(drafts | Q(state=RedemptionState.RETURNED, correct_by__lte=day))


def search_redemptions(actor: Actor, *, state: str = "", text: str = "", on: date) -> QuerySet[Redemption]:
    """Return the visible redemptions, filtered by state or another filter value, and by number, contract or party."""
    rows = visible_redemptions(actor)
    rows = rows.filter(_wanted(state, user_id=actor.user_id, on=on)) if state else rows
    if not text:
        return rows
    if (number := id_in_series(text, Series.REDEMPTION)) is not None:
        return rows.filter(pk=number)
    named = contains(
        text,
        "contract__title",
        "contract__reference",
        "applicant__name",
        "unit__party__name",
        names=["applicant__match_name", "unit__party__match_name"],
    )
    return rows.filter(named)


def get_visible_redemption(actor: Actor, redemption_id: int) -> Redemption:
    """Return the redemption with its contract, coupons and invoices; `not_found`, also for another party's."""
    row = with_details(visible_redemptions(actor)).filter(pk=redemption_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def get_unit_redemption(actor: Actor, redemption_id: int) -> Redemption:
    """Return the unit's redemption with its contract, coupons and invoices; `not_found` for everybody else."""
    row = of_party(with_details(visible_redemptions(actor)), actor, column="unit_id").filter(pk=redemption_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def _wanted(wanted: str, *, user_id: int, on: date) -> Q:
    """Return the filter of a state or of a value beside the states."""
    if wanted == LIVE:
        return ~Q(state__in=ENDED_REDEMPTIONS)
    if wanted == UNCOLLECTED:
        return Q(pk__in=list(collectable().values_list("pk", flat=True)))
    if wanted == CARRIED:
        return Q(pk__in=list_carried_ids())
    if wanted == TO_DECIDE:
        return Q(pk__in=list_carried_to_decide(user_id=user_id, on=on))
    return Q(state=RedemptionState(wanted))


def find_first_correction_day() -> date | None:
    """Return the first day by which a returned redemption must be corrected, or None."""
    first: date | None = Redemption.objects.filter(state=RedemptionState.RETURNED).aggregate(Min("correct_by"))[
        "correct_by__min"
    ]
    return first


def find_oldest_unchecked() -> date | None:
    """Return the Beijing day on which the redemption that waits longest for its formal check was submitted, or None."""
    oldest = Redemption.objects.filter(state=RedemptionState.SUBMITTED).aggregate(Min("submitted_at"))
    return beijing_day(oldest["submitted_at__min"]) if oldest["submitted_at__min"] else None


def count_redemptions_by_state() -> dict[RedemptionState, int]:
    """Count the redemptions by state. One query."""
    return dict(Redemption.objects.values_list("state").annotate(n=Count("pk")).order_by())
