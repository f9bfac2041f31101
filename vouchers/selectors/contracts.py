"""Reads of contracts and service records."""

from collections.abc import Collection
from datetime import date
from typing import TypeAlias

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.rules.roles import APPLICANT_ROLES, SIDE_ROLES, UNIT_ROLES
from accounts.selectors.members import list_user_ids
from core.access.checks import of_party
from core.database.searching import contains
from core.values.actors import Actor
from core.values.errors import DomainError
from core.values.object_numbers import Series, id_in_series
from matching.selectors.requests import ProjectRow, accepted_projects
from vouchers.models import ContractAmendment, Coupon, CouponOffer, ServiceContract, ServiceRecord
from vouchers.models.contracts import DROPPED
from vouchers.permissions import STAFF
from vouchers.rules.states import BINDING_COUPONS, OPEN_CONTRACTS, RUNNING_CONTRACTS, ContractState, CouponState
from vouchers.selectors.open_redemptions import find_open_redemption, live_redemptions

AmendmentRow: TypeAlias = ContractAmendment
ContractRow: TypeAlias = ServiceContract
ServiceRecordRow: TypeAlias = ServiceRecord
"""The model's name for pages and views, which import no models."""


def visible_contracts(actor: Actor) -> QuerySet[ServiceContract]:
    """Return the contracts an actor may see, drafts included: all for staff, a party's own on either side (I12)."""
    contracts = ServiceContract.objects.select_related("applicant", "unit__party").annotate(
        redemption_open=Exists(live_redemptions().filter(contract=OuterRef("pk")))
    )
    if actor.has(*STAFF):
        return contracts
    return contracts.filter(_side(actor, prefix=""))


def contracts_in_full(actor: Actor) -> QuerySet[ServiceContract]:
    """Return the visible contracts, each with its coupons, coupon offers, amendments and service records."""
    return visible_contracts(actor).prefetch_related(
        Prefetch("coupons", queryset=Coupon.objects.order_by("pk")),
        Prefetch("offers", queryset=CouponOffer.objects.select_related("coupon").order_by("coupon_id")),
        "amendments",
        Prefetch("records", queryset=ServiceRecord.objects.select_related("service").order_by("done_on", "pk")),
    )


def visible_service_records(actor: Actor) -> QuerySet[ServiceRecord]:
    """Return the service records of the contracts the actor may see."""
    records = ServiceRecord.objects.select_related("service")
    return records if actor.has(*STAFF) else records.filter(_side(actor, prefix="contract__"))


def get_contract(contract_id: int) -> ServiceContract:
    """Return the contract with its parties; `not_found`."""
    row = ServiceContract.objects.select_related("applicant", "unit__party").filter(pk=contract_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def is_redemption_open(contract_id: int) -> bool:
    """Whether the contract has a live redemption."""
    return live_redemptions().filter(contract_id=contract_id).exists()


def is_evidence_closed(contract_id: int) -> bool:
    """Whether the contract has a live redemption whose evidence can no longer be corrected."""
    redemption = find_open_redemption(contract_id)
    return redemption is not None and not redemption.correctable


def list_offered_ids(contract_id: int) -> set[int]:
    """Return the ids of the coupons that the applicant offers for the contract."""
    return set(CouponOffer.objects.filter(contract_id=contract_id).values_list("coupon_id", flat=True))


def has_records(contract_id: int) -> bool:
    """Whether the contract has a service record."""
    return ServiceRecord.objects.filter(contract_id=contract_id).exists()


def has_records_after(contract_id: int, *, day: date) -> bool:
    """Whether the contract has a service record after a day."""
    return ServiceRecord.objects.filter(contract_id=contract_id, done_on__gt=day).exists()


def get_contract_of_record(record_id: int) -> int:
    """Return the id of a service record's contract, which is locked before it; `not_found`."""
    contract_id = ServiceRecord.objects.filter(pk=record_id).values_list("contract_id", flat=True).first()
    if contract_id is None:
        raise DomainError("not_found", kind="missing")
    return contract_id


def list_unworked_ids(*, unit_id: int, on: date) -> list[int]:
    """Return the unit's running contracts before their redeem_by that have no service record and no live redemption."""
    rows = ServiceContract.objects.filter(unit_id=unit_id, state__in=RUNNING_CONTRACTS, redeem_by__gte=on)
    touched = Q(pk__in=ServiceRecord.objects.values("contract_id")) | Q(pk__in=live_redemptions().values("contract_id"))
    return list(rows.exclude(touched).order_by("pk").values_list("pk", flat=True))


def list_ids_with_binding_coupons(contract_ids: Collection[int]) -> set[int]:
    """Return those of the contracts that a coupon keeps open."""
    rows = Coupon.objects.filter(contract_id__in=contract_ids, state__in=BINDING_COUPONS)
    return {contract_id for contract_id in rows.values_list("contract_id", flat=True) if contract_id}


def are_related(*, applicant_id: int, unit_id: int) -> bool:
    """Whether one person acts for both sides (关联关系)."""
    sides = [set(list_user_ids(party_id=party_id, roles=SIDE_ROLES)) for party_id in (applicant_id, unit_id)]
    return not sides[0].isdisjoint(sides[1])


def _side(actor: Actor, *, prefix: str) -> Q:
    mine = Q(pk__in=[])
    if actor.has(*APPLICANT_ROLES):
        mine |= Q(**{f"{prefix}applicant_id": actor.party_id})
    if actor.has(*UNIT_ROLES):
        mine |= Q(**{f"{prefix}unit_id": actor.party_id})
    return mine


UNDER_WAY = "running"
"""A filter value beside the states: contracts that are registered and not closed."""


def search_unit_contracts(actor: Actor, *, state: str = "", text: str = "") -> QuerySet[ServiceContract]:
    """Return a unit's contracts, all for staff, by state or UNDER_WAY, and by title, reference, applicant or unit."""
    rows = _of_unit(visible_contracts(actor), actor)
    if state:
        rows = rows.filter(state__in=OPEN_CONTRACTS if state == UNDER_WAY else (ContractState(state),))
    if (number := id_in_series(text, Series.CONTRACT)) is not None:
        return rows.filter(pk=number)
    if text:
        named = contains(
            text,
            "title",
            "reference",
            "applicant__name",
            "unit__party__name",
            names=["applicant__match_name", "unit__party__match_name"],
        )
        rows = rows.filter(named)
    return rows


def get_unit_contract(actor: Actor, contract_id: int) -> ServiceContract:
    """Return a contract of the unit, any for staff, with its coupons, offers, amendments and records; `not_found`."""
    row = _of_unit(contracts_in_full(actor), actor).select_related("project").filter(pk=contract_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def find_contract_of_project(project_id: int) -> ServiceContract | None:
    """Return the contract of a project, dropped drafts excluded, or None."""
    return ServiceContract.objects.filter(project_id=project_id).exclude(DROPPED).first()


def search_service_records(actor: Actor, *, text: str = "") -> QuerySet[ServiceRecord]:
    """Return the service records of a unit's contracts, all for staff, filtered by contract or content."""
    rows = visible_service_records(actor).select_related("contract__applicant")
    if not actor.has(*STAFF):
        rows = of_party(rows, actor, column="contract__unit_id")
    named = contains(text, "description", "contract__title", "contract__reference")
    return rows.filter(named) if text else rows


def get_service_record(actor: Actor, record_id: int) -> ServiceRecord:
    """Return a service record of the unit; `not_found`."""
    row = search_service_records(actor).filter(pk=record_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def list_projects_without_contract(*, unit_id: int, limit: int) -> list[ProjectRow]:
    """Return accepted projects of the unit that have no contract, oldest first."""
    contracted = ServiceContract.objects.filter(unit_id=unit_id).exclude(DROPPED).values("project_id")
    return list(accepted_projects(unit_id).exclude(pk__in=contracted).order_by("pk")[:limit])


def _of_unit(rows: QuerySet[ServiceContract], actor: Actor) -> QuerySet[ServiceContract]:
    return rows if actor.has(*STAFF) else of_party(rows, actor, column="unit_id")


def search_applicant_contracts(*, applicant_id: int, state: str = "", text: str = "") -> QuerySet[ServiceContract]:
    """Return the contracts of an applicant, filtered by state, and by title, reference or unit."""
    rows = ServiceContract.objects.filter(applicant_id=applicant_id).select_related("unit__party")
    rows = rows.annotate(redemption_open=Exists(live_redemptions().filter(contract=OuterRef("pk"))))
    if state:
        rows = rows.filter(state=ContractState(state))
    if (number := id_in_series(text, Series.CONTRACT)) is not None:
        return rows.filter(pk=number)
    if text:
        named = contains(text, "title", "reference", "unit__party__name", names=["unit__party__match_name"])
        rows = rows.filter(named)
    return rows


def first_registration_day(contract: ServiceContract) -> date | None:
    """Return the first day by which a coupon offered for a contract must be registered, or None without such a coupon.

    The contract was read with its offers.
    """
    days = [each.coupon.register_by for each in contract.offers.all() if each.coupon.state == CouponState.CLAIMED]
    return min(days, default=None)


def get_applicant_contract(*, applicant_id: int, contract_id: int) -> ServiceContract:
    """Return a contract of the applicant, with its coupons, offers and service records; `not_found`."""
    rows = ServiceContract.objects.filter(applicant_id=applicant_id).select_related(
        "applicant", "unit__party", "project"
    )
    details = (
        Prefetch("coupons", queryset=Coupon.objects.order_by("pk")),
        Prefetch("offers", queryset=CouponOffer.objects.select_related("coupon").order_by("coupon_id")),
        Prefetch("records", queryset=ServiceRecord.objects.select_related("service").order_by("done_on", "pk")),
        Prefetch("amendments", queryset=ContractAmendment.objects.order_by("pk")),
    )
    row = rows.prefetch_related(*details).filter(pk=contract_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def list_contracts_between(*, own: Collection[int], others: Collection[int]) -> list[tuple[int, int, date]]:
    """Return (own, other party, last day) of each contract that was ever registered between parties of the two groups.

    The last day is the agreed end, or that of its termination (settings.CONTRACTS_BETWEEN).
    """
    sides = Q(applicant__in=own, unit__in=others) | Q(unit__in=own, applicant__in=others)
    rows = ServiceContract.objects.filter(sides, policy_version__isnull=False)
    days = rows.annotate(last=Coalesce("terminated_on", "end_on")).values_list("applicant_id", "unit_id", "last")
    found = list(days)
    return [
        *((applicant, unit, last) for applicant, unit, last in found if applicant in own and unit in others),
        *((unit, applicant, last) for applicant, unit, last in found if unit in own and applicant in others),
    ]
