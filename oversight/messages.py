"""Sentences and words of notices, objections and sanctions."""

from django.utils.translation import gettext_lazy as _

from core.messages.tables import CodeWords, Entry, KindNames, Menu, Numbered, Numbers, StateWords, SubjectWords
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
    "sanction_party": (
        "该处理措施不适用于这一主体，请核对主体。",
        "This measure is not for such a party: check the party.",
    ),
    "stage_missing": (
        "尚缺“{stage}”环节：金额达到政策规定的标准，须先由另一人办理。",
        "The stage “{stage}” is missing: the total asks for it, and another person decides it first.",
    ),
    "stage_decided": ("“{stage}”环节已办理。", "The stage “{stage}” is decided already."),
    "stage_not_needed": (
        "按现在的合计金额，不需要“{stage}”环节。",
        "The present total does not ask for the stage “{stage}”.",
    ),
    "stage_role": (
        "“{stage}”环节须由政策规定的岗位办理，您没有该岗位。",
        "The stage “{stage}” belongs to a role of the policy that you do not have.",
    ),
    "hearing_days": (
        "该单位尚未陈述申辩，期限至 {answer_by}：期满前须填写其陈述申辩。",
        "The party has not answered and may do so until {answer_by}: enter its statement, or wait until that day is over.",
    ),
    "lifting_proposed": (
        "已提请解除，待另一人确认，不能重复提请。",
        "The lifting is proposed already and waits for another person.",
    ),
    "lifting_not_proposed": (
        "尚未提请解除，请先由一人提请。",
        "Nobody has proposed the lifting yet: it is proposed first.",
    ),
}

CONSTRAINTS: dict[str, tuple[str, str]] = {
    "stage_nobody_twice": ("same_person", ""),
    "stage_decided_once": ("stage_decided", ""),
    "sanction_decided_by_another": ("same_person", ""),
    "sanction_lifted_by_another": ("same_person", ""),
}

ARTICLES: dict[str, str] = {
    "notice_running": "15.5",
    "notice_over": "15.5",
    "sanction_days": "17",
    "sanction_party": "17",
    "hearing_days": "17",
}

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
        "拟采取处理措施 {measure}：{reason}",
        "Measure {measure} proposed: {reason}",
    ),
    "sanction.heard": ("已听取陈述申辩", "The party was heard"),
    "sanction.decided": ("作出处理决定", "Measure decided"),
    "sanction.dropped": ("不予处理：{reason}", "Dropped: {reason}"),
    "sanction.carried_out": ("处理决定已执行", "Measure carried out"),
    "sanction.entered_into_force": ("处理措施生效", "Measure in force"),
    "sanction.lifting_proposed": ("提请解除处理措施：{reason}", "Lifting proposed: {reason}"),
    "sanction.lifting_refused": ("不予解除：{reason}", "Lifting refused: {reason}"),
    "sanction.lifted": ("处理措施解除：{reason}", "Measure lifted: {reason}"),
    "sanction.ended": ("处理措施期满", "Measure ended"),
}

NOTICES: dict[str, tuple[str, str, str, str]] = {
    "objection.escalated": (
        "异议逾期未处理",
        "An objection is overdue",
        "对“{label}”的异议应于 {decide_by} 前处理，已逾期，请尽快决定。",
        "The objection to “{label}” was due by {decide_by} and is overdue: please decide it soon.",
    ),
    "sanction.proposed": (
        "主管部门拟采取处理措施",
        "A measure against your organisation is proposed",
        "主管部门拟对本单位{measure}（{begins_on} 至 {until}）：{reason}。请在 {answer_by} 前陈述申辩，逾期未提出的，"
        "直接作出决定。",
        "The authority proposes against your organisation: {measure}, from {begins_on} to {until}. Reason: {reason}. Please "
        "answer by {answer_by}; without an answer it is decided then.",
    ),
    "sanction.heard": (
        "陈述申辩已结束",
        "The hearing is over",
        "对本单位拟{measure}（{begins_on} 至 {until}）的陈述申辩已经记录或期限已满，由另一人决定。",
        "The answer on the proposed measure ({measure}, {begins_on} to {until}) is recorded, or its days are over. Another "
        "person decides.",
    ),
    "sanction.dropped": (
        "不予处理",
        "A proposed measure was dropped",
        "主管部门决定对拟{measure}（{begins_on} 至 {until}）不予处理：{drop_reason}。",
        "The proposed measure ({measure}, {begins_on} to {until}) was dropped: {drop_reason}.",
    ),
    "sanction.decided": (
        "处理决定已作出",
        "A measure was decided",
        "主管部门决定对本单位{measure}（{begins_on} 至 {until}）：{reason}。",
        "The authority has decided against your organisation: {measure}, from {begins_on} to {until}. Reason: {reason}.",
    ),
    "revocation.proposed": (
        "主管部门拟撤销创新券",
        "The revocation of coupons is proposed",
        "主管部门拟撤销创新券 {coupons}：{reason}。请在 {answer_by} 前陈述申辩，逾期未提出的，直接作出决定。",
        "The authority proposes to revoke {coupons}. Reason: {reason}. Please answer by {answer_by}; without an answer it is "
        "decided then.",
    ),
    "revocation.heard": (
        "陈述申辩已结束",
        "The hearing is over",
        "对拟撤销创新券 {coupons} 的陈述申辩已经记录或期限已满，由另一人决定。",
        "The answer on the revocation of {coupons} is recorded, or its days are over. Another person decides.",
    ),
    "revocation.dropped": (
        "不撤销创新券",
        "A proposed revocation was dropped",
        "主管部门决定不撤销创新券 {coupons}：{drop_reason}。",
        "The revocation of {coupons} was dropped: {drop_reason}.",
    ),
    "revocation.decided": (
        "撤销创新券的决定已作出",
        "The revocation of coupons was decided",
        "主管部门决定撤销创新券 {coupons}：{reason}。已立即执行。",
        "The authority has revoked {coupons}. Reason: {reason}.",
    ),
    "sanction.entered_into_force": (
        "处理措施已生效",
        "A measure is in force",
        "对本单位的处理措施“{measure}”已生效，至 {until} 止：{reason}。可以书面陈述，主管部门可以提前解除。",
        "The measure “{measure}” is in force until {until}. Reason: {reason}. You may write to the authority, which can lift "
        "it earlier.",
    ),
    "sanction.lifted": (
        "处理措施已解除",
        "A measure was lifted",
        "对本单位的处理措施“{measure}”已解除：{lift_reason}。",
        "The measure “{measure}” against your organisation was lifted: {lift_reason}.",
    ),
    "sanction.ended": (
        "处理措施已期满",
        "A measure has ended",
        "对本单位的处理措施“{measure}”于 {until} 期满，不再执行。",
        "The measure “{measure}” against your organisation ended with {until}.",
    ),
}

WORDS: CodeWords = {
    "measure": {
        "applicant_barred": _("取消申报资格"),
        "payments_suspended": _("暂停资金拨付"),
        "coupons_revoked": _("撤销创新券"),
    },
    "stage": {
        "clear": _("复核"),
        "endorse": _("审核"),
        "countersign": _("会签"),
        "approve": _("审批"),
    },
}
CODE_PARAMS: KindNames = {"measure": "measure", "stage": "stage"}


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
        "dropped": (_("不予处理"), "over"),
        "carried_out": (_("已执行"), "bad"),
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
    Series.SANCTION: Numbered(
        _("处理措施"),
        kind="sanction",
        model="oversight.Sanction",
        visible="oversight.selectors.sanctions.visible_sanctions",
        made_at="proposed_at",
        page="sanction",
    ),
    Series.NOTICE: Numbered(
        _("公示"),
        kind="notice",
        model="oversight.Notice",
        visible="oversight.selectors.notices.visible_notices",
        made_at="published_at",
        page="public_notice",
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
    ("staff", "sanction_list"): Entry(_("处理措施"), "gavel", 40, "units"),
    ("auditor", "sanction_list"): Entry(_("处理措施"), "gavel", 40, "units"),
}
