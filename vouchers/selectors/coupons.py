"""Coupons, read."""

from decimal import Decimal

from django.db.models import QuerySet

from accounts.rules.roles import APPLICANT_ROLES, UNIT_ROLES
from core.actors import Actor
from core.money import ZERO
from core.sql import Compiled
from vouchers.models import AnnualUse, Coupon
from vouchers.permissions import STAFF


def visible_coupons(actor: Actor) -> QuerySet[Coupon]:
    """An applicant's own, a unit's those on its contracts, staff's all; nobody else's (I12)."""
    coupons = Coupon.objects.select_related("applicant", "round")
    if actor.has(*STAFF):
        return coupons
    mine = coupons.none()
    if actor.has(*APPLICANT_ROLES):
        mine = mine | coupons.filter(applicant_id=actor.party_id)
    if actor.has(*UNIT_ROLES):
        mine = mine | coupons.filter(contract__unit_id=actor.party_id)
    return mine


def used_in_year(*, applicant_id: int, year: int) -> Decimal:
    """What the applicant's coupons count in the year, in yuan."""
    return used_of_year.first(applicant_id=applicant_id, year=year) or ZERO


@Compiled
def used_of_year(applicant_id: int, year: int) -> QuerySet[AnnualUse, Decimal]:
    return AnnualUse.objects.filter(applicant_id=applicant_id, year=year).values_list("used", flat=True)
