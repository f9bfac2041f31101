"""Declared interests over the API, for staff and experts."""

from datetime import datetime

from django.db.models import Model, QuerySet

from accounts.api.case_serializers import InterestInput, InterestOutput
from accounts.api.filters import InterestFilter
from accounts.selectors.interests import visible_interests
from accounts.services.interests import declare_interest, end_interest
from core.api.serializers import Nothing
from core.api.views import ApiData, Collection, Command


class Interests(Collection):
    """The own declared interests, all for an auditor; POST declares one."""

    operation = "interest.read"
    adding = "interest.declare"
    serializer_class = InterestOutput
    filterset_class = InterestFilter
    input_class = InterestInput
    output_class = InterestOutput
    success_status = 201

    def visible(self) -> QuerySet[Model]:
        return visible_interests(self.actor)

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return declare_interest(**data, actor=self.actor, at=at)


class EndInterest(Command):
    """End an own interest today."""

    operation = "interest.declare"
    serializer_class = Nothing
    output_class = InterestOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return end_interest(interest_id=ids["pk"], actor=self.actor, at=at)
