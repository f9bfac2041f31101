"""The way of a coupon as its applicant sees it: the steps done and to come, who acts next, by when, and what then."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from core.values.deadlines import beijing_day
from core.web.steps import NextAct, Step
from vouchers.selectors.coupons import CouponRow
from vouchers.selectors.open_redemptions import OpenRedemption

FAILED = ("returned", "lapsed", "rejected", "revoked")


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """A step before it is known how far the coupon has come: the day it was done on, or the day it is due by."""

    label: str
    who: str = ""
    done: date | None = None
    due: date | None = None
    note: str = ""


def coupon_steps(coupon: CouponRow, *, redemption: OpenRedemption | None = None) -> list[Step]:
    """The six steps of a coupon; `redemption` is the live one of its contract, if there is one.

    A step that is done says when it was done, never what its last day would have been.
    """
    position = _position(coupon, redemption_state=redemption.state if redemption else "")
    return [
        Step(
            label=plan.label,
            day=plan.done if index < position else plan.due,
            note="" if index < position or plan.due is None else plan.note,
            who=plan.who if index == position else "",
            status=_status(index, position=position, failed=coupon.state in FAILED),
        )
        for index, plan in enumerate(_plans(coupon, redemption))
    ]


def _plans(coupon: CouponRow, redemption: OpenRedemption | None) -> tuple[_Plan, ...]:
    contract = coupon.contract
    unit, authority, last = _("开放单位"), _("主管部门"), _("最后期限")
    return (
        _Plan(label=_("领券"), done=coupon.claimed_on),
        _Plan(label=_("登记合同"), who=unit, done=coupon.registered_on, due=coupon.register_by, note=last),
        _Plan(
            label=_("完成服务"),
            who=unit,
            done=beijing_day(contract.completed_at) if contract and contract.completed_at else None,
            due=contract.end_on if contract else None,
            note=_("合同结束日"),
        ),
        _Plan(
            label=_("申请兑现"),
            who=unit,
            done=beijing_day(redemption.submitted_at) if redemption and redemption.submitted_at else None,
            due=coupon.redeem_by,
            note=last,
        ),
        _Plan(
            label=_("审查与公示"),
            who=authority,
            done=beijing_day(redemption.final_at) if redemption and redemption.final_at else None,
        ),
        _Plan(label=_("拨付"), who=authority, done=beijing_day(coupon.ended_at) if coupon.ended_at else None),
    )


def next_act(coupon: CouponRow, *, redemption_state: str = "") -> NextAct | None:
    """Who acts next on a coupon that still lives; None for one that has ended."""
    match coupon.state:
        case "claimed":
            return NextAct(
                who=_("本单位与开放单位"),
                what=_("选定开放单位、签订合同，由开放单位登记"),
                day=coupon.register_by,
                after=_("逾期未登记，创新券自动失效，额度退回"),
            )
        case "registered":
            return NextAct(
                who=_("开放单位"),
                what=_("完成服务，并申请兑现"),
                day=coupon.redeem_by,
                after=_("逾期未申请兑现，创新券自动失效"),
            )
        case "in_redemption" if redemption_state in ("draft", "returned"):
            return NextAct(
                who=_("开放单位"),
                what=_("补齐兑现材料并提交"),
                day=coupon.redeem_by,
                after=_("逾期未申请兑现，创新券自动失效"),
            )
        case "in_redemption":
            return NextAct(who=_("主管部门"), what=_("审查、评审并公示兑现申请"))
        case "approved":
            return NextAct(who=_("主管部门"), what=_("在拨付期内将资金拨付给开放单位"))
        case _:
            return None


def _position(coupon: CouponRow, *, redemption_state: str) -> int:
    """Which step is under way; one past the last when all are done."""
    match coupon.state:
        case "claimed":
            return 1
        case "registered":
            return 3 if coupon.contract and coupon.contract.completed_at else 2
        case "in_redemption":
            return 3 if redemption_state in ("", "draft", "returned") else 4
        case "approved":
            return 5
        case "paid" | "recovered":
            return 6
        case "rejected":
            return 4
        case _:
            return 1 if coupon.registered_on is None else 3


def _status(index: int, *, position: int, failed: bool) -> str:
    if index < position:
        return "done"
    if index == position:
        return "failed" if failed else "current"
    return "todo"
