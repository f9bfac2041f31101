"""Sentences about drafts of policies: what contradicts itself, and what is unusual. Code → (Chinese, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "policy_smallest_above_cap": (
        "{field} 为 {value} 元，高于单张上限 {limit} 元，任何金额都不能申领。",
        "{field} is {value} yuan, above the cap of {limit}: no amount could be claimed.",
    ),
    "policy_cap_above_limit": (
        "{field} 为 {value} 元，高于年度额度 {other} 的 {limit} 元。",
        "{field} is {value} yuan, above the yearly limit {other} of {limit}.",
    ),
    "policy_tier_below_base": (
        "{field} 为 {value} 元，须高于其他企业的年度额度 {limit} 元。",
        "{field} is {value} yuan; it must be above the {limit} of other enterprises.",
    ),
    "policy_certificate_twice": (
        "{field}：{value} 已列在另一档，只能列一次。",
        "{field}: {value} is in another tier already; name it once.",
    ),
    "policy_share_unreachable": (
        "{field} 须小于 1：在校学生的比例须超过它。",
        "{field} must be below 1: the share of students has to exceed it.",
    ),
    "policy_period_needed": (
        "{field} 须为自事件起算的期间，不能是固定日期。",
        "{field} must be a period counted from an event, not a fixed day.",
    ),
    "policy_day_before": (
        "{field} 为 {value}，早于 {other} 的 {limit}。",
        "{field} is {value}, before {limit}, which {other} says.",
    ),
    "policy_invoice_needed": (
        "{field} 须包含 invoice：invoice_total 要求核对发票金额。",
        "{field} must contain invoice, because invoice_total tests the amount of the invoices.",
    ),
    "policy_grade_above_better": (
        "{field} 为 {value} 元，高于更好等次的 {limit} 元。",
        "{field} is {value} yuan, above the {limit} of a better grade.",
    ),
    "policy_two_first_days": (
        "参数中的 {field} 为 {value}，请求中为 {said}，两处须一致。",
        "{field} is {value} in the parameters and {said} in the request; say the same day, or say it once.",
    ),
    "policy_older_than_current": (
        "{field} 为 {value}，早于现行版本的施行日 {limit}，会替代较新的版本。",
        "{field} is {value}, before the version in force began ({limit}); it would replace a newer one.",
    ),
    "policy_stage_end": (
        "{field} 须为 {value}，且不设金额（above）：复核（clear）和审批（approve）总是需要。",
        "{field} must be {value}, without an amount (above): clear and approve are always needed.",
    ),
    "policy_stage_order": (
        "{field} 的环节须按此顺序，且不重复：{among}。",
        "The stages of {field} stand in this order, none twice: {among}.",
    ),
    # Warnings
    "policy_not_acknowledged": (
        "该草案有须确认的提示，请逐项核对并确认后再批准。",
        "The draft has warnings: read and acknowledge each before you approve it.",
    ),
    "policy_unverified": (
        "该政策依据二手资料整理，未经核实。",
        "The policy rests on secondary sources and is not verified.",
    ),
    "policy_backdated": (
        "施行日 {value} 早于起草日 {limit}。",
        "The first day in force, {value}, is before the day of the draft, {limit}.",
    ),
    "policy_amount_unusual": (
        "{field} 为 {value} 元，不在通常的 {least} 至 {most} 元之间，请核对单位是否为元。",
        "{field} is {value} yuan, outside the usual {least} to {most}; check that the unit is yuan.",
    ),
    "policy_amount_tenfold": (
        "{field} 由 {before} 元变为 {value} 元，相差十倍以上。",
        "{field} changes from {before} to {value} yuan, tenfold or more.",
    ),
    "policy_share_unusual": (
        "{field} 为 {value}，不在通常的 {least} 至 {most} 之间。",
        "{field} is {value}, outside the usual {least} to {most}.",
    ),
    "policy_count_unusual": (
        "{field} 为 {value}，不在通常的 {least} 至 {most} 之间。",
        "{field} is {value}, outside the usual {least} to {most}.",
    ),
    "policy_deadline_unusual": (
        "{field}（{count}，单位 {unit}）不在通常的 {least} 至 {most} 天之间。",
        "{field} ({count} {unit}) is outside the usual {least} to {most} days.",
    ),
    "policy_validity_short": (
        "{field} 自申领起算，短于登记期限，期限末的券登记时已失效。",
        "{field}, counted from the claim, is shorter than the time to register a coupon.",
    ),
    "policy_evidence_thin": ("{field} 不要求：{value}。", "{field} does not ask for: {value}."),
    "policy_pays_excluded": (
        "{field} 为 true，《办法》第五条、第十二条不予支持。",
        "{field} is true, which articles 5 and 12 of the Measures exclude.",
    ),
    "policy_relations_ignored": (
        "{field} 为 ignore，关联双方的合同不作提示。",
        "{field} is ignore: contracts between related parties go unnoticed.",
    ),
}
