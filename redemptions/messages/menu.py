"""Menu entries of redemptions."""

from django.utils.translation import gettext_lazy as _

from core.messages.tables import Entry, Menu

MENU: Menu = {
    ("applicant", "redemption_list"): Entry(_("兑现进度"), "receipt", 50),
    ("unit", "redemption_list"): Entry(_("兑现申请"), "receipt", 40),
    ("staff", "redemption_list"): Entry(_("兑现申请"), "receipt", 10, "redeeming"),
    ("staff", "batch_list"): Entry(_("兑现批次"), "package", 20, "redeeming"),
    ("staff", "appeal_list"): Entry(_("申诉"), "message-2", 25, "redeeming"),
    ("staff", "damaged_evidence"): Entry(_("材料核验"), "shield-check", 40, "redeeming"),
    ("auditor", "redemption_list"): Entry(_("兑现申请"), "receipt", 10, "redeeming"),
    ("auditor", "batch_list"): Entry(_("兑现批次"), "package", 20, "redeeming"),
    ("auditor", "appeal_list"): Entry(_("申诉"), "message-2", 25, "redeeming"),
    ("auditor", "damaged_evidence"): Entry(_("材料核验"), "shield-check", 40, "redeeming"),
}
