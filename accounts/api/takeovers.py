"""Takeovers of parties whose managers cannot be reached."""

from datetime import datetime

from django.db.models import Model, QuerySet

from accounts.api.filters import TakeoverFilter
from accounts.api.party_serializers import PartyReasonInput, TakeoverInput, TakeoverOutput
from accounts.api.personal import Personal
from accounts.selectors.parties import visible_takeovers
from accounts.services.takeovers import approve_takeover, refuse_takeover, request_takeover
from core.api.views import ApiData, Collection, Command, DetailView


class Takeovers(Personal, Collection):
    """The takeovers that the actor may see; POST requests one, by any user."""

    operation = "takeover.read"
    adding = "takeover.request"
    serializer_class = TakeoverOutput
    filterset_class = TakeoverFilter
    input_class = TakeoverInput
    output_class = TakeoverOutput
    success_status = 201

    def visible(self) -> QuerySet[Model]:
        return visible_takeovers(self.actor)

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return request_takeover(**data, actor=self.actor, at=at)


class TakeoverDetail(DetailView):
    """One takeover."""

    operation = "takeover.read"
    serializer_class = TakeoverOutput

    def visible(self) -> QuerySet[Model]:
        return visible_takeovers(self.actor)


class ApproveTakeover(Command):
    """Make the claimant the manager of the party."""

    operation = "takeover.decide"
    serializer_class = PartyReasonInput
    output_class = TakeoverOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return approve_takeover(takeover_id=ids["pk"], **data, actor=self.actor, at=at)


class RefuseTakeover(Command):
    """Refuse a takeover."""

    operation = "takeover.decide"
    serializer_class = PartyReasonInput
    output_class = TakeoverOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return refuse_takeover(takeover_id=ids["pk"], **data, actor=self.actor, at=at)
