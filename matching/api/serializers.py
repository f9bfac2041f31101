"""Input and output of the API of projects."""

from rest_framework import serializers

from core.access.checks import may
from core.api.serializers import AmountField, DayField, IdField, Input, TextField
from core.values.actors import Actor
from matching.models import Project
from matching.rules.next_steps import project_steps
from matching.rules.projects import ASKED_AT_ONCE


class ProjectOutput(serializers.ModelSerializer[Project]):
    """A project with its applicant and unit; `next` are the states that the user may move it to. Amounts in yuan."""

    applicant_name = serializers.CharField(source="applicant.name")
    unit_name = serializers.CharField(source="unit.party.name")
    service_name = serializers.CharField(source="service.name", allow_null=True, default=None)
    next = serializers.SerializerMethodField()

    class Meta:
        model = Project
        fields = [
            "id",
            "number",
            "applicant",
            "applicant_name",
            "unit",
            "unit_name",
            "service",
            "service_name",
            "title",
            "description",
            "expected_amount",
            "coupon_amount",
            "needed_by",
            "statutory_testing",
            "municipal_funding",
            "state",
            "requested_at",
            "answer_by",
            "provisional",
            "answered_at",
            "answer_reason",
            "version",
            "next",
        ]

    def get_next(self, project: Project) -> list[str]:
        actor: Actor = self.context["view"].actor
        return [target for target, operation in project_steps(project.state).items() if may(actor, operation)]


class AskInput(Input):
    unit = IdField()
    service = IdField(allow_null=True, default=None)


class ProjectsInput(Input):
    asks = serializers.ListField(child=AskInput(), allow_empty=False, max_length=ASKED_AT_ONCE)
    title = TextField(max_length=200)
    description = TextField(max_length=10_000, allow_blank=True, default="")
    expected_amount = AmountField()
    statutory_testing = serializers.BooleanField()
    municipal_funding = serializers.BooleanField()
    coupon_amount = AmountField(allow_null=True, default=None)
    needed_by = DayField(allow_null=True, default=None)


class ProjectsOutput(serializers.Serializer[dict[str, list[Project]]]):
    """The created requests, one for each unit."""

    projects = ProjectOutput(many=True)


class DeclineProjectInput(Input):
    reason = TextField(max_length=500)
