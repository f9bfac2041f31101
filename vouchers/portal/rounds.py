"""Pages of rounds for officers and approvers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypedDict

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files.table_export import Column
from core.idempotency.commands import Outcome
from core.templatetags.formatting import moment, money
from core.web.confirm_pages import ConfirmPage, StepPage
from core.web.pages import Choices, Context, FormData, ListPage, Page
from core.web.state_words import STATES
from vouchers.portal.forms.parts import ReasonForm, VersionForm
from vouchers.portal.forms.rounds import BudgetForm, RoundEditForm, RoundForm, RoundSearchForm
from vouchers.portal.history import history
from vouchers.rules.appropriations import year_of_round
from vouchers.rules.next_steps import round_steps
from vouchers.rules.states import PolicyState
from vouchers.selectors.appropriations import find_confirmed_appropriation
from vouchers.selectors.budget_changes import find_open_change
from vouchers.selectors.policies import list_policy_versions
from vouchers.selectors.rounds import RoundRow, get_visible_round, round_authors, search_rounds
from vouchers.services.budget_changes import propose_budget
from vouchers.services.rounds import (
    announce_round,
    close_round,
    create_round,
    edit_round,
    propose_round,
    refuse_round,
    settle_round,
    withdraw_round,
)


class Rounds(ListPage):
    """Every round with the state of its money."""

    operation = "round.read"
    template = "vouchers/round/list.html"
    form_class = RoundSearchForm
    sorts = ("-id", "opens_at", "budget", "free")
    export_name = "rounds"

    def context(self) -> Context:
        manages = self.may("round.manage")
        return {"may_manage": manages, "create_link": reverse("round_create") if manages else ""}

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_rounds(self.actor, state=wanted.get("state", ""), text=wanted.get("text", ""))

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("编号"), value=lambda row: row.number),
            Column(label=_("发放周期"), value=lambda row: row.name),
            Column(label=_("政策版本"), value=lambda row: f"{row.policy_version.code} v{row.policy_version.number}"),
            Column(label=_("状态"), value=lambda row: str(STATES["round"][row.state][0])),
            Column(label=_("开放时间"), value=lambda row: row.opens_at),
            Column(label=_("截止时间"), value=lambda row: row.closes_at),
            Column(label=_("预算（元）"), value=lambda row: row.budget),
            Column(label=_("可用（元）"), value=lambda row: row.free),
            Column(label=_("占用（元）"), value=lambda row: row.held),
            Column(label=_("已批准（元）"), value=lambda row: row.approved),
            Column(label=_("已拨付（元）"), value=lambda row: row.paid),
            Column(label=_("收回财政（元）"), value=lambda row: row.forfeited),
        )


class RoundPage(Page):
    """One round: its window, its money, the next steps."""

    operation = "round.read"
    template = "vouchers/round/page.html"

    def context(self) -> Context:
        round_ = get_visible_round(self.actor, self.kwargs["pk"])
        change = find_open_change(round_.pk)
        return {
            "round": round_,
            "can": self.allowed(
                round_steps(round_.state, opens_at=round_.opens_at, at=self.at, budget_change_open=change is not None),
                not_by={step: round_authors(round_) for step in ("announce", "refuse")},
            ),
            "change": change,
            "year": year_of_round(round_.opens_at),
            "appropriation": find_confirmed_appropriation(year=year_of_round(round_.opens_at)),
            "events": history(self.actor, subject_kind="round", subject_id=round_.pk),
        }


class _RoundForm(StepPage):
    """Base page for the form of a draft."""

    machine = "round"
    operation = "round.manage"
    template = "vouchers/round/form.html"
    form_class = RoundForm

    def field_choices(self) -> Mapping[str, Choices]:
        in_force = list_policy_versions().filter(state=PolicyState.IN_FORCE).order_by("code")
        return {"policy_version": [(row.pk, f"{row.title}（{row.code} v{row.number}）") for row in in_force]}


class CreateRound(_RoundForm):
    """Draft a round."""

    done = gettext_lazy("发放周期草稿已建立，请提请发布。")

    def context(self) -> Context:
        return {"title": _("建立发放周期"), "cancel_url": reverse("round_list")}

    def execute(self, data: FormData, **ids: int) -> Model:
        values = dict(data)
        version_id = values.pop("policy_version")
        return create_round(policy_version_id=version_id, actor_id=self.actor.user_id, at=self.at, **values)

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("round", args=[outcome.body["id"]])


class Act(TypedDict):
    """Arguments that every service called here takes: the round, the person and the moment."""

    round_id: int
    actor_id: int
    at: datetime


class _OfRound(StepPage):
    """Base page for changing one round."""

    machine = "round"
    operation = "round.manage"

    @cached_property
    def round(self) -> RoundRow:
        """The round of the address."""
        return get_visible_round(self.actor, self.kwargs["pk"])

    def back_url(self) -> str:
        """The address of the round's page."""
        return reverse("round", args=[self.kwargs["pk"]])

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("round", args=[ids["pk"]])

    def who(self) -> Act:
        """Return the round, the person and the moment as arguments of a service."""
        return {"round_id": self.kwargs["pk"], "actor_id": self.actor.user_id, "at": self.at}


class EditRound(_OfRound, _RoundForm):
    """Change a draft."""

    form_class = RoundEditForm
    done = gettext_lazy("草稿已修改。")

    def context(self) -> Context:
        return {"title": _("修改发放周期"), "cancel_url": self.back_url()}

    def initial_values(self) -> Context:
        row = self.round
        fields = ("name", "budget", "opens_at", "closes_at", "version")
        return {"policy_version": row.policy_version_id, **{name: getattr(row, name) for name in fields}}

    def execute(self, data: FormData, **ids: int) -> Model:
        values = dict(data)
        return edit_round(policy_version_id=values.pop("policy_version"), **values, **self.who())


class ProposeBudget(_OfRound):
    """Propose a higher or lower budget."""

    template = "vouchers/round/budget.html"
    form_class = BudgetForm
    done = gettext_lazy("预算调整已提请审批，由另一人批准后生效。")

    def context(self) -> Context:
        return {"round": self.round, "least": self.round.budget - self.round.free}

    def initial_values(self) -> Context:
        return {"budget": self.round.budget}

    def execute(self, data: FormData, **ids: int) -> Model:
        return propose_budget(**data, **self.who())


class _RoundConfirm(ConfirmPage, _OfRound):
    tone = "primary"
    icon = "calendar-event"

    def back_url(self) -> str:
        return reverse("round", args=[self.kwargs["pk"]])


class _RoundSigned(_RoundConfirm):
    """A step for which a person is responsible: the version of the page is sent along."""

    form_class = VersionForm

    def initial_values(self) -> Context:
        return {"version": self.round.version}


class ProposeRound(_RoundSigned):
    """Propose a draft to be announced."""

    title = gettext_lazy("提请发布")
    confirm_label = gettext_lazy("确认提请")
    done = gettext_lazy("已提请发布，由另一人审批。")

    def consequences(self) -> Sequence[str]:
        row = self.round
        return (
            _("“%(name)s”（预算 %(budget)s）提请另一人审批发布，审批期间不能修改；")
            % {"name": row.name, "budget": money(row.budget)},
            _("须在开放时间 %(opens)s 之前获批，否则退回草稿。") % {"opens": moment(row.opens_at)},
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return propose_round(version=data["version"], **self.who())


class WithdrawRound(_RoundConfirm):
    """Take a proposed round back to its draft."""

    title = gettext_lazy("撤回提请")
    confirm_label = gettext_lazy("确认撤回")
    icon = "arrow-back-up"
    done = gettext_lazy("已撤回，可以修改草稿。")

    def consequences(self) -> Sequence[str]:
        return (_("“%(name)s”退回草稿，可以修改后重新提请。") % {"name": self.round.name},)

    def execute(self, data: FormData, **ids: int) -> Model:
        return withdraw_round(**self.who())


class RefuseRound(_RoundConfirm):
    """Send a proposed round back to its draft."""

    operation = "round.announce"
    form_class = ReasonForm
    tone = "danger"
    title = gettext_lazy("不予发布")
    confirm_label = gettext_lazy("确认退回")
    done = gettext_lazy("已退回草稿。")

    def consequences(self) -> Sequence[str]:
        return (_("“%(name)s”退回草稿，提请人会看到理由。") % {"name": self.round.name},)

    def execute(self, data: FormData, **ids: int) -> Model:
        return refuse_round(reason=data["reason"], **self.who())


class AnnounceRound(_RoundSigned):
    """Announce a proposed round, as a second person."""

    operation = "round.announce"
    title = gettext_lazy("发布发放周期")
    confirm_label = gettext_lazy("确认发布")
    done = gettext_lazy("发放周期已发布。")

    def consequences(self) -> Sequence[str]:
        row = self.round
        return (
            _("“%(name)s”（预算 %(budget)s）立即对外公告；") % {"name": row.name, "budget": money(row.budget)},
            _("%(opens)s 自动开放申领，%(closes)s 自动截止；")
            % {"opens": moment(row.opens_at), "closes": moment(row.closes_at)},
            _("预算计入 %(year)d 年度预算；") % {"year": year_of_round(row.opens_at)},
            _("发布后不能更换政策版本和起止时间，预算只能由两人调整。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return announce_round(version=data["version"], **self.who())


class CloseRound(_RoundConfirm):
    """Close an open round before its closing time."""

    form_class = ReasonForm
    tone = "danger"
    title = gettext_lazy("提前截止")
    confirm_label = gettext_lazy("确认截止")
    done = gettext_lazy("发放周期已截止。")

    def consequences(self) -> Sequence[str]:
        return (
            _("“%(name)s”立即停止申领，不能重新开放；") % {"name": self.round.name},
            _("已申领的创新券不受影响。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return close_round(reason=data["reason"], **self.who())


class SettleRound(_RoundConfirm):
    """Settle a closed round."""

    operation = "round.settle"
    title = gettext_lazy("结算发放周期")
    confirm_label = gettext_lazy("确认结算")
    done = gettext_lazy("发放周期已结算。")

    def consequences(self) -> Sequence[str]:
        row = self.round
        return (
            _("“%(name)s”的账目结清：已拨付 %(paid)s，未使用 %(free)s；")
            % {"name": row.name, "paid": money(row.paid), "free": money(row.free)},
            _("结算后不能再调整预算。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return settle_round(**self.who())
