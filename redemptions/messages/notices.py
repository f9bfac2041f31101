"""Notifications in the portal and by mail: (Chinese title, English title, Chinese text, English text) by kind."""

NOTICES: dict[str, tuple[str, str, str, str]] = {
    "redemption.returned": (
        "兑现申请退回补正",
        "Redemption returned",
        "合同“{title}”的兑现申请已退回：{reason}。须于 {correct_by} 前补正并重新提交，逾期失效。",
        "The redemption of the contract “{title}” is returned: {reason}. Correct it and submit it again by {correct_by}; "
        "it expires otherwise.",
    ),
    "redemption.approved": (
        "兑现申请已批准",
        "Redemption approved",
        "合同“{title}”的兑现申请已批准，金额 {amount} 元。",
        "The redemption of the contract “{title}” is approved: {amount} yuan.",
    ),
    "redemption.reduced": (
        "兑现申请核减",
        "Redemption reduced",
        "合同“{title}”的兑现金额核减为 {amount} 元：{reason}。可于 {appeal_by} 前申诉。",
        "The redemption of the contract “{title}” is reduced to {amount} yuan: {reason}. Appeal by {appeal_by}.",
    ),
    "redemption.rejected": (
        "兑现申请不予支持",
        "Redemption rejected",
        "合同“{title}”的兑现申请不予支持：{reason}。可于 {appeal_by} 前申诉。",
        "The redemption of the contract “{title}” is rejected: {reason}. Appeal by {appeal_by}.",
    ),
}
