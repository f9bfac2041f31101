"""Pages for the steps on a sanction: answer, hear, decide or drop, propose a lifting, confirm or refuse it."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.templatetags.formatting import day, money
from core.values.money import ZERO
from core.web.confirm_pages import ConfirmPage
from core.web.pages import FormData
from core.web.words import WORDS
from oversight.portal.sanction_forms import AnswerForm, ReasonForm, StatementForm
from oversight.rules.sanctions import ONCE
from oversight.selectors.sanctions import SanctionRow, get_visible_sanction
from oversight.services.liftings import lift_sanction, propose_lifting, refuse_lifting
from oversight.services.measures import preview, preview_subjects
from oversight.services.sanctions import answer_sanction, decide_sanction, drop_sanction, hear_sanction


class StepArguments(TypedDict):
    """The arguments that the service of every step takes."""

    sanction_id: int
    actor_id: int
    at: datetime


class _Step(ConfirmPage):
    machine = "sanction"
    tone = "primary"
    icon = "gavel"

    @cached_property
    def sanction(self) -> SanctionRow:
        """The sanction of the address."""
        return get_visible_sanction(self.actor, self.kwargs["pk"])

    def back_url(self) -> str:
        return reverse("sanction", args=[self.kwargs["pk"]])

    def arguments(self) -> StepArguments:
        """Return the arguments of the service."""
        return {"sanction_id": self.sanction.pk, "actor_id": self.actor.user_id, "at": self.at}

    def words(self) -> dict[str, str]:
        """Return the party, the measure and its days in words."""
        row = self.sanction
        measure = str(WORDS["measure"][row.measure])
        return {"party": row.party.name, "measure": measure, "begins": day(row.begins_on), "until": day(row.until)}

    def held(self) -> list[str]:
        """Return the sentence of what the measure holds, for a measure that holds anything."""
        found = preview(self.sanction.measure, party_id=self.sanction.party_id)
        if found is None:
            return []
        return [_("涉及未送银行的款项 %(n)d 笔，合计 %(total)s；") % {"n": found[0], "total": money(found[1])}]


class Hear(_Step):
    """Record the statement of the party."""

    operation = "sanction.hear"
    form_class = StatementForm
    icon = "message-2"
    title = gettext_lazy("记录陈述申辩")
    confirm_label = gettext_lazy("记录")
    done = gettext_lazy("陈述申辩已记录，等待另一人决定。")

    def consequences(self) -> Sequence[str]:
        return (
            _("%(party)s对拟%(measure)s的陈述申辩提交审批人员，提交后不能修改；") % self.words(),
            _("提出人不能作出决定。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return hear_sanction(statement=data["statement"], **self.arguments())


class Answer(_Step):
    """Answer a proposed measure, as the party that it is against."""

    operation = "sanction.answer"
    form_class = AnswerForm
    icon = "message-2"
    title = gettext_lazy("陈述申辩")
    confirm_label = gettext_lazy("提交")
    done = gettext_lazy("陈述申辩已提交，由主管部门另一人决定。")

    def consequences(self) -> Sequence[str]:
        return (
            _("对拟%(measure)s提交陈述申辩，只能提交一次，提交后不能修改；") % self.words(),
            _("由未参与提出的人员审阅后决定处理或不予处理，结果会告知本单位。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return answer_sanction(party_id=self.actor.party, statement=data["statement"], **self.arguments())


class Drop(_Step):
    """Drop a proposed measure, by a second person."""

    operation = "sanction.drop"
    form_class = ReasonForm
    icon = "ban"
    title = gettext_lazy("不予处理")
    confirm_label = gettext_lazy("不予处理")
    done = gettext_lazy("不予处理，单位会收到通知。")

    def consequences(self) -> Sequence[str]:
        return (
            _("对%(party)s不采取“%(measure)s”，不能撤回；") % self.words(),
            _("理由告知该单位；有新的事实的，可以另行提出。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return drop_sanction(reason=data["reason"], **self.arguments())


class Decide(_Step):
    """Decide a measure, by a second person."""

    operation = "sanction.decide"
    tone = "danger"
    title = gettext_lazy("作出处理决定")
    confirm_label = gettext_lazy("确认决定")
    done = gettext_lazy("处理决定已作出，单位会收到通知。")

    def consequences(self) -> Sequence[str]:
        if self.sanction.measure in ONCE:
            count, amount = preview_subjects(self.sanction) or (0, ZERO)
            return (
                _("对%(party)s%(measure)s %(n)d 张，释放 %(total)s，立即执行，不能撤回；")
                % {**self.words(), "n": count, "total": money(amount)},
                _("未送银行的拨付随之撤销；合同上其余创新券的金额另行拨付；"),
                _("释放的资金退回发放周期，当年额度不恢复。"),
            )
        return (
            _("对%(party)s%(measure)s，自 %(begins)s 起，至 %(until)s 止；") % self.words(),
            *self.held(),
            _("起始日期已到的立即生效；已列入拨款单的款项退出拨款单，已送银行的不受影响；"),
            _("期满自动结束，也可以由两人提前解除。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return decide_sanction(**self.arguments())


class ProposeLifting(_Step):
    """Propose to lift a measure."""

    operation = "sanction.propose_lifting"
    form_class = ReasonForm
    icon = "refresh"
    title = gettext_lazy("提请解除")
    confirm_label = gettext_lazy("提请解除")
    done = gettext_lazy("已提请解除，等待另一人确认。")

    def consequences(self) -> Sequence[str]:
        return (
            _("提请提前解除对%(party)s的处理措施“%(measure)s”，由审批人员确认；") % self.words(),
            _("确认前措施继续执行；理由在解除后告知该单位。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return propose_lifting(reason=data["reason"], **self.arguments())


class Lift(_Step):
    """Confirm a proposed lifting, by a second person."""

    operation = "sanction.lift"
    icon = "circle-check"
    title = gettext_lazy("确认解除")
    confirm_label = gettext_lazy("确认解除")
    done = gettext_lazy("处理措施已解除，单位会收到通知。")

    def consequences(self) -> Sequence[str]:
        return (
            _("对%(party)s的处理措施“%(measure)s”立即解除，不能撤回；") % self.words(),
            _("解除理由：%(reason)s；") % {"reason": self.sanction.lift_reason},
            *self.held(),
            _("暂停的款项回到待拨付，仍按拨付时段办理；另有暂停措施在执行的除外。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return lift_sanction(**self.arguments())


class RefuseLifting(_Step):
    """Refuse a proposed lifting."""

    operation = "sanction.refuse_lifting"
    form_class = ReasonForm
    icon = "ban"
    title = gettext_lazy("不予解除")
    confirm_label = gettext_lazy("不予解除")
    done = gettext_lazy("不予解除，处理措施继续执行。")

    def consequences(self) -> Sequence[str]:
        return (
            _("对%(party)s的处理措施“%(measure)s”继续执行至 %(until)s；") % self.words(),
            _("可以再次提请解除。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return refuse_lifting(reason=data["reason"], **self.arguments())
