"""Contracts and their service records, read."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.rules.roles import APPLICANT_ROLES, UNIT_ROLES
from accounts.selectors.members import list_user_ids
from core.actors import Actor
from core.errors import DomainError
from vouchers.models import Coupon, CouponOffer, Redemption, ServiceContract, ServiceRecord
from vouchers.models.redemptions import ENDED_UNPAID
from vouchers.permissions import STAFF
from vouchers.rules.contracts import KEEP_OPEN, LIVE

CORRECTABLE = ("draft", "returned")
"""A redemption whose evidence may still be put right."""


def visible_contracts(actor: Actor) -> QuerySet[ServiceContract]:
    """Staff see all; an applicant and a unit those they are a side of, drafts included; nobody another's (I12)."""
    contracts = ServiceContract.objects.select_related("applicant", "unit__party").annotate(
        redemption_open=Exists(_live_redemptions().filter(contract=OuterRef("pk")))
    )
    if actor.has(*STAFF):
        return contracts
    return contracts.filter(_side(actor, prefix=""))


def contracts_in_full(actor: Actor) -> QuerySet[ServiceContract]:
    """The same, each with its coupons, those offered, its amendments and records."""
    return visible_contracts(actor).prefetch_related(
        Prefetch("coupons", queryset=Coupon.objects.order_by("pk")),
        Prefetch("offers", queryset=CouponOffer.objects.select_related("coupon").order_by("coupon_id")),
        "amendments",
        Prefetch("records", queryset=ServiceRecord.objects.order_by("done_on", "pk")),
    )


def visible_service_records(actor: Actor) -> QuerySet[ServiceRecord]:
    """The records of the contracts the actor may see."""
    records = ServiceRecord.objects.select_related("service")
    return records if actor.has(*STAFF) else records.filter(_side(actor, prefix="contract__"))


def get_contract(contract_id: int) -> ServiceContract:
    """The contract with its parties; `not_found`."""
    row = ServiceContract.objects.select_related("applicant", "unit__party").filter(pk=contract_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def is_redemption_open(contract_id: int) -> bool:
    """Whether a redemption of the contract lives."""
    return _live_redemptions().filter(contract_id=contract_id).exists()


def is_evidence_closed(contract_id: int) -> bool:
    """Whether a redemption of the contract is beyond the point where its evidence may be put right."""
    return _live_redemptions().filter(contract_id=contract_id).exclude(state__in=CORRECTABLE).exists()


def list_offered_ids(contract_id: int) -> set[int]:
    """The coupons the applicant means for the contract."""
    return set(CouponOffer.objects.filter(contract_id=contract_id).values_list("coupon_id", flat=True))


def has_records(contract_id: int) -> bool:
    """Whether something was done under the contract."""
    return ServiceRecord.objects.filter(contract_id=contract_id).exists()


def has_records_after(contract_id: int, *, day: date) -> bool:
    """Whether something was done after a day."""
    return ServiceRecord.objects.filter(contract_id=contract_id, done_on__gt=day).exists()


def find_contract_of_record(record_id: int) -> int:
    """The contract a service record belongs to, to be locked before it; 0 for none."""
    return ServiceRecord.objects.filter(pk=record_id).values_list("contract_id", flat=True).first() or 0


def list_untouched_ids(*, unit_id: int, on: date) -> list[int]:
    """The unit's contracts under which nothing was done, none is redeemed and whose coupons are not late."""
    rows = ServiceContract.objects.filter(unit_id=unit_id, state__in=LIVE, redeem_by__gte=on)
    touched = Q(pk__in=ServiceRecord.objects.values("contract_id")) | Q(
        pk__in=_live_redemptions().values("contract_id")
    )
    return list(rows.exclude(touched).order_by("pk").values_list("pk", flat=True))


def list_with_counted_coupons(contract_ids: Collection[int]) -> set[int]:
    """Those of the contracts that a coupon keeps open."""
    rows = Coupon.objects.filter(contract_id__in=contract_ids, state__in=KEEP_OPEN)
    return {contract_id for contract_id in rows.values_list("contract_id", flat=True) if contract_id}


def are_related(*, applicant_id: int, unit_id: int) -> bool:
    """Whether one person acts for both sides (关联关系)."""
    sides = [
        set(list_user_ids(party_id=party_id, roles=APPLICANT_ROLES | UNIT_ROLES))
        for party_id in (applicant_id, unit_id)
    ]
    return not sides[0].isdisjoint(sides[1])


def _live_redemptions() -> QuerySet[Redemption]:
    return Redemption.objects.exclude(state__in=ENDED_UNPAID)


def _side(actor: Actor, *, prefix: str) -> Q:
    mine = Q(pk__in=[])
    if actor.has(*APPLICANT_ROLES):
        mine |= Q(**{f"{prefix}applicant_id": actor.party_id})
    if actor.has(*UNIT_ROLES):
        mine |= Q(**{f"{prefix}unit_id": actor.party_id})
    return mine
