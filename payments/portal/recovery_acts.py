"""Pages for the steps on a recovery: answer, hear, decide or drop, enter and settle repayments, write off."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypedDict

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files.charged_checks import charged_check
from core.files.uploads import KINDS, MEGABYTE, SIZE_LIMIT, accept
from core.templatetags.formatting import day, money
from core.web.confirm_pages import ConfirmPage, StepPage
from core.web.pages import Context, FormData
from payments.portal.forms import ReasonForm
from payments.portal.recovery_forms import AnswerForm, LongReasonForm, RepaymentForm, ScheduleForm, StatementForm
from payments.selectors.recoveries import (
    RecoveryRow,
    RepaymentRow,
    get_visible_recovery,
    get_visible_repayment,
    sum_entered,
)
from payments.services import recoveries, repayments


class Act(TypedDict):
    """Arguments of every service called here: the recovery, the actor, the moment."""

    recovery_id: int
    actor_id: int
    at: datetime


class _Step(ConfirmPage):
    machine = "recovery"
    tone = "primary"
    icon = "gavel"

    @cached_property
    def recovery(self) -> RecoveryRow:
        """The recovery of the address."""
        return get_visible_recovery(self.actor, self.kwargs["pk"])

    def back_url(self) -> str:
        return reverse("recovery", args=[self.kwargs["pk"]])

    def who(self) -> Act:
        """Return the arguments of the service."""
        return {"recovery_id": self.recovery.pk, "actor_id": self.actor.user_id, "at": self.at}

    def words(self) -> dict[str, str]:
        """Return the debtor, the matter, the amount and what is not repaid in words."""
        row = self.recovery
        left = money(row.amount - row.repaid)
        return {"party": row.party.name, "label": row.payment.label, "amount": money(row.amount), "left": left}


class Hear(_Step):
    """Record the statement of the debtor."""

    operation = "recovery.hear"
    form_class = StatementForm
    icon = "message-2"
    title = gettext_lazy("记录陈述申辩")
    confirm_label = gettext_lazy("记录")
    done = gettext_lazy("陈述申辩已记录，等待另一人决定。")

    def consequences(self) -> Sequence[str]:
        return (
            _("%(party)s对拟追回 %(amount)s 的陈述申辩提交审批人员，提交后不能修改；") % self.words(),
            _("提出人不能作出决定。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return recoveries.hear_recovery(statement=data["statement"], **self.who())


class Answer(_Step):
    """Answer a proposed recovery, as the debtor."""

    operation = "recovery.answer"
    form_class = AnswerForm
    icon = "message-2"
    title = gettext_lazy("陈述申辩")
    confirm_label = gettext_lazy("提交")
    done = gettext_lazy("陈述申辩已提交，由主管部门另一人决定。")

    def consequences(self) -> Sequence[str]:
        return (
            _("对拟追回“%(label)s”的 %(amount)s 提交陈述申辩，只能提交一次，提交后不能修改；") % self.words(),
            _("由未参与提出的人员审阅后决定追回或不予追回，结果会告知本单位。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return recoveries.answer_recovery(party_id=self.actor.party, statement=data["statement"], **self.who())


class Decide(_Step):
    """Decide a recovery and its schedule, by a second person."""

    operation = "recovery.decide"
    form_class = ScheduleForm
    tone = "danger"
    title = gettext_lazy("作出追回决定")
    confirm_label = gettext_lazy("确认决定")
    done = gettext_lazy("追回决定已作出，单位会收到通知。")

    def consequences(self) -> Sequence[str]:
        return (
            _("向%(party)s追回“%(label)s”的 %(amount)s，不能撤回；") % self.words(),
            _("还款上缴财政，不退回发放周期，也不恢复任何单位的额度；"),
            _("逾期未还的定期提醒；确实无法追回的，由两人核销。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return recoveries.decide_recovery(first_due_on=data["first_due_on"], count=data["count"], **self.who())


class Drop(_Step):
    """Drop a proposed recovery, by a second person."""

    operation = "recovery.drop"
    form_class = LongReasonForm
    icon = "ban"
    title = gettext_lazy("不予追回")
    confirm_label = gettext_lazy("不予追回")
    done = gettext_lazy("不予追回，单位会收到通知。")

    def consequences(self) -> Sequence[str]:
        return (
            _("不向%(party)s追回 %(amount)s，不能撤回；") % self.words(),
            _("理由告知该单位；有新的事实的，可以另行提出。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return recoveries.drop_recovery(reason=data["reason"], **self.who())


class EnterRepayment(StepPage):
    """Enter a repayment with the bank's paper."""

    machine = "recovery"
    operation = "recovery.enter_repayment"
    throttle_scope = "upload"
    template = "payments/recovery/repayment.html"
    form_class = RepaymentForm
    done = gettext_lazy("还款已登记，等待另一人复核。")

    @cached_property
    def recovery(self) -> RecoveryRow:
        """The recovery of the address."""
        return get_visible_recovery(self.actor, self.kwargs["pk"])

    def context(self) -> Context:
        kinds = ", ".join(KINDS[repayments.FILE_KIND])
        most = SIZE_LIMIT // MEGABYTE
        left = self.recovery.amount - self.recovery.repaid - sum_entered(self.recovery.pk)
        return {"recovery": self.recovery, "left": left, "most": most, "extensions": kinds}

    def prepare(self, data: FormData) -> FormData:
        with charged_check(self.request):
            return {**data, "file": accept(kind=repayments.FILE_KIND, file=data["file"])}

    def fingerprint(self, data: FormData) -> Mapping[str, object]:
        facts = {"amount": str(data["amount"]), "paid_on": str(data["paid_on"]), "reference": data["reference"]}
        return {**facts, "name": data["file"].name, "sha256": data["file"].sha256}

    def execute(self, data: FormData, **ids: int) -> Model:
        return repayments.enter_repayment(
            recovery_id=self.recovery.pk,
            amount=data["amount"],
            paid_on=data["paid_on"],
            reference=data["reference"],
            file=data["file"],
            actor_id=self.actor.user_id,
            at=self.at,
        )

    def next_url(self, outcome: object, **ids: int) -> str:
        return reverse("recovery", args=[self.kwargs["pk"]])


class _Settle(ConfirmPage):
    machine = "repayment"
    tone = "primary"
    icon = "circle-check"

    @cached_property
    def repayment(self) -> RepaymentRow:
        """The repayment of the address."""
        return get_visible_repayment(self.actor, self.kwargs["pk"])

    def back_url(self) -> str:
        return reverse("recovery", args=[self.repayment.recovery_id])

    def words(self) -> dict[str, str]:
        """Return the debtor, the amount, the day and the bank's number in words."""
        row = self.repayment
        name, amount = row.recovery.party.name, money(row.amount)
        return {"party": name, "amount": amount, "day": day(row.paid_on), "reference": row.reference}


class ConfirmRepayment(_Settle):
    """Confirm a repayment, by a second person."""

    operation = "repayment.confirm"
    title = gettext_lazy("复核还款")
    confirm_label = gettext_lazy("确认还款")
    done = gettext_lazy("还款已确认，单位会收到通知。")

    def consequences(self) -> Sequence[str]:
        return (
            _("%(party)s %(day)s 还款 %(amount)s（流水号 %(reference)s），请先核对银行回单；") % self.words(),
            _("相应的创新券记为已追回；还款上缴财政；确认后不能撤回。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return repayments.confirm_repayment(repayment_id=self.repayment.pk, actor_id=self.actor.user_id, at=self.at)


class RefuseRepayment(_Settle):
    """Refuse a repayment that the paper does not show."""

    operation = "repayment.refuse"
    form_class = ReasonForm
    icon = "ban"
    title = gettext_lazy("退回还款登记")
    confirm_label = gettext_lazy("退回")
    done = gettext_lazy("还款登记已退回。")

    def consequences(self) -> Sequence[str]:
        return (
            _("%(party)s %(day)s 还款 %(amount)s 的登记与回单不符，不计入已还金额；") % self.words(),
            _("更正后可以重新登记。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return repayments.refuse_repayment(
            repayment_id=self.repayment.pk, reason=data["reason"], actor_id=self.actor.user_id, at=self.at
        )


class ProposeWriteOff(_Step):
    """Propose to write off what is not repaid."""

    operation = "recovery.propose_write_off"
    form_class = LongReasonForm
    icon = "ban"
    title = gettext_lazy("提请核销")
    confirm_label = gettext_lazy("提请核销")
    done = gettext_lazy("已提请核销，等待另一人确认。")

    def consequences(self) -> Sequence[str]:
        return (
            _("提请核销%(party)s尚未归还的 %(left)s，由审批人员确认；") % self.words(),
            _("确认前仍须归还；已归还的不受影响。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return repayments.propose_write_off(reason=data["reason"], **self.who())


class WriteOff(_Step):
    """Write off as proposed, by a second person."""

    operation = "recovery.write_off"
    tone = "danger"
    icon = "circle-check"
    title = gettext_lazy("确认核销")
    confirm_label = gettext_lazy("确认核销")
    done = gettext_lazy("已核销，单位会收到通知。")

    def consequences(self) -> Sequence[str]:
        return (
            _("%(party)s尚未归还的 %(left)s 不再追回，不能撤回；") % self.words(),
            _("核销理由：%(reason)s。") % {"reason": self.recovery.write_off_reason},
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return repayments.write_off_recovery(**self.who())


class RefuseWriteOff(_Step):
    """Refuse a proposed write-off."""

    operation = "recovery.refuse_write_off"
    form_class = LongReasonForm
    icon = "ban"
    title = gettext_lazy("不予核销")
    confirm_label = gettext_lazy("不予核销")
    done = gettext_lazy("不予核销，仍须归还。")

    def consequences(self) -> Sequence[str]:
        return (
            _("%(party)s尚未归还的 %(left)s 仍须归还；") % self.words(),
            _("可以再次提请核销。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return repayments.refuse_write_off(reason=data["reason"], **self.who())
