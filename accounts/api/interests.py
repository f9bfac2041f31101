"""Declared interests over the API, for staff and experts."""

from datetime import datetime

from django.db.models import Model, QuerySet

from accounts.api.case_serializers import CorrectionInput, CorrectionOutput, InterestInput, InterestOutput
from accounts.api.filters import CorrectionFilter, InterestFilter
from accounts.selectors.interests import visible_corrections, visible_interests
from accounts.services.interest_corrections import confirm_correction, refuse_correction, request_correction
from accounts.services.interests import declare_interest, end_interest
from core.api.serializers import Nothing
from core.api.views import ApiData, Collection, Command, ListView


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


class RequestCorrection(Command):
    """Ask to end an own declaration as mistaken, with the reason."""

    operation = "interest.declare"
    serializer_class = CorrectionInput
    output_class = CorrectionOutput
    success_status = 201

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return request_correction(interest_id=ids["pk"], reason=data["reason"], actor=self.actor, at=at)


class Corrections(ListView):
    """The requests to end mistaken declarations: the own ones, all for administrators and auditors."""

    operation = "interest.read"
    serializer_class = CorrectionOutput
    filterset_class = CorrectionFilter

    def visible(self) -> QuerySet[Model]:
        return visible_corrections(self.actor)


class ConfirmCorrection(Command):
    """Confirm that a declaration was mistaken, with the reason."""

    operation = "interest_correction.decide"
    serializer_class = CorrectionInput
    output_class = CorrectionOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return confirm_correction(correction_id=ids["pk"], reason=data["reason"], actor=self.actor, at=at)


class RefuseCorrection(Command):
    """Refuse to end a declaration as mistaken, with the reason."""

    operation = "interest_correction.decide"
    serializer_class = CorrectionInput
    output_class = CorrectionOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return refuse_correction(correction_id=ids["pk"], reason=data["reason"], actor=self.actor, at=at)


class EndInterest(Command):
    """End an own interest today."""

    operation = "interest.declare"
    serializer_class = Nothing
    output_class = InterestOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return end_interest(interest_id=ids["pk"], actor=self.actor, at=at)
