"""Sign-up: a mail address first, the name and password with the link in the mail (注册账号).

The answer to a sign-up never says whether the address or a name is known.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from django.db.models import F

from accounts.models import SignUp, User
from accounts.rules.sign_ups import KEPT, MOST_TRIES
from accounts.selectors.locks import lock_old_sign_ups
from accounts.selectors.sign_ups import find_sign_up
from accounts.selectors.users import list_users_by_mail
from accounts.services.account_mail import send_account_mail
from accounts.services.users import describe_account
from core.access.limits import charge
from core.database.transactions import write
from core.jobs.chunks import run_in_chunks
from core.timekeeping.clock import real_now
from core.values.errors import DomainError
from core.values.names import as_identifier

CHUNK = 500


def request_sign_up(*, email: str, language: str, at: datetime, next_page: str = "") -> None:
    """Mail a link to choose a name and password; who has an account is mailed that instead (申请注册).

    `next_page` is the path on this site that the new account comes back to.
    """
    address = as_identifier(email)
    known = [user.pk for user in list_users_by_mail(address)]
    kind = "account.exists" if known else "account.sign_up"
    for user_id in known or [_begin(address, language=language)]:
        if not charge({"account_mail": 1}, account=user_id, address=""):
            _renew(user_id)
            send_account_mail(kind, user_id=user_id, at=at, next=next_page)


def complete_sign_up(*, key: str, username: str, name: str, password: str, at: datetime) -> User:
    """Open the account of a link (完成注册). Raises `sign_up_link` for an invalid, used or spent link; as `describe_account`.

    Every attempt counts, also one that is refused: it may tell that a name is taken.
    """
    _count_attempt(key)
    return _complete(key, username=username, name=name, password=password, at=at)


def purge_sign_ups(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Remove accounts that were never completed, after a week of wall-clock time (清理未完成的注册). Periodic job."""
    return {"removed": run_in_chunks(_purge_some, progress=progress)}


@write
def _begin(address: str, *, language: str) -> int:
    """Return the incomplete account of an address. It has no password and a name that nobody can sign in with."""
    found = SignUp.objects.filter(email=address).first()
    if found is not None:
        return found.user_id
    user = User(username=f"~{uuid4().hex}", email=address, language=language)
    user.set_unusable_password()
    user.save(force_insert=True)
    SignUp.objects.create(user=user, email=address)
    return user.pk


@write
def _renew(user_id: int) -> None:
    """Begin the tries and the time of an incomplete account again, with each mail: never without one, or names could be tried
    without a limit."""
    SignUp.objects.filter(pk=user_id).update(tries=0, asked_at=real_now())


@write
def _count_attempt(key: str) -> None:
    """Count an attempt in a transaction of its own, which a refusal does not roll back."""
    row = find_sign_up(key)
    if row is None or not SignUp.objects.filter(pk=row.pk, tries__lt=MOST_TRIES).update(tries=F("tries") + 1):
        raise DomainError("sign_up_link", field="key", kind="refused")


@write
def _complete(key: str, *, username: str, name: str, password: str, at: datetime) -> User:
    row = find_sign_up(key)
    if row is None or list_users_by_mail(row.email) or not SignUp.objects.filter(pk=row.pk).delete()[0]:
        raise DomainError("sign_up_link", field="key", kind="refused")
    return describe_account(row.user, username=username, name=name, password=password, at=at)


@write
def _purge_some() -> int:
    rows = lock_old_sign_ups(before=real_now() - KEPT, limit=CHUNK)
    User.objects.filter(pk__in=[row.user_id for row in rows]).delete()
    return len(rows)
