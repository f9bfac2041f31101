"""The steps of a coupon in words for its applicant: done and to come, who acts, by when, and what follows if not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.values.deadlines import beijing_day
from core.web.progress_steps import NextAct, Step
from vouchers.portal.words import CORRECT, Words, side
from vouchers.rules.next_steps import CouponSituation, CouponStep, Progress, Side, coupon_progress
from vouchers.rules.states import CouponState
from vouchers.selectors.coupons import CouponRow
from vouchers.selectors.open_redemptions import OpenRedemption


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """A step of a coupon: the day it was done on, or the day it is due by."""

    label: str
    who: str = ""
    done: date | None = None
    due: date | None = None
    note: str = ""


ACTS: Mapping[tuple[CouponState, Side], tuple[Words, Words]] = {
    (CouponState.CLAIMED, Side.BOTH): (
        gettext_lazy("选定开放单位、签订合同，由开放单位登记"),
        gettext_lazy("逾期未登记，创新券自动失效，额度退回"),
    ),
    (CouponState.REGISTERED, Side.UNIT): (
        gettext_lazy("完成服务，并申请兑现"),
        gettext_lazy("逾期未申请兑现，创新券自动失效"),
    ),
    (CouponState.IN_REDEMPTION, Side.UNIT): (
        gettext_lazy("补齐兑现材料并提交"),
        gettext_lazy("逾期未申请兑现，创新券自动失效"),
    ),
    (CouponState.IN_REDEMPTION, Side.AUTHORITY): (gettext_lazy("审查、评审并公示兑现申请"), ""),
    (CouponState.APPROVED, Side.AUTHORITY): (gettext_lazy("在拨付期内将资金拨付给开放单位"), ""),
}
"""State and acting side → what is to be done, and what happens if it is not."""


def step_lines(coupon: CouponRow, *, redemption: OpenRedemption | None = None) -> list[Step]:
    """Return the six steps of a coupon; `redemption` is the last one of its contract, if any.

    A step that is done shows the day it was done, not its deadline.
    """
    progress = _progress(coupon, redemption)
    plans = _plans(coupon, redemption)
    order = list(CouponStep)
    position = len(order) if progress.step is None else order.index(progress.step)
    return [
        Step(
            label=plan.label,
            day=plan.done if index < position else None if progress.stopped else plan.due,
            note="" if index < position or plan.due is None or progress.stopped else plan.note,
            who=plan.who if index == position and not progress.is_over else "",
            status=status(index, position=position, progress=progress),
        )
        for index, plan in enumerate(plans[step] for step in order)
    ]


def status(index: int, *, position: int, progress: Progress[Any]) -> str:
    """Return how a step is shown: done, current, failed, stopped, todo, or skipped after the end of the process."""
    if index == position:
        return "failed" if progress.failed else "stopped" if progress.stopped else "current"
    if index < position:
        return "done"
    return "skipped" if progress.is_over else "todo"


def next_act(coupon: CouponRow, *, redemption: OpenRedemption | None = None) -> NextAct | None:
    """Return who acts next on a live coupon; None for one that has ended."""
    progress = _progress(coupon, redemption)
    if progress.who is None:
        return None
    corrects = redemption is not None and redemption.correct_by is not None
    what, after = CORRECT if corrects else ACTS[coupon.state, progress.who]
    return NextAct(who=side(progress.who), what=str(what), day=progress.by, after=str(after))


def _progress(coupon: CouponRow, redemption: OpenRedemption | None) -> Progress[CouponStep]:
    return coupon_progress(
        CouponSituation(
            state=coupon.state,
            register_by=coupon.register_by,
            redeem_by=coupon.redeem_by,
            is_registered=coupon.registered_on is not None,
            is_served=coupon.contract is not None and coupon.contract.completed_at is not None,
            is_submitted=redemption is not None and not redemption.correctable,
            is_approved=coupon.payable is not None,
            correct_by=redemption.correct_by if redemption else None,
        )
    )


def _plans(coupon: CouponRow, redemption: OpenRedemption | None) -> dict[CouponStep, _Plan]:
    contract = coupon.contract
    unit, authority, last = side(Side.UNIT), side(Side.AUTHORITY), _("最后期限")
    return {
        CouponStep.CLAIM: _Plan(label=_("领券"), done=coupon.claimed_on),
        CouponStep.REGISTER: _Plan(
            label=_("登记合同"), who=unit, done=coupon.registered_on, due=coupon.register_by, note=last
        ),
        CouponStep.SERVE: _Plan(
            label=_("完成服务"),
            who=unit,
            done=beijing_day(contract.completed_at) if contract and contract.completed_at else None,
            due=contract.end_on if contract else None,
            note=_("合同结束日"),
        ),
        CouponStep.APPLY: _Plan(
            label=_("申请兑现"),
            who=unit,
            done=beijing_day(redemption.submitted_at) if redemption and redemption.submitted_at else None,
            due=coupon.redeem_by,
            note=last,
        ),
        CouponStep.REVIEW: _Plan(
            label=_("审查与公示"),
            who=authority,
            done=beijing_day(redemption.final_at) if redemption and redemption.final_at else None,
        ),
        CouponStep.PAY: _Plan(
            label=_("拨付"), who=authority, done=beijing_day(coupon.ended_at) if coupon.ended_at else None
        ),
    }
