"""Measures of sanctions and their limits (article 17). Pure."""

from datetime import date

from core.values.deadlines import add_months

APPLICANT_BARRED = "applicant_barred"
"""取消申报资格: the party cannot claim or register contracts. Earlier contracts are still redeemed and paid."""
MEASURES = (APPLICANT_BARRED,)
LONGEST_BAR_MONTHS = 36
"""三年内: the longest bar is three years."""


def last_day_of_bar(*, begins_on: date) -> date:
    """Return the latest possible last day of a bar: three years after its first day."""
    return add_months(day=begins_on, count=LONGEST_BAR_MONTHS)
