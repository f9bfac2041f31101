"""The end of a coupon in words: why, by which article, what became of its money, and what its applicant can do now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.templatetags.formatting import day, money
from vouchers.portal.words import Words
from vouchers.rules.endings import EndCause, Ending, coupon_ending
from vouchers.rules.states import CLAIMABLE_ROUNDS
from vouchers.selectors.coupons import CouponRow
from vouchers.selectors.policies import get_policy

WHY: Mapping[EndCause, Words] = {
    EndCause.RETURN: gettext_lazy("申领单位在登记合同前自愿退回。"),
    EndCause.LAPSE_UNREGISTERED: gettext_lazy("登记期限 %(register_by)s 前没有登记合同，自动失效。"),
    EndCause.LAPSE_UNREDEEMED: gettext_lazy("兑现期限 %(redeem_by)s 前开放单位没有有效申请兑现，自动失效。"),
    EndCause.TERMINATION: gettext_lazy("所登记的合同终止时没有完成任何服务，创新券退回。"),
    EndCause.REJECTION: gettext_lazy("兑现申请的决定没有支付本券，理由见兑现申请。"),
    EndCause.REVOCATION: gettext_lazy("因违规被撤销。"),
}
"""Cause → the sentence that explains it."""


@dataclass(frozen=True, kw_only=True)
class EndingText:
    """The card of templates/vouchers/coupon/page.html about the end of a coupon."""

    why: str
    article: str
    money: str
    now: str
    url: str
    url_label: str


def ending_text(coupon: CouponRow, *, is_own: bool, at: datetime) -> EndingText | None:
    """Return the explanation; None for a coupon that has not ended without money. Advice is for its applicant."""
    ending = coupon_ending(
        state=coupon.state,
        is_registered=coupon.registered_on is not None,
        policy=get_policy(coupon.round.policy_version_id),
    )
    if ending is None:
        return None
    days = {"register_by": day(coupon.register_by), "redeem_by": day(coupon.redeem_by)}
    can_claim = is_own and coupon.round.state in CLAIMABLE_ROUNDS and at < coupon.round.closes_at
    return EndingText(
        why=str(WHY[ending.cause]) % days,
        article=ending.article,
        money=_money(coupon, ending),
        now=_now(can_claim=can_claim) if is_own else "",
        url=reverse("claim", args=[coupon.round_id]) if can_claim else "",
        url_label=_("再申领") if can_claim else "",
    )


def _money(coupon: CouponRow, ending: Ending) -> str:
    amount = {"amount": money(coupon.amount), "year": coupon.year}
    if not ending.is_free:
        return _("%(amount)s 按本期政策收回，仍计入 %(year)s 年度额度。") % amount
    if ending.counts:
        return _("%(amount)s 已退回本周期，但仍计入 %(year)s 年度额度（第十七条）。") % amount
    return _("%(amount)s 已退回本周期，不计入 %(year)s 年度额度。") % amount


def _now(*, can_claim: bool) -> str:
    if can_claim:
        return _("本周期仍在发放，额度未用完的可以再申领一张。")
    return _("本周期已截止；下一周期开放后可以申领。")
