"""Notifications in the portal and by mail: (Chinese title, English title, Chinese text, English text) by kind."""

NOTICES: dict[str, tuple[str, str, str, str]] = {
    "coupon.lapsed": (
        "创新券 {label} 已作废",
        "Coupon {label} has lapsed",
        "创新券 {label}（{amount} 元）逾期未办理，已自动作废，不计入当年总额度。",
        "Coupon {label} ({amount} yuan) was not used in time and has lapsed; it no longer counts in the year.",
    ),
    "contract.drafted": (
        "合同已录入",
        "Contract entered",
        "{unit} 录入了合同“{title}”（{reference}，{amount} 元），请核对并选定拟使用的创新券。",
        "{unit} entered the contract “{title}” ({reference}, {amount} yuan). Please check it and offer your coupons.",
    ),
    "contract.draft_changed": (
        "合同草稿有修改",
        "Draft contract changed",
        "{unit} 修改了合同“{title}”，请重新核对并选定拟使用的创新券。",
        "{unit} changed the contract “{title}”. Please check it and offer your coupons again.",
    ),
    "contract.dropped": (
        "合同草稿已放弃",
        "Draft contract dropped",
        "{unit} 放弃了合同“{title}”：{reason}",
        "{unit} dropped the draft contract “{title}”: {reason}",
    ),
    "contract.coupons_offered": (
        "申领单位已选定创新券",
        "Coupons offered",
        "{applicant} 为合同“{title}”选定了创新券，请及时登记。",
        "{applicant} offered coupons for the contract “{title}”. Please register them in time.",
    ),
    "contract.registered": (
        "合同已登记",
        "Contract registered",
        "{unit} 已登记合同“{title}”，{end_on} 到期，须在 {redeem_by} 前申请兑现。",
        "{unit} registered the contract “{title}”, ending {end_on}, to be redeemed by {redeem_by}.",
    ),
    "contract.coupons_registered": (
        "合同增加登记创新券",
        "More coupons registered",
        "{unit} 在合同“{title}”上增加登记了创新券。",
        "{unit} registered more coupons on the contract “{title}”.",
    ),
    "contract.amended": (
        "合同已变更",
        "Contract amended",
        "{unit} 变更了合同“{title}”：{amount} 元，{end_on} 到期，须在 {redeem_by} 前申请兑现。原因：{reason}",
        "{unit} amended the contract “{title}”: {amount} yuan, ending {end_on}, to be redeemed by {redeem_by}. {reason}",
    ),
    "contract.amendment_settled": (
        "申领单位已确认变更",
        "Amendment confirmed",
        "{applicant} 确认了合同“{title}”的变更。",
        "{applicant} confirmed the amendment of “{title}”.",
    ),
    "contract.completed": (
        "服务已完成",
        "Work completed",
        "{unit} 已完成合同“{title}”的服务，请确认成果。",
        "{unit} completed the work of “{title}”. Please accept the results.",
    ),
    "contract.results_accepted": (
        "成果已确认",
        "Results accepted",
        "{applicant} 确认了合同“{title}”的成果，请在 {redeem_by} 前申请兑现。",
        "{applicant} accepted the results of “{title}”. Please apply for redemption by {redeem_by}.",
    ),
    "contract.unit_pressed": (
        "申领单位催办兑现",
        "Redemption asked for",
        "{applicant} 请贵单位尽快为合同“{title}”申请兑现，最后期限 {redeem_by}。",
        "{applicant} asks you to apply for the redemption of “{title}”, by {redeem_by} at the latest.",
    ),
    "contract.terminated": (
        "合同已终止",
        "Contract terminated",
        "合同“{title}”（{unit}）已终止：{reason}",
        "The contract “{title}” with {unit} was terminated: {reason}",
    ),
}
