"""Whether pending payments may be ordered, and ordered ones sent, on a Beijing day: account, suspension, window, fiscal year."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from core.values.deadlines import beijing_day
from core.values.errors import Param, Refusal
from oversight.rules.sanctions import PAYMENTS_SUSPENDED
from oversight.selectors.sanctions import list_under
from payments.models import Payment
from payments.selectors.payee_accounts import list_changing
from payments.services.subjects import windows_of


def account_refusals(payments: Sequence[Payment], *, accounts: Mapping[int, int]) -> list[Refusal]:
    """Return a refusal for each payment whose payee has no current account among the locked ones, or changes it.

    `accounts` is payee → account.
    """
    changing = list_changing({payment.payee_id for payment in payments})
    refusals = []
    for payment in payments:
        if payment.payee_id in changing and payment.payee_id in accounts:
            refusals.append(Refusal(code="payment_account_changing", params=_named(payment)))
        elif payment.payee_id not in accounts:
            refusals.append(Refusal(code="payment_without_account", params=_named(payment)))
    return refusals


def suspension_refusals(payments: Sequence[Payment], *, at: datetime) -> list[Refusal]:
    """Return a refusal for each payment whose payee's payments are suspended on that day (article 17)."""
    payees = {payment.payee_id for payment in payments}
    under = list_under(PAYMENTS_SUSPENDED, party_ids=payees, on=beijing_day(at))
    return [
        Refusal(code="payment_suspended", params=_named(payment)) for payment in payments if payment.payee_id in under
    ]


def window_refusals(payments: Sequence[Payment], *, fiscal_year: int, at: datetime) -> list[Refusal]:
    """Return a refusal for each payment whose window is not open on that day, or of another fiscal year (article 15.5)."""
    today = beijing_day(at)
    windows = windows_of(payments, on=today)
    refusals = []
    for payment in payments:
        window = windows[payment.pk]
        opens = max(window.not_before, payment.not_before)
        if opens > today:
            params: dict[str, Param] = _named(payment) | {"not_before": opens.isoformat()}
            refusals.append(Refusal(code="payment_window", params=params))
        elif {payment.fiscal_year, window.fiscal_year} != {fiscal_year}:
            params = _named(payment) | {"fiscal_year": payment.fiscal_year, "current": window.fiscal_year}
            refusals.append(Refusal(code="payment_fiscal_year", params=params))
    return refusals


def refused_ids(refusals: Sequence[Refusal]) -> set[int]:
    """Return the payments of these refusals."""
    return {int(str(each.params["payment"])) for each in refusals}


def _named(payment: Payment) -> dict[str, Param]:
    return {"payment": payment.pk, "number": payment.number}
