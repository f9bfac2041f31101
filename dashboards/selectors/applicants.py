"""Data of an applicant's first page, in a number of queries that does not depend on the number of coupons."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Exists, F, Min, OuterRef, Q, Sum

from core.values.deadlines import beijing_day
from core.values.money import ZERO
from redemptions.models import Redemption
from redemptions.rules.states import UNPAID_REDEMPTIONS
from vouchers.models import Coupon, CouponOffer, ServiceContract
from vouchers.rules.states import LIVE_COUPONS, OPEN_CONTRACTS, ContractState, CouponState
from vouchers.selectors.coupons import list_offerable_coupons

MOST_TODOS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponTally:
    """An applicant's coupons: their number, sums in yuan, and the next day something is due by."""

    live: int
    live_amount: Decimal
    paid: Decimal
    next_day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """待办事项. A task of the applicant: its kind, its subject (id and label), and the day it is due by."""

    kind: str
    subject_id: int
    label: str
    day: date | None


def tally_coupons(*, applicant_id: int) -> CouponTally:
    """Return the number of live coupons, the sum paid and the next day something is due by. One query."""
    found = Coupon.objects.filter(applicant_id=applicant_id).aggregate(
        live=Count("pk", filter=Q(state__in=LIVE_COUPONS)),
        live_amount=Sum("amount", filter=Q(state__in=LIVE_COUPONS)),
        paid=Sum("payable", filter=Q(state=CouponState.PAID)),
        register=Min("register_by", filter=Q(state=CouponState.CLAIMED)),
        redeem=Min("redeem_by", filter=Q(state=CouponState.REGISTERED)),
    )
    days = [day for day in (found["register"], found["redeem"]) if day is not None]
    return CouponTally(
        live=found["live"],
        live_amount=found["live_amount"] or ZERO,
        paid=found["paid"] or ZERO,
        next_day=min(days, default=None),
    )


def list_todos(*, applicant_id: int, at: datetime) -> list[ToDo]:
    """Return the tasks of the applicant, the most urgent first. Two queries."""
    coupons = _coupon_todos(applicant_id, at=at)
    found = [*_contract_todos(applicant_id, at=at, next_to_lapse=coupons[0].day if coupons else None), *coupons]
    return sorted(found, key=lambda todo: (todo.day is None, todo.day))[:MOST_TODOS]


def _coupon_todos(applicant_id: int, *, at: datetime) -> list[ToDo]:
    offered = Exists(CouponOffer.objects.filter(coupon=OuterRef("pk"), contract__state=ContractState.DRAFT))
    rows = list_offerable_coupons(applicant_id=applicant_id, at=at).exclude(offered)[:MOST_TODOS]
    return [ToDo(kind="register", subject_id=row.pk, label=str(row.year), day=row.register_by) for row in rows]


def _contract_todos(applicant_id: int, *, at: datetime, next_to_lapse: date | None) -> list[ToDo]:
    """Return the tasks on contracts. A draft is due when the first of the claimed coupons lapses."""
    on = beijing_day(at)
    offers = Exists(CouponOffer.objects.filter(contract=OuterRef("pk")))
    redeemed = Exists(Redemption.objects.filter(contract=OuterRef("pk")).exclude(state__in=UNPAID_REDEMPTIONS))
    rows = ServiceContract.objects.filter(applicant_id=applicant_id).annotate(offered=offers, redeemed=redeemed)
    waiting = (
        Q(state=ContractState.DRAFT, offered=False)
        | Q(state=ContractState.AMENDED)
        | Q(state=ContractState.COMPLETED, results_accepted_at=None)
        | Q(state__in=OPEN_CONTRACTS, redeemed=False, redeem_by__range=(on, on + timedelta(days=14)), end_on__lt=on)
    )
    found = rows.filter(waiting).order_by(F("redeem_by").asc(nulls_last=True), "pk")[:MOST_TODOS]
    return [
        ToDo(
            kind=_kind(row),
            subject_id=row.pk,
            label=row.title,
            day=next_to_lapse if row.state == ContractState.DRAFT else row.redeem_by,
        )
        for row in found
    ]


def _kind(contract: ServiceContract) -> str:
    if contract.state == ContractState.COMPLETED and contract.results_accepted_at is None:
        return "accept"
    return {ContractState.DRAFT: "offer", ContractState.AMENDED: "confirm"}.get(contract.state, "press")
