"""Advice and articles of refusals, by code: what to do now, and the article of the Measures."""

ARTICLES: dict[str, str] = {
    "actual_amount": "12",
    "not_started": "15.3",
    "redemption_coupons": "15.3",
    "invoice_reused": "15.3",
    "invoice_total": "15.3",
    "invoice_number": "15.3",
    "invoice_date": "15.3",
    "invoice_seller": "15.3",
    "invoice_buyer": "15.3",
    "invoice_red_letter": "15.3",
    "invoice_amount": "15.3",
    "invoice_repeated": "15.3",
    "evidence_missing": "15.3",
    "batch_undecided": "15.4",
    "batch_objected": "15.5",
    "reduced_amount": "15.4",
}
ADVICE: dict[str, tuple[str, str]] = {
    "nothing_corrected": (
        "请更正金额、发票、材料或服务记录，或在“补正说明”中逐条答复后再提交。",
        "Correct amounts, invoices, files or records, or answer each point in writing, then submit again.",
    ),
    "correct_by": (
        "兑现期限未过的，可以重新申请兑现。",
        "Until the last day to redeem, you may draft a new redemption.",
    ),
    "not_started": ("请自 {limit} 起申请。", "Apply from {limit} on."),
    "actual_amount": ("请填写大于零、最多两位小数的金额。", "Enter an amount above zero with two decimals at most."),
    "own_payment": ("请填写不小于零、最多两位小数的金额。", "Enter 0 or more, with two decimals at most."),
    "evidence_missing": (
        "请在兑现申请页上传所缺材料；成果由申领单位在线确认。",
        "Upload what is missing on the redemption's page; the applicant accepts the results on line.",
    ),
    "redemption_coupons": ("请先登记创新券，再申请兑现。", "Register coupons on the contract first."),
    "redemption_exists": ("请打开该合同已有的兑现申请。", "Open the redemption that the contract has."),
    "invoice_total": (
        "请补充发票，合计达到 {limit} 元；实际发生金额有误的，请先更正。",
        "Enter further invoices, {limit} yuan in all; if the actual amount is wrong, correct it first.",
    ),
    "invoice_reused": (
        "请换用本合同的发票；号码填写有误的，请更正。",
        "Use the invoices of this contract; correct a number that is wrong.",
    ),
    "invoice_number": ("请按票面核对代码和号码。", "Compare code and number with the invoice."),
    "invoice_date": ("请按票面核对开票日期。", "Compare the day with the invoice."),
    "invoice_seller": ("请使用本单位开具的发票。", "Use invoices that the unit itself issued."),
    "invoice_buyer": ("请使用开给申领单位的发票。", "Use invoices issued to the applicant."),
    "invoice_red_letter": ("请使用未冲红的蓝字发票。", "Use an invoice that was not cancelled."),
    "invoice_amount": (
        "请填写大于零、最多两位小数的价税合计。",
        "Enter the sum with tax, above zero, with two decimals at most.",
    ),
    "invoice_repeated": ("请删除重复的一张。", "Remove the second one."),
    "batch_undecided": ("请先对这些申请提出评审意见。", "Decide these first."),
    "batch_objected": (
        "请先处理异议；其余申请可以先行批准。",
        "Decide the objections first; the other redemptions can be approved now.",
    ),
    "reduced_amount": (
        "请填写小于 {limit} 元的金额；全额支持的，请选“全额支持”。",
        "Enter less than {limit} yuan, or approve it in full.",
    ),
    "batch_empty": ("请先归集形式审查通过的兑现申请。", "Put accepted redemptions in the batch first."),
    "redemption_not_collectable": (
        "请刷新页面，重新选择待归集的申请。",
        "Reload the page and choose from the redemptions listed there.",
    ),
    "evidence_too_many": ("请合并文件后再上传。", "Merge files before you upload them."),
    "evidence_submitted": ("文件有误的，请补充上传正确的文件。", "If the file is wrong, upload the right one as well."),
    "redemption_not_in_batch": ("请先归集到批次。", "Put the redemption in a batch first."),
}
