"""Data that a new installation starts with."""

from datetime import datetime

from core.database.transactions import write
from core.timekeeping.calendars import list_calendar_years
from core.timekeeping.holiday_notices import DayEntry, enter_calendar_year
from core.timekeeping.known_holidays import SOURCE, published_years, seed_days
from vouchers.policy_files import load_policy_file
from vouchers.rules.policies import to_dict
from vouchers.selectors.policies import list_policy_versions
from vouchers.services.policies import draft_policy_version


@write
def seed_calendar(*, at: datetime) -> list[int]:
    """Enter the holiday notices that the calendar library knows and the table lacks; return their years."""
    known = set(list_calendar_years().values_list("year", flat=True))
    missing = sorted(published_years() - known)
    for year in missing:
        days = [
            DayEntry(day=day, kind=kind, name=name) for day, (kind, name) in seed_days().items() if day.year == year
        ]
        enter_calendar_year(year=year, days=days, source=SOURCE, actor_id=None, at=at)
    return missing


@write
def seed_policy(*, code: str, at: datetime) -> bool:
    """Draft the shipped policy if the scheme has no version; return whether it was drafted. A person approves it."""
    if list_policy_versions().filter(code=code).exists():
        return False
    policy = load_policy_file(code)
    draft_policy_version(params=to_dict(policy), actor_id=None, at=at)
    return True
