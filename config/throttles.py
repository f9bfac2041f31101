"""The table of limits: scope → how much, in which time, and what it is counted by (core.access.limits).

`visitor` or `account` applies to every request, and `body` to a large one. A view names a further scope for its writes
in `throttle_scope`; SCOPES_OF_PAGES does so for the pages of allauth. Sign-in attempts are also counted in the
database, by name, device and address (accounts.services.attempts).
"""

from core.values.limits import Limit

THROTTLES: dict[str, Limit] = {
    "visitor": Limit(most=300, within="minute", by="address", what="Any request without signing in"),
    "account": Limit(most=600, within="minute", by="account", what="Any request of a signed-in user"),
    "body": Limit(most=1_000_000_000, within="hour", by="account", of="bytes", what="Send requests above 100 kB"),
    "login": Limit(most=30, within="minute", by="address", what="Sign in, open an account, reset a password"),
    "credentials": Limit(most=20, within="minute", by="account", what="Change password, mail or second factor"),
    "account_mail": Limit(most=5, within="hour", by="account", of="mails", what="Be sent a link to confirm or reset"),
    "claim": Limit(most=30, within="minute", by="account", what="Claim a coupon"),
    "registration": Limit(
        most=120, within="minute", by="account", what="Register, declare facts, or check what is being filled in"
    ),
    "objection": Limit(most=5, within="minute", by="account", what="Object to an item of a notice"),
    "upload": Limit(most=60, within="minute", by="account", what="Upload a file"),
    "checks": Limit(most=600, within="hour", by="account", of="seconds", what="Processor time to check uploaded files"),
    "export": Limit(most=20, within="minute", by="account", of="exports", what="Export a list"),
    "calculator": Limit(most=600, within="minute", by="account", what="Ask the policy calculator"),
    "cases": Limit(most=20_000, within="minute", by="account", of="cases", what="Cases for the policy calculator"),
    "denial": Limit(most=20, within="hour", by="account", of="denials", what="Be denied with an event of its own"),
}

SCOPES_OF_PAGES: dict[str, str] = {
    "account_login": "login",
    "account_signup": "login",
    "account_reset_password": "login",
    "account_reset_password_from_key": "login",
    "account_confirm_email": "login",
    "mfa_authenticate": "login",
    "account_reauthenticate": "credentials",
    "account_change_password": "credentials",
    "account_set_password": "credentials",
    "account_email": "credentials",
    "mfa_reauthenticate": "credentials",
    "mfa_activate_totp": "credentials",
    "mfa_deactivate_totp": "credentials",
    "mfa_generate_recovery_codes": "credentials",
}
"""Name of a page of allauth → the scope of its POST."""
