"""Forms of the sign-in pages."""

from dataclasses import replace
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.forms import AddEmailForm, ResetPasswordForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.services.attempts import close_attempt, open_attempt
from accounts.services.devices import attempt_from
from accounts.services.second_factor import spend_code
from core.timekeeping import clock
from core.values.characters import normal_code


class SignUpForm(forms.Form):
    """The mail address of a new account."""

    email = forms.EmailField(label=_("邮箱"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class MailForm(AddEmailForm):  # type: ignore[misc]
    """A further mail address of an account, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("邮箱")


class ResetForm(ResetPasswordForm):  # type: ignore[misc]
    """The mail address whose account gets a link to reset its password, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("邮箱")


class CompleteForm(forms.Form):
    """What a new account is to have."""

    username = forms.CharField(
        label=_("用户名"),
        max_length=150,
        help_text=_("只用汉字或只用英文字母，可以加数字和 . + - _"),
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    name = forms.CharField(label=_("姓名"), max_length=50, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再次输入密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(gettext("两次输入的密码不一致。"), code="invalid")
        return again


class _CodeOnce(forms.Form):
    """A code of the second factor that is accepted once, enforced in the database."""

    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_code(self.fields["code"])

    def clean_code(self) -> str:
        code = normal_code(str(self.cleaned_data["code"]))
        password = attempt_from(context.request, username=self.user.username)
        attempt = replace(password, step="code")
        if open_attempt(attempt, at=clock.now()):
            raise get_account_adapter().validation_error("too_many_login_attempts")
        if not spend_code(user_id=self.user.pk, code=code, moment=clock.real_now()):
            raise get_adapter().validation_error("incorrect_code")
        close_attempt(attempt)
        close_attempt(password)
        self.authenticator = Authenticator.objects.get(user=self.user, type=Authenticator.Type.TOTP)
        return code


def _name_code(field: forms.Field) -> None:
    """Give the field the label of our pages and a numeric keyboard on phones."""
    field.label = _("动态验证码")
    field.widget.attrs.update(placeholder="", inputmode="numeric")


class CodeForm(_CodeOnce, AuthenticateForm):  # type: ignore[misc]
    """The code after the password."""


class CodeAgainForm(_CodeOnce, ReauthenticateForm):  # type: ignore[misc]
    """The code that confirms a sensitive action of a signed-in user."""


class FirstCodeForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code, which shows that the second factor is set up."""

    def clean_code(self) -> str:
        self.cleaned_data["code"] = normal_code(str(self.cleaned_data["code"]))
        return str(super().clean_code())
