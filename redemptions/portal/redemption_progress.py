"""The steps of a redemption in words: done and to come, who acts next, the deadline, the consequence of missing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.templatetags.formatting import day
from core.web.progress_steps import NextAct, Step
from payments.rules.states import PaymentState
from redemptions.rules.next_steps import RedemptionSituation, RedemptionStep, redemption_progress
from redemptions.rules.states import RedemptionState
from redemptions.selectors.redemptions import RedemptionRow
from vouchers.portal.coupon_progress import status
from vouchers.portal.words import CORRECT, Words, side
from vouchers.rules.next_steps import Progress, Side

_REVIEW: tuple[Words, Words] = (gettext_lazy("归集到批次，提出评审意见并公示"), "")
ACTS: Mapping[RedemptionState, tuple[Words, Words]] = {
    RedemptionState.DRAFT: (
        gettext_lazy("补齐金额、发票和证明材料，提交申请"),
        gettext_lazy("逾期未提交，创新券自动失效，由开放单位承担责任"),
    ),
    RedemptionState.RETURNED: CORRECT,
    RedemptionState.SUBMITTED: (gettext_lazy("进行形式审查"), ""),
    RedemptionState.ACCEPTED: _REVIEW,
    RedemptionState.UNDER_REVIEW: _REVIEW,
    RedemptionState.DOUBTFUL: _REVIEW,
    RedemptionState.RECOMMENDED: _REVIEW,
    RedemptionState.PUBLICISED: (
        gettext_lazy("公示期内任何人可以提出异议"),
        gettext_lazy("期满无异议的，由审批人员批准"),
    ),
    RedemptionState.DECIDED: (
        gettext_lazy("对核减或不予支持有意见的，可以申诉"),
        gettext_lazy("期满未申诉，决定生效"),
    ),
    RedemptionState.APPEALED: (gettext_lazy("另行组织评审并答复申诉"), ""),
    RedemptionState.FINAL: (gettext_lazy("在拨付期内拨付"), ""),
}
"""State → what is to be done, and what happens if it is not."""
NOTICE_OVER: Words = gettext_lazy("公示期已满，无未处理异议的，由审批人员批准")


@dataclass(frozen=True, kw_only=True)
class Milestones:
    """Facts about a redemption outside its row: when it entered each state, its notice, its payment."""

    entered: Mapping[str, datetime]
    notice_id: int | None
    notice_ends: date | None
    payment: Any
    decision_shown: bool
    today: date


def step_lines(redemption: RedemptionRow, milestones: Milestones) -> list[Step]:
    """Return the six steps of a redemption; a step that is done shows its day, the current one shows who acts."""
    progress, order = _progress(redemption, milestones), list(RedemptionStep)
    position = len(order) if progress.step is None else order.index(progress.step)
    return [
        Step(
            label=label,
            day=milestones.entered.get(state) if index < position else None,
            who=side(progress.who) if index == position and progress.who else "",
            status=status(index, position=position, progress=progress),
        )
        for index, (label, state) in enumerate(_plan()[step] for step in order)
    ]


def next_act(redemption: RedemptionRow, milestones: Milestones) -> NextAct | None:
    """Return who acts next; None for a redemption that has ended."""
    progress = _progress(redemption, milestones)
    if progress.who is None:
        return None
    what, after = ACTS[redemption.state]
    if redemption.state == RedemptionState.PUBLICISED and progress.who == Side.APPROVER:
        what, after = NOTICE_OVER, ""
    if redemption.state == RedemptionState.FINAL and milestones.payment:
        if milestones.payment.state == PaymentState.SUSPENDED:
            return NextAct(who=side(progress.who), what=_("暂停拨付解除后，在拨付期内拨付"), day=None, after="")
        what = _("%(what)s，自 %(day)s起可以拨付") % {"what": what, "day": day(milestones.payment.not_before)}
    return NextAct(who=side(progress.who), what=str(what), day=progress.by, after=str(after))


def _plan() -> dict[RedemptionStep, tuple[str, RedemptionState]]:
    """Map each step to its name and the state that ends it."""
    return {
        RedemptionStep.SUBMIT: (_("提交申请"), RedemptionState.SUBMITTED),
        RedemptionStep.CHECK: (_("形式审查"), RedemptionState.ACCEPTED),
        RedemptionStep.REVIEW: (_("批次评审"), RedemptionState.RECOMMENDED),
        RedemptionStep.PUBLICISE: (_("公示"), RedemptionState.PUBLICISED),
        RedemptionStep.DECIDE: (_("审批定案"), RedemptionState.FINAL),
        RedemptionStep.PAY: (_("拨付"), RedemptionState.PAID),
    }


def _progress(redemption: RedemptionRow, milestones: Milestones) -> Progress[RedemptionStep]:
    return redemption_progress(
        RedemptionSituation(
            state=redemption.state,
            entered=frozenset(milestones.entered),
            redeem_by=redemption.contract.redeem_by,
            correct_by=redemption.correct_by,
            notice_ends=milestones.notice_ends,
            appeal_by=redemption.appeal_by,
            on=milestones.today,
            decided_amount=redemption.decided_amount,
            decision_shown=milestones.decision_shown,
        )
    )
