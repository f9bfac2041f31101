"""Pages of applications to become an open unit: the short form, the list for staff, the answers of an officer."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.portal.member_forms import RefuseForm
from accounts.portal.registration_steps import registration_steps
from core.idempotency.commands import Outcome
from core.values.actors import Actor
from core.web.confirm_pages import ConfirmPage
from core.web.fields import CodeField, SearchField, TextField, state_choices
from core.web.next_page import next_page, with_next
from core.web.pages import ACTING_PARTY, Context, FormData, FormPage, ListPage
from core.web.words import WORDS, choices
from facilities.selectors.applications import (
    TO_ANSWER,
    ApplicationRow,
    get_visible_application,
    list_own_applications,
    list_party_applications,
    open_contact,
    search_applications,
    standing_of_application,
)
from facilities.services.applications import (
    UnitAsk,
    accept_application,
    refuse_application,
    request_unit,
    withdraw_application,
)


class ApplicationForm(forms.Form):
    """The organisation, its kind and facilities, and a person to call."""

    name = TextField(label=gettext_lazy("单位名称"), max_length=200)
    uscc = CodeField(label=gettext_lazy("统一社会信用代码"), max_length=40)
    category = forms.ChoiceField(label=gettext_lazy("单位类别"), choices=choices("unit_category"))
    contact = TextField(
        label=gettext_lazy("联系人和电话"), max_length=100, help_text=gettext_lazy("加密保存，只有经办人员能看到。")
    )
    introduction = TextField(
        label=gettext_lazy("可开放的设施和服务"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 4})
    )


class AcceptForm(forms.Form):
    """The category of the unit: no choice is made beforehand, because the application only proposes one."""

    category = forms.ChoiceField(
        label=gettext_lazy("单位类别"), choices=lambda: choices("unit_category"), widget=forms.RadioSelect
    )


class ApplicationSearchForm(forms.Form):
    """Filter of the list of applications."""

    state = forms.ChoiceField(
        label=gettext_lazy("状态"),
        choices=state_choices("unit_application", (TO_ANSWER, gettext_lazy("待本人答复"))),
        required=False,
    )
    text = SearchField(label=gettext_lazy("编号"))


class RequestUnit(FormPage):
    """Apply for an organisation to become an open unit; its documents are uploaded and sent next."""

    operation = "unit_application.request"
    throttle_scope = "registration"
    template = "facilities/application_request.html"
    form_class = ApplicationForm
    done = gettext_lazy("申请已保存。请上传材料，核对后提交。")

    def context(self) -> Context:
        return {"steps": registration_steps(1), "applications": own_applications(user_id=self.actor.user_id)}

    def execute(self, data: FormData, **ids: int) -> Model:
        ask = UnitAsk(**{name: data[name] for name in ("category", "introduction", "contact")})
        return request_unit(name=data["name"], uscc=data["uscc"], ask=ask, actor=self.actor, at=self.at, draft=True)

    def remember(self, result: Any) -> Mapping[str, object]:
        return {"id": result.pk, "party": result.party_id, "draft": result.party.draft}

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        self.request.session[ACTING_PARTY] = outcome.body["party"]
        if outcome.body["draft"]:
            return with_next(reverse("registration_evidence"), next_page(self.request))
        return reverse("unit_application_request")


def own_applications(*, user_id: int) -> Sequence[Context]:
    """Return the applications that a user made, for templates/facilities/_applications.html (我的开放单位申请)."""
    return _with_standings(list_own_applications(user_id))


def party_applications(*, actor: Actor, party_id: int) -> Sequence[Context]:
    """Return the applications of a party that the actor may see, for templates/facilities/_applications.html."""
    return _with_standings(list_party_applications(actor, party_id))


def _with_standings(rows: Sequence[ApplicationRow]) -> Sequence[Context]:
    return [{"row": row, "standing": standing_of_application(row)} for row in rows]


class Applications(ListPage):
    """The applications to become an open unit, for staff; case officers answer."""

    operation = "unit_application.oversee"
    template = "facilities/application_list.html"
    form_class = ApplicationSearchForm

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_applications(self.actor, state=wanted.get("state", ""), text=wanted.get("text", ""))

    def page(self, status: int = 200, **extra: Any) -> HttpResponse:
        can_answer = self.may("unit_application.answer")
        lines = [{"row": row, "contact": open_contact(row) if can_answer else ""} for row in extra["page"].rows]
        return super().page(status, lines=lines, can_answer=can_answer, **extra)


class _Act(ConfirmPage):
    machine = "unit_application"

    @cached_property
    def application(self) -> ApplicationRow:
        """The application."""
        return get_visible_application(self.actor, self.kwargs["pk"])

    def words(self) -> dict[str, str]:
        """Return the organisation and its kind, as sentences name them."""
        row = self.application
        return {"name": row.party.name, "category": str(WORDS["unit_category"][row.category])}


class WithdrawApplication(_Act):
    """Withdraw an own pending application."""

    operation = "unit_application.withdraw"
    icon = "arrow-back-up"
    title = gettext_lazy("撤回开放单位申请")
    confirm_label = gettext_lazy("确认撤回")
    done = gettext_lazy("申请已撤回。")

    def consequences(self) -> Sequence[str]:
        return (
            _("%(name)s成为开放单位的申请不再办理，内容留存备查；") % self.words(),
            _("单位的注册不受影响，可以随时再次申请。"),
        )

    def back_url(self) -> str:
        return reverse("unit_application_request")

    def execute(self, data: FormData, **ids: int) -> Model:
        return withdraw_application(application_id=self.application.pk, actor=self.actor, at=self.at)


class _Answer(_Act):
    operation = "unit_application.answer"

    def back_url(self) -> str:
        return reverse("unit_application_list")


class AcceptApplication(_Answer):
    """Accept an application, with the category of the unit."""

    form_class = AcceptForm
    tone = "primary"
    icon = "user-check"
    title = gettext_lazy("同意开放单位申请")
    confirm_label = gettext_lazy("确认同意")
    done = gettext_lazy("已同意申请，单位已列入。")

    def consequences(self) -> Sequence[str]:
        return (
            _("您已核对%(name)s的证照和授权文件，与所填信息一致；待核实的，随即核实通过；") % self.words(),
            _("申请人填报的类别是“%(category)s”，请核对后选定，选定的和填报的一并记录；") % self.words(),
            _("选定市属的，%(name)s直接列入开放单位名录；其他类别进入审核、公示；") % self.words(),
            _("结果告知其负责人。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return accept_application(
            application_id=self.application.pk, category=data["category"], actor=self.actor, at=self.at
        )


class RefuseApplication(_Answer):
    """Refuse an application, with the reason."""

    form_class = RefuseForm
    icon = "ban"
    title = gettext_lazy("不同意开放单位申请")
    confirm_label = gettext_lazy("确认不同意")
    done = gettext_lazy("已登记不同意申请。")

    def consequences(self) -> Sequence[str]:
        return (
            _("%(name)s的申请不予同意，理由告知其负责人；") % self.words(),
            _("单位的注册不受影响；更正后可以再次申请。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return refuse_application(
            application_id=self.application.pk, reason=data["reason"], actor=self.actor, at=self.at
        )
