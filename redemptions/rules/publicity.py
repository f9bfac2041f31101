"""公示. The length of a notice for redemptions of one or several policies (articles 14, 15.5). Pure."""

from collections.abc import Collection
from datetime import date

from core.values.calendar import Calendar
from core.values.deadlines import Deadline, Period, deadline
from vouchers.rules.deadlines import named_deadline
from vouchers.rules.policies import Policy


def publicity_ends(*, published_on: date, policies: Collection[Policy], calendar: Calendar) -> Deadline:
    """Return the last day of a notice: the latest that one of the policies requires. ValueError without a policy."""
    ends = [
        named_deadline(name="publicity", start=published_on, policy=policy, calendar=calendar) for policy in policies
    ]
    return max(ends, key=lambda each: each.day)


def objection_period(*, published_on: date, policies: Collection[Policy], calendar: Calendar) -> Period:
    """Return the period to decide an objection: the shortest of the policies. ValueError if none has one."""
    periods = [rule.period for rule in (policy.deadlines["objection"] for policy in policies) if rule.period]
    return min(periods, key=lambda each: deadline(start=published_on, period=each, calendar=calendar).day)
