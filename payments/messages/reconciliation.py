"""Texts of the reconciliation and of the closing of periods: refusals, advice, events, notifications and words."""

from django.utils.translation import gettext_lazy as _

from core.messages.tables import CodeWords, StateWords

MESSAGES: dict[str, tuple[str, str]] = {
    "period_closed": (
        "登记日所在的月份刚刚关账，这次登记没有写入。",
        "The month of this entry was closed meanwhile; nothing was written.",
    ),
    "period_not_over": ("{month} 还没有结束，不能关账。", "{month} is not over yet."),
    "period_out_of_order": (
        "月份须按顺序关账，目前应关的是 {due}。",
        "Months are closed in order; the next one is {due}.",
    ),
    "period_closing_once": ("该月已在关账或已关账。", "The closing of this month is proposed or done already."),
    "period_not_closable": (
        "该月目前不能关账：须已结束，以前的月份都已关账。",
        "This month cannot be closed now: it has to be over, and every month before it closed.",
    ),
    "period_figures_changed": (
        "{month} 的数字在提请之后变了，不能按原数字关账。",
        "The figures of {month} have changed since the proposal.",
    ),
    "not_own_closing": ("只有提请人可以撤回。", "Only its proposer may withdraw it."),
}

CONSTRAINTS: dict[str, tuple[str, str]] = {
    "period_closed": ("period_closed", ""),
    "period_closing_once": ("period_closing_once", "period"),
    "period_closed_in_order": ("period_not_closable", ""),
    "period_closing_decided_by_another": ("same_person", ""),
}

ADVICE: dict[str, tuple[str, str]] = {
    "period_closed": ("请再试一次，按今天的日期登记。", "Try again: it is recorded on the present day."),
    "period_not_over": ("请在该月最后一天之后提请。", "Propose it after the last day of the month."),
    "period_out_of_order": ("请先关较早的月份。", "Close the earlier month first."),
    "period_closing_once": ("请打开该月的对账页查看。", "See the month's page."),
    "period_not_closable": ("请在该月结束后，按顺序关账。", "Close the months in order, each after its last day."),
    "period_figures_changed": (
        "请退回，由提请人核对新的数字后重新提请。",
        "Refuse it; its proposer checks the new figures and proposes it again.",
    ),
    "not_own_closing": ("可以退回并说明理由。", "Refuse it with a reason instead."),
}

EVENTS: dict[str, tuple[str, str]] = {
    "period_closing.proposed": (
        "提请 {month} 关账，期末未了结 {closing} 元",
        "Closing of {month} proposed, {closing} yuan open at its end",
    ),
    "period_closing.closed": ("{month} 已关账", "{month} closed"),
    "period_closing.refused": ("{month} 关账被退回：{reason}", "Closing of {month} refused: {reason}"),
    "period_closing.withdrawn": ("{month} 关账已撤回", "Closing of {month} withdrawn"),
}

NOTICES: dict[str, tuple[str, str, str, str]] = {
    "period_closing.proposed": (
        "请确认月份关账",
        "A month waits to be closed",
        "{month} 提请关账：送银行 {sent} 元，到账 {paid} 元，失败 {failed} 元，退汇 {returned} 元，期末未了结 {closing} 元。"
        "请核对后确认或退回。",
        "The closing of {month} is proposed: {sent} yuan sent, {paid} paid, {failed} failed, {returned} returned, {closing} open "
        "at its end. Check the figures, then confirm or refuse them.",
    ),
    "period_closing.closed": (
        "月份已关账",
        "A month is closed",
        "{month} 已关账，数字不再改变；以后的更正按当日登记。",
        "{month} is closed and its figures will not change; later corrections are entries of their own day.",
    ),
    "period_closing.refused": (
        "月份关账被退回",
        "The closing of a month was refused",
        "{month} 的关账被退回：{reason}。请核对后重新提请。",
        "The closing of {month} was refused: {reason}. Check it and propose it again.",
    ),
    "period_closing.overdue": (
        "月份尚未关账",
        "A month is not closed yet",
        "{month} 结束已超过十个工作日，尚未关账，请提请或确认。",
        "{month} ended more than ten working days ago and is not closed: propose or confirm its closing.",
    ),
}

STATES: StateWords = {
    "period_closing": {
        "proposed": (_("待确认关账"), "act"),
        "closed": (_("已关账"), "good"),
        "refused": (_("已退回"), "bad"),
        "withdrawn": (_("已撤回"), "over"),
    },
}

WORDS: CodeWords = {
    "entry_kind": {
        "sent": _("已送银行"),
        "paid": _("已到账"),
        "failed": _("拨付失败"),
        "returned": _("退汇"),
    },
}
