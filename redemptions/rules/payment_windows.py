"""拨付窗口. The days on which money may be paid, and the fiscal year it belongs to (article 15.5). Beijing days. Pure."""

from dataclasses import dataclass
from datetime import date

from vouchers.rules.policies import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentWindow:
    """The first possible day of payment and its fiscal year."""

    not_before: date
    fiscal_year: int


def payment_window(*, approved_on: date, policy: Policy) -> PaymentWindow:
    """Return the day itself within the policy's months, otherwise the first day of the next of these months."""
    day = approved_on
    while day.month not in policy.payment_months:
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return PaymentWindow(not_before=day, fiscal_year=day.year)
