"""The errors of allauth's account pages in our words, by its codes."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.messages.tables import Text

ACCOUNT_ERRORS: Mapping[str, Text] = {
    "account_inactive": _("该账号已停用。"),
    "cannot_remove_primary_email": _("首选邮箱不能移除；请先把另一个邮箱设为首选。"),
    "duplicate_email": _("该邮箱已登记在本账号下。"),
    "email_taken": _("该邮箱已登记在另一个账号下。"),
    "enter_current_password": _("请输入当前密码。"),
    "incorrect_code": _("验证码不正确。"),
    "incorrect_password": _("密码不正确。"),
    "invalid_or_expired_key": _("链接无效或已失效。"),
    "invalid_login": _("登录没有成功，请重试。"),
    "invalid_password_reset": _("重置密码的链接无效或已失效，请重新申请。"),
    "max_email_addresses": _("最多可登记 %d 个邮箱。"),
    "too_many_login_attempts": _("登录失败次数过多，请稍后再试。"),
    "unknown_email": _("没有账号登记过该邮箱。"),
    "unverified_primary_email": _("首选邮箱须先确认。"),
    "username_blacklisted": _("该用户名不能使用，请换一个。"),
    "username_password_mismatch": _("用户名或密码不正确。"),
    "same_as_current": _("新的内容不能与现在的相同。"),
    "rate_limited": _("操作过于频繁，请稍后再试。"),
}
"""Code of an error of the account's forms → our sentence."""
SECOND_FACTOR_ERRORS: Mapping[str, Text] = {
    "add_email_blocked": _("已启用二次验证的账号不能添加邮箱。"),
    "cannot_delete_authenticator": _("您的角色须使用二次验证，不能停用。"),
    "cannot_generate_recovery_codes": _("启用二次验证后才能生成恢复码。"),
    "incorrect_code": _("验证码不正确。"),
    "unverified_email": _("先确认邮箱，才能启用二次验证。"),
}
"""Code of an error of the second factor's forms → our sentence."""
