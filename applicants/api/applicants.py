"""Enterprises and teams."""

from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.personal import Personal
from applicants.api import serializers
from applicants.api.filters import EnterpriseFilter, TeamFilter
from applicants.selectors.applicants import visible_enterprises, visible_teams
from applicants.services import enterprises, teams
from applicants.services.founders import FounderEntry
from core.api.pagination import KeysetPagination
from core.api.views import Acting, ApiData, Collection, Command, DetailView, visible_or_404
from core.timekeeping import clock


class ByParty(KeysetPagination):
    """Pages by party, which is the primary key of an applicant."""

    ordering = "-pk"


class Enterprises(Personal, Collection):
    """List the enterprises that the user may see, or begin to register one by its code; the user becomes its manager.

    A registration is sent to the officers once its documents are uploaded (`registrations/ID/send/`).
    """

    operation = "applicant.read"
    adding = "applicant.register"
    throttle_scope = "registration"
    serializer_class = serializers.EnterpriseOutput
    filterset_class = EnterpriseFilter
    pagination_class = ByParty
    input_class = serializers.EnterpriseInput
    output_class = serializers.EnterpriseOutput
    success_status = 201

    def visible(self) -> QuerySet[Model]:
        return visible_enterprises(self.actor)

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        values = dict(data)
        name, uscc = values.pop("name"), values.pop("uscc")
        founders = [FounderEntry(**founder) for founder in values.pop("founders")]
        facts = enterprises.EnterpriseFacts(**values)
        return enterprises.register_enterprise(
            name=name, uscc=uscc, facts=facts, founders=founders, actor=self.actor, at=at, draft=True
        )


class EnterpriseDetail(DetailView):
    """One enterprise."""

    operation = "applicant.read"
    serializer_class = serializers.EnterpriseOutput

    def visible(self) -> QuerySet[Model]:
        return visible_enterprises(self.actor)


class DeclareEnterprise(Command):
    """Update the declared facts of an enterprise."""

    operation = "applicant.declare"
    throttle_scope = "registration"
    serializer_class = serializers.DeclareInput
    output_class = serializers.EnterpriseOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        row = visible_or_404(visible_enterprises(self.actor), ids["pk"])
        values = dict(data)
        version = values.pop("version")
        facts = enterprises.EnterpriseFacts(**values)
        return enterprises.update_declaration(party_id=row.pk, facts=facts, version=version, actor=self.actor, at=at)


class Teams(Personal, Collection):
    """List the teams that the user may see, or begin to register one with its main members, as its manager.

    A registration is sent to the officers once its documents are uploaded (`registrations/ID/send/`).
    """

    operation = "applicant.read"
    adding = "applicant.register"
    throttle_scope = "registration"
    serializer_class = serializers.TeamOutput
    filterset_class = TeamFilter
    pagination_class = ByParty
    input_class = serializers.TeamInput
    output_class = serializers.TeamOutput
    success_status = 201

    def visible(self) -> QuerySet[Model]:
        return visible_teams(self.actor)

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return teams.register_team(
            name=data["name"], facts=_team_facts(data), people=_people(data), actor=self.actor, at=at, draft=True
        )


class TeamDetail(DetailView):
    """One team."""

    operation = "applicant.read"
    serializer_class = serializers.TeamOutput

    def visible(self) -> QuerySet[Model]:
        return visible_teams(self.actor)


class DeclareTeam(Command):
    """Update the declared facts and the members of a team."""

    operation = "applicant.declare"
    throttle_scope = "registration"
    serializer_class = serializers.TeamDeclareInput
    output_class = serializers.TeamOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        row = visible_or_404(visible_teams(self.actor), ids["pk"])
        teams.update_team(
            party_id=row.pk,
            name=data["name"],
            facts=_team_facts(data),
            people=_people(data),
            version=data["version"],
            actor=self.actor,
            at=at,
        )
        return visible_or_404(visible_teams(self.actor), row.pk)


class RequestTeamTakeover(Personal, Command):
    """Request to become manager of a team that the user is a member of."""

    operation = "takeover.request"
    serializer_class = serializers.TeamTakeoverInput
    output_class = serializers.TeamTakeoverOutput
    success_status = 201

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return teams.request_team_takeover(**data, actor=self.actor, at=at)


class RevealIdNumber(Acting, GenericAPIView[Any]):
    """The full ID number of a member. No idempotency key: its stored answer would hold the ID number in clear text."""

    operation = "applicant.reveal"
    serializer_class = serializers.RevealInput

    @extend_schema(operation_id="team_members_reveal", responses={200: serializers.RevealOutput})
    def post(self, request: Request, pk: int) -> Response:
        """Return the full number; the reason is recorded in the audit."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        number = teams.reveal_id_number(
            member_id=pk, reason=serializer.validated_data["reason"], actor=self.actor, at=clock.now()
        )
        return Response({"id_number": number})


def _team_facts(data: ApiData) -> teams.TeamFacts:
    return teams.TeamFacts(
        region=data["region"],
        project_stage=data["project_stage"],
        industry=data["industry"],
        legal_person=data["legal_person"],
    )


def _people(data: ApiData) -> list[teams.Person]:
    return [
        teams.Person(**{("kept" if name == "id" else name): value for name, value in person.items()})
        for person in data["members"]
    ]
