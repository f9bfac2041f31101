"""Pages of coupons: the list, one coupon with its steps, returning one."""

from collections.abc import Sequence

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files.table_export import Column
from core.idempotency.commands import Outcome
from core.templatetags.formatting import money
from core.web.pages import Context, FormData, FormPage, ListPage, Page
from core.web.state_words import STATES
from vouchers.portal.coupon_endings import ending_text
from vouchers.portal.coupon_progress import next_act, step_lines
from vouchers.portal.forms.coupons import CouponFilterForm
from vouchers.portal.history import history
from vouchers.portal.words import fact_lines
from vouchers.rules.coupon_numbers import coupon_number
from vouchers.rules.next_steps import coupon_steps
from vouchers.rules.states import LIVE_COUPONS
from vouchers.selectors.coupons import CouponRow, get_visible_coupon, search_coupons
from vouchers.selectors.open_redemptions import find_last_redemption
from vouchers.services.coupons import return_coupon


class Coupons(ListPage):
    """The coupons the reader may see."""

    operation = "coupon.read"
    template = "vouchers/coupon/list.html"
    form_class = CouponFilterForm
    sorts = ("-id", "amount", "register_by")
    export_name = "coupons"

    def context(self) -> Context:
        return {"can_claim": self.may("coupon.claim")}

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_coupons(self.actor, state=wanted.get("state", ""), text=wanted.get("text", ""))

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("券号"), value=_number),
            Column(label=_("申领单位"), value=lambda row: row.applicant.name),
            Column(label=_("发放周期"), value=lambda row: row.round.name),
            Column(label=_("面额（元）"), value=lambda row: row.amount),
            Column(label=_("状态"), value=lambda row: str(STATES["coupon"][row.state][0])),
            Column(label=_("领券日期"), value=lambda row: row.claimed_on),
            Column(label=_("登记期限"), value=lambda row: row.register_by),
            Column(label=_("登记日期"), value=lambda row: row.registered_on),
            Column(label=_("有效期至"), value=lambda row: row.valid_until),
            Column(label=_("兑现期限"), value=lambda row: row.redeem_by),
            Column(label=_("服务合同"), value=lambda row: row.contract.title if row.contract else None),
            Column(label=_("开放单位"), value=lambda row: row.contract.unit.party.name if row.contract else None),
            Column(label=_("兑现金额（元）"), value=lambda row: row.payable),
        )


class CouponPage(Page):
    """One coupon: its steps, who acts next, the facts of its claim, its history."""

    operation = "coupon.read"
    template = "vouchers/coupon/page.html"

    def context(self) -> Context:
        coupon = get_visible_coupon(self.actor, self.kwargs["pk"])
        redemption = find_last_redemption(coupon.contract_id) if coupon.contract_id else None
        is_own = coupon.applicant_id == self.actor.party_id
        return {
            "coupon": coupon,
            "number": _number(coupon),
            "redemption": redemption,
            "steps": step_lines(coupon, redemption=redemption),
            "next": next_act(coupon, redemption=redemption),
            "facts": fact_lines(coupon.facts),
            "events": history(self.actor, subject_kind="coupon", subject_id=coupon.pk),
            "ending": ending_text(coupon, is_own=is_own, at=self.at),
            "can_revoke": coupon.state in LIVE_COUPONS and self.may("sanction.propose"),
            "can_return": is_own and "return" in self.allowed(coupon_steps(coupon.state)),
        }


class ReturnCoupon(FormPage):
    """Return a coupon, after a page that states the consequences."""

    operation = "coupon.return"
    template = "components/confirm.html"
    done = gettext_lazy("创新券已退回，额度已恢复。")

    @cached_property
    def _coupon(self) -> CouponRow:
        return get_visible_coupon(self.actor, self.kwargs["pk"])

    def context(self) -> Context:
        number = _number(self._coupon)
        return {
            "title": _("退回创新券 %(number)s") % {"number": number},
            "consequences": [
                _("创新券 %(number)s（%(amount)s）作废，不能恢复；")
                % {"number": number, "amount": money(self._coupon.amount)},
                _("同等金额退回本发放周期，供其他单位申领；"),
                _("本年度已用额度相应减少，周期开放期间可以重新申领。"),
            ],
            "confirm_label": _("确认退回"),
            "cancel_url": reverse("coupon", args=[self._coupon.pk]),
        }

    def execute(self, data: FormData, **ids: int) -> Model:
        return return_coupon(
            coupon_id=ids["pk"], applicant_id=self.actor.party, actor_id=self.actor.user_id, at=self.at
        )

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("coupon", args=[ids["pk"]])


def _number(coupon: CouponRow) -> str:
    return coupon_number(year=coupon.year, coupon_id=coupon.pk)
