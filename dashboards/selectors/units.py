"""Data of an open unit's first page, in a constant number of queries."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Exists, F, Min, OuterRef, Q, Sum

from core.values.deadlines import beijing_day
from core.values.money import ZERO
from redemptions.models import Redemption
from redemptions.rules.states import CORRECTABLE_REDEMPTIONS, ENDED_REDEMPTIONS, UNPAID_REDEMPTIONS, RedemptionState
from vouchers.models import ServiceContract
from vouchers.rules.states import OPEN_CONTRACTS, RUNNING_CONTRACTS, WORKED_CONTRACTS, ContractState, CouponState

DUE_SOON = timedelta(days=14)


MOST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTally:
    """An open unit's work: counts, and sums in yuan."""

    running: int
    running_coupons: Decimal
    redeeming: int
    redeeming_payable: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTask:
    """A task of the unit: its kind, its contract or redemption (id and title), and the day it is due by."""

    kind: str
    subject_id: int
    title: str
    day: date | None


def tally_unit(unit_id: int) -> UnitTally:
    """Return the counts of the unit's open contracts and redemptions. Two queries."""
    contracts = ServiceContract.objects.filter(unit_id=unit_id, state__in=OPEN_CONTRACTS)
    running = contracts.aggregate(n=Count("pk"), amount=Sum("coupon_total"))
    live = Redemption.objects.filter(unit_id=unit_id).exclude(state__in=ENDED_REDEMPTIONS)
    redeeming = live.aggregate(n=Count("pk"), amount=Sum("payable"))
    return UnitTally(
        running=running["n"],
        running_coupons=running["amount"] or ZERO,
        redeeming=redeeming["n"],
        redeeming_payable=redeeming["amount"] or ZERO,
    )


def list_unit_tasks(*, unit_id: int, at: datetime) -> list[UnitTask]:
    """Return the tasks of the unit, the most urgent first: coupons to register, redemptions to start, finish or
    correct.

    Two queries.
    """
    found = [*_contract_tasks(unit_id, on=beijing_day(at)), *_redemption_tasks(unit_id)]
    return sorted(found, key=lambda task: (task.day is None, task.day))[:MOST]


def _contract_tasks(unit_id: int, *, on: date) -> list[UnitTask]:
    live = Redemption.objects.filter(contract=OuterRef("pk")).exclude(state__in=UNPAID_REDEMPTIONS)
    waiting = Q(offers__coupon__state=CouponState.CLAIMED, offers__coupon__register_by__gte=on)
    rows = ServiceContract.objects.filter(unit_id=unit_id).annotate(
        redeemed=Exists(live), register_by=Min("offers__coupon__register_by", filter=waiting)
    )
    rows = rows.filter(
        Q(state=ContractState.DRAFT, register_by__isnull=False)
        | Q(state__in=WORKED_CONTRACTS, redeemed=False, redeem_by__gte=on)
        | Q(state__in=RUNNING_CONTRACTS, redeemed=False, redeem_by__range=(on, on + DUE_SOON))
    )
    found = rows.order_by(F("redeem_by").asc(nulls_first=True), "pk")[:MOST]
    return [
        UnitTask(
            kind="register" if row.state == ContractState.DRAFT else "start",
            subject_id=row.pk,
            title=row.title,
            day=row.register_by if row.state == ContractState.DRAFT else row.redeem_by,
        )
        for row in found
    ]


def _redemption_tasks(unit_id: int) -> list[UnitTask]:
    rows = Redemption.objects.filter(unit_id=unit_id, state__in=CORRECTABLE_REDEMPTIONS).select_related("contract")
    return [
        UnitTask(
            kind="correct" if row.state == RedemptionState.RETURNED else "finish",
            subject_id=row.pk,
            title=row.contract.title,
            day=row.correct_by if row.state == RedemptionState.RETURNED else row.contract.redeem_by,
        )
        for row in rows.order_by("pk")[:MOST]
    ]
