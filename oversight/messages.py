"""Sentences and words of notices, objections and sanctions."""

from django.utils.translation import gettext_lazy as _

from core.messages.tables import Entry, Menu, Numbered, Numbers, StateWords, SubjectWords
from core.values.object_numbers import Series

MESSAGES: dict[str, tuple[str, str]] = {
    "notice_running": (
        "公示期至 {ends_on} 24 时结束，期满后方可办理。",
        "The notice runs until the end of {ends_on}; try again after that day.",
    ),
    "notice_over": (
        "公示期已于 {ends_on} 结束，不再受理异议；如有问题，请向主管部门反映。",
        "The notice ended on {ends_on} and takes no more objections; please contact the authority.",
    ),
    "notice_empty": ("公示至少须有一项内容，请先添加。", "A notice needs at least one item: add one first."),
    "sanction_days": (
        "处理措施的起止日期有误：须于 {begins_on} 至 {latest} 之间结束，且不早于今天，请修改。",
        "The dates are wrong: choose a last day between {begins_on} and {latest} that is not before today.",
    ),
}

CONSTRAINTS: dict[str, tuple[str, str]] = {
    "sanction_decided_by_another": ("same_person", ""),
}

ARTICLES: dict[str, str] = {"notice_running": "15.5", "notice_over": "15.5", "sanction_days": "17"}

EVENTS: dict[str, tuple[str, str]] = {
    "objection.day_moved": (
        "放假安排公布，处理期限由 {before} 顺延至 {decide_by}",
        "A holiday notice moved the deadline of the decision from {before} to {decide_by}",
    ),
    "notice.deadline_moved": (
        "放假安排公布，公示期由 {before} 顺延至 {ends_on}",
        "A holiday notice moved the end of the notice from {before} to {ends_on}",
    ),
    "notice.published": (
        "发布公示，至 {ends_on} 结束，共 {items} 项",
        "Notice published until {ends_on}, {items} items",
    ),
    "notice.withdrawn": ("公示撤回：{reason}", "Notice withdrawn: {reason}"),
    "notice.ended": ("公示期满", "Notice ended"),
    "objection.filed": ("收到异议，应于 {decide_by} 前处理", "Objection filed, to be decided by {decide_by}"),
    "objection.investigated": ("异议已核查", "Objection investigated"),
    "objection.dismissed": ("异议不成立", "Objection dismissed"),
    "objection.upheld": ("异议成立，该项退回评审", "Objection upheld: the item returns to review"),
    "objection.escalated": ("异议逾期未处理（{decide_by}），已上报", "Objection overdue since {decide_by}, escalated"),
    "objection.contact_revealed": ("查看异议人联系方式：{reason}", "The objector's contact was shown: {reason}"),
    "sanction.proposed": (
        "拟采取处理措施 {measure}（{begins_on} 至 {until}）：{reason}",
        "Measure {measure} proposed ({begins_on} to {until}): {reason}",
    ),
    "sanction.heard": ("已听取陈述申辩", "The party was heard"),
    "sanction.decided": ("作出处理决定", "Measure decided"),
    "sanction.entered_into_force": ("处理措施生效", "Measure in force"),
    "sanction.lifted": ("处理措施解除", "Measure lifted"),
    "sanction.ended": ("处理措施期满", "Measure ended"),
}

NOTICES: dict[str, tuple[str, str, str, str]] = {
    "objection.escalated": (
        "异议逾期未处理",
        "An objection is overdue",
        "对“{label}”的异议应于 {decide_by} 前处理，已逾期，请尽快决定。",
        "The objection to “{label}” was due by {decide_by} and is overdue: please decide it soon.",
    ),
}


STATES: StateWords = {
    "objection": {
        "filed": (_("待调查"), "act"),
        "investigated": (_("调查完成"), "run"),
        "dismissed": (_("异议不成立"), "over"),
        "upheld": (_("异议成立"), "bad"),
    },
    "sanction": {
        "proposed": (_("拟处理"), "act"),
        "heard": (_("已听取陈述"), "run"),
        "decided": (_("已决定"), "run"),
        "in_force": (_("执行中"), "bad"),
        "ended": (_("已期满"), "over"),
        "lifted": (_("已解除"), "over"),
    },
}

NUMBERS: Numbers = {
    Series.OBJECTION: Numbered(
        _("异议"),
        kind="objection",
        model="oversight.Objection",
        visible="oversight.selectors.notices.visible_objections",
        made_at="filed_at",
        page="objection",
    ),
}

SUBJECTS: SubjectWords = {
    "notice": (140, _("公示")),
    "objection": (150, _("异议")),
    "sanction": (180, _("处理措施")),
}

MENU: Menu = {
    ("public", "public_notices"): Entry(_("公示公告"), "speakerphone", 40),
    ("staff", "objection_list"): Entry(_("公示与异议"), "speakerphone", 30, "redeeming"),
    ("auditor", "objection_list"): Entry(_("公示与异议"), "speakerphone", 30, "redeeming"),
}
