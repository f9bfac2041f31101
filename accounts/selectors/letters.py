"""Addresses and links of the mails about an account, made when a mail is sent, so that no table has a secret link."""

from collections.abc import Mapping

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import SignUp, User
from accounts.selectors.sign_ups import sign_up_key
from core.notifications.mail import Letter
from core.values.errors import Param
from core.web.next_page import with_next


def password_reset(*, user: User, params: Mapping[str, Param]) -> Letter:
    """Return the link with which the user sets a new password, and the user name."""
    key = PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return Letter(to=user.email, url=_absolute(path), remark=_("您的用户名：%(name)s") % {"name": user.username})


def sign_up(*, user: User, params: Mapping[str, Param]) -> Letter | None:
    """Return the link with which the name and password of a new account are chosen; None where that was done."""
    if not SignUp.objects.filter(pk=user.pk).exists():
        return None
    path = reverse("sign_up_complete", args=[sign_up_key(user.pk)])
    return Letter(to=user.email, url=_absolute(with_next(path, str(params.get("next", "")))))


def mail_confirmation(*, user: User, params: Mapping[str, Param]) -> Letter | None:
    """Return the link that confirms a mail address, to that address; None where it is confirmed or removed."""
    address = EmailAddress.objects.filter(pk=params["address"], user=user, verified=False).first()
    if address is None:
        return None
    path = reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key])
    return Letter(to=address.email, url=_absolute(path))


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
