"""What is said to a refusal: (Chinese, English) by code. Amounts are yuan, days ISO."""

MESSAGES: dict[str, tuple[str, str]] = {
    # Eligibility (article 7)
    "region": ("注册地须在北京地区，当前为 {value}。", "The applicant must be registered in Beijing; it says {value}."),
    "age_or_new_tech_sme": (
        "须注册成立不超过 {limit} 年，或为 {year} 年新评价入库且在有效期内的科技型中小企业；成立日期为 {value}。",
        "Founded at most {limit} years ago, or newly entered as a technology SME in {year} and valid; founded on {value}.",
    ),
    "legal_person": (
        "企业须具有独立法人资格；创业团队须尚未注册企业、不具备法人资格。",
        "An enterprise must be a legal person; a team must not be one yet.",
    ),
    "staff": ("职工总数不得超过 {limit} 人，当前 {value} 人。", "At most {limit} staff; there are {value}."),
    "annual_sales": (
        "年销售收入不得超过 {limit} 元，当前 {value} 元。",
        "Annual sales of at most {limit} yuan; they are {value}.",
    ),
    "total_assets": (
        "资产总额不得超过 {limit} 元，当前 {value} 元。",
        "Total assets of at most {limit} yuan; they are {value}.",
    ),
    "sound_finance": ("须具有健全的财务机构和管理制度。", "Sound financial management is required."),
    "bad_credit": ("存在不良诚信记录，不能申领。", "There is a bad credit record."),
    "students": (
        "创业团队主要成员应为在校学生：{members} 名成员中有 {value} 名在校学生，须超过半数。",
        "More than half of the main members must be students; {value} of {members} are.",
    ),
    "project_stage": (
        "项目须已开展产品研发及转化所需的测试或研发工作，当前阶段为 {value}。",
        "Development or testing must have begun; the project's stage is {value}.",
    ),
    "industry": (
        "主营业务方向须属于高精尖产业领域，当前为 {value}。",
        "The business must be in one of the advanced industries; it is {value}.",
    ),
    "sanctioned": ("申报资格已被取消，至 {until} 止。", "Barred from applying until {until}, that day included."),
    # Claim (articles 12, 15.1)
    "party_not_verified": (
        "主体尚未通过核验，核验后方可申领。",
        "The party is not verified yet; a claim needs that first.",
    ),
    "round_closed": (
        "不在发放时间内：{opens_at} 开放，{closes_at} 截止。",
        "The round is not open: it opens at {opens_at} and closes at {closes_at}.",
    ),
    "amount": (
        "金额 {amount} 无效：须为大于零、最多两位小数的元数。",
        "{amount} is not an amount: above zero, in yuan, with two decimals at most.",
    ),
    "coupon_cap": (
        "单张创新券最高 {limit} 元，本次申请 {amount} 元。",
        "A coupon is at most {limit} yuan; {amount} was asked for.",
    ),
    "annual_limit": (
        "本年度额度 {limit} 元，已用 {used} 元，剩余 {left} 元，本次申请 {amount} 元超出。",
        "The yearly limit is {limit} yuan, {used} used, {left} left; {amount} is more.",
    ),
    "round_budget": (
        "本周期剩余 {left} 元，不足本次申请的 {amount} 元。额度先到先得，其他申领单位退回后可再申领。",
        "The round has {left} yuan left, less than the {amount} asked for. Returned coupons make room again.",
    ),
    "coupon_late": ("该券已于 {limit} 到期。", "The coupon's last day was {limit}."),
    # Registration (articles 5, 12, 15.2)
    "not_open_unit": (
        "该单位当前不是可接收创新券的开放单位（状态：{value}）。",
        "The unit is not an admitted open unit (it is {value}).",
    ),
    "other_applicant": ("创新券不得转让：所选券不属于本合同的申领单位。", "A coupon belongs to another applicant."),
    "service_category": ("服务类别 {value} 不在创新券支持范围内。", "The service category {value} is not supported."),
    "statutory_testing": (
        "强制检测和法定检测不纳入创新券支持范围。",
        "Statutory or mandatory testing is not supported.",
    ),
    "municipal_funding": (
        "已获得市级财政科技资金支持的项目，创新券不再重复支持。",
        "The project has municipal science money already.",
    ),
    "register_by": (
        "科研活动登记期限为 {limit}，已逾期。",
        "The coupons had to be registered by {limit}.",
    ),
    "contract_dates": (
        "合同结束日 {end} 早于开始日 {start}。",
        "The contract ends on {end}, before it starts on {start}.",
    ),
    "valid_until": (
        "合同结束日 {value} 晚于创新券有效期 {limit}。",
        "The contract ends on {value}, later than the coupons are valid ({limit}).",
    ),
    "contract_share": (
        "创新券合计 {coupons} 元，超过合同金额 {amount} 元的 {share}（{limit} 元）。",
        "The coupons sum up to {coupons} yuan, more than {share} of the contract amount of {amount} ({limit}).",
    ),
    "coupon_state": ("所选创新券的状态（{value}）不能登记。", "A coupon cannot be registered in its state ({value})."),
    "related_party": ("合同双方存在关联关系。", "The two sides of the contract are related."),
    # Redemption (articles 12, 15.3)
    "redeem_by": ("申请兑现的最后期限为 {limit}，已逾期。", "Redemption had to be applied for by {limit}."),
    "not_started": ("合同 {limit} 才开始，尚不能申请兑现。", "The contract starts on {limit} only."),
    "invoice_reused": ("发票已在系统中使用：{value}。", "An invoice is used already: {value}."),
    "invoice_total": (
        "发票合计 {value} 元，少于所需的 {limit} 元。",
        "The invoices sum up to {value} yuan, less than the {limit} required.",
    ),
    "actual_amount": ("实际发生金额 {value} 无效。", "{value} is not an actual amount."),
    "evidence_missing": ("缺少证明材料：{value}。", "Evidence is missing: {value}."),
    "correct_by": ("补正的最后期限为 {limit}，已逾期。", "The correction had to be handed in by {limit}."),
    "redemption_coupons": ("该合同没有可兑现的已登记创新券。", "The contract has no registered coupon to redeem."),
    "redemption_exists": (
        "该合同已有兑现申请（{redemption}）。",
        "The contract has a redemption already ({redemption}).",
    ),
    "own_payment": ("自付金额 {value} 无效。", "{value} is not an amount that was paid."),
    "evidence_too_many": ("一份兑现申请最多上传 {limit} 个文件。", "A redemption has at most {limit} files."),
    "evidence_submitted": ("“{name}”已随申请提交，不能撤回。", "“{name}” was submitted and stays."),
    "invoice_number": (
        "发票 {invoice} 的号码无效：数电票为 20 位号码，其他发票为 10 或 12 位代码加 8 位号码。",
        "Invoice {invoice}: a digital one has 20 digits, others a code of 10 or 12 and a number of 8.",
    ),
    "invoice_date": (
        "发票 {invoice} 的开票日期 {value} 晚于今天（{limit}）。",
        "Invoice {invoice} is dated {value}, later than today ({limit}).",
    ),
    "invoice_seller": (
        "发票 {invoice} 的销售方 {value} 不是本单位（{limit}）。",
        "Invoice {invoice}: the seller {value} is not the unit ({limit}).",
    ),
    "invoice_buyer": (
        "发票 {invoice} 的购买方（{value}）不是申领单位。",
        "Invoice {invoice}: the buyer ({value}) is not the applicant.",
    ),
    "invoice_red_letter": (
        "发票 {invoice} 为红字发票（{value}），不能用于兑现。",
        "Invoice {invoice} is a red-letter one ({value}).",
    ),
    "invoice_amount": ("发票 {invoice} 的金额 {value} 无效。", "Invoice {invoice}: {value} is not an amount."),
    "invoice_repeated": ("发票重复填写：{value}。", "An invoice is entered twice: {value}."),
    "invoices_too_many": ("一次最多填写 {limit} 张发票。", "At most {limit} invoices."),
    # Check sheet (domain.md section 7 in the words of a reviewer)
    "check_complete": ("材料齐全", "Evidence complete"),
    "check_complete_fail": ("缺少：{missing}。", "Missing: {missing}."),
    "check_amounts_agree": ("金额一致", "Amounts agree"),
    "check_amounts_agree_warn": (
        "实际 {actual} 元、发票 {invoiced} 元、服务记录 {recorded} 元、合同 {contract} 元不一致。",
        "Actual {actual}, invoices {invoiced}, records {recorded}, contract {contract} yuan differ.",
    ),
    "check_amounts_agree_fail": (
        "发票合计 {invoiced} 元，少于可兑现金额。",
        "The invoices come to {invoiced} yuan, less than what is payable.",
    ),
    "check_parties_agree": ("双方一致", "Parties agree"),
    "check_parties_agree_warn": ("购买方名称与申领单位不同：{invoices}。", "Another buyer's name on {invoices}."),
    "check_parties_agree_fail": ("购销双方与合同不符：{invoices}。", "Other parties on {invoices}."),
    "check_dates_agree": ("日期一致", "Dates agree"),
    "check_dates_agree_warn": (
        "开票日期不在合同签订与提交之间，或与号码年份不符：{invoices}。",
        "Issued before the signing or after the submission, or another year than its number: {invoices}.",
    ),
    "check_service_within": ("服务时间合规", "Service in time"),
    "check_service_within_warn": (
        "没有服务记录，或服务日不在合同期内：{days}。",
        "No service records, or outside the contract's time: {days}.",
    ),
    "check_service_within_fail": (
        "服务日不在登记（{first}）与提交（{last}）之间：{days}。",
        "Done before the registration ({first}) or after the submission ({last}): {days}.",
    ),
    "check_own_share_paid": ("自付部分已支付", "Own share paid"),
    "check_own_share_paid_warn": ("未填写自付金额，应付 {share} 元。", "Own payment not stated; {share} yuan due."),
    "check_own_share_paid_fail": (
        "自付 {paid} 元，少于应付的 {share} 元。",
        "{paid} yuan paid of its own share of {share}.",
    ),
    "check_invoice_unused": ("发票未曾使用", "Invoices not used before"),
    "check_invoice_unused_fail": ("已在其他兑现申请中使用：{invoices}。", "Used by another redemption: {invoices}."),
    "check_file_unique": ("文件未见于他处", "Files not seen elsewhere"),
    "check_file_unique_warn": ("相同文件曾在其他申请中提交：{files}。", "Brought elsewhere as well: {files}."),
    "check_service_of_unit": ("服务项目属于本单位且已公布", "Services are the unit's and published"),
    "check_service_of_unit_warn": ("未关联已公布的服务项目：{days}。", "No published service named: {days}."),
    "check_service_of_unit_fail": ("服务项目不属于本单位：{days}。", "Another unit's service: {days}."),
    "check_price_published": ("价格不高于公布标准", "Price as published"),
    "check_price_published_warn": ("高于公布价格：{days}。", "Dearer than published: {days}."),
    "check_related_party": ("无关联关系", "Parties not related"),
    "check_related_party_warn": ("合同双方存在关联关系。", "The two sides are related."),
    "check_signed_after_claim": ("领券后签订合同", "Signed after the claim"),
    "check_signed_after_claim_warn": (
        "合同签订于 {signed}，早于领券日 {claimed}。",
        "Signed on {signed}, before the claim on {claimed}.",
    ),
    # Policies, rounds, calendar
    "policy_invalid": ("政策参数有误：{path}。", "A parameter of the policy is missing, unknown or wrong: {path}."),
    "policy_not_approved": ("该政策版本尚未批准。", "The policy version is not approved yet."),
    "policy_not_in_force": ("该政策版本未生效。", "The policy version is not in force."),
    "round_window": ("截止时间须晚于开放时间和当前时间。", "A round closes after it opens, and in the future."),
    "budget_below_use": (
        "预算不能低于已使用的 {least} 元。",
        "The budget cannot be less than the {least} yuan in use.",
    ),
    "round_not_settled": (
        "尚有未了结的资金：占用 {held} 元，已批准未拨付 {approved} 元。",
        "Money is still open: {held} yuan held, {approved} approved and not paid.",
    ),
    # Batches and decisions (articles 15.4, 15.5)
    "redemption_not_collectable": (
        "兑现申请 {redemption}（状态：{state}）不能归集到本批次。",
        "Redemption {redemption} ({state}) cannot be put in this batch.",
    ),
    "redemption_not_in_batch": ("该兑现申请尚未归集到批次。", "The redemption is in no batch."),
    "batch_empty": ("批次内没有可办理的兑现申请。", "There is nothing in the batch for this."),
    "batch_undecided": (
        "以下兑现申请尚未提出评审意见：{redemptions}。",
        "These redemptions are not decided yet: {redemptions}.",
    ),
    "batch_objected": (
        "以下兑现申请有未处理的异议，暂不能批准：{redemptions}。",
        "These redemptions have an open objection and cannot be approved yet: {redemptions}.",
    ),
    "reduced_amount": (
        "核减后的金额须大于零且小于可兑现的 {limit} 元，现为 {value} 元。",
        "A reduced amount is above zero and below the {limit} yuan payable; {value} is not.",
    ),
    # What cannot be read: calculator cases and policies
    "too_many_cases": ("一次最多 {limit} 个算例。", "At most {limit} cases at a time."),
    "invalid_case": ("算例无效：{reason}", "The case is not valid: {reason}"),
    "case_unreadable": ("该行不是有效的 JSON。", "The line is not valid JSON."),
    "case_id": ("{field} 须为文本或数字。", "{field} must be a text or a number."),
    "case_founded_later": ("{field} 晚于所问日期。", "{field} is later than the day asked about."),
    "case_more_students": ("{field} 多于成员人数。", "{field} are more than the members."),
    "case_no_coupons": ("{field} 至少须有一张创新券。", "{field} must hold at least one coupon."),
    "field_missing": ("缺少 {field}。", "{field} is missing."),
    "field_unknown": ("没有名为 {field} 的参数。", "There is no {field}."),
    "whole_object": ("须为一个 JSON 对象。", "It must be a JSON object."),
    "field_object": ("{field} 须为对象。", "{field} must be an object."),
    "field_list": ("{field} 须为列表。", "{field} must be a list."),
    "field_text": ("{field} 须为文本。", "{field} must be a text."),
    "field_line": ("{field} 须为 {most} 字以内的一行文本。", "{field} must be one line of at most {most} characters."),
    "field_words": ("{field} 须为不重复的非空列表。", "{field} must be a list without repetition, not empty."),
    "field_flag": ("{field} 须为 true 或 false。", "{field} must be true or false."),
    "field_count": ("{field} 须为不小于零的整数。", "{field} must be a whole number, not negative."),
    "field_months": ("{field} 须为不重复的月份。", "{field} must be months from 1 to 12, none twice."),
    "field_amount": ("{field} 须为以文本表示的元数。", "{field} must be an amount in yuan as a text."),
    "field_money": ("{field} 须大于零、最多两位小数。", "{field} must be above zero, with two decimals at most."),
    "field_share": ("{field} 须大于 0 且不超过 1。", "{field} must be above 0 and at most 1."),
    "field_day": ("{field} 须为存在的日期，形如 2026-03-02。", "{field} must be a day that exists, like 2026-03-02."),
    "field_moment": (
        "{field} 须为带时区的时刻，形如 2026-03-02T09:00:00+08:00。",
        "{field} must be a moment with its offset, like 2026-03-02T09:00:00+08:00.",
    ),
    "field_choice": ("{field} 须为以下之一：{among}。", "{field} must be one of: {among}."),
    "field_range": ("{field} 超出可计算的日期范围。", "{field} leads beyond the days that can be computed."),
    # Contracts and service records (article 15.2)
    "contract_exists": ("该合作项目已录入合同。", "The project has a contract already."),
    "contract_reference_taken": ("本单位已有相同编号的合同。", "The unit has a contract of this reference already."),
    "signed_on": ("签订日期不能晚于 {limit}，现为 {value}。", "A contract is signed by {limit}, not on {value}."),
    "coupons_missing": ("请选择要登记的创新券。", "Choose the coupons to register."),
    "coupon_not_offered": (
        "只能登记申领单位为本合同选定的创新券。",
        "Only coupons that the applicant offered for this contract can be registered.",
    ),
    "other_policy": (
        "同一合同只能使用同一政策版本下的创新券。",
        "The coupons of one contract must follow one policy version.",
    ),
    "redemption_open": ("该合同的兑现申请正在办理中。", "A redemption of the contract is under way."),
    "nothing_changed": ("合同金额和截止日期均未变化。", "Neither amount nor end are changed."),
    "records_later": ("{limit} 之后已有服务记录。", "There are service records after {limit}."),
    "already_accepted": ("成果已经确认。", "The results are accepted already."),
    "pressed_today": ("今天已经催办过。", "The unit was pressed today already."),
    "evidence_closed": (
        "兑现申请已提交，服务记录不能再变更。",
        "The redemption is submitted: its service records cannot be changed any more.",
    ),
    "record_day": (
        "服务日期须在 {first} 至 {last} 之间，现为 {value}。",
        "The work must be done between {first} and {last}, not on {value}.",
    ),
    "record_last": ("已终止合同的最后一条服务记录不能撤销。", "The last record of a terminated contract stays."),
    "figures": (
        "时长和金额须不小于零、最多两位小数。",
        "Hours and amounts are 0 or more, with two decimals at most.",
    ),
}
CONSTRAINTS: dict[str, tuple[str, str]] = {
    "batch_cleared_by_another": ("same_person", ""),
    "batch_approved_by_another": ("same_person", ""),
    "round_reserved_within_budget": ("budget_below_use", "budget"),
    "invoice_used_once": ("invoice_reused", "invoices"),
    "redemption_one_live_a_contract": ("redemption_exists", "contract"),
    "policy_version_number_once": ("stale_version", ""),
    "contract_one_a_project": ("contract_exists", "project"),
    "contract_reference_once_a_unit": ("contract_reference_taken", "reference"),
}
