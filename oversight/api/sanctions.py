"""Sanctions in the API: every one for staff, those against it for a party."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from django.db.models import Model, QuerySet

from core.api.serializers import Nothing
from core.api.views import ApiData, Collection, Command, DetailView
from oversight.api import serializers
from oversight.api.filters import SanctionFilter
from oversight.selectors.sanctions import visible_sanctions
from oversight.services import liftings, sanctions


class Sanctions(Collection):
    """Sanctions; POST proposes a measure against a party."""

    operation = "sanction.read"
    adding = "sanction.propose"
    serializer_class = serializers.SanctionOutput
    filterset_class = SanctionFilter
    input_class = serializers.SanctionInput
    output_class = serializers.SanctionOutput
    success_status = 201

    def visible(self) -> QuerySet[Model]:
        return visible_sanctions(self.actor)

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        values = {name: value for name, value in data.items() if name != "party"}
        actor_id = self.actor.user_id
        sanction = sanctions.propose_sanction(party_id=data["party"], **values, actor_id=actor_id, at=at)
        return visible_sanctions(self.actor).get(pk=sanction.pk)


class SanctionDetail(DetailView):
    """A sanction."""

    operation = "sanction.read"
    serializer_class = serializers.SanctionOutput

    def visible(self) -> QuerySet[Model]:
        return visible_sanctions(self.actor)


class _Step(Command):
    output_class = serializers.SanctionOutput
    step: ClassVar[Callable[..., Model]]

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        type(self).step(sanction_id=ids["pk"], **data, actor_id=self.actor.user_id, at=at)
        return visible_sanctions(self.actor).get(pk=ids["pk"])


class HearSanction(_Step):
    """Record the statement of the party on a proposed measure."""

    operation = "sanction.hear"
    serializer_class = serializers.StatementInput
    step = staticmethod(sanctions.hear_sanction)


class AnswerSanction(Command):
    """Answer a proposed measure, as the party that it is against."""

    operation = "sanction.answer"
    serializer_class = serializers.SanctionAnswerInput
    output_class = serializers.SanctionOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        party_id, actor_id = self.actor.party, self.actor.user_id
        sanctions.answer_sanction(sanction_id=ids["pk"], party_id=party_id, **data, actor_id=actor_id, at=at)
        return visible_sanctions(self.actor).get(pk=ids["pk"])


class DropSanction(_Step):
    """Drop a proposed measure, with the reason, by a second person."""

    operation = "sanction.drop"
    serializer_class = serializers.SanctionReasonInput
    step = staticmethod(sanctions.drop_sanction)


class DecideSanction(_Step):
    """Decide a measure, by a second person."""

    operation = "sanction.decide"
    serializer_class = Nothing
    step = staticmethod(sanctions.decide_sanction)


class ProposeLifting(_Step):
    """Propose to lift a measure that is in force, with the reason."""

    operation = "sanction.propose_lifting"
    serializer_class = serializers.SanctionReasonInput
    step = staticmethod(liftings.propose_lifting)


class LiftSanction(_Step):
    """Lift a measure as proposed, by a second person."""

    operation = "sanction.lift"
    serializer_class = Nothing
    step = staticmethod(liftings.lift_sanction)


class RefuseLifting(_Step):
    """Refuse a proposed lifting, with the reason."""

    operation = "sanction.refuse_lifting"
    serializer_class = serializers.SanctionReasonInput
    step = staticmethod(liftings.refuse_lifting)
