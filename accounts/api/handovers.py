"""Hand-overs and substitutions over the API."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from django.db.models import Model, QuerySet

from accounts.api.case_serializers import CaseInput, HandOverOutput, SubstitutionOutput
from accounts.api.filters import HandOverFilter, SubstitutionFilter
from accounts.selectors.handovers import visible_hand_overs, visible_substitutions
from accounts.services import handovers
from core.api.serializers import Nothing
from core.api.views import ApiData, Collection, Command


class HandOvers(Collection):
    """The hand-overs to and from the actor, all for an auditor; POST hands a case over to a colleague."""

    operation = "hand_over.read"
    adding = "hand_over.make"
    serializer_class = HandOverOutput
    filterset_class = HandOverFilter
    input_class = CaseInput
    output_class = HandOverOutput
    success_status = 201

    def visible(self) -> QuerySet[Model]:
        return visible_hand_overs(self.actor)

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return handovers.hand_over_case(**data, actor=self.actor, at=at)


class FinishHandOver(Command):
    """Mark a case that was handed over to the actor as done."""

    operation = "hand_over.make"
    serializer_class = Nothing
    output_class = HandOverOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return handovers.finish_hand_over(hand_over_id=ids["pk"], actor=self.actor, at=at)


class Substitutions(Collection):
    """Every substitution for administrators and auditors, the own ones for other staff; POST names a substitute."""

    operation = "substitution.read"
    adding = "substitution.name"
    serializer_class = SubstitutionOutput
    filterset_class = SubstitutionFilter
    input_class = CaseInput
    output_class = SubstitutionOutput
    success_status = 201

    def visible(self) -> QuerySet[Model]:
        return visible_substitutions(self.actor)

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return handovers.name_substitute(**data, actor=self.actor, at=at)


class _Decision(Command):
    operation = "substitution.decide"
    serializer_class = Nothing
    output_class = SubstitutionOutput
    decide: ClassVar[Callable[..., Model]]

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return type(self).decide(substitution_id=ids["pk"], actor=self.actor, at=at)


class ConfirmSubstitute(_Decision):
    """Confirm a substitute, by another administrator."""

    decide = staticmethod(handovers.confirm_substitute)


class RefuseSubstitute(_Decision):
    """Refuse a substitute, by another administrator."""

    decide = staticmethod(handovers.refuse_substitute)
