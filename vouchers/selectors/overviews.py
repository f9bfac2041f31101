"""What an applicant's first page and its lists show, in few queries however many coupons there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Exists, F, Min, OuterRef, Prefetch, Q, QuerySet, Sum

from core.actors import Actor
from core.errors import DomainError
from core.money import ZERO
from core.periods import beijing_day
from vouchers.models import (
    ContractAmendment,
    Coupon,
    CouponOffer,
    PolicyVersion,
    Redemption,
    Round,
    ServiceContract,
    ServiceRecord,
)
from vouchers.models.redemptions import ENDED_UNPAID
from vouchers.rules.contracts import UNDER_WAY
from vouchers.rules.numbers import coupon_id_of
from vouchers.rules.policies import Policy
from vouchers.selectors.coupons import visible_coupons
from vouchers.selectors.policies import get_policy

LIVE_COUPON = ("claimed", "registered", "in_redemption", "approved")
"""What still counts and is not paid."""
MOST_TODOS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponTally:
    """An applicant's coupons in numbers; yuan."""

    live: int
    live_amount: Decimal
    paid: Decimal
    next_day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """待办事项. What the applicant should do: `kind` says what, about the thing with this id and label, by the day."""

    kind: str
    subject_id: int
    label: str
    day: date | None


def tally_coupons(*, applicant_id: int) -> CouponTally:
    """How many coupons live and how much was paid, and the next day something must be done by. One query."""
    found = Coupon.objects.filter(applicant_id=applicant_id).aggregate(
        live=Count("pk", filter=Q(state__in=LIVE_COUPON)),
        live_amount=Sum("amount", filter=Q(state__in=LIVE_COUPON)),
        paid=Sum("payable", filter=Q(state="paid")),
        register=Min("register_by", filter=Q(state="claimed")),
        redeem=Min("redeem_by", filter=Q(state="registered")),
    )
    days = [day for day in (found["register"], found["redeem"]) if day is not None]
    return CouponTally(
        live=found["live"],
        live_amount=found["live_amount"] or ZERO,
        paid=found["paid"] or ZERO,
        next_day=min(days, default=None),
    )


def list_todos(*, applicant_id: int, at: datetime) -> list[ToDo]:
    """What waits for the applicant, the most pressing first. Two queries."""
    coupons = _coupon_todos(applicant_id, at=at)
    found = [*_contract_todos(applicant_id, at=at, next_to_lapse=coupons[0].day if coupons else None), *coupons]
    return sorted(found, key=lambda todo: (todo.day is None, todo.day))[:MOST_TODOS]


def search_coupons(actor: Actor, *, state: str = "", text: str = "") -> QuerySet[Coupon]:
    """The coupons the actor may see, of a state or a group of states, by number, contract, unit or applicant."""
    rows = visible_coupons(actor).select_related("contract__unit__party")
    if state:
        rows = rows.filter(state__in=LIVE_COUPON if state == "live" else (state,))
    if not text:
        return rows
    if (number := coupon_id_of(text)) is not None:
        return rows.filter(pk=number)
    named = Q(contract__title__icontains=text) | Q(contract__unit__party__name__icontains=text)
    return rows.filter(named | Q(applicant__name__icontains=text) | Q(round__name__icontains=text))


def get_visible_coupon(actor: Actor, coupon_id: int) -> Coupon:
    """The coupon with its contract and unit; `not_found` for another party's as for an absent one."""
    row = visible_coupons(actor).select_related("contract__unit__party").filter(pk=coupon_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def list_offerable_coupons(*, applicant_id: int, at: datetime) -> QuerySet[Coupon]:
    """The applicant's coupons that may still be registered, the one that lapses first, first."""
    claimed = Coupon.objects.filter(applicant_id=applicant_id, state="claimed", register_by__gte=beijing_day(at))
    return claimed.order_by("register_by", "pk")


def search_own_contracts(*, applicant_id: int, state: str = "", text: str = "") -> QuerySet[ServiceContract]:
    """The contracts a party is the applicant of, of a state, by title, reference or unit."""
    rows = ServiceContract.objects.filter(applicant_id=applicant_id).select_related("unit__party")
    if state:
        rows = rows.filter(state=state)
    if text:
        named = Q(title__icontains=text) | Q(reference__icontains=text) | Q(unit__party__name__icontains=text)
        rows = rows.filter(named)
    return rows


def get_own_contract(*, applicant_id: int, contract_id: int) -> ServiceContract:
    """A contract the party is the applicant of, with its coupons, those offered, its records; `not_found`."""
    rows = ServiceContract.objects.filter(applicant_id=applicant_id).select_related("unit__party", "project")
    details = (
        Prefetch("coupons", queryset=Coupon.objects.order_by("pk")),
        Prefetch("offers", queryset=CouponOffer.objects.select_related("coupon").order_by("coupon_id")),
        Prefetch("records", queryset=ServiceRecord.objects.order_by("done_on", "pk")),
        Prefetch("amendments", queryset=ContractAmendment.objects.order_by("pk")),
    )
    row = rows.prefetch_related(*details).filter(pk=contract_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def list_announced_rounds(*, at: datetime) -> Sequence[Round]:
    """Rounds that are open or still to come, the one that opens first, first."""
    rows = Round.objects.filter(state__in=["announced", "open"], closes_at__gt=at)
    return list(rows.select_related("policy_version").order_by("opens_at", "pk"))


def get_guiding_policy(*, at: datetime) -> Policy | None:
    """The policy that applicants go by now: of the first round that is open or to come, else the first in force."""
    rounds = list_announced_rounds(at=at)
    if rounds:
        return get_policy(rounds[0].policy_version_id)
    version = PolicyVersion.objects.filter(state="in_force").order_by("pk").values_list("pk", flat=True).first()
    return get_policy(version) if version else None


def _coupon_todos(applicant_id: int, *, at: datetime) -> list[ToDo]:
    offered = Exists(CouponOffer.objects.filter(coupon=OuterRef("pk"), contract__state="draft"))
    rows = list_offerable_coupons(applicant_id=applicant_id, at=at).exclude(offered)[:MOST_TODOS]
    return [ToDo(kind="register", subject_id=row.pk, label=str(row.year), day=row.register_by) for row in rows]


def _contract_todos(applicant_id: int, *, at: datetime, next_to_lapse: date | None) -> list[ToDo]:
    """A draft waits for coupons no longer than the first of those there are can be registered."""
    on = beijing_day(at)
    offers = Exists(CouponOffer.objects.filter(contract=OuterRef("pk")))
    redeemed = Exists(Redemption.objects.filter(contract=OuterRef("pk")).exclude(state__in=ENDED_UNPAID))
    rows = ServiceContract.objects.filter(applicant_id=applicant_id).annotate(offered=offers, redeemed=redeemed)
    waiting = (
        Q(state="draft", offered=False)
        | Q(state="amended")
        | Q(state="completed", results_accepted_at=None)
        | Q(state__in=UNDER_WAY, redeemed=False, redeem_by__range=(on, on + timedelta(days=14)), end_on__lt=on)
    )
    found = rows.filter(waiting).order_by(F("redeem_by").asc(nulls_last=True), "pk")[:MOST_TODOS]
    return [
        ToDo(
            kind=_kind(row),
            subject_id=row.pk,
            label=row.title,
            day=next_to_lapse if row.state == "draft" else row.redeem_by,
        )
        for row in found
    ]


def _kind(contract: ServiceContract) -> str:
    if contract.state == "completed" and contract.results_accepted_at is None:
        return "accept"
    return {"draft": "offer", "amended": "confirm"}.get(contract.state, "press")
