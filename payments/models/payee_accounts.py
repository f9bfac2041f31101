"""Accounts of payees, and the trigger that lets a payment be ordered to a checked one only (articles 9.4, 15.5)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from core.database.triggers import legal_transitions
from core.models.states import StateField
from core.values.masking import mask_account
from core.values.object_numbers import Series, object_number
from payments.rules.payee_accounts import AccountKind
from payments.rules.states import (
    LIVE_ACCOUNTS,
    OPEN_ACCOUNTS,
    PAYEE_ACCOUNT,
    PayeeAccountState,
)

_ACCEPTED = [PayeeAccountState.CURRENT, PayeeAccountState.REPLACED]
_FIXED = "party_id kind holder holder_reason bank_name bank_code number_encrypted last_four replaces_id entered_by_id entered_at"

ACCOUNT_IS_FIXED = pgtrigger.Trigger(
    name="payee_account_fixed",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition(
        f"ROW({', '.join(f'NEW.{name}' for name in _FIXED.split())})"
        f" IS DISTINCT FROM ROW({', '.join(f'OLD.{name}' for name in _FIXED.split())})"
    ),
    func="RAISE EXCEPTION 'an account is entered anew' USING ERRCODE = 'check_violation', CONSTRAINT = 'payee_account_fixed';",
)
"""On accounts: what was entered is never changed, so that a payment keeps the account it was ordered to."""

CHANGE_HAS_WAITED = pgtrigger.Trigger(
    name="payee_account_has_waited",
    operation=pgtrigger.UpdateOf("state"),
    when=pgtrigger.Before,
    condition=pgtrigger.Condition(
        "OLD.state = 'waiting' AND NEW.state = 'current'"
        " AND coalesce((NEW.current_at AT TIME ZONE 'Asia/Shanghai')::date <= NEW.waits_until, true)"
    ),
    func="RAISE EXCEPTION 'a change waits' USING ERRCODE = 'check_violation', CONSTRAINT = 'payee_account_has_waited';",
)
"""On accounts: a change is current after its last day of waiting."""

PAYMENT_TO_CHECKED_ACCOUNT = pgtrigger.Trigger(
    name="payment_to_checked_account",
    operation=pgtrigger.UpdateOf("state"),
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("NEW.state = 'ordered' AND OLD.state <> 'ordered'"),
    func="""
        IF NOT EXISTS (SELECT FROM payments_payeeaccount a
                WHERE a.id = NEW.account_id AND a.party_id = NEW.payee_id AND a.state = 'current')
            OR EXISTS (SELECT FROM payments_payeeaccount a
                WHERE a.party_id = NEW.payee_id AND a.state IN ('entered', 'checked', 'waiting'))
        THEN RAISE EXCEPTION 'payment_to_checked_account'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_to_checked_account'; END IF;
        RETURN NEW;
    """,
)
"""On payments: ordered to the payee's current account, and not while a change of it is open."""

PAYMENT_ACCOUNT_FIXED = pgtrigger.Trigger(
    name="payment_account_fixed",
    operation=pgtrigger.UpdateOf("account_id"),
    when=pgtrigger.Before,
    condition=pgtrigger.Condition(
        "NEW.account_id IS DISTINCT FROM OLD.account_id AND NEW.state = OLD.state AND NEW.state <> 'pending'"
    ),
    func="RAISE EXCEPTION 'payment_account_fixed' USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_account_fixed';",
)
"""On payments: what is ordered, sent or paid keeps its account."""


class PayeeAccount(models.Model):
    """The account or wallet of a payee (收款账户): the first one, or a change that `replaces` the one current when it was entered.

    The number is encrypted and shown by its last four characters only. `waits_until` is the last Beijing day on which
    the party can stop a confirmed change. `token_hash` is that of the one-time link to stop it, while it is open.
    """

    party = models.ForeignKey("accounts.Party", on_delete=models.PROTECT, db_index=False, related_name="+")
    state = StateField(PayeeAccountState, default=PayeeAccountState.ENTERED)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, default=AccountKind.BANK)
    holder = models.CharField(max_length=200)
    holder_reason = models.CharField(max_length=500, default="")
    bank_name = models.CharField(max_length=200)
    bank_code = models.CharField(max_length=12)
    number_encrypted = models.BinaryField()
    last_four = models.CharField(max_length=4)
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    checked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    waits_until = models.DateField(null=True)
    waits_until_raw = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    calendar_version = models.CharField(max_length=20, default="")
    current_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, default="")
    token_hash = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party"], condition=Q(state=PayeeAccountState.CURRENT), name="payee_account_one_current"
            ),
            models.UniqueConstraint(
                fields=["party"], condition=Q(state__in=OPEN_ACCOUNTS), name="payee_account_one_open"
            ),
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="payee_account_token_once"
            ),
            models.CheckConstraint(name="payee_account_checked_by_another", condition=~Q(checked_by=F("entered_by"))),
            models.CheckConstraint(
                name="payee_account_confirmed_by_another",
                condition=~Q(confirmed_by=F("checked_by")) & ~Q(confirmed_by=F("entered_by")),
            ),
            models.CheckConstraint(
                name="payee_account_accepted_is_checked",
                condition=~Q(state__in=[PayeeAccountState.CHECKED, PayeeAccountState.WAITING, *_ACCEPTED])
                | Q(checked_by__isnull=False, checked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="payee_account_change_is_confirmed",
                condition=~Q(state__in=[PayeeAccountState.WAITING, *_ACCEPTED])
                | Q(replaces=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False, waits_until__isnull=False),
            ),
            models.CheckConstraint(
                name="payee_account_only_a_change_waits",
                condition=~Q(state__in=[PayeeAccountState.CHECKED, PayeeAccountState.WAITING])
                | Q(replaces__isnull=False),
            ),
            models.CheckConstraint(
                name="payee_account_accepted_has_moment",
                condition=~Q(state__in=_ACCEPTED) | Q(current_at__isnull=False),
            ),
            models.CheckConstraint(
                name="payee_account_ended_has_moment",
                condition=Q(state__in=LIVE_ACCOUNTS, ended_at=None)
                | (~Q(state__in=LIVE_ACCOUNTS) & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="payee_account_refused_has_reason", condition=~Q(state=PayeeAccountState.REFUSED) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="payee_account_token_while_open", condition=Q(token_hash="") | Q(state__in=OPEN_ACCOUNTS)
            ),
            models.CheckConstraint(
                name="payee_account_forms",
                condition=Q(last_four__regex=r"^[0-9-]{4}$")
                & (
                    Q(kind=AccountKind.BANK, bank_code__regex=r"^[0-9]{12}$") | Q(kind=AccountKind.WALLET, bank_code="")
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["party", "id"], name="payee_account_by_party"),
            models.Index(fields=["state", "id"], name="payee_account_by_state"),
            models.Index(
                fields=["waits_until", "id"],
                condition=Q(state=PayeeAccountState.WAITING),
                name="payee_account_waiting",
            ),
        ]
        triggers = [*legal_transitions("payee_account", PAYEE_ACCOUNT), ACCOUNT_IS_FIXED, CHANGE_HAS_WAITED]

    @property
    def number(self) -> str:
        """收款账户编号, as people read it: SK2026-0000004."""
        return object_number(Series.PAYEE_ACCOUNT, at=self.entered_at, pk=self.pk)

    @property
    def masked(self) -> str:
        """The number as everybody sees it: ****1234."""
        return mask_account(self.last_four)

    @property
    def is_change(self) -> bool:
        """Whether it was entered to replace an account that was current."""
        return self.replaces_id is not None
