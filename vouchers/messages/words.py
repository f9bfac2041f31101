"""Names of states, codes and subjects of policies, rounds, coupons and contracts; params of refusals that are codes."""

from django.utils.translation import gettext_lazy as _

from core.messages.tables import CodeWords, KindNames, Numbered, Numbers, StateWords, SubjectWords
from core.values.object_numbers import Series

STATES: StateWords = {
    "policy": {
        "draft": (_("草稿"), "draft"),
        "approved": (_("已批准"), "run"),
        "in_force": (_("施行中"), "good"),
        "superseded": (_("已被替代"), "over"),
    },
    "round": {
        "draft": (_("草稿"), "draft"),
        "proposed": (_("待审批"), "act"),
        "announced": (_("已公告"), "run"),
        "open": (_("申领中"), "good"),
        "closed": (_("已截止"), "over"),
        "settled": (_("已结清"), "over"),
    },
    "budget_change": {
        "proposed": (_("待批准"), "act"),
        "approved": (_("已批准"), "good"),
        "refused": (_("未批准"), "bad"),
        "withdrawn": (_("已撤回"), "over"),
    },
    "appropriation": {
        "proposed": (_("待确认"), "act"),
        "confirmed": (_("已确认"), "good"),
        "refused": (_("未确认"), "bad"),
        "withdrawn": (_("已撤回"), "over"),
        "superseded": (_("已被替代"), "over"),
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
    "contract": {
        "draft": (_("草稿"), "draft"),
        "registered": (_("履行中"), "run"),
        "amended": (_("已变更"), "run"),
        "completed": (_("服务已完成"), "act"),
        "closed": (_("已办结"), "good"),
        "terminated": (_("已终止"), "over"),
    },
}

WORDS: CodeWords = {
    "bucket": {
        "budget": _("预算"),
        "free": _("可申领"),
        "held": _("已申领待审定"),
        "approved": _("已审定待拨付"),
        "paid": _("已拨付"),
        "forfeited": _("没收"),
        "recovered": _("已追回"),
        "treasury": _("国库"),
    },
    "movement_cause": {
        "fund": _("预算投入"),
        "defund": _("预算调减"),
        "claim": _("申领"),
        "return": _("退回创新券"),
        "lapse_unregistered": _("逾期未登记"),
        "lapse_unredeemed": _("逾期未兑现"),
        "termination": _("合同终止"),
        "reduction": _("核减"),
        "rejection": _("不予兑现"),
        "approve": _("审定"),
        "pay": _("拨付"),
        "bank_return": _("银行退汇"),
        "revoke": _("撤销"),
        "recover": _("追回"),
    },
    "evidence_kind": {
        "contract": _("合同文本"),
        "invoice": _("发票"),
        "payment_proof": _("自付凭证"),
        "result": _("服务成果"),
        "service_record": _("服务记录"),
        "acceptance": _("申领单位在线确认成果"),
    },
    "fault": {
        "unit": _("开放单位原因"),
        "applicant": _("申领单位原因"),
        "neither": _("均无责任"),
    },
    "sent_back": {
        "refused": _("不予发布"),
        "withdrawn": _("撤回"),
        "opening_missed": _("开放时间前未获批"),
    },
    "policy_warning": {
        "policy_unverified": _("未经核实"),
        "policy_backdated": _("施行日早于起草日"),
        "policy_amount_unusual": _("金额不在通常范围"),
        "policy_amount_tenfold": _("金额相差十倍以上"),
        "policy_share_unusual": _("比例不在通常范围"),
        "policy_count_unusual": _("数量不在通常范围"),
        "policy_deadline_unusual": _("期限不在通常范围"),
        "policy_validity_short": _("有效期短于登记期限"),
        "policy_evidence_thin": _("证明材料不全"),
        "policy_pays_excluded": _("支持办法不予支持的事项"),
        "policy_relations_ignored": _("关联关系不作提示"),
    },
    "side": {
        "applicant": _("申领单位"),
        "unit": _("开放单位"),
    },
}

NUMBERS: Numbers = {
    Series.ROUND: Numbered(
        _("发放周期"),
        kind="round",
        model="vouchers.Round",
        visible="vouchers.selectors.rounds.visible_rounds",
        made_at="created_at",
        page="public_round",
        pages=dict.fromkeys(("staff", "system", "auditor"), "round"),
    ),
    Series.COUPON: Numbered(
        _("创新券"),
        kind="coupon",
        model="vouchers.Coupon",
        visible="vouchers.selectors.coupons.visible_coupons",
        made_at="claimed_at",
        page="coupon",
    ),
    Series.CONTRACT: Numbered(
        _("服务合同"),
        kind="contract",
        model="vouchers.ServiceContract",
        visible="vouchers.selectors.contracts.visible_contracts",
        made_at="created_at",
        page="service_contract",
        pages={"applicant": "contract"},
    ),
    Series.BUDGET_CHANGE: Numbered(
        _("预算调整"),
        kind="budget_change",
        model="vouchers.BudgetChange",
        visible="vouchers.selectors.budget_changes.visible_budget_changes",
        made_at="proposed_at",
        page="budget_change_list",
        listed=True,
    ),
    Series.APPROPRIATION: Numbered(
        _("年度预算"),
        kind="appropriation",
        model="vouchers.Appropriation",
        visible="vouchers.selectors.appropriations.visible_appropriations",
        made_at="entered_at",
        page="appropriation_list",
        listed=True,
    ),
}

SUBJECTS: SubjectWords = {
    "policy": (70, _("政策版本")),
    "round": (80, _("发放周期")),
    "budget_change": (82, _("预算调整")),
    "appropriation": (84, _("年度预算")),
    "coupon": (90, _("创新券")),
    "contract": (100, _("服务合同")),
    "service_record": (110, _("服务记录")),
}

CODES_IN_PARAMS: KindNames = {
    "region": "region",
    "industry": "industry",
    "project_stage": "project_stage",
    "service_category": "service_category",
}
STATES_IN_PARAMS: KindNames = {"coupon_state": "coupon", "not_open_unit": "open_unit"}
CODE_PARAMS: KindNames = {"fault": "fault", "sent_back": "sent_back"}
