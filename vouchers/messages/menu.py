"""Menu entries of vouchers."""

from django.utils.translation import gettext_lazy as _

from core.messages.tables import Entry, Menu

MENU: Menu = {
    ("public", "public_rounds"): Entry(_("发放周期"), "ticket", 10),
    ("applicant", "coupon_list"): Entry(_("我的创新券"), "ticket", 10),
    ("applicant", "contract_list"): Entry(_("服务合同"), "file-text", 40),
    ("unit", "service_contract_list"): Entry(_("承接合同"), "file-text", 20),
    ("unit", "service_record_list"): Entry(_("服务记录"), "list-details", 30),
    ("staff", "round_list"): Entry(_("发放周期"), "calendar-event", 10, "issuing"),
    ("staff", "appropriation_list"): Entry(_("年度预算"), "report-money", 12, "issuing"),
    ("staff", "budget_change_list"): Entry(_("预算调整"), "coin", 14, "issuing"),
    ("staff", "ledger"): Entry(_("账簿"), "list-details", 24, "money"),
    ("staff", "policy_list"): Entry(_("政策版本"), "route", 20, "issuing"),
    ("staff", "coupon_list"): Entry(_("创新券"), "ticket", 30, "issuing"),
    ("staff", "service_contract_list"): Entry(_("服务合同"), "file-text", 40, "issuing"),
    ("auditor", "round_list"): Entry(_("发放周期"), "calendar-event", 10, "issuing"),
    ("auditor", "appropriation_list"): Entry(_("年度预算"), "report-money", 12, "issuing"),
    ("auditor", "budget_change_list"): Entry(_("预算调整"), "coin", 14, "issuing"),
    ("auditor", "ledger"): Entry(_("账簿"), "list-details", 24, "money"),
    ("auditor", "policy_list"): Entry(_("政策版本"), "route", 20, "issuing"),
    ("auditor", "coupon_list"): Entry(_("创新券"), "ticket", 30, "issuing"),
    ("auditor", "service_contract_list"): Entry(_("服务合同"), "file-text", 40, "issuing"),
}
