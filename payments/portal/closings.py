"""Pages of the closing of a period: proposed by one person of finance, confirmed by another."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.selectors.members import map_member_names
from core.idempotency.commands import Outcome
from core.templatetags.formatting import money, month
from core.values.deadlines import beijing_day
from core.web import history as portal_history
from core.web.confirm_pages import ConfirmPage
from core.web.pages import Context, FormData, ListPage, Page
from payments.portal.forms import ClosingSearchForm, ProposeClosingForm, ReasonForm
from payments.rules.closings import is_closable, month_of
from payments.rules.next_steps import closing_steps
from payments.rules.reconciliation import PeriodFigures
from payments.selectors.closings import (
    PeriodClosingRow,
    find_due_period,
    get_visible_closing,
    map_standings,
    visible_closings,
)
from payments.selectors.reconciliation import sum_period
from payments.services.closings import confirm_closing, propose_closing, refuse_closing, withdraw_closing


class Closings(ListPage):
    """Every closing of a period."""

    operation = "reconciliation.read"
    template = "payments/reconciliation/closing_list.html"
    form_class = ClosingSearchForm

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        rows = visible_closings(self.actor)
        return rows.filter(state=wanted["state"]) if wanted.get("state") else rows


class ClosingPage(Page):
    """One closing with its figures and the next steps."""

    operation = "reconciliation.read"
    template = "payments/reconciliation/closing.html"

    def context(self) -> Context:
        closing = get_visible_closing(self.actor, self.kwargs["pk"])
        own = closing.proposed_by_id == self.actor.user_id
        barred = ("confirm", "refuse") if own else ("withdraw",)
        return {
            "closing": closing,
            "can": self.allowed(closing_steps(closing.state), not_by=dict.fromkeys(barred, (self.actor.user_id,))),
            "events": portal_history.history(
                subject_kind="period_closing",
                subject_id=closing.pk,
                names=map_member_names(self.actor.party),
                internal=True,
            ),
        }


class ProposeClosing(ConfirmPage):
    """Propose to close the next period, with its figures."""

    operation = "period_closing.propose"
    machine = "period_closing"
    tone = "primary"
    icon = "lock"
    form_class = ProposeClosingForm
    title = gettext_lazy("提请关账")
    confirm_label = gettext_lazy("提请")
    done = gettext_lazy("已提请关账，等待另一人确认。")

    def back_url(self) -> str:
        return reverse("reconciliation")

    def initial_values(self) -> Context:
        due = find_due_period()
        return {"period": month_of(due) if due else ""}

    def obstacle(self) -> str:
        due = find_due_period()
        if due is None or not is_closable(due=due, today=beijing_day(self.at)):
            return _("目前没有可以关账的月份：月份结束后按顺序关账。")
        if due in map_standings():
            return _("%(month)s 已提请关账，由财务的另一人确认或退回后，才能再次提请。") % {"month": month(due)}
        return ""

    def consequences(self) -> Sequence[str]:
        due = find_due_period()
        if due is None:
            return ()
        return (*figures_in_words(due, sum_period(due)), _("由财务的另一人核对后确认或退回。"))

    def execute(self, data: FormData, **ids: int) -> Model:
        return propose_closing(period=data["period"], actor_id=self.actor.user_id, at=self.at)

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("period_closing", args=[outcome.body["id"]])


class Act(TypedDict):
    """Arguments of every service called here: the closing, the actor, the moment."""

    closing_id: int
    actor_id: int
    at: datetime


class _Step(ConfirmPage):
    machine = "period_closing"
    tone = "primary"
    icon = "lock"

    @cached_property
    def closing(self) -> PeriodClosingRow:
        """The closing of the address."""
        return get_visible_closing(self.actor, self.kwargs["pk"])

    def back_url(self) -> str:
        return reverse("period_closing", args=[self.kwargs["pk"]])

    def who(self) -> Act:
        """The arguments of the service."""
        return {"closing_id": self.closing.pk, "actor_id": self.actor.user_id, "at": self.at}


class ConfirmClosing(_Step):
    """Close a period with the proposed figures, as a second person."""

    operation = "period_closing.decide"
    title = gettext_lazy("确认关账")
    confirm_label = gettext_lazy("确认关账")
    done = gettext_lazy("已关账，数字不再改变。")

    def consequences(self) -> Sequence[str]:
        return (
            *figures_in_words(self.closing.period, self.closing.figures),
            _("关账后不能撤销；以后的更正按当日登记，不改本月的数字；提请人不能确认。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return confirm_closing(**self.who())


class RefuseClosing(_Step):
    """Refuse a closing, as a second person."""

    operation = "period_closing.decide"
    form_class = ReasonForm
    tone = "danger"
    icon = "ban"
    title = gettext_lazy("退回关账")
    confirm_label = gettext_lazy("确认退回")
    done = gettext_lazy("关账已退回。")

    def consequences(self) -> Sequence[str]:
        return (_("%(month)s 不关账，由财务核对后重新提请。") % {"month": month(self.closing.period)},)

    def execute(self, data: FormData, **ids: int) -> Model:
        return refuse_closing(reason=data["reason"], **self.who())


class WithdrawClosing(_Step):
    """Withdraw one's own proposal."""

    operation = "period_closing.propose"
    icon = "arrow-back-up"
    title = gettext_lazy("撤回关账")
    confirm_label = gettext_lazy("确认撤回")
    done = gettext_lazy("关账已撤回。")

    def consequences(self) -> Sequence[str]:
        return (_("%(month)s 的关账撤回，可以重新提请。") % {"month": month(self.closing.period)},)

    def execute(self, data: FormData, **ids: int) -> Model:
        return withdraw_closing(**self.who())


def figures_in_words(period: date, figures: PeriodFigures) -> Sequence[str]:
    """Return the figures of a period, one sentence for those that add up and one for what was returned."""
    names = ("opening", "sent", "paid", "failed", "closing", "returned")
    words = {"month": month(period), **{name: money(getattr(figures, name).amount) for name in names}}
    return (
        _(
            "%(month)s：期初未了结 %(opening)s，加本期送银行 %(sent)s，"
            "等于到账 %(paid)s、失败 %(failed)s 与期末未了结 %(closing)s 之和；"
        )
        % words,
        _("本期退汇 %(returned)s，另列。") % words,
    )
