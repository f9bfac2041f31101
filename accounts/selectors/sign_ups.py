"""Links of incomplete accounts: signed, valid for three days of wall-clock time, once."""

from django.core import signing

from accounts.models import SignUp
from accounts.rules.sign_ups import LINK_VALID

_SALT = "accounts.sign_up"


def sign_up_key(user_id: int) -> str:
    """Return the key of the link for an incomplete account."""
    return signing.dumps(user_id, salt=_SALT)


def find_sign_up(key: str) -> SignUp | None:
    """Return the incomplete account of a key; None for an invalid or old key, and for a complete account."""
    try:
        user_id = signing.loads(key, salt=_SALT, max_age=LINK_VALID)
    except signing.BadSignature:
        return None
    return SignUp.objects.filter(pk=user_id).select_related("user").first()
