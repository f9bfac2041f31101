"""Pages of appropriations: entered by finance, confirmed by a second person."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files.table_export import Column
from core.idempotency.commands import Outcome
from core.templatetags.formatting import money
from core.values.deadlines import beijing_day
from core.web.confirm_pages import ConfirmPage, StepPage
from core.web.pages import Context, FormData, ListPage
from core.web.state_words import STATES
from vouchers.portal.forms.parts import ReasonForm
from vouchers.portal.forms.rounds import AppropriationForm, AppropriationSearchForm
from vouchers.selectors.appropriations import AppropriationRow, get_appropriation, search_appropriations
from vouchers.services.appropriations import (
    confirm_appropriation,
    enter_appropriation,
    refuse_appropriation,
    withdraw_appropriation,
)


class Appropriations(ListPage):
    """The money of every year."""

    operation = "appropriation.read"
    template = "vouchers/appropriation/list.html"
    form_class = AppropriationSearchForm
    sorts = ("-id", "year", "amount")
    export_name = "appropriations"

    def context(self) -> Context:
        enters = self.may("appropriation.enter")
        return {
            "may_enter": enters,
            "may_confirm": self.may("appropriation.confirm"),
            "create_link": reverse("appropriation_enter") if enters else "",
        }

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_appropriations(self.actor, state=wanted.get("state", ""), text=wanted.get("text", ""))

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("编号"), value=lambda row: row.number),
            Column(label=_("年度"), value=lambda row: row.year),
            Column(label=_("金额（元）"), value=lambda row: row.amount),
            Column(label=_("已安排（元）"), value=lambda row: row.committed),
            Column(label=_("依据文件"), value=lambda row: row.document),
            Column(label=_("状态"), value=lambda row: str(STATES["appropriation"][row.state][0])),
            Column(label=_("录入人"), value=lambda row: row.entered_by.name),
            Column(label=_("录入时间"), value=lambda row: row.entered_at),
            Column(label=_("确认人"), value=lambda row: row.decided_by.name if row.decided_by else None),
            Column(label=_("确认时间"), value=lambda row: row.decided_at),
        )


class EnterAppropriation(StepPage):
    """Enter the money of a year."""

    machine = "appropriation"
    operation = "appropriation.enter"
    template = "vouchers/appropriation/form.html"
    form_class = AppropriationForm
    done = gettext_lazy("年度预算已录入，由另一人确认后生效。")

    def initial_values(self) -> Context:
        return {"year": beijing_day(self.at).year}

    def execute(self, data: FormData, **ids: int) -> Model:
        return enter_appropriation(actor_id=self.actor.user_id, at=self.at, **data)

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("appropriation_list")


class Act(TypedDict):
    """Arguments of every service called here: the appropriation, the actor, the moment."""

    appropriation_id: int
    actor_id: int
    at: datetime


class _Step(ConfirmPage):
    machine = "appropriation"
    tone = "primary"
    icon = "report-money"

    @cached_property
    def row(self) -> AppropriationRow:
        """The appropriation of the address."""
        return get_appropriation(self.kwargs["pk"])

    def back_url(self) -> str:
        return reverse("appropriation_list")

    def who(self) -> Act:
        """The arguments of the service."""
        return {"appropriation_id": self.row.pk, "actor_id": self.actor.user_id, "at": self.at}

    def _what(self) -> str:
        row = self.row
        words = {"year": row.year, "amount": money(row.amount), "document": row.document}
        return _("%(year)d 年度预算 %(amount)s（依据：%(document)s）；") % words


class ConfirmAppropriation(_Step):
    """Confirm the money of a year, as a second person."""

    operation = "appropriation.confirm"
    title = gettext_lazy("确认年度预算")
    confirm_label = gettext_lazy("确认")
    done = gettext_lazy("年度预算已确认。")

    def consequences(self) -> Sequence[str]:
        return (self._what(), _("立即生效，替代该年度现行预算；录入人不能确认。"))

    def execute(self, data: FormData, **ids: int) -> Model:
        return confirm_appropriation(**self.who())


class RefuseAppropriation(_Step):
    """Refuse the proposed money of a year, as a second person."""

    operation = "appropriation.confirm"
    form_class = ReasonForm
    tone = "danger"
    icon = "ban"
    title = gettext_lazy("不予确认年度预算")
    confirm_label = gettext_lazy("不予确认")
    done = gettext_lazy("年度预算未获确认，现行预算不变。")

    def consequences(self) -> Sequence[str]:
        return (self._what(), _("现行年度预算不变，可以重新录入。"))

    def execute(self, data: FormData, **ids: int) -> Model:
        return refuse_appropriation(reason=data["reason"], **self.who())


class WithdrawAppropriation(_Step):
    """Withdraw a proposal that is not confirmed yet."""

    operation = "appropriation.enter"
    icon = "arrow-back-up"
    title = gettext_lazy("撤回年度预算")
    confirm_label = gettext_lazy("确认撤回")
    done = gettext_lazy("已撤回，可以重新录入。")

    def consequences(self) -> Sequence[str]:
        return (self._what(), _("现行年度预算不变，可以重新录入。"))

    def execute(self, data: FormData, **ids: int) -> Model:
        return withdraw_appropriation(**self.who())
