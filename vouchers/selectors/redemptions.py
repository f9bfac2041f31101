"""Redemptions, read."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from accounts.rules.roles import APPLICANT_ROLES, UNIT_ROLES
from core.actors import Actor
from core.errors import DomainError
from vouchers.models import Coupon, Invoice, Redemption
from vouchers.models.redemptions import ENDED_UNPAID
from vouchers.permissions import STAFF

OPEN_STATES = ("draft", "returned")
"""States in which the unit may still change what it claims and brings."""


def visible_redemptions(actor: Actor) -> QuerySet[Redemption]:
    """A unit's own, an applicant's those on its contracts, staff's all; nobody else's (I12)."""
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
    """Those whose invoices, files and check sheet the actor may see: a unit its own, staff all."""
    if actor.has(*STAFF):
        return Redemption.objects.all()
    own = Redemption.objects.filter(unit_id=actor.party_id or 0)
    return own if actor.has(*UNIT_ROLES) else own.none()


def with_details(redemptions: QuerySet[Redemption]) -> QuerySet[Redemption]:
    """The same with their coupons and invoices, in two queries more."""
    return redemptions.prefetch_related(
        Prefetch("contract__coupons", queryset=Coupon.objects.order_by("pk")),
        Prefetch("invoices", queryset=Invoice.objects.order_by("pk")),
    )


def get_redemption(redemption_id: int, *, unit_id: int) -> Redemption:
    """The unit's redemption with its contract, as it is now; `not_found` for another's as for none."""
    found = Redemption.objects.select_related("contract").filter(pk=redemption_id, unit_id=unit_id).first()
    if found is None:
        raise DomainError("not_found", kind="missing")
    return found


def get_redemption_for_checks(redemption_id: int) -> Redemption:
    """The redemption with its contract and the two parties; `not_found`."""
    rows = Redemption.objects.select_related("contract", "applicant", "unit__party")
    found = rows.filter(pk=redemption_id).first()
    if found is None:
        raise DomainError("not_found", kind="missing")
    return found


def find_live_redemption(contract_id: int) -> Redemption | None:
    """The one redemption of the contract that has not ended unpaid, or None."""
    return Redemption.objects.filter(contract_id=contract_id).exclude(state__in=ENDED_UNPAID).first()


def find_newest_on_the_way(actor: Actor) -> Redemption | None:
    """The redemption handed in last of those the actor may see that are neither paid nor ended, or None."""
    under_way = visible_redemptions(actor).exclude(state__in=[*OPEN_STATES, *ENDED_UNPAID, "paid"])
    return under_way.order_by("-submitted_at", "-pk").first()


def due_by(redemptions: QuerySet[Redemption], day: date) -> QuerySet[Redemption]:
    """Those that the unit must hand in by a Beijing day: drafts by redeem_by, returned ones by their correction day."""
    drafts = Q(state="draft", contract__redeem_by__lte=day)
    return redemptions.filter(drafts | Q(state="returned", correct_by__lte=day))
