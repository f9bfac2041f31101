"""The article a refusal rests on, and what to do now: by code."""

ARTICLES: dict[str, str] = {
    "region": "7",
    "age_or_new_tech_sme": "7",
    "legal_person": "7",
    "staff": "7",
    "annual_sales": "7",
    "total_assets": "7",
    "sound_finance": "7",
    "bad_credit": "7",
    "students": "7",
    "project_stage": "7",
    "industry": "7",
    "sanctioned": "17",
    "round_closed": "12",
    "amount": "12",
    "coupon_cap": "12",
    "annual_limit": "12",
    "round_budget": "12",
    "coupon_late": "15.2",
    "not_open_unit": "5",
    "other_applicant": "12",
    "service_category": "5",
    "statutory_testing": "5",
    "municipal_funding": "12",
    "register_by": "15.2",
    "valid_until": "15.2",
    "contract_share": "12",
    "redeem_by": "15.3",
    "evidence_missing": "15.3",
    "results_accepted": "15.3",
}
"""Refusal → the article of the Measures it rests on."""

ADVICE: dict[str, tuple[str, str]] = {
    "region": (
        "注册地已变更的，请在“本单位”中更新申报信息。",
        "If you have moved to Beijing, declare it anew under “My organisation”.",
    ),
    "age_or_new_tech_sme": (
        "当年新评价入库的科技型中小企业，请联系主管部门录入证书后再申领。",
        "If you were newly entered as a technology SME this year, ask the authority to enter it, then claim.",
    ),
    "legal_person": (
        "企业请核对法人资格；团队注册为企业后，请以企业身份申领。",
        "Check the declaration; a team that has become a company claims as an enterprise.",
    ),
    "staff": ("人数填写有误的，请更新申报信息。", "If the number is wrong, declare it anew."),
    "annual_sales": ("金额填写有误的，请更新申报信息。", "If the amount is wrong, declare it anew."),
    "total_assets": ("金额填写有误的，请更新申报信息。", "If the amount is wrong, declare it anew."),
    "sound_finance": (
        "建立健全财务机构和管理制度后，请更新申报信息。",
        "Declare it anew once financial management is in place.",
    ),
    "bad_credit": ("信用修复后，请更新申报信息。", "Declare it anew once the record is cleared."),
    "students": (
        "请更新团队成员，在校学生须超过半数。",
        "Update the members of the team: more than half must be students.",
    ),
    "project_stage": (
        "项目进入测试或研发阶段后，请更新团队信息。",
        "Update the team once development or testing has begun.",
    ),
    "industry": (
        "产业领域填写有误的，请更新申报信息。",
        "If the industry is wrong, declare it anew.",
    ),
    "sanctioned": (
        "期满后可以恢复申领；对处理决定有异议的，请联系主管部门。",
        "You may claim again when it is over; contact the authority if you disagree.",
    ),
    "party_not_verified": (
        "请等待主管部门核实；未通过的，请按理由更正后重新提交。",
        "Wait for the authority to verify you; if it refused, correct what it names and apply again.",
    ),
    "round_closed": (
        "请在开放时间内申领，或查看其他发放周期。",
        "Claim while it is open, or look at the other rounds.",
    ),
    "amount": (
        "请填写大于零、最多两位小数的金额。",
        "Enter an amount above zero with two decimals at most.",
    ),
    "coupon_cap": (
        "请把金额改为不超过 {limit} 元；年度额度内可以申领多张。",
        "Enter at most {limit} yuan; several coupons may be claimed within the yearly limit.",
    ),
    "annual_limit": (
        "请把金额改为不超过 {left} 元；退回未登记的创新券可以恢复额度。",
        "Enter at most {left} yuan; returning a coupon that is not registered gives its amount back.",
    ),
    "round_budget": (
        "请把金额改为不超过 {left} 元，或关注余额和下一发放周期。",
        "Enter at most {left} yuan, or watch the balance and the next round.",
    ),
    "coupon_late": ("额度已退回，可以重新申领。", "The amount is free again: you may claim anew."),
    "coupon_state": ("请改选待登记的创新券。", "Choose coupons that are not registered yet."),
    "pressed_today": ("请明天再催办，或直接联系开放单位。", "Press again tomorrow, or call the unit."),
    "redemption_open": (
        "开放单位已申请兑现，请关注兑现进度。",
        "The unit has applied already: follow the redemption.",
    ),
    "results_accepted": (
        "请申领单位先在线确认服务成果。",
        "The applicant accepts the results on line first.",
    ),
}
