"""期限. The named deadlines of a policy (articles 15.2, 15.3; docs/domain.md section 4). Beijing days. Pure."""

from collections.abc import Iterable
from datetime import date

from core.values.calendar import Calendar
from core.values.deadlines import Deadline, deadline, fixed_deadline
from vouchers.rules.policies import DeadlineRule, Policy


def named_deadline(*, name: str, start: date, policy: Policy, calendar: Calendar) -> Deadline:
    """Return the policy's deadline of this name, counted from a start day. KeyError for a name that no policy has."""
    return _end(rule=policy.deadlines[name], start=start, calendar=calendar)


def register_by(*, claimed_on: date, policy: Policy, calendar: Calendar) -> Deadline:
    """登记期限: the last day to register a coupon (article 15.2)."""
    return named_deadline(name="register_by", start=claimed_on, policy=policy, calendar=calendar)


def valid_until(*, claimed_on: date, registered_on: date, policy: Policy, calendar: Calendar) -> Deadline:
    """有效期: the day by which the service must be done; never restarts (article 15.2)."""
    rule = policy.deadlines["valid_until"]
    return _end(rule=rule, start=claimed_on if rule.start == "claim" else registered_on, calendar=calendar)


def redeem_by(*, contract_end: date, policy: Policy, calendar: Calendar) -> Deadline:
    """兑现期限: the last day to apply for redemption (article 15.3)."""
    return named_deadline(name="redeem_by", start=contract_end, policy=policy, calendar=calendar)


def earliest(deadlines: Iterable[Deadline]) -> Deadline:
    """Return the deadline that ends first. ValueError for none."""
    return min(deadlines, key=lambda each: each.day)


def _end(*, rule: DeadlineRule, start: date, calendar: Calendar) -> Deadline:
    if rule.period is not None:
        return deadline(start=start, period=rule.period, calendar=calendar)
    if rule.fixed is None:
        raise ValueError("a deadline is a period or a day")
    return fixed_deadline(raw=rule.fixed, rolls=rule.rolls, calendar=calendar)
