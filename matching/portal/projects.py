"""Pages of an applicant: requesting projects, their answers, withdrawing them."""

from collections.abc import Mapping, Sequence

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.selectors.members import map_member_names
from core.files.table_export import Column
from core.idempotency.commands import Outcome
from core.values.errors import DomainError
from core.values.ids import parse_id
from core.web.history import history
from core.web.pages import Context, FormData, FormPage, ListPage, Page
from core.web.state_words import STATES
from facilities.selectors.services import ServiceRow, get_public_service
from facilities.selectors.units import UnitRow, get_public_unit
from matching.portal.forms import ProjectFilterForm, RequestForm
from matching.selectors.conditions import list_held_coupons
from matching.selectors.projects import answer_deadline, get_own_project, search_own_projects
from matching.services.projects import Ask, Need, request_projects, withdraw_project


class Projects(ListPage):
    """The projects that the party requested."""

    operation = "project.request"
    template = "matching/project_list.html"
    form_class = ProjectFilterForm
    sorts = ("-id", "expected_amount", "answer_by")
    export_name = "projects"

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_own_projects(self.actor, state=wanted.get("state", ""), text=wanted.get("text", ""))

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("编号"), value=lambda row: row.number),
            Column(label=_("合作项目"), value=lambda row: row.title),
            Column(label=_("开放单位"), value=lambda row: row.unit.party.name),
            Column(label=_("服务项目"), value=lambda row: row.service.name if row.service else None),
            Column(label=_("预计金额（元）"), value=lambda row: row.expected_amount),
            Column(label=_("状态"), value=lambda row: str(STATES["project"][row.state][0])),
            Column(label=_("提出时间"), value=lambda row: row.requested_at),
            Column(label=_("答复期限"), value=lambda row: row.answer_by),
        )


class RequestProject(FormPage):
    """Request one of a unit's services (`?service=`), or a service in words (`?unit=`)."""

    operation = "project.request"
    template = "matching/project_request.html"
    form_class = RequestForm
    done = gettext_lazy("已提出合作项目，开放单位应在 3 个工作日内答复。")

    @cached_property
    def _service(self) -> ServiceRow | None:
        found = parse_id(self.request.GET.get("service", ""))
        return get_public_service(found) if found else None

    @cached_property
    def _unit(self) -> UnitRow:
        if self._service:
            return self._service.unit
        if (found := parse_id(self.request.GET.get("unit", ""))) is None:
            raise DomainError("not_found", kind="missing")
        return get_public_unit(found)

    def context(self) -> Context:
        coupons = list_held_coupons(applicant_id=self.actor.party, at=self.at)
        answer_by = answer_deadline(at=self.at).day
        return {"unit": self._unit, "service": self._service, "coupons": coupons, "answer_by": answer_by}

    def initial_values(self) -> Context:
        return {"title": self._service.name} if self._service else {}

    def fingerprint(self, data: FormData) -> Mapping[str, object]:
        return {**data, "unit": self._unit.pk, "service": self._service.pk if self._service else None}

    def execute(self, data: FormData, **ids: int) -> Model:
        ask = Ask(unit_id=self._unit.pk, service_id=self._service.pk if self._service else None)
        [project] = request_projects(
            applicant_id=self.actor.party,
            asks=[ask],
            need=Need(**data),
            actor_id=self.actor.user_id,
            at=self.at,
        )
        return project

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("project", args=[outcome.body["id"]])


class ProjectPage(Page):
    """One request, its answer, and the next step."""

    operation = "project.request"
    template = "matching/project.html"

    def context(self) -> Context:
        project = get_own_project(self.actor, self.kwargs["pk"])
        names = map_member_names(self.actor.party)
        events = history(subject_kind="project", subject_id=project.pk, names=names)
        return {"project": project, "events": events}


class WithdrawProject(FormPage):
    """Withdraw a request, after a page that shows the consequences."""

    operation = "project.withdraw"
    template = "components/confirm.html"
    done = gettext_lazy("合作项目已撤回。")

    def context(self) -> Context:
        project = get_own_project(self.actor, self.kwargs["pk"])
        return {
            "title": _("撤回合作项目"),
            "consequences": [
                _("“%(title)s”不再等待%(unit)s答复，不能恢复；")
                % {"title": project.title, "unit": project.unit.party.name},
                _("开放单位会收到撤回消息；"),
                _("创新券不受影响，可以另选开放单位。"),
            ],
            "confirm_label": _("确认撤回"),
            "cancel_url": reverse("project", args=[project.pk]),
        }

    def execute(self, data: FormData, **ids: int) -> Model:
        return withdraw_project(
            project_id=ids["pk"], applicant_id=self.actor.party, actor_id=self.actor.user_id, at=self.at
        )

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("project", args=[ids["pk"]])
