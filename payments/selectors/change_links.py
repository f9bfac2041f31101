"""The one-time link that stops a change of an account: made when a mail is sent, kept by its hash only."""

import hashlib
from collections.abc import Mapping
from typing import Protocol

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from core.notifications.mail import Letter
from core.values.errors import Param
from payments.models import PayeeAccount
from payments.rules.states import OPEN_ACCOUNTS

SALT = "payments.stop_change"


class Addressee(Protocol):
    """The attribute of a user that a letter needs."""

    email: str


def token_of(account: PayeeAccount) -> str:
    """Return the token of a change: derived from the secret key, so that no table has it."""
    return salted_hmac(SALT, f"{account.pk}:{account.entered_at.isoformat()}", algorithm="sha256").hexdigest()


def hash_of(token: str) -> str:
    """Return the hash by which a token is stored and found."""
    return hashlib.sha256(token.encode()).hexdigest()


def stop_letter(*, user: Addressee, params: Mapping[str, Param]) -> Letter:
    """Return where the mail about a change goes, with the link to stop it while it is open (settings.MAIL_LETTERS)."""
    account = PayeeAccount.objects.filter(pk=int(str(params["account_id"])), state__in=OPEN_ACCOUNTS).first()
    if account is None or account.token_hash != hash_of(token_of(account)):
        return Letter(to=user.email)
    return Letter(to=user.email, url=f"{settings.SITE_URL}{reverse('account_change_stop', args=[token_of(account)])}")
