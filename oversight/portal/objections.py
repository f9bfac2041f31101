"""Objections: filed by the public, investigated by one member of staff, decided by another."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import TypedDict

from django.contrib.auth.decorators import login_not_required
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.selectors.members import map_member_names
from core.files.table_export import Column
from core.idempotency.commands import Outcome
from core.values.actors import PUBLIC, Actor
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from core.web import history as portal_history
from core.web.confirm_pages import ConfirmPage, StepPage
from core.web.pages import Choices, Context, FormData, ListPage, Over, Page
from core.web.state_words import STATES
from oversight.portal.forms import FindingsForm, ObjectForm, ObjectionSearchForm, OutcomeForm, RevealForm
from oversight.rules.next_steps import objection_steps
from oversight.selectors.notices import (
    NoticeRow,
    ObjectionRow,
    get_public_notice,
    get_visible_objection,
    must_not_decide,
    search_objections,
)
from oversight.services.objections import decide_objection, file_objection, investigate_objection, reveal_contact


@method_decorator(login_not_required, name="dispatch")
class FileObjection(StepPage):
    """File an objection to an item of a running notice, as a member of the public even when signed in."""

    operation = "objection.file"
    template = "oversight/objection_file.html"
    form_class = ObjectForm
    throttle_scope = "objection"
    done = gettext_lazy("异议已提交。核查和处理期限内会通过您留下的联系方式核实。")

    @cached_property
    def actor(self) -> Actor:
        return PUBLIC

    @cached_property
    def _notice(self) -> NoticeRow:
        return get_public_notice(self.kwargs["pk"])

    def frame(self) -> Context:
        return {}

    def context(self) -> Context:
        return {"notice": self._notice}

    def over(self) -> Over | None:
        notice = self._notice
        if notice.withdrawn_at is None and beijing_day(self.at) <= notice.ends_on:
            return None
        back = reverse("public_notice", args=[notice.pk])
        ways = (
            (_("查看公示事项"), back),
            (_("对兑现决定有异议的合同双方，可以在决定通知的期限内提出申诉。"), ""),
            (
                _(
                    "发现弄虚作假、转让或重复使用创新券等问题的，可以随时向主管部门书面投诉、举报（第十六条至第十八条）。"
                ),
                "",
            ),
        )
        return Over(title=_("提出异议"), last_day=notice.ends_on, back_url=back, ways=ways)

    def field_choices(self) -> Mapping[str, Choices]:
        return {"item": [(item.pk, item.label) for item in self._notice.items.all()]}

    def initial_values(self) -> Context:
        return {"item": self.request.GET.get("item", "")}

    def execute(self, data: FormData, **ids: int) -> Model:
        values = dict(data)
        return file_objection(notice_id=ids["pk"], item_id=values.pop("item"), at=self.at, **values)

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("public_notice", args=[ids["pk"]])


class Objections(ListPage):
    """Every objection, for staff."""

    operation = "objection.read"
    template = "oversight/objection_list.html"
    form_class = ObjectionSearchForm
    sorts = ("-id", "decide_by")
    export_name = "objections"

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        state, text = wanted.get("state", ""), wanted.get("text", "")
        return search_objections(self.actor, state=state, text=text, on=beijing_day(self.at))

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("异议"), value=lambda row: row.number),
            Column(label=_("公示"), value=lambda row: row.item.notice.title),
            Column(label=_("公示事项"), value=lambda row: row.item.label),
            Column(label=_("状态"), value=lambda row: str(STATES["objection"][row.state][0])),
            Column(label=_("提出时间"), value=lambda row: row.filed_at),
            Column(label=_("处理期限"), value=lambda row: row.decide_by),
            Column(label=_("处理时间"), value=lambda row: row.decided_at),
        )


class ObjectionPage(Page):
    """One objection: its text, the findings, and the next steps."""

    operation = "objection.read"
    template = "oversight/objection.html"

    def context(self) -> Context:
        objection = get_visible_objection(self.actor, self.kwargs["pk"])
        me = self.actor.user_id
        return {
            "objection": objection,
            "can": self.allowed(
                objection_steps(objection.state),
                not_by={"decide": (me,) if must_not_decide(objection, user_id=me, at=self.at) else ()},
            ),
            "can_reveal": self.may("objection.reveal_contact"),
            "events": portal_history.history(
                subject_kind="objection",
                subject_id=objection.pk,
                names=map_member_names(self.actor.party),
                internal=True,
            ),
        }


class StepArguments(TypedDict):
    """The arguments that the service of every step takes."""

    objection_id: int
    actor_id: int
    at: datetime


class _Step(ConfirmPage):
    machine = "objection"
    tone = "primary"

    @cached_property
    def objection(self) -> ObjectionRow:
        """The objection."""
        return get_visible_objection(self.actor, self.kwargs["pk"])

    def back_url(self) -> str:
        return reverse("objection", args=[self.kwargs["pk"]])

    def arguments(self) -> StepArguments:
        """Return the arguments of the service."""
        return {"objection_id": self.objection.pk, "actor_id": self.actor.user_id, "at": self.at}


class Investigate(_Step):
    """Submit the findings on an objection to the approver."""

    operation = "objection.investigate"
    form_class = FindingsForm
    icon = "search"
    title = gettext_lazy("提交核查情况")
    confirm_label = gettext_lazy("提交核查情况")
    done = gettext_lazy("核查情况已提交，等待审批人员处理。")

    def consequences(self) -> Sequence[str]:
        return (
            _("对“%(label)s”的异议的核查情况提交审批人员，提交后不能修改；") % {"label": self.objection.item.label},
            _("核查人不能处理同一异议。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return investigate_objection(findings=data["findings"], **self.arguments())


class Decide(_Step):
    """Dismiss or uphold an objection, by another person."""

    operation = "objection.decide"
    form_class = OutcomeForm
    icon = "gavel"
    title = gettext_lazy("处理异议")
    confirm_label = gettext_lazy("确认处理")
    done = gettext_lazy("异议已处理。")

    def consequences(self) -> Sequence[str]:
        label = {"label": self.objection.item.label}
        return (
            _("异议不成立：“%(label)s”参加下一次审批，无须重新公示；") % label,
            _("异议成立：“%(label)s”退回评审，重新公示；") % label,
            _("处理后不能更改。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return decide_objection(outcome=data["outcome"], reason=data["reason"], **self.arguments())


class Reveal(_Step):
    """Show the objector's contact once, for a reason that the audit records. The contact is not stored elsewhere."""

    operation = "objection.reveal_contact"
    form_class = RevealForm
    icon = "eye"
    title = gettext_lazy("查看异议人联系方式")
    confirm_label = gettext_lazy("查看")

    def consequences(self) -> Sequence[str]:
        return (_("联系方式在下一页显示一次；您的姓名、时间和理由记入审计。"),)

    def post(self, request: HttpRequest, **ids: int) -> HttpResponse:
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.page(HTTPStatus.UNPROCESSABLE_ENTITY, form=form, key=request.POST.get("key", ""), refusals=[])
        try:
            contact = reveal_contact(reason=form.cleaned_data["reason"], **self.arguments())
        except DomainError as error:
            return self.refuse(form, error)
        values = {"objection": self.objection, "contact": contact, **self.frame()}
        return render(request, "oversight/objection_contact.html", values)
