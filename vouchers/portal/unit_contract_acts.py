"""Pages for the unit's steps on a registered contract: register coupons, amend, complete, terminate."""

from collections.abc import Mapping, Sequence

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.templatetags.formatting import day, money
from core.values.deadlines import beijing_day
from core.values.ids import parse_id
from core.web.confirm_pages import ConfirmPage
from core.web.pages import Choices, Context, FormData, Over, reasons
from vouchers.permissions import STAFF
from vouchers.portal.forms.contracts import AmendForm, RegisterForm
from vouchers.portal.forms.parts import ReasonForm
from vouchers.portal.unit_contracts import OfUnit
from vouchers.rules.coupon_numbers import coupon_number
from vouchers.selectors.contracts import ContractRow, get_unit_contract
from vouchers.selectors.coupons import CouponRow
from vouchers.selectors.offers import ChosenCoupons, find_offer_policy, preview_offer
from vouchers.services.amendments import amend_contract
from vouchers.services.contracts import complete_contract
from vouchers.services.registrations import register_contract
from vouchers.services.terminations import terminate_contract


class RegisterContract(OfUnit):
    """Register the coupons that the applicant offered."""

    operation = "contract.register"
    template = "vouchers/contract/register.html"
    form_class = RegisterForm
    done = gettext_lazy("登记成功。请在有效期内完成服务，合同结束后按期申请兑现。")

    @cached_property
    def _offered(self) -> list[CouponRow]:
        offers = self.contract.offers.all()
        return [offer.coupon for offer in offers if offer.coupon.contract_id != self.contract.pk]

    def over(self) -> Over | None:
        today, days = beijing_day(self.at), [coupon.register_by for coupon in self._offered]
        if not days or max(days) >= today:
            return None
        back = reverse("service_contract", args=[self.contract.pk])
        ways = (
            (_("申领单位可以另选登记期限未过的创新券，选定后即可登记。"), back),
            (_("逾期未登记的创新券自动失效，额度退回申领单位本年度。"), ""),
        )
        return Over(title=_("登记创新券"), last_day=max(days), back_url=back, ways=ways)

    def field_choices(self) -> Mapping[str, Choices]:
        return {"coupons": [(str(each.pk), _label(each)) for each in self._offered]}

    def initial_values(self) -> Context:
        return {"coupons": [str(coupon.pk) for coupon in self._offered]}

    def context(self) -> Context:
        preview = self._preview()
        return {
            "contract": self.contract,
            "offered": self._offered,
            "preview": preview,
            "preview_refusals": reasons(preview.refusals) if preview else [],
        }

    def _preview(self) -> ChosenCoupons | None:
        """Return what the chosen ones of the offered coupons pay: all of them before any is chosen."""
        sent = self.request.POST or self.request.GET
        ids = {pk for text in sent.getlist("coupons") if (pk := parse_id(text)) is not None}
        chosen = [each for each in self._offered if not sent or each.pk in ids]
        if not self._offered:
            return None
        policy = find_offer_policy(self.contract, chosen or self._offered)
        return preview_offer(self.contract, chosen, policy=policy)

    def execute(self, data: FormData, **ids: int) -> Model:
        return register_contract(coupon_ids=data["coupons"], **self.who())


class AmendContract(OfUnit):
    """Amend the amount or the end."""

    operation = "contract.amend"
    template = "vouchers/contract/amend.html"
    form_class = AmendForm
    done = gettext_lazy("合同已变更，请申领单位确认。")

    def context(self) -> Context:
        return {"contract": self.contract}

    def initial_values(self) -> Context:
        return {"amount": self.contract.amount, "end_on": self.contract.end_on}

    def execute(self, data: FormData, **ids: int) -> Model:
        return amend_contract(**data, **self.who())


class CompleteContract(ConfirmPage, OfUnit):
    """Record that the work is completed."""

    operation = "contract.complete"
    title = gettext_lazy("完成服务")
    confirm_label = gettext_lazy("确认完成")
    tone = "primary"
    icon = "circle-check"
    done = gettext_lazy("服务已完成，请申领单位在线确认成果。")

    def consequences(self) -> Sequence[str]:
        return (
            _("合同“%(title)s”的服务已全部完成，不能再变更金额和结束日期；") % {"title": self.contract.title},
            _("%(applicant)s会收到消息，在线确认服务成果；") % {"applicant": self.contract.applicant.name},
            _("请在 %(day)s 前申请兑现，逾期创新券自动失效。") % {"day": day(self.contract.redeem_by)},
        )

    def back_url(self) -> str:
        return reverse("service_contract", args=[self.contract.pk])

    def execute(self, data: FormData, **ids: int) -> Model:
        return complete_contract(**self.who())


class TerminateContract(ConfirmPage):
    """Terminate a contract, as its unit or as an officer."""

    machine = "contract"
    operation = "contract.terminate"
    form_class = ReasonForm
    title = gettext_lazy("终止合同")
    confirm_label = gettext_lazy("确认终止")
    done = gettext_lazy("合同已终止。")

    @cached_property
    def _contract(self) -> ContractRow:
        return get_unit_contract(self.actor, self.kwargs["pk"])

    def consequences(self) -> Sequence[str]:
        contract = self._contract
        notice_line = _("%(applicant)s会收到终止的原因；终止后不能恢复。") % {"applicant": contract.applicant.name}
        title = _("合同“%(title)s”提前终止；") % {"title": contract.title}
        if contract.records.all():
            return (
                title,
                _("已有服务记录：兑现期限自终止之日起重新计算，须按期就已完成的服务申请兑现，逾期创新券自动失效；"),
                notice_line,
            )
        back = _("没有服务记录：创新券 %(amount)s 全部退回，申领单位额度恢复；")
        return (title, back % {"amount": money(contract.coupon_total)}, notice_line)

    def back_url(self) -> str:
        return reverse("service_contract", args=[self._contract.pk])

    def execute(self, data: FormData, **ids: int) -> Model:
        return terminate_contract(
            contract_id=self._contract.pk,
            unit_id=None if self.actor.has(*STAFF) else self.actor.party_id,
            reason=data["reason"],
            actor_id=self.actor.user_id,
            at=self.at,
        )


def _label(coupon: CouponRow) -> str:
    return _("%(number)s，%(amount)s，%(day)s前登记") % {
        "number": coupon_number(year=coupon.year, coupon_id=coupon.pk),
        "amount": money(coupon.amount),
        "day": day(coupon.register_by),
    }
