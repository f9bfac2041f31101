"""年度预算. Which budgets the appropriation of a year covers. Pure."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.values.deadlines import beijing_day
from core.values.errors import Refusal
from core.values.money import yuan

FIRST_YEAR = 2023
"""The Measures are in force since October 2023."""
LAST_YEAR = 2100


@dataclass(frozen=True, slots=True, kw_only=True)
class YearMoney:
    """The confirmed appropriation of a year and the budgets of its announced rounds, in yuan. `amount` is None before."""

    year: int
    amount: Decimal | None
    committed: Decimal


def year_of_round(opens_at: datetime) -> int:
    """Return the year whose appropriation pays for a round: the Beijing year that it opens in (article 12)."""
    return beijing_day(opens_at).year


def commitment_refusal(money: YearMoney, *, difference: Decimal) -> Refusal | None:
    """Return why the budgets of the year cannot grow by `difference` yuan (article 4), or None.

    `appropriation_missing` before an appropriation is confirmed, `appropriation_exceeded` beyond it. A lower budget is
    always possible.
    """
    if difference <= 0:
        return None
    if money.amount is None:
        return Refusal(code="appropriation_missing", field="budget", params={"year": money.year})
    left = money.amount - money.committed
    if difference <= left:
        return None
    return Refusal(
        code="appropriation_exceeded",
        field="budget",
        params={"year": money.year, "left": yuan(left), "amount": yuan(difference)},
    )


def confirmation_refusal(money: YearMoney, *, amount: Decimal) -> Refusal | None:
    """Return why `amount` yuan cannot become the year's appropriation, or None: `appropriation_below_use`."""
    if amount >= money.committed:
        return None
    return Refusal(
        code="appropriation_below_use",
        field="amount",
        params={"year": money.year, "least": yuan(money.committed)},
    )
