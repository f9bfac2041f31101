"""公示. How long redemptions of one or several policies are publicised together (articles 14, 15.5). Pure."""

from collections.abc import Collection
from datetime import date

from core.values.calendar import Calendar
from core.values.deadlines import Deadline, Period, deadline
from vouchers.rules.deadlines import named_deadline
from vouchers.rules.policies import Policy


def publicity_ends(*, published_on: date, policies: Collection[Policy], calendar: Calendar) -> Deadline:
    """The last day of a notice: no policy's publicity is cut short. ValueError without a policy."""
    ends = [
        named_deadline(name="publicity", start=published_on, policy=policy, calendar=calendar) for policy in policies
    ]
    return max(ends, key=lambda each: each.day)


def objection_period(*, published_on: date, policies: Collection[Policy], calendar: Calendar) -> Period:
    """The time to decide an objection: the shortest that a policy gives. ValueError where none gives a period."""
    periods = [rule.period for rule in (policy.deadlines["objection"] for policy in policies) if rule.period]
    return min(periods, key=lambda each: deadline(start=published_on, period=each, calendar=calendar).day)
