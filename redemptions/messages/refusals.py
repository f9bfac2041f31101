"""Sentences of refusals and checks: code → (Chinese, English). Amounts are yuan, days ISO."""

MESSAGES: dict[str, tuple[str, str]] = {
    "not_started": (
        "合同 {limit} 才开始，尚不能申请兑现。",
        "The contract starts on {limit}: it cannot be redeemed yet.",
    ),
    "invoice_reused": ("发票已在系统中使用：{value}。", "An invoice is already used in the system: {value}."),
    "invoice_total": (
        "发票合计 {value} 元，少于所需的 {limit} 元。",
        "The invoices sum up to {value} yuan, less than the {limit} required.",
    ),
    "actual_amount": ("实际发生金额 {value} 无效。", "{value} is not a valid actual amount."),
    "evidence_missing": ("缺少证明材料：{value}。", "Evidence is missing: {value}."),
    "correct_by": ("补正的最后期限为 {limit}，已逾期。", "The last day to submit the correction was {limit}."),
    "redemption_coupons": ("该合同没有可兑现的已登记创新券。", "The contract has no registered coupon to redeem."),
    "redemption_exists": (
        "该合同已有兑现申请（{number}）。",
        "The contract already has a redemption ({number}).",
    ),
    "own_payment": ("自付金额 {value} 无效。", "{value} is not a valid own payment."),
    "evidence_too_many": ("一份兑现申请最多上传 {limit} 个文件。", "A redemption has at most {limit} files."),
    "evidence_submitted": ("“{name}”已随申请提交，不能撤回。", "“{name}” was submitted and cannot be removed."),
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
        "Invoice {invoice} is a red-letter one ({value}) and cannot be redeemed.",
    ),
    "invoice_amount": ("发票 {invoice} 的金额 {value} 无效。", "Invoice {invoice}: {value} is not a valid amount."),
    "invoice_repeated": ("发票重复填写：{value}。", "An invoice is entered twice: {value}."),
    "invoices_too_many": ("一次最多填写 {limit} 张发票。", "At most {limit} invoices can be entered."),
    "check_complete": ("材料齐全", "Evidence complete"),
    "check_complete_fail": ("缺少：{missing}。", "Missing: {missing}."),
    "check_amounts_agree": ("金额一致", "Amounts agree"),
    "check_amounts_agree_warn": (
        "实际 {actual} 元、发票 {invoiced} 元、服务记录 {recorded} 元、合同 {contract} 元不一致。",
        "Actual {actual}, invoices {invoiced}, records {recorded}, contract {contract} yuan differ.",
    ),
    "check_amounts_agree_fail": (
        "发票合计 {invoiced} 元，少于所需的 {least} 元。",
        "The invoices sum up to {invoiced} yuan, less than the {least} required.",
    ),
    "check_parties_agree": ("双方一致", "Parties agree"),
    "check_parties_agree_warn": (
        "购买方名称与申领单位不同：{invoices}。",
        "The buyer's name is not the applicant's: {invoices}.",
    ),
    "check_parties_agree_fail": (
        "购销双方与合同不符：{invoices}。",
        "Buyer or seller differ from the contract: {invoices}.",
    ),
    "check_dates_agree": ("日期一致", "Dates agree"),
    "check_dates_agree_warn": (
        "开票日期不在合同签订与提交之间，或与号码年份不符：{invoices}。",
        "Issued before the signing, after the submission, or not in the year of the number: {invoices}.",
    ),
    "check_service_within": ("服务时间合规", "Service in time"),
    "check_service_within_warn": (
        "没有服务记录，或服务日不在合同期内：{days}。",
        "No service records, or days outside the contract: {days}.",
    ),
    "check_service_within_fail": (
        "服务日不在登记（{first}）与提交（{last}）之间：{days}。",
        "Done before the registration ({first}) or after the submission ({last}): {days}.",
    ),
    "check_own_share_paid": ("自付部分已支付", "Own share paid"),
    "check_own_share_paid_warn": ("未填写自付金额，应付 {share} 元。", "Own payment not stated; {share} yuan due."),
    "check_own_share_paid_fail": (
        "自付 {paid} 元，少于应付的 {share} 元。",
        "{paid} yuan paid, less than the own share of {share}.",
    ),
    "check_invoice_unused": ("发票未曾使用", "Invoices not used before"),
    "check_invoice_unused_fail": ("已在其他兑现申请中使用：{invoices}。", "Used by another redemption: {invoices}."),
    "check_file_unique": ("文件未见于他处", "Files not used elsewhere"),
    "check_file_unique_warn": (
        "相同文件曾在其他申请中提交：{files}。",
        "The same file was submitted elsewhere: {files}.",
    ),
    "check_service_of_unit": ("服务项目属于本单位且已公布", "Services are the unit's and published"),
    "check_service_of_unit_warn": ("未关联已公布的服务项目：{days}。", "No published service named: {days}."),
    "check_service_of_unit_fail": ("服务项目不属于本单位：{days}。", "Another unit's service: {days}."),
    "check_price_published": ("价格不高于公布标准", "Price as published"),
    "check_price_published_warn": ("高于公布价格：{days}。", "Above the published price: {days}."),
    "check_related_party": ("无关联关系", "Parties not related"),
    "check_related_party_warn": ("合同双方存在关联关系。", "The two sides are related."),
    "check_signed_after_claim": ("领券后签订合同", "Signed after the claim"),
    "check_signed_after_claim_warn": (
        "合同签订于 {signed}，早于领券日 {claimed}。",
        "Signed on {signed}, before the claim on {claimed}.",
    ),
    "records_missing": (
        "合同还没有服务记录，不能按服务记录计算。",
        "The contract has no service records to take the amount from.",
    ),
    "nothing_corrected": (
        "退回后没有改动任何内容，也没有书面答复。仍待处理：{points}。",
        "Nothing was changed since the return, and nothing was answered in writing. Still open: {points}.",
    ),
    "redemption_not_collectable": (
        "兑现申请 {number}（状态：{state}）不能归集到本批次。",
        "Redemption {number} ({state}) cannot be put in this batch.",
    ),
    "redemption_not_in_batch": ("该兑现申请尚未归集到批次。", "The redemption is in no batch."),
    "batch_empty": ("批次内没有可办理的兑现申请。", "The batch has no redemption for this step."),
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
    "not_appealable": (
        "该决定不能申诉：只能对核减或不予支持申诉，经申诉提高的不能再次申诉。",
        "This decision cannot be appealed: only a reduction or rejection can, and none that an appeal has raised.",
    ),
    "appeal_over": ("申诉期限为 {limit}，已逾期。", "The last day to appeal was {limit}."),
    "appealed_already": (
        "本单位对该决定已提出或放弃申诉，每方只能一次。",
        "Your side has already appealed or waived its appeal against this decision; each side may once.",
    ),
    "appeal_running": (
        "申诉期至 {limit}，另一方仍可申诉，暂不能审理。",
        "The other side may still appeal until {limit}: the appeals cannot be examined yet.",
    ),
    "raised_amount": (
        "提高后的金额须大于原决定的 {least} 元，不超过可兑现的 {limit} 元，现为 {value} 元。",
        "A raised amount is above the {least} yuan decided and at most the {limit} yuan payable; {value} is not.",
    ),
    "revocation_together": (
        "一次只能撤销同一合同上的创新券，或一张未登记的创新券，请分别提出。",
        "Revoke coupons of one contract, or one unregistered coupon, at a time: propose the others apart.",
    ),
    "revocation_over": (
        "创新券 {number} 已拨付或已终止，不能撤销；已拨付的改为追回。",
        "Coupon {number} is paid or has ended and cannot be revoked: recover what was paid.",
    ),
    "revocation_proposed": (
        "创新券 {number} 已提出撤销，待决定，不能重复提出。",
        "The revocation of coupon {number} is proposed already and waits for its decision.",
    ),
    "revocation_side": (
        "未登记的创新券没有开放单位，请选择申领单位。",
        "An unregistered coupon has no open unit: choose the applicant.",
    ),
    "revocation_appealed": (
        "兑现申请 {number} 正在申诉，须先办结申诉，再撤销其创新券。",
        "Redemption {number} is under appeal: decide the appeals first, then revoke its coupons.",
    ),
    "revocation_in_review": (
        "兑现申请 {number} 已有评审意见而决定尚未生效：须撤销其全部创新券，或待决定生效后再撤销部分。",
        "Redemption {number} is decided but not final: revoke all its coupons, or wait until the decision is final.",
    ),
    "decided_on_appeal": (
        "该申请的金额 {amount} 元由申诉决定提高，评审不再更改。",
        "An appeal raised this redemption to {amount} yuan: a review does not change it.",
    ),
}
CONSTRAINTS: dict[str, tuple[str, str]] = {
    "appeal_once_a_side": ("appealed_already", ""),
    "appeal_decided_by_another": ("same_person", ""),
    "batch_cleared_by_another": ("same_person", ""),
    "batch_approved_by_another": ("same_person", ""),
    "batch_approved_by_stages": ("illegal_state", ""),
    "batch_approved_by_no_clearer": ("same_person", ""),
    "invoice_used_once": ("invoice_reused", "invoices"),
    "redemption_one_live_a_contract": ("redemption_exists", "contract"),
}
