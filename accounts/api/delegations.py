"""Delegations over the API."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from django.db.models import Model, QuerySet

from accounts.api.case_serializers import DelegationInput, DelegationOutput
from accounts.api.filters import DelegationFilter
from accounts.selectors.delegations import visible_delegations
from accounts.services import delegations
from core.api.serializers import Nothing
from core.api.views import ApiData, Collection, Command, DetailView


class Delegations(Collection):
    """The delegations to and from the actor, all for administrators and auditors; POST offers one."""

    operation = "delegation.read"
    adding = "delegation.offer"
    serializer_class = DelegationOutput
    filterset_class = DelegationFilter
    input_class = DelegationInput
    output_class = DelegationOutput
    success_status = 201

    def visible(self) -> QuerySet[Model]:
        return visible_delegations(self.actor)

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return delegations.offer_delegation(**data, actor=self.actor, at=at)


class DelegationDetail(DetailView):
    """A delegation."""

    operation = "delegation.read"
    serializer_class = DelegationOutput

    def visible(self) -> QuerySet[Model]:
        return visible_delegations(self.actor)


class _Step(Command):
    operation = "delegation.answer"
    serializer_class = Nothing
    output_class = DelegationOutput
    step: ClassVar[Callable[..., Model]]

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return type(self).step(delegation_id=ids["pk"], actor=self.actor, at=at)


class AcceptDelegation(_Step):
    """Accept a delegation, by the delegate."""

    step = staticmethod(delegations.accept_delegation)


class DeclineDelegation(_Step):
    """Decline a delegation, by the delegate."""

    step = staticmethod(delegations.decline_delegation)


class EndDelegation(_Step):
    """End a delegation at once, by either person."""

    operation = "delegation.end"
    step = staticmethod(delegations.end_delegation)
