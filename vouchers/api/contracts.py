"""Contracts over the API: the steps of the unit from draft to termination; offers and acceptance by the applicant."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar, TypedDict

from django.db.models import QuerySet

from core.api.serializers import Nothing
from core.api.views import ApiData, Collection, Command, DetailView, visible_or_404
from vouchers.api.contract_serializers import (
    AmendmentIn,
    ContractDetailOut,
    ContractOut,
    CouponsIn,
    DraftIn,
    DraftUpdateIn,
)
from vouchers.api.filters import ContractFilter
from vouchers.api.serializers import ReasonIn
from vouchers.permissions import STAFF
from vouchers.selectors.contracts import ContractRow, contracts_in_full, visible_contracts
from vouchers.services import contracts as services
from vouchers.services.amendments import amend_contract
from vouchers.services.registrations import register_contract
from vouchers.services.terminations import terminate_contract


class _Contract(Command):
    """A command that answers with the whole contract, read again after the change."""

    output_class = ContractDetailOut

    def render(self, result: ContractRow) -> object:
        return super().render(contracts_in_full(self.actor).get(pk=result.pk))


class Contracts(Collection, _Contract):
    """List the contracts of the reader's party; enter one for an accepted project."""

    operation = "contract.read"
    adding = "contract.draft"
    serializer_class = ContractOut
    input_class = DraftIn
    success_status = 201
    filterset_class = ContractFilter

    def visible(self) -> QuerySet[ContractRow]:
        return visible_contracts(self.actor)

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> ContractRow:
        values = dict(data)
        project_id = values.pop("project")
        return services.draft_contract(
            project_id=project_id,
            unit_id=self.actor.party,
            terms=services.Terms(**values),
            actor_id=self.actor.user_id,
            at=at,
        )


class ContractDetail(DetailView):
    """One contract with its coupons, amendments and service records."""

    operation = "contract.read"
    serializer_class = ContractDetailOut

    def visible(self) -> QuerySet[ContractRow]:
        return contracts_in_full(self.actor)


class Act(TypedDict):
    """Arguments that every service called here takes: the contract, its unit, the person and the moment."""

    contract_id: int
    unit_id: int
    actor_id: int
    at: datetime


class _OfUnit(_Contract):
    def acting(self, at: datetime, pk: int) -> Act:
        return {"contract_id": pk, "unit_id": self.actor.party, "actor_id": self.actor.user_id, "at": at}


class UpdateContract(_OfUnit):
    """Change a draft; coupons offered for it are no longer offered."""

    operation = "contract.draft"
    serializer_class = DraftUpdateIn

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> ContractRow:
        values = dict(data)
        version = values.pop("version")
        return services.update_contract(terms=services.Terms(**values), version=version, **self.acting(at, ids["pk"]))


class DropContract(_OfUnit):
    """Drop a draft."""

    operation = "contract.draft"
    serializer_class = ReasonIn

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> ContractRow:
        return services.drop_contract(reason=data["reason"], **self.acting(at, ids["pk"]))


class RegisterContract(_OfUnit):
    """Register a contract with coupons that were offered, or add further ones later."""

    operation = "contract.register"
    serializer_class = CouponsIn

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> ContractRow:
        return register_contract(coupon_ids=data["coupons"], **self.acting(at, ids["pk"]))


class AmendContract(_OfUnit):
    """Amend the amount or the end."""

    operation = "contract.amend"
    serializer_class = AmendmentIn

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> ContractRow:
        return amend_contract(**data, **self.acting(at, ids["pk"]))


class CompleteContract(_OfUnit):
    """Record that the work is completed."""

    operation = "contract.complete"
    serializer_class = Nothing

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> ContractRow:
        return services.complete_contract(**self.acting(at, ids["pk"]))


class TerminateContract(_Contract):
    """Terminate a contract, as its unit or as an officer."""

    operation = "contract.terminate"
    serializer_class = ReasonIn

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> ContractRow:
        contract = visible_or_404(visible_contracts(self.actor), ids["pk"])
        return terminate_contract(
            contract_id=contract.pk,
            unit_id=None if self.actor.has(*STAFF) else self.actor.party_id,
            reason=data["reason"],
            actor_id=self.actor.user_id,
            at=at,
        )


class _OfApplicant(_Contract):
    serializer_class = Nothing
    service: ClassVar[Callable[..., ContractRow]]

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> ContractRow:
        return type(self).service(
            contract_id=ids["pk"], applicant_id=self.actor.party, actor_id=self.actor.user_id, at=at
        )


class OfferCoupons(_Contract):
    """Offer coupons of the applicant for the contract."""

    operation = "contract.offer"
    serializer_class = CouponsIn

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> ContractRow:
        return services.offer_coupons(
            contract_id=ids["pk"],
            applicant_id=self.actor.party,
            coupon_ids=data["coupons"],
            actor_id=self.actor.user_id,
            at=at,
        )


class ConfirmAmendment(_OfApplicant):
    """Confirm an amendment, as the applicant."""

    operation = "contract.confirm"
    service = staticmethod(services.confirm_amendment)


class AcceptResults(_OfApplicant):
    """Accept the results, as the applicant."""

    operation = "contract.confirm"
    service = staticmethod(services.accept_results)


class PressUnit(_OfApplicant):
    """Ask the unit to apply for redemption, as the applicant (催办)."""

    operation = "contract.press"
    service = staticmethod(services.press_unit)
