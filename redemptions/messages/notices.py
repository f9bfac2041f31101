"""Notifications in the portal and by mail: (Chinese title, English title, Chinese text, English text) by kind."""

NOTICES: dict[str, tuple[str, str, str, str]] = {
    "batch.stage_waits": (
        "兑现批次待您办理",
        "A batch waits for you",
        "兑现批次 {number}（合计 {amount} 元）等待“{stage}”环节，请办理。",
        "Batch {number} of {amount} yuan waits for the stage “{stage}”.",
    ),
    "attachment.altered": (
        "证明材料被改变",
        "A file of evidence was altered",
        "兑现申请 {number}（合同“{title}”）的文件“{name}”已不是上传时的内容；{whole_at} 核对时仍完好。"
        "请查明原因，并从备份恢复。",
        "The file “{name}” of redemption {number} (contract “{title}”) is no longer what was sent; it still was at "
        "{whole_at}. Find the cause and restore it from a backup.",
    ),
    "attachment.lost": (
        "证明材料丢失",
        "A file of evidence is lost",
        "兑现申请 {number}（合同“{title}”）的文件“{name}”已丢失；{whole_at} 核对时仍完好。请查明原因，并从备份恢复。",
        "The file “{name}” of redemption {number} (contract “{title}”) is lost; it was still there at {whole_at}. "
        "Find the cause and restore it from a backup.",
    ),
    "redemption.returned": (
        "兑现申请退回补正",
        "Redemption returned",
        "合同“{title}”的兑现申请 {number} 已退回：{reason}。须于 {correct_by} 前补正并重新提交，逾期失效。",
        "Redemption {number} of the contract “{title}” is returned: {reason}. Correct it and submit it again by {correct_by}; "
        "it expires otherwise.",
    ),
    "redemption.approved": (
        "兑现申请已批准",
        "Redemption approved",
        "合同“{title}”的兑现申请 {number} 已批准，金额 {amount} 元。",
        "Redemption {number} of the contract “{title}” is approved: {amount} yuan.",
    ),
    "redemption.reduced": (
        "兑现申请核减",
        "Redemption reduced",
        "合同“{title}”的兑现申请 {number} 核减为 {amount} 元：{reason}。可于 {appeal_by} 前申诉。",
        "Redemption {number} of the contract “{title}” is reduced to {amount} yuan: {reason}. Appeal by {appeal_by}.",
    ),
    "redemption.rejected": (
        "兑现申请不予支持",
        "Redemption rejected",
        "合同“{title}”的兑现申请 {number} 不予支持：{reason}。可于 {appeal_by} 前申诉。",
        "Redemption {number} of the contract “{title}” is rejected: {reason}. Appeal by {appeal_by}.",
    ),
    "redemption.submitted": (
        "开放单位已申请兑现",
        "A redemption was submitted",
        "合同“{title}”的兑现申请 {number} 已提交：实际发生金额 {actual} 元，创新券支付 {payable} 元，其余由您自付。"
        "与您确认的成果不符的，请联系开放单位撤回更正。",
        "Redemption {number} of the contract “{title}” was submitted: {actual} yuan were billed, the coupons pay {payable} "
        "yuan, the rest is yours. Where that is not what you accepted, ask the unit to withdraw and correct it.",
    ),
    "redemption.payment_returned": (
        "兑现资金被银行退回",
        "The money of a redemption was returned",
        "合同“{title}”的兑现申请 {number} 的资金到账后被银行退回，创新券恢复为已批准；更正收款账户后重新拨付，您无须再次申请。",
        "The bank returned the money paid for redemption {number} of the contract “{title}”. The coupons are approved again and "
        "the money is paid once the account is right; you need not apply again.",
    ),
    "appeal.filed": (
        "兑现决定已被申诉",
        "A decision is appealed",
        "{party}对兑现申请 {number}（合同“{title}”）的决定提出申诉。申诉决定作出前，该决定不生效，不拨付、不退回额度。",
        "{party} has appealed against the decision on redemption {number} (contract “{title}”). Until the appeal is decided "
        "the decision is not final; nothing is paid or given back.",
    ),
    "appeal.waived": (
        "放弃申诉",
        "An appeal is waived",
        "{party}放弃对兑现申请 {number}（合同“{title}”）的决定申诉。",
        "{party} has waived its appeal against the decision on redemption {number} (contract “{title}”).",
    ),
    "appeal.examined": (
        "申诉待决定",
        "An appeal is to be decided",
        "兑现申请 {number}（合同“{title}”）的申诉审理意见已提交，请作出申诉决定。",
        "The findings on the appeals against redemption {number} (contract “{title}”) are submitted; please decide them.",
    ),
    "appeal.dismissed": (
        "申诉决定：维持原决定",
        "The appeal is dismissed",
        "对兑现申请 {number}（合同“{title}”）的申诉已决定，维持原决定 {amount} 元，即时生效：{reason}。",
        "The appeals against redemption {number} (contract “{title}”) are dismissed; {amount} yuan stand and are final: {reason}.",
    ),
    "appeal.raised": (
        "申诉决定：金额提高",
        "The appeal is upheld",
        "对兑现申请 {number}（合同“{title}”）的申诉已决定，金额提高为 {amount} 元：{reason}。按新金额随下一批次公示后生效。",
        "Redemption {number} (contract “{title}”) is raised to {amount} yuan: {reason}. It is final after a new notice with "
        "the next batch.",
    ),
}
