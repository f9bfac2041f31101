"""Reads of coupons."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from django.db.models import Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from accounts.rules.roles import APPLICANT_ROLES, UNIT_ROLES
from core.database.searching import contains
from core.values.actors import Actor
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from core.values.money import ZERO, total
from vouchers.models import (
    AnnualUse,
    Coupon,
    Movement,
)
from vouchers.permissions import STAFF
from vouchers.rules.books import counted_in_year
from vouchers.rules.coupon_numbers import coupon_id_of
from vouchers.rules.states import LIVE_COUPONS, REGISTERED_COUPONS, CouponState

LIVE = "live"
"""A filter value beside the states: coupons that are neither paid nor ended."""

CouponRow: TypeAlias = Coupon
"""The model's name for pages and views, which import no models."""


def visible_coupons(actor: Actor) -> QuerySet[Coupon]:
    """Return the coupons an actor may see: an applicant's own, those on a unit's contracts, all for staff (I12)."""
    coupons = Coupon.objects.select_related("applicant", "round")
    if actor.has(*STAFF):
        return coupons
    mine = coupons.none()
    if actor.has(*APPLICANT_ROLES):
        mine = mine | coupons.filter(applicant_id=actor.party_id)
    if actor.has(*UNIT_ROLES):
        mine = mine | coupons.filter(contract__unit_id=actor.party_id)
    return mine


def listed_coupons(actor: Actor) -> QuerySet[Coupon]:
    """Return the visible coupons, a unit's sorted by contract, because the newest coupons have no contract yet."""
    coupons = visible_coupons(actor)
    by_contract = actor.has(*UNIT_ROLES) and not actor.has(*STAFF, *APPLICANT_ROLES)
    return coupons.order_by("-contract_id") if by_contract else coupons


def used_in_year(*, applicant_id: int, year: int) -> Decimal:
    """Return the yuan that the applicant's coupons count in the year."""
    uses = AnnualUse.objects.filter(applicant_id=applicant_id, year=year)
    return uses.values_list("used", flat=True).first() or ZERO


def counted_until(*, applicant_id: int, year: int, until: datetime) -> Decimal:
    """Return the yuan that the applicant's coupons of the year claimed before a moment count now."""
    forfeited = Coalesce(Sum("movements__amount", filter=Q(movements__target="forfeited")), ZERO)
    rows = Coupon.objects.filter(applicant_id=applicant_id, year=year, claimed_at__lte=until).annotate(lost=forfeited)
    counted = (
        counted_in_year(state=state, amount=amount, payable=payable, forfeited=lost)
        for state, amount, payable, lost in rows.values_list("state", "amount", "payable", "lost")
    )
    return total(counted)


def list_provisional_contract_ids() -> list[int]:
    """Return the contracts of coupons with provisional deadlines, those of a year without a holiday notice."""
    rows = Coupon.objects.filter(provisional=True, state__in=REGISTERED_COUPONS)
    return list(rows.values_list("contract_id", flat=True).distinct())


def least_valid_until(contract_ids: Collection[int]) -> dict[int, date]:
    """Return the earliest day that the live coupons of each contract are valid until."""
    rows = Coupon.objects.filter(contract_id__in=contract_ids, state__in=REGISTERED_COUPONS)
    return dict(rows.values("contract_id").annotate(least=Min("valid_until")).values_list("contract_id", "least"))


def search_coupons(actor: Actor, *, state: str = "", text: str = "") -> QuerySet[Coupon]:
    """Return the visible coupons, filtered by state or LIVE, and by number, contract, unit or applicant."""
    rows = visible_coupons(actor).select_related("contract__unit__party")
    if state:
        rows = rows.filter(state__in=LIVE_COUPONS if state == LIVE else (CouponState(state),))
    if not text:
        return rows
    if (number := coupon_id_of(text)) is not None:
        return rows.filter(pk=number)
    named = contains(
        text,
        "contract__title",
        "contract__unit__party__name",
        "applicant__name",
        "round__name",
        names=["contract__unit__party__match_name", "applicant__match_name"],
    )
    return rows.filter(named)


def get_visible_coupon(actor: Actor, coupon_id: int) -> Coupon:
    """Return the coupon with its contract and unit; `not_found`, also for another party's."""
    row = visible_coupons(actor).select_related("contract__unit__party").filter(pk=coupon_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def list_offerable_coupons(*, applicant_id: int, at: datetime) -> QuerySet[Coupon]:
    """Return the applicant's coupons that may still be registered, the earliest deadline first."""
    claimed = Coupon.objects.filter(
        applicant_id=applicant_id, state=CouponState.CLAIMED, register_by__gte=beijing_day(at)
    )
    return claimed.order_by("register_by", "pk")


def map_recovered(coupon_ids: Collection[int]) -> dict[int, Decimal]:
    """Return coupon → the yuan of it that came back; nothing for one that gave nothing back. One query."""
    rows = Movement.objects.filter(coupon_id__in=coupon_ids, cause="recover").values_list("coupon_id")
    return dict(rows.annotate(sum=Sum("amount")).order_by())
