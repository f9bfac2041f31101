"""Pages for the unit's steps on its redemption: start it, enter amounts, submit, withdraw."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict
from uuid import uuid4

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.idempotency.commands import Outcome
from core.templatetags.formatting import day, money
from core.values.deadlines import beijing_day
from core.web.confirm_pages import ConfirmPage, StepPage
from core.web.pages import Context, Files, FormData, Over, Page
from redemptions.portal.forms.redemptions import AmountsForm, SubmitForm, WithdrawForm
from redemptions.portal.redemptions import check_line
from redemptions.rules.corrections import open_points
from redemptions.rules.states import RedemptionState
from redemptions.selectors.evidence import make_check_sheet
from redemptions.selectors.records import find_recorded_work
from redemptions.selectors.redemptions import RedemptionRow, get_unit_redemption
from redemptions.services.redemptions import (
    adopt_records,
    start_redemption,
    submit_redemption,
    update_redemption,
    withdraw_redemption,
)
from vouchers.portal.forms.parts import VersionForm
from vouchers.portal.unit_contracts import OfUnit


class StartRedemption(ConfirmPage, OfUnit):
    """Draft the redemption of a contract."""

    machine = "contract"
    operation = "redemption.claim"
    title = gettext_lazy("申请兑现")
    confirm_label = gettext_lazy("开始填写")
    tone = "primary"
    icon = "receipt"
    done = gettext_lazy("兑现申请已建立，金额已预填。请补齐发票和证明材料后提交。")

    def consequences(self) -> Sequence[str]:
        contract = self.contract
        return (
            _("为合同“%(title)s”建立兑现申请草稿，实际发生金额按服务记录预填；") % {"title": contract.title},
            _("申请包括合同上的全部创新券，合计 %(amount)s；") % {"amount": money(contract.coupon_total)},
            _("草稿不计为已申请：须在 %(day)s 前提交，逾期创新券自动失效。") % {"day": day(contract.redeem_by)},
        )

    def back_url(self) -> str:
        return reverse("service_contract", args=[self.contract.pk])

    def over(self) -> Over | None:
        last = self.contract.redeem_by
        if last is None or beijing_day(self.at) <= last:
            return None
        ways = ((_("查看合同"), self.back_url()), (_("逾期未申请兑现的创新券自动失效，按合同约定承担差额。"), ""))
        return Over(title=str(self.title), last_day=last, back_url=self.back_url(), ways=ways)

    def execute(self, data: FormData, **ids: int) -> Model:
        return start_redemption(**self.who())

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("redemption", args=[outcome.body["id"]])


class Act(TypedDict):
    """Arguments that every service called here takes: the redemption, the unit, the person and the moment."""

    redemption_id: int
    unit_id: int
    actor_id: int
    at: datetime


class OfClaimant(Page):
    """A page of the unit on its own redemption."""

    operation = "redemption.claim"

    @cached_property
    def redemption(self) -> RedemptionRow:
        """The redemption of the address, if it is the unit's."""
        return get_unit_redemption(self.actor, self.kwargs["pk"])

    def who(self) -> Act:
        """Return the redemption, the unit, the person and the moment as arguments of a service."""
        return {
            "redemption_id": self.redemption.pk,
            "unit_id": self.actor.party,
            "actor_id": self.actor.user_id,
            "at": self.at,
        }

    def over(self) -> Over | None:
        """Return why a draft or a returned redemption is corrected and submitted no more."""
        redemption = self.redemption
        last = {
            RedemptionState.DRAFT: redemption.contract.redeem_by,
            RedemptionState.RETURNED: redemption.correct_by,
        }.get(redemption.state)
        if last is None or beijing_day(self.at) <= last:
            return None
        ways = (
            (_("查看本次兑现申请"), self.back_url()),
            (_("逾期未提交的，申请和合同上的创新券按规定失效，由合同约定的一方承担差额。"), ""),
            (
                _("兑现期限（%(day)s）未过的，可以就合同重新申请兑现。") % {"day": day(redemption.contract.redeem_by)},
                reverse("service_contract", args=[redemption.contract_id]),
            ),
        )
        return Over(title=_("兑现申请"), last_day=last, back_url=self.back_url(), ways=ways)

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        """The address of the redemption's page."""
        return self.back_url()

    def back_url(self) -> str:
        """The address of the redemption's page."""
        return reverse("redemption", args=[self.kwargs["pk"]])


class EnterAmounts(OfClaimant, StepPage):
    """Enter the actual amount of the contract and the applicant's own payment."""

    machine = "redemption"
    template = "redemptions/redemption/amounts.html"
    form_class = AmountsForm
    done = gettext_lazy("金额已保存。")

    def context(self) -> Context:
        return {"redemption": self.redemption, "contract": self.redemption.contract}

    def initial_values(self) -> Context:
        names = ("actual_amount", "own_payment", "version")
        return {name: getattr(self.redemption, name) for name in names}

    def execute(self, data: FormData, **ids: int) -> Model:
        return update_redemption(**data, **self.who())


class AdoptRecords(OfClaimant, ConfirmPage):
    """Take the actual amount from the service records again. The button on the page of the redemption sends it at once."""

    machine = "redemption"
    form_class = VersionForm
    title = gettext_lazy("按服务记录更新金额")
    confirm_label = gettext_lazy("按服务记录更新金额")
    tone = "primary"
    icon = "refresh"
    done = gettext_lazy("实际发生金额已按服务记录更新。")

    def consequences(self) -> Sequence[str]:
        work = find_recorded_work(self.redemption)
        recorded = money(work.recorded) if work else "—"
        return (
            _("实际发生金额由 %(before)s 改为服务记录合计 %(after)s，可兑现金额随之重新计算；")
            % {"before": money(self.redemption.actual_amount), "after": recorded},
            _("自付金额不变；提交前还可以修改。"),
        )

    def initial_values(self) -> Context:
        return {"version": self.redemption.version}

    def execute(self, data: FormData, **ids: int) -> Model:
        return adopt_records(version=data["version"], **self.who())


class SubmitRedemption(OfClaimant, ConfirmPage):
    """Submit a redemption, or submit it again after a return."""

    machine = "redemption"
    template = "redemptions/redemption/_submit.html"
    form_class = SubmitForm
    title = gettext_lazy("提交兑现申请")
    confirm_label = gettext_lazy("确认提交")
    tone = "primary"
    icon = "send"
    done = gettext_lazy("兑现申请已提交，等待形式审查。")

    def consequences(self) -> Sequence[str]:
        redemption = self.redemption
        coupons = redemption.contract.coupons.all()
        return (
            _("就合同“%(title)s”申请兑现 %(payable)s（实际发生 %(actual)s，创新券 %(n)d 张）；")
            % {
                "title": redemption.contract.title,
                "payable": money(redemption.payable),
                "actual": money(redemption.actual_amount),
                "n": len(coupons),
            },
            _("所填发票在全系统内只能使用一次；提交后金额、发票和材料不能修改，除非退回补正；"),
            _("本单位对所报材料的真实性负责。"),
        )

    def make_form(
        self, data: QueryDict | None = None, files: "Files | None" = None, *, initial: Context | None = None
    ) -> forms.BaseForm:
        """Create the form; an answer is asked for after a return only."""
        form = super().make_form(data, files, initial=initial)
        if self.redemption.state != RedemptionState.RETURNED:
            del form.fields["answer"]
        return form

    def context(self) -> Context:
        redemption = self.redemption
        checks = [check_line(check) for check in make_check_sheet(redemption.pk, at=self.at)]
        returned = redemption.state == RedemptionState.RETURNED
        points = open_points(redemption.return_reason) if returned else ()
        work = find_recorded_work(redemption)
        shown = {"redemption": redemption, "checks": checks, "points": points, "work": work, "adopt_key": uuid4()}
        return {**super().context(), **shown}

    def initial_values(self) -> Context:
        return {"version": self.redemption.version}

    def execute(self, data: FormData, **ids: int) -> Model:
        return submit_redemption(version=data["version"], answer=data.get("answer", ""), **self.who())


class WithdrawRedemption(OfClaimant, ConfirmPage):
    """Withdraw a redemption before its batch is summarised."""

    machine = "redemption"
    form_class = WithdrawForm
    title = gettext_lazy("撤回兑现申请")
    confirm_label = gettext_lazy("确认撤回")
    done = gettext_lazy("兑现申请已撤回。")

    def consequences(self) -> Sequence[str]:
        last = self.redemption.contract.redeem_by
        return (
            _("本次兑现申请终止，不能恢复；所用发票可以重新使用；"),
            _("兑现期限（%(day)s）内撤回的，创新券恢复为使用中，可以重新申请；") % {"day": day(last)},
            _("超过兑现期限撤回的，创新券立即失效，按责任归属记录。"),
        )

    def initial_values(self) -> Context:
        return {"version": self.redemption.version, "fault": "unit"}

    def execute(self, data: FormData, **ids: int) -> Model:
        return withdraw_redemption(**data, **self.who())
