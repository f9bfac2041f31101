"""Annual limits and bars follow the members of a team (docs/domain.md section 4).

A member who changes teams carries over the first team's use up to that moment, and its bar.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from applicants.selectors.teams import Left, former_teams_of_members
from core.values.money import ZERO, total
from oversight.selectors.sanctions import barred_until, barred_with_former_teams
from vouchers.selectors.coupons import counted_until, used_in_year

TEAM = "team"


def annual_use(*, applicant_id: int, kind: str, year: int) -> Decimal:
    """Return the yuan counted against the applicant in the year.

    For a team, add the use in former teams of the member for whom it is highest.
    """
    own = used_in_year(applicant_id=applicant_id, year=year)
    if kind != TEAM:
        return own
    carried_over = (_used_while_member(left, year=year) for left in former_teams_of_members(applicant_id))
    return own + max(carried_over, default=ZERO)


def applicant_barred_until(*, applicant_id: int, kind: str, on: date) -> date | None:
    """Return the last day of the applicant's bar from applying; for a team also of its members' former teams."""
    own = barred_until(party_id=applicant_id, on=on)
    left = _latest(former_teams_of_members(applicant_id)) if kind == TEAM else {}
    followed = barred_with_former_teams(left=left, on=on) if left else None
    return max((day for day in (own, followed) if day is not None), default=None)


def _used_while_member(left: Left, *, year: int) -> Decimal:
    return total(counted_until(applicant_id=team, year=year, until=at) for team, at in left.items())


def _latest(people: Iterable[Left]) -> dict[int, datetime]:
    latest: dict[int, datetime] = {}
    for left in people:
        for team, at in left.items():
            latest[team] = max(at, latest.get(team, at))
    return latest
