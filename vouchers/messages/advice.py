"""Advice and articles of refusals, by code: what to do now, and the article of the Measures."""

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
    "members_pending": "7",
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
    "contract_dates": "15.2",
    "valid_until": "15.2",
    "contract_share": "12",
    "coupon_lapses_first": "15.2",
    "redeem_by": "15.3",
    "record_day": "15.2",
}
"""Refusal code → the article of the Measures it rests on."""

ADVICE: dict[str, tuple[str, str]] = {
    "region": (
        "注册地已变更的，请在“本单位”中更新申报信息。",
        "If you have moved to Beijing, update the declaration under “My organisation”.",
    ),
    "age_or_new_tech_sme": (
        "当年新评价入库的科技型中小企业，请联系主管部门录入证书后再申领。",
        "If you were newly entered as a technology SME this year, ask the authority to enter the certificate.",
    ),
    "legal_person": (
        "企业请核对法人资格；团队注册为企业后，请以企业身份申领。",
        "Check the declaration; a team that has become a company claims as an enterprise.",
    ),
    "staff": ("人数填写有误的，请更新申报信息。", "If the number is wrong, update the declaration."),
    "annual_sales": ("金额填写有误的，请更新申报信息。", "If the amount is wrong, update the declaration."),
    "total_assets": ("金额填写有误的，请更新申报信息。", "If the amount is wrong, update the declaration."),
    "sound_finance": (
        "建立健全财务机构和管理制度后，请更新申报信息。",
        "Update the declaration once financial management is in place.",
    ),
    "bad_credit": ("信用修复后，请更新申报信息。", "Update the declaration once the record is cleared."),
    "students": (
        "请更新团队成员，在校学生须超过 {share}。",
        "Update the members of the team: more than {share} must be students.",
    ),
    "project_stage": (
        "项目进入测试或研发阶段后，请更新团队信息。",
        "Update the team once development or testing has begun.",
    ),
    "industry": (
        "产业领域填写有误的，请更新申报信息。",
        "If the industry is wrong, update the declaration.",
    ),
    "members_pending": (
        "请等待主管部门确认；急需办理的，可先从团队信息中去掉新增成员。",
        "Wait for the authority, or take the added members out of the team for now.",
    ),
    "sanctioned": (
        "期满后可以恢复申领；对处理决定有异议的，请联系主管部门。",
        "You may claim again when the bar is over; contact the authority if you disagree.",
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
    "coupon_late": ("额度已退回，可以重新申领。", "The amount is free again: claim a new coupon."),
    "coupon_state": ("请改选待登记的创新券。", "Choose coupons that are not registered yet."),
    "pressed_today": ("请明天再催办，或直接联系开放单位。", "Ask again tomorrow, or call the unit."),
    "redemption_open": (
        "开放单位已申请兑现，请关注兑现进度。",
        "The unit has applied already: follow the redemption.",
    ),
    # Registration of a contract
    "not_open_unit": (
        "请选择名单上的开放单位；本单位的状态有误的，请联系主管部门。",
        "Choose a unit from the published list; if the state is wrong, contact the authority.",
    ),
    "other_applicant": ("请只选择本合同申领单位的创新券。", "Choose coupons of the contract's applicant."),
    "service_category": ("请核对合同的服务类别。", "Check the service category of the contract."),
    "statutory_testing": (
        "请不使用创新券签订此合同，已领的创新券可用于其他项目。",
        "Sign this contract without coupons; they may be used for another project.",
    ),
    "municipal_funding": (
        "请不使用创新券签订此合同，已领的创新券可用于其他项目。",
        "Sign this contract without coupons; they may be used for another project.",
    ),
    "register_by": (
        "该创新券已失效，请申领单位重新申领，或改选其他创新券。",
        "The coupon has lapsed: choose other coupons, or ask the applicant to claim a new one.",
    ),
    "contract_dates": ("请更正开始日期或结束日期。", "Correct the first or the last day."),
    "valid_until": (
        "请把合同结束日改为不晚于 {limit}，或改选有效期更长的创新券。",
        "Let the contract end by {limit}, or choose coupons that are valid longer.",
    ),
    "coupon_lapses_first": (
        "请减少拟用金额、再申领一张创新券，或不填拟用金额，先请开放单位提前答复并在 {limit} 前登记。",
        "Want less, claim another coupon, or leave the amount empty and ask the unit to answer early and to register "
        "by {limit}.",
    ),
    "contract_share": (
        "请减少所选创新券，使合计不超过 {limit} 元；未用的创新券可以用于其他合同。",
        "Choose fewer coupons, {limit} yuan at most; the others may be used for another contract.",
    ),
    "related_party": (
        "请如实申报关联关系；可改选与本单位无关联的开放单位。",
        "Declare the relation truthfully, or choose a unit that is not related.",
    ),
    "coupons_missing": ("请至少选择一张创新券。", "Choose at least one coupon."),
    "coupon_not_offered": (
        "请申领单位登录平台，在合同页选定这张创新券。",
        "Ask the applicant to offer the coupon on the page of the contract.",
    ),
    "other_policy": ("请改选同一发放周期的创新券。", "Choose coupons of one round."),
    "contract_reference_taken": ("请填写另一个合同编号。", "Give the contract another reference."),
    "contract_exists": ("请打开该项目已有的合同。", "Open the contract that the project has."),
    "signed_on": ("请填写不晚于 {limit} 的签订日期。", "Enter a day of signing that is not later than {limit}."),
    "record_day": (
        "请填写这段时间内的服务日期；合同期不对的，请先变更合同。",
        "Enter a day in that period; if the contract's period is wrong, amend the contract first.",
    ),
    # Redemption
    "redeem_by": (
        "创新券已失效，不能再申请兑现；有疑问请联系主管部门。",
        "The coupons have lapsed and cannot be redeemed; ask the authority if in doubt.",
    ),
    # Policies and rounds
    "policy_not_approved": ("请先由另一人批准该政策版本。", "A second person must approve the version first."),
    "policy_not_in_force": ("请改选施行中的政策版本。", "Choose a version that is in force."),
    "budget_below_use": ("请填写不低于 {least} 元的预算。", "Enter a budget of at least {least} yuan."),
    "budget_unchanged": ("请填写与现预算不同的金额。", "Enter an amount other than the present budget."),
    "budget_change_open": ("请先批准、退回或撤回该项调整。", "Approve, refuse or withdraw that change first."),
    "round_opening_over": (
        "请退回草稿，改定开放时间后重新提请。",
        "Go back to the draft, set a later opening and propose it again.",
    ),
    "appropriation_missing": (
        "请财务录入、另一人确认该年度预算后再办理。",
        "Finance must enter the year's appropriation and another person confirm it first.",
    ),
    "appropriation_exceeded": (
        "请降低预算，或由财务追加年度预算。",
        "Lower the budget, or let finance enter a higher appropriation.",
    ),
    "appropriation_below_use": ("请填写不低于 {least} 元的金额。", "Enter at least {least} yuan."),
    "appropriation_open": ("请先确认、退回或撤回该项预算。", "Confirm, refuse or withdraw that one first."),
    "round_not_settled": (
        "请待占用的资金释放、已批准的资金拨付后再结算。",
        "Settle the round once held money is released and approved money is paid.",
    ),
    # Contracts and service records
    "nothing_changed": ("请修改合同金额或截止日期。", "Change the amount or the end."),
    "records_later": (
        "请填写不早于最后一条服务记录的截止日期，或先更正服务记录。",
        "Let the contract end no earlier than its last service record, or correct the record first.",
    ),
    "evidence_closed": (
        "需要更正的，请撤回兑现申请，或待退回补正后更正。",
        "To change a record, withdraw the redemption or wait until it is returned for correction.",
    ),
    "record_last": ("请更正该条记录的内容。", "Correct the record instead."),
}
