"""Reads for the revocation of coupons (article 17)."""

from collections.abc import Collection
from decimal import Decimal

from django.db.models import Case, Count, F, QuerySet, Sum, When

from core.values.money import ZERO
from oversight.selectors.sanctions import list_openly_proposed
from redemptions.models import Redemption
from redemptions.rules.revocations import RevocableCoupon
from redemptions.rules.states import LIVE_REDEMPTIONS
from vouchers.models import Coupon
from vouchers.rules.states import BINDING_COUPONS, LIVE_COUPONS, CouponState


def list_revocable(coupon_ids: Collection[int]) -> list[RevocableCoupon]:
    """Return the facts of these coupons for a proposal, by id. Two queries."""
    proposed = list_openly_proposed(subject_kind="coupon", subject_ids=coupon_ids)
    return [
        RevocableCoupon(
            coupon_id=row.pk,
            label=row.number,
            state=row.state,
            applicant_id=row.applicant_id,
            contract_id=row.contract_id,
            is_proposed=row.pk in proposed,
        )
        for row in Coupon.objects.filter(pk__in=coupon_ids).order_by("pk")
    ]


def list_revocable_with(coupon: Coupon) -> list[Coupon]:
    """List the coupons that may be revoked together with a coupon: those of its contract, else it alone. Two queries."""
    rows = Coupon.objects.filter(state__in=LIVE_COUPONS)
    rows = rows.filter(pk=coupon.pk) if coupon.contract_id is None else rows.filter(contract_id=coupon.contract_id)
    found = list(rows.order_by("pk"))
    proposed = list_openly_proposed(subject_kind="coupon", subject_ids=[row.pk for row in found])
    return [row for row in found if row.pk not in proposed]


def contract_ids_of(coupon_ids: Collection[int]) -> list[int]:
    """List the contracts of these coupons, by id."""
    rows = Coupon.objects.filter(pk__in=coupon_ids, contract__isnull=False).order_by("contract_id")
    return [contract_id for contract_id in rows.values_list("contract_id", flat=True).distinct() if contract_id]


def live_redemptions_of(contract_ids: Collection[int]) -> QuerySet[Redemption]:
    """Return the redemptions of these contracts that are neither paid nor ended: one each at most."""
    return Redemption.objects.filter(contract_id__in=contract_ids, state__in=LIVE_REDEMPTIONS).order_by("pk")


def list_remaining(contract_id: int, *, without: Collection[int]) -> list[Coupon]:
    """List the coupons of a contract that are neither paid nor ended, without some of them, by id."""
    rows = Coupon.objects.filter(contract_id=contract_id, state__in=BINDING_COUPONS).exclude(pk__in=without)
    return list(rows.order_by("pk"))


def sum_at_stake(coupon_ids: Collection[int]) -> tuple[int, Decimal]:
    """Return how many of the coupons are neither paid nor ended, and the yuan that their revocation frees. One query."""
    frees = Case(When(state=CouponState.APPROVED, then=F("payable")), default=F("amount"))
    rows = Coupon.objects.filter(pk__in=coupon_ids, state__in=LIVE_COUPONS)
    found = rows.aggregate(count=Count("pk"), amount=Sum(frees))
    return found["count"], found["amount"] or ZERO
