"""Pages of an open unit: the requests it received, accepting and declining them."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.selectors.members import map_member_names
from core.files.table_export import Column
from core.templatetags.formatting import money
from core.values.deadlines import beijing_day
from core.web.confirm_pages import ConfirmPage
from core.web.history import history
from core.web.pages import Context, FormData, ListPage, Page
from core.web.state_words import STATES
from matching.portal.forms import AskedFilterForm, DeclineForm
from matching.rules.next_steps import project_steps
from matching.rules.states import ProjectState
from matching.selectors.requests import ProjectRow, get_asked_project, search_asked_projects
from matching.services.projects import accept_project, decline_project


class AskedProjects(ListPage):
    """The requests to the unit."""

    operation = "project.read"
    template = "matching/asked_list.html"
    form_class = AskedFilterForm
    sorts = ("-id", "expected_amount", "answer_by")
    export_name = "projects"

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_asked_projects(self.actor, state=wanted.get("state", ""), text=wanted.get("text", ""))

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("编号"), value=lambda row: row.number),
            Column(label=_("合作项目"), value=lambda row: row.title),
            Column(label=_("申领单位"), value=lambda row: row.applicant.name),
            Column(label=_("服务项目"), value=lambda row: row.service.name if row.service else None),
            Column(label=_("预计金额（元）"), value=lambda row: row.expected_amount),
            Column(label=_("状态"), value=lambda row: str(STATES["project"][row.state][0])),
            Column(label=_("提出时间"), value=lambda row: row.requested_at),
            Column(label=_("答复期限"), value=lambda row: row.answer_by),
        )


class AskedProject(Page):
    """One request and the steps open to the unit."""

    operation = "project.read"
    template = "matching/asked.html"

    def context(self) -> Context:
        project = get_asked_project(self.actor, self.kwargs["pk"])
        names = map_member_names(self.actor.party)
        events = history(subject_kind="project", subject_id=project.pk, names=names)
        is_mine = project.unit_id == self.actor.party_id and self.may("project.answer")
        in_time = project.answer_by >= beijing_day(self.at)
        return {
            "project": project,
            "events": events,
            "is_mine": is_mine,
            "can_answer": is_mine and in_time and ProjectState.ACCEPTED in project_steps(project.state),
        }


class Act(TypedDict):
    """Arguments of every service called here: the project, the unit, the actor, the moment."""

    project_id: int
    unit_id: int
    actor_id: int
    at: datetime


class _Answer(ConfirmPage):
    """A confirmation page for the unit's answer."""

    machine = "project"
    operation = "project.answer"

    @cached_property
    def _project(self) -> ProjectRow:
        return get_asked_project(self.actor, self.kwargs["pk"])

    def back_url(self) -> str:
        return reverse("unit_project", args=[self._project.pk])

    def _who(self) -> Act:
        return {
            "project_id": self._project.pk,
            "unit_id": self.actor.party,
            "actor_id": self.actor.user_id,
            "at": self.at,
        }


class AcceptProject(_Answer):
    """Accept a request."""

    title = gettext_lazy("接受合作项目")
    confirm_label = gettext_lazy("确认接受")
    tone = "primary"
    icon = "user-check"
    done = gettext_lazy("已接受合作项目，请与申领单位签订合同并录入。")

    def consequences(self) -> Sequence[str]:
        project = self._project
        return (
            _("表示本单位已核实%(applicant)s和项目“%(title)s”的信息，符合创新券使用和兑现要求；")
            % {"applicant": project.applicant.name, "title": project.title},
            _("预计合同金额 %(amount)s，以签订的合同为准；") % {"amount": money(project.expected_amount)},
            _("随后签订创新券服务合同并在本平台录入，由申领单位选定创新券。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return accept_project(**self._who())


class DeclineProject(_Answer):
    """Decline a request, with the reason."""

    form_class = DeclineForm
    title = gettext_lazy("谢绝合作项目")
    confirm_label = gettext_lazy("确认谢绝")
    done = gettext_lazy("已谢绝合作项目，申领单位会收到理由。")

    def consequences(self) -> Sequence[str]:
        return (
            _("%(applicant)s会收到谢绝的理由，并可另选开放单位；") % {"applicant": self._project.applicant.name},
            _("谢绝后不能恢复，申领单位可以重新提出。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return decline_project(reason=data["reason"], **self._who())
