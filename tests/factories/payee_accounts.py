"""Accounts of payees, step by step, by different people."""

from datetime import UTC, datetime
from typing import Any

from accounts.selectors.parties import get_party
from payments.models import PayeeAccount
from payments.rules.payee_accounts import AccountDetails, AccountKind
from payments.services.payee_accounts import activate_changes, check_account, confirm_account, enter_account
from tests.factories import contracts

NUMBER, OTHER_NUMBER = "0200000109014400123", "1100-0234-5678-9012"
"""Invented account numbers."""
WAITED = datetime(2026, 3, 5, 16, 0, tzinfo=UTC)
"""The first instant after three working days from contracts.MONDAY, 2026-03-02."""


def details(party_id: int, **changed: Any) -> AccountDetails:
    """The details of an account of a party, in its own name."""
    values = {
        "kind": AccountKind.BANK,
        "holder": get_party(party_id).name,
        "holder_reason": "",
        "bank_name": "示例银行中关村支行",
        "bank_code": "999100000011",
        "number": NUMBER,
    }
    return AccountDetails(**{**values, **changed})


def entered(party_id: int, *, at: datetime = contracts.MONDAY, **changed: Any) -> PayeeAccount:
    """An account that a manager has entered."""
    actor_id = contracts.user().pk
    return enter_account(party_id=party_id, details=details(party_id, **changed), actor_id=actor_id, at=at)


def checked(account: PayeeAccount, *, at: datetime = contracts.MONDAY, actor_id: int = 0) -> PayeeAccount:
    """An account that a first person of finance has checked; the first one of its party is current then."""
    actor_id = actor_id or contracts.staff("finance").user_id
    return check_account(account_id=account.pk, number=number_of(account), actor_id=actor_id, at=at)


def confirmed(account: PayeeAccount, *, at: datetime = contracts.MONDAY, actor_id: int = 0) -> PayeeAccount:
    """A checked change that a second person of finance has confirmed."""
    actor_id = actor_id or contracts.staff("finance").user_id
    return confirm_account(account_id=account.pk, number=number_of(account), actor_id=actor_id, at=at)


def number_of(account: PayeeAccount) -> str:
    """The number that the factories gave an account."""
    return NUMBER if account.last_four == NUMBER[-4:] else OTHER_NUMBER


def ready(party_id: int, *, at: datetime = contracts.MONDAY) -> PayeeAccount:
    """The current account of a party, entered and checked if it has none."""
    current = PayeeAccount.objects.filter(party_id=party_id, state="current").first()
    return current or checked(entered(party_id, at=at), at=at)


def change(party_id: int, *, at: datetime = contracts.MONDAY) -> PayeeAccount:
    """An entered change of the current account."""
    ready(party_id, at=at)
    return entered(party_id, at=at, number=OTHER_NUMBER)


def waiting(party_id: int, *, at: datetime = contracts.MONDAY) -> PayeeAccount:
    """A change that finance has confirmed and that waits."""
    return confirmed(checked(change(party_id, at=at), at=at), at=at)


def activate(*, at: datetime = WAITED) -> int:
    """Run the job; return how many changes became current."""
    return activate_changes(at=at, progress=lambda done: None)["activated"]
