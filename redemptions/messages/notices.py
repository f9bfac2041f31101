"""Notifications in the portal and by mail: (Chinese title, English title, Chinese text, English text) by kind."""

NOTICES: dict[str, tuple[str, str, str, str]] = {
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
}
