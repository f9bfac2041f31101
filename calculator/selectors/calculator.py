"""The policy and the calendar that the calculator (政策计算器) uses."""

from core.timekeeping.calendars import get_calendar
from core.timekeeping.known_holidays import seed_calendar
from core.values.calendar import Calendar
from core.values.errors import DomainError
from vouchers.policy_files import list_policy_files, load_policy_file
from vouchers.rules.policies import Policy
from vouchers.selectors.policies import find_in_force, get_policy


def get_calculator_policy(code: str) -> Policy:
    """Return the policy in force under this code, otherwise the one that ships as a file; `not_found`."""
    version = find_in_force(code) if code.isprintable() else None
    if version is not None:
        return get_policy(version.pk)
    if code in list_policy_files():
        return load_policy_file(code)
    raise DomainError("not_found", field="policy", kind="missing")


def get_calculator_calendar() -> Calendar:
    """Return the calendar of the notices entered so far; before the first one, that of the calendar library."""
    calendar = get_calendar()
    return calendar if calendar.published else seed_calendar()
