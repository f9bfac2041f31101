"""Projects over the API."""

from datetime import datetime

from django.db.models import QuerySet

from core.api.serializers import Nothing
from core.api.views import ApiData, Collection, Command, DetailView
from matching.api import serializers
from matching.api.filters import ProjectFilter
from matching.selectors.projects import get_project, visible_projects
from matching.selectors.requests import ProjectRow
from matching.services import projects


class Projects(Collection):
    """List the projects that the actor requested or received, or request one of one or several open units."""

    operation = "project.read"
    adding = "project.request"
    serializer_class = serializers.ProjectOutput
    filterset_class = ProjectFilter
    input_class = serializers.ProjectsInput
    output_class = serializers.ProjectsOutput
    success_status = 201

    def visible(self) -> QuerySet[ProjectRow]:
        return visible_projects(self.actor)

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> dict[str, QuerySet[ProjectRow]]:
        need = projects.Need(**{name: value for name, value in data.items() if name != "asks"})
        asks = [projects.Ask(unit_id=ask["unit"], service_id=ask["service"]) for ask in data["asks"]]
        made = projects.request_projects(
            applicant_id=self.actor.party, asks=asks, need=need, actor_id=self.actor.user_id, at=at
        )
        rows = visible_projects(self.actor).filter(pk__in=[project.pk for project in made]).order_by("pk")
        return {"projects": rows}


class ProjectDetail(DetailView):
    """One project."""

    operation = "project.read"
    serializer_class = serializers.ProjectOutput

    def visible(self) -> QuerySet[ProjectRow]:
        return visible_projects(self.actor)


class AcceptProject(Command):
    """Accept a request, as the unit."""

    operation = "project.answer"
    serializer_class = Nothing
    output_class = serializers.ProjectOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> ProjectRow:
        projects.accept_project(project_id=ids["pk"], unit_id=self.actor.party, actor_id=self.actor.user_id, at=at)
        return get_project(ids["pk"])


class DeclineProject(Command):
    """Decline a request, as the unit, with a reason."""

    operation = "project.answer"
    serializer_class = serializers.DeclineProjectInput
    output_class = serializers.ProjectOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> ProjectRow:
        projects.decline_project(
            project_id=ids["pk"],
            unit_id=self.actor.party,
            reason=data["reason"],
            actor_id=self.actor.user_id,
            at=at,
        )
        return get_project(ids["pk"])


class WithdrawProject(Command):
    """Withdraw a request, as the applicant."""

    operation = "project.withdraw"
    serializer_class = Nothing
    output_class = serializers.ProjectOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> ProjectRow:
        projects.withdraw_project(
            project_id=ids["pk"], applicant_id=self.actor.party, actor_id=self.actor.user_id, at=at
        )
        return get_project(ids["pk"])
