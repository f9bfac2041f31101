"""Pages of changes of round budgets: the list, the decision by a second person."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.templatetags.formatting import money
from core.web.confirm_pages import ConfirmPage
from core.web.pages import FormData, ListPage
from vouchers.portal.forms.parts import ReasonForm
from vouchers.portal.forms.rounds import BudgetChangeSearchForm
from vouchers.selectors.budget_changes import BudgetChangeRow, get_budget_change, search_budget_changes
from vouchers.services.budget_changes import approve_budget_change, refuse_budget_change, withdraw_budget_change


class BudgetChanges(ListPage):
    """Every change of a round's budget."""

    operation = "budget_change.read"
    template = "vouchers/budget_change/list.html"
    form_class = BudgetChangeSearchForm

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_budget_changes(self.actor, state=wanted.get("state", ""), text=wanted.get("text", ""))


class Act(TypedDict):
    """Arguments of every service called here: the change, the actor, the moment."""

    change_id: int
    actor_id: int
    at: datetime


class _Step(ConfirmPage):
    machine = "budget_change"
    tone = "primary"
    icon = "coin"

    @cached_property
    def change(self) -> BudgetChangeRow:
        """The change of the address."""
        return get_budget_change(self.kwargs["pk"])

    def back_url(self) -> str:
        return reverse("round", args=[self.change.round_id])

    def who(self) -> Act:
        """The arguments of the service."""
        return {"change_id": self.change.pk, "actor_id": self.actor.user_id, "at": self.at}

    def _what(self) -> str:
        row = self.change
        return _("“%(name)s”的预算由 %(before)s 调整为 %(after)s（原因：%(reason)s）；") % {
            "name": row.round.name,
            "before": money(row.budget_before),
            "after": money(row.budget),
            "reason": row.reason,
        }


class ApproveBudgetChange(_Step):
    """Approve a change, as a second person."""

    operation = "budget_change.decide"
    title = gettext_lazy("批准预算调整")
    confirm_label = gettext_lazy("批准")
    done = gettext_lazy("预算已调整。")

    def consequences(self) -> Sequence[str]:
        return (self._what(), _("立即生效，差额计入年度预算；提请人不能批准。"))

    def execute(self, data: FormData, **ids: int) -> Model:
        return approve_budget_change(**self.who())


class RefuseBudgetChange(_Step):
    """Refuse a change, as a second person."""

    operation = "budget_change.decide"
    form_class = ReasonForm
    tone = "danger"
    icon = "ban"
    title = gettext_lazy("不予批准预算调整")
    confirm_label = gettext_lazy("确认不予批准")
    done = gettext_lazy("预算调整未获批准，预算不变。")

    def consequences(self) -> Sequence[str]:
        return (self._what(), _("预算保持不变，可以重新提请。"))

    def execute(self, data: FormData, **ids: int) -> Model:
        return refuse_budget_change(reason=data["reason"], **self.who())


class WithdrawBudgetChange(_Step):
    """Withdraw a change that is not decided yet."""

    operation = "round.manage"
    icon = "arrow-back-up"
    title = gettext_lazy("撤回预算调整")
    confirm_label = gettext_lazy("确认撤回")
    done = gettext_lazy("预算调整已撤回，预算不变。")

    def consequences(self) -> Sequence[str]:
        return (self._what(), _("撤回后预算保持不变，可以重新提请。"))

    def execute(self, data: FormData, **ids: int) -> Model:
        return withdraw_budget_change(**self.who())
