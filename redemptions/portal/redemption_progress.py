"""The way of a redemption: the steps done and to come, who acts next, by when, and what then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from core.web.steps import NextAct, Step
from redemptions.selectors.redemptions import RedemptionRow

REVIEWED = ("accepted", "under_review", "doubtful", "recommended")
ENDED = ("withdrawn", "expired", "revoked")
POSITIONS = {
    "draft": 0,
    "returned": 0,
    "submitted": 1,
    **dict.fromkeys(REVIEWED, 2),
    "publicised": 3,
    "decided": 4,
    "appealed": 4,
    "final": 5,
    "paid": 6,
}


@dataclass(frozen=True, kw_only=True)
class Way:
    """What is known of a redemption beside its row: when it entered each state, its notice's end, its payment."""

    entered: Mapping[str, datetime]
    notice_id: int | None
    notice_ends: date | None
    payment: Any
    is_told: bool


def redemption_steps(redemption: RedemptionRow, way: Way) -> list[Step]:
    """The six steps; a step done says when, the one under way says who."""
    position = _position(redemption, way)
    failed = redemption.state in ENDED or _is_without_money(redemption, way)
    plan: list[tuple[str, str, str, str]] = [
        (_("提交申请"), "submitted", "", _("开放单位")),
        (_("形式审查"), "accepted", "", _("经办人员")),
        (_("批次评审"), "recommended", "", _("经办人员")),
        (_("公示"), "publicised", "", _("社会公众")),
        (_("审批定案"), "final", "", _("审批人员")),
        (_("拨付"), "paid", "", _("财务人员")),
    ]
    return [
        Step(
            label=label,
            day=way.entered.get(state) if index < position else None,
            note="" if index < position else note,
            who=who if index == position and not failed else "",
            status="done" if index < position else "todo" if index > position else "failed" if failed else "current",
        )
        for index, (label, state, note, who) in enumerate(plan)
    ]


def next_act(redemption: RedemptionRow, way: Way) -> NextAct | None:
    """Who acts next; None for one that has ended."""
    match redemption.state:
        case "draft":
            return NextAct(
                who=_("开放单位"),
                what=_("补齐金额、发票和证明材料，提交申请"),
                day=redemption.contract.redeem_by,
                after=_("逾期未提交，创新券自动失效，由开放单位承担责任"),
            )
        case "returned":
            return NextAct(
                who=_("开放单位"),
                what=_("按退回意见补正后重新提交"),
                day=redemption.correct_by,
                after=_("逾期未补正，申请失效；已过兑现期限的，创新券同时失效"),
            )
        case "submitted":
            return NextAct(who=_("经办人员"), what=_("进行形式审查"))
        case "accepted" | "under_review" | "doubtful" | "recommended":
            return NextAct(who=_("经办人员"), what=_("归集到批次，提出评审意见并公示"))
        case "publicised":
            return NextAct(
                who=_("社会公众"),
                what=_("公示期内任何人可以提出异议"),
                day=way.notice_ends,
                after=_("期满无异议的，由审批人员批准"),
            )
        case "decided":
            return NextAct(
                who=_("开放单位"),
                what=_("对核减或不予支持有意见的，可以申诉"),
                day=redemption.appeal_by,
                after=_("期满未申诉，决定生效"),
            )
        case "appealed":
            return NextAct(who=_("审批人员"), what=_("另行组织评审并答复申诉"))
        case "final" if redemption.decided_amount:
            opens = way.payment.not_before if way.payment else None
            return NextAct(who=_("财务人员"), what=_("在拨付期内拨付"), day=opens, after=_("自该日起可以拨付"))
        case _:
            return None


def _position(redemption: RedemptionRow, way: Way) -> int:
    if redemption.state in POSITIONS:
        return 4 if _is_without_money(redemption, way) else POSITIONS[redemption.state]
    return max((POSITIONS[state] for state in way.entered if state in POSITIONS), default=0)


def _is_without_money(redemption: RedemptionRow, way: Way) -> bool:
    return way.is_told and redemption.state == "final" and not redemption.decided_amount
