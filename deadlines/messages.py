"""Reminders: (Chinese title, English title, Chinese text, English text) by kind."""

NOTICES: dict[str, tuple[str, str, str, str]] = {
    "reminder.answer_by": (
        "合作项目“{label}”还有 {days_left} 天到答复期限",
        "The project “{label}” must be answered within {days_left} days",
        "合作项目“{label}”须在 {day} 前答复，逾期失效。",
        "The project “{label}” must be answered by {day}; it expires otherwise.",
    ),
    "reminder.register_by": (
        "创新券 {label} 还有 {days_left} 天到登记期限",
        "Coupon {label} must be registered within {days_left} days",
        "创新券 {label} 须在 {day} 前完成科研活动登记，逾期自动作废，额度退回。",
        "Coupon {label} must be registered by {day}; it lapses otherwise and its amount is free again.",
    ),
    "reminder.redeem_by": (
        "合同“{label}”还有 {days_left} 天到兑现期限",
        "Redemption of “{label}” must be applied for within {days_left} days",
        "合同“{label}”须在 {day} 前由开放单位申请兑现，逾期创新券自动作废。",
        "The open unit must apply for redemption of “{label}” by {day}; its coupons lapse otherwise.",
    ),
    "reminder.correct_by": (
        "兑现申请“{label}”还有 {days_left} 天到补正期限",
        "The redemption “{label}” must be corrected within {days_left} days",
        "兑现申请“{label}”须在 {day} 前补正并重新提交，逾期失效。",
        "The redemption “{label}” must be corrected and submitted again by {day}; it expires otherwise.",
    ),
    "reminder.repay_by": (
        "“{label}”的追回款项还有 {days_left} 天到还款期限",
        "A part of the recovery of “{label}” is due within {days_left} days",
        "“{label}”的追回款项有一期须在 {day} 前归还，上缴财政。",
        "A part of what is recovered of “{label}” must be repaid by {day}.",
    ),
    "reminder.repay_late": (
        "“{label}”的追回款项已逾期",
        "A part of the recovery of “{label}” is overdue",
        "“{label}”的追回款项有一期应于 {day} 前归还，已逾期，请尽快归还。",
        "A part of what is recovered of “{label}” was due by {day} and is overdue: please repay it soon.",
    ),
    "reminder.appeal_by": (
        "兑现申请“{label}”的决定还有 {days_left} 天可以申诉",
        "The decision on “{label}” can be appealed for {days_left} more days",
        "对兑现申请“{label}”的核减或不予支持有意见的，须在 {day} 前提出申诉，期满未申诉的决定生效。",
        "An appeal against the reduction or rejection of “{label}” must be filed by {day}; the decision is final otherwise.",
    ),
}
