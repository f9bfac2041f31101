"""The end of an unpaid redemption in words: why, by which article, what became of its coupons, what the unit can do now."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.templatetags.formatting import day
from redemptions.portal.redemption_progress import Milestones
from redemptions.rules.endings import EndCause, Ending, redemption_ending
from redemptions.rules.states import RedemptionState
from redemptions.selectors.redemptions import RedemptionRow
from vouchers.portal.words import Words

WHY: Mapping[EndCause, Words] = {
    EndCause.NOT_SUBMITTED: gettext_lazy("兑现期限 %(redeem_by)s 前没有提交申请，自动失效。"),
    EndCause.NOT_CORRECTED: gettext_lazy("补正期限 %(correct_by)s 前没有补正并重新提交，自动失效。"),
    EndCause.WITHDRAWN: gettext_lazy("开放单位撤回了申请，理由见办理记录。"),
    EndCause.REVOKED: gettext_lazy("申请兑现的创新券因违规被撤销。"),
}
"""Cause → the sentence that explains it."""


@dataclass(frozen=True, kw_only=True)
class EndingText:
    """The card of templates/redemptions/redemption/page.html about the end of a redemption."""

    why: str
    article: str
    money: str
    now: str
    url: str


def ending_text(redemption: RedemptionRow, milestones: Milestones, *, is_unit: bool) -> EndingText | None:
    """Return the explanation; None for a redemption that is under way or paid. Advice is for its unit."""
    ending = redemption_ending(
        state=redemption.state,
        was_returned=RedemptionState.RETURNED in milestones.entered,
        redeem_by=redemption.contract.redeem_by,
        on=milestones.today,
    )
    if ending is None:
        return None
    days = {"redeem_by": day(redemption.contract.redeem_by), "correct_by": day(redemption.correct_by)}
    advises = is_unit and ending.may_apply
    return EndingText(
        why=str(WHY[ending.cause]) % days,
        article=ending.article,
        money=_money(ending) % days,
        now=_("在合同页面重新申请兑现。") if advises else "",
        url=reverse("service_contract", args=[redemption.contract_id]) if advises else "",
    )


def _money(ending: Ending) -> str:
    if ending.cause == EndCause.REVOKED:
        return _("没有拨付；资金的去向见各张创新券。")
    if ending.may_apply:
        return _("没有拨付；创新券仍登记在合同上，可以在 %(redeem_by)s 前重新申请。")
    return _("没有拨付；兑现期限 %(redeem_by)s 已过，未兑现的创新券自动失效，资金的去向见各张创新券。")
