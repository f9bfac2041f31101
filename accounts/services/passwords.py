"""Validators of passwords, named in AUTH_PASSWORD_VALIDATORS of the settings."""

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.values.names import is_blank


class SimilarityValidator(password_validation.UserAttributeSimilarityValidator):
    """Django's validator of personal information in a password, in the words of this system."""

    def get_help_text(self) -> str:
        """Return the rule, as forms show it."""
        return _("密码不能与用户名、姓名、邮箱等个人信息相近。")


class LengthValidator(password_validation.MinimumLengthValidator):
    """Django's validator of the length, in the words of this system."""

    def get_help_text(self) -> str:
        """Return the rule, as forms show it."""
        return _("密码至少 %(count)d 个字符。") % {"count": self.min_length}


class CommonValidator(password_validation.CommonPasswordValidator):
    """Django's validator of common passwords, in the words of this system."""

    def get_help_text(self) -> str:
        """Return the rule, as forms show it."""
        return _("密码不能是常见的密码。")


class NumericValidator(password_validation.NumericPasswordValidator):
    """Django's validator of numbers as passwords, in the words of this system."""

    def get_help_text(self) -> str:
        """Return the rule, as forms show it."""
        return _("密码不能全是数字。")


class NotBlankValidator:
    """Refuse a password that consists of blanks and invisible characters (空白密码)."""

    def validate(self, password: str, user: object | None = None) -> None:
        """Raise ValidationError with the code `password_blank`."""
        if is_blank(password):
            raise ValidationError(self.get_help_text(), code="password_blank")

    def get_help_text(self) -> str:
        """Return the rule, as forms show it."""
        return _("密码不能只由空格或看不见的字符组成。")
