"""拨付窗口. When money may be paid, and out of which year (article 15.5). Beijing days. Pure."""

from dataclasses import dataclass
from datetime import date

from vouchers.rules.policies import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentWindow:
    """The first day of payment and the fiscal year it falls in."""

    not_before: date
    fiscal_year: int


def payment_window(*, approved_on: date, policy: Policy) -> PaymentWindow:
    """The day itself within the policy's months, else the first day of the next month that is one of them."""
    day = approved_on
    while day.month not in policy.payment_months:
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return PaymentWindow(not_before=day, fiscal_year=day.year)
