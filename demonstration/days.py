"""The days of the demonstration, counted back from its moment."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.values.deadlines import beijing_day

FIRST_IN_WINDOW, LAST_IN_WINDOW = (1, 12), (9, 30)
"""Month and day between which a payment can have been approved, ordered and paid in one payment window (article 15.5)."""
BEFORE_PAYMENT = 75
"""Days from the beginning of the data to the latest payment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Moments before `now`. `anchor` is the number of days before `now` from which they are counted."""

    now: datetime
    anchor: int = 0

    def ago(self, days: int) -> datetime:
        """Return the moment so many days before the anchor; a negative number is after it."""
        return self.now - timedelta(days=self.anchor + days)

    @property
    def paying(self) -> "Days":
        """The days counted from the latest day on which the bank may have paid."""
        today = beijing_day(self.now)
        return Days(now=self.now, anchor=(today - latest_payment(today)).days)

    @property
    def first(self) -> datetime:
        """The moment with which the data begin."""
        return self.paying.ago(BEFORE_PAYMENT)


def latest_payment(today: date) -> date:
    """Return the latest day on which the bank may have paid: today in the payment window, else 24 September before."""
    if FIRST_IN_WINDOW <= (today.month, today.day) <= LAST_IN_WINDOW:
        return today
    return date(today.year if today.month > LAST_IN_WINDOW[0] else today.year - 1, 9, 24)
