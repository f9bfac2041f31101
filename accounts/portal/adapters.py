"""Adapters that connect allauth's sign-in pages with our services."""

import io
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse

from accounts.portal.account_words import ACCOUNT_ERRORS, SECOND_FACTOR_ERRORS
from accounts.selectors.members import needs_second_factor
from accounts.selectors.users import UserRow, has_confirmed_mail, has_second_factor, list_users_by_mail
from accounts.services.account_mail import send_account_mail
from accounts.services.attempts import close_attempt, open_attempt
from accounts.services.devices import attempt_from, remember_device
from accounts.services.second_factor import decrypt_secret, encrypt_secret
from accounts.services.users import change_password, record_account_event
from core.access.addresses import client_address
from core.access.limits import charge
from core.timekeeping import clock

EVENT_OF_MAIL = {
    "mfa/email/totp_activated": "user.second_factor_set",
    "mfa/email/totp_deactivated": "user.second_factor_removed",
    "mfa/email/recovery_codes_generated": "user.recovery_codes_made",
}
"""Template of a mail of allauth → the audit event to record with it."""
NOTICE_OF_MAIL = {
    "account/email/password_changed": "account.password_changed",
    "account/email/password_reset": "account.password_changed",
    "account/email/password_set": "account.password_changed",
    "account/email/email_changed": "account.mail_changed",
    "account/email/email_deleted": "account.mail_removed",
    "mfa/email/totp_activated": "account.second_factor_set",
    "mfa/email/totp_deactivated": "account.second_factor_removed",
    "mfa/email/recovery_codes_generated": "account.recovery_codes_made",
}
"""Template of a mail of allauth → the kind of our notification in its place."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up, sign-in and passwords of the pages, through the same services as the API."""

    error_messages = {**DefaultAccountAdapter.error_messages, **ACCOUNT_ERRORS}

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that limits and attempts count by."""
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: object) -> None:
        """Count the attempt in the database before the password is compared."""
        super().pre_authenticate(request, **credentials)
        attempt = attempt_from(request, username=str(credentials.get("username", "")))
        if open_attempt(attempt, at=clock.now()):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: object) -> UserRow | None:
        """Check the password; a right one ends the attempt only where no second factor follows."""
        user: UserRow | None = super().authenticate(request, **credentials)
        if user is not None and not has_second_factor(user.pk):
            close_attempt(attempt_from(request, username=user.username))
        return user

    def reauthenticate(self, user: UserRow, password: str) -> bool:
        """Check the password again; a right one ends the attempt, because the user is signed in already."""
        is_right = bool(super().reauthenticate(user, password))
        if is_right:
            close_attempt(attempt_from(context.request, username=user.username))
        return is_right

    def post_login(self, request: HttpRequest, user: UserRow, **details: object) -> HttpResponse:
        record_account_event("user.signed_in", user_id=user.pk, at=clock.now())
        response: HttpResponse = super().post_login(request, user, **details)
        remember_device(response, username=user.username)
        return response

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse allauth's own sign-up: ours asks for the mail address first (accounts.portal.sign_up)."""
        return False

    def can_delete_email(self, email_address: Any) -> bool:
        """Keep the last confirmed address as well: signing in needs one."""
        is_kept = email_address.verified and not has_confirmed_mail(email_address.user_id, besides=email_address.pk)
        return not is_kept and bool(super().can_delete_email(email_address))

    def set_password(self, user: UserRow, password: str) -> None:
        change_password(user_id=user.pk, password=password, at=clock.now())
        user.refresh_from_db(fields=["password"])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Refuse to send within a request: a mail server that hangs would make the page wait (RuntimeError)."""
        raise RuntimeError(f"{template_prefix} has to go through the outbox")

    def send_notification_mail(
        self, template_prefix: str, user: UserRow, context: object = None, email: str | None = None
    ) -> None:
        """Queue the notification; that of a changed address goes to the one before."""
        at = clock.now()
        event = EVENT_OF_MAIL.get(template_prefix)
        if event is not None:
            record_account_event(event, user_id=user.pk, at=at)
        if event == "user.second_factor_set":
            _keep_session(user)
        send_account_mail(NOTICE_OF_MAIL[template_prefix], user_id=user.pk, at=at, to=email or "")

    def send_password_reset_mail(self, user: UserRow, email: str, context: object) -> None:
        if _may_be_mailed(user):
            send_account_mail("account.password_reset", user_id=user.pk, at=clock.now())

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:  # noqa: FBT001
        address = emailconfirmation.email_address
        if _may_be_mailed(address.user):
            send_account_mail("account.mail_confirmation", user_id=address.user_id, at=clock.now(), address=address.pk)

    def send_account_already_exists_mail(self, email: str) -> None:
        for user in list_users_by_mail(email):
            if _may_be_mailed(user):
                send_account_mail("account.exists", user_id=user.pk, at=clock.now())


def _keep_session(user: UserRow) -> None:
    """Let the session of this request outlast the end of the others."""
    user.refresh_from_db(fields=["sign_ins_ended"])
    update_session_auth_hash(context.request, user)


def _may_be_mailed(user: UserRow) -> bool:
    """Whether the account may be sent another mail that anybody can ask for."""
    return not charge({"account_mail": 1}, account=user.pk, address="")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor: secrets are stored encrypted, and a user whose role requires it cannot remove it."""

    error_messages = {**DefaultMFAAdapter.error_messages, **SECOND_FACTOR_ERRORS}

    def encrypt(self, text: str) -> str:
        return encrypt_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt_secret(encrypted_text)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return not needs_second_factor(authenticator.user_id)

    def build_totp_svg(self, url: str) -> str:
        drawn = io.BytesIO()
        segno.make(url).save(drawn, kind="svg", scale=5, border=2, xmldecl=False)
        return drawn.getvalue().decode()
