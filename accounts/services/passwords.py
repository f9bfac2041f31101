"""Validators of passwords, named in AUTH_PASSWORD_VALIDATORS of the settings."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.values.names import is_blank


class NotBlankValidator:
    """Refuse a password that consists of blanks and invisible characters (空白密码)."""

    def validate(self, password: str, user: object | None = None) -> None:
        """Raise ValidationError with the code `password_blank`."""
        if is_blank(password):
            raise ValidationError(self.get_help_text(), code="password_blank")

    def get_help_text(self) -> str:
        """Return the rule, as forms show it."""
        return _("密码不能只由空格或看不见的字符组成。")
