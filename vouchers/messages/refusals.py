"""Sentences of refusals: code → (Chinese, English). Amounts are yuan, days ISO."""

MESSAGES: dict[str, tuple[str, str]] = {
    # Eligibility (article 7)
    "region": ("注册地须在北京地区，当前为 {value}。", "The applicant must be registered in Beijing, not in {value}."),
    "age_or_new_tech_sme": (
        "须注册成立不超过 {limit} 年，或为 {year} 年新评价入库且在有效期内的科技型中小企业；成立日期为 {value}。",
        "It must be founded at most {limit} years ago or newly and validly entered as a technology SME in {year}; "
        "it was founded on {value}.",
    ),
    "legal_person": (
        "企业须具有独立法人资格；创业团队须尚未注册企业、不具备法人资格。",
        "An enterprise must be a legal person; a team must not be one yet.",
    ),
    "staff": (
        "职工总数不得超过 {limit} 人，当前 {value} 人。",
        "At most {limit} staff are allowed; there are {value}.",
    ),
    "annual_sales": (
        "年销售收入不得超过 {limit} 元，当前 {value} 元。",
        "Annual sales may be at most {limit} yuan; they are {value}.",
    ),
    "total_assets": (
        "资产总额不得超过 {limit} 元，当前 {value} 元。",
        "Total assets may be at most {limit} yuan; they are {value}.",
    ),
    "sound_finance": ("须具有健全的财务机构和管理制度。", "Sound financial management is required."),
    "bad_credit": ("存在不良诚信记录，不能申领。", "An applicant with a bad credit record cannot claim."),
    "students": (
        "创业团队主要成员应为在校学生：{members} 名成员中有 {value} 名在校学生，须超过 {share}。",
        "More than {share} of the main members must be students; {value} of {members} are.",
    ),
    "project_stage": (
        "项目须已开展产品研发及转化所需的测试或研发工作，当前阶段为 {value}。",
        "Development or testing must have begun; the project's stage is {value}.",
    ),
    "industry": (
        "主营业务方向须属于高精尖产业领域，当前为 {value}。",
        "The business must be in one of the advanced industries; it is {value}.",
    ),
    "members_pending": (
        "团队新增的 {value} 名成员待主管部门确认，确认前不能申领和登记。",
        "{value} members whom the team added await the authority; it cannot claim or register before.",
    ),
    "sanctioned": ("申报资格已被取消，至 {until} 止。", "Barred from applying until {until}, that day included."),
    # Claim (articles 12, 15.1)
    "party_not_verified": (
        "主体尚未通过核实，核实后方可申领和提出合作项目。",
        "The party is not verified yet; once it is, it can claim and ask open units.",
    ),
    "round_closed": (
        "不在发放时间内：{opens_at} 开放，{closes_at} 截止。",
        "The round is not open: it opens at {opens_at} and closes at {closes_at}.",
    ),
    "amount": (
        "金额 {amount} 无效：须为大于零、最多两位小数的元数。",
        "{amount} is not valid: an amount is above zero, in yuan, with two decimals at most.",
    ),
    "coupon_cap": (
        "单张创新券最高 {limit} 元，本次申请 {amount} 元。",
        "A coupon is at most {limit} yuan; {amount} was asked for.",
    ),
    "annual_limit": (
        "本年度额度 {limit} 元，已用 {used} 元，剩余 {left} 元，本次申请 {amount} 元超出。",
        "The annual limit is {limit} yuan: {used} are used and {left} left, less than the {amount} asked for.",
    ),
    "round_budget": (
        "本周期剩余 {left} 元，不足本次申请的 {amount} 元。额度先到先得，其他申领单位退回后可再申领。",
        "The round has {left} yuan left, less than the {amount} asked for. Returned coupons can be claimed again.",
    ),
    "coupon_late": ("该券已于 {limit} 到期。", "The last day to use the coupon was {limit}."),
    # Registration (articles 5, 12, 15.2)
    "not_open_unit": (
        "该单位当前不是可接收创新券的开放单位（状态：{value}）。",
        "The unit is not an admitted open unit (it is {value}).",
    ),
    "other_applicant": (
        "创新券不得转让：所选券不属于本合同的申领单位。",
        "Coupons are not transferable: one belongs to another applicant.",
    ),
    "service_category": ("服务类别 {value} 不在创新券支持范围内。", "The service category {value} is not supported."),
    "statutory_testing": (
        "强制检测和法定检测不纳入创新券支持范围。",
        "Statutory or mandatory testing is not supported.",
    ),
    "municipal_funding": (
        "已获得市级财政科技资金支持的项目，创新券不再重复支持。",
        "The project already has municipal science funding, which excludes coupons.",
    ),
    "register_by": (
        "科研活动登记期限为 {limit}，已逾期。",
        "The last day to register the coupons was {limit}.",
    ),
    "contract_dates": (
        "合同结束日 {end} 早于开始日 {start}。",
        "The contract ends on {end}, before it starts on {start}.",
    ),
    "valid_until": (
        "合同结束日 {value} 晚于创新券有效期 {limit}。",
        "The contract ends on {value}, later than the coupons are valid ({limit}).",
    ),
    "coupon_lapses_first": (
        "所持创新券最早 {limit} 到登记期限，早于开放单位的答复期限 {value}；到时仍可用的共 {left} 元，不足拟用的 {amount} 元。",
        "The first of your coupons must be registered by {limit}, before the unit has to answer ({value}); {left} yuan "
        "will still be usable then, less than the {amount} wanted.",
    ),
    "contract_share": (
        "创新券合计 {coupons} 元，超过合同金额 {amount} 元的 {share}（{limit} 元）。",
        "The coupons sum up to {coupons} yuan, more than {share} of the contract amount of {amount} ({limit}).",
    ),
    "coupon_state": ("所选创新券的状态（{value}）不能登记。", "A coupon cannot be registered in its state ({value})."),
    "related_party": ("合同双方存在关联关系。", "The two sides of the contract are related."),
    # Redemption (articles 12, 15.3)
    "redeem_by": ("申请兑现的最后期限为 {limit}，已逾期。", "The last day to apply for redemption was {limit}."),
    # Policies, rounds, calendar
    "policy_invalid": ("政策参数有误：{path}。", "A parameter of the policy is missing, unknown or wrong: {path}."),
    "policy_not_approved": ("该政策版本尚未批准。", "The policy version is not approved yet."),
    "policy_not_in_force": ("该政策版本未生效。", "The policy version is not in force."),
    "round_window": ("截止时间须晚于开放时间和当前时间。", "A round must close after it opens, and in the future."),
    "budget_below_use": (
        "预算不能低于已使用的 {least} 元。",
        "The budget cannot be less than the {least} yuan in use.",
    ),
    "budget_unchanged": ("预算没有变化。", "The budget is the same as before."),
    "budget_change_open": ("该周期已有一项预算调整待批准。", "A change of this round's budget is pending already."),
    "round_opening_over": (
        "开放时间已过，不能再提请或发布。",
        "The opening time is over: the round can no longer be proposed or announced.",
    ),
    "appropriation_missing": (
        "{year} 年度预算尚未确认。",
        "The appropriation of {year} is not confirmed yet.",
    ),
    "appropriation_exceeded": (
        "{year} 年度预算只剩 {left} 元，不足 {amount} 元。",
        "The appropriation of {year} has {left} yuan left, less than {amount}.",
    ),
    "appropriation_below_use": (
        "{year} 年度预算不能低于已安排给发放周期的 {least} 元。",
        "The appropriation of {year} cannot be less than the {least} yuan given to rounds.",
    ),
    "appropriation_open": (
        "{year} 年度预算已有一项待确认。",
        "An appropriation of {year} is waiting for confirmation already.",
    ),
    "round_not_settled": (
        "尚有未了结的资金：占用 {held} 元，已批准未拨付 {approved} 元。",
        "Money is still open: {held} yuan held, {approved} approved and not paid.",
    ),
    # Policies that cannot be read
    "field_missing": ("缺少 {field}。", "{field} is missing."),
    "field_unknown": ("没有名为 {field} 的参数。", "There is no parameter named {field}."),
    "whole_object": ("须为一个 JSON 对象。", "It must be a JSON object."),
    "field_object": ("{field} 须为对象。", "{field} must be an object."),
    "field_list": ("{field} 须为列表。", "{field} must be a list."),
    "field_text": ("{field} 须为文本。", "{field} must be a text."),
    "field_line": ("{field} 须为 {most} 字以内的一行文本。", "{field} must be one line of at most {most} characters."),
    "field_words": ("{field} 须为不重复的非空列表。", "{field} must be a list without repetition, not empty."),
    "field_flag": ("{field} 须为 true 或 false。", "{field} must be true or false."),
    "field_count": ("{field} 须为不小于零的整数。", "{field} must be a whole number, not negative."),
    "field_whole": (
        "{field} 须为 {least} 至 {most} 的整数。",
        "{field} must be a whole number from {least} to {most}.",
    ),
    "field_months": ("{field} 须为不重复的月份。", "{field} must be months from 1 to 12, none twice."),
    "field_amount": ("{field} 须为以文本表示的元数。", "{field} must be an amount in yuan as a text."),
    "field_money": ("{field} 须大于零、最多两位小数。", "{field} must be above zero, with two decimals at most."),
    "field_share": ("{field} 须大于 0 且不超过 1。", "{field} must be above 0 and at most 1."),
    "field_day": ("{field} 须为存在的日期，形如 2026-03-02。", "{field} must be a day that exists, like 2026-03-02."),
    "field_moment": (
        "{field} 须为带时区的时刻，形如 2026-03-02T09:00:00+08:00。",
        "{field} must be a time with its UTC offset, like 2026-03-02T09:00:00+08:00.",
    ),
    "field_choice": ("{field} 须为以下之一：{among}。", "{field} must be one of: {among}."),
    "field_code": (
        "{field} 只能由小写字母、数字和连字符组成，例如 beijing-2027。",
        "{field} consists of lower-case letters, digits and hyphens, like beijing-2027.",
    ),
    "field_year": ("{field} 须在 {least} 年至 {most} 年之间。", "{field} must be in the years {least} to {most}."),
    "field_range": ("{field} 超出可计算的日期范围。", "{field} gives a date that cannot be computed."),
    # Contracts and service records (article 15.2)
    "contract_exists": ("该合作项目已录入合同。", "The project already has a contract."),
    "contract_reference_taken": ("本单位已有相同编号的合同。", "The unit already has a contract with this reference."),
    "signed_on": (
        "签订日期不能晚于 {limit}，现为 {value}。",
        "The day of signing must not be later than {limit}; it is {value}.",
    ),
    "amount_missing": (
        "请填写金额：没有选服务项目，或没有填写按其计价单位计的数量，不能由公布价格算出。",
        "Enter the amount: without a service and a quantity in its unit of price it cannot be calculated.",
    ),
    "coupons_missing": ("请选择创新券。", "Choose coupons."),
    "coupon_not_offered": (
        "只能登记申领单位为本合同选定的创新券。",
        "Only coupons that the applicant offered for this contract can be registered.",
    ),
    "other_policy": (
        "同一合同只能使用同一政策版本下的创新券。",
        "The coupons of one contract must follow one policy version.",
    ),
    "redemption_open": ("该合同的兑现申请正在办理中。", "A redemption of the contract is under way."),
    "nothing_changed": ("合同金额和截止日期均未变化。", "Neither the amount nor the end is changed."),
    "records_later": ("{limit} 之后已有服务记录。", "There are service records after {limit}."),
    "already_accepted": ("成果已经确认。", "The results are already accepted."),
    "pressed_today": ("今天已经催办过。", "The unit was already asked today."),
    "evidence_closed": (
        "兑现申请已提交，服务记录不能再变更。",
        "The redemption is submitted: its service records cannot be changed any more.",
    ),
    "record_day": (
        "服务日期须在 {first} 至 {last} 之间，现为 {value}。",
        "The work must be done between {first} and {last}, not on {value}.",
    ),
    "record_last": (
        "已终止合同的最后一条服务记录不能撤销。",
        "The last record of a terminated contract cannot be removed.",
    ),
    "figures": (
        "时长和金额须不小于零、最多两位小数。",
        "Hours and amounts must be 0 or more, with two decimals at most.",
    ),
}
CONSTRAINTS: dict[str, tuple[str, str]] = {
    "round_reserved_within_budget": ("budget_below_use", "budget"),
    "round_announced_by_another": ("same_person", ""),
    "budget_change_approved_by_another": ("same_person", ""),
    "budget_change_one_open_a_round": ("budget_change_open", ""),
    "appropriation_confirmed_by_another": ("same_person", ""),
    "appropriation_one_proposed_a_year": ("appropriation_open", "year"),
    "policy_version_number_once": ("stale_version", ""),
    "contract_one_a_project": ("contract_exists", "project"),
    "contract_reference_once_a_unit": ("contract_reference_taken", "reference"),
}
