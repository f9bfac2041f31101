"""What a sanction may say (article 17). Pure."""

from datetime import date

from core.values.deadlines import add_months

APPLICANT_BARRED = "applicant_barred"
"""取消申报资格: no claim and no registration; earlier contracts are redeemed and paid."""
MEASURES = (APPLICANT_BARRED,)
LONGEST_BAR_MONTHS = 36
"""三年内: a bar lasts three years at most."""


def last_day_of_bar(*, begins_on: date) -> date:
    """The last day a bar may reach: three years after the day it begins."""
    return add_months(day=begins_on, count=LONGEST_BAR_MONTHS)
