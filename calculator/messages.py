"""Errors of cases: code → (Chinese, English); the menu entry of the calculator."""

from django.utils.translation import gettext_lazy as _

from core.messages.tables import Entry, Menu

MESSAGES: dict[str, tuple[str, str]] = {
    "too_many_cases": ("一次最多 {limit} 个算例。", "At most {limit} cases at a time."),
    "invalid_case": ("算例无效：{reason}", "The case is not valid: {reason}"),
    "case_unreadable": ("该行不是有效的 JSON。", "The line is not valid JSON."),
    "case_id": ("{field} 须为文本或数字。", "{field} must be a text or a number."),
    "case_founded_later": ("{field} 晚于所问日期。", "{field} is later than the day asked about."),
    "case_more_students": ("{field} 多于成员人数。", "{field} exceed the number of members."),
    "case_no_coupons": ("{field} 至少须有一张创新券。", "{field} must hold at least one coupon."),
}


MENU: Menu = {
    ("public", "calculator"): Entry(_("政策计算器"), "calculator", 30),
}
