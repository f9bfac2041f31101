"""Words for the states and kinds of parties, takeovers and users."""

from django.utils.translation import gettext_lazy as _

from accounts.messages.menu import ROLES
from core.messages.tables import CodeWords, KindNames, Numbered, Numbers, StateWords, SubjectWords
from core.values.object_numbers import Series

STATES: StateWords = {
    "party": {
        "registered": (_("待核实"), "act"),
        "verified": (_("已核实"), "good"),
        "refused": (_("未通过"), "bad"),
        "suspended": (_("已暂停"), "bad"),
        "ended": (_("已终止"), "over"),
    },
    "invitation": {
        "invited": (_("待答复"), "act"),
        "accepted": (_("已接受"), "good"),
        "declined": (_("已谢绝"), "bad"),
        "ended": (_("已失效"), "bad"),
    },
    "appointment": {
        "proposed": (_("待确认"), "act"),
        "confirmed": (_("已任命"), "good"),
        "refused": (_("未任命"), "bad"),
        "withdrawn": (_("已撤回"), "over"),
        "expired": (_("已失效"), "over"),
    },
    "second_factor_reset": {
        "requested": (_("待另一管理员确认"), "act"),
        "confirmed": (_("已重置"), "good"),
        "refused": (_("未重置"), "bad"),
        "ended": (_("已失效"), "over"),
    },
    "hand_over": {
        "open": (_("待接办"), "act"),
        "done": (_("已办结"), "good"),
    },
    "interest_correction": {
        "requested": (_("待确认"), "act"),
        "confirmed": (_("已更正"), "good"),
        "refused": (_("未更正"), "bad"),
    },
    "delegation": {
        "offered": (_("待接受"), "act"),
        "accepted": (_("已接受"), "good"),
        "declined": (_("已谢绝"), "over"),
        "ended": (_("已终止"), "over"),
    },
    "substitution": {
        "named": (_("待确认"), "act"),
        "confirmed": (_("已确认"), "good"),
        "refused": (_("未同意"), "bad"),
    },
    "takeover": {
        "requested": (_("待审核"), "act"),
        "approved": (_("已同意"), "good"),
        "refused": (_("未同意"), "bad"),
        "ended": (_("已终止"), "over"),
    },
}

WORDS: CodeWords = {
    "party_kind": {
        "organisation": _("法人单位"),
        "team": _("创业团队"),
        "authority": _("主管部门"),
    },
    "registration_end": {
        "another_verified": _("同一代码的另一注册已通过核实"),
        "not_sent": _("逾期未提交"),
        "evidence_missing": _("材料逾期未补"),
        "withdrawn": _("注册人撤回"),
    },
    "relation": {
        "self": _("本人"),
        "spouse": _("配偶"),
        "relative": _("其他亲属"),
        "shareholding": _("持有股份"),
        "employment": _("任职单位"),
        "former_employment": _("曾任职"),
        "other": _("其他利害关系"),
    },
    "case_operation": {
        "party.verify": _("核实主体"),
        "party.refuse": _("不予核实主体"),
        "party.ask": _("要求主体补正"),
        "party.suspend": _("暂停主体"),
        "party.resume": _("恢复主体"),
        "takeover.decide": _("处理接管申请"),
        "applicant.reveal": _("查看成员证件号码"),
        "team_member.decide": _("核实团队新增成员"),
        "certificate.manage": _("办理资质证书"),
        "unit_application.answer": _("答复开放单位申请"),
        "open_unit.enter": _("登记开放单位"),
        "open_unit.review": _("受理开放单位申请"),
        "open_unit.decide": _("审定开放单位"),
        "open_unit.refuse": _("不予纳入开放单位"),
        "open_unit.publicise": _("公示开放单位"),
        "open_unit.admit": _("纳入开放单位"),
        "open_unit.exit": _("开放单位退出"),
        "open_unit.strike_off": _("开放单位除名"),
        "objection.investigate": _("核查异议"),
        "objection.decide": _("处理异议"),
        "appeal.examine": _("审理申诉"),
        "appeal.decide": _("作出申诉决定"),
        "objection.reveal_contact": _("查看异议人联系方式"),
        "sanction.propose": _("提出处理措施"),
        "sanction.hear": _("记录陈述申辩"),
        "sanction.decide": _("决定处理措施"),
        "sanction.drop": _("不予处理"),
        "sanction.propose_lifting": _("提请解除处理措施"),
        "sanction.lift": _("解除处理措施"),
        "sanction.refuse_lifting": _("不予解除处理措施"),
        "payment.retry": _("重新拨付"),
        "payment_order.prepare": _("编制拨款单"),
        "payment_order.sign": _("会签拨款单"),
        "payment_order.approve": _("审批拨款单"),
        "payment_order.export": _("拨款单送银行"),
        "payment_order.cancel": _("撤销拨款单"),
        "bank_answer.import": _("导入回盘"),
        "manual_answer.enter": _("人工登记银行结果"),
        "manual_answer.match": _("匹配对不上的回盘"),
        "manual_answer.confirm": _("复核人工登记"),
        "manual_answer.refuse": _("不予通过人工登记"),
        "payee_account.check": _("核对收款账户"),
        "payee_account.confirm": _("复核收款账户变更"),
        "payee_account.refuse": _("不予通过收款账户"),
        "contract.terminate": _("终止合同"),
        "batch.prepare": _("办理兑现批次"),
        "batch.clear": _("复核兑现批次"),
        "batch.sign": _("会签兑现批次"),
        "batch.approve": _("审批兑现批次"),
        "redemption.decide": _("提出评审意见"),
        "redemption.check_form": _("形式审查兑现申请"),
        "uscc.waive": _("放行信用代码"),
    },
    "conflict_reason": {
        "member": _("现为其成员"),
        "former_member": _("三年内曾为其成员"),
        "contract": _("所在单位三年内与其有合同"),
        "self": _("本人申报的利害关系"),
        "spouse": _("申报的配偶关系"),
        "relative": _("申报的亲属关系"),
        "shareholding": _("申报的持股"),
        "employment": _("申报的任职单位"),
        "former_employment": _("申报的曾任职"),
        "other": _("申报的其他利害关系"),
    },
    "role": {role: words.label for role, words in ROLES.items()},
    "registration_evidence": {
        "licence": _("营业执照、登记证书或学生证明"),
        "authorisation": _("授权书"),
    },
}

CODES_IN_PARAMS: KindNames = {"conflict_of_interest": "conflict_reason", "party.ended": "registration_end"}
CODE_PARAMS: KindNames = {"operation": "case_operation", "operations": "case_operation", "role": "role", "held": "role"}

NUMBERS: Numbers = {
    Series.DELEGATION: Numbered(
        _("代理"),
        kind="delegation",
        model="accounts.Delegation",
        visible="accounts.selectors.delegations.visible_delegations",
        made_at="offered_at",
        page="delegation",
    ),
}

SUBJECTS: SubjectWords = {
    "party": (10, _("主体")),
    "membership": (15, _("成员")),
    "takeover": (20, _("管理员接管")),
    "appointment": (27, _("任命")),
    "invitation": (25, _("成员邀请")),
    "second_factor_reset": (36, _("二次验证重置")),
    "user": (30, _("用户")),
    "interest": (35, _("利害关系申报")),
    "interest_correction": (34, _("利害关系更正")),
    "hand_over": (37, _("移交")),
    "substitution": (38, _("指定代办")),
    "delegation": (39, _("代理")),
}
