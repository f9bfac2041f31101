"""How each state of each state machine is shown: its word and its tone. The only place for these words.

The keys are the names and states of the machines in `rules/states.py`; a tone gives the colour and the icon of the badge.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Tone → icon. `draft`: not begun; `act`: somebody must act; `run`: under way; `good`, `bad`, `over`: ended.
TONES = {
    "draft": "edit",
    "act": "clock",
    "run": "activity",
    "good": "circle-check",
    "bad": "circle-x",
    "over": "archive",
}

Words = dict[str, tuple[str | Promise, str]]

STATES: dict[str, Words] = {
    "party": {
        "registered": (_("待核实"), "act"),
        "verified": (_("已核实"), "good"),
        "refused": (_("未通过"), "bad"),
        "suspended": (_("已暂停"), "bad"),
    },
    "takeover": {
        "requested": (_("待审核"), "act"),
        "approved": (_("已同意"), "good"),
        "refused": (_("未同意"), "bad"),
    },
    "policy": {
        "draft": (_("草稿"), "draft"),
        "approved": (_("已批准"), "run"),
        "in_force": (_("施行中"), "good"),
        "superseded": (_("已被替代"), "over"),
    },
    "round": {
        "draft": (_("草稿"), "draft"),
        "announced": (_("已公告"), "run"),
        "open": (_("申领中"), "good"),
        "closed": (_("已截止"), "over"),
        "settled": (_("已结清"), "over"),
    },
    "project": {
        "requested": (_("待答复"), "act"),
        "accepted": (_("已接受"), "good"),
        "declined": (_("已谢绝"), "bad"),
        "withdrawn": (_("已撤回"), "over"),
        "expired": (_("逾期未答复"), "over"),
    },
    "contract": {
        "draft": (_("草稿"), "draft"),
        "registered": (_("履行中"), "run"),
        "amended": (_("已变更"), "run"),
        "completed": (_("服务已完成"), "act"),
        "closed": (_("已办结"), "good"),
        "terminated": (_("已终止"), "over"),
    },
    "coupon": {
        "claimed": (_("待登记"), "act"),
        "registered": (_("使用中"), "run"),
        "in_redemption": (_("兑现中"), "run"),
        "approved": (_("待拨付"), "run"),
        "paid": (_("已兑现"), "good"),
        "recovered": (_("已追回"), "bad"),
        "returned": (_("已退回"), "over"),
        "lapsed": (_("已失效"), "over"),
        "rejected": (_("未予兑现"), "bad"),
        "revoked": (_("已撤销"), "bad"),
    },
    "redemption": {
        "draft": (_("草稿"), "draft"),
        "submitted": (_("待形式审查"), "act"),
        "returned": (_("待补正"), "act"),
        "accepted": (_("已受理"), "run"),
        "under_review": (_("评审中"), "run"),
        "doubtful": (_("待核查"), "act"),
        "recommended": (_("评审完成"), "run"),
        "publicised": (_("公示中"), "run"),
        "decided": (_("已决定"), "run"),
        "appealed": (_("申诉中"), "act"),
        "final": (_("已定案"), "good"),
        "paid": (_("已拨付"), "good"),
        "withdrawn": (_("已撤回"), "over"),
        "expired": (_("逾期失效"), "over"),
        "revoked": (_("已撤销"), "bad"),
    },
    "objection": {
        "filed": (_("待调查"), "act"),
        "investigated": (_("调查完成"), "run"),
        "dismissed": (_("异议不成立"), "over"),
        "upheld": (_("异议成立"), "bad"),
    },
    "appeal": {
        "filed": (_("待复核"), "act"),
        "decided": (_("已答复"), "over"),
    },
    "assignment": {
        "offered": (_("待应答"), "act"),
        "accepted": (_("评审中"), "run"),
        "declined": (_("已谢绝"), "over"),
        "conflict": (_("已回避"), "over"),
        "scored": (_("已评分"), "good"),
        "replaced": (_("已替换"), "over"),
    },
    "batch": {
        "collecting": (_("组批中"), "run"),
        "reviewing": (_("评审中"), "run"),
        "summarised": (_("待复核"), "act"),
        "cleared": (_("待公示"), "act"),
        "publicised": (_("公示中"), "run"),
        "approved": (_("已批准"), "run"),
        "paying": (_("拨付中"), "run"),
        "closed": (_("已办结"), "good"),
    },
    "payment": {
        "pending": (_("待拨付"), "act"),
        "ordered": (_("已列入拨款单"), "run"),
        "sent": (_("已送银行"), "run"),
        "paid": (_("已到账"), "good"),
        "failed": (_("拨付失败"), "bad"),
        "suspended": (_("暂停拨付"), "bad"),
    },
    "payment_order": {
        "prepared": (_("待审批"), "act"),
        "cancelled": (_("已取消"), "over"),
        "approved": (_("已批准"), "run"),
        "exported": (_("已送银行"), "run"),
        "reconciled": (_("已对账"), "good"),
    },
    "recovery": {
        "proposed": (_("待审批"), "act"),
        "decided": (_("已决定"), "run"),
        "notified": (_("待退款"), "act"),
        "partly_repaid": (_("部分退款"), "act"),
        "repaid": (_("已退清"), "good"),
        "written_off": (_("已核销"), "over"),
    },
    "open_unit": {
        "applied": (_("待受理"), "act"),
        "reviewing": (_("审核中"), "run"),
        "decided": (_("已决定"), "run"),
        "publicised": (_("公示中"), "run"),
        "admitted": (_("已入网"), "good"),
        "exiting": (_("退出中"), "act"),
        "exited": (_("已退出"), "over"),
        "struck_off": (_("已除名"), "bad"),
        "refused": (_("未通过"), "bad"),
    },
    "assessment": {
        "announced": (_("已通知"), "run"),
        "reporting": (_("填报中"), "act"),
        "reviewing": (_("评审中"), "run"),
        "checking": (_("核查中"), "run"),
        "decided": (_("已决定"), "run"),
        "publicised": (_("公示中"), "run"),
        "paid": (_("已拨付"), "good"),
    },
    "sanction": {
        "proposed": (_("拟处理"), "act"),
        "heard": (_("已听取陈述"), "run"),
        "decided": (_("已决定"), "run"),
        "in_force": (_("执行中"), "bad"),
        "ended": (_("已期满"), "over"),
        "lifted": (_("已解除"), "over"),
    },
    "notice": {
        "running": (_("公示中"), "run"),
        "ended": (_("公示期满"), "over"),
    },
    "job": {
        "queued": (_("排队中"), "act"),
        "running": (_("进行中"), "run"),
        "done": (_("已完成"), "good"),
        "failed": (_("失败"), "bad"),
    },
}


@dataclass(frozen=True)
class Badge:
    """A state as shown: the word, the tone (a colour of app.css) and the icon."""

    word: str
    tone: str
    icon: str


def badge(kind: str, state: str) -> Badge:
    """The badge of a state, the word in the active language. Raises KeyError for a kind or state not in the table."""
    word, tone = STATES[kind][state]
    return Badge(word=str(word), tone=tone, icon=TONES[tone])
